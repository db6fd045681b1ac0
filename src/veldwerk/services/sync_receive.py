"""Ops that came in: believed only as far as their sender may go, applied together with the cursor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from veldwerk.domain.changes import Op
from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.register import KINDS
from veldwerk.services.sync_memory import Keeping
from veldwerk.services.sync_ports import Cursor, SealedSpace, SyncVault, SyncWriter

BATCH = 100
"""Ops applied in one transaction (200 changes or more), so that a save never waits long."""

FORGED_AUTHOR = N_("A change was refused: it was signed by another device than the one it names.")
WRONG_SPACE = N_("A change was refused: it does not belong in this space.")
UNUSABLE = N_("A change of a colleague could not be used. Their other changes wait for it.")


def read_ops(space: SealedSpace, stream: str, wires: Sequence[Mapping[str, object]]) -> list[Op]:
    """The ops of one changeset.

    Raises UserError: `bad-op`, `object-forged` (names the device of another member), `object-foreign` (a kind
    that has no place in this space). Kinds we do not know yet pass: the vault parks them.
    """
    ops = [Op.from_json(wire, space.label) for wire in wires]
    dev = stream.partition(".")[0]
    owners: dict[str, set[str]] = {}
    for member in space.members:
        owners.setdefault(member.person.device, set()).add(member.dev)
    for op in ops:
        if dev not in owners.get(op.stamp.device, {dev}):
            raise UserError(FORGED_AUTHOR, code="object-forged")
        kind = KINDS.get(op.kind)
        if kind is not None and space.label not in kind.spaces:
            raise UserError(WRONG_SPACE, code="object-foreign")
    return ops


def apply_ops(
    vault: SyncVault,
    label: str,
    stream: str,
    places: tuple[Cursor, Cursor],
    ops: Sequence[Op],
    moved: Callable[[int, int], None],
) -> Cursor:
    """Ops and cursor together, BATCH ops at a time; a changeset that was begun goes on where it was.

    `places` are the cursor before and after; `moved` hears (applied, parked) after each transaction.
    Raises UserError, `op-unusable` for what the vault cannot make sense of.
    """
    before, after = places
    done = before.part

    def job(writer: SyncWriter) -> int:
        part = ops[done : done + BATCH]
        for op in part:
            if writer.space_of(op.kind, op.record) not in (None, label):
                raise UserError(WRONG_SPACE, code="object-foreign")
        parked = writer.apply(part, edit=f"{stream}.{after.seq}", local=False).parked if part else 0
        end = done + len(part)
        Keeping(writer).set_cursor(label, stream, after if end >= len(ops) else replace(before, part=end))
        return parked

    while True:
        try:
            parked = vault.write(job)
        except (KeyError, TypeError, ValueError):
            raise UserError(UNUSABLE, code="op-unusable") from None
        applied = min(BATCH, len(ops) - done)
        done += BATCH
        moved(applied, parked)
        if done >= len(ops):
            return after
