"""The instance as the ODK ecosystem reads it."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.xlsform.made import filling, ports, sheet, workbook, xform
from veldwerk.xlsform import Session

XML_TEXT = st.text(
    st.characters(min_codepoint=9, max_codepoint=0x2FFF, exclude_categories=["Cs", "Cc"]), max_size=30
)


def test_answers_stand_without_the_wrappers_namespace() -> None:
    xml = filling(xform("<a>1</a><orx:meta><orx:instanceID/></orx:meta>")).save()
    root = etree.fromstring(xml)
    assert root.tag == "data"
    assert root.find("{http://openrosa.org/xforms}meta/{http://openrosa.org/xforms}instanceID") is not None


def test_a_namespace_of_the_form_itself_is_kept() -> None:
    from veldwerk.xlsform import parse

    form = parse(
        b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model>
        <instance><data xmlns="http://example.org/mine" id="f"><a/></data></instance>
        <bind nodeset="/data/a" type="int"/></model></h:head><h:body/></h:html>"""
    )
    assert etree.fromstring(filling(form).save()).tag == "{http://example.org/mine}data"


@given(XML_TEXT)
def test_every_answer_survives_writing_and_reading(text: str) -> None:
    form = xform("<a/>", body='<input ref="/data/a"/>')
    session = filling(form)
    session.answer("/data/a", text)
    again = Session(form, ports(), session.save())
    assert again.values()["/data/a"] == session.values()["/data/a"]


def test_signs_that_xml_cannot_hold_are_left_out() -> None:
    form = xform("<a/>")
    session = filling(form)
    session.answer("/data/a", "een\x00twee\x0b")
    assert etree.fromstring(session.save()).findtext("a") == "eentwee"


def test_an_entity_is_made_and_says_which_answers_go_where(tmp_path: Path) -> None:
    text = (
        sheet("type | name | label | save_to", "text | naam | Naam | naam")
        + """| entities |
|  | list_name | label |
|  | person | ${naam} |
"""
    )
    session = filling(workbook(tmp_path, text))
    assert session.questions()[0].attributes == {"entities:saveto": "naam"}
    session.answer("/data/naam", "Bep")
    entity = etree.fromstring(session.finish()).find("meta/entity")
    assert entity is not None
    assert entity.get("dataset") == "person"
    assert entity.get("id")
    assert entity.findtext("label") == "Bep"


def test_preloads_come_from_clock_ids_and_properties(tmp_path: Path) -> None:
    text = sheet(
        "type | name | label",
        "start | begin |",
        "end | eind |",
        "today | dag |",
        "deviceid | apparaat |",
        "text | a | A",
    )
    session = filling(workbook(tmp_path, text), properties={"deviceid": "laptop-3"})
    values = session.values()
    assert (values["/data/dag"], values["/data/apparaat"]) == ("2026-11-24", "laptop-3")
    assert values["/data/begin"] == "2026-11-24T09:30:00.000+01:00"
    assert values["/data/eind"] == ""
    assert etree.fromstring(session.finish()).findtext("eind") == "2026-11-24T09:30:00.000+01:00"
    assert values["/data/meta/instanceID"] == "uuid:00000000-0000-4000-8000-000000000001"
