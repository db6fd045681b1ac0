"""How two edits of one record come together, whatever the order and however often they arrive (DESIGN 2, SYNC 2.4).

Scalars and document keys: the latest clock wins. Notes and set elements: a multi-value register, in which a
version disappears only when a later one names it as seen; a set element is there while one version lives, so an
add wins from a removal that had not seen it. The record itself is such an element: an edit that a delete had
not seen brings it back. Erasing is final.

The state is kept small: what the first ADD wrote carries the record's `base` clock and is not listed.
An ADD assigns only what it names with a value; None in it means «not filled in».
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from veldwerk.domain.changes import Action, Hlc, Json, Op, split_path
from veldwerk.domain.register import FieldSpec, Merge

MAX_INTEGER = 2**63


def canonical(value: Json) -> str:
    """`value` as JSON with one spelling, for comparing and hashing."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Version:
    """What one worker wrote in a note or set element."""

    worker: str
    value: Json


def _order(version: Version) -> tuple[str, str]:
    return canonical(version.value), version.worker


@dataclass(frozen=True, slots=True)
class Register:
    """Living versions by clock, the clocks known to be superseded, and a floor below which all are gone.

    `floor` is the latest removal that did not say what it had seen; it takes whatever is older.
    """

    living: Mapping[str, Version] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    floor: str = ""

    def write(self, clock: str, version: Version, parents: tuple[str, ...]) -> Register:
        """With one more version; `parents` disappear, now or when they arrive later."""
        gone = self.gone.union(p for p in parents if p != clock)
        living = {c: v for c, v in self.living.items() if c not in gone}
        if clock not in gone and clock > self.floor:
            known = living.get(clock)
            if known is None or _order(known) < _order(version):
                living[clock] = version
        return Register(living, gone, self.floor)

    def remove(self, clock: str, parents: tuple[str, ...]) -> Register:
        """Without the versions named by `parents`; without parents, without all older than `clock`."""
        floor = self.floor if parents else max(self.floor, clock)
        gone = self.gone.union(parents)
        living = {c: v for c, v in self.living.items() if c not in gone and c > floor}
        return Register(living, gone, floor)

    @property
    def shown(self) -> Version | None:
        """The latest living version, or None."""
        return self.living[max(self.living)] if self.living else None


@dataclass(frozen=True, slots=True)
class Life:
    """Whether a record exists: latest edit per writer against what deletes had seen of each writer.

    A writer is a device between opening its vault and closing it (`writer_of`): whoever has one of its edits has the
    earlier ones too, which two copies of a laptop under one name cannot promise of each other.
    """

    touched: Mapping[str, str] = field(default_factory=dict)
    covered: Mapping[str, str] = field(default_factory=dict)
    floor: str = ""

    def touch(self, clock: str) -> Life:
        """After an edit at `clock`."""
        writer = writer_of(clock)
        if self.touched.get(writer, "") >= clock:
            return self
        return Life({**self.touched, writer: clock}, self.covered, self.floor)

    def delete(self, clock: str, seen: tuple[str, ...]) -> Life:
        """After a delete at `clock` whose author had seen the edits `seen` (none named: all older ones).

        He had seen his own earlier ones too; and what he does next comes after the delete, by `latest`.
        """
        if not seen:
            return Life(self.touched, self.covered, max(self.floor, clock))
        covered = dict(self.covered)
        for each in (*seen, clock):
            writer = writer_of(each)
            covered[writer] = max(covered.get(writer, ""), each)
        return Life(self.touched, covered, self.floor)

    @property
    def alive(self) -> bool:
        """Whether some edit was not seen by any delete."""
        return any(c > self.floor and c > self.covered.get(w, "") for w, c in self.touched.items())

    @property
    def latest(self) -> str:
        """The latest clock anything here knows of."""
        return max((*self.touched.values(), *self.covered.values(), self.floor), default="")


@dataclass(frozen=True, slots=True)
class State:
    """One record. `values` is what a reader sees (sets and documents as objects).

    `base`, `by`: clock and worker of the first ADD. `clocks`: clock of a scalar field or document key where it
    is not `base`. `registers`: notes and set elements that are more than the one version `base` wrote.
    """

    base: str = ""
    by: str = ""
    values: Mapping[str, Json] = field(default_factory=dict)
    clocks: Mapping[str, str] = field(default_factory=dict)
    registers: Mapping[str, Register] = field(default_factory=dict)
    life: Life = field(default_factory=Life)
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Merged:
    """The new state, what each named path showed before, and the paths that now show something else.

    The empty path among `changed` means that the record appeared or disappeared.
    """

    state: State
    old: Mapping[str, Json]
    changed: tuple[str, ...]


Fields = Mapping[str, FieldSpec]


def writer_of(clock: str) -> str:
    """What made a clock text: the device, and which opening of its vault; without the mark of the change."""
    return ".".join(clock.split(".")[2:4])


MARK = 8
"""Digits of the hash in a stamp. It only has to tell apart what two copies of one running program wrote at once."""


def marked(op: Op) -> Op:
    """`op` with its own mark in the stamp: what differs in anything has another stamp, the same op the same one."""
    ms, counter, device, opening, *_ = (*op.stamp.hlc.split("."), "")
    wire = {**op.to_json(), "h": f"{ms}.{counter}.{device}.{opening}"}
    mark = hashlib.sha256(canonical(wire).encode()).hexdigest()[:MARK]
    return replace(op, stamp=replace(op.stamp, hlc=f"{wire['h']}.{mark}"))


def expanded(op: Op, fields: Fields) -> Iterator[tuple[str, FieldSpec, str, Json]]:
    """(path, field, key, value) of each assignment; a whole set or document names each of its keys.

    KeyError names a path that does not exist, TypeError one whose value cannot be stored.
    """
    for path in op.fields:
        yield from _assigned(op, path, fields)


def _assigned(op: Op, path: str, fields: Fields) -> Iterator[tuple[str, FieldSpec, str, Json]]:
    value = op.fields[path]
    name, key = split_path(path)
    spec = fields[name]
    if spec.merge in _WHOLE:
        if key is not None:
            raise KeyError(path)
        if not _fits(spec, value):
            raise TypeError(path)
        yield path, spec, "", value
    elif key is not None:
        yield path, spec, key, value
    elif isinstance(value, Mapping):
        for each, inner in value.items():
            if (inside := f"{name}/{each}") not in op.fields:
                yield inside, spec, str(each), inner
    elif value is not None:
        raise TypeError(path)


_WHOLE = (Merge.SCALAR, Merge.NOTE)


def _fits(spec: FieldSpec, value: Json) -> bool:
    if value is None or isinstance(value, str):
        return True
    if spec.merge is Merge.NOTE or not isinstance(value, int | float):
        return False
    return not isinstance(value, int) or -MAX_INTEGER <= value < MAX_INTEGER


def separate(op: Op, fields: Fields) -> tuple[Op, Op | None]:
    """The part of `op` this version can apply, and the part it must park (None when there is nothing)."""
    unknown = {}
    for path in op.fields:
        try:
            for _ in _assigned(op, path, fields):
                pass
        except (KeyError, TypeError):
            unknown[path] = op.fields[path]
    if not unknown:
        return op, None
    known = {path: value for path, value in op.fields.items() if path not in unknown}
    return replace(op, fields=known), replace(op, fields=unknown)


def completed(state: State, op: Op, fields: Fields) -> Op:
    """`op` of a local author with what he had in view: set elements and, for a delete, the record itself."""
    parents = dict(op.parents)
    if op.action is Action.DELETE:
        parents.setdefault("", tuple(sorted(state.life.touched.values())))
    elif state.base or state.registers:
        for path, spec, _, _ in expanded(op, fields):
            if spec.merge is Merge.SET and path not in parents:
                seen = tuple(sorted(register_of(state, path, spec).living))
                if seen:
                    parents[path] = seen
    return replace(op, parents=parents) if len(parents) != len(op.parents) else op


def restamped(state: State, op: Op, writer: str) -> Op:
    """`op` with a clock later than all this record knows, so that an author's edit wins from what he saw.

    Needed only when somebody else's clock is far ahead; ours is not dragged along (SYNC 2.4).
    """
    latest = state.life.latest
    if op.stamp.hlc > latest:
        return op
    seen = Hlc.parse(latest)
    return replace(op, stamp=replace(op.stamp, hlc=str(seen.tick(seen.ms, writer))))


def register_of(state: State, path: str, spec: FieldSpec) -> Register:
    """The register behind a note (`field`) or a set element (`field/key`)."""
    known = state.registers.get(path)
    if known is not None:
        return known
    value = state.values.get(spec.name)
    if spec.merge is Merge.SET:
        value = value.get(path[len(spec.name) + 1 :]) if isinstance(value, Mapping) else None
    return Register({state.base: Version(state.by, value)}) if value is not None else Register()


def merged(state: State, op: Op, fields: Fields) -> Merged:
    """`state` after `op`. Commutative, associative and idempotent over any set of ops of one record."""
    if state.erased:
        return Merged(state, {}, ())
    if op.action is Action.ERASE:
        return Merged(State(erased=True), {}, ("",))
    clock, before = op.stamp.hlc, state.life.alive
    if op.action is Action.DELETE:
        life = state.life.delete(clock, op.parents.get("", ()))
        return Merged(replace(state, life=life), {}, ("",) if life.alive != before else ())
    if not state.life.touched and not state.life.latest and op.action is Action.ADD and not op.parents:
        return _fresh(op, fields)
    work = _Work(state, op)
    for path, spec, key, value in expanded(op, fields):
        if value is not None or op.action is not Action.ADD:
            work.assign(path, spec, key, value)
    life = state.life.touch(clock)
    if life.alive != before:
        work.changed.append("")
    return Merged(work.state(life), work.old, tuple(work.changed))


def _fresh(op: Op, fields: Fields) -> Merged:
    """The first op of a record is its ADD: by far the most common, so without any bookkeeping."""
    values: dict[str, Json] = {}
    changed: list[str] = [""]
    for path, whole in op.fields.items():
        known = fields.get(path)
        if type(whole) is str and known is not None and known.merge in _WHOLE:
            values[path] = whole
            changed.append(path)
            continue
        for each, spec, key, value in _assigned(op, path, fields):
            if value is None:
                continue
            changed.append(each)
            if spec.merge in _WHOLE:
                values[each] = value
            else:
                inside = values.setdefault(spec.name, {})
                assert isinstance(inside, dict)
                inside[key] = value
    clock = op.stamp.hlc
    life = Life({writer_of(clock): clock})
    return Merged(State(clock, op.stamp.worker, values, {}, {}, life), {}, tuple(changed))


class _Work:
    """A state being changed by one op."""

    def __init__(self, state: State, op: Op) -> None:
        self._state = state
        self._op = op
        self._clock = op.stamp.hlc
        self._first = op.action is Action.ADD and not state.base
        self._base = self._clock if self._first else state.base
        self._by = op.stamp.worker if self._first else state.by
        self._values: dict[str, Json] = dict(state.values)
        self._clocks = dict(state.clocks)
        self._registers = dict(state.registers)
        self.old: dict[str, Json] = {}
        self.changed: list[str] = []

    def state(self, life: Life) -> State:
        return State(self._base, self._by, self._values, self._clocks, self._registers, life)

    def assign(self, path: str, spec: FieldSpec, key: str, value: Json) -> None:
        old = self._shown(spec, key)
        self.old[path] = old
        if spec.merge in (Merge.NOTE, Merge.SET):
            self._register(path, spec, key, value)
        else:
            self._cell(path, spec, key, value, old)
        if self._shown(spec, key) != old:
            self.changed.append(path)

    def _shown(self, spec: FieldSpec, key: str) -> Json:
        value = self._values.get(spec.name)
        if spec.merge in _WHOLE:
            return value
        return value.get(key) if isinstance(value, Mapping) else None

    def _show(self, spec: FieldSpec, key: str, value: Json) -> None:
        if spec.merge in _WHOLE:
            self._values[spec.name] = value
            return
        known = self._values.get(spec.name)
        inside = dict(known) if isinstance(known, Mapping) else {}
        if value is None:
            inside.pop(key, None)
        else:
            inside[key] = value
        self._values[spec.name] = inside

    def _cell(self, path: str, spec: FieldSpec, key: str, value: Json, old: Json) -> None:
        clock = self._clocks.get(path) or (self._state.base if old is not None else "")
        if self._clock < clock or (self._clock == clock and canonical(value) <= canonical(old)):
            return
        self._show(spec, key, value)
        if self._first:
            self._clocks.pop(path, None)
        else:
            self._clocks[path] = self._clock

    def _register(self, path: str, spec: FieldSpec, key: str, value: Json) -> None:
        seen = tuple(self._op.parents.get(path, ()))
        register = register_of(self._state, path, spec)
        if spec.merge is Merge.SET and value is None:
            after = register.remove(self._clock, seen)
        else:
            after = register.write(self._clock, Version(self._op.stamp.worker, value), seen)
        if after == register:
            return
        if not (self._first and not seen and register == Register()):
            self._registers[path] = after
        shown = after.shown
        self._show(spec, key, shown.value if shown else None)


def distinct(versions: Mapping[str, Version]) -> dict[str, tuple[str, ...]]:
    """Text to the clocks that carry it: equal texts count as one when shown, but none is ever dropped."""
    out: dict[str, tuple[str, ...]] = {}
    for clock in sorted(versions):
        text = str(versions[clock].value or "")
        out[text] = (*out.get(text, ()), clock)
    return out
