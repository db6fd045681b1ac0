"""What may be answered, and what is not held: only where the form leaves it to the user, and only what fits."""

from __future__ import annotations

import pytest

from tests.xlsform.made import filling, ports, xform
from veldwerk.xlsform import Form, FormError, Session

_CHOICES = "".join(f"<item><label>{v}</label><value>{v}</value></item>" for v in ("ja", "nee", "soms"))


def form() -> Form:
    return xform(
        '<n>1</n><r jr:template=""><a/></r><vast jr:template=""><b/></vast><ro>was</ro><c/><one/><many/><rank/>'
        "<range/><hidden/><meta><instanceID/></meta>",
        '<bind nodeset="/data/n" type="int"/><bind nodeset="/data/ro" readonly="true()"/>'
        '<bind nodeset="/data/c" calculate="/data/n + 1"/><bind nodeset="/data/range" type="int"/>',
        '<input ref="/data/n"><label>N</label></input><input ref="/data/ro"><label>R</label></input>'
        '<group ref="/data/r"><label>R</label><repeat nodeset="/data/r" jr:count="/data/n">'
        '<input ref="/data/r/a"><label>A</label></input></repeat></group>'
        '<group ref="/data/vast"><label>V</label><repeat nodeset="/data/vast" jr:noAddRemove="true()">'
        '<input ref="/data/vast/b"><label>B</label></input></repeat></group>'
        f'<select1 ref="/data/one"><label>1</label>{_CHOICES}</select1>'
        f'<select ref="/data/many"><label>n</label>{_CHOICES}</select>'
        f'<rank ref="/data/rank"><label>r</label>{_CHOICES}</rank>'
        '<range ref="/data/range" start="0" end="10" step="2"><label>b</label></range>',
    )


@pytest.mark.parametrize("ref", ["/data/ro", "/data/c", "/data/meta/instanceID"])
def test_nobody_answers_what_the_form_fills_in_or_only_shows(ref: str) -> None:
    session = filling(form())
    before = session.values()
    with pytest.raises(FormError, match="cannot be answered"):
        session.answer(ref, "9")
    assert session.values() == before


def test_what_no_question_asks_and_no_rule_fills_can_be_given_by_a_program() -> None:
    session = filling(form())
    session.answer("/data/hidden", "van buiten")
    assert session.values()["/data/hidden"] == "van buiten"


@pytest.mark.parametrize("ref", ["/data/r", "/data/vast"])
def test_a_series_whose_length_the_form_decides_takes_no_others(ref: str) -> None:
    session = filling(form())
    before = session.values()
    with pytest.raises(FormError, match="the form decides"):
        session.add_repeat(ref)
    with pytest.raises(FormError, match="the form decides"):
        session.remove_repeat(f"{ref}[1]")
    assert session.values() == before


@pytest.mark.parametrize(
    ("ref", "answer", "kept"),
    [
        ("/data/one", "nee", "nee"),
        ("/data/one", "neee", ""),
        ("/data/many", ["nee", "ja"], "ja nee"),
        ("/data/many", ["nee", "nooit"], ""),
        ("/data/rank", ["soms", "ja", "nee"], "soms ja nee"),
        ("/data/rank", ["ja", "ja"], ""),
        ("/data/rank", "typo typo", ""),
        ("/data/range", 10, "10"),
        ("/data/range", 12, ""),
        ("/data/range", "veel", ""),
    ],
)
def test_what_is_not_on_offer_is_shown_as_wrong_and_not_held(ref: str, answer: object, kept: str) -> None:
    session = filling(form())
    session.answer(ref, answer)
    node = session.node(ref)
    assert node.value == kept
    assert node.valid is bool(kept)
    assert bool(node.rejected) is not bool(kept)
    assert bool([p for p in session.problems() if p.ref == ref]) is not bool(kept)
    session.answer(ref, None)
    assert session.node(ref).valid


def test_a_draft_of_another_form_is_refused_though_its_root_has_the_same_name() -> None:
    other = b'<data id="other"><one>ja</one></data>'
    with pytest.raises(FormError, match="another form"):
        Session(form(), ports(), other)


def test_saved_answers_without_meta_get_an_identity() -> None:
    session = Session(form(), ports(), b'<data id="form"><one>ja</one></data>')
    assert session.node("/data/one").value == "ja"
    assert session.values()["/data/meta/instanceID"].startswith("uuid:")


def test_what_xml_cannot_hold_is_gone_at_once_and_not_first_in_the_draft() -> None:
    session = filling(form())
    session.answer("/data/n", "1")
    session.answer("/data/r[1]/a", "een\x00twee\x0bdrie")
    assert session.node("/data/r[1]/a").value == "eentweedrie"
    assert Session(session.form, ports(), session.save()).values() == session.values()
