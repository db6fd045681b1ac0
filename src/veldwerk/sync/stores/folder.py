"""A folder: a USB stick, a network drive, a folder that something else keeps in step.

Written to a temporary name beside it, flushed to the medium, then renamed: a stick that is pulled out leaves a
temporary file that nobody reads, never half an object. The temporary name follows from the object's, so that the
next try writes over it.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from veldwerk.domain.errors import UserError
from veldwerk.services.sync_ports import StoreCheck
from veldwerk.sync.stores import names
from veldwerk.sync.stores.names import checked, taken, valid
from veldwerk.sync.stores.probe import probe

_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}
_GONE = {errno.EIO, errno.ENODEV, errno.ENXIO}


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

    def __init__(self, root: Path) -> None:
        self._root = root

    def _there(self) -> None:
        if not self._root.is_dir():
            raise UserError(names.MISSING, code="store-missing")

    def put(self, name: str, data: bytes) -> None:
        path = self._root / checked(name)
        self._there()
        with _sentences():
            if path.exists():
                if path.read_bytes() != data:
                    raise taken()
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f"~{path.name}.tmp")
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
            self._flush(path.parent)

    @staticmethod
    def _flush(folder: Path) -> None:
        """Make the rename itself last; Windows cannot open a folder and does not need it."""
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def get(self, name: str) -> bytes | None:
        self._there()
        with _sentences():
            try:
                return (self._root / checked(name)).read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                return None

    def list(self, prefix: str) -> list[str]:
        self._there()
        with _sentences():
            try:
                entries = list(os.scandir(self._root / checked(prefix.rstrip("/"))))
            except (FileNotFoundError, NotADirectoryError):
                return []
            return sorted(prefix + e.name for e in entries if valid(e.name) and e.is_file())

    def delete(self, name: str) -> None:
        self._there()
        with _sentences():
            (self._root / checked(name)).unlink(missing_ok=True)

    def check(self) -> StoreCheck:
        self._there()
        probe(self)
        return StoreCheck(ok=True)
