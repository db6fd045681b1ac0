"""pyxform, run on the rows of a workbook."""

from __future__ import annotations

import hashlib
from typing import Any

from veldwerk.xlsform.api import Compiled
from veldwerk.xlsform.errors import N_
from veldwerk.xlsform.sheets import Sheets
from veldwerk.xlsform.workbook.advice import advised
from veldwerk.xlsform.workbook.book import Book
from veldwerk.xlsform.workbook.problem import WorkbookError
from veldwerk.xlsform.workbook.refusals import refusal


def compiled(book: Book, data: dict[str, Any] | None = None) -> Compiled:
    """The XForm of a workbook, or of `data` in its place (see `Book.given`). WorkbookError tells why there is none."""
    import pyxform
    from pyxform.xls2xform import convert

    name = book.source.path.name
    warnings: list[str] = []
    given = book.given() if data is None else data
    try:
        result = convert(xlsform=given, warnings=warnings, validate=False, form_name=None)
        xml = str(result.xform).encode("utf-8")
    except MemoryError as error:
        raise WorkbookError(N_("{file} is too large to read."), file=name) from error
    except Exception as error:  # pyxform raises TypeError, KeyError and more besides its own class
        rows = {sheet: given.get(sheet, []) for sheet in book.rows}
        raise advised(refusal(name, error), Sheets(rows, book.headings)) from error
    version = str(getattr(pyxform, "__version__", ""))
    digest = hashlib.sha256(book.source.content).hexdigest()
    return Compiled(xml, digest, version, tuple(warnings), book.source.path)
