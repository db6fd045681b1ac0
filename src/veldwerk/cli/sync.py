"""`veldwerk sync`: exchange with the team, from a script or by hand; what differs, and what is missing."""

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
from veldwerk.services.restored import Restored
from veldwerk.services.storage import Secret
from veldwerk.services.stuck import StuckStreams
from veldwerk.services.sync_attendance import Attendance
from veldwerk.services.sync_ports import ObjectStore
from veldwerk.services.sync_state import Difference, Problem, SpaceReport, SyncReport
from veldwerk.system import paths
from veldwerk.texts import _, language, ngettext
from veldwerk.texts.errors import sentence

BAD_SECRET = N_("The file with the name and password of the storage cannot be read: {name}")
NOT_LOOKED = N_(
    "This vault was put back from a backup. Look at `sync compare` first, then exchange with --after-restore."
)
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


@click.group(invoke_without_command=True)
@store_option
@secret_option
@click.option(
    "--once", is_flag=True, help="Use the folder of --store this time only, and keep the place of this vault."
)
@click.option(
    "--after-restore", is_flag=True, help="I looked what differs after putting back a backup: go on."
)
@json_option
@click.pass_context
def sync(
    ctx: click.Context, url: str, secret_file: Path | None, once: bool, after_restore: bool, as_json: bool
) -> None:
    """Send what is new and receive what others sent. Exit code 0 only when everything went well."""
    if ctx.invoked_subcommand is not None:
        return
    frame: Frame = ctx.obj
    with sentences(), opened(frame) as work:
        if not after_restore and Restored(work.vault).waits(work.actor):
            raise UserError(NOT_LOOKED, code="restored")
        store = folder_store(work, url) if once and url else store_of(work, url, secret_file)
        report = work.sync.sync(work.actor, store)
        if after_restore and not report.departed:  # our own earlier stream is only read in the second round
            report = work.sync.sync(work.actor, store)
        if not report.departed:
            Attendance(work.vault, work.sync, work.clock).note(work.actor)
        terms = work.services.knowledge.terms
        show(_data(report), as_json, "\n".join(_words(report, terms)))
        if not report.ok or not report.spaces:
            raise SystemExit(1)


@sync.command()
@store_option
@secret_option
@json_option
@click.pass_obj
def compare(frame: Frame, url: str, secret_file: Path | None, as_json: bool) -> None:
    """How this vault and the store differ, counted in packages; nothing is written there."""
    with sentences(), opened(frame) as work:
        found = work.sync.compare(work.actor, store_of(work, url, secret_file))
        terms = work.services.knowledge.terms
        data = [
            {
                "space": one.space,
                "restored": one.restored,
                "ahead": one.ahead,
                "ours": one.ours,
                "theirs": one.theirs,
                "older": one.older,
            }
            for one in found
        ]
        lines = [_differs(one, terms.space(one.space, language())) for one in found]
        show({"spaces": data}, as_json, "\n".join(lines) or _("This vault is not in a team yet."))


def _differs(one: Difference, name: str) -> str:
    text = _("{space}: only on the storage {ahead}, only here {ours}, of colleagues {theirs}").format(
        space=name, ahead=one.ahead, ours=one.ours, theirs=one.theirs
    )
    parts = [text]
    if one.restored:
        parts.append(_("put back from a backup"))
    if one.older:
        parts.append(_("the storage is another one, or an older copy"))
    return "; ".join(parts)


@sync.command()
@json_option
@click.pass_obj
def stuck(frame: Frame, as_json: bool) -> None:
    """Streams of colleagues that wait for something missing or damaged on the store."""
    with sentences(), opened(frame) as work:
        found = StuckStreams(work.vault, work.sync).all(work.actor)
        data = [
            {"space": one.space, "stream": one.stream, "name": one.name, "removed": one.gone} for one in found
        ]
        lines = [f"{one.space}  {one.stream}  {one.name}" for one in found] or [_("Nothing is missing.")]
        show({"stuck": data}, as_json, "\n".join(lines))


@sync.command()
@click.argument("space")
@click.argument("stream")
@store_option
@secret_option
@click.option("--yes", is_flag=True, help="Do not ask: it cannot be undone.")
@json_option
@click.pass_obj
def skip(
    frame: Frame, space: str, stream: str, url: str, secret_file: Path | None, yes: bool, as_json: bool
) -> None:
    """Pass over what is missing in STREAM of SPACE (see `sync stuck`), for everybody: it is lost for good."""
    with sentences(), opened(frame) as work:
        if not yes:
            click.confirm(_("Pass over it? It is lost for good, for everybody."), abort=True, err=True)
        work.sync.skip(work.actor, store_of(work, url, secret_file), space, stream)
        words = _("It is passed over. Exchange now: then everybody goes on.")
        show({"space": space, "stream": stream}, as_json, words)


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
