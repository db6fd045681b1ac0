"""The sheets of a workbook as rows, read the way pyxform reads them so that its row numbers are ours."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from warnings import catch_warnings, simplefilter

from veldwerk.xlsform.api import Finding
from veldwerk.xlsform.building import building
from veldwerk.xlsform.errors import N_, FormError
from veldwerk.xlsform.workbook.archive import damaged, too_many_rows
from veldwerk.xlsform.workbook.parts import no_number
from veldwerk.xlsform.workbook.problem import WorkbookError
from veldwerk.xlsform.workbook.source import Source, source_of

Row = dict[str, str]
SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_MOST_QUESTIONS = 20_000
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass(slots=True)
class Book:
    """`rows[sheet][n]` is row n + 2 of the sheet as heading → text; `headings[sheet]` as written, from left to right,
    "" for a column without.

    `names` are the sheets as the author named them. `odd` are cells that pyxform reads without a word although they
    are not what they seem.
    """

    source: Source
    rows: dict[str, list[Row]] = field(default_factory=dict)
    headings: dict[str, list[str]] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    odd: list[Finding] = field(default_factory=list)

    def given(self) -> dict[str, Any]:
        """A copy in the shape that pyxform takes; it may write in it."""
        data: dict[str, Any] = {"sheet_names": list(self.names)}
        for sheet, rows in self.rows.items():
            data[sheet] = [dict(row) for row in rows]
            written = [heading for heading in self.headings[sheet] if heading]
            data[f"{sheet}_header"] = [dict.fromkeys(written)] if written else []
        return data


def read_book(path: Path) -> Book:
    """Read all sheets that make a form. WorkbookError when the file is no workbook or cannot be read."""
    source = source_of(path)
    try:
        with building(), catch_warnings():
            simplefilter("ignore")  # of what openpyxl leaves out, pictures and the like
            return _Reader(source).book
    except FormError:
        raise
    except MemoryError as error:
        raise WorkbookError(N_("{file} is too large to read."), file=path.name) from error
    except Exception as error:  # the readers raise whatever a broken sheet makes them raise
        raise _unread(source) from error


def _unread(source: Source) -> WorkbookError:
    """Why a workbook cannot be read: the cell that stops it when that can be found."""
    try:
        found = no_number(source.content) if source.kind == ".xlsx" else None
    except Exception:  # the archive is as broken as the sheet
        found = None
    return found or damaged(source.path)


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.book = Book(source)
        {".xlsx": self.xlsx, ".xls": self.xls, ".csv": self.text, ".md": self.text}[source.kind]()
        if len(self.book.rows.get("survey", ())) > _MOST_QUESTIONS:
            raise too_many_rows(self.source.path, _MOST_QUESTIONS)
        if not any(self.book.rows.values()) and not any(self.book.headings.values()):
            raise WorkbookError(
                N_("{file} has no sheet “survey” with questions."), file=self.source.path.name
            )

    def text(self) -> None:
        from pyxform import xls2json_backends as backends

        read = backends.csv_to_dict if self.source.kind == ".csv" else backends.md_to_dict
        try:
            data = read(io.BytesIO(self.source.content))
        except Exception as error:  # besides its own error csv.Error, KeyError and IndexError
            message = N_(
                "{file} cannot be read as the sheets of a form: each sheet begins with its name in the first column."
            )
            raise WorkbookError(message, file=self.source.path.name) from error
        self.book.names = list(data["sheet_names"])
        for sheet in SHEETS:
            if isinstance(data.get(sheet), list):
                header = data.get(f"{sheet}_header") or [{}]
                self.book.headings[sheet] = ["" if name == "None" else str(name) for name in header[0]]
                self.book.rows[sheet] = [
                    self.cleaned(sheet, number, row) for number, row in enumerate(data[sheet], start=2)
                ]

    def cleaned(self, sheet: str, number: int, row: dict[str, str]) -> Row:
        """A row of text without empty cells and without what XML cannot hold."""
        found = {key: self.cell(sheet, number, key, value, "") for key, value in row.items() if key}
        return {key: value for key, value in found.items() if value is not None}

    def xlsx(self) -> None:
        import openpyxl

        opened = openpyxl.load_workbook(io.BytesIO(self.source.content), read_only=True, data_only=True)
        self.book.names = list(opened.sheetnames)
        for name, sheet in self.wanted(self.book.names):
            table = opened[name]
            if hasattr(table, "iter_rows"):  # a sheet with only a chart has no rows
                self.table(sheet, name, lambda width, table=table: table.iter_rows(max_col=width))
        opened.close()

    def xls(self) -> None:
        import xlrd

        try:
            opened = xlrd.open_workbook(
                file_contents=self.source.content, logfile=io.StringIO(), on_demand=True, ragged_rows=True
            )
        except xlrd.XLRDError as error:
            if "encrypted" in str(error):
                message = N_("{file} is protected with a password. Take the password off and save it again.")
                raise WorkbookError(message, file=self.source.path.name) from error
            raise
        self.book.names = list(opened.sheet_names())
        for name, sheet in self.wanted(self.book.names):
            table = opened.sheet_by_name(name)
            self.table(sheet, name, lambda width, table=table, mode=opened.datemode: _old_rows(table, mode))
            opened.unload_sheet(name)
        opened.release_resources()

    def wanted(self, names: list[str]) -> Iterator[tuple[str, str]]:
        """(name, the sheet of a form that it is); a single sheet of any name is the survey."""
        for name in names:
            if name.lower() in SHEETS:
                yield name, name.lower()
            elif len(names) == 1:
                yield name, "survey"

    def table(self, sheet: str, name: str, lines: Any) -> None:
        from pyxform import xls2json_backends as backends
        from pyxform.errors import PyXFormError

        first = next(iter(lines(None)), ())
        try:
            headings = backends.get_excel_column_headers([_heading(cell) for cell in first])
        except PyXFormError as error:
            message = N_("The heading “{heading}” stands twice in this sheet. Rename or remove one of them.")
            twice = str(error).rpartition(": ")[2]
            raise WorkbookError(message, sheet, 1, twice, heading=twice) from error

        def shown(cell: Any, row: int, heading: str) -> str | None:
            return self.cell(sheet, row + 2, heading, cell.value, getattr(cell, "data_type", ""))

        rows: Iterable[Any] = iter(lines(len(headings) or 1))
        next(iter(rows), None)
        found = backends.get_excel_rows(headings, rows, shown)
        self.book.headings[sheet] = [heading or "" for heading in headings]
        self.book.rows[sheet] = [
            {key: value for key, value in row.items() if value is not None} for row in found
        ]

    def cell(self, sheet: str, row: int, heading: str, value: Any, kind: str) -> str | None:
        """The text of a cell as pyxform writes it, with a remark when the program changed what was typed."""
        from pyxform import xls2json_backends as backends

        if kind == "e":
            message = N_(
                "The formula in this cell gives {value}. Write the value itself, or mend the formula."
            )
            self.remark(message, sheet, row, heading, "error", value=value)
            return str(value)
        if isinstance(value, (datetime, date, time)):
            message = N_(
                "The spreadsheet made a date or time of this cell: {value}. Format the cell as text and type it again."
            )
            if sheet != "settings" and not (isinstance(value, time) and heading == "default"):
                self.remark(message, sheet, row, heading, "warning", value=str(value))
        if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
            message = N_("This cell holds {value}, which is not a number. Write the value itself.")
            self.remark(message, sheet, row, heading, "error", value=str(value))
            return str(value)
        text = backends.xlsx_value_to_str(value.strip() if isinstance(value, str) else value)
        kept = _NOT_XML.sub("", text)
        if kept != text:
            message = N_("This cell holds signs that cannot be seen or sent. They are left out.")
            self.remark(message, sheet, row, heading, "warning")
        return kept or None

    def remark(
        self, message: str, sheet: str, row: int, heading: str, severity: str, **values: object
    ) -> None:
        file = self.source.path.name
        self.book.odd.append(Finding(file, sheet, row, heading, message, values, severity))


@dataclass(frozen=True, slots=True)
class _Cell:
    value: Any
    data_type: str


def _heading(cell: Any) -> str | None:
    value = cell.value
    return value if value is None or isinstance(value, str) else str(value)


def _old_rows(table: Any, mode: int) -> Iterator[list[_Cell]]:
    for row in range(table.nrows):
        yield [_old_cell(cell, mode) for cell in table.row(row)]


def _old_cell(cell: Any, mode: int) -> _Cell:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_ERROR:
        return _Cell(_ERRORS.get(cell.value, "#?"), "e")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return _Cell(bool(cell.value), "b")
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            moment = xlrd.xldate_as_datetime(cell.value, mode)
            return _Cell(moment.time() if cell.value < 1 else moment, "d")
        except (xlrd.xldate.XLDateError, ValueError, OverflowError):
            return _Cell(cell.value, "n")
    return _Cell(None if cell.value == "" else cell.value, "")
