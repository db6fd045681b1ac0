"""Backups: the database and its key file together, opened by the passphrase of that day (DESIGN 3).

A backup is read in one view of the vault and carries its own counts and digests, so that it can be proved later.
Never a copy of the file: the last changes stand in the write-ahead log.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from veldwerk.domain.errors import N_, UserError
from veldwerk.store import driver, slots, streams
from veldwerk.store.check import check_file
from veldwerk.store.driver import Connection
from veldwerk.store.reading import VaultReader
from veldwerk.store.vault import EXISTS, OpenVault, Surroundings, disk_error, open_vault
from veldwerk.store.writing import VaultWriter

MANIFEST = "backup"
RESTORED = "restored_at"
UNPROVED = N_("The backup {name} does not hold what it held when it was made. Make a new one.")


def make(vault: OpenVault, folder: Path, *, keep: int = 0) -> Path:
    """Write a backup into `folder` (made when missing) and give its path; with `keep`, older ones beyond it go.

    UserError when the folder cannot be written or the disk is full; then no half backup stays.
    """
    now = vault.around.clock.now()
    target = folder / f"{vault.path.stem}-{now:%Y%m%d-%H%M%S}{vault.path.suffix}"
    working = target.with_name(target.name + ".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        working.unlink(missing_ok=True)
        with driver.sentences(working):
            _copy(vault, working, now)
        slots.private(working)
        slots.write_whole(slots.slots_path(target), slots.slots_path(vault.path).read_bytes())
        working.replace(target)
    except OSError as error:
        raise disk_error(error, target) from None
    finally:
        for leftover in (working, *_beside(working)):
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)
    if keep:
        _rotate(vault, folder, keep)
    return target


def _copy(vault: OpenVault, working: Path, now: datetime) -> None:
    with _connected(vault.path, vault) as source, _connected(working, vault, create=True) as copy:
        source.execute("BEGIN")
        reader = VaultReader(source)
        manifest = {
            "at": now.isoformat(),
            "counts": dict(reader.counts()),
            "digests": {space: reader.digest(space) for space in sorted(vault.spaces)},
        }
        copy.execute("PRAGMA journal_mode=DELETE")
        source.backup(copy)
        source.execute("ROLLBACK")
        streams.set_meta(copy, MANIFEST, json.dumps(manifest).encode())
        copy.execute("PRAGMA journal_mode=DELETE")


@contextlib.contextmanager
def _connected(path: Path, vault: OpenVault, *, create: bool = False) -> Iterator[Connection]:
    connection = driver.connect(path, vault.key, create=create, wipe_memory=vault.around.wipe_memory)
    try:
        yield connection
    finally:
        connection.close()


def _beside(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))


def listed(folder: Path, stem: str, suffix: str) -> list[Path]:
    """Backups of a vault in `folder` that have their key file, newest first."""
    found = sorted(folder.glob(f"{stem}-????????-??????{suffix}"), reverse=True)
    return [path for path in found if slots.slots_path(path).is_file()]


def _rotate(vault: OpenVault, folder: Path, keep: int) -> None:
    for old in listed(folder, vault.path.stem, vault.path.suffix)[keep:]:
        old.unlink(missing_ok=True)
        slots.slots_path(old).unlink(missing_ok=True)


def prove(backup: Path, vault: OpenVault) -> None:
    """Restore `backup` to a temporary encrypted file, check it and compare it with what it held when made.

    UserError `backup-unproved`, or `damaged-vault` when it cannot even be read.
    """
    with tempfile.TemporaryDirectory(dir=backup.parent, prefix=".proof-") as place:
        copy = Path(place) / backup.name
        try:
            shutil.copyfile(backup, copy)
        except OSError as error:
            raise disk_error(error, copy) from None
        with driver.sentences(backup), _connected(copy, vault) as connection:
            found = streams.meta(connection, MANIFEST)
            manifest = json.loads(found) if found else {}
        spaces = frozenset(manifest.get("digests", {"": ""}))
        report = check_file(copy, vault.key, spaces, wipe_memory=vault.around.wipe_memory)
        same = report.counts == manifest.get("counts") and report.digests == manifest.get("digests")
        if not same or not report.whole:
            raise UserError(UNPROVED, code="backup-unproved", name=backup.name)


def restore(
    backup: Path, target: Path, around: Surroundings, *, passphrase: str = "", recovery: str = ""
) -> OpenVault:
    """Put a backup back as the vault at `target`, open. Nothing may stand there yet: move it aside first.

    The passphrase or recovery key is the one of the day of the backup. The vault is marked as restored, so that
    sync starts a new stream. UserErrors as `open_vault`.
    """
    if target.exists() or slots.slots_path(target).exists():
        raise UserError(EXISTS, code="vault-exists", name=target.name)
    slots.read(slots.slots_path(backup))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(backup, target)
        shutil.copyfile(slots.slots_path(backup), slots.slots_path(target))
        slots.private(target)
        slots.private(slots.slots_path(target))
        vault = open_vault(target, around, passphrase=passphrase, recovery=recovery)
    except BaseException as error:
        for leftover in (target, slots.slots_path(target), *_beside(target)):
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise disk_error(error, target) from None
        raise
    at = around.clock.millis()

    def mark(writer: VaultWriter) -> None:
        writer.set_meta(MANIFEST, None)
        writer.set_meta(RESTORED, str(at).encode())

    vault.write(mark)
    return vault
