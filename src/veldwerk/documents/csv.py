"""CSV that opens in a Dutch spreadsheet as it is: UTF-8 with BOM, semicolon, decimal comma, no formulas."""

from __future__ import annotations

import csv as standard
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import StringIO

from veldwerk.domain.months import MonthReport, data

MONTH_HEADER = ("period", "section", "id", "label", "row", "column", "value", "unit", "mark", "version")
"""Stable names: a coalition reads these files by program. `mark` is empty, small, hidden, rounded or none."""

_DANGEROUS = "=+-@\t\r"


def guarded(text: str) -> str:
    """`text` with an apostrophe before it when a spreadsheet would take it for a formula (OWASP)."""
    bare = text.lstrip(" \u00a0")
    return f"'{text}" if (bare and bare[0] in _DANGEROUS) or text[:1] in ("\t", "\r") else text


def render(header: Sequence[str], rows: Iterable[Sequence[object]], decimal: str = ",") -> bytes:
    """The rows as CSV bytes. Numbers stay numbers, dates are ISO, text is guarded."""
    out = StringIO()
    writer = standard.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([guarded(name) for name in header])
    for row in rows:
        writer.writerow([_written(value, decimal) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _written(value: object, decimal: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value).replace(".", decimal)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return guarded(str(value))


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
