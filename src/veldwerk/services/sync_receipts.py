"""What the heads of colleagues tell: what they have, and so who has received what we sent."""

from __future__ import annotations

from veldwerk.domain.errors import N_, UserError
from veldwerk.services.sync_memory import Memory
from veldwerk.services.sync_ports import RECOVERY, SealedSpace, SyncVault
from veldwerk.services.sync_shapes import Head
from veldwerk.services.sync_state import STATE, Receipt, SpaceStatus, State
from veldwerk.services.sync_stream import OwnStream


def open_known(space: SealedSpace, blob: bytes | None) -> Head | None:
    """A remembered head (its name, a newline, its bytes), verified again; None when it does not."""
    if blob is None:
        return None
    name, _, data = blob.partition(b"\n")
    try:
        return space.open_head(name.decode(), data)
    except UserError:
        return None


def known_heads(vault: SyncVault, space: SealedSpace) -> dict[str, Head]:
    """The newest heads we ever saw, ours too, by stream."""
    blobs = vault.read(lambda r: Memory(r).blobs(space.label, "heads/"))
    opened = (open_known(space, blob) for blob in blobs.values())
    return {head.stream: head for head in opened if head is not None}


NOT_LOST = N_("Nothing of this colleague is missing here. Exchange again.")


def lost_place(vault: SyncVault, space: SealedSpace, stream: str) -> tuple[int, str]:
    """(seq, sha) of the changeset at which `stream` is stuck, or the end of its segment. UserError `nothing-lost`."""
    state = State.from_bytes(vault.read(lambda r: Memory(r).blob(space.label, STATE)))
    head = known_heads(vault, space).get(stream)
    wanted = [int(one.rpartition(":")[2]) for one in state.wanted if one.startswith(f"{stream}:")]
    if head is None or not wanted:
        raise UserError(NOT_LOST, code="nothing-lost")
    inside = next((seg for seg in head.segs if seg.first <= wanted[0] <= seg.last), None)
    return (inside.last, inside.last_sha) if inside is not None else (wanted[0], head.shas()[wanted[0]])


def receipts(vault: SyncVault, space: SealedSpace, state: State) -> tuple[Receipt, ...]:
    """Per active colleague how many of our sent changes their frontier covers."""
    ours = {**state.common, f"{space.dev}.{state.inc}": state.sent}
    rows = [
        row for name, last in ours.items() for row in OwnStream(vault, space, name).rows() if row.seq <= last
    ]
    total = sum(row.ops for row in rows)
    heads = known_heads(vault, space)
    out = []
    for member in space.members:
        if member.revoked or member.dev == space.dev or member.role == RECOVERY:
            continue
        theirs = [head.frontier for stream, head in heads.items() if stream.startswith(member.dev)]
        got = sum(row.ops for row in rows if any(f.get(row.stream, 0) >= row.seq for f in theirs))
        out.append(Receipt(member.dev, member.person.name, got, total))
    return tuple(out)


def status_of(vault: SyncVault, label: str, space: SealedSpace | None) -> SpaceStatus:
    """How a space stands, from this vault alone; None: it is not shared yet."""
    waiting = vault.read(lambda r: Memory(r).outbox_count(label))
    if space is None:
        return SpaceStatus(label, waiting, 0, 0, (), (), "")
    state = State.from_bytes(vault.read(lambda r: Memory(r).blob(label, STATE)))
    rows = vault.read(lambda r: Memory(r).sealed(label, f"{space.dev}.{state.inc}"))
    sent = sum(row.ops for row in rows if row.seq <= state.sent)
    return SpaceStatus(
        space=label,
        pending=waiting + sum(row.ops for row in rows) - sent,
        sent=sent,
        waiting=state.waiting,
        received_by=receipts(vault, space, state),
        problems=tuple(state.problems),
        synced_at=state.synced_at,
    )
