"""One vault, one program: a lock the operating system lets go of when the program dies, however it dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from veldwerk.domain.errors import UserError

if sys.platform == "win32":
    import msvcrt

    def _grab(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _release(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _grab(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _release(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


class VaultLock:
    """Holds `<vault>.lock` while a vault is open. The file itself may stay behind: only the lock on it
    counts."""

    def __init__(self, vault: Path) -> None:
        self.path = vault.with_name(vault.name + ".lock")
        self._handle: int | None = None

    def acquire(self) -> None:
        """Take the lock. Raises UserError `vault-in-use` when another program or window has it, and
        `folder-read-only` when the lock file cannot be made. Taking it twice does nothing."""
        if self._handle is not None:
            return
        try:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise UserError(
                "Veldwerk cannot write in this folder: {folder}.",
                code="folder-read-only",
                folder=self.path.parent,
            ) from error
        try:
            _grab(handle)
        except OSError:
            os.close(handle)
            raise UserError(
                "This vault is already open in another Veldwerk window on this laptop. "
                "Use that window, or close it first.",
                code="vault-in-use",
            ) from None
        self._handle = handle

    def release(self) -> None:
        """Let go; does nothing when not held."""
        if self._handle is not None:
            _release(self._handle)
            os.close(self._handle)
            self._handle = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._handle is not None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
