"""Where names stand in a workbook, so that a remark can give sheet and row."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

MOST_ROWS = 100_000


class Sheets:
    """sheet → name → row (1-based, the heading is row 1)."""

    def __init__(self, rows: Mapping[str, Iterable[Sequence[str]]]) -> None:
        self._rows: dict[str, dict[str, int]] = {}
        self._cells: dict[str, tuple[str, int, str]] = {}
        for sheet, lines in rows.items():
            kept = list(itertools.islice(lines, MOST_ROWS))
            self._rows[sheet] = _named(kept)
            for text, (row, column) in _places(kept).items():
                self._cells.setdefault(text, (sheet, row, column))

    def cell(self, text: str) -> tuple[str, int, str] | None:
        """(sheet, row, heading) of the first cell that holds exactly this text, or a word of it."""
        return self._cells.get(text)

    def row(self, sheet: str, name: str) -> int | None:
        """The first row of a name, None when it is not there."""
        return self._rows.get(sheet, {}).get(name)


def _named(lines: Iterable[Sequence[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    place = -1
    for number, line in enumerate(lines, start=1):
        if place < 0:
            cells = [cell.strip().lower() for cell in line]
            place = cells.index("name") if "name" in cells else -1
        elif place < len(line) and line[place].strip():
            found.setdefault(line[place].strip(), number)
    return found


def _places(lines: Sequence[Sequence[str]]) -> dict[str, tuple[int, str]]:
    """text of a cell → (row, heading of its column)."""
    found: dict[str, tuple[int, str]] = {}
    heading = list(lines[0]) if lines else []
    for number, line in enumerate(lines[1:], start=2):
        for at, cell in enumerate(line):
            text = cell.strip()
            if text:
                found.setdefault(text, (number, heading[at] if at < len(heading) else ""))
    return found
