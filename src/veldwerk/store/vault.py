"""Making, opening and closing a vault: the encrypted file, its key file, its lane and its lock (DESIGN 3)."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from veldwerk.domain.changes import Hlc
from veldwerk.domain.errors import N_, UserError
from veldwerk.services.ports import Applied, Clock, Ids
from veldwerk.store import driver, guard, migrations, slots, streams
from veldwerk.store.driver import Connection
from veldwerk.store.lane import Glass, Lane
from veldwerk.store.reading import VaultReader
from veldwerk.store.writing import SPACES, Ticker, VaultWriter, together

T = TypeVar("T")

NO_VAULT = N_("There is no vault at this place: {name}.")
EXISTS = N_("There is a vault at this place already: {name}.")
TOO_SHORT = N_("Choose a passphrase of at least {n} signs.")
MINIMUM_PASSPHRASE = 4
OPENING_BYTES = 4

_logger = logging.getLogger(__name__)


class Lock(Protocol):
    """One program at a time (system.locks). `acquire` raises UserError when another has it."""

    def acquire(self) -> None: ...
    def release(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a vault needs of the machine: time, randomness, a lock for a path, and a check that raises UserError
    for a folder that another program copies or that lies on a network. `wipe_memory` is off only where all
    people in the vault are made up (see driver.connect)."""

    clock: Clock
    ids: Ids
    lock: Callable[[Path], Lock] | None = None
    check_folder: Callable[[Path], None] | None = None
    wipe_memory: bool = True


class OpenVault:
    """An open vault; matches `services.ports.Vault`. Made by `create` and `open_vault`."""

    def __init__(self, path: Path, key: bytes, around: Surroundings, lock: Lock | None) -> None:
        self.path = path
        self.repaired: list[str] = []
        self._key = key
        self._around = around
        self._lock = lock
        self._listeners: list[Callable[[Applied], None]] = []
        self._closed = False
        with driver.sentences(path):
            writing = driver.connect(path, key, wipe_memory=around.wipe_memory)
            try:
                self._prepare(writing)
                self._glass = Glass(
                    driver.connect(path, key, query_only=True, wipe_memory=around.wipe_memory)
                )
            except BaseException:
                writing.close()
                raise
        self._writing = writing
        self._lane = Lane(writing)
        self._unpark()

    def _prepare(self, connection: Connection) -> None:
        """Check the version, put the guard right, read who we are."""
        migrations.check_not_newer(connection)
        if guard.wrong(connection):
            connection.execute("BEGIN IMMEDIATE")
            self.repaired = guard.restore(connection)
            connection.execute("COMMIT")
        device = streams.meta(connection, "device") or b""
        self._device = device.decode()
        self._spaces = frozenset((streams.meta(connection, SPACES) or b"").decode().split())
        clock = connection.execute("SELECT clock FROM edit_state").fetchone()[0]
        opening = self._around.ids.random_bytes(OPENING_BYTES).hex()
        self._ticker = Ticker(Hlc.parse(clock), self._device, opening, self._around.clock.millis)

    def _unpark(self) -> None:
        if self.read(lambda reader: reader.parked()):
            self.write(lambda writer: writer.unpark())

    @property
    def device(self) -> str:
        """The device id in this vault's clocks."""
        return self._device

    @property
    def spaces(self) -> frozenset[str]:
        """The spaces this vault is a member of."""
        return self._spaces

    @property
    def around(self) -> Surroundings:
        """What it was opened with; for backups beside it."""
        return self._around

    @property
    def key(self) -> bytes:
        """The raw key, for a backup that opens with it."""
        return self._key

    def write(self, job: Callable[[VaultWriter], T]) -> T:
        """Run `job` in the one writing thread inside one transaction, wait, and give its result.

        Raises what the job raised (then nothing was written), or UserError (disk full, read-only, damaged).
        RuntimeError when called from inside a job.
        """

        def inside(connection: Connection) -> tuple[T, VaultWriter]:
            writer = VaultWriter(connection, self._ticker, self._spaces)
            result = job(writer)
            writer.finish()
            return result, writer

        with driver.sentences(self.path):
            return self._lane.run(inside, self._committed)[0]

    def _committed(self, done: tuple[object, VaultWriter]) -> None:
        writer = done[1]
        self._spaces = writer.spaces
        applied = together(writer.applied)
        if not applied.changed and not applied.parked:
            return
        for listener in tuple(self._listeners):
            try:
                listener(applied)
            except Exception as error:  # what is on disk must not look as if it failed
                _logger.error("a listener failed: %s", type(error).__name__)

    def read(self, job: Callable[[VaultReader], T]) -> T:
        """Run `job` on the query-only connection, in the caller's thread, on one consistent view."""
        with driver.sentences(self.path):
            return self._glass.run(lambda connection: job(VaultReader(connection)))

    def listen(self, listener: Callable[[Applied], None]) -> Callable[[], None]:
        """Call `listener` after each committed apply, in the writing thread; gives what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def raw(self, job: Callable[[Connection], T]) -> T:
        """Run `job` on the writing connection in the lane, outside a transaction: backup, check, tests."""
        with driver.sentences(self.path):
            return self._lane.outside(job)

    def raw_read(self, job: Callable[[Connection], T]) -> T:
        """Run `job` on the query-only connection."""
        with driver.sentences(self.path):
            return self._glass.run(job)

    def change_passphrase(self, old: str, new: str) -> None:
        """Rewrite the passphrase slot; the vault itself stays as it is. UserError when `old` is wrong."""
        place = slots.slots_path(self.path)
        content = slots.read(place)
        slots.unlock(content, slots.PASSPHRASE, old, place.name)
        self._rewrite(content, new)

    def set_passphrase(self, new: str) -> None:
        """A new passphrase after opening with the recovery key."""
        self._rewrite(slots.read(slots.slots_path(self.path)), new)

    def _rewrite(self, content: slots.KeyFile, new: str) -> None:
        require_passphrase(new)
        changed = slots.with_passphrase(content, self._key, new, self._around.ids.random_bytes)
        _write_slots(slots.slots_path(self.path), changed)

    def new_recovery_key(self) -> str:
        """A new recovery key to print; the earlier sheet stops working."""
        place = slots.slots_path(self.path)
        changed, text = slots.with_recovery(slots.read(place), self._key, self._around.ids.random_bytes)
        _write_slots(place, changed)
        return text

    def destroy_keys(self) -> None:
        """Nothing opens this vault any more, once it is closed: its key file is overwritten and removed.

        Backups have key files of their own. UserError when the file cannot be written.
        """
        place = slots.slots_path(self.path)
        try:
            place.write_bytes(self._around.ids.random_bytes(place.stat().st_size))
            place.unlink()
        except FileNotFoundError:
            return
        except OSError as error:
            raise disk_error(error, place) from None

    def close(self) -> None:
        """Finish the last job, fold the write-ahead log into the file, let go of the lock. Twice is once."""
        if self._closed:
            return
        self._closed = True
        self._glass.close()
        self._lane.close()
        with contextlib.suppress(driver.DatabaseError):
            self._writing.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._writing.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> OpenVault:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def require_passphrase(passphrase: str) -> None:
    """Raise UserError when a new passphrase is too short to be one."""
    if len(passphrase.strip()) < MINIMUM_PASSPHRASE:
        raise UserError(TOO_SHORT, code="passphrase-too-short", n=MINIMUM_PASSPHRASE)


def _write_slots(place: Path, content: slots.KeyFile) -> None:
    try:
        slots.write(place, content)
    except OSError as error:
        raise disk_error(error, place) from None


def disk_error(error: OSError, path: Path) -> UserError:
    """The sentence for a file that could not be written."""
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError(driver.DISK_FULL, code="disk-full")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return UserError(driver.READ_ONLY, code="vault-read-only", name=path.name)
    return UserError(driver.DISK_ERROR, code="disk-error", name=path.name)


def create(
    path: Path, passphrase: str, around: Surroundings, *, spaces: Iterable[str], device: str = ""
) -> tuple[OpenVault, str]:
    """A new, open vault at `path`, member of `spaces`, and its recovery key to print.

    It is made under another name and renamed when whole, so that being killed halfway never leaves something
    that looks like a vault. `device` is the name in its clocks: 16 hexadecimal digits, made when not given.
    UserError when there is a vault already, the folder is refused or cannot be written, the disk is full, the
    passphrase too short.
    """
    require_passphrase(passphrase)
    path = real(path)
    place, unfinished = slots.slots_path(path), path.with_name(path.name + ".new")
    if path.exists() or (place.exists() and not unfinished.exists()):
        raise UserError(EXISTS, code="vault-exists", name=path.name)
    lock = _enter(path, around)
    random = around.ids.random_bytes
    key = random(driver.KEY_BYTES)
    content = slots.with_passphrase(slots.KeyFile(around.ids.new_id()), key, passphrase, random)
    content, recovery = slots.with_recovery(content, key, random)
    try:
        _remove(place, unfinished)
        with driver.sentences(path):
            _first(unfinished, key, around, device or random(8).hex(), spaces, content.vault)
        slots.private(unfinished)
        _write_slots(place, content)
        try:
            unfinished.rename(path)
        except OSError as error:
            raise disk_error(error, path) from None
        return OpenVault(path, key, around, lock), recovery
    except BaseException:
        _remove(path, place, unfinished)
        _leave(lock)
        raise


def real(path: Path) -> Path:
    """Where the file itself stands, links followed: lock, log and key file belong to the file, not to a name of it."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # links in a circle
        return path.absolute()


def _remove(*paths: Path) -> None:
    """Take unfinished files away, with what SQLite keeps beside them."""
    for path in paths:
        for leftover in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)


def _first(
    path: Path, key: bytes, around: Surroundings, device: str, spaces: Iterable[str], vault: str
) -> None:
    connection = driver.connect(path, key, create=True, wipe_memory=around.wipe_memory)
    try:
        migrations.migrate(connection, around.clock.millis())
        streams.set_meta(connection, "device", device.encode())
        streams.set_meta(connection, "vault", vault.encode())
        streams.set_meta(connection, SPACES, " ".join(sorted(set(spaces))).encode())
    finally:
        connection.close()


def open_vault(
    path: Path, around: Surroundings, *, passphrase: str = "", recovery: str = "", key: bytes = b""
) -> OpenVault:
    """The vault at `path`, unlocked by one of passphrase, recovery key or raw key.

    An older vault is migrated, after a copy beside it. UserError, each with its own code: no-vault,
    missing-key-file, damaged-key-file, wrong-passphrase, wrong-recovery-key, damaged-vault, newer-vault,
    vault-in-use, vault-read-only, disk-full, disk-error, and those of the lock and the folder check.
    """
    path = real(path)
    if not path.is_file():
        raise UserError(NO_VAULT, code="no-vault", name=path.name)
    if path.stat().st_size < driver.PAGE_BYTES:  # SQLite would take it for a new file, and begin one
        raise UserError(driver.DAMAGED, code="damaged-vault", name=path.name)
    if not key:
        place = slots.slots_path(path)
        kind, secret = (slots.RECOVERY, recovery) if recovery else (slots.PASSPHRASE, passphrase)
        key = slots.unlock(slots.read(place), kind, secret, place.name)
    lock = _enter(path, around)
    try:
        _migrate(path, key, around)
        return OpenVault(path, key, around, lock)
    except BaseException:
        _leave(lock)
        raise


def _migrate(path: Path, key: bytes, around: Surroundings) -> None:
    with driver.sentences(path):
        connection = driver.connect(path, key, wipe_memory=around.wipe_memory)
        try:
            migrations.check_not_newer(connection)
            if migrations.version(connection) == 0:
                raise UserError(driver.DAMAGED, code="damaged-vault", name=path.name)
            if migrations.needed(connection):
                _copy_before(connection, path)
                migrations.migrate(connection, around.clock.millis())
        finally:
            connection.close()


def _copy_before(connection: Connection, path: Path) -> None:
    """A copy of the vault and its key file as they were, beside it; one is kept."""
    copy = path.with_name(f"{path.stem}-before-upgrade{path.suffix}")
    copy.unlink(missing_ok=True)
    connection.execute("VACUUM INTO ?", (str(copy),))
    slots.private(copy)
    slots.write_whole(slots.slots_path(copy), slots.slots_path(path).read_bytes())


def _enter(path: Path, around: Surroundings) -> Lock | None:
    if around.check_folder is not None:
        around.check_folder(path.parent)
    if around.lock is None:
        return None
    lock = around.lock(path)
    lock.acquire()
    return lock


def _leave(lock: Lock | None) -> None:
    if lock is not None:
        lock.release()
