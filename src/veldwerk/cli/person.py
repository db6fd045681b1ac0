"""`veldwerk person`: erasing somebody for good, by two people (AVG art. 17)."""

from __future__ import annotations

import click

from veldwerk.app.workplace import Workplace
from veldwerk.cli.frame import Frame, json_option, sentences, show
from veldwerk.cli.sync import opened
from veldwerk.services.erasures import Erasures, Request
from veldwerk.services.sync_erasing import Standing
from veldwerk.texts import _, language, ngettext


@click.group()
def person() -> None:
    """What is done about one person: erasing for good."""


@person.command()
@click.argument("person_id", required=False, default="")
@click.option("--agree", "request", default="", help="Agree to this request: erased at once, for good.")
@click.option("--list", "listed", is_flag=True, help="Requests that wait for a second person.")
@click.option("--standing", is_flag=True, help="What may still be on the storage, and who has not confirmed.")
@click.option("--yes", is_flag=True, help="Do not ask: it cannot be undone.")
@json_option
@click.pass_obj
def erase(
    frame: Frame, person_id: str, request: str, listed: bool, standing: bool, yes: bool, as_json: bool
) -> None:
    """Ask to erase a person for good; a second person agrees with --agree. Give one thing to do."""
    if sum(map(bool, (person_id, request, listed, standing))) != 1:
        raise click.UsageError("Give a person's id, --agree REQUEST, --list or --standing.")
    with sentences(), opened(frame) as work:
        erasures = Erasures(work.vault, work.sync.erasing)
        if person_id:
            asked = work.sync.erasing.ask(work.actor, person_id)
            words = _("Asked, as {request}. Exchange; then a colleague can agree.").format(request=asked)
            show({"request": asked, "person": person_id}, as_json, words)
        elif request:
            _agree(work, request, yes, as_json)
        elif listed:
            _list(erasures.waiting(work.actor), as_json)
        else:
            _standing(work, work.sync.erasing.standing(work.actor), as_json)


def _agree(work: Workplace, request: str, yes: bool, as_json: bool) -> None:
    if not yes:
        click.confirm(_("Erase this person for good? Nothing brings it back."), abort=True, err=True)
    number = work.sync.erasing.agree(work.actor, request)
    text = ngettext(
        "{n} record is erased for good. Exchange now, so that it goes everywhere.",
        "{n} records are erased for good. Exchange now, so that they go everywhere.",
        number,
    )
    show({"request": request, "records": number}, as_json, text.format(n=number))


def _list(asked: list[Request], as_json: bool) -> None:
    """By id, never by name: what a terminal shows may end up in a log."""
    data = [
        {
            "request": one.id,
            "person": one.person.id if one.person is not None else None,
            "asked_by": one.who,
            "mine": one.mine,
            "records": dict(one.kinds),
        }
        for one in asked
    ]
    lines = [
        f"{one.id}  {one.person.id if one.person is not None else '-'}  {sum(n for _kind, n in one.kinds)}  {one.who}"
        for one in asked
    ] or [_("Nobody asked to erase anybody.")]
    show({"requests": data}, as_json, "\n".join(lines))


def _standing(work: Workplace, standing: tuple[Standing, ...], as_json: bool) -> None:
    terms = work.services.knowledge.terms
    data = [
        {
            "space": one.space,
            "done": one.done,
            "own": one.own,
            "not_confirmed": list(one.colleagues),
            "notes": [_(note) for note in one.notes],
        }
        for one in standing
    ]
    lines = [] if standing else [_("Nothing was erased for good.")]
    for one in standing:
        name = terms.space(one.space, language())
        if one.done:
            lines.append(f"{name}: {_('Nothing of Veldwerk is left there.')}")
        if one.own:
            text = _("Older packages of this laptop may still be on the storage. Exchange again.")
            lines.append(f"{name}: {text}")
        if one.colleagues:
            who = ", ".join(one.colleagues)
            lines.append(f"{name}: {_('Not confirmed yet: {who}').format(who=who)}")
    lines += [_(note) for note in dict.fromkeys(note for one in standing for note in one.notes)]
    show({"spaces": data}, as_json, "\n".join(lines))
