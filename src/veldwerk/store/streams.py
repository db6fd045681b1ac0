"""What sync keeps in the vault: own ops not yet sealed, sealed bytes, cursors, and named blobs (SYNC 2.4).

Sealed bytes are stored in the transaction that decides them, so that a retry sends the same bytes under the same
name. Cursors move in the transaction that applies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from veldwerk.domain.changes import Op
from veldwerk.store import log
from veldwerk.store.driver import Connection


@dataclass(frozen=True, slots=True)
class Sealed:
    """One sealed object of our own: its name in the store, its bytes, and the last log line inside."""

    name: str
    content: bytes
    upto: int
    sent: bool


def sealed_upto(connection: Connection, space: str) -> int:
    """The last log line of a space that is inside a sealed object."""
    row = connection.execute("SELECT coalesce(max(upto), 0) FROM sealed WHERE space = ?", (space,)).fetchone()
    return int(row[0])


def pending(connection: Connection, space: str, limit: int = 1000) -> list[tuple[int, Op]]:
    """(seq, op) of our own changes that are in no sealed object yet, oldest first."""
    return log.ops_of_space(connection, space, after=sealed_upto(connection, space), limit=limit, local=True)


def pending_count(connection: Connection, space: str) -> int:
    """How many of our own changes are in no sealed object yet."""
    row = connection.execute(
        "SELECT count(*) FROM log WHERE local = 1 AND space = ? AND seq > ?",
        (space, sealed_upto(connection, space)),
    ).fetchone()
    return int(row[0])


def put(connection: Connection, space: str, name: str, content: bytes, upto: int) -> None:
    """Keep a sealed object; the same name again must have the same bytes (I1)."""
    known = connection.execute(
        "SELECT bytes FROM sealed WHERE space = ? AND name = ?", (space, name)
    ).fetchone()
    if known is not None:
        assert bytes(known[0]) == content, "a sealed name is never given to other bytes"
        return
    connection.execute("INSERT INTO sealed VALUES (?, ?, ?, ?, 0)", (space, name, content, upto))


def get(connection: Connection, space: str, name: str) -> bytes | None:
    """The bytes of a sealed object of ours, for sending again."""
    row = connection.execute(
        "SELECT bytes FROM sealed WHERE space = ? AND name = ?", (space, name)
    ).fetchone()
    return bytes(row[0]) if row else None


def listed(connection: Connection, space: str, *, unsent: bool = False) -> list[Sealed]:
    """Our sealed objects in the order they were made."""
    only = " AND sent = 0" if unsent else ""
    found = connection.execute(
        f"SELECT name, bytes, upto, sent FROM sealed WHERE space = ?{only} ORDER BY rowid", (space,)
    ).fetchall()
    return [Sealed(name, bytes(content), upto, bool(sent)) for name, content, upto, sent in found]


def mark_sent(connection: Connection, space: str, name: str) -> None:
    """The object was stored and read back."""
    connection.execute("UPDATE sealed SET sent = 1 WHERE space = ? AND name = ?", (space, name))


def drop(connection: Connection, space: str, name: str) -> None:
    """Forget the bytes of a sent object (after compaction); the newest is kept, it carries the count."""
    connection.execute(
        "DELETE FROM sealed WHERE space = ? AND name = ? AND sent = 1 "
        "AND upto < (SELECT max(upto) FROM sealed WHERE space = ?)",
        (space, name, space),
    )


def cursors(connection: Connection, space: str) -> Mapping[str, str]:
    """Stream to how far we have applied it."""
    found = connection.execute("SELECT stream, value FROM cursor WHERE space = ?", (space,))
    return dict(found.fetchall())


def set_cursor(connection: Connection, space: str, stream: str, value: str) -> None:
    """Move a cursor, in the transaction that applied."""
    connection.execute(
        "INSERT INTO cursor VALUES (?, ?, ?) ON CONFLICT (space, stream) DO UPDATE SET value = excluded.value",
        (space, stream, value),
    )


def meta(connection: Connection, key: str) -> bytes | None:
    """A named blob, or None."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return bytes(row[0]) if row else None


def set_meta(connection: Connection, key: str, value: bytes | None) -> None:
    """Keep a named blob; None removes it."""
    if value is None:
        connection.execute("DELETE FROM meta WHERE key = ?", (key,))
    else:
        connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, bytes(value)))


def metas(connection: Connection, prefix: str) -> dict[str, bytes]:
    """All named blobs whose key starts with `prefix`."""
    found = connection.execute(
        "SELECT key, value FROM meta WHERE substr(key, 1, ?) = ?", (len(prefix), prefix)
    )
    return {key: bytes(value) for key, value in found.fetchall()}
