"""Erasing a person for good: one asks, another agrees, everybody's vault and the store follow (DESIGN 8, AVG art. 17).

Each of the two signs every record by name. The second signature erases at once in this vault, and in each other one
at its next sync; bin and brake are skipped, and nothing brings an erased record back. What stands on a store goes
when every device has the erasure: `standing` tells what is still there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from veldwerk.domain.changes import Action, Op, Stamp
from veldwerk.domain.errors import N_, NotFound, UserError
from veldwerk.services.access import Actor, Right, require
from veldwerk.services.ports import AuditEvent, Ids
from veldwerk.services.sync_memory import Memory
from veldwerk.services.sync_ports import (
    RECOVERY,
    Member,
    SealedSpace,
    SyncReader,
    SyncVault,
    SyncWriter,
)
from veldwerk.services.sync_receipts import known_heads
from veldwerk.services.sync_shapes import Head
from veldwerk.services.sync_state import STATE, State

SAME = N_("You asked for this erasure yourself. Somebody else has to agree.")
NOT_ASKED = N_("Nobody asked for this erasure, or it was done already.")
NOTHING = N_("There is nothing of this person in a shared part of this vault.")

TRASH = N_(
    "The storage itself may still keep what was deleted: the trash and the versions of Nextcloud, a bucket with "
    "versions, and backups of the server. Ask its owner to empty those."
)
BACKUPS = N_("Backups of vaults, on this laptop and on those of colleagues, hold it until they are replaced.")
PAPER = N_("Letters that were printed or saved as a file are outside Veldwerk.")


@dataclass(frozen=True, slots=True)
class Asked:
    """An erasure that waits for a second person: who asked, for whom, and which records by (kind, id, space)."""

    request: str
    worker: str
    mine: bool
    records: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a store may still hold of what was erased in one space.

    `own`: our own older objects. `colleagues`: names of those whose older objects may still be there, or who have
    not told yet that they applied everything. `notes`: message ids about what no program of ours can reach.
    """

    space: str
    own: bool
    colleagues: tuple[str, ...]
    notes: tuple[str, ...] = (TRASH, BACKUPS, PAPER)

    @property
    def done(self) -> bool:
        """Whether nothing that Veldwerk put there is left."""
        return not self.own and not self.colleagues


class Erasing:
    """`spaces` gives the shared spaces of this vault as they are known now."""

    def __init__(self, vault: SyncVault, ids: Ids, spaces: Callable[[], Sequence[SealedSpace]]) -> None:
        self._vault, self._ids, self._spaces = vault, ids, spaces

    def ask(self, actor: Actor, person: str) -> str:
        """Ask to erase everything about `person` in the shared spaces of this vault; gives the request's id.

        UserError `nothing-to-erase`.
        """
        require(actor, Right.DELETE, "person")
        request = self._ids.new_id()
        spaces = {space.label: space for space in self._spaces()}

        def job(writer: SyncWriter) -> None:
            about = [one for one in writer.about_person(person) if one[2] in spaces]
            if not about:
                raise UserError(NOTHING, code="nothing-to-erase")
            ops = []
            for kind, record, label in about:
                dev, signature = spaces[label].sign_erasure(kind, record, request)
                ops.append(
                    self._op(
                        writer, actor, (kind, record, label), {"request": request, "by": {dev: signature}}
                    )
                )
            writer.apply(ops, edit=request)
            writer.audit_event(_audit(actor, "ask-erase", "person", person))

        self._vault.write(job)
        return request

    def asked(self, actor: Actor) -> tuple[Asked, ...]:
        """Erasures that wait for a second person."""
        require(actor, Right.DELETE, "person")
        found: dict[str, list[Op]] = {}
        for op in self._vault.read(lambda r: r.asked_erasures()):
            found.setdefault(str(op.fields.get("request", "")), []).append(op)
        return tuple(
            Asked(
                request,
                ops[0].stamp.worker,
                ops[0].stamp.worker == actor.worker,
                tuple((op.kind, op.record, op.space) for op in ops),
            )
            for request, ops in found.items()
        )

    def agree(self, actor: Actor, request: str) -> int:
        """The second signature: erase now. Gives how many records.

        NotFound when nobody asked, UserError `same-person` when it was the same worker.
        """
        require(actor, Right.DELETE, "person")
        spaces = {space.label: space for space in self._spaces()}

        def job(writer: SyncWriter) -> int:
            asked = [
                op
                for op in writer.asked_erasures()
                if op.fields.get("request") == request and op.space in spaces
            ]
            if not asked:
                raise NotFound(NOT_ASKED, code="not-asked")
            ops = [self._both(writer, actor, spaces[op.space], op, request) for op in asked]
            writer.apply(ops, edit=self._ids.new_id())
            for op in ops:
                writer.audit_event(_audit(actor, "erase", op.kind, op.record))
            return len(ops)

        return self._vault.write(job)

    def _both(self, writer: SyncWriter, actor: Actor, space: SealedSpace, asked: Op, request: str) -> Op:
        by = asked.fields["by"]
        assert isinstance(by, Mapping)
        dev, signature = space.sign_erasure(asked.kind, asked.record, request)
        fields = {"request": request, "by": {**by, dev: signature}}
        if dev in by or not space.erasure_signed(asked.kind, asked.record, fields):
            raise UserError(SAME, code="same-person")
        return self._op(writer, actor, (asked.kind, asked.record, asked.space), fields)

    def _op(
        self, writer: SyncWriter, actor: Actor, about: tuple[str, str, str], fields: Mapping[str, object]
    ) -> Op:
        stamp = Stamp(writer.next_hlc(), self._vault.device, actor.worker)
        return Op(about[0], about[1], Action.ERASE, fields, stamp, about[2])

    def standing(self, actor: Actor) -> tuple[Standing, ...]:
        """For each space where something was erased: what may still be on the store. From this vault alone."""
        require(actor, Right.SYNC)
        return tuple(one for space in self._spaces() if (one := self._standing(space)) is not None)

    def _standing(self, space: SealedSpace) -> Standing | None:
        def job(reader: SyncReader) -> tuple[int, State]:
            return reader.erased_count(space.label), State.from_bytes(Memory(reader).blob(space.label, STATE))

        count, state = self._vault.read(job)
        if not count:
            return None
        heads = known_heads(self._vault, space)
        left = {m.person.name for m in space.members if not _clean(m, space, state, heads)}
        return Standing(space.label, bool(state.erasing) or count > state.erased, tuple(sorted(left)))


def _clean(member: Member, space: SealedSpace, state: State, heads: Mapping[str, Head]) -> bool:
    """Whether a colleague has told that all was applied, and older objects of theirs are gone."""
    own = f"{member.dev}."
    until = {stream: seq for stream, seq in state.erased_at.items() if stream.startswith(own)}
    if member.dev == space.dev or member.role == RECOVERY:
        return True
    if member.revoked:
        me = next((m.role for m in space.members if m.dev == space.dev), "")
        return me != "admin" or all(state.retired.get(stream, 0) >= seq for stream, seq in until.items())
    theirs = {stream: head for stream, head in heads.items() if stream.startswith(own)}
    has = any(
        all(head.frontier.get(s, 0) >= seq for s, seq in state.erased_at.items() if not s.startswith(own))
        for head in theirs.values()
    )
    return has and all(s in theirs and theirs[s].base[0] >= seq for s, seq in until.items())


def _audit(actor: Actor, action: str, kind: str, record: str) -> AuditEvent:
    person = record if kind == "person" else ""
    return AuditEvent(action, kind, record, person=person, worker=actor.worker, role=actor.role.value)
