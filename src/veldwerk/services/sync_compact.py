"""Our own old objects on a store: joined into segments, summed up in snapshots, and only then taken away (SYNC 2.4).

The order is: write, read back, a head that names it, and long after that the parts. Nothing goes before every
active device has it: clocks only make this early or late. What stands on a store is read from our head there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from veldwerk.services.sync_memory import Keeping
from veldwerk.services.sync_ports import RECOVERY
from veldwerk.services.sync_session import Session
from veldwerk.services.sync_shapes import Head, Manifest, Sealed, Segment, manifest_name
from veldwerk.services.sync_state import State

OBJECT = re.compile(r"^dev/[0-9a-f]{16}\.[0-9a-f]{8}/(?:cs/|seg/\d{10}-)(\d{10})-[0-9a-f]{8}\.vw[cg]$")
SEGMENT_BYTES = 8 << 20
"""Bytes in one segment, at most (one changeset more)."""


def reached(session: Session, heads: Mapping[str, Head], stream: str) -> int:
    """How far every active device but us has applied `stream`; 0 while one of them never told."""
    marks = [
        max((h.frontier.get(stream, 0) for s, h in heads.items() if s.startswith(f"{m.dev}.")), default=0)
        for m in session.space.members
        if not m.revoked
        and m.role != RECOVERY
        and m.dev != session.space.dev
        and not stream.startswith(f"{m.dev}.")
    ]
    return min(marks, default=1 << 40)


@dataclass(slots=True)
class Compacting:
    """For one session; `own` is our head on this store, `best` the fullest snapshot that counts."""

    session: Session
    own: Head | None
    heads: Mapping[str, Head]
    best: Manifest | None

    def base(self, stored: int) -> tuple[int, str]:
        """Up to where only snapshots hold our stream: never back, and at least what this vault forgot."""
        known = self.own.base if self.own is not None else (0, "")
        dropped = self.session.state.base
        if self.own is not None and self.own.seq >= dropped:
            dropped = known[0]
        upto = max(known[0], dropped, min(self._summed(), stored))
        shas = {row.seq: row.sha for row in self.session.own.rows()}
        return (upto, shas[upto]) if upto else (0, "")

    def _summed(self) -> int:
        """What may go now: in a snapshot that is there, applied by all, and old enough or to be erased."""
        upto = min(
            self._coverable(self.session.stream), reached(self.session, self.heads, self.session.stream)
        )
        known = self.own.base[0] if self.own is not None else 0
        return upto if upto > known and self._whole() else 0

    def _coverable(self, stream: str) -> int:
        """How far snapshots hold `stream`: today, and already a horizon ago unless something was erased."""
        session, state = self.session, self.session.state
        if self.best is None:
            return 0
        today = {name: seq for name, (seq, _) in self.best.frontier.items()}
        if state.erasing:
            return today.get(stream, 0) if all(today.get(s, 0) >= n for s, n in state.erasing.items()) else 0
        now = session.tools.clock.millis()
        if not state.summary or now - state.summary_at >= session.tools.course.limits.horizon:
            before, state.summary, state.summary_at = state.summary, today, now
            return min(before.get(stream, 0), today.get(stream, 0))
        return 0

    def _whole(self) -> bool:
        """Whether every part of the snapshot stands on this store."""
        best = self.best
        assert best is not None
        there = set(self.session.place.list(f"snap/{best.dev}/{best.snap.id}/"))
        return there >= {manifest_name(best.dev, best.snap), *map(best.part_name, range(len(best.parts)))}

    def join(self, base: int, stored: int) -> tuple[Segment, ...]:
        """The segments for our next head: those that stand there, and new ones while the tail is too long."""
        session, limits = self.session, self.session.tools.course.limits
        segs = [seg for seg in (self.own.segs if self.own is not None else ()) if seg.last > base]
        rows = {row.seq: row for row in session.own.rows()}
        while stored - (start := max(base, segs[-1].last if segs else 0)) > limits.join_after:
            parts: list[bytes] = []
            for seq in range(start + 1, start + 1 + limits.join):
                parts.append(session.own.bytes_of(rows[seq]))
                if sum(map(len, parts)) > SEGMENT_BYTES:
                    break
            segment, data = session.space.segment(session.stream, start + 1, parts)
            session.place.put((segment.name(session.stream), data))
            session.at("joined")
            segs.append(segment)
        return tuple(segs)

    def mend(self, stored: int) -> None:
        """Send again what a colleague could not read of ours: the changeset, or the segment it is in."""
        session, name = self.session, self.session.stream
        active = {m.dev for m in self.session.space.members if not m.revoked}
        asking = (head for stream, head in self.heads.items() if stream.partition(".")[0] in active)
        missed = {one for head in asking for one in head.wanted}
        rows = {row.seq: row for row in session.own.rows()} if missed else {}
        wanted = [seq for seq in rows if f"{name}:{seq}" in missed and session.state.base < seq <= stored]
        for seq in wanted:
            segs = self.own.segs if self.own is not None else ()
            around = next((seg for seg in segs if seg.first <= seq <= seg.last), None)
            session.place.put((rows[seq].name, session.own.bytes_of(rows[seq])))
            if around is not None:
                parts = [session.own.bytes_of(rows[n]) for n in range(around.first, around.last + 1)]
                segment, data = session.space.segment(name, around.first, parts)
                session.place.put((segment.name(name), data))

    def sweep(self, head: Head) -> None:
        """After `head` was announced: delete what it no longer needs, and forget our bytes below its base."""
        session, state = self.session, self.session.state
        limits, now = session.tools.course.limits, session.tools.clock.millis()
        for segment in head.segs:
            state.joined.setdefault(segment.sha, now)
        all_have = reached(session, self.heads, session.stream)
        gone = head.base[0]
        for segment in head.segs:
            old = now - state.joined[segment.sha] >= limits.part_delay
            if segment.last <= all_have and (old or state.erasing):
                gone = max(gone, segment.last)
        if gone > state.swept:
            self._delete(gone, head)
            state.swept = gone
        forgotten = self._forgettable(head)

        def change(later: State) -> None:
            later.base = max(later.base, head.base[0])
            later.joined = {seg.sha: later.joined[seg.sha] for seg in head.segs}

        session.keep(change, lambda w: Keeping(w).forget(forgotten))
        if forgotten:
            session.at("dropped")

    def _forgettable(self, head: Head) -> list[Sealed]:
        """Our changesets whose bytes nobody asks for any more, once `head` was announced."""
        if head.base[0] <= self.session.state.base:
            return []
        # A segment that is partly above the base stays: to send it again takes all of its parts.
        upto = min(head.base[0], head.segs[0].first - 1) if head.segs else head.base[0]
        return [row for row in self.session.own.rows() if row.seq <= upto]

    def _delete(self, upto: int, head: Head) -> None:
        folder = f"dev/{self.session.stream}/"
        named = {segment.name(self.session.stream) for segment in head.segs}
        self.remove(
            name
            for name in [*self.session.place.list(folder + "cs/"), *self.session.place.list(folder + "seg/")]
            if name not in named and _last(name) <= upto
        )

    def retire(self, removed: Sequence[Head]) -> None:
        """An administrator takes away what removed devices wrote, once a snapshot and everybody have it."""
        session = self.session
        for head in removed:
            upto = min(self._coverable(head.stream), reached(session, self.heads, head.stream))
            if upto <= session.state.retired.get(head.stream, 0) or not self._whole():
                continue
            folder = f"dev/{head.stream}/"
            names = [*session.place.list(folder + "cs/"), *session.place.list(folder + "seg/")]
            self.remove(name for name in names if _last(name) <= upto)
            session.state.retired[head.stream] = upto
        session.save()

    def remove(self, names: Iterable[str]) -> None:
        """Delete objects one by one."""
        for name in names:
            self.session.place.delete(name)
            self.session.at("swept")


def _last(name: str) -> int:
    """The last seq in an object, beyond all for a name that is not ours to judge."""
    match = OBJECT.match(name)
    return int(match[1]) if match else 1 << 40
