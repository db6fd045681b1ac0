"""What the documents show is true: examples are run, forms are filled, output is what the command prints."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.xlsform.made import ports
from tools.form_support import AUTHORS, DOCUMENT, LEFT_OUT, blocks, printed, shown
from veldwerk.cli.main import cli
from veldwerk.xlsform import Session, read

PAGE = AUTHORS.read_text(encoding="utf-8")
PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in blocks(PAGE, "xlsform"):
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def test_the_examples_of_the_engine_run() -> None:
    examples = "".join(PYTHON.findall(DOCUMENT.read_text(encoding="utf-8")))
    test = doctest.DocTestParser().get_doctest(examples, {}, DOCUMENT.name, str(DOCUMENT), 0)
    result = doctest.DocTestRunner().run(test)
    assert result.attempted > 20
    assert result.failed == 0


def test_the_page_for_authors_shows_what_lint_says() -> None:
    assert shown(PAGE) == PAGE, "run python -m tools.form_support write"


def test_what_the_page_shows_of_a_filling_is_printed_in_that_order() -> None:
    [(command, excerpt)] = [block for block in blocks(PAGE, "uitvoer") if LEFT_OUT in block[1]]
    output = printed(command, PAGE)
    for piece in filter(None, excerpt.split(LEFT_OUT)):
        _, found, output = output.partition(piece)
        assert found == piece


def test_only_the_forms_with_a_fault_are_refused(folder: Path) -> None:
    for name, _content in blocks(PAGE, "xlsform"):
        found = CliRunner().invoke(cli, ["form", "lint", str(folder / name)])
        faulty = name.startswith("fout-") and name != "fout-taal.md"
        assert found.exit_code == int(faulty), found.output


def test_the_walk_is_filled_as_the_page_tells(folder: Path) -> None:
    session = Session(read(folder / "wandeling.md"), ports())
    session.answer("/data/minuten", 40)
    assert not session.node("/data/metgezel").relevant
    session.answer("/data/samen", "ja")
    session.add_repeat("/data/metgezel")
    assert session.node("/data/samenvatting").label == "U liep 40 minuten, met 2 anderen."
    session.answer("/data/samen", "nee")
    assert session.node("/data/samenvatting").label == "U liep 40 minuten, met 0 anderen."


def test_the_lists_of_the_page_filter(folder: Path) -> None:
    session = Session(read(folder / "plaats.md"), ports())
    session.answer("/data/gemeente", "bunnik")
    assert [choice.label for choice in session.node("/data/wijk").choices] == ["Odijk"]


def test_seeing_again_knows_the_person_and_the_last_answer(folder: Path) -> None:
    person = {"name": "0190a1b2-0000-7000-8000-000000000001", "label": "Bep", "leeftijd": "81"}
    given = ports(
        entities=lambda name: [person] if name == "person" else None,
        last_saved=b"<data><wonen>samen</wonen></data>",
    )
    session = Session(read(folder / "weerzien.md"), given)
    assert session.node("/data/wonen").value == "samen"
    session.answer("/data/roepnaam", "Bep")
    assert session.node("/data/begroeting").label == "Vandaag is het bezoek aan Bep, 81 jaar."
    [entity] = session.entities()
    assert (entity.id, entity.values) == (person["name"], {"aanspreeknaam": "Bep", "woonsituatie": "samen"})
    asked = {one.name: one.attributes for one in session.questions()}
    assert asked["leegte"]["veldwerk:instrument"] == "djg6/3"
    assert asked["gezondheid"]["veldwerk:space"] == "zorg"
