"""Our engine doing what the peers do: tasks as JSON on standard input, one JSON line of milliseconds a task.

A task: `form` (path), `most` (answers to give, going through the form), `series` and `length` (a series to make that
long), `answer` and `choices` (a question whose values filter the choices of another), `values` (those values).
An answer counts until what it changed has been read as a page reads it; so does a filter.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from veldwerk.xlsform import Node, Ports, Question, Session, read

_PLAIN = {
    "text": "abc", "integer": 5, "decimal": 2.5, "date": "2020-03-15", "time": "10:00:00.000+01:00",
    "dateTime": "2020-03-15T10:00:00.000+01:00", "barcode": "abc", "acknowledge": True,
}  # fmt: skip
_ROUNDS = 3


def ports() -> Ports:
    """A clock that stands still."""
    return Ports(clock=lambda: datetime(2026, 3, 2, 10, 30, tzinfo=UTC))


def took(call: Callable[[], object]) -> float:
    """Milliseconds."""
    begin = time.perf_counter()
    call()
    return (time.perf_counter() - begin) * 1000


def an_answer(question: Question, node: Node) -> object:
    """What the peers are given too: `yes` or the first choice, 5, 2.5, a fixed date; None where nothing can be given."""
    if question.type in ("select_one", "select_multiple"):
        values = [choice.value for choice in node.choices]
        return "yes" if "yes" in values else next(iter(values), None)
    if question.type == "rank":
        return [choice.value for choice in node.choices]
    if question.type == "range":
        return question.parameters.get("start")
    return _PLAIN.get(question.type)


def answer(session: Session, ref: str, value: object) -> None:
    """Answer, and look at everything that may look different now."""
    for changed in session.answer(ref, value):
        session.node(changed)


def walk(session: Session, most: int) -> tuple[list[float], list[tuple[str, object]]]:
    """Answer every question that can be, as the form unfolds; also which answers they were."""
    times: list[float] = []
    trace: list[tuple[str, object]] = []
    seen: set[str] = set()
    for _ in range(_ROUNDS):
        for question in session.questions():
            if question.ref in seen or len(times) >= most or question.type in ("group", "repeat", "note"):
                continue
            node = session.node(question.ref)
            if not node.relevant or node.readonly:
                continue
            seen.add(question.ref)
            value = an_answer(question, node)
            if value is not None:
                times.append(took(lambda ref=question.ref, value=value: answer(session, ref, value)))
                trace.append((question.ref, session.node(question.ref).value))
    return times, trace


def measured(task: dict) -> dict:
    """Milliseconds of one task."""
    begin = time.perf_counter()
    session = Session(read(Path(task["form"])), ports())
    if task.get("choices"):
        session.answer(task["answer"], task["values"][0])
        len(session.node(task["choices"]).choices)
    result: dict = {"open": (time.perf_counter() - begin) * 1000}
    result["answers"], result["trace"] = walk(session, task.get("most", 0))
    if task.get("series"):
        adds = [took(lambda: session.add_repeat(task["series"])) for _ in range(task["length"])]
        result["adds"] = adds[-10:]
    if task.get("choices"):
        result["filters"] = [
            took(lambda value=value: filtered(session, task, value)) for value in task["values"]
        ]
    return result


def filtered(session: Session, task: dict, value: str) -> None:
    """From an answer to the choices that it leaves."""
    session.answer(task["answer"], value)
    assert len(session.node(task["choices"]).choices) == task["left"]


def main() -> None:
    """One line of JSON a task."""
    for task in json.load(sys.stdin):
        print(json.dumps(measured(task)), flush=True)


if __name__ == "__main__":
    main()
