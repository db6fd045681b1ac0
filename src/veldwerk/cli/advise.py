"""`veldwerk advise < CASE.json`: what fits, with why and why not."""

from __future__ import annotations

import click

from veldwerk.app.knowledge import load_knowledge
from veldwerk.cli.frame import Frame, json_option, read_json, sentences, show
from veldwerk.domain.appraisal import read_case
from veldwerk.rules.advise import Advice
from veldwerk.rules.advise import advise as evaluate
from veldwerk.rules.report import to_json
from veldwerk.system import paths
from veldwerk.texts import _


@click.command()
@json_option
@click.pass_obj
def advise(frame: Frame, as_json: bool) -> None:
    """Advice for a case (a JSON object with the inputs of an appraisal) from standard input."""
    with sentences():
        case = read_json("-")
        if not isinstance(case, dict):
            raise click.ClickException(_("The case must be a JSON object."))
        advice = evaluate(read_case(case), load_knowledge(paths.resources()).rules)
        show(to_json(advice), as_json, _words(advice, frame.language))


def _words(advice: Advice, language: str) -> str:
    lines = [_("Situation: {situation}").format(situation=advice.situatie.value)]
    for one in advice.suggestions:
        lines.append(f"{one.place}. {one.intervention.label.text(language)}")
        because = [(rule.id, rule.reason) for rule in one.rules]
        because += [(rule.id, rule.reason) for rule in one.order_rules]
        lines.extend(f"   {rule}: {reason.text(language)}" for rule, reason in because)
    if advice.excluded:
        lines.append(_("Not now:"))
    for out in advice.excluded:
        lines.append(f"-  {out.intervention.label.text(language)}")
        lines.extend(f"   {rule.id}: {rule.reason.text(language)}" for rule in out.rules)
    return "\n".join(lines)
