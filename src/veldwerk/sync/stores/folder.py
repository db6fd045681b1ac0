"""A folder: a USB stick, a network drive, a folder that something else keeps in step.

Written to a temporary name beside it, flushed to the medium, then renamed: a stick that is pulled out leaves a
temporary file that nobody reads, never half an object. The temporary name follows from the object's, so that the
next try writes over it; what nobody came back for is taken away after a day.
A network drive whose server is gone can hold a call for ever, so each is made in a thread that can be left behind.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from veldwerk.domain.errors import UserError
from veldwerk.services.store_calls import Aside
from veldwerk.services.store_check import StoreCheck
from veldwerk.sync.stores import names
from veldwerk.sync.stores.background import Patience
from veldwerk.sync.stores.names import checked, taken, valid
from veldwerk.sync.stores.probe import Facts, probe

T = TypeVar("T")

LITTER_AGE = 86_400
"""Seconds after which a temporary file is nobody's any more, by the clock of the medium itself."""
_FULL = {errno.ENOSPC, errno.EFBIG} | ({errno.EDQUOT} if hasattr(errno, "EDQUOT") else set())
_GONE = {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOTCONN, errno.EHOSTDOWN, errno.ESTALE}


@contextlib.contextmanager
def _sentences() -> Iterator[None]:
    """OSError to a UserError with a code; the path stays out of it."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise UserError(names.FULL, code="store-full") from None
        if error.errno in _GONE:
            raise UserError(names.MISSING, code="store-missing") from None
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            raise UserError(names.REFUSED, code="store-refused") from None
        raise names.trouble(error.errno) from None


class FolderStore:
    """`root` must exist: a folder that is gone is an error, never an empty store."""

    def __init__(self, root: Path, patience: Patience | None = None) -> None:
        self._root, self._patience, self._aside = root, patience or Patience(), Aside()

    def _run(self, work: Callable[[], T], size: int = 0) -> T:
        """`work` within the deadline, and only when the folder is there."""
        end = time.monotonic() + self._patience.whole + size / self._patience.slowest

        def look() -> None:
            if time.monotonic() > end:
                raise UserError(names.SLOW, code="store-timeout")

        def there() -> T:
            if not self._root.is_dir():
                raise UserError(names.MISSING, code="store-missing")
            with _sentences():
                return work()

        return self._aside.run(there, look)

    def put(self, name: str, data: bytes) -> None:
        """Write once."""
        path = self._root / checked(name)

        def work() -> None:
            if path.exists():
                if path.read_bytes() != data:
                    raise taken()
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            self._write(path, data)

        self._run(work, len(data))

    @classmethod
    def _write(cls, path: Path, data: bytes) -> None:
        part = path.with_name(f"~{path.name}.tmp")
        try:
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            now = part.stat().st_mtime
            part.replace(path)
        except OSError as error:
            if error.errno in _FULL:  # half a file would take the room that is asked for
                with contextlib.suppress(OSError):
                    part.unlink()
            raise
        cls._flush(path.parent)
        cls._sweep(path.parent, now)

    @staticmethod
    def _flush(folder: Path) -> None:
        """Make the rename itself last; Windows cannot open a folder and does not need it."""
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    @staticmethod
    def _sweep(folder: Path, now: float) -> None:
        """Take away temporary files of ours that are long left, so that a full stick is not full of them."""
        with contextlib.suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                ours = entry.name.startswith("~") and entry.name.endswith(".tmp") and valid(entry.name[1:-4])
                if ours and entry.stat().st_mtime < now - LITTER_AGE:
                    Path(entry.path).unlink()

    def get(self, name: str) -> bytes | None:
        """The object, or None."""
        path = self._root / checked(name)

        def work() -> bytes | None:
            try:
                return path.read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                return None

        return self._run(work)

    def list(self, prefix: str) -> list[str]:
        """Names directly under a folder."""
        path = self._root / checked(prefix.rstrip("/"))

        def work() -> list[str]:
            try:
                with os.scandir(path) as entries:
                    return sorted(prefix + e.name for e in entries if valid(e.name) and e.is_file())
            except (FileNotFoundError, NotADirectoryError):
                return []

        return self._run(work)

    def delete(self, name: str) -> None:
        """Remove."""
        path = self._root / checked(name)

        def work() -> None:
            with contextlib.suppress(NotADirectoryError):
                path.unlink(missing_ok=True)

        self._run(work)

    def check(self) -> StoreCheck:
        """«Test deze opslag»."""
        return probe(self, lambda: Facts(free=self._run(lambda: shutil.disk_usage(self._root).free)))
