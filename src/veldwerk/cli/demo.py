"""`veldwerk demo`: the practice vault, and a whole round in a folder. `--self-test` does the round and checks it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from veldwerk.app.workplace import Profile, create_workplace, open_workplace
from veldwerk.cli.frame import Frame, json_option, sentences, show
from veldwerk.domain.errors import N_, UserError
from veldwerk.services.access import Role
from veldwerk.store.slots import slots_path
from veldwerk.store.vault import EXISTS
from veldwerk.system import paths
from veldwerk.system.clock import SystemClock
from veldwerk.system.locks import VaultLock
from veldwerk.texts import _

PEOPLE, YEARS = 150, 3


def practice_profile() -> Profile:
    """The invented nurse of the practice vault."""
    return Profile("", "Sanne de Boer", Role.NURSE, "Wijkteam De Linde", "030-000 00 10", practice=True)


def _line(part: float, text: str) -> None:
    """One line on standard error, written over itself on a terminal."""
    if sys.stderr.isatty():
        click.echo(f"\r{int(part * 100):3d} %  {text:<30}", err=True, nl=part >= 1)


@click.command()
@click.option("--people", default=PEOPLE, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--years", default=YEARS, show_default=True, type=click.IntRange(1, 20))
@click.option("--visits-per-year", default=1.0, show_default=True, type=click.FloatRange(0.1, 50))
@click.option("--seed", default=1, show_default=True)
@click.option("--no-window", is_flag=True, help="Only make the vault.")
@click.option(
    "--round",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Do a whole round in a folder.",
)
@json_option
@click.pass_obj
def demo(
    frame: Frame,
    people: int,
    years: int,
    visits_per_year: float,
    seed: int,
    no_window: bool,
    folder: Path | None,
    as_json: bool,
) -> None:
    """A practice vault with invented people; passphrase «demo»."""
    with sentences():
        if folder is not None:
            _round(folder, people if people != PEOPLE else 80, seed, as_json)
            return
        place = frame.vault or paths.demo_vault()
        there = place.exists()
        if no_window or not there:
            if there:
                counts = look(place)
            else:
                counts = make(place, people=people, years=years, visits_per_year=visits_per_year, seed=seed)
            show(
                {"vault": str(place), "counts": counts},
                as_json,
                _("The practice vault is ready: {name}").format(name=place.name),
            )
        if not no_window:
            from veldwerk.app.window import run

            raise SystemExit(run(place, language=frame.language, practice=True))


def make(place: Path, *, people: int, years: int, visits_per_year: float, seed: int) -> dict[str, int]:
    """Make the practice vault at `place`, where nothing stands yet.

    It gets its name when it is whole, so that a program killed halfway never leaves half a practice vault there; what
    such a kill left is taken away first. UserError `vault-exists` beside the key file of another vault.
    """
    from veldwerk.demo.generate import generate
    from veldwerk.demo.round import PASSPHRASE

    working = place.with_name(f"{place.stem}-wordt-gemaakt{place.suffix}")
    if slots_path(place).exists():
        if not working.exists() or slots_path(working).exists():
            raise UserError(EXISTS, code="vault-exists", name=place.name)
        slots_path(place).unlink()  # a kill between the two renamings
    _clear(working)
    try:
        work, _recovery = create_workplace(working, PASSPHRASE, practice_profile())
        with work:
            summary = generate(
                work,
                people=people,
                years=years,
                visits_per_year=visits_per_year,
                seed=seed,
                today=SystemClock().today(),
                progress=_line,
            )
        slots_path(working).rename(slots_path(place))
        working.rename(place)
    finally:
        _clear(working)
    return dict(summary.counts)


def _clear(working: Path) -> None:
    """Take away an unfinished practice vault, and nothing else; UserError `vault-in-use` when one is being made."""
    if not working.parent.is_dir():
        return
    with VaultLock(working):
        for ending in ("", "-wal", "-shm", ".keys"):
            working.with_name(working.name + ending).unlink(missing_ok=True)
    VaultLock(working).path.unlink(missing_ok=True)


def look(place: Path) -> dict[str, int]:
    """What stands at `place`, opened once; UserError `vault-exists` when it is no practice vault."""
    from veldwerk.demo.round import PASSPHRASE

    other = UserError(
        N_("Another vault stands at this place, which is no practice vault: {name}."),
        code="vault-exists",
        name=place.name,
    )
    try:
        with open_workplace(place, PASSPHRASE) as work:
            if not work.profile.practice:
                raise other
            return dict(work.vault.read(lambda r: r.counts()))
    except UserError as error:
        raise (other if error.code == "wrong-passphrase" else error) from None


def _round(folder: Path, people: int, seed: int, as_json: bool) -> None:
    from veldwerk.demo.round import NURSE, PASSPHRASE, whole_round

    done = whole_round(folder, today=SystemClock().today(), people=people, seed=seed, say=_line)
    from veldwerk.app.window import picture_pages

    done.files.extend(picture_pages(folder, folder / NURSE / f"{NURSE}.vault", PASSPHRASE))
    words = _("The round is done. Look in {folder}: {files}").format(
        folder=folder, files=", ".join(sorted(done.files))
    )
    show({"folder": str(folder), "files": sorted(done.files), **done.facts}, as_json, words)


def self_test() -> int:
    """A whole round in a temporary folder, then the checks that the frozen program must pass; 0 when all is well."""
    from veldwerk.demo.round import NURSE, PASSPHRASE, WELFARE, whole_round

    with tempfile.TemporaryDirectory(prefix="veldwerk-") as temporary:
        out = Path(temporary)
        done = whole_round(out, today=SystemClock().today(), people=20)
        digests = done.facts["digests"]
        assert isinstance(digests, dict)
        equal = all(pair[NURSE] == pair[WELFARE] for pair in digests.values())
        whole = (out / "letter.pdf").read_bytes().startswith(b"%PDF") and (
            out / "month.csv"
        ).stat().st_size > 0
        with open_workplace(out / NURSE / f"{NURSE}.vault", PASSPHRASE) as again:
            opened = again.profile.practice
        good = equal and whole and opened
    click.echo(_("Self-test: all is well.") if good else _("Self-test: something is wrong."))
    return 0 if good else 1
