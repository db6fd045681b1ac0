"""What lint says of questions nobody can reach, of columns that a list lacks, and of answers of another kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.xlsform.made import sheet
from tests.xlsform.test_lint import of, only

SHOWN = "type | name | label | relevant"


def test_a_ring_of_questions_that_wait_for_each_other_is_told_once(tmp_path: Path) -> None:
    text = sheet(
        SHOWN, "text | a | A | ${b} = 'x'", "text | b | B | ${c} != ''", "text | c | C | ${a} = 'z' and true()"
    )
    _sheet, row, column, words = only(tmp_path, text)
    assert (row, column) == (2, "relevant")
    assert "wachten op elkaar" in words
    assert "a, b, c" in words


@pytest.mark.parametrize(
    "rows",
    [
        ["text | a | A | ${b} = ''", "text | b | B | ${a} = ''"],
        ["text | a | A | ${b} = 'x' or ${n} = 1", "text | b | B | ${a} = 'y'"],
        ["text | a | A | not(${b} = 'x')", "text | b | B | ${a} = 'y'"],
    ],
)
def test_a_ring_in_which_somebody_can_start_is_fine(rows: list[str], tmp_path: Path) -> None:
    assert of(tmp_path, sheet(SHOWN, "integer | n | N | ", *rows)) == []


def test_what_asks_for_an_answer_in_a_hidden_group_is_never_shown_either(tmp_path: Path) -> None:
    text = sheet(
        SHOWN,
        "begin group | g | G | false()",
        "text | b | B | ",
        "end group | | | ",
        "text | c | C | ${b} = 'x'",
        "text | d | D | ${c} != '' and ${e} = 'q'",
        "text | e | E | ${b} = ''",
        "text | f | F | ${b} = 'x' or ${e} = 'x'",
    )
    found = of(tmp_path, text)
    assert [one[1] for one in found] == [2, 5, 6]
    assert "vraagt om het antwoord op b" in found[1][3]
