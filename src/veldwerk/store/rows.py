"""Between rows and `domain.merge.State`: reading many at once, writing back what changed.

What one ADD wrote needs nothing beside its row; other clocks are JSON in `_clocks`, the rest of its life in
`_life`, and the versions of notes and set elements stand in the table `version`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from veldwerk.domain.changes import Json
from veldwerk.domain.merge import Life, Register, State, Version, canonical, writer_of
from veldwerk.domain.records import Row, bare, fields_of
from veldwerk.domain.register import KINDS, FieldSpec, Merge
from veldwerk.store.driver import Connection
from veldwerk.store.schema import BOOKKEEPING, quoted

LIVING, SUPERSEDED, FLOOR = 1, 0, 2
"""States of a row in `version`; the FLOOR row has an empty hlc and its clock as value."""


def text(value: Json) -> str:
    """Compact JSON; key order is kept."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _decode_json(value: object) -> object:
    return None if value is None else json.loads(str(value))


def _decode_bool(value: object) -> object:
    return None if value is None else bool(value)


def _plain(value: object) -> object:
    return value


def _encode_object(value: Json) -> object:
    return canonical(value) if value else None


@dataclass(frozen=True, slots=True)
class Codec:
    """How the rows of one kind are read and written. `columns` are its fields in order."""

    columns: tuple[str, ...]
    encoders: tuple[Callable[[Json], object], ...]
    decoders: tuple[Callable[[object], object], ...]
    insert: str
    select: str

    def row(self, values: Sequence[object]) -> Row:
        """Field name to JSON-ready value."""
        return {
            name: decode(value)
            for name, decode, value in zip(self.columns, self.decoders, values, strict=True)
        }

    def encode(self, values: Mapping[str, Json]) -> list[object]:
        """Column values in order."""
        return [encode(values.get(name)) for name, encode in zip(self.columns, self.encoders, strict=True)]


def is_object(spec: FieldSpec) -> bool:
    """Whether the column holds JSON."""
    return spec.merge in (Merge.SET, Merge.DOCUMENT)


@cache
def codec(kind: str) -> Codec:
    """The codec of a kind; KeyError when there is no such kind."""
    spec = KINDS[kind]
    hints = fields_of(spec.record)
    columns = tuple(spec.fields)
    decoders = tuple(
        _decode_json if is_object(f) else _decode_bool if bare(hints.get(name)) is bool else _plain
        for name, f in spec.fields.items()
    )
    encoders = tuple(_encode_object if is_object(f) else _plain for f in spec.fields.values())
    head = ("id", *BOOKKEEPING)
    marks = ", ".join("?" * (len(head) + len(columns)))
    return Codec(
        columns,
        encoders,
        decoders,
        f'INSERT OR FAIL INTO "{kind}" ({quoted((*head, *columns))}) VALUES ({marks})',
        f'SELECT {quoted((*head, *columns))} FROM "{kind}" WHERE id IN (SELECT value FROM json_each(?))',
    )


@dataclass(slots=True)
class Held:
    """A record while a batch works on it: its state, the space, and the state the vault has (None: no row)."""

    state: State
    space: str
    stored: State | None


def load(connection: Connection, kind: str, ids: Iterable[str]) -> dict[str, Held]:
    """The records of a kind by id, in three statements however many there are. Unknown ones are left out."""
    wanted = text(list(ids))
    how = codec(kind)
    registers = _registers(connection, kind, wanted)
    out = {}
    for row in connection.execute(how.select, (wanted,)).fetchall():
        record, space, clock, by, clocks, life, _deleted = row[:7]
        values = {name: value for name, value in how.row(row[7:]).items() if value is not None}
        state = State(
            base=clock,
            by=by,
            values=values,
            clocks=json.loads(clocks) if clocks else {},
            registers=registers.get(record, {}),
            life=_read_life(life, clock),
        )
        out[record] = Held(state, space, state)
    erased = connection.execute(
        "SELECT record, space FROM erased WHERE kind = ? AND record IN (SELECT value FROM json_each(?))",
        (kind, wanted),
    )
    for record, space in erased.fetchall():
        out[record] = Held(State(erased=True), space, State(erased=True))
    return out


def _registers(connection: Connection, kind: str, wanted: str) -> dict[str, dict[str, Register]]:
    rows = connection.execute(
        "SELECT record, path, hlc, worker, value, state FROM version "
        "WHERE kind = ? AND record IN (SELECT value FROM json_each(?))",
        (kind, wanted),
    ).fetchall()
    parts: dict[tuple[str, str], tuple[dict[str, Version], set[str], list[str]]] = {}
    for record, path, hlc, worker, value, state in rows:
        living, gone, floor = parts.setdefault((record, path), ({}, set(), []))
        if state == LIVING:
            living[hlc] = Version(worker, _decode_json(value))
        elif state == SUPERSEDED:
            gone.add(hlc)
        else:
            floor.append(str(_decode_json(value)))
    out: dict[str, dict[str, Register]] = {}
    for (record, path), (living, gone, floor) in parts.items():
        out.setdefault(record, {})[path] = Register(living, frozenset(gone), floor[0] if floor else "")
    return out


def _read_life(life: str | None, base: str) -> Life:
    if life is None:
        return Life({writer_of(base): base})
    data = json.loads(life)
    return Life(data["t"], data.get("c", {}), data.get("f", ""))


def _write_life(life: Life, base: str) -> str | None:
    if base and not life.covered and not life.floor and life.touched == {writer_of(base): base}:
        return None
    data: dict[str, Json] = {"t": dict(life.touched)}
    if life.covered:
        data["c"] = dict(life.covered)
    if life.floor:
        data["f"] = life.floor
    return text(data)


def _bookkeeping(state: State, space: str) -> tuple[object, ...]:
    return (
        space,
        state.base,
        state.by,
        text(dict(state.clocks)) if state.clocks else None,
        _write_life(state.life, state.base),
        0 if state.life.alive else 1,
    )


def insert_many(connection: Connection, kind: str, new: Iterable[tuple[str, Held]]) -> None:
    """Rows for records the vault does not have."""
    how = codec(kind)
    connection.executemany(
        how.insert,
        (
            (record, *_bookkeeping(held.state, held.space), *how.encode(held.state.values))
            for record, held in new
        ),
    )


def update(connection: Connection, kind: str, record: str, held: Held) -> None:
    """Write the columns that differ from what is stored."""
    how, stored, state = codec(kind), held.stored, held.state
    assert stored is not None
    columns: list[str] = []
    values: list[object] = []
    for name, encode in zip(how.columns, how.encoders, strict=True):
        if stored.values.get(name) != state.values.get(name):
            columns.append(name)
            values.append(encode(state.values.get(name)))
    old, new = _bookkeeping(stored, held.space), _bookkeeping(state, held.space)
    for name, before, after in zip(BOOKKEEPING, old, new, strict=True):
        if before != after:
            columns.append(name)
            values.append(after)
    if columns:
        settings = ", ".join(f'"{name}" = ?' for name in columns)
        connection.execute(f'UPDATE OR FAIL "{kind}" SET {settings} WHERE id = ?', (*values, record))


_PUT_VERSION = (
    "INSERT OR FAIL INTO version VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, record, path, hlc) DO UPDATE SET "
    "state = excluded.state, worker = CASE excluded.worker WHEN '' THEN worker ELSE excluded.worker END, "
    "value = coalesce(excluded.value, value)"
)


def put_versions(connection: Connection, kind: str, record: str, held: Held) -> None:
    """Write the versions of notes and set elements that differ from what is stored.

    A superseded version keeps its text: it is history, and goes only with an erasure.
    """
    before = held.stored.registers if held.stored else {}
    rows: list[tuple[object, ...]] = []
    for path, register in held.state.registers.items():
        known = before.get(path)
        if register is known:
            continue
        known = known or Register()
        key = (kind, record, path)
        for hlc, version in register.living.items():
            if known.living.get(hlc) != version:
                rows.append((*key, hlc, version.worker, text(version.value), LIVING))
        for hlc in register.gone - known.gone:
            rows.append((*key, hlc, "", None, SUPERSEDED))
        if register.floor:
            for hlc in known.living.keys() - register.living.keys() - register.gone:
                rows.append((*key, hlc, "", None, SUPERSEDED))
            rows.append((*key, "", "", text(register.floor), FLOOR))
    if rows:
        connection.executemany(_PUT_VERSION, rows)


def remove(connection: Connection, kind: str, record: str) -> None:
    """Take the row and its versions away (erasure)."""
    connection.execute(f'DELETE FROM "{kind}" WHERE id = ?', (record,))
    connection.execute("DELETE FROM version WHERE kind = ? AND record = ?", (kind, record))
