"""What a form writes back to lists: the entities sheet and save_to, as pyxform compiles them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from tests.xlsform.made import filling, ports, sheet, workbook
from veldwerk.xlsform import FormError, Session, declarations, parse

PIET = "0190a1b2-0000-7000-8000-000000000001"
NEW = "0190a1b2-0000-7000-8000-000000000002"
KNOWN = {
    "name": PIET,
    "label": "Piet",
    "living": "samen",
    "__version": "4",
    "__trunkVersion": "3",
    "__branchId": "b-1",
}

UPSERT = (
    sheet(
        "type | name | label | save_to | relevant",
        "select_one_from_file person.csv | who | Who | |",
        "text | given | Given name | naam |",
        "select_one living | living | Lives | living |",
        "text | with | With | lives_with | ${living} = 'samen'",
    )
    + """| choices |
|  | list_name | name | label |
|  | living | alleen | Alone |
|  | living | samen | Together |
| entities |
|  | list_name | label | entity_id | create_if | update_if |
|  | person | ${given} | coalesce(${who}, '0190a1b2-0000-7000-8000-000000000002') | ${who} = '' | ${who} != '' |
"""
)

IN_REPEAT = (
    sheet(
        "type | name | label | save_to",
        "text | street | Street |",
        "begin repeat | contact | Contact |",
        "text | full | Name | full_name",
        "integer | hours | Hours | hours",
        "end repeat | | |",
    )
    + """| entities |
|  | list_name | label | create_if |
|  | contact | ${full} | ${hours} > 0 |
"""
)


def people(name: str) -> Iterable[Mapping[str, str]] | None:
    return [KNOWN] if name == "person" else None


@pytest.fixture
def upsert(tmp_path: Path) -> Session:
    return filling(workbook(tmp_path, UPSERT), entities=people)


def test_an_update_carries_id_versions_and_relevant_answers(upsert: Session) -> None:
    upsert.answer("/data/who", PIET)
    upsert.answer("/data/given", "Piet")
    upsert.answer("/data/living", "samen")
    upsert.answer("/data/with", "Bep")
    upsert.answer("/data/living", "alleen")
    [entity] = upsert.entities()
    assert (entity.dataset, entity.action, entity.id, entity.label) == ("person", "update", PIET, "Piet")
    assert entity.values == {"naam": "Piet", "living": "alleen"}
    assert (entity.base_version, entity.trunk_version, entity.branch_id) == (4, 3, "b-1")
    assert (entity.message, entity.ref) == ("", "/data/meta/entity")


def test_an_empty_answer_empties_the_property(upsert: Session) -> None:
    upsert.answer("/data/who", PIET)
    assert upsert.entities()[0].values == {"naam": "", "living": ""}


def test_without_a_choice_the_form_makes_a_new_entry(upsert: Session) -> None:
    upsert.answer("/data/given", "Truus")
    [entity] = upsert.entities()
    assert (entity.action, entity.id, entity.label, entity.base_version) == ("create", NEW, "Truus", 0)
    assert entity.message == ""


def test_a_new_entry_needs_a_label_and_an_update_an_id(tmp_path: Path) -> None:
    session = filling(
        workbook(tmp_path, UPSERT.replace(f"coalesce(${{who}}, '{NEW}')", "${who}")), entities=people
    )
    assert "no valid id" in session.entities()[0].message
    text = UPSERT.replace("| ${who} = '' | ${who} != '' |", "| | ${given} != '' |")
    session = filling(
        workbook(tmp_path, text.replace(f"coalesce(${{who}}, '{NEW}')", "${who}")), entities=people
    )
    assert session.entities() == []
    session.answer("/data/given", "Piet")
    assert [(one.action, bool(one.message)) for one in session.entities()] == [("update", True)]
    blank = filling(workbook(tmp_path, UPSERT), entities=people)
    assert "label" in blank.entities()[0].message


def test_a_form_that_says_both_new_and_existing_is_told_so(tmp_path: Path) -> None:
    text = UPSERT.replace("| ${who} = '' | ${who} != '' |", "| true() | true() |")
    session = filling(workbook(tmp_path, text), entities=people)
    assert [one.action for one in session.entities()] == ["create", "update"]
    assert all("both" in one.message for one in session.entities())


def test_each_instance_of_a_repeat_is_an_entry_of_its_own(tmp_path: Path) -> None:
    session = filling(workbook(tmp_path, IN_REPEAT))
    session.answer("/data/contact[1]/full", "Ans")
    session.answer("/data/contact[1]/hours", 2)
    session.add_repeat("/data/contact")
    session.answer("/data/contact[2]/full", "Bert")
    session.add_repeat("/data/contact")
    session.answer("/data/contact[3]/full", "Cor")
    session.answer("/data/contact[3]/hours", 1)
    found = session.entities()
    assert [(one.label, one.values) for one in found] == [
        ("Ans", {"full_name": "Ans", "hours": "2"}),
        ("Cor", {"full_name": "Cor", "hours": "1"}),
    ]
    assert [one.ref for one in found] == ["/data/contact[1]/meta/entity", "/data/contact[3]/meta/entity"]
    assert len({one.id for one in found}) == 2
    assert not any(one.message for one in found)


def test_two_lists_in_one_form_keep_their_own_properties(tmp_path: Path) -> None:
    text = (
        sheet(
            "type | name | label | save_to | relevant",
            "text | given | Name | person#naam |",
            "begin group | home | Home | | ${given} != 'x'",
            "text | street | Street | house#street |",
            "end group | | | |",
        )
        + """| entities |
|  | list_name | label |
|  | person | ${given} |
|  | house | ${street} |
"""
    )
    session = filling(workbook(tmp_path, text))
    session.answer("/data/given", "Bep")
    session.answer("/data/home/street", "Kade")
    assert {one.dataset: one.values for one in session.entities()} == {
        "person": {"naam": "Bep"},
        "house": {"street": "Kade"},
    }
    session.answer("/data/given", "x")
    assert [one.dataset for one in session.entities()] == [
        "person"
    ]  # the group is not relevant, nor its entity


def test_what_was_asked_before_finishing_is_what_stands_in_the_instance(upsert: Session) -> None:
    upsert.answer("/data/who", PIET)
    upsert.answer("/data/given", "Piet")
    before = upsert.entities()
    xml = upsert.finish()
    assert upsert.entities() == before
    assert b'dataset="person"' in xml
    assert b'baseVersion="4"' in xml
    assert Session(upsert.form, ports(entities=people), xml).entities() == before


def test_a_form_of_a_later_entities_version_can_be_filled_but_writes_to_no_list(tmp_path: Path) -> None:
    xml = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
    xmlns:entities="http://www.opendatakit.org/xforms/entities"><h:head><h:title>F</h:title>
    <model entities:entities-version="VERSION"><instance><data id="f"><a/></data></instance></model></h:head>
    <h:body/></h:html>"""
    assert declarations(parse(xml.replace(b"VERSION", b"2025.1.7"))) == []
    later = xml.replace(b"VERSION", b"2026.1.0")
    session = Session(parse(later), ports())
    session.answer("/data/a", "ja")
    with pytest.raises(FormError, match="2026"):
        session.entities()
    problems: list[FormError] = []
    parse(later, problems=problems)
    assert "2026.1.0" in str(problems[0])
