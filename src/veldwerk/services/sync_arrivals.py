"""What came in and asks for a look: late data, held deletes, what cannot be used yet, and the bin of 30 days.

Nothing is ever parked silently (R15, R22, R27): everything that waits is an `Item` here with its reason.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from veldwerk.domain.changes import Action, Op, Stamp
from veldwerk.services.access import Actor, Right, may, require
from veldwerk.services.ports import AuditEvent, Clock, Ids
from veldwerk.services.sync_course import DAY
from veldwerk.services.sync_memory import LATE
from veldwerk.services.sync_ports import SyncReader, SyncVault, SyncWriter
from veldwerk.services.sync_shapes import ParkedOp

BIN_DAYS = 30
MANY_DELETES = "many-deletes"


@dataclass(frozen=True, slots=True)
class Item:
    """Something that waits. `reason`: late (about a file that is closed here), many-deletes (a person decides),
    kind or field (a later version knows it), space, other-space, text (cannot be used). `hlc` names the change."""

    reason: str
    space: str
    kind: str
    record: str
    worker: str
    hlc: str
    person: str = ""


@dataclass(frozen=True, slots=True)
class Binned:
    """A record that somebody deleted less than 30 days ago; `here` when it was done in this vault."""

    kind: str
    record: str
    space: str
    worker: str
    at: datetime
    here: bool


class Arrivals:
    """Reads and settles what waits in this vault. Every change is one edit and leaves audit lines."""

    def __init__(self, vault: SyncVault, clock: Clock, ids: Ids) -> None:
        self._vault, self._clock, self._ids = vault, clock, ids

    def waiting(self, actor: Actor) -> tuple[Item, ...]:
        """Everything that waits, of kinds that the actor may read or that this version does not know."""
        require(actor, Right.SYNC)

        def job(reader: SyncReader) -> list[Item]:
            parked = [_item(one) for space in sorted(self._vault.spaces) for one in reader.parked_ops(space)]
            return [*_late(reader), *parked]

        return tuple(
            one for one in self._vault.read(job) if one.reason == "kind" or may(actor, Right.READ, one.kind)
        )

    def looked_at(self, actor: Actor, item: Item) -> None:
        """Somebody looked at late data: it leaves the list, and stays in the file as it is."""
        require(actor, Right.READ, item.kind)

        def job(writer: SyncWriter) -> None:
            writer.set_meta(f"{LATE}{item.space}/{item.kind}/{item.record}", None)
            writer.audit_event(_audit(actor, "looked-at", item.kind, item.record, item.person))

        self._vault.write(job)

    def let_delete(self, actor: Actor, space: str) -> int:
        """The held deletes of a space are right: apply them. They are in the bin for 30 days. Gives how many."""

        def job(writer: SyncWriter) -> int:
            held = _held(writer, actor, space)
            writer.release([one.seq for one in held])
            for one in held:
                writer.audit_event(_audit(actor, "let-delete", one.op.kind, one.op.record))
            return len(held)

        return self._vault.write(job)

    def keep(self, actor: Actor, space: str) -> int:
        """The held deletes of a space are a mistake: the records stay, and come back everywhere. Gives how many."""

        def job(writer: SyncWriter) -> int:
            held = _held(writer, actor, space)
            writer.release([one.seq for one in held])
            writer.apply([self._again(writer, actor, one.op) for one in held], edit=self._ids.new_id())
            for one in held:
                writer.audit_event(_audit(actor, "keep", one.op.kind, one.op.record))
            return len(held)

        return self._vault.write(job)

    def bin(self, actor: Actor) -> tuple[Binned, ...]:
        """Records that were deleted in the last 30 days and can be brought back, the newest first."""
        require(actor, Right.SYNC)
        since = self._clock.millis() - BIN_DAYS * DAY
        zone = self._clock.now().tzinfo
        found = self._vault.read(lambda r: r.deleted_since(since))
        return tuple(
            Binned(
                op.kind,
                op.record,
                op.space,
                op.stamp.worker,
                datetime.fromtimestamp(at / 1000, tz=zone),
                here,
            )
            for at, here, op in found
            if may(actor, Right.READ, op.kind)
        )

    def bring_back(self, actor: Actor, binned: Sequence[Binned]) -> None:
        """Deleted records as they were, here and everywhere."""
        for one in binned:
            require(actor, Right.WRITE, one.kind)

        def job(writer: SyncWriter) -> None:
            ops = []
            for one in binned:
                stamp = Stamp(writer.next_hlc(), self._vault.device, actor.worker)
                ops.append(Op(one.kind, one.record, Action.ADD, {}, stamp, one.space))
                writer.audit_event(_audit(actor, "bring-back", one.kind, one.record))
            writer.apply(ops, edit=self._ids.new_id())

        self._vault.write(job)

    def _again(self, writer: SyncWriter, actor: Actor, op: Op) -> Op:
        stamp = Stamp(writer.next_hlc(), self._vault.device, actor.worker)
        return Op(op.kind, op.record, Action.ADD, {}, stamp, op.space)


def _held(reader: SyncReader, actor: Actor, space: str) -> list[ParkedOp]:
    held = [one for one in reader.parked_ops(space) if one.reason == MANY_DELETES]
    for one in held:
        require(actor, Right.DELETE, one.op.kind)
    return held


def _item(one: ParkedOp) -> Item:
    op = one.op
    return Item(one.reason, op.space, op.kind, op.record, op.stamp.worker, op.stamp.hlc)


def _late(reader: SyncReader) -> list[Item]:
    out = []
    for key, data in sorted(reader.metas(LATE).items()):
        _, space, kind, record = key.split("/", 3)
        about = json.loads(data)
        out.append(Item("late", space, kind, record, about["worker"], about["hlc"], about["person"]))
    return out


def _audit(actor: Actor, action: str, kind: str, record: str, person: str = "") -> AuditEvent:
    return AuditEvent(action, kind, record, person=person, worker=actor.worker, role=actor.role.value)
