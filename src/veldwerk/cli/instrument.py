"""`veldwerk instrument score ID < ANSWERS.json`."""

from __future__ import annotations

import click

from veldwerk.app.knowledge import load_knowledge
from veldwerk.cli.frame import Frame, json_option, read_json, sentences, show
from veldwerk.domain import instruments
from veldwerk.system import paths
from veldwerk.texts import _


@click.group()
def instrument() -> None:
    """Measuring instruments."""


@instrument.command()
@click.argument("instrument_id")
@click.option("--norm", default="", help="Norm set, such as manual, cbs or ggd.")
@json_option
@click.pass_obj
def score(frame: Frame, instrument_id: str, norm: str, as_json: bool) -> None:
    """Score answers (a JSON object of item to code) from standard input."""
    with sentences():
        library = load_knowledge(paths.resources()).library
        one = library.get(instrument_id)
        answers = read_json("-")
        if not isinstance(answers, dict):
            raise click.ClickException(_("The answers must be a JSON object: item to code."))
        scored = instruments.score(one, answers, norm or None)
        words = "\n".join(
            [
                one.title.text(frame.language),
                _("Total: {total}").format(total="-" if scored.total is None else scored.total),
                _("Category: {category}").format(
                    category=one.categories[scored.category].text(frame.language) if scored.category else "-"
                ),
                _("Missing: {count}").format(count=len(scored.missing)),
                one.source.text(frame.language),
                library.notice.text(frame.language),
            ]
        )
        show(scored.to_json(), as_json, words)
