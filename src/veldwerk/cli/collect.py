"""`veldwerk collect --to DIR|postgresql://…`: the read model for analysts (DESIGN 8, «The central export»)."""

from __future__ import annotations

from urllib.parse import urlsplit

import click

from veldwerk.cli.frame import Frame, json_option, sentences, show
from veldwerk.exchange.warehouse import POSTGRESQL, warehouse
from veldwerk.services.collect import Collect, Collected, coalition_key
from veldwerk.system import paths
from veldwerk.texts import _, ngettext
from veldwerk.texts.dates import long_date


@click.command()
@click.option("--to", required=True, help="A folder, or a database: postgresql://user@server/database.")
@json_option
@click.pass_obj
def collect(frame: Frame, to: str, as_json: bool) -> None:
    """Make a read model without names or notes, for analysts, from this vault."""
    with sentences():
        from veldwerk.app.workplace import open_workplace

        place = warehouse(to)
        with open_workplace(frame.vault or paths.default_vault(), frame.passphrase) as work:
            kit = work.services.kit
            made = Collect(kit, place).run(work.actor, coalition_key(kit, work.actor), progress=_progress)
        data = {
            "to": _shown(to),
            "reference": made.reference,
            "tables": made.tables,
            "open_conflicts": made.conflicts,
            "left_out": made.left_out,
        }
        show(data, as_json, _words(made, _shown(to)))


def _progress(kind: str, done: int, of: int) -> None:
    """One line on standard error, written over; a new one when the kind is done."""
    click.echo(f"\r{kind} {done}/{of}", err=True, nl=done >= of)


def _shown(to: str) -> str:
    """The place as it may be printed: without user and password."""
    if not to.startswith(POSTGRESQL):
        return to
    parts = urlsplit(to)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _words(made: Collected, to: str) -> str:
    records = sum(made.tables.values())
    lines = [
        ngettext("{n} row written to {place}.", "{n} rows written to {place}.", records).format(
            n=records, place=to
        ),
        _("Ages on {day}. Without names, notes and health answers; ids are pseudonyms.").format(
            day=long_date(made.reference)
        ),
    ]
    open_ones = sum(made.conflicts.values())
    if open_ones:
        lines.append(
            ngettext(
                "{n} open conflict: two versions of a note that nobody has chosen from yet.",
                "{n} open conflicts: versions of notes that nobody has chosen from yet.",
                open_ones,
            ).format(n=open_ones)
        )
    return "\n".join(lines)
