"""Where names stand in a workbook, so that a remark can give sheet and row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

MOST_ROWS = 100_000


class Sheets:
    """sheet → name → row (1-based, the heading is row 1)."""

    def __init__(self, rows: Mapping[str, Iterable[Sequence[str]]]) -> None:
        self._rows: dict[str, dict[str, int]] = {}
        for sheet, lines in rows.items():
            self._rows[sheet] = _named(lines)

    def row(self, sheet: str, name: str) -> int | None:
        """The first row of a name, None when it is not there."""
        return self._rows.get(sheet, {}).get(name)


def _named(lines: Iterable[Sequence[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    place = -1
    for number, line in enumerate(lines, start=1):
        if number > MOST_ROWS:
            break
        if place < 0:
            cells = [cell.strip().lower() for cell in line]
            place = cells.index("name") if "name" in cells else -1
        elif place < len(line) and line[place].strip():
            found.setdefault(line[place].strip(), number)
    return found
