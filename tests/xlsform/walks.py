"""Walking through a form at random, and everything that can be seen of where one got to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from veldwerk.xlsform import FormError, Session
from veldwerk.xlsform.definition import names_of

HOLDERS = ("group", "repeat", "repeat_instance")
MOST_INSTANCES = 5
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["answer", "answer", "answer", "clear", "add", "remove", "language"]),
        st.integers(0, 10**6),
        st.integers(0, 9),
    ),
    max_size=20,
)


def step(session: Session, kind: str, which: int, value: int) -> set[str]:
    """Do one thing somewhere, where it can be done; gives the refs that the session says have changed."""
    if kind == "language":
        several = session.languages
        return session.set_language(several[value % len(several)]) if several else set()
    wanted = {"add": "repeat", "remove": "repeat_instance"}.get(kind)
    fitting = [q for q in session.questions() if (q.type == wanted if wanted else q.type not in HOLDERS)]
    if not fitting:
        return set()
    ref = fitting[which % len(fitting)].ref
    node = session.node(ref)
    if kind == "add" and node.can_add and node.count < MOST_INSTANCES:
        return session.add_repeat(ref)
    if kind == "remove" and node.can_remove:
        return session.remove_repeat(ref)
    if wanted is None and not worked_out(session, ref) and not node.readonly:
        return session.answer(ref, None if kind == "clear" else fitting_answer(session, ref, value))
    return set()


def walk(session: Session, steps: list[tuple[str, int, int]]) -> set[str]:
    """Take steps; gives the refs that were said to change. An action that a form's author let point at several places
    is refused, and no more than that."""
    told: set[str] = set()
    for one in steps:
        try:
            told |= step(session, *one)
        except FormError as error:
            assert "more than one node" in str(error)
    return told


def plan(steps: list[tuple[str, int, int]], session: Session) -> list[tuple[str, Any]]:
    """Answer different questions; gives the last answer to each, which was fit for its question then."""
    found: dict[str, Any] = {}
    for _, which, value in steps:
        asked = [
            q.ref
            for q in session.questions()
            if q.type not in HOLDERS and not worked_out(session, q.ref) and not session.node(q.ref).readonly
        ]
        ref = asked[which % len(asked)]
        found[ref] = fitting_answer(session, ref, value)
        session.answer(ref, found[ref])
    return list(found.items())


def worked_out(session: Session, ref: str) -> bool:
    """Whether a place is calculated: an answer over it stays until its sources change, so working out all differs."""
    field = session.form.field_at("/" + "/".join(names_of(ref)))
    return field is None or bool(field.bind.calculate)


def fitting_answer(session: Session, ref: str, value: int) -> Any:
    """An answer that a question of this type takes."""
    field = session.form.field_at("/" + "/".join(names_of(ref)))
    assert field is not None
    choices = [choice.value for choice in session.node(ref).choices]
    if field.control is not None and field.control.kind in ("select", "rank"):
        return [choice for at, choice in enumerate(choices) if value >> at & 1]
    if choices:
        return choices[value % len(choices)]
    if field.control is not None and field.control.kind == "select1":
        return None
    if field.control is not None and field.control.kind == "range":
        return field.control.parameters.get("start")
    return {
        "date": f"2026-0{1 + value % 9}-1{value}",
        "dateTime": f"2026-0{1 + value % 9}-1{value}T10:00:00.000+01:00",
        "time": f"1{value}:00:00.000+01:00",
        "geopoint": f"{value}.5 {value}.25 0.0 0.0",
        "geotrace": f"{value} 1;2 {value}",
        "geoshape": f"{value} 1;2 {value};5 6;{value} 1",
        "boolean": "true" if value % 2 else "false",
    }.get(field.bind.type, str(value))


def state(session: Session) -> dict[str, Any]:
    """All there is to see: each place with its value, flags, words and choices, and what stands in the way."""
    found: dict[str, Any] = dict(session.values())
    for question in session.questions():
        node = session.node(question.ref)
        found[question.ref] = (question, replace(node), tuple(node.choices))
    found["problems"] = session.problems()
    return found


def what_counts(session: Session) -> dict[str, Any]:
    """As `state`, without what was left behind in places that are not relevant now: that may tell of the way there."""
    found = state(session)
    for ref in session.values():
        if not session.node(ref).relevant:
            found[ref] = "not relevant"
    return found
