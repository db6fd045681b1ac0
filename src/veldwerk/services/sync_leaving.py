"""A removed device: at its next contact it leaves what it had not sent to the administrators, and destroys its keys.

What it sent before the cut-off counts as always. What comes later is not applied by anybody by itself: an
administrator sees what was left, and takes it over or not (failure 33).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from veldwerk.domain.changes import Action, Op, Stamp
from veldwerk.domain.errors import UserError
from veldwerk.domain.merge import separate
from veldwerk.domain.register import KINDS, split_space
from veldwerk.services.access import Actor
from veldwerk.services.ports import AuditEvent
from veldwerk.services.sync_memory import LATE, Keeping, Memory
from veldwerk.services.sync_ports import SealedSpace, SyncVault, SyncWriter
from veldwerk.services.sync_session import Session
from veldwerk.services.sync_shapes import Farewell
from veldwerk.services.sync_state import STATE, State
from veldwerk.services.sync_stream import OwnStream

OUTBOX = 100_000
"""Ops taken out of the outbox at most, in one farewell."""
LEFT = "left/"


@dataclass(frozen=True, slots=True)
class Departure:
    """A removed device. `refused` are changesets it sent after the cut-off, which nobody applies.

    `left_at` is when it handed over and destroyed its keys, by its own clock; None while it has not been seen
    since. `ops` changes were left, `taken` when an administrator took them over.
    """

    space: str
    dev: str
    name: str
    refused: int
    left_at: datetime | None
    ops: int
    taken: bool


def hand_over(session: Session, now: str, shared: int | None = None) -> None:
    """Leave the unsent work on the store, once; then forget the keys of this space, and what it holds when that is one
    record. Raises what the store raises.

    `shared` is how far our stream is the same on the store, where a copy of this vault wrote under its name.
    """
    if session.state.left:
        return
    if not session.state.farewell:
        name, data = session.space.farewell(now, _unsent(session, shared))
        session.keep(
            lambda state: setattr(state, "farewell", name),
            lambda writer: Keeping(writer).put_blob(session.label, name, data),
        )
    farewell = session.state.farewell
    session.place.put(
        (farewell, session.vault.read(lambda r: Memory(r).blob(session.label, farewell)) or b"")
    )
    session.at("left")

    def forget(writer: SyncWriter) -> None:
        for name in Memory(writer).blobs(session.label, "keys/"):
            writer.set_meta(f"sync/{session.label}/{name}", None)
        if split_space(session.label)[1]:
            writer.forget_space(session.label)
            for mark in writer.metas(f"{LATE}{session.label}/"):
                writer.set_meta(mark, None)

    session.keep(lambda state: setattr(state, "left", now), forget)


def _unsent(session: Session, shared: int | None) -> list[Mapping[str, object]]:
    """What no colleague applies: sealed changesets behind the cut-off, and the outbox."""
    me = next(m for m in session.space.members if m.dev == session.space.dev)
    cut = me.cut or {}
    ops: list[Mapping[str, object]] = []
    if session.state.inc:
        # What is forgotten here every active member has, though the administrator who removed us may not yet know.
        sent = cut.get(session.stream, (0, ""))[0]
        last = max(sent if shared is None else min(sent, shared), session.state.base)
        ops.extend(
            op for one in OwnStream(session.vault, session.space, session.stream).reopened(last) for op in one
        )
    outbox = session.vault.read(lambda r: Memory(r).outbox(session.label, OUTBOX))
    return [*ops, *(op.to_json() for _, op in outbox)]


def collect(session: Session) -> None:
    """An administrator fetches what removed devices left, while one of them has not been heard of."""
    if not any(m.dev == session.space.dev and m.role == "admin" for m in session.space.members):
        return
    known = {
        name.split("/")[1][:16] for name in session.vault.read(lambda r: Memory(r).blobs(session.label, LEFT))
    }
    if all(m.dev in known for m in session.space.members if m.revoked):
        return
    for name in session.place.list(LEFT):
        if name.split("/")[1][:16] in known:
            continue
        data = session.place.get(name)
        if data is None:
            continue
        try:
            session.space.open_farewell(name, data)
        except UserError as error:
            if error.code != "key-missing":
                continue
        _keep(session, name, data)


def _keep(session: Session, name: str, data: bytes) -> None:
    session.vault.write(lambda w: Keeping(w).put_blob(session.label, name, data))


def _state(vault: SyncVault, label: str) -> State:
    return State.from_bytes(vault.read(lambda r: Memory(r).blob(label, STATE)))


def _farewells(vault: SyncVault, space: SealedSpace) -> dict[str, Farewell]:
    out = {}
    for name, data in vault.read(lambda r: Memory(r).blobs(space.label, LEFT)).items():
        try:
            one = space.open_farewell(name, data)
        except UserError:
            continue
        out[one.dev] = one
    return out


def departures(vault: SyncVault, spaces: Sequence[SealedSpace]) -> tuple[Departure, ...]:
    """All removed devices of these spaces, as this vault knows them."""
    out = []
    for space in spaces:
        state = _state(vault, space.label)
        left = _farewells(vault, space)
        for member in space.members:
            if member.revoked:
                late = (
                    last - first + 1 for s, (first, last) in state.refused.items() if s.startswith(member.dev)
                )
                one = left.get(member.dev)
                at = datetime.fromisoformat(one.at) if one is not None else None
                ops, taken = len(one.ops) if one is not None else 0, member.dev in state.taken
                out.append(Departure(space.label, member.dev, member.person.name, sum(late), at, ops, taken))
    return tuple(out)


def take_over(vault: SyncVault, space: SealedSpace, actor: Actor, dev: str, edit: str) -> int:
    """Apply what a removed device left as changes of this one; the worker stays who wrote them. Twice is once."""
    one = _farewells(vault, space).get(dev)

    def job(writer: SyncWriter) -> int:
        state = State.from_bytes(Memory(writer).blob(space.label, STATE))
        if one is None or dev in state.taken:
            return 0
        read = (Op.from_json(wire, space.label) for wire in one.ops)
        # A colleague may have had some before the removal; then it is here already.
        ops = [op for op in read if _usable(op) and writer.fresh(op)]
        anew: dict[str, str] = {}
        for op in ops:
            _apply_anew(writer, op, vault.device, edit, anew)
        state.taken.append(dev)
        Keeping(writer).put_blob(space.label, STATE, state.to_bytes())
        writer.audit_event(
            AuditEvent("take-over", "space", space.label, worker=actor.worker, role=actor.role.value)
        )
        return len(ops)

    return vault.write(job)


def _usable(op: Op) -> bool:
    """Whether this version knows all of it; a removed device that was newer may have left more."""
    spec = KINDS.get(op.kind)
    return spec is not None and (op.action is Action.ERASE or separate(op, spec.fields)[1] is None)


def _apply_anew(writer: SyncWriter, op: Op, device: str, edit: str, anew: dict[str, str]) -> None:
    """`op` as a change of this device. `anew` tells the new stamp of each earlier one, so that a text which replaced
    another one still does."""
    parents = {path: tuple(anew.get(each, each) for each in seen) for path, seen in op.parents.items()}
    stamp, last = Stamp(writer.next_hlc(), device, op.stamp.worker), writer.last_seq()
    writer.apply([replace(op, stamp=stamp, parents=parents)], edit=edit)
    for line in writer.log(record=op.record, after=last):
        anew[op.stamp.hlc] = line.op.stamp.hlc
