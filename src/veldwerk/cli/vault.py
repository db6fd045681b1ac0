"""`veldwerk vault create|check|backup|restore|passphrase|recover`."""

from __future__ import annotations

from pathlib import Path

import click

from veldwerk.app.workplace import PROFILE, Profile, create_workplace, open_workplace, surroundings
from veldwerk.cli.frame import Frame, json_option, sentences, show
from veldwerk.domain.errors import UserError
from veldwerk.services.access import Role
from veldwerk.store import backup as backups
from veldwerk.store import check as checking
from veldwerk.system import paths
from veldwerk.system.clock import SystemClock
from veldwerk.system.locks import VaultLock
from veldwerk.texts import _
from veldwerk.texts.errors import sentence


@click.group()
def vault() -> None:
    """The encrypted vault: make, check, copy, restore, change its passphrase."""


def _new_passphrase() -> str:
    return str(click.prompt(_("New passphrase"), hide_input=True, confirmation_prompt=True, err=True))


@vault.command()
@click.option("--name", required=True, help="Your name, as colleagues read it.")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), default=Role.NURSE.value, show_default=True
)
@click.option("--organisation", required=True)
@click.pass_obj
def create(frame: Frame, name: str, role: str, organisation: str) -> None:
    """Make a vault, and show its recovery key once."""
    with sentences():
        place = frame.vault or paths.default_vault()
        passphrase = frame.passphrase if frame.phrase_file else _new_passphrase()
        work, recovery = create_workplace(place, passphrase, Profile("", name, Role(role), organisation))
        work.close()
        click.echo(_("The vault is made. Write this recovery key on paper and keep it safe:"))
        click.echo(recovery)


@vault.command()
@json_option
@click.pass_obj
def check(frame: Frame, as_json: bool) -> None:
    """Whether the file, its seals, its log and its search are whole; digests by space."""
    with sentences(), open_workplace(frame.vault or paths.default_vault(), frame.passphrase) as work:
        report = checking.check(work.vault)
        found = [sentence(UserError(checking.MESSAGES[one.code])) for one in report.findings]
        show(report.to_json(), as_json, "\n".join(found or [_("The vault is whole.")]))
        if not report.whole:
            raise SystemExit(1)


@vault.command()
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), required=True)
@click.option("--keep", default=0, help="Keep this many; older ones go. 0 keeps all.")
@click.pass_obj
def backup(frame: Frame, folder: Path, keep: int) -> None:
    """Copy the vault with its key file; today's passphrase opens the copy."""
    with sentences(), open_workplace(frame.vault or paths.default_vault(), frame.passphrase) as work:
        made = backups.make(work.vault, folder, keep=keep)
        backups.prove(made, work.vault)
        click.echo(_("The backup is made and proved: {name}").format(name=made.name))


@vault.command()
@click.argument("copy", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.pass_obj
def restore(frame: Frame, copy: Path) -> None:
    """Put a backup back at the place of the vault; what stands there is kept beside it."""
    with sentences():
        place = frame.vault or paths.default_vault()
        fresh = place.with_name(f"{place.stem}-being-restored{place.suffix}")
        _drop(fresh)
        try:
            # Whole and opened beside the old one first: a restore that fails leaves everything as it was.
            backups.restore(copy, fresh, surroundings(), passphrase=frame.passphrase).close()
            lock = VaultLock(place)
            lock.acquire()
            try:
                _aside(place)
                for ending in ("", ".keys"):
                    fresh.with_name(fresh.name + ending).rename(place.with_name(place.name + ending))
            finally:
                lock.release()
        finally:
            _drop(fresh)
        click.echo(_("The backup is put back. It begins a new stream at the next exchange."))


_PARTS = ("", "-wal", "-shm", ".keys")


def _drop(place: Path) -> None:
    """Take away what a restore left half done."""
    for ending in (*_PARTS, ".lock"):
        place.with_name(place.name + ending).unlink(missing_ok=True)


def _aside(place: Path) -> None:
    """Keep the vault that stands at `place`, with its key file, under another name."""
    moment = SystemClock().now().strftime("%Y%m%d-%H%M%S")
    for ending in _PARTS:
        old = place.with_name(place.name + ending)
        if old.exists():
            old.rename(place.with_name(f"{place.stem}-before-restore-{moment}{place.suffix}{ending}"))


@vault.command()
@click.pass_obj
def passphrase(frame: Frame) -> None:
    """Change the passphrase."""
    with sentences():
        old = frame.passphrase
        with open_workplace(frame.vault or paths.default_vault(), old) as work:
            work.vault.change_passphrase(old, _new_passphrase())
        click.echo(_("The passphrase is changed."))


@vault.command()
@click.pass_obj
def recover(frame: Frame) -> None:
    """Open by the recovery key, and set a new passphrase."""
    with sentences():
        code = str(click.prompt(_("Recovery key"), hide_input=True, err=True))
        with open_workplace(frame.vault or paths.default_vault(), recovery=code) as work:
            work.vault.set_passphrase(_new_passphrase())
            whose = Profile.from_bytes(work.vault.read(lambda r: r.meta(PROFILE)) or b"{}")
        click.echo(_("The vault of {name} has a new passphrase.").format(name=whose.name))
