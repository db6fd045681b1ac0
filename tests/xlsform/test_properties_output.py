"""What is written can be read again, by us and by others, and says what was answered."""

from __future__ import annotations

from xml.etree import ElementTree as other_reader

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.xlsform.made import ports, xform
from tests.xlsform.own_forms import NAMES, own
from tests.xlsform.walks import STEPS, walk, what_counts
from veldwerk.xlsform import Form, Session

ORX = "{http://openrosa.org/xforms}"
META = "<orx:meta><orx:instanceID/><orx:instanceName/></orx:meta>"


def _new(form: Form, instance: bytes | None = None, language: str | None = None) -> Session:
    return Session(form, ports(new_id=lambda: "00000000-0000-4000-8000-000000000000"), instance, language)


def _elements(xml: bytes) -> list[tuple[str, str]]:
    """Path of local names and text of each element, as lxml reads it; the other reader must see the same."""
    found = []
    for root, read in ((etree.fromstring(xml), "lxml"), (other_reader.fromstring(xml), "etree")):
        seen = []
        pending = [(root, f"/{root.tag}")]
        while pending:
            element, path = pending.pop()
            seen.append((path, element.text or ""))
            pending.extend((child, f"{path}/{child.tag}") for child in reversed(element))
        found.append((read, seen))
    assert found[0][1] == found[1][1]
    return found[0][1]


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_of_a_draft_is_that_draft(name: str) -> None:
    @settings(max_examples=60)
    @given(STEPS)
    def run(steps: list[tuple[str, int, int]]) -> None:
        session = _new(own(name))
        walk(session, steps)
        draft = session.save()
        assert _new(session.form, draft, session.language).save() == draft

    run()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_finished_holds_what_is_relevant_and_nothing_else(name: str) -> None:
    @settings(max_examples=60)
    @given(STEPS)
    def run(steps: list[tuple[str, int, int]]) -> None:
        session = _new(own(name))
        walk(session, steps)
        finished = session.finish(check=False)
        document = etree.fromstring(finished)
        for ref, value in session.values().items():
            if "/@" in ref:
                continue
            there = document.xpath(ref)
            if session.node(ref).relevant:
                assert [element.text or "" for element in there] == [value]
            else:
                assert there == []
        assert len(_elements(finished)) <= len(_elements(session.save()))

    run()


# Not `mixed`: there a sum goes over a series that may be left out as a whole, and over none it is 0.
@pytest.mark.parametrize("name", [name for name in NAMES if name != "mixed"])
def test_what_is_finished_can_be_taken_up_again_as_it_was(name: str) -> None:
    @settings(max_examples=60)
    @given(STEPS)
    def run(steps: list[tuple[str, int, int]]) -> None:
        session = _new(own(name))
        walk(session, [one for one in steps if one[0] != "language"])
        again = _new(session.form, session.finish(check=False))
        assert _relevant(what_counts(again)) == _relevant(what_counts(session))

    run()


def _relevant(seen: dict[str, object]) -> dict[str, object]:
    """Only places that count: an empty series inside what was left out comes back as the form begins with it."""
    return {
        ref: value
        for ref, value in seen.items()
        if value != "not relevant" and not (isinstance(value, tuple) and not value[1].relevant)
    }


@given(
    st.text(
        st.characters(exclude_categories=[]) | st.sampled_from("\r\n\t\ufffe\uffff\ud800\x00]>&"), max_size=40
    )
)
def test_any_answer_is_written_so_that_every_reader_reads_it(text: str) -> None:
    session = _new(xform(f"<a/>{META}", body='<input ref="/data/a"/>'))
    session.answer("/data/a", text)
    held = session.values()["/data/a"]
    writable = "".join(
        c for c in held if c in "\t\n\r" or " " <= c < "\ud800" or "\udfff" < c < "\ufffe" or c > "\uffff"
    )
    assert dict(_elements(session.finish()))["/data/a"] == writable
    assert _new(session.form, session.save()).values()["/data/a"] == writable


def test_meta_stands_in_the_namespace_of_openrosa_and_has_an_id() -> None:
    paths = dict(_elements(_new(xform(f"<a/>{META}")).finish()))
    assert paths[f"/data/{ORX}meta/{ORX}instanceID"] == "uuid:00000000-0000-4000-8000-000000000000"


def test_a_name_that_is_worked_out_follows_the_answers() -> None:
    form = xform(
        f"<a/>{META}",
        '<bind nodeset="/data/orx:meta/orx:instanceName" calculate="concat(\'Bij \', /data/a)"/>',
        '<input ref="/data/a"/>',
    )
    session = _new(form)
    session.answer("/data/a", "Bep")
    assert dict(_elements(session.finish()))[f"/data/{ORX}meta/{ORX}instanceName"] == "Bij Bep"


def test_a_correction_says_what_it_replaces_in_the_same_namespace() -> None:
    session = _new(xform(f"<a/>{META}"))
    again = Session(session.form, ports(new_id=lambda: "nieuw"), session.finish(), edit=True)
    meta = etree.fromstring(again.finish()).find(f"{ORX}meta")
    assert meta.findtext(f"{ORX}instanceID") == "uuid:nieuw"
    assert meta.findtext(f"{ORX}deprecatedID") == "uuid:00000000-0000-4000-8000-000000000000"
    third = Session(session.form, ports(new_id=lambda: "nieuwer"), again.finish(), edit=True)
    assert etree.fromstring(third.finish()).find(f"{ORX}meta").findtext(f"{ORX}deprecatedID") == "uuid:nieuw"
    assert len(etree.fromstring(third.finish()).findall(f".//{ORX}deprecatedID")) == 1
