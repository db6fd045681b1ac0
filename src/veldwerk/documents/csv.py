"""CSV that opens in a Dutch spreadsheet as it is: UTF-8 with BOM, semicolon, decimal comma, no formulas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO

from veldwerk.domain.months import MonthReport, data
from veldwerk.domain.tables import write_csv

MONTH_HEADER = ("period", "section", "id", "label", "row", "column", "value", "unit", "mark", "version")
"""Stable names: a coalition reads these files by program. `mark` is empty, small, hidden, rounded or none."""


def render(header: Sequence[str], rows: Iterable[Sequence[object]], decimal: str = ",") -> bytes:
    """The rows as CSV bytes. Numbers stay numbers, dates are ISO, text is guarded."""
    out = StringIO()
    write_csv(out, header, rows, decimal)
    return out.getvalue().encode()


def month(report: MonthReport, decimal: str = ",") -> bytes:
    """Every published figure of a month, one a line; a protected figure has an empty value and its mark."""
    rows = (
        (
            d.period,
            d.section,
            d.id,
            d.label,
            d.row,
            d.column,
            d.cell.value,
            d.cell.unit.value,
            d.cell.mark.value,
            d.version,
        )
        for d in data(report)
    )
    return render(MONTH_HEADER, rows, decimal)
