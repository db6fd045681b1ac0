"""Cells of a CSV that opens in a Dutch spreadsheet as it is: no formulas, decimal comma, ISO dates."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

BOM = "\ufeff"
DELIMITER = ";"
_DANGEROUS = "=+-@\t\r"


class Target(Protocol):
    """An open text file."""

    def write(self, text: str, /) -> object: ...


def guarded(text: str) -> str:
    """`text` with an apostrophe before it when a spreadsheet would take it for a formula (OWASP)."""
    bare = text.lstrip(" \u00a0")
    return f"'{text}" if (bare and bare[0] in _DANGEROUS) or text[:1] in ("\t", "\r") else text


def cell(value: object, decimal: str = ",") -> str:
    """The value as it stands in the file: numbers stay numbers, dates are ISO, text is guarded, None is empty."""
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


def write_csv(
    target: Target, header: Sequence[str], rows: Iterable[Sequence[object]], decimal: str = ","
) -> int:
    """Write header and rows, semicolon and CRLF, to a file opened as UTF-8 with `newline=""`; the number of rows.

    The byte order mark that makes a spreadsheet read UTF-8 comes first.
    """
    target.write(BOM)
    writer = csv.writer(target, delimiter=DELIMITER, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in header])
    count = 0
    for row in rows:
        writer.writerow([cell(value, decimal) for value in row])
        count += 1
    return count
