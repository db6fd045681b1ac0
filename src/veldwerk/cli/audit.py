"""`veldwerk audit show|verify`: who saw and changed what, and whether the chain is whole."""

from __future__ import annotations

import click

from veldwerk.app.workplace import open_workplace
from veldwerk.cli.frame import Frame, json_option, sentences, show
from veldwerk.services.access import Right, require
from veldwerk.store import audit as chain
from veldwerk.system import paths
from veldwerk.texts import _


@click.group()
def audit() -> None:
    """The log of what was read and changed."""


@audit.command("show")
@click.option("--person", default="", help="Lines about one person, by id.")
@click.option("--limit", default=100, show_default=True)
@json_option
@click.pass_obj
def show_lines(frame: Frame, person: str, limit: int, as_json: bool) -> None:
    """Lines of the log, the oldest first."""
    with sentences(), open_workplace(frame.vault or paths.default_vault(), frame.passphrase) as work:
        require(work.actor, Right.AUDIT)
        lines = work.vault.read(lambda r: r.audit(person=person, limit=limit))
        data = [
            {
                "seq": line.seq,
                "at": line.at.isoformat(),
                "action": line.event.action,
                "kind": line.event.kind,
                "record": line.event.record,
                "worker": line.event.worker,
                "fields": list(line.event.fields),
            }
            for line in lines
        ]
        words = "\n".join(
            f"{d['seq']:>6}  {d['at']}  {d['action']:<8} {d['kind']:<14} {d['worker']}" for d in data
        )
        show(data, as_json, words)


@audit.command()
@json_option
@click.pass_obj
def verify(frame: Frame, as_json: bool) -> None:
    """Whether any line was removed or altered."""
    with sentences(), open_workplace(frame.vault or paths.default_vault(), frame.passphrase) as work:
        broken = work.vault.raw_read(chain.broken_at)
        good = broken is None
        words = (
            _("The log is whole.") if good else _("The log was changed at line {line}.").format(line=broken)
        )
        show({"ok": good, "broken": broken}, as_json, words)
        if not good:
            raise SystemExit(1)
