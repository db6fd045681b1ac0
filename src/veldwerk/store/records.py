"""`apply` alone writes records: rows, clocks, versions, search entries and one log row per op (DESIGN 2).

All records of a batch are read at once, merged in memory by `domain.merge`, and written back, so that a
thousand ops cost a handful of statements. What this version does not know is parked whole and tried again after
an upgrade; a log row always holds the op as it came.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from veldwerk.domain.changes import Action, Op
from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.merge import State, completed, marked, merged, restamped, separate
from veldwerk.domain.register import KINDS
from veldwerk.services.ports import Applied
from veldwerk.store import log, rows, search
from veldwerk.store.driver import Connection

WRONG_SPACE = N_("This vault is not a member of the space of these changes.")
OTHER_SPACE = N_("This record lives in another space.")


@dataclass(frozen=True, slots=True)
class Applying:
    """What one apply knows: who writes (`merge.writer_of`), the vault's spaces, the edit, the moment (ms), whose ops
    these are."""

    writer: str
    spaces: frozenset[str]
    edit: str
    at: int
    local: bool


@dataclass(slots=True)
class _Batch:
    held: dict[tuple[str, str], rows.Held] = field(default_factory=dict)
    lines: list[tuple[str, str, tuple[object, ...]]] = field(default_factory=list)
    changed: dict[tuple[str, str], dict[str, None]] = field(default_factory=dict)
    parked: list[tuple[Op, str]] = field(default_factory=list)
    touched: dict[tuple[str, str], None] = field(default_factory=dict)
    erased: dict[tuple[str, str], Op] = field(default_factory=dict)


def apply(connection: Connection, ops: Sequence[Op], how: Applying) -> Applied:
    """Apply `ops` in order inside the caller's open edit. Ops that are in the log already do nothing.

    Raises UserError for a space this vault is not in. Local ops must be right: KeyError and TypeError are bugs;
    remote ones that are not are parked.
    """
    batch = _Batch()
    accepted = [op for op in ops if _acceptable(op, how, batch)]
    _load(connection, accepted, batch)
    known = set() if how.local else log.known(connection, map(_key, accepted))
    for op in accepted:
        if _key(op) in known:
            continue
        if not how.local:
            known.add(_key(op))
        _one(op, how, batch)
    _write(connection, batch, how)
    return _applied(batch)


def _key(op: Op) -> log.Key:
    return op.kind, op.record, op.stamp.hlc


def _acceptable(op: Op, how: Applying, batch: _Batch) -> bool:
    if op.space not in how.spaces:
        raise UserError(WRONG_SPACE, code="wrong-space")
    spec = KINDS.get(op.kind)
    if not how.local and not storable(op):
        batch.parked.append((op, "text"))
        return False
    if spec is not None and spec.holds(op.space, op.record):
        return True
    if how.local:
        raise UserError(OTHER_SPACE, code="other-space") if spec else KeyError(op.kind)
    batch.parked.append((op, "space" if spec else "kind"))
    return False


def storable(op: Op) -> bool:
    """Whether SQLite and JSON can hold it: no lone surrogates, no NaN, not nested without end."""
    try:
        json.dumps(op.to_json(), ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return False
    return True


def _load(connection: Connection, ops: Iterable[Op], batch: _Batch) -> None:
    wanted: dict[str, dict[str, None]] = {}
    for op in ops:
        wanted.setdefault(op.kind, {})[op.record] = None
    for kind, ids in wanted.items():
        for record, held in rows.load(connection, kind, ids).items():
            batch.held[(kind, record)] = held


def _one(op: Op, how: Applying, batch: _Batch) -> None:
    key = (op.kind, op.record)
    held = batch.held.get(key)
    if held is None:
        held = rows.Held(State(), op.space, None)
    elif held.space != op.space:
        if how.local:
            raise UserError(OTHER_SPACE, code="other-space")
        batch.parked.append((op, "other-space"))
        return
    if held.state.erased:
        return
    if op.asks:
        op = marked(op) if how.local else op
        batch.lines.append((*key, log.entry(op, {}, edit=how.edit, at=how.at, local=how.local)))
        return
    fields = KINDS[op.kind].fields
    usable = op
    if how.local:
        usable = op = _own(op, held.state, how.writer)
    elif op.action is not Action.ERASE:  # whose fields are signatures, nothing to assign
        usable, unknown = separate(op, fields)
        if unknown is not None:
            batch.parked.append((unknown, "field"))
    result = merged(held.state, usable, fields)
    held.state = result.state
    batch.held[key] = held
    batch.touched[key] = None
    if op.action is Action.ERASE:
        batch.erased[key] = op
    old = {path: value for path, value in result.old.items() if value is not None}
    batch.lines.append(
        (*key, log.entry(op, old, edit=how.edit, at=how.at, local=how.local)),
    )
    if result.changed:
        batch.changed.setdefault(key, {}).update(dict.fromkeys(result.changed))


def _own(op: Op, state: State, writer: str) -> Op:
    """`op` of this vault as it is kept and sent."""
    if op.action is Action.ERASE:
        return marked(op)
    return marked(restamped(state, completed(state, op, KINDS[op.kind].fields), writer))


def _write(connection: Connection, batch: _Batch, how: Applying) -> None:
    last = log.last_seq(connection) if batch.erased else 0
    for (kind, record), op in batch.erased.items():
        _erase(connection, kind, record, op)
    new: dict[str, list[tuple[str, rows.Held]]] = {}
    fresh: dict[str, list[tuple[str, rows.Held]]] = {}
    for kind, record in batch.touched:
        held = batch.held[(kind, record)]
        if (kind, record) in batch.erased:
            continue
        if held.stored is None:
            new.setdefault(kind, []).append((record, held))
        else:
            rows.update(connection, kind, record, held)
        if held.state.registers:
            rows.put_versions(connection, kind, record, held)
        if kind in search.KINDS and search.affected(kind, batch.changed.get((kind, record), {})):
            fresh.setdefault(kind, []).append((record, held))
    for kind, held_rows in new.items():
        rows.insert_many(connection, kind, held_rows)
    for kind, held_rows in fresh.items():
        search.index(connection, kind, held_rows)
    lines = (
        line
        for kind, record, line in batch.lines
        if (kind, record) not in batch.erased or line[4] == Action.ERASE.value
    )
    log.append(connection, lines, last)
    park(connection, batch.parked, how.edit)


def _erase(connection: Connection, kind: str, record: str, op: Op) -> None:
    """Everything this vault holds of the record in this space: row, versions, log, drafts, search entries."""
    connection.execute("UPDATE edit_state SET open = 2")
    search.remove(connection, kind, record)
    rows.remove(connection, kind, record)
    log.forget(connection, kind, record)
    connection.execute("DELETE FROM parked WHERE op ->> 't' = ? AND op ->> 'k' = ?", (kind, record))
    connection.execute("DELETE FROM draft WHERE person = ? OR visit = ?", (record, record))
    connection.execute(
        "INSERT OR FAIL INTO erased VALUES (?, ?, ?, ?)", (kind, record, op.space, op.stamp.hlc)
    )
    connection.execute("UPDATE edit_state SET open = 1")


def forget_space(connection: Connection, space: str) -> None:
    """Everything of a space that holds one record: rows, versions, log, cursors, what is parked or sealed.

    Not an erasure: nothing keeps the record from coming back when this vault is let in again. What other spaces have
    sealed ends at a log line of their own, so no number that they remember is used twice.
    """
    connection.execute("UPDATE edit_state SET open = 2")
    for kind in (kind for kind, spec in KINDS.items() if spec.apart):
        found = connection.execute(f'SELECT id FROM "{kind}" WHERE _space = ?', (space,)).fetchall()
        for (record,) in found:
            rows.remove(connection, kind, record)
    for table in ("log", "parked", "sealed", "cursor"):
        connection.execute(f"DELETE FROM {table} WHERE space = ?", (space,))
    connection.execute("UPDATE edit_state SET open = 1")


def park(connection: Connection, parked: Iterable[tuple[Op, str]], edit: str) -> None:
    """Keep ops as they came, each with the reason why it is not applied; twice is once."""
    connection.executemany(
        "INSERT OR IGNORE INTO parked (space, edit, op, reason) VALUES (?, ?, ?, ?)",
        ((op.space, edit, json.dumps(op.to_json(), sort_keys=True), reason) for op, reason in parked),
    )


def _applied(batch: _Batch) -> Applied:
    changed = tuple((kind, record, tuple(paths)) for (kind, record), paths in batch.changed.items())
    return Applied(changed, len(batch.parked))


STAY = ("other-space", "text", "many-deletes")
"""Reasons that an upgrade does not take away."""


def release(connection: Connection, seqs: Sequence[int], how: Applying) -> Applied:
    """Apply parked ops that waited for a person; what a later version left unknown is parked again."""
    done = []
    for seq in seqs:
        row = connection.execute("SELECT space, edit, op FROM parked WHERE seq = ?", (seq,)).fetchone()
        if row is not None:
            connection.execute("DELETE FROM parked WHERE seq = ?", (seq,))
            op = Op.from_json(json.loads(row[2]), row[0])
            done.append(apply(connection, [op], replace(how, edit=row[1])))
    return Applied(tuple(one for part in done for one in part.changed), sum(part.parked for part in done))


def unpark(connection: Connection, how: Applying) -> Applied:
    """Apply what was parked and is known by now. Its log row is there already when only fields were parked."""
    found = connection.execute("SELECT seq, space, edit, op, reason FROM parked ORDER BY seq").fetchall()
    batch, done = _Batch(), []
    for seq, space, edit, data, reason in found:
        op = Op.from_json(json.loads(data), space)
        spec = KINDS.get(op.kind)
        if space not in how.spaces or spec is None or not spec.holds(space, op.record):
            continue
        if reason in STAY:
            continue
        if separate(op, spec.fields)[1] is not None:
            continue
        _load(connection, [op], batch) if (op.kind, op.record) not in batch.held else None
        logged = bool(log.known(connection, [_key(op)]))
        lines = len(batch.lines)
        _one(op, replace(how, edit=edit, local=False), batch)
        if logged:
            del batch.lines[lines:]
        done.append((seq,))
    _write(connection, batch, how)
    connection.executemany("DELETE FROM parked WHERE seq = ?", done)
    return _applied(batch)
