"""Small cells: the rules of DOMAIN 6.5, and an attacker who tries every table that fits what is printed."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veldwerk.domain.disclosure import (
    ProtectedTable,
    percentage,
    protect_row,
    protect_table,
    round5,
    year_to_date,
)

T = 5
counts = st.sampled_from([0, 0, 1, 1, 2, 3, 4, 5, 6, 9, 12, 30])
rows = st.lists(counts, min_size=1, max_size=6)
tables = st.integers(1, 3).flatmap(
    lambda n: st.lists(st.lists(counts, min_size=n, max_size=n), min_size=1, max_size=3)
)


def test_printed_evaluation_row_hides_the_one_that_would_give_the_small_one_back() -> None:
    row = protect_row([5, 0, 3], T)
    assert (row.cells, row.total) == ((None, 0, None), 8)
    assert row.log == {2: "klein", 0: "herleidbaar"}


def test_ones_that_only_fit_one_way_are_not_given_back_by_their_sum() -> None:
    row = protect_row([1, 1, 1, 1, 1], T)
    assert row.total is None


def test_group_in_one_category_is_hidden_with_its_zeros() -> None:
    assert protect_row([7, 0], T, sensitive=True).cells == (None, None)
    assert protect_row([7, 0], T).cells == (7, 0)
    assert protect_row([10, 0], T, sensitive=True).cells == (10, 0)


@given(rows)
def test_row_never_prints_a_small_figure_and_hides_at_least_two(row: list[int]) -> None:
    found = protect_row(row, T)
    assert all(cell is None or cell == 0 or cell >= T for cell in found.cells)
    secret = [value for value, cell in zip(row, found.cells, strict=True) if cell is None]
    if secret and found.total is not None:
        assert len(secret) >= 2
        assert sum(secret) >= T
    if found.total is None:
        assert None in found.cells


@given(rows)
def test_row_shows_the_truth_or_nothing(row: list[int]) -> None:
    found = protect_row(row, T)
    assert all(cell in (None, value) for cell, value in zip(found.cells, row, strict=True))
    assert found.total in (None, sum(row))


def _other_tables(table: Sequence[Sequence[int]], found: ProtectedTable) -> set[tuple[int, int]]:
    """Cells (totals last) that differ in some other table, of whole numbers one step away, that prints the same."""
    height, width = len(table), len(table[0])
    group = {r for (r, _), why in found.log.items() if why == "groep"}
    secret = [(r, c) for r in range(height) for c in range(width) if found.cells[r][c] is None]
    row_totals = [sum(row) for row in table]
    column_totals = [sum(row[c] for row in table) for c in range(width)]
    free: set[tuple[int, int]] = set()
    for steps in itertools.product((-1, 0, 1), repeat=len(secret)):
        by_row, by_column = [0] * height, [0] * width
        for (r, c), step in zip(secret, steps, strict=True):
            by_row[r] += step
            by_column[c] += step
        least = [0 if r in group or table[r][c] == 0 else 1 for r, c in secret]
        if any(table[r][c] + s < low for (r, c), s, low in zip(secret, steps, least, strict=True)):
            continue
        margins = [
            *zip(found.row_totals, row_totals, by_row, strict=True),
            *zip(found.column_totals, column_totals, by_column, strict=True),
            (found.total, sum(row_totals), sum(by_row)),
        ]
        if any(step and (shown is not None or true + step < 1) for shown, true, step in margins):
            continue
        free |= {cell for cell, step in zip(secret, steps, strict=True) if step}
        free |= {(r, width) for r in range(height) if by_row[r]}
        free |= {(height, c) for c in range(width) if by_column[c]}
        if sum(by_row):
            free.add((height, width))
    return free


@given(tables, st.booleans())
def test_nothing_in_a_table_can_be_recomputed(table: list[list[int]], sensitive: bool) -> None:
    found = protect_table(table, T, sensitive=sensitive)
    if sum(cell is None for row in found.cells for cell in row) <= 8:
        assert set(found.log) <= _other_tables(table, found)


@given(tables)
def test_table_prints_no_small_figure(table: list[list[int]]) -> None:
    found = protect_table(table, T)
    printed = [*itertools.chain(*found.cells), *found.row_totals, *found.column_totals, found.total]
    assert all(cell is None or cell == 0 or cell >= T for cell in printed)


def test_attacker_of_the_test_finds_a_leak_when_there_is_one() -> None:
    leaking = ProtectedTable(((None, 9), (12, 8)), (12, 20), (15, 17), 32, {(0, 0): "klein"})
    assert not set(leaking.log) <= _other_tables([[3, 9], [12, 8]], leaking)


def test_two_cycles_joined_by_one_cell_do_not_give_that_cell_away() -> None:
    """Rows and columns each hide two, and still the joining cell would follow from the rest."""
    table = [[3, 3, 20, 20], [3, 3, 4, 20], [20, 20, 3, 3], [20, 20, 3, 3]]
    found = protect_table(table, T)
    hidden_by_lines_only = {(r, c) for r in range(4) for c in range(4) if table[r][c] < T}
    assert set(found.log) > hidden_by_lines_only


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (118, 412, 29),
        (41, 231, 18),
        (63, 231, 27),
        (0, 10, 0),
        (5, 10, 50),
        (6, 10, None),
        (20, 20, 100),
        (1, 8, None),
    ],
)
def test_percentage(numerator: int, denominator: int, expected: int | None) -> None:
    assert percentage(numerator, denominator, T) == expected


def test_year_to_date_is_rounded_beside_a_suppressed_month() -> None:
    assert year_to_date(23, month_suppressed=True, threshold=T) == 25
    assert year_to_date(23, month_suppressed=False, threshold=T) == 23
    assert year_to_date(3, month_suppressed=True, threshold=T) is None
    assert [round5(n) for n in (0, 2, 3, 7, 8)] == [0, 0, 5, 5, 10]


def test_negative_counts_and_ragged_tables_are_refused() -> None:
    with pytest.raises(ValueError):
        protect_row([-1], T)
    with pytest.raises(ValueError):
        protect_table([[1, 2], [3]], T)
