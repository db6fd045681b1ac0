"""The month summary as a workbook: only protected figures, no hidden sheet, no formula, nothing on disk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from veldwerk.domain.months import Cell, MonthReport, data, lines
from veldwerk.texts import _
from veldwerk.texts import month_words as words

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""In memory, because XlsxWriter's constant-memory mode writes its rows to temporary files in clear."""


def render(report: MonthReport) -> bytes:
    """`report` as XLSX in the language in use; the same report gives the same bytes."""
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    made = datetime.combine(report.run_date, datetime.min.time())
    book.set_properties({"title": words.title(report), "author": report.organisation, "created": made})
    writer = _Writer(book, report.threshold)
    _summary(writer, report)
    _figures(writer, report)
    if report.tables:
        _tables(writer, report)
    _data(writer, report)
    _method(writer, report)
    book.close()
    return out.getvalue()


class _Writer:
    """One sheet after the other, one row after the other."""

    def __init__(self, book: Any, threshold: int) -> None:
        self._book = book
        self.threshold = threshold
        self._row = 0
        self._sheet: Any = None
        base = {"font_name": "Atkinson Hyperlegible", "font_size": 11, "valign": "top"}
        self.plain = book.add_format(base)
        self.wrap = book.add_format({**base, "text_wrap": True})
        self.bold = book.add_format({**base, "bold": True})
        self.title = book.add_format({**base, "bold": True, "font_size": 16, "font_color": "#00645A"})
        self.head = book.add_format(
            {**base, "bold": True, "bg_color": "#ECF4F2", "bottom": 1, "text_wrap": True}
        )
        self.right = book.add_format({**base, "align": "right"})
        self.count = book.add_format({**base, "num_format": "#,##0"})
        self.broken = book.add_format({**base, "num_format": "#,##0.0"})
        self.percent = book.add_format({**base, "num_format": '0"%"'})

    def sheet(self, name: str, widths: Sequence[float]) -> None:
        self._sheet = self._book.add_worksheet(name[:31])
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._row = 0
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)

    def row(self, values: Sequence[object], style: Any = None) -> None:
        for column, value in enumerate(values):
            self._put(column, value, style)
        self._row += 1

    def header(self, values: Sequence[str]) -> None:
        self.row(values, self.head)

    def freeze(self) -> None:
        self._sheet.freeze_panes(self._row, 0)

    def _put(self, column: int, value: object, style: Any) -> None:
        if isinstance(value, Cell):
            self._cell(column, value)
        elif isinstance(value, int | float):
            self._sheet.write_number(self._row, column, value, style or self.plain)
        elif value is not None and value != "":
            self._sheet.write_string(self._row, column, str(value), style or self.plain)

    def _cell(self, column: int, cell: Cell) -> None:
        if cell.value is None:
            self._sheet.write_string(self._row, column, words.figure(cell, self.threshold), self.right)
            return
        style = self.count if float(cell.value).is_integer() else self.broken
        self._sheet.write_number(
            self._row, column, cell.value, self.percent if cell.unit.value == "percent" else style
        )


def _summary(writer: _Writer, report: MonthReport) -> None:
    writer.sheet(_("Summary"), (46, 16, 16, 16))
    writer.row([words.title(report)], writer.title)
    writer.row([words.scope(report)])
    if report.practice:
        writer.row([_("PRACTICE VAULT: invented people")], writer.bold)
    writer.row([])
    for line in report.lines or lines(report):
        writer.row([words.spoken(line, report.threshold)])
    writer.row([])
    writer.header([_("Key figures"), _("This month"), _("Last month"), _("Last year")])
    for key in report.key:
        writer.row([key.label, key.cell, key.previous, key.year_ago])


def _figures(writer: _Writer, report: MonthReport) -> None:
    writer.sheet(_("Figures"), (8, 50, 14, 14, 14, 14, 10))
    writer.header(["", _("Figure"), _("Value"), _("Unit"), _("Counted"), _("Out of"), _("Version")])
    writer.freeze()
    for f in report.figures:
        unit = words.with_unit("", f.cell.unit).strip()
        writer.row([f.id, f.label, f.cell, unit, f.numerator, f.denominator, f.version])


def _tables(writer: _Writer, report: MonthReport) -> None:
    widest = max(len(t.columns) for t in report.tables)
    writer.sheet(_("Tables"), (46, *([14] * widest)))
    for table in report.tables:
        writer.row([table.title], writer.bold)
        writer.header([table.row_heading, *table.columns])
        for row in table.rows:
            writer.row([row.label, *row.cells])
        if table.total is not None:
            writer.row([table.total.label, *table.total.cells])
        if table.note:
            writer.row([table.note])
        writer.row([])


def _data(writer: _Writer, report: MonthReport) -> None:
    """The same lines as the CSV."""
    writer.sheet(_("Data"), (10, 12, 8, 40, 30, 16, 12, 10, 10, 8))
    writer.header(["period", "section", "id", "label", "row", "column", "value", "unit", "mark", "version"])
    writer.freeze()
    for d in data(report):
        value = d.cell if d.cell.value is not None else None
        unit, mark = d.cell.unit.value, d.cell.mark.value
        writer.row([d.period, d.section, d.id, d.label, d.row, d.column, value, unit, mark, d.version])


def _method(writer: _Writer, report: MonthReport) -> None:
    writer.sheet(_("Method"), (8, 40, 90, 10))
    for text in (*words.period_rules(report), *words.protection(report), *report.revised):
        writer.row([text])
    if report.definitions:
        writer.row([])
        writer.header(["", _("Figure"), _("How it is counted"), _("Version")])
        for d in report.definitions:
            writer.row([d.id, d.label, d.text, d.version], writer.wrap)
