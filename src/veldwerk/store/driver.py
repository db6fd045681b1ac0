"""The one door to SQLCipher: the shim, a keyed connection, and database errors as sentences (STORAGE 1b, 5).

`sqlite_utils` takes `pysqlite3` when it is there; giving it `sqlcipher3` under that name makes both speak of
the same exception classes. numpy and pandas are kept out while it loads: they cost half a second.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3
import sqlcipher3.dbapi2 as dbapi

from veldwerk.domain.errors import N_, UserError

KEY_BYTES = 32
PAGE_BYTES = 4096
BUSY_MS = 5000

Connection = Any
"""A sqlcipher3 connection; the package ships no types."""

DatabaseError: type[Exception] = dbapi.Error

_BLOCKED = [name for name in ("numpy", "pandas") if name not in sys.modules]
sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = dbapi
for _name in _BLOCKED:
    sys.modules[_name] = None  # type: ignore[assignment]  # None is how an import is made to fail
try:
    import sqlite_utils
    import sqlite_utils.utils
finally:
    for _name in _BLOCKED:
        sys.modules.pop(_name, None)

assert vars(sqlite_utils.utils)["sqlite3"] is sqlcipher3, (
    "sqlite_utils was imported before veldwerk.store.driver"
)


def connect(
    path: Path, key: bytes, *, create: bool = False, query_only: bool = False, wipe_memory: bool = True
) -> Connection:
    """An open connection with `key` set, in WAL, with every commit on disk before it returns.

    `wipe_memory` locks and wipes each piece of memory SQLCipher uses; it makes bulk writing up to 8 times slower, so
    a generated practice vault goes without. Once on, it stays on in this process.

    Nothing is read yet, so a wrong key or damage shows at the first statement. Transactions are our own.
    """
    assert len(key) == KEY_BYTES, "a shorter key would silently be taken as a passphrase"
    mode = "rwc" if create else "rw"
    connection = dbapi.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_MS / 1000,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=512,
    )
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.set_key(f"x'{key.hex()}'")
        if wipe_memory:
            connection.execute("PRAGMA cipher_memory_security=ON")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA cache_size=-16000")
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA secure_delete=ON")
        if query_only:
            connection.execute("PRAGMA query_only=ON")
    except BaseException:
        connection.close()
        raise
    return connection


def utils(connection: Connection) -> sqlite_utils.Database:
    """`connection` as sqlite-utils sees it."""
    return sqlite_utils.Database(connection, execute_plugins=False)


DAMAGED = N_("The vault {name} is damaged. Put back a backup, or have it checked.")
DISK_FULL = N_("The disk is full. Nothing was lost; make room and try again.")
READ_ONLY = N_("The vault {name} cannot be written: the file or its folder is read-only.")
IN_USE = N_("The vault {name} is in use by another program. Close it there first.")
NO_FOLDER = N_("The folder of the vault {name} cannot be opened.")
DISK_ERROR = N_("The disk gave an error while the vault {name} was read or written.")

_OF_THE_PLACE = (5, 6, 8, 13)
"""Busy, locked, read-only, full: the disk or another program, and nothing that is wrong with the vault."""

_BY_CODE = {
    5: ("vault-in-use", IN_USE),  # SQLITE_BUSY
    6: ("vault-in-use", IN_USE),  # SQLITE_LOCKED
    8: ("vault-read-only", READ_ONLY),  # SQLITE_READONLY
    10: ("disk-error", DISK_ERROR),  # SQLITE_IOERR
    11: ("damaged-vault", DAMAGED),  # SQLITE_CORRUPT
    13: ("disk-full", DISK_FULL),  # SQLITE_FULL
    14: ("no-folder", NO_FOLDER),  # SQLITE_CANTOPEN
    26: ("damaged-vault", DAMAGED),  # SQLITE_NOTADB
}


def of_the_place(error: Exception) -> bool:
    """Whether the error says nothing about the content of the vault: in use, read-only, or the disk is full."""
    return int(getattr(error, "sqlite_errorcode", None) or 0) & 0xFF in _OF_THE_PLACE


def friendly(error: Exception, path: Path) -> UserError | None:
    """The sentence for a database error, by its code and never by its text; None when it is a bug of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    found = _BY_CODE.get(int(code) & 0xFF) if code is not None else None
    if found is None:
        return None
    word, message = found
    if word in ("no-folder", "disk-error") and not _writable(path.parent):
        word, message = _BY_CODE[8]
    elif word == "disk-error" and _is_full(path.parent):
        word, message = _BY_CODE[13]
    return UserError(message, code=word, name=path.name)


def _writable(folder: Path) -> bool:
    """Whether a file can be made in `folder`; a folder that is not there counts as writable."""
    import os

    return not folder.is_dir() or os.access(folder, os.W_OK)


def _is_full(folder: Path) -> bool:
    import shutil

    return shutil.disk_usage(folder).free < 64 * 1024


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """Database errors inside become UserErrors."""
    try:
        yield
    except dbapi.Error as error:
        mapped = friendly(error, path)
        if mapped is None:
            raise
        raise mapped from None
