"""`veldwerk form lint|fill`: for form authors, and for whoever tests the engine from outside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from veldwerk.cli.frame import Frame, json_option, read_json, sentences, show
from veldwerk.domain.errors import UserError
from veldwerk.system.clock import SystemClock
from veldwerk.system.ids import SystemIds
from veldwerk.texts import _
from veldwerk.texts.errors import sentence
from veldwerk.xlsform import Finding, Ports, Session, lint, read


@click.group()
def form() -> None:
    """XLSForm workbooks."""


@form.command("lint")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@json_option
def lint_files(files: tuple[Path, ...], as_json: bool) -> None:
    """What is wrong with each form, by sheet, row and column."""
    with sentences():
        findings = [(file, found) for file in files for found in lint(file)]
        data = [
            {
                "file": file.name,
                "sheet": found.sheet,
                "row": found.row,
                "column": found.column,
                "severity": found.severity,
                "message": _said(found),
            }
            for file, found in findings
        ]
        words = "\n".join(f"{_place(file, found)}: {_said(found)}" for file, found in findings)
        show(data, as_json, words or _("Nothing wrong was found."))
        if any(found.severity == "error" for _file, found in findings):
            raise SystemExit(1)


def _said(found: Finding) -> str:
    values: dict[str, Any] = dict(found.values)
    return sentence(UserError(found.message, **values))


def _place(file: Path, found: Finding) -> str:
    parts = (file.name, found.sheet, str(found.row) if found.row else "", found.column)
    return ":".join(part for part in parts if part)


@form.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--steps", required=True, help="JSON file with the steps; «-» reads standard input.")
@click.option("--language", "form_language", default="", help="Language of the form's own texts.")
@click.pass_obj
def fill(frame: Frame, file: Path, steps: str, form_language: str) -> None:
    """Fill a form step by step, and print its nodes, problems and instance as JSON.

    Steps: {"answer": [ref, value]}, {"add": ref}, {"remove": ref}, {"language": code}, {"finish": true}.
    """
    with sentences():
        clock = SystemClock()
        ports = Ports(clock=clock.now, new_id=SystemIds(clock).new_id)
        session = Session(read(file), ports, language=form_language or None)
        finished = ""
        for number, step in enumerate(_listed(read_json(steps)), start=1):
            finished = _step(session, step, number) or finished
        show(_state(session, finished), as_json=True, words="")


def _listed(steps: object) -> list[dict[str, object]]:
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise UserError("The steps must be a JSON list of objects.", code="bad-steps")
    return steps


def _step(session: Session, step: dict[str, object], number: int) -> str:
    """Do one step; the finished instance when it was `finish`."""
    match step:
        case {"answer": [str(ref), value]}:
            session.answer(ref, value)
        case {"add": str(ref)}:
            session.add_repeat(ref)
        case {"remove": str(ref)}:
            session.remove_repeat(ref)
        case {"language": str(code)}:
            session.set_language(code)
        case {"finish": True}:
            return session.finish().decode("utf-8")
        case _:
            raise UserError("Step {number} is not one this command knows.", code="bad-step", number=number)
    return ""


def _state(session: Session, finished: str) -> dict[str, object]:
    nodes = []
    for question in session.questions():
        node = session.node(question.ref)
        nodes.append(
            {
                "ref": question.ref,
                "type": question.type,
                "value": node.value,
                "relevant": node.relevant,
                "required": node.required,
                "readonly": node.readonly,
                "valid": node.valid,
                "message": _translated(node.message, node.message_is_default),
                "label": node.label,
                "choices": [{"value": choice.value, "label": choice.label} for choice in node.choices],
            }
        )
    problems = [
        {"ref": one.ref, "message": _translated(one.message, one.message_is_default)}
        for one in session.problems()
    ]
    return {"nodes": nodes, "problems": problems, "instance": finished or session.save().decode("utf-8")}


def _translated(message: str, is_id: bool) -> str:
    return sentence(UserError(message)) if is_id and message else message
