"""Values that come with an event: setvalue and preload."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.xlsform.made import filling, ports, xform
from veldwerk.xlsform import Form, FormError, Session


def _changing(actions: str, binds: str = "", instance: str = "<a/><b>oud</b><c/>", body: str = "") -> Session:
    return filling(xform(instance, binds, f'<input ref="/data/a">{actions}</input>{body}'))


def _on_change(ref: str, value: str | None = None, literal: str = "") -> str:
    given = "" if value is None else f' value="{value}"'
    return f'<setvalue event="xforms-value-changed" ref="{ref}"{given}>{literal}</setvalue>'


def test_a_change_sets_a_literal_an_expression_or_nothing() -> None:
    session = _changing(_on_change("/data/c", literal="vast"))
    assert session.answer("/data/a", "x") >= {"/data/c"}
    assert session.values()["/data/c"] == "vast"
    session = _changing(_on_change("/data/c", "concat(/data/a, '!')"))
    session.answer("/data/a", "x")
    assert session.values()["/data/c"] == "x!"
    session = _changing(_on_change("/data/b"))
    session.answer("/data/a", "x")
    assert session.values()["/data/b"] == ""


def test_the_same_answer_again_is_no_change() -> None:
    session = _changing(_on_change("/data/c", "/data/a"))
    session.answer("/data/a", "x")
    session.answer("/data/c", "zelf")
    session.answer("/data/a", "x")
    assert session.values()["/data/c"] == "zelf"


def test_actions_run_in_the_order_of_the_form_and_see_what_the_one_before_did() -> None:
    session = _changing(
        _on_change("/data/b", "concat(/data/a, '1')") + _on_change("/data/c", "concat(/data/b, '2')")
    )
    session.answer("/data/a", "x")
    assert (session.values()["/data/b"], session.values()["/data/c"]) == ("x1", "x12")


def test_what_an_action_sets_is_a_change_for_the_next_question() -> None:
    session = _changing(
        _on_change("/data/b", "/data/a"),
        body=f'<input ref="/data/b">{_on_change("/data/c", "concat(/data/b, /data/b)")}</input>',
    )
    session.answer("/data/a", "x")
    assert session.values()["/data/c"] == "xx"


def test_two_questions_that_set_each_other_come_to_rest() -> None:
    back = _on_change("/data/a", "concat(/data/b, '.')")
    session = _changing(_on_change("/data/b", "/data/a"), body=f'<input ref="/data/b">{back}</input>')
    session.answer("/data/a", "x")
    assert len(session.values()["/data/a"]) < 1000


def test_what_is_read_only_is_set() -> None:
    session = _changing(_on_change("/data/b", "/data/a"), '<bind nodeset="/data/b" readonly="true()"/>')
    session.answer("/data/a", "x")
    assert session.values()["/data/b"] == "x"


def test_a_change_sets_what_is_not_relevant_for_when_it_is() -> None:
    session = _changing(
        _on_change("/data/b", "/data/a"), '<bind nodeset="/data/b" relevant="/data/c = \'ja\'"/>'
    )
    session.answer("/data/a", "x")
    assert b"<b>" not in session.finish()
    session.answer("/data/c", "ja")
    assert session.node("/data/b").value == "x"


def test_loading_does_not_set_what_is_not_relevant() -> None:
    form = xform(
        "<a/><b>oud</b>",
        '<bind nodeset="/data/b" relevant="/data/a = \'ja\'"/><setvalue event="odk-instance-first-load" ref="/data/b" value="1"/>',
    )
    session = filling(form)
    session.answer("/data/a", "ja")
    assert session.node("/data/b").value == "oud"


def test_a_select_keeps_what_an_action_chose_and_not_what_was_chosen_before() -> None:
    itemset = '<itemset nodeset="instance(\'l\')/root/item[k = /data/c]"><value ref="name"/><label ref="name"/></itemset>'
    form = xform(
        "<a/><b/><c>1</c>",
        body=f'<input ref="/data/a">{_on_change("/data/b", "/data/a")}</input><select1 ref="/data/b">{itemset}</select1>',
        model="""<instance id="l"><root><item><name>x</name><k>1</k></item><item><name>y</name><k>1</k></item>
        <item><name>z</name><k>2</k></item></root></instance>""",
    )
    session = filling(form)
    session.answer("/data/b", "x")
    session.answer("/data/a", "y")
    session.answer("/data/c", "2")
    assert session.values()["/data/b"] == ""
    session.answer("/data/c", "1")
    assert session.values()["/data/b"] == "y"


SERIES = "<n/><r><x/><y/><z/></r>"


def _series(actions: str, count: str = "", binds: str = "", x: str = "") -> Form:
    counted = f' jr:count="{count}"' if count else ""
    return xform(
        SERIES,
        f'<bind nodeset="/data/n" type="int"/>{binds}',
        f'<input ref="/data/n"/><repeat nodeset="/data/r"{counted}>{actions}<input ref="/data/r/x">{x}</input></repeat>',
    )


def test_a_new_repeat_sets_its_own_and_not_that_of_the_form() -> None:
    session = filling(
        _series('<setvalue event="odk-new-repeat" ref="/data/r/x" value="concat(position(..), /data/n)"/>')
    )
    session.answer("/data/n", 7)
    session.add_repeat("/data/r")
    session.add_repeat("/data/r")
    assert [session.values()[f"/data/r[{place}]/x"] for place in (1, 2, 3)] == ["", "27", "37"]


@pytest.mark.parametrize("ref", ["/data/r/z", "../z", "../../r/z"])
def test_a_change_in_a_repeat_sets_what_stands_beside_it(ref: str) -> None:
    session = filling(_series("", x=_on_change(ref, "concat(../x, '!')")))
    session.add_repeat("/data/r")
    if ref == "../../r/z":
        with pytest.raises(FormError, match="more than one node"):
            session.answer("/data/r[2]/x", "b")
        return
    session.answer("/data/r[2]/x", "b")
    assert [session.values()[f"/data/r[{place}]/z"] for place in (1, 2)] == ["", "b!"]


def test_repeats_that_a_count_makes_are_new_also_when_the_form_opens() -> None:
    """Events and actions in the XForms specification: dispatched for what jr:count adds, never for what the form has."""
    action = '<setvalue event="odk-new-repeat" ref="/data/r/y" value="position(..)"/>'
    session = filling(_series(action, count="3"))
    assert [session.values()[f"/data/r[{place}]/y"] for place in (1, 2, 3)] == ["", "2", "3"]
    session = filling(_series(action, count="/data/n"))
    session.answer("/data/n", 2)
    assert [session.values()[f"/data/r[{place}]/y"] for place in (1, 2)] == ["1", "2"]


def test_taking_up_a_draft_runs_no_first_load_and_no_new_repeat() -> None:
    actions = '<setvalue event="odk-instance-first-load odk-new-repeat" ref="/data/r/y" value="\'begin\'"/>'
    session = filling(_series(actions, count="/data/n"))
    session.answer("/data/n", 2)
    session.answer("/data/r[1]/y", "eigen")
    again = Session(session.form, ports(), session.save())
    assert [again.values()[f"/data/r[{place}]/y"] for place in (1, 2)] == ["eigen", "begin"]


def test_every_load_is_an_event_of_its_own() -> None:
    form = xform("<a>0</a>", '<setvalue event="odk-instance-load" ref="/data/a" value="/data/a + 1"/>')
    session = filling(form)
    assert session.values()["/data/a"] == "1"
    assert Session(form, ports(), session.save()).values()["/data/a"] == "2"


PRELOADS = {
    "uid": ("uid", "", "uuid:00000000-0000-4000-8000-000000000001"),
    "start": ("timestamp", "start", "2026-11-24T09:30:00.000+01:00"),
    "today": ("date", "today", "2026-11-24"),
    "device": ("property", "deviceid", "laptop-3"),
    "old device": ("property", "uri:deviceid", "laptop-3"),
    "user": ("property", "username", "bep"),
    "phone": ("property", "phonenumber", "06"),
    "phone as in the specification": ("property", "phone number", "06"),
    "email": ("property", "email", "b@example.org"),
    "unknown property": ("property", "simserial", "standaard"),
    "context of CommCare": ("context", "UserID", "standaard"),
    "patient of CommCare": ("patient", "name", "standaard"),
    "unknown": ("weer", "morgen", "standaard"),
}
PROPERTIES = {"deviceid": "laptop-3", "username": "bep", "phonenumber": "06", "email": "b@example.org"}


@pytest.mark.parametrize("name", PRELOADS)
def test_a_preload_fills_what_is_known_and_leaves_the_rest(name: str) -> None:
    kind, parameters, expected = PRELOADS[name]
    form = xform(
        "<a>standaard</a>", f'<bind nodeset="/data/a" jr:preload="{kind}" jr:preloadParams="{parameters}"/>'
    )
    session = filling(form, properties=PROPERTIES)
    assert session.values()["/data/a"] == expected
    saved = session.save().replace(f"<a>{expected}</a>".encode(), b"<a>eerder</a>")
    assert Session(form, ports(properties=PROPERTIES), saved).values()["/data/a"] == "eerder"


def test_the_time_of_the_end_comes_at_the_end_and_each_time_again() -> None:
    form = xform(
        "<a/><b/>",
        '<bind nodeset="/data/a" jr:preload="timestamp" jr:preloadParams="end"/><bind nodeset="/data/b" calculate="/data/a"/>',
    )
    session = filling(form)
    assert session.values()["/data/a"] == ""
    document = etree.fromstring(session.finish())
    assert document.findtext("a") == document.findtext("b") == "2026-11-24T09:30:00.000+01:00"


def test_a_timestamp_in_a_date_is_its_day() -> None:
    form = xform(
        "<a/>", '<bind nodeset="/data/a" type="date" jr:preload="timestamp" jr:preloadParams="start"/>'
    )
    assert filling(form).values()["/data/a"] == "2026-11-24"


def test_what_was_answered_last_time_can_be_asked_for() -> None:
    form = xform(
        "<a/><b/>",
        '<setvalue event="odk-instance-first-load" ref="/data/b" value="instance(\'vorige\')/data/a"/>',
        '<input ref="/data/a"/>',
        '<instance id="vorige" src="jr://instance/last-saved"/>',
    )
    first = filling(form)
    assert first.values()["/data/b"] == ""
    first.answer("/data/a", "vorige keer")
    assert filling(form, last_saved=first.finish()).values()["/data/b"] == "vorige keer"
