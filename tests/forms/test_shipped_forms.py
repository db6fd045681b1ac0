"""The shipped workbooks: no warnings, both languages complete, health in its own space."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
FORMS = sorted((ROOT / "forms").glob("*.xlsx"))
SPACE = "bind::veldwerk:space"
INSTRUMENT = "bind::veldwerk:instrument"
LANGUAGES = ("Nederlands (nl)", "English (en)")
TRANSLATED = ("label", "hint", "guidance_hint", "required_message", "constraint_message")
OUTCOMES = [
    "geen_vervolg_nodig",
    "afwachten_hercontact",
    "informatie_gegeven",
    "verwijzing",
    "gesprek_professional",
    "spoed",
    "client_wil_niet",
]
# Blocks 0-14 of DOMAIN 2.4 in their order; the areas of life (1.12) stand before the follow-up.
BLOCKS = [
    "toestemming",
    "opening",
    "wonen",
    "gezondheid",
    "dagelijks",
    "contacten",
    "verlies",
    "zin",
    "geld",
    "vervoer",
    "veiligheid",
    "talenten",
    "wensen",
    "waarneming",
    "leefgebieden",
    "vervolg",
]
HEALTH_WORDS = re.compile(
    r"\b(gevallen|vallen|medicijn\w*|hoortoestel|somber\w*|neerslachtig|geheugen|psychi\w*|verslaving|delier|letsel"
    r"|diagnose|pijn|ziekte|lichamelijk\w*)\b",
    re.IGNORECASE,
)


@cache
def sheet(path: Path, name: str) -> list[dict[str, str]]:
    from openpyxl import load_workbook

    rows = load_workbook(path)[name].iter_rows(values_only=True)
    head = [str(cell) for cell in next(rows)]
    found = [{h: str(c) for h, c in zip(head, row, strict=True) if c is not None} for row in rows]
    return [row for row in found if row]


def questions(path: Path) -> list[dict[str, str]]:
    return [row for row in sheet(path, "survey") if not row["type"].startswith(("begin", "end"))]


def question(path: Path, name: str) -> dict[str, str]:
    return next(row for row in questions(path) if row["name"] == name)


def inside(path: Path, group: str) -> list[str]:
    """Names of the questions within a group, at any depth."""
    names, depth = [], 0
    for row in sheet(path, "survey"):
        opens, ends = row["type"].startswith("begin"), row["type"].startswith("end")
        if depth or row["name"] == group:
            depth += opens - ends
            if not opens and not ends:
                names.append(row["name"])
    return names


def instrument(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / "resources" / "instruments" / f"{name}.toml").read_text("utf-8"))


@pytest.fixture(params=FORMS, ids=lambda path: path.stem)
def form(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


HOME = ROOT / "forms" / "huisbezoek75.xlsx"
SHORT = ROOT / "forms" / "kort_bezoek.xlsx"


def test_compiles_without_a_warning(form: Path) -> None:
    from pyxform.xls2xform import convert

    result = convert(str(form), validate=False)
    assert result.warnings == []
    assert f'id="{form.stem}"' in result.xform


def test_every_question_says_which_space_it_belongs_to(form: Path) -> None:
    assert {row.get(SPACE) for row in questions(form)} == {"casus", "zorg"}


def test_both_languages_are_complete(form: Path) -> None:
    for row in sheet(form, "survey"):
        for column in TRANSLATED:
            filled = [bool(row.get(f"{column}::{language}", "").strip()) for language in LANGUAGES]
            assert len(set(filled)) == 1, (row["name"], column)
        if not row["type"].startswith("end") and row["type"] != "calculate":
            assert row.get(f"label::{LANGUAGES[0]}"), row["name"]
    for choice in sheet(form, "choices"):
        assert all(choice.get(f"label::{language}", "").strip() for language in LANGUAGES), choice


def test_what_can_be_refused_says_why(form: Path) -> None:
    for row in questions(form):
        for rule, message in (("constraint", "constraint_message"), ("required", "required_message")):
            assert (rule in row) == (f"{message}::{LANGUAGES[0]}" in row), (row["name"], rule)


def test_ends_in_exactly_one_of_the_outcomes(form: Path) -> None:
    assert question(form, "uitkomst")["type"] == "select_one uitkomst"
    assert question(form, "uitkomst")["required"] == "yes"
    assert [row["name"] for row in sheet(form, "choices") if row["list_name"] == "uitkomst"] == OUTCOMES


def test_facts_observation_and_interpretation_are_three_fields(form: Path) -> None:
    order = [row["name"] for row in questions(form)]
    start = order.index("feit")
    assert order[start : start + 3] == ["feit", "observatie", "interpretatie"]


def test_consent_comes_before_anything_the_person_says(form: Path) -> None:
    order = [row["name"] for row in questions(form)]
    consent = order.index("toestemming_vastleggen")
    assert question(form, "toestemming_vastleggen")["required"] == "yes"
    assert "default" not in question(form, "toestemming_vastleggen")
    assert set(order[:consent]) <= {"uitleg", "bezoekdatum", "vorm"}


def test_without_consent_nothing_said_is_asked() -> None:
    tops, depth = {}, 0
    for row in sheet(HOME, "survey"):
        if row["type"].startswith("begin") and depth == 0:
            tops[row["name"]] = row.get("relevant", "")
        depth += row["type"].startswith("begin") - row["type"].startswith("end")
    open_without = {name for name, rule in tops.items() if "${toestemming_vastleggen} = 'ja'" not in rule}
    assert open_without == {"toestemming", "vervolg"}


def test_home_visit_has_the_blocks_of_the_domain_page_in_order() -> None:
    tops, depth = [], 0
    for row in sheet(HOME, "survey"):
        if row["type"].startswith("begin") and depth == 0:
            tops.append(row["name"])
        depth += row["type"].startswith("begin") - row["type"].startswith("end")
    assert tops == BLOCKS


def test_health_questions_are_all_in_the_care_space_and_nowhere_else() -> None:
    health = {*inside(HOME, "gezondheid")}
    health |= {
        f"lg_{area}{part}"
        for area in ("lichamelijk", "horen_zien", "psychisch", "geheugen")
        for part in ("", "_doorwerking")
    }
    health |= {row["name"] for row in questions(HOME) if row["name"].endswith("_zorg")}
    assert {"gevallen", "horen", "zien", "whooley_1", "rode_vlaggen_zorg"} <= health
    assert {row["name"] for row in questions(HOME) if row[SPACE] == "zorg"} == health
    assert [row["name"] for row in questions(SHORT) if row[SPACE] == "zorg"] == ["gezondheid_notitie"]


def test_no_question_outside_the_care_space_asks_about_health(form: Path) -> None:
    lists: dict[str, list[str]] = {}
    for choice in sheet(form, "choices"):
        lists.setdefault(choice["list_name"], []).append(choice[f"label::{LANGUAGES[0]}"])
    for row in questions(form):
        if row[SPACE] == "zorg":
            continue
        texts = [row.get(f"label::{LANGUAGES[0]}", ""), *lists.get(row["type"].partition(" ")[2], [])]
        assert not HEALTH_WORDS.search(" ".join(texts)), row["name"]


@pytest.mark.parametrize(
    ("source", "prefix"),
    [("djg6", "djg_"), ("whooley2", "whooley_"), ("zingevingskaart", "zin_"), ("leefgebieden", "lg_")],
)
def test_instrument_items_are_word_for_word_those_of_the_instrument(source: str, prefix: str) -> None:
    bound = [row for row in questions(HOME) if row.get(INSTRUMENT, "").startswith(f"{source}/")]
    items = {
        row[INSTRUMENT].partition("/")[2]: tuple(row[f"label::{language}"] for language in LANGUAGES)
        for row in bound
    }
    assert items == {item["id"]: (item["nl"], item["en"]) for item in instrument(source)["items"]}
    assert all(row["name"] == prefix + row[INSTRUMENT].partition("/")[2] for row in bound)


def test_djg_answers_are_the_three_of_an_interview_and_two_kinds_of_missing() -> None:
    bound = [row for row in questions(HOME) if row.get(INSTRUMENT, "").startswith("djg6/")]
    assert {row["type"] for row in bound} == {"select_one djg"}
    codes = [row["name"] for row in sheet(HOME, "choices") if row["list_name"] == "djg"]
    assert codes == ["ja", "min_of_meer", "nee", "weet_niet", "weigert"]
    assert codes[:3] == instrument("djg6")["answer_sets"]["interview"]


def test_a_relative_never_answers_the_loneliness_scale() -> None:
    group = next(
        row for row in sheet(HOME, "survey") if row["name"] == "djg6" and row["type"].startswith("begin")
    )
    assert group["relevant"] == "${wie_antwoordt} != 'naaste'"


def test_nobody_is_asked_by_reflex_whether_they_are_lonely(form: Path) -> None:
    for row in questions(form):
        assert "eenzaam" not in row.get(f"label::{LANGUAGES[0]}", "").lower() or row["name"].startswith(
            ("djg_bron", "lg_")
        )


def test_short_visit_is_short() -> None:
    assert len(questions(SHORT)) <= 12


def test_contacts_are_the_only_repeat() -> None:
    assert [row["name"] for row in sheet(HOME, "survey") if row["type"] == "begin_repeat"] == ["contact"]
