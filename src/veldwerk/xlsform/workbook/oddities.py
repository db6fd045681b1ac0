"""Cells of an .xlsx that hold something else than the author sees: formulas without a result, merged cells."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterator

from veldwerk.xlsform.api import Finding
from veldwerk.xlsform.errors import N_
from veldwerk.xlsform.workbook.book import SHEETS, Book
from veldwerk.xlsform.workbook.parts import sheet_parts

NO_RESULT = N_(
    "The formula in this cell has no result kept with it. Open the workbook, let it calculate and save it, "
    "or write the value itself."
)
_CELL = re.compile(
    rb"<(?:\w+:)?c\s[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"[^>]*>((?:(?!</?(?:\w+:)?c[\s>]).)*)</(?:\w+:)?c>",
    re.DOTALL,
)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_RESULT = re.compile(rb"<(?:\w+:)?v>[^<]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3}\d{1,7})\"")
_MOST = 50


def oddities(book: Book) -> list[Finding]:
    """Remarks about the cells of a workbook; what was noticed when it was read is among them."""
    found = list(book.odd)
    if book.source.kind == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(book.source.content)) as archive:
            for name, part in sheet_parts(archive):
                sheet = "survey" if len(book.names) == 1 else name.lower()
                if sheet in SHEETS:
                    found.extend(_in_sheet(book, sheet, archive.read(part)))
    if book.source.macros:
        message = N_(
            "This workbook has macros. They are not used: the form is only what stands in the cells."
        )
        found.append(Finding(book.source.path.name, None, None, None, message, {}, "warning"))
    return found


def _in_sheet(book: Book, sheet: str, xml: bytes) -> Iterator[Finding]:
    file = book.source.path.name
    headings = book.headings.get(sheet, [])
    cells = _CELL.finditer(xml) if _FORMULA.search(xml) else iter(())
    for cell in itertools.islice((one for one in cells if _unworked(one.group(3))), _MOST):
        place = _heading(headings, cell.group(1))
        yield Finding(file, sheet, int(cell.group(2)), place, NO_RESULT, {}, "warning")
    for merged in itertools.islice(_MERGED.finditer(xml), _MOST):
        message = N_(
            "These cells are merged up to {end}; only the first one counts. Split them and fill in each."
        )
        values = {"end": merged.group(3).decode("ascii")}
        place = _heading(headings, merged.group(1))
        yield Finding(file, sheet, int(merged.group(2)), place, message, values, "warning")


def _unworked(inside: bytes) -> bool:
    return _FORMULA.search(inside) is not None and _RESULT.search(inside) is None


def _heading(headings: list[str], letters: bytes) -> str:
    """The heading of column B, AA …; the letters themselves where there is none."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - ord("A") + 1
    return (headings[place - 1] if place <= len(headings) else "") or letters.decode("ascii")
