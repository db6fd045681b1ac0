"""`veldwerk sync`: exchange with the team, from a script or by hand."""

from __future__ import annotations

import json
from pathlib import Path

import click

from veldwerk.app.sticks import folder_store
from veldwerk.app.stores import open_store
from veldwerk.app.workplace import Workplace, open_workplace
from veldwerk.cli.frame import Frame, json_option, sentences, show
from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.terms import Terms
from veldwerk.services.storage import Secret
from veldwerk.services.sync_attendance import Attendance
from veldwerk.services.sync_ports import ObjectStore
from veldwerk.services.sync_state import Problem, SpaceReport, SyncReport
from veldwerk.system import paths
from veldwerk.texts import _, language, ngettext
from veldwerk.texts.errors import sentence

BAD_SECRET = N_("The file with the name and password of the storage cannot be read: {name}")
FIELDS = frozenset({"user", "password", "host_key", "private_key"})

store_option = click.option(
    "--store", "url", default="", help="A folder, or the address of a store; kept when it works."
)
secret_option = click.option(
    "--store-secret",
    "secret_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="JSON file with user, password, host_key or private_key of the store.",
)


def opened(frame: Frame) -> Workplace:
    """The vault of this command."""
    return open_workplace(frame.vault or paths.default_vault(), frame.passphrase)


def store_of(work: Workplace, url: str, secret_file: Path | None) -> ObjectStore:
    """The store at `url` with what stands in the file, or the one this vault keeps."""
    if secret_file is None:
        return open_store(work, url)
    try:
        read = json.loads(secret_file.read_text("utf-8"))
        if not isinstance(read, dict) or not set(read) <= FIELDS:
            raise ValueError
    except (OSError, ValueError):
        raise UserError(BAD_SECRET, code="bad-secret", name=secret_file.name) from None
    return open_store(work, url, Secret(**{name: str(value) for name, value in read.items()}))


@click.command()
@store_option
@secret_option
@click.option(
    "--once", is_flag=True, help="Use the folder of --store this time only, and keep the place of this vault."
)
@json_option
@click.pass_obj
def sync(frame: Frame, url: str, secret_file: Path | None, once: bool, as_json: bool) -> None:
    """Send what is new and receive what others sent. Exit code 0 only when everything went well."""
    with sentences(), opened(frame) as work:
        store = folder_store(work, url) if once and url else store_of(work, url, secret_file)
        report = work.sync.sync(work.actor, store)
        if not report.departed:
            Attendance(work.vault, work.sync, work.clock).note(work.actor)
        terms = work.services.knowledge.terms
        show(_data(report), as_json, "\n".join(_words(report, terms)))
        if not report.ok or not report.spaces:
            raise SystemExit(1)


def _data(report: SyncReport) -> dict[str, object]:
    return {
        "ok": report.ok and bool(report.spaces),
        "departed": report.departed,
        "spaces": [
            {
                "space": one.space,
                "sent": one.sent,
                "received": one.received,
                "waiting": one.waiting,
                "parked": one.parked,
                "received_by": [{"name": r.name, "n": r.ops, "of": r.total} for r in one.received_by],
                "problems": [{"code": p.code, "message": told(p), "who": p.who} for p in one.problems],
            }
            for one in report.spaces
        ],
    }


def _words(report: SyncReport, terms: Terms) -> list[str]:
    if not report.spaces:
        return [_("This vault is not in a team yet: nothing was exchanged.")]
    lines = [
        ngettext("{count} change sent", "{count} changes sent", report.sent).format(count=report.sent),
        ngettext("{count} change received", "{count} changes received", report.received).format(
            count=report.received
        ),
    ]
    if report.waiting:
        lines.append(_("Not everything of colleagues has arrived yet; it comes at a later exchange."))
    if report.departed:
        lines.append(
            _("Your access was taken away. What was not sent is handed over. This vault opens no more.")
        )
    for one in report.spaces:
        lines += _trouble(one, terms.space(one.space, language()))
    return lines


def _trouble(one: SpaceReport, name: str) -> list[str]:
    """Each problem with whose device it is about, and the code that the handbook explains."""
    out = []
    for problem in one.problems:
        who = f"{problem.who}: " if problem.who else ""
        out.append(f"{name}: {who}{told(problem)} [{problem.code}]")
    return out


def told(problem: Problem) -> str:
    """The sentence of a problem."""
    return sentence(UserError(problem.message, code=problem.code, **dict(problem.values)))
