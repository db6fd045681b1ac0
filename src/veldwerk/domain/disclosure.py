"""Small cells in statistics: what may leave the house, so that nobody can be recomputed (DOMAIN 6.5).

Deterministic. A suppressed figure is None, whatever the reason: a mark that told primary from secondary
suppression would itself narrow the guess. Zeros are shown. The reasons go to the local protection log only
(REQ-STAT-02).

The attacker here knows all that is printed and that a suppressed figure is not zero, but not by which rule the second
figure was chosen: who replays the rule can still narrow a few rows ([5, 4, 4] at threshold 5).

Stricter than the text of 6.5 in one respect: suppressed figures that can only all be 1 would be given back by their
sum; then another figure is suppressed too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

CLOSED_REPORT = 5
"""Threshold of reports that stay with the municipality and the coalition; a setting."""
PUBLIC_REPORT = 10
"""Threshold of reports that are published; a setting."""
ROUNDING = 5

Reason = Literal["klein", "klein_totaal", "herleidbaar", "groep"]
"""Below the threshold; in a line with a small total; would give another back; everybody in one category."""

Cell = tuple[int, int]
"""Row and column in a table with its margins: totals stand in the last row and the last column."""


@dataclass(frozen=True, slots=True)
class ProtectedRow:
    """A row as it may be printed; `log` says why the figure at an index is None (-1: the total)."""

    cells: tuple[int | None, ...]
    total: int | None
    log: dict[int, Reason] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProtectedTable:
    """A table as it may be printed. `log` has the reason by cell; totals stand at the last row and column."""

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None
    log: dict[Cell, Reason] = field(default_factory=dict)


def protect_row(counts: Sequence[int], threshold: int, *, sensitive: bool = False) -> ProtectedRow:
    """Protect one row of counts with its total.

    `sensitive` adds the group rule: when a group of less than twice the threshold is in one category as a
    whole, the row would tell something about each of them, and is suppressed with its zeros.
    """
    _check(counts, threshold)
    total = sum(counts)
    if sensitive and _tells_of_a_group(counts, threshold):
        log: dict[int, Reason] = dict.fromkeys((*range(len(counts)), -1), "groep")
        return ProtectedRow((None,) * len(counts), None, log)
    values = {(0, column): count for column, count in enumerate(counts)}
    line = _Line(tuple(values), (0, len(counts)))
    values[line.total] = total
    hidden = _Suppression(values, (line,), threshold)
    hidden.settle()
    return ProtectedRow(
        tuple(hidden.shown((0, column)) for column in range(len(counts))),
        hidden.shown(line.total),
        {(-1 if cell == line.total else cell[1]): reason for cell, reason in hidden.log.items()},
    )


def protect_table(
    counts: Sequence[Sequence[int]], threshold: int, *, sensitive: bool = False
) -> ProtectedTable:
    """Protect a two-way table (rows of equal length) with its row, column and grand totals.

    Rows and columns, margins included, are repeated until stable; then each suppressed figure is attacked
    with all that is printed, and more is suppressed while one is determined. With `sensitive` rows are
    groups of people and columns are categories.
    """
    rows, columns = len(counts), len(counts[0]) if counts else 0
    if not rows or not columns or any(len(row) != columns for row in counts):
        raise ValueError("a table has rows of equal length, at least one")
    values: dict[Cell, int] = {}
    for r, row in enumerate(counts):
        _check(row, threshold)
        values |= {(r, c): count for c, count in enumerate(row)}
        values[r, columns] = sum(row)
    for c in range(columns + 1):
        values[rows, c] = sum(values[r, c] for r in range(rows))
    lines = (
        *(_Line(tuple((r, c) for c in range(columns)), (r, columns)) for r in range(rows + 1)),
        *(_Line(tuple((r, c) for r in range(rows)), (rows, c)) for c in range(columns + 1)),
    )
    hidden = _Suppression(values, lines, threshold)
    if sensitive:
        for r, row in enumerate(counts):
            if _tells_of_a_group(row, threshold):
                for c in range(columns + 1):
                    hidden.hide((r, c), "groep", zero_too=True)
    hidden.settle()
    while pinned := _determined(hidden, rows, columns):
        hidden.widen(pinned[0])
        hidden.settle()
    return ProtectedTable(
        tuple(tuple(hidden.shown((r, c)) for c in range(columns)) for r in range(rows)),
        tuple(hidden.shown((r, columns)) for r in range(rows)),
        tuple(hidden.shown((rows, c)) for c in range(columns)),
        hidden.shown((rows, columns)),
        dict(hidden.log),
    )


def percentage(numerator: int, denominator: int, threshold: int) -> int | None:
    """A whole percentage, or None when it would tell too much: the denominator must be at least twice the
    threshold, the numerator and its complement 0 or at least the threshold. Halves go up.
    """
    rest = denominator - numerator
    if denominator < 2 * threshold or 0 < numerator < threshold or 0 < rest < threshold:
        return None
    return (200 * numerator + denominator) // (2 * denominator)


def round5(count: int) -> int:
    """The nearest multiple of 5: for a year to date of which a month is suppressed (6.5 rule 6)."""
    return (count + ROUNDING // 2) // ROUNDING * ROUNDING


def year_to_date(count: int, *, month_suppressed: bool, threshold: int) -> int | None:
    """A year-to-date count beside months: rounded when a month is suppressed, None when small itself."""
    if 0 < count < threshold:
        return None
    return round5(count) if month_suppressed else count


def averages_allowed(n: int) -> bool:
    """Means, medians and effects only for ten people or more (6.5 rule 4)."""
    return n >= 10


def _check(counts: Sequence[int], threshold: int) -> None:
    if threshold < 1 or any(count < 0 for count in counts):
        raise ValueError("counts are not negative and the threshold is positive")


def _tells_of_a_group(counts: Sequence[int], threshold: int) -> bool:
    total = sum(counts)
    return 0 < total < 2 * threshold and max(counts) == total


@dataclass(frozen=True, slots=True)
class _Line:
    """Cells that add up to a total that may be printed."""

    cells: tuple[Cell, ...]
    total: Cell


@dataclass(slots=True)
class _Suppression:
    """The working state: which figures are suppressed, and the rules that must hold for each line."""

    values: dict[Cell, int]
    lines: tuple[_Line, ...]
    threshold: int
    log: dict[Cell, Reason] = field(default_factory=dict)
    zeros: set[Cell] = field(default_factory=set)

    def hide(self, cell: Cell, reason: Reason, *, zero_too: bool = False) -> None:
        if self.values[cell] == 0:
            if not zero_too:
                return
            self.zeros.add(cell)
        self.log.setdefault(cell, reason)

    def shown(self, cell: Cell) -> int | None:
        return None if cell in self.log else self.values[cell]

    def settle(self) -> None:
        """Primary suppression, then lines until nothing changes."""
        for cell, value in self.values.items():
            if 0 < value < self.threshold:
                self.hide(cell, "klein")
        before = -1
        while before != len(self.log):
            before = len(self.log)
            for line in self.lines:
                self._secure(line)

    def _secure(self, line: _Line) -> None:
        if 0 < self.values[line.total] < self.threshold:
            for cell in (line.total, *line.cells):
                self.hide(cell, "klein_totaal")
        if line.total in self.log:
            # A suppressed total is given back by its cells when all of those are shown.
            if not any(cell in self.log for cell in line.cells):
                self._hide_smallest(line)
            return
        while not self._safe(line):
            if not self._hide_smallest(line):
                self.hide(line.total, "herleidbaar", zero_too=True)
                return

    def _safe(self, line: _Line) -> bool:
        secret = [self.values[cell] for cell in line.cells if cell in self.log]
        if not secret:
            return True
        known_least = sum(cell in self.log and cell not in self.zeros for cell in line.cells)
        return len(secret) >= 2 and sum(secret) >= self.threshold and sum(secret) > known_least

    def _hide_smallest(self, line: _Line) -> bool:
        """Suppress the smallest figure of the line still shown that is not zero; the first on ties."""
        open_cells = [cell for cell in line.cells if cell not in self.log and self.values[cell] > 0]
        if not open_cells:
            return False
        self.hide(min(open_cells, key=self.values.__getitem__), "herleidbaar")
        return True

    def widen(self, cell: Cell) -> None:
        """Suppress one more figure: the smallest in a line with a determined one, else anywhere.

        A zero is taken only when nothing else is printed.
        """
        near = [line for line in self.lines if cell in line.cells or cell == line.total]
        shown = [
            (self.values[c] == 0, line not in near, self.values[c], c)
            for line in self.lines
            for c in (*line.cells, line.total)
            if c not in self.log
        ]
        self.hide(min(shown)[-1], "herleidbaar", zero_too=True)


def _determined(state: _Suppression, rows: int, columns: int) -> list[Cell]:
    """Suppressed figures that everything printed leaves only one value.

    An exact attack. With totals counted negative every row and column of the table with margins sums to
    zero, so the possible tables form a flow: a figure can be one more or one less exactly when a chain of
    changes leads from its column back to its row, each adding to one suppressed figure and taking from the
    next. Such systems have whole-number corners; so when no step of 1 exists, no other value does.
    """
    free_up: dict[int, set[int]] = {r: set() for r in range(rows + 1)}
    free_down: dict[int, set[int]] = {c: set() for c in range(columns + 1)}
    for cell in state.log:
        r, c = cell
        least = 0 if cell in state.zeros else 1
        can_lower = state.values[cell] > least
        negative = (r == rows) != (c == columns)
        if negative or can_lower:
            free_down[c].add(r)
        if not negative or can_lower:
            free_up[r].add(c)
    return [cell for cell in sorted(state.log) if not _moves(cell, free_up, free_down)]


def _moves(cell: Cell, free_up: dict[int, set[int]], free_down: dict[int, set[int]]) -> bool:
    """Whether a figure can change: up, and balanced by a chain from its column to its row, or down
    likewise.
    """
    r, c = cell
    if c in free_up[r] and _reaches(c, r, free_down, free_up):
        return True
    return r in free_down[c] and _reaches(r, c, free_up, free_down)


def _reaches(start: int, goal: int, leave: dict[int, set[int]], back: dict[int, set[int]]) -> bool:
    """Whether `goal` is reached from `start` by `leave` and `back` in turn, not straight: that step would
    only undo the change of the figure itself.
    """
    seen, ahead = {start}, [start]
    while ahead:
        here = ahead.pop()
        for there in leave[here]:
            if there == goal:
                if here != start:
                    return True
                continue
            for further in back[there] - seen:
                seen.add(further)
                ahead.append(further)
    return False
