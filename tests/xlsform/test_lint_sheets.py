"""What lint says of headings, types, cells and files that went wrong before anything could be filled."""

from __future__ import annotations

import re
import string
from pathlib import Path

import openpyxl
import pytest

from tests.xlsform.made import sheet
from tests.xlsform.test_lint import CHOICES, of
from veldwerk.domain.errors import UserError
from veldwerk.texts.errors import sentence
from veldwerk.xlsform import FormError, compile_workbook, lint, parse
from veldwerk.xlsform.workbook.refusal_more import MORE_REFUSALS
from veldwerk.xlsform.workbook.refusal_table import REFUSALS

PLAIN = "type | name | label"


@pytest.mark.parametrize(
    "kind", ["select_one", "select one", "select_multiple", "select all that apply", "rank", "select1"]
)
def test_a_select_without_its_list_is_told_that_the_list_is_missing(kind: str, tmp_path: Path) -> None:
    text = sheet(PLAIN, "select_one jn | a | A", f"{kind} | q | Q") + CHOICES
    (found,) = of(tmp_path, text)
    assert found[:3] == ("survey", 3, "type")
    assert f"{kind} janee" in found[3]
    with pytest.raises(FormError) as refused:
        compile_workbook(tmp_path / "f.md")
    assert "{" not in str(refused.value)


def test_no_refusal_shows_a_placeholder() -> None:
    for pattern, message, *_rest in (*REFUSALS, *MORE_REFUSALS):
        places = {name for _text, name, _spec, _conversion in string.Formatter().parse(message) if name}
        assert places <= {*re.compile(pattern).groupindex, "advice", "detail", "type"}, message


def test_a_refused_workbook_is_told_with_its_advice(tmp_path: Path) -> None:
    (tmp_path / "f.md").write_text(sheet(PLAIN, "integr | q | Q"), encoding="utf-8")
    with pytest.raises(FormError, match=r"Did you mean integer\?|Bedoelt u integer\?") as refused:
        compile_workbook(tmp_path / "f.md")
    values = dict(refused.value.values)
    assert "Bedoelt u integer?" in sentence(UserError(refused.value.message, **values))


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (b"<a>" * 300 + b"</a>" * 300, "te diep"),
        (b"<a><x:b/></a>", "voorvoegsel x"),
        (b"<a>\n<b></a>", "het gaat mis op regel 2"),
    ],
)
def test_broken_xml_is_told_without_the_words_of_the_parser(xml: bytes, words: str) -> None:
    with pytest.raises(FormError) as refused:
        parse(xml)
    told = sentence(UserError(refused.value.message, **refused.value.values))
    assert words in told
    assert not re.search(r"<string>|XML_PARSE|Excessive|Namespace", told)


def test_groups_too_deep_get_a_sentence(tmp_path: Path) -> None:
    rows = [f"begin group | g{n} | G" for n in range(400)] + ["end group | |"] * 400
    (found,) = of(tmp_path, sheet(PLAIN, *rows))
    assert "te diep" in found[3]


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("reqired", "required"),
        ("apperance", "appearance"),
        ("calculations", "calculation"),
        ("constrain", "constraint"),
        ("defualt", "default"),
        ("constraint-msg", "constraint_message"),
        ("hnit", "hint"),
    ],
)
def test_a_heading_that_is_nearly_a_column_is_told(heading: str, meant: str, tmp_path: Path) -> None:
    (found,) = of(tmp_path, sheet(f"{PLAIN} | {heading}", "text | q | Q | x"))
    assert found[:3] == ("survey", 1, heading)
    assert f"Bedoelt u {meant}?" in found[3]


@pytest.mark.parametrize(
    "heading",
    [
        *("Constraint Message", "comment", "comments", "notes", "label2", "opmerking", "account", "country"),
        *("bind::veld", "sms_field", "Calculate", "read only", "requiredMsg", "jr:count", "radio", "date"),
    ],
)
def test_a_heading_of_the_authors_own_is_left_alone(heading: str, tmp_path: Path) -> None:
    assert of(tmp_path, sheet(f"{PLAIN} | {heading}", "text | q | Q | ")) == []


def test_a_column_of_choices_that_a_filter_uses_is_the_authors_own(tmp_path: Path) -> None:
    lists = "| choices |\n| | list_name | name | label | labels |\n| | jn | a | A | 1 |\n"
    survey = sheet(f"{PLAIN} | choice_filter", "select_one jn | q | Q | {}")
    assert of(tmp_path, survey.format("labels = '1'") + lists) == []
    (found,) = of(tmp_path, survey.format("") + lists)
    assert found[:3] == ("choices", 1, "labels")


def test_every_name_that_pyxform_takes_for_a_column_is_known(tmp_path: Path) -> None:
    from pyxform import aliases

    for name in (one for one in aliases.survey_header if not one.startswith("jr:")):
        assert not [
            one
            for one in of(tmp_path, sheet(f"{PLAIN} | {name}", "text | q | Q | "))
            if "telt niet" in one[3]
        ]


def test_a_formula_without_a_result_is_the_error_and_not_what_the_row_lacks_by_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "survey"
    for row in (["type", "name", "label"], ["text", "a", '="A"&"B"'], ["text", "b", None]):
        book.active.append(row)
    book.save(tmp_path / "f.xlsx")
    found = [(one.severity, one.row, one.column) for one in lint(tmp_path / "f.xlsx")]
    assert sorted(found) == [("error", 2, "label"), ("error", 3, "label")]
