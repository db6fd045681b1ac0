"""Our own work sealed anew: in a new stream when a copy of this vault exists, or behind what colleagues passed over.

Whatever is sealed anew is kept in the transaction that notes why, so that an end at any moment neither loses it (it
has left the outbox) nor seals it twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from veldwerk.services.sync_memory import RESTORED, Keeping
from veldwerk.services.sync_ports import SyncWriter
from veldwerk.services.sync_receipts import known_heads
from veldwerk.services.sync_session import Session
from veldwerk.services.sync_shapes import Cursor, Head
from veldwerk.services.sync_state import State
from veldwerk.services.sync_stream import OwnStream, Ready


def restored(session: Session) -> str:
    """When this vault was put back from a backup, as the backup left it; «» for never."""
    return (session.vault.read(lambda r: r.meta(RESTORED)) or b"").decode()


def forked(session: Session, own: Head | None) -> bool:
    """Whether our stream ends here: there is none, a copy of this vault wrote under our name (`own` is the head that
    stands on the store), or this vault was put back from a backup."""
    state = session.state
    return (
        not state.inc
        or state.restored != restored(session)
        or (own is not None and own.name not in state.heads)
    )


def shared(session: Session, own: Head | None) -> int:
    """The last seq of our stream that is surely the same on the store. What we forgot the bytes of is: everybody had
    it, and a snapshot too."""
    state = session.state
    there = session.own.shared_with(own) if own is not None else state.sent
    return max(there, state.base)


def new_stream(session: Session, own: Head | None) -> None:
    """Begin one. What a copy sent is read like a colleague's; what only we have is sealed again.

    UserError `key-missing` when we cannot seal yet; then nothing has changed.
    """
    state, before = session.state, session.own
    same = shared(session, own) if state.inc else 0
    again = before.reopened(same) if state.inc else []
    sha = next((row.sha for row in before.rows() if row.seq == same), "")
    inc = session.tools.ids.random_bytes(4).hex()
    fresh = OwnStream(session.vault, session.space, f"{session.space.dev}.{inc}").ready(again)

    def change(later: State) -> None:
        if later.inc:
            later.common[before.name] = same
        later.inc, later.number, later.sent, later.restored = inc, 0, 0, restored(session)
        later.base = later.swept = 0

    def job(writer: SyncWriter) -> None:
        if state.inc:
            Keeping(writer).set_cursor(session.label, before.name, Cursor(same, sha))
        _keep(writer, fresh)

    session.keep(change, job)
    session.at("begun")


def seal_skipped(session: Session) -> None:
    """What colleagues passed over because it was lost comes again in changesets of its own: we still have it."""
    for (name, seq), sha in session.space.skips.items():
        if name == session.stream and sha not in session.state.resealed:
            after = max(_begin(session, seq) - 1, session.state.base)
            fresh = session.own.ready(session.own.reopened(after, seq))
            session.keep(partial(_dealt_with, sha), partial(_keep, fresh=fresh))


def _dealt_with(sha: str, state: State) -> None:
    state.resealed.append(sha)


def _begin(session: Session, seq: int) -> int:
    """The first seq of the object that was passed over: a segment is named by its last changeset."""
    own = known_heads(session.vault, session.space).get(session.stream)
    segs = own.segs if own is not None else ()
    return next((seg.first for seg in segs if seg.last == seq), seq)


def _keep(writer: SyncWriter, fresh: Sequence[Ready]) -> None:
    for row, data in fresh:
        Keeping(writer).seal(row, data, 0)
