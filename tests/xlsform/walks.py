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


def step(session: Session, kind: str, which: int, value: int) -> None:
    """Do one thing somewhere, where it can be done."""
    if kind == "language":
        if session.languages:
            session.set_language(session.languages[value % len(session.languages)])
        return
    wanted = {"add": "repeat", "remove": "repeat_instance"}.get(kind)
    fitting = [q for q in session.questions() if (q.type == wanted if wanted else q.type not in HOLDERS)]
    if not fitting:
        return
    ref = fitting[which % len(fitting)].ref
    node = session.node(ref)
    if kind == "add" and node.can_add and node.count < MOST_INSTANCES:
        session.add_repeat(ref)
    elif kind == "remove" and node.can_remove:
        session.remove_repeat(ref)
    elif wanted is None and not worked_out(session, ref):
        session.answer(ref, None if kind == "clear" else fitting_answer(session, ref, value))


def walk(session: Session, steps: list[tuple[str, int, int]]) -> None:
    """Take steps; an action that a form's author let point at several places is refused, and no more than that."""
    for one in steps:
        try:
            step(session, *one)
        except FormError as error:
            assert "more than one node" in str(error)


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
