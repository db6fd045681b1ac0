"""What sync keeps in the vault: own ops not yet sealed, sealed bytes, cursors, and named blobs (SYNC 2.4).

Sealed bytes are stored in the transaction that decides them, so that a retry sends the same bytes under the same
name. Cursors move in the transaction that applies.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from veldwerk.domain.changes import Op
from veldwerk.domain.register import KINDS
from veldwerk.services.sync_shapes import ParkedOp
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
    """Forget the bytes of a sent object; its row stays, it carries the count."""
    connection.execute(
        "UPDATE sealed SET bytes = zeroblob(0) WHERE space = ? AND name = ? AND sent = 1", (space, name)
    )


def last_seq(connection: Connection) -> int:
    """The newest log line, 0 for none."""
    return log.last_seq(connection)


def living(connection: Connection, space: str) -> int:
    """How many records of a space are not deleted."""
    return sum(
        int(
            connection.execute(
                f'SELECT count(*) FROM "{kind}" WHERE _space = ? AND _deleted = 0', (space,)
            ).fetchone()[0]
        )
        for kind in KINDS
    )


def holds(connection: Connection, space: str) -> bool:
    """Whether there is any record of a space."""
    return any(
        connection.execute(f'SELECT 1 FROM "{kind}" WHERE _space = ? LIMIT 1', (space,)).fetchone()
        for kind in KINDS
    )


def stood(connection: Connection, kind: str, record: str, upto: int) -> bool:
    """Whether a record is not deleted and has log lines up to `upto`."""
    row = connection.execute(
        f'SELECT 1 FROM "{KINDS[kind].kind}" WHERE id = ? AND _deleted = 0 '
        "AND EXISTS (SELECT 1 FROM log WHERE record = ? AND kind = ? AND seq <= ?)",
        (record, record, kind, upto),
    ).fetchone()
    return row is not None


def summary_ops(
    connection: Connection, space: str, after: int, upto: int, limit: int
) -> list[tuple[int, Op]]:
    """(seq, op) of a space behind `after` up to `upto`; our own only as far as they are sealed."""
    sealed = sealed_upto(connection, space)
    return log.ops_between(connection, space, after, upto, sealed, limit)


def erased_count(connection: Connection, space: str) -> int:
    """How many records of a space were erased for good."""
    return int(connection.execute("SELECT count(*) FROM erased WHERE space = ?", (space,)).fetchone()[0])


def asked_erasures(connection: Connection) -> list[Op]:
    """Ops that ask to erase a record which is still here, oldest first."""
    found = connection.execute(
        f"SELECT {log.COLUMNS} FROM log WHERE action = 'erase' AND NOT EXISTS (SELECT 1 FROM erased "
        "WHERE erased.kind = log.kind AND erased.record = log.record) ORDER BY seq"
    ).fetchall()
    return [op for op in map(log.read_op, found) if op.asks]


def about_person(connection: Connection, person: str) -> list[tuple[str, str, str]]:
    """(kind, record, space) of everything about a person, deleted records too."""
    out: list[tuple[str, str, str]] = []
    for kind, spec in KINDS.items():
        if spec.person_field:
            found = connection.execute(
                f'SELECT id, _space FROM "{kind}" WHERE "{spec.person_field}" = ? ORDER BY id', (person,)
            )
            out.extend((kind, str(record), str(space)) for record, space in found.fetchall())
    return out


def deleted_since(connection: Connection, at: int) -> list[tuple[int, bool, Op]]:
    """(moment in ms, whether it was done here, delete op) of records that are deleted now, newest first."""
    found = connection.execute(
        f"SELECT {log.COLUMNS} FROM log WHERE action = 'del' AND at >= ? ORDER BY seq DESC", (at,)
    ).fetchall()
    out: dict[tuple[str, str], tuple[int, bool, Op]] = {}
    for row in found:
        op = log.read_op(row)
        gone = connection.execute(
            f'SELECT 1 FROM "{KINDS[op.kind].kind}" WHERE id = ? AND _deleted = 1', (op.record,)
        ).fetchone()
        if gone is not None:
            out.setdefault((op.kind, op.record), (int(row[8]), bool(row[9]), op))
    return list(out.values())


def parked_ops(connection: Connection, space: str) -> list[ParkedOp]:
    """What waits in a space, oldest first."""
    found = connection.execute(
        "SELECT seq, op, reason, edit FROM parked WHERE space = ? ORDER BY seq", (space,)
    ).fetchall()
    return [
        ParkedOp(int(seq), Op.from_json(json.loads(op), space), str(reason), str(edit))
        for seq, op, reason, edit in found
    ]


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
