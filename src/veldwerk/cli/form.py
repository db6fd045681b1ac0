"""`veldwerk form lint|fill`: for form authors, and for whoever tests the engine from outside."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from veldwerk.cli.filling import Filling, listed
from veldwerk.cli.frame import json_option, read_json, sentences, show
from veldwerk.domain.errors import UserError
from veldwerk.system.clock import SetClock, SystemClock
from veldwerk.system.ids import SeededIds, SystemIds
from veldwerk.texts import _
from veldwerk.texts.errors import sentence
from veldwerk.xlsform import Finding, Ports, Session, lint, read


@click.group()
def form() -> None:
    """XLSForm workbooks."""


@form.command("lint")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
def lint_files(files: tuple[Path, ...], as_json: bool) -> None:
    """What is wrong with each form, by sheet, row and column; the exit code is 1 when one cannot be published."""
    with sentences():
        findings = [(file, found) for file in files for found in lint(file)]
        data = [_as_data(file, found) for file, found in findings]
        words = "\n".join(_line(file, found) for file, found in findings)
        show(data, as_json, words or _("Nothing wrong was found."))
        if any(found.severity == "error" for _file, found in findings):
            raise SystemExit(1)


def _as_data(file: Path, found: Finding) -> dict[str, Any]:
    return {
        "file": file.name,
        "sheet": found.sheet,
        "row": found.row,
        "column": found.column,
        "severity": found.severity,
        "message": _said(found),
        "expression": found.values.get("expression"),
        "detail": found.values.get("detail"),
    }


def _said(found: Finding) -> str:
    values: dict[str, Any] = dict(found.values)
    return sentence(UserError(found.message, **values))


def _line(file: Path, found: Finding) -> str:
    parts = (file.name, found.sheet, str(found.row) if found.row else "", found.column)
    place = ":".join(part for part in parts if part)
    if found.severity == "error":
        return _("{place}: error: {message}").format(place=place, message=_said(found))
    return _("{place}: look at this: {message}").format(place=place, message=_said(found))


def moment(value: str) -> datetime:
    """An ISO date and time, aware; without a zone it is local time. Raises click.BadParameter."""
    try:
        return datetime.fromisoformat(value).astimezone()
    except (ValueError, OverflowError, OSError):
        words = _("This is not a moment such as 2026-11-24T09:30: {value}")
        raise click.BadParameter(words.format(value=value)) from None


@form.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--steps", default="", help="JSON file with the steps; «-» reads standard input.")
@click.option("--instance", type=click.Path(path_type=Path), help="Saved XML of this form to go on with.")
@click.option("--language", "form_language", default="", help="Language of the form's own texts.")
@click.option(
    "--media", type=click.Path(path_type=Path), help="Folder of the lists; beside the form by default."
)
@click.option("--clock", type=moment, help="The moment it is, for output that can be repeated.")
@click.option("--seed", type=int, help="Seed for ids and for chance, for output that can be repeated.")
@json_option
def fill(
    file: Path,
    steps: str,
    instance: Path | None,
    form_language: str,
    media: Path | None,
    clock: datetime | None,
    seed: int | None,
    as_json: bool,
) -> None:
    """Fill a form step by step, and print its nodes, problems and instance as JSON.

    FILE is a workbook or an XForm. Steps: {"answer": [ref, value]}, {"add": ref}, {"remove": ref},
    {"language": code}, {"finish": true}. A step that cannot be done ends the filling: what was reached is printed all
    the same, the sentence goes to standard error and the exit code is 1. «instance» is the finished one when `finish`
    was the last step, and the draft otherwise.
    """
    with sentences():
        wanted = listed(read_json(steps)) if steps else []
        given = instance.read_bytes() if instance is not None else None
        ports = _ports(clock, seed)
        filling = Filling(Session(read(file, media=media), ports, given, form_language or None))
        failed = filling.do(wanted)
        show(filling.state(), as_json=True, words="")
        if failed is not None:
            raise failed


def _ports(moment: datetime | None, seed: int | None) -> Ports:
    """The clock and the ids of this machine, or those that were asked for."""
    clock = SystemClock() if moment is None else SetClock(moment)
    ids = SystemIds(clock) if seed is None else SeededIds(seed, clock)
    return Ports(clock=clock.now, new_id=ids.new_id, seed=seed or 0)
