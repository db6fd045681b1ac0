"""The log of this vault: one row per op, with the old values that undo and history need."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from veldwerk.domain.changes import Action, Op, Stamp, device_of
from veldwerk.services.ports import LogLine
from veldwerk.store.driver import Connection
from veldwerk.store.packing import pack, unpack
from veldwerk.store.rows import text

Key = tuple[str, str, str]
"""Kind, record and clock: what makes an op the same op."""

COLUMNS = "seq, edit, kind, record, space, action, hlc, worker, at, local, fields, parents, old"

APPEND = (
    "INSERT OR FAIL INTO log (edit, kind, record, space, action, hlc, worker, at, local, fields, parents, old) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def entry(op: Op, old: object, *, edit: str, at: int, local: bool) -> tuple[object, ...]:
    """The values for APPEND."""
    return (
        edit,
        op.kind,
        op.record,
        op.space,
        op.action.value,
        op.stamp.hlc,
        op.stamp.worker,
        at,
        int(local),
        pack(dict(op.fields)),
        text({path: list(seen) for path, seen in op.parents.items()}) if op.parents else None,
        pack(old) if old else None,
    )


def last_seq(connection: Connection) -> int:
    """The number of the newest line, 0 for none."""
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM log").fetchone()[0])


def append(connection: Connection, lines: Iterable[tuple[object, ...]], last: int = 0) -> None:
    """Write `lines` (of `entry`) behind line `last`, which an erasure may have taken away: no number is used twice,
    since what was sent is remembered by it."""
    rest = iter(lines)
    if last and (first := next(rest, None)) is not None:
        connection.execute(
            APPEND.replace("(edit,", "(seq, edit,").replace("(?,", "(?, ?,"), (last + 1, *first)
        )
    connection.executemany(APPEND, rest)


def read_op(row: Sequence[object]) -> Op:
    """The op in a row of `COLUMNS`."""
    hlc = str(row[6])
    parents = json.loads(str(row[11])) if row[11] is not None else {}
    return Op(
        kind=str(row[2]),
        record=str(row[3]),
        action=Action(str(row[5])),
        fields=unpack(row[10]),
        stamp=Stamp(hlc, device_of(hlc), str(row[7])),
        space=str(row[4]),
        parents={path: tuple(seen) for path, seen in parents.items()},
    )


def moment(ms: int) -> datetime:
    """Milliseconds since 1970 as an aware moment in local time."""
    return datetime.fromtimestamp(ms / 1000, tz=UTC).astimezone()


def _line(row: Sequence[object]) -> LogLine:
    return LogLine(
        seq=int(str(row[0])),
        edit=str(row[1]),
        op=read_op(row),
        old=unpack(row[12]) if row[12] is not None else {},
        at=moment(int(str(row[8]))),
        local=bool(row[9]),
    )


def lines(
    connection: Connection, *, record: str = "", edit: str = "", after: int = 0, limit: int = 200
) -> list[LogLine]:
    """Log lines after `after`, oldest first, of one record or one edit when named."""
    where = ["seq > ?"]
    values: list[object] = [after]
    for column, value in (("record", record), ("edit", edit)):
        if value:
            where.append(f"{column} = ?")
            values.append(value)
    sql = f"SELECT {COLUMNS} FROM log WHERE {' AND '.join(where)} ORDER BY seq LIMIT ?"
    return [_line(row) for row in connection.execute(sql, (*values, limit)).fetchall()]


def ops_of_space(
    connection: Connection, space: str, *, after: int = 0, limit: int = 1000, local: bool | None = None
) -> list[tuple[int, Op]]:
    """(seq, op) of a space after `after`, oldest first; only our own with `local`, only others' with False."""
    own = "" if local is None else f" AND local = {int(local)}"
    sql = f"SELECT {COLUMNS} FROM log WHERE space = ? AND seq > ?{own} ORDER BY seq LIMIT ?"
    rows = connection.execute(sql, (space, after, limit)).fetchall()
    return [(int(row[0]), read_op(row)) for row in rows]


def ops_between(
    connection: Connection, space: str, after: int, upto: int, own_upto: int, limit: int
) -> list[tuple[int, Op]]:
    """(seq, op) of a space with `after` < seq <= `upto`, oldest first; of our own only those up to `own_upto`."""
    sql = (
        f"SELECT {COLUMNS} FROM log WHERE space = ? AND seq > ? AND seq <= ? AND (local = 0 OR seq <= ?) "
        "ORDER BY seq LIMIT ?"
    )
    rows = connection.execute(sql, (space, after, upto, own_upto, limit)).fetchall()
    return [(int(row[0]), read_op(row)) for row in rows]


def known(connection: Connection, keys: Iterable[Key]) -> set[Key]:
    """Which of the (kind, record, hlc) are in the log already."""
    wanted = text([list(key) for key in keys])
    sql = (
        "SELECT log.kind, log.record, log.hlc FROM json_each(?) AS key "
        "JOIN log ON log.kind = key.value ->> 0 AND log.record = key.value ->> 1 AND log.hlc = key.value ->> 2"
    )
    return {(row[0], row[1], row[2]) for row in connection.execute(sql, (wanted,)).fetchall()}


def forget(connection: Connection, kind: str, record: str) -> None:
    """Take all lines of an erased record away."""
    connection.execute("DELETE FROM log WHERE record = ? AND kind = ?", (record, kind))
