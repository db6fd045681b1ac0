"""`veldwerk sync` and `veldwerk members`: exchange with the team, from a script or by hand."""

from __future__ import annotations

from pathlib import Path

import click

from veldwerk.app.stores import open_store
from veldwerk.app.workplace import open_workplace
from veldwerk.cli.frame import Frame, json_option, sentences, show
from veldwerk.domain.errors import UserError
from veldwerk.services.sync_state import Problem
from veldwerk.system import paths
from veldwerk.texts import _, ngettext
from veldwerk.texts.errors import sentence


@click.command()
@click.option("--store", "url", default="", help="A folder, or the address of a store.")
@json_option
@click.pass_obj
def sync(frame: Frame, url: str, as_json: bool) -> None:
    """Send what is new and receive what others sent."""
    with sentences(), open_workplace(frame.vault or paths.default_vault(), frame.passphrase) as work:
        report = work.sync.sync(work.actor, open_store(work, url))
        sent = sum(space.sent for space in report.spaces)
        received = sum(space.received for space in report.spaces)
        waiting = sum(space.waiting for space in report.spaces)
        words = "\n".join(
            [
                ngettext("{count} change sent", "{count} changes sent", sent).format(count=sent),
                ngettext("{count} change received", "{count} changes received", received).format(
                    count=received
                ),
                *(
                    [_("Not everything of colleagues has arrived yet; it comes at a later exchange.")]
                    if waiting
                    else []
                ),
                *(_problem(p) for s in report.spaces for p in s.problems),
                *(
                    _("{space}: not everything went well").format(space=s.space)
                    for s in report.spaces
                    if s.problems
                ),
            ]
        )
        data = {
            "ok": report.ok,
            "spaces": [
                {
                    "space": s.space,
                    "sent": s.sent,
                    "received": s.received,
                    "waiting": s.waiting,
                    "problems": [_problem(p) for p in s.problems],
                }
                for s in report.spaces
            ],
        }
        show(data, as_json, words)
        if not report.ok:
            raise SystemExit(1)


def _problem(problem: Problem) -> str:
    return sentence(UserError(problem.message, code=problem.code, **dict(problem.values)))


@click.group()
def members() -> None:
    """Who is in the spaces of this vault."""


@members.command("list")
@json_option
@click.pass_obj
def list_members(frame: Frame, as_json: bool) -> None:
    """All members by space."""
    with sentences(), open_workplace(frame.vault or paths.default_vault(), frame.passphrase) as work:
        spaces = work.sync.members(work.actor)
        data = [
            {
                "space": one.space,
                "members": [{"name": m.person.name, "role": m.role, "device": m.dev} for m in one.members],
            }
            for one in spaces
        ]
        words = "\n".join(f"{one.space}: {', '.join(m.person.name for m in one.members)}" for one in spaces)
        show(data, as_json, words)


@members.command()
@click.option("--store", "url", required=True)
@click.option("--space", "spaces", multiple=True, help="Spaces to found; all of this vault when not given.")
@click.pass_obj
def found(frame: Frame, url: str, spaces: tuple[str, ...]) -> None:
    """Found the spaces of this vault on a store."""
    with sentences(), open_workplace(frame.vault or paths.default_vault(), frame.passphrase) as work:
        work.sync.found(work.actor, open_store(work, url), spaces or sorted(work.vault.spaces))
        click.echo(_("The spaces are founded."))


@members.command()
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.pass_obj
def request(frame: Frame, out: Path) -> None:
    """Write the request of this device to join a team, and show its eight words."""
    with sentences(), open_workplace(frame.vault or paths.default_vault(), frame.passphrase) as work:
        out.write_bytes(work.sync.request(work.actor))
        click.echo(work.sync.fingerprint(work.actor))


@members.command()
@click.argument("request_file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--store", "url", required=True)
@click.option("--space", "spaces", multiple=True, required=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
@click.pass_obj
def invite(frame: Frame, request_file: Path, url: str, spaces: tuple[str, ...], out: Path) -> None:
    """Let the device of a request into spaces; compare its eight words first."""
    with sentences(), open_workplace(frame.vault or paths.default_vault(), frame.passphrase) as work:
        out.write_bytes(
            work.sync.invite(work.actor, open_store(work, url), request_file.read_bytes(), spaces)
        )
        click.echo(_("The invitation is written."))


@members.command()
@click.argument("invitation", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.pass_obj
def join(frame: Frame, invitation: Path) -> None:
    """Join a team by its invitation."""
    with sentences(), open_workplace(frame.vault or paths.default_vault(), frame.passphrase) as work:
        joined = work.sync.join(work.actor, invitation.read_bytes())
        click.echo(_("Joined: {spaces}").format(spaces=", ".join(joined)))
