"""A form for each line of logic, and a call of each function."""

from __future__ import annotations

import pytest

from tests.xlsform.made import ports, xform
from tests.xlsform.support.maker import Maker, q
from tests.xlsform.support.types import Proof
from veldwerk.xlsform import FormError, Session, Span

END = q("end repeat", "", "")


def relevance(make: Maker) -> None:
    rows = [
        q("text", "t"),
        q("begin group", "g", "G", relevant="${t} = 'x'"),
        q("text"),
        q("end group", "", ""),
    ]
    session = make.session(*rows)
    assert not session.node("/data/g/q").relevant
    session.answer("/data/t", "x")
    session.answer("/data/g/q", "kept")
    session.answer("/data/t", "y")
    assert b"kept" not in session.finish()


def not_relevant(make: Maker) -> None:
    again = q("calculate", "c", "", calculation="string-length(${q})")
    session = make.session(q("text", "t"), q("text", relevant="${t} = 'x'"), again)
    session.answer("/data/t", "x")
    session.answer("/data/q", "kept")
    session.answer("/data/t", "y")
    assert session.values()["/data/c"] == "0"
    session.answer("/data/t", "x")
    assert session.node("/data/q").value == "kept"
    assert session.values()["/data/c"] == "4"


def order(make: Maker) -> None:
    late = [q("calculate", "c", "", calculation="${b} + 1"), q("calculate", "b", "", calculation="${q} + 1")]
    session = make.session(q("integer"), *late)
    session.answer("/data/q", 1)
    assert session.values()["/data/c"] == "3"
    with pytest.raises(FormError) as refused:
        make.session(
            q("calculate", "one", "", calculation="${two} + 1"),
            q("calculate", "two", "", calculation="${one} + 1"),
        )
    assert "one" in str(refused.value)
    assert "two" in str(refused.value)


def nearest(make: Maker) -> None:
    rows = [q("begin repeat", "r", "R"), q("integer"), q("calculate", "c", "", calculation="${q} * 2"), END]
    session = make.session(*rows)
    session.add_repeat("/data/r")
    session.answer("/data/r[1]/q", 1)
    session.answer("/data/r[2]/q", 5)
    assert [session.values()[f"/data/r[{n}]/c"] for n in (1, 2)] == ["2", "10"]


def counted(make: Maker) -> None:
    session = make.session(
        q("integer", "n"), q("begin repeat", "r", "R", repeat_count="${n}"), q("text"), END
    )
    for number in (3, 1):
        session.answer("/data/n", number)
        assert session.node("/data/r").count == number


def no_adding(make: Maker) -> None:
    body = '<repeat nodeset="/data/r" jr:noAddRemove="true()"><input ref="/data/r/q"/></repeat>'
    session = Session(xform("<r><q/></r>", body=f"<group>{body}</group>"), ports())
    assert session.node("/data/r").count == 1
    assert not session.node("/data/r").can_add
    assert not session.node("/data/r[1]").can_remove


def template(make: Maker) -> None:
    instance = '<r jr:template=""><q>new</q></r><r><q>first</q></r>'
    body = '<group><repeat nodeset="/data/r"><input ref="/data/r/q"/></repeat></group>'
    session = Session(xform(instance, body=body), ports())
    session.add_repeat("/data/r")
    assert [session.values()[f"/data/r[{n}]/q"] for n in (1, 2)] == ["first", "new"]


def dynamic(make: Maker) -> None:
    rows = [q("date", "d", default="today()"), q("begin repeat", "r", "R"), q("date", default="today()"), END]
    session = make.session(*rows)
    session.add_repeat("/data/r")
    assert session.values()["/data/d"] == session.values()["/data/r[2]/q"] == "2026-11-24"
    session.answer("/data/d", "2020-01-01")
    assert Session(session.form, ports(), session.save()).values()["/data/d"] == "2020-01-01"


def on_change(make: Maker) -> None:
    session = make.session(q("text", "t"), q("text", calculation="concat(${t}, '!')", trigger="${t}"))
    session.answer("/data/t", "a")
    session.answer("/data/q", "mine")
    assert session.node("/data/q").value == "mine"
    session.answer("/data/t", "b")
    assert session.node("/data/q").value == "b!"


def words(make: Maker) -> None:
    choices = [{"list_name": "l", "name": "a", "label": "A of ${t}"}]
    rows = [q("text", "t"), q("select_one l", "q", "Q of ${t}", hint="H ${t}", constraint=". = 'z'")]
    rows[1] = {**rows[1], "constraint_message": "No, ${t}"}
    session = make.session(*rows, choices=choices)
    session.answer("/data/t", "Bep")
    session.answer("/data/q", "a")
    state = session.node("/data/q")
    assert (state.label, state.hint, state.message) == ("Q of Bep", "H Bep", "No, Bep")
    assert state.choices[0].label == "A of Bep"


def markdown(make: Maker) -> None:
    label = '# Head <br> *em* **strong** [site](https://x.nl) <span style="color:red">red</span>'
    session = make.session(q("note", label=label))

    def names(parts: object) -> set[str]:
        spans = [part for part in parts if isinstance(part, Span)]  # type: ignore[attr-defined]
        return {span.name for span in spans}.union(*(names(span.children) for span in spans))

    assert {"h1", "em", "strong", "a", "span"} <= names(session.marked("/data/q"))


def last_saved(make: Maker) -> None:
    rows = [q("text"), q("text", "before", default="${last-saved#q}")]
    form = make.form(*rows)
    assert Session(form, ports()).values()["/data/before"] == ""
    first = Session(form, ports())
    first.answer("/data/q", "Bep")
    assert Session(form, ports(last_saved=first.finish())).values()["/data/before"] == "Bep"


def identity(make: Maker) -> None:
    session = make.session(q("text"), settings={"instance_name": "concat('I ', ${q})"})
    session.answer("/data/q", "x")
    xml = session.finish()
    old = session.values()["/data/meta/instanceID"]
    assert old.startswith("uuid:")
    assert b"<instanceName>I x</instanceName>" in xml
    edited = Session(session.form, ports(new_id=lambda: "new"), xml, edit=True)
    assert edited.values()["/data/meta/instanceID"] == "uuid:new"
    assert f"<deprecatedID>{old}</deprecatedID>" in edited.save().decode()


def instance_label(make: Maker) -> None:
    inner = [q("begin group", "g", "Contact ${q}"), q("text"), q("end group", "", "")]
    session = make.session(q("begin repeat", "r", "Contacts"), *inner, END)
    changed = session.answer("/data/r[1]/g/q", "Bep")
    assert session.node("/data/r[1]").label == "Contact Bep"
    assert session.node("/data/r").label == "Contacts"
    assert "/data/r[1]" in changed


LOGIC: dict[str, Proof] = {
    "relevance": relevance,
    "values that are not relevant": not_relevant,
    "order of calculation": order,
    "references in repeats": nearest,
    "count of a repeat": counted,
    "no adding or removing": no_adding,
    "template of a repeat": template,
    "dynamic defaults": dynamic,
    "setvalue on a change": on_change,
    "words with values": words,
    "markdown": markdown,
    "last-saved": last_saved,
    "instanceID": identity,
    "instanceName": identity,
    "deprecatedID": identity,
    "name of a repeat instance": instance_label,
}


def calculates(make: Maker, expression: str) -> str:
    """The value of an expression in a form with a question n that holds 1."""
    session = make.session(q("integer", "n", default="1"), q("calculate", "c", "", calculation=expression))
    assert session.faults() == {}
    return session.values()["/data/c"]
