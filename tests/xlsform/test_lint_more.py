"""What lint says of questions nobody can reach, of columns that a list lacks, and of answers of another kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.xlsform.made import sheet
from tests.xlsform.test_lint import CHOICES, of, only

TYPED = "type | name | label | relevant | constraint | calculation"
KINDS = [
    "integer | n | N | | |",
    "text | t | T | | |",
    "select_multiple jn | m | M | | |",
    "select_one jn | a | A | | |",
    "begin group | g | G | | |",
    "end group | | | | |",
]
SHOWN = "type | name | label | relevant"


def test_a_ring_of_questions_that_wait_for_each_other_is_told_once(tmp_path: Path) -> None:
    text = sheet(
        SHOWN,
        "text | a | A | ${b} = 'x'",
        "text | b | B | ${c} != ''",
        "text | c | C | ${a} = 'z' and true()",
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


PULLED = "type | name | label | calculation | parameters | choice_filter"


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("calculate | q | | pulldata('pd', 'nam', 'code', ${n}) | |", "calculation", "kolom nam, maar die heeft de lijst pd niet. Bedoelt u naam?"),
        ("calculate | q | | pulldata('pd', 'naam', 'cod', ${n}) | |", "calculation", "kolom cod"),
        ("calculate | q | | pulldata('weg', 'naam', 'code', ${n}) | |", "calculation", "weg.csv"),
        ("select_one_from_file pd.csv | q | Q | | value=cod label=naam |", "parameters", "value van de keuzes uit de kolom cod"),
        ("select_one_from_file pd.csv | q | Q | | value=code |", "type", "label van de keuzes uit de kolom label"),
        ("select_one jn | q | Q | | | regi = ${n}", "choice_filter", "kolom regi, maar die heeft de lijst jn niet"),
    ],
)  # fmt: skip
def test_a_column_that_a_list_lacks_is_told(row: str, column: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "pd.csv").write_text("code,naam\n1,A\n", encoding="utf-8")
    text = sheet(PULLED, "integer | n | N | | |", "select_one jn | a | A | | |", row) + CHOICES
    (found,) = of(tmp_path, text)
    assert found[:3] == ("survey", 4, column)
    assert words in found[3]


def test_columns_that_are_there_get_no_remark(tmp_path: Path) -> None:
    (tmp_path / "pd.csv").write_text("code;naam\n1;A\n", encoding="utf-8")
    text = sheet(
        PULLED,
        "integer | n | N | | |",
        "csv-external | pd | | | |",
        "calculate | q | | pulldata('pd', 'naam', 'code', ${n}) | |",
        "calculate | r | | instance('pd')/root/item[code = ${n}][position() = 1]/naam | |",
        "select_one_from_file pd.csv | f | F | | value=code label=naam | code != ${n}",
        "select_one jn | a | A | | | name != 'ja' and label != ''",
    )
    assert of(tmp_path, text + CHOICES) == []


def test_a_list_of_entities_that_is_not_there_is_told_once_at_its_own_sheet(tmp_path: Path) -> None:
    text = sheet(f"{SHOWN} | save_to", "text | a | A | | naam") + (
        "| entities |\n| | list_name | entity_id | label |\n| | p | ${a} | ${a} |\n"
    )
    found = [one for one in of(tmp_path, text) if "lijst «p»" in one[3]]
    assert [one[:3] for one in found] == [("entities", 2, "list_name")]


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("text | q | Q | 'no' | |", "relevant", "altijd waar"),
        ("text | q | Q | | . > 'abc' |", "constraint", "meer of minder is dan de tekst «abc»"),
        ("text | q | Q | selected(${n}, '1') | |", "relevant", "n, maar dat is geen keuzevraag"),
        ("text | q | Q | ${m} = 'ja' | |", "relevant", "Bedoelt u selected(${m}, 'ja')?"),
        ("text | q | Q | ${a} > 3 | |", "relevant", "rekent met de keuze ${a}"),
        ("calculate | q | | | | ${t} * 2", "calculation", "rekent met de tekst t"),
        ("calculate | q | | | | count(${n})", "calculation", "count() één antwoord, n"),
        ("calculate | q | | | | sum(5)", "calculation", "een vaste waarde"),
        ("calculate | q | | | | indexed-repeat(${n}, ${g}, 1)", "calculation", "neemt g voor een herhaling"),
        ("calculate | q | | | | format-date(today(), '%Q-%d')", "calculation", "de code %Q"),
    ],
)
def test_what_cannot_work_with_such_an_answer_is_told(
    row: str, column: str, words: str, tmp_path: Path
) -> None:
    (found,) = of(tmp_path, sheet(TYPED, *KINDS, row) + CHOICES)
    assert found[:3] == ("survey", 8, column)
    assert words in found[3]


@pytest.mark.parametrize(
    "row",
    [
        "text | q | Q | | . >= '2020-01-01' |",
        "select_multiple jn | q | Q | | . = 'ja' or not(selected(., 'ja')) |",
        "calculate | q | | | | format-date(today(), '%d-%m-%Y %H:%M')",
        "calculate | q | | | | sum(${r}) + count(${h})",
        "calculate | q | | | | indexed-repeat(${r}, ${h}, 1)",
    ],
)
def test_what_works_gets_no_remark(row: str, tmp_path: Path) -> None:
    repeat = ["begin repeat | h | H | | |", "integer | r | R | | |", "end repeat | | | | |"]
    assert of(tmp_path, sheet(TYPED, *KINDS, *repeat, row) + CHOICES) == []
