"""`form lint` and `form fill` as a form author and a script use them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.xlsform.made import sheet
from veldwerk.cli.main import cli

FORM = sheet(
    "type | name | label::Nederlands (nl) | label::English (en) | required | constraint | relevant",
    "integer | leeftijd | Leeftijd | Age | yes | . < 130 |",
    "select_one janee | alleen | Alleen? | Alone? | | |",
    "text | wie | Wie belt u? | Who? | yes | | ${alleen} = 'ja'",
    "begin repeat | hulp | Hulp | Help | | |",
    "text | naam | Naam | Name | | |",
    "end repeat | | | | | |",
) + (
    "| choices |\n| | list_name | name | label::Nederlands (nl) | label::English (en) |\n"
    "| | janee | ja | Ja | Yes |\n| | janee | nee | Nee | No |\n"
    "| settings |\n| | default_language |\n| | Nederlands (nl) |\n"
)


def run(*words: str | Path, given: str | None = None) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], input=given)


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "huis bezoek é.md"
    path.write_text(FORM, encoding="utf-8")
    return path


def fill(form: Path, steps: object, *more: str | Path, code: int = 0) -> tuple[dict[str, Any], str]:
    """What came out, and the sentence on standard error."""
    said = run("form", "fill", form, "--steps", "-", *more, given=json.dumps(steps))
    assert said.exit_code == code, said.output
    return json.loads(said.stdout), said.stderr.strip()


def nodes(state: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {node["ref"]: node for node in state["nodes"]}


def test_a_whole_filling(form: Path) -> None:
    state, _said = fill(
        form,
        [
            {"answer": ["/data/leeftijd", 81]},
            {"answer": ["/data/alleen", "nee"]},
            {"add": "/data/hulp"},
            {"answer": ["/data/hulp[2]/naam", "Buurvrouw"]},
            {"remove": "/data/hulp[1]"},
            {"language": "en"},
            {"finish": True},
        ],
    )
    found = nodes(state)
    assert found["/data/leeftijd"] | {"hint": ""} == {
        "ref": "/data/leeftijd",
        "type": "integer",
        "value": "81",
        "relevant": True,
        "required": True,
        "readonly": False,
        "valid": True,
        "message": "",
        "label": "Age",
        "hint": "",
        "choices": [],
    }
    assert found["/data/alleen"]["choices"] == [
        {"value": "ja", "label": "Yes"},
        {"value": "nee", "label": "No"},
    ]
    assert found["/data/hulp"]["count"] == 1
    assert not found["/data/wie"]["relevant"]
    assert state["finished"] and state["problems"] == []
    assert "<naam>Buurvrouw</naam>" in state["instance"] and "<wie" not in state["instance"]


def test_a_finish_that_is_refused_still_prints_the_state(form: Path) -> None:
    state, said = fill(
        form, [{"answer": ["/data/leeftijd", 200]}, {"finish": True}, {"add": "/data/hulp"}], code=1
    )
    assert said == "Stap 2: Eén antwoord vraagt nog aandacht."
    assert [one["ref"] for one in state["problems"]] == ["/data/leeftijd"]
    assert not state["finished"] and nodes(state)["/data/hulp"]["count"] == 1
    assert "<wie/>" in state["instance"]  # a draft keeps everything


def test_steps_after_a_finish_make_it_a_draft_again(form: Path) -> None:
    steps = [{"answer": ["/data/leeftijd", 81]}, {"finish": True}, {"answer": ["/data/leeftijd", 82]}]
    state, _said = fill(form, steps)
    assert not state["finished"] and "<leeftijd>82</leeftijd>" in state["instance"]


def test_an_answer_of_another_type_is_shown_and_stands_in_the_way(form: Path) -> None:
    state, _said = fill(form, [{"answer": ["/data/leeftijd", "oud"]}])
    assert nodes(state)["/data/leeftijd"]["rejected"] == "oud"
    assert state["problems"][0]["message"] == "Vul een heel getal in."


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ({"answer": ["/data/weg", 1]}, "/data/weg"),
        ({"answer": ["/data/hulp[7]/naam", "x"]}, "/data/hulp[7]/naam"),
        ({"answer": "/data/leeftijd"}, '{"answer": [ref, value]}'),
        ({"answer": ["/data/leeftijd", [True]]}, '{"answer": [ref, value]}'),
        ({"add": "/data/leeftijd"}, "/data/leeftijd"),
        ({"remove": 3}, '{"remove": ref}'),
        ({"language": "fr"}, "fr"),
        ({"finish": False}, '{"finish": true}'),
        ({"jump": 1}, "answer, add, remove, language, finish"),
        ({}, "answer, add, remove, language, finish"),
        ({"add": "/data/hulp", "finish": True}, "answer, add, remove, language, finish"),
    ],
)
def test_a_step_that_cannot_be_done_is_named_by_number(form: Path, step: object, words: str) -> None:
    state, said = fill(form, [{"answer": ["/data/leeftijd", 81]}, step], code=1)
    assert said.startswith("Stap 2: ") and words in said
    assert nodes(state)["/data/leeftijd"]["value"] == "81"


@pytest.mark.parametrize("steps", ['{"answer": 1}', "[1]", '"x"', "null", "3"])
def test_steps_that_are_no_list_of_steps(form: Path, steps: str) -> None:
    said = run("form", "fill", form, "--steps", "-", given=steps)
    assert said.exit_code == 1 and said.stdout == "" and "JSON-lijst" in said.stderr


def test_without_steps_the_state_at_the_start_is_shown(form: Path) -> None:
    said = run("form", "fill", form, "--json")
    assert said.exit_code == 0 and nodes(json.loads(said.stdout))["/data/leeftijd"]["value"] == ""


def test_the_same_clock_and_seed_give_the_same_output(form: Path) -> None:
    words = ("--clock", "2026-11-24T09:30:00+01:00", "--seed", "7")
    assert fill(form, [], *words) == fill(form, [], *words)
    assert run("form", "fill", form, "--clock", "gisteren").exit_code == 2


def test_a_saved_instance_goes_on(form: Path, tmp_path: Path) -> None:
    state, _said = fill(form, [{"answer": ["/data/leeftijd", 81]}])
    (tmp_path / "concept.xml").write_text(state["instance"], encoding="utf-8")
    again, _said = fill(form, [], "--instance", tmp_path / "concept.xml")
    assert again["instance"] == state["instance"]
    (tmp_path / "concept.xml").write_text("<ander/>", encoding="utf-8")
    said = run("form", "fill", form, "--instance", tmp_path / "concept.xml")
    assert said.exit_code == 1 and "ander formulier" in said.stderr


def test_lists_beside_the_form_and_an_xform_as_file(tmp_path: Path) -> None:
    from veldwerk.xlsform import compile_workbook

    (tmp_path / "f.md").write_text(
        sheet("type | name | label", "select_one_from_file steden.csv | stad | Stad"), encoding="utf-8"
    )
    (tmp_path / "steden.csv").write_text("name,label\nadam,Amsterdam\n", encoding="utf-8")
    (tmp_path / "elders").mkdir()
    (tmp_path / "elders" / "f.xml").write_bytes(compile_workbook(tmp_path / "f.md").xml)
    for words in ((tmp_path / "f.md",), (tmp_path / "elders" / "f.xml", "--media", tmp_path)):
        state, _said = fill(words[0], [], *words[1:])
        assert nodes(state)["/data/stad"]["choices"] == [{"value": "adam", "label": "Amsterdam"}]


def test_lint_tells_place_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "fout.md"
    path.write_text(
        sheet(
            "type | name | label | relevant",
            "integer | leeftijd | Leeftijd |",
            "text | reden | Reden | rond(${leeftijd}) > 3",
            "text | wie | Wie | ${leeftijd} = 'oud'",
        ),
        encoding="utf-8",
    )
    said = run("form", "lint", path)
    assert said.exit_code == 1
    first, second = said.stdout.splitlines()
    assert first.startswith("fout.md:survey:3:relevant: fout: «rond(${leeftijd}) > 3»") and "round" in first
    assert second.startswith("fout.md:survey:4:relevant: let op: ")
    (one, _two) = json.loads(run("form", "lint", path, "--json").stdout)
    assert one["expression"] == "rond(${leeftijd}) > 3" and one["severity"] == "error"


def test_lint_of_what_is_no_form(tmp_path: Path) -> None:
    said = run("form", "lint", tmp_path, tmp_path / "weg.xlsx", tmp_path / "weg.xml")
    assert said.exit_code == 1
    assert [line.partition(": fout: ")[2] for line in said.stdout.splitlines()] == [
        f"{tmp_path.name} is een map. Noem een werkmap die erin staat.",
        "weg.xlsx kan niet worden gelezen: het bestand is er niet.",
        "weg.xml kan niet worden gelezen: het bestand is er niet.",
    ]
