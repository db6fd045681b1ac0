"""One space with one store, once: publish, send, receive, sum up, announce, tidy (SYNC 2.4).

Nothing here is undone by what a store does not show: absence is never deletion, cursors never go back. What goes
wrong in one stream stops that stream; what goes wrong in sending does not stop receiving.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

from veldwerk.domain.errors import N_, UserError
from veldwerk.services.store_calls import in_order
from veldwerk.services.sync_afresh import forked, new_stream, restored, seal_skipped, shared
from veldwerk.services.sync_compact import Compacting
from veldwerk.services.sync_heads import Seen, look, remember
from veldwerk.services.sync_leaving import collect, hand_over
from veldwerk.services.sync_memory import Keeping, Memory
from veldwerk.services.sync_ports import ObjectStore, SealedSpace
from veldwerk.services.sync_receipts import receipts
from veldwerk.services.sync_receive import Receiving
from veldwerk.services.sync_session import Place, Session, Tools
from veldwerk.services.sync_shapes import MARK, Cursor, Head, Manifest, Sealed
from veldwerk.services.sync_sieve import Sieve
from veldwerk.services.sync_snapshot import Snapshots
from veldwerk.services.sync_state import STATE, Difference, Problem, SpaceReport, State
from veldwerk.services.sync_stream import OwnStream

NOT_FOUND = N_("The shared storage was not found, or it is not the one of your team. Nothing was changed.")
REMOVED = N_("This device is no longer a member of this space.")
READS = N_("You read along here: what you wrote is not sent. Ask who may let others in.")
OWN_HEADS = 64
"""Names of our own heads that are remembered: enough for a few stores that are visited in turn."""


class Stopped(Exception):
    """The user cancelled; everything done so far stands."""


class Exchange:
    """`step` is called between objects with (done, total or 0); it raises Stopped to end early."""

    def __init__(
        self, tools: Tools, space: SealedSpace, store: ObjectStore, step: Callable[[int, int], None]
    ) -> None:
        state = State.from_bytes(tools.vault.read(lambda r: Memory(r).blob(space.label, STATE)))
        self._session = Session(tools, space, Place(store, space.prefix), step, state)
        self._stored = 0

    @property
    def left(self) -> bool:
        """Whether this device was removed and has handed over what it had."""
        return bool(self._session.state.left)

    def run(self, now: str) -> SpaceReport:
        """Everything once. Raises UserError when the store is not there at all, and Stopped."""
        session = self._session
        if session.state.left:
            session.problem(Problem("member-removed", REMOVED))
            return self.report()
        self._find()
        try:
            seen = look(session)
            self._repair()
            session.guard(self.publish)
            fork, inc = forked(session, seen.own), session.state.inc
            if fork and session.space.active():
                session.guard(lambda: new_stream(session, seen.own))
            mine = replace(seen, own=None) if fork else seen
            writes = not fork or session.state.inc != inc
            self._stored = mine.own.seq if mine.own is not None else 0
            if not session.space.active():
                session.problem(Problem("member-removed", REMOVED))
            elif writes:
                session.guard(self._send)
            snapshots = Snapshots(session, seen.others, mine.own)
            self._receive(seen, snapshots)
            if not session.space.active():
                session.guard(lambda: self._last_word(seen))
                session.guard(lambda: hand_over(session, now, shared(session, seen.own) if fork else None))
            elif writes:
                session.guard(lambda: self._mend(mine))
                session.guard(lambda: self._announce(mine, snapshots))
                session.guard(lambda: collect(session))
        finally:
            self._finish(now)
        return self.report()

    def _find(self) -> None:
        """UserError `store-missing` unless this is the store of the space."""
        if self._session.place.get("FORMAT") != self._session.space.objects["FORMAT"]:
            raise UserError(NOT_FOUND, code="store-missing")

    def compare(self) -> Difference:
        """How the store and this vault differ, without writing anything there. UserError as `run`."""
        session = self._session
        self._find()
        seen = look(session)
        cursors, waiting = (
            session.cursors(),
            session.vault.read(lambda r: Memory(r).outbox_count(session.label)),
        )
        rows = session.own.rows()
        own, last = seen.own, rows[-1].seq if rows else 0
        same = session.own.shared_with(own) if own is not None else 0
        return Difference(
            space=session.label,
            restored=session.state.restored != restored(session),
            ahead=own.seq - same if own is not None else 0,
            ours=last - same + (waiting > 0),
            theirs=sum(max(0, h.seq - cursors.get(s, Cursor(0, "")).seq) for s, h in seen.others.items()),
            older=(own is None and session.state.sent > 0)
            or (own is not None and own.seq < session.state.sent),
        )

    def report(self) -> SpaceReport:
        """What was done so far."""
        session, tally = self._session, self._session.tally
        return SpaceReport(
            space=session.label,
            sent=tally.sent,
            received=tally.received,
            waiting=tally.waiting,
            parked=tally.parked,
            problems=tuple(session.problems),
            received_by=receipts(session.vault, session.space, session.state),
        )

    def failed(self, error: UserError) -> SpaceReport:
        """The report of a run that ended in `error`, remembered for the status too."""
        self._session.problem(Problem.of(error))
        self._session.state.problems = list(self._session.problems)
        self._session.save()
        return self.report()

    def _finish(self, now: str) -> None:
        session = self._session
        session.state.problems = list(session.problems)
        session.state.waiting = session.tally.waiting
        session.state.wanted = list(session.wanted)
        session.state.synced_at = now
        session.save()

    # --- membership

    def publish_all(self) -> None:
        """The whole membership to a store that does not have it. FORMAT last: half a space is none."""
        for name, data in sorted(self._session.space.objects.items(), reverse=True):
            self._session.place.put((name, data))

    def publish(self) -> None:
        """Membership entries and key files that are only here go to the store."""
        session = self._session
        for name in list(session.state.unpublished):
            data = session.space.objects.get(name)
            if data is not None:
                session.place.put((name, data))
            session.state.unpublished.remove(name)
            session.save()
            session.at("published")

    def tell(self) -> None:
        """The same at once, outside a sync, with a head of ours that names the newest entry: colleagues look for
        entries only when a head does. UserErrors of the store; the next sync does what this could not."""
        session = self._session
        self._find()
        self.publish()
        seen = look(session)
        if not session.state.inc:
            new_stream(session, None)
        if forked(session, seen.own):
            return  # a sync has to begin a stream first
        own = seen.own
        if own is None and not session.state.number:
            own = Head(session.stream, 0, 0, (), {})
        if own is not None:
            self._stored = own.seq
            self._name_members(own)
            self._drop_heads(seen)

    def _name_members(self, own: Head) -> None:
        """A head like `own` that names the newest entry, if `own` does not."""
        space, state = self._session.space, self._session.state
        if (own.members, own.beside) != (space.newest, space.beside):
            number = max(state.number, own.number) + 1
            self._put_head(replace(own, number=number, members=space.newest, beside=space.beside, name=""))

    def _repair(self) -> None:
        """Two administrators acted at once: whoever of them comes first puts the keys right."""
        session = self._session
        fresh = dict(session.space.repair())
        if not fresh:
            return
        session.keep(
            lambda state: state.unpublished.extend(fresh),
            lambda w: Keeping(w).put_blobs(session.label, fresh),
        )
        session.space = session.space.absorb(fresh)

    # --- sending

    def _send(self) -> None:
        """Objects that our head on this store does not announce yet, then new ones out of the outbox."""
        session = self._session
        if any(m.dev == session.space.dev and m.role == "reader" for m in session.space.members):
            if session.vault.read(lambda r: Memory(r).outbox_count(session.label)):
                raise UserError(READS, code="reads-along")
            return
        self._stored = max(self._stored, session.state.base)
        stream = session.own
        seal_skipped(session)
        with closing(in_order(self._puts(stream), session.at_once)) as stored:
            for (
                row
            ) in stored:  # in order: what comes behind a failure is on the store, and nobody is told of it
                session.at("put")
                self._stored = row.seq
                session.tally.sent += row.ops

    def _puts(self, stream: OwnStream) -> Iterator[Callable[[], Sealed]]:
        """The calls that store each changeset; sealed one by one as they are asked for."""
        for row in stream.rows(self._stored):
            yield self._put(row, stream.bytes_of(row))
        while (sealed := stream.seal_next()) is not None:
            self._session.at("sealed")
            yield self._put(sealed, stream.bytes_of(sealed))

    def _put(self, row: Sealed, data: bytes) -> Callable[[], Sealed]:
        session = self._session
        session.step(session.tally.sent, 0)

        def call() -> Sealed:
            session.place.put((row.name, data))
            return row

        return call

    # --- receiving

    def _receive(self, seen: Seen, snapshots: Snapshots) -> None:
        """A snapshot where one is needed, then each stream; where a stream is stuck, a snapshot that knows it."""
        session = self._session
        first = not session.vault.read(lambda r: r.holds(session.label))
        receiving = Receiving(session, Sieve(session, first), seen.others)
        session.guard(lambda: snapshots.receive(receiving))
        for stream in sorted(seen.others):
            receiving.stream(seen.others[stream])
        if session.wanted:
            session.guard(lambda: snapshots.rescue(receiving))

    # --- announcing

    def _announce(self, seen: Seen, snapshots: Snapshots) -> None:
        """A snapshot when it is time, segments, then a new head when there is news; last, what may go goes."""
        session = self._session
        self._note_erasures()
        best = snapshots.best()
        snap = seen.own.snap if seen.own is not None else None
        if snapshots.due(best):
            best = self._summed_up(snapshots, best)
            snap = best.snap if best is not None and best.dev == session.space.dev else snap
        compacting = Compacting(session, seen.own, seen.others, best)
        base = compacting.base(self._stored)
        segs = compacting.join(base[0], self._stored)
        covered = segs[-1].last if segs else base[0]
        rows = session.own.rows()
        cursors = {s: cursor for s, cursor in session.cursors().items() if s != session.stream}
        head = Head(
            stream=session.stream,
            number=max(session.state.number, seen.own.number if seen.own else 0) + 1,
            seq=self._stored,
            tail=tuple((row.seq, row.sha) for row in rows if covered < row.seq <= self._stored),
            frontier={s: cursor.seq for s, cursor in cursors.items()},
            marks={s: cursor.sha[:MARK] for s, cursor in cursors.items()},
            wanted=tuple(sorted([*session.wanted, *(f"head:{one}" for one in session.damaged)])),
            members=session.space.newest,
            beside=session.space.beside,
            base=base,
            segs=segs,
            snap=snap,
        )
        if seen.own is None or replace(head, number=0) != replace(seen.own, number=0, name=""):
            self._put_head(head)
            self._drop_heads(seen)
        elif self._stored > session.state.sent:  # it was stored, but we never heard so
            self._told()
        self._tidy(head, seen, snapshots, compacting)

    def _mend(self, seen: Seen) -> None:
        """Send again what colleagues found missing or damaged: changesets, and our newest head, news or not."""
        session = self._session
        Compacting(session, seen.own, seen.others, None).mend(self._stored)
        if seen.own is not None and any(f"head:{session.stream}" in h.wanted for h in seen.others.values()):
            blob = (
                session.vault.read(lambda r: Memory(r).blob(session.label, f"heads/{session.stream}")) or b""
            )
            name, _, data = blob.partition(b"\n")
            if session.place.get(name.decode()) != data:
                session.place.put((name.decode(), data))

    def _last_word(self, seen: Seen) -> None:
        """A device that removed itself tells so: no head of another names that entry."""
        if seen.own is not None and not self._session.state.farewell:
            self._name_members(seen.own)

    def _drop_heads(self, seen: Seen) -> None:
        """Our heads but the newest two, of which one was just written."""
        for old in sorted(seen.listed.get(self._session.stream, []), reverse=True)[1:]:
            self._session.place.delete(old)

    def _summed_up(self, snapshots: Snapshots, best: Manifest | None) -> Manifest | None:
        """A new snapshot; what goes wrong with it does not keep the head from being written."""
        written: list[Manifest] = []
        self._session.guard(lambda: written.append(snapshots.write(self._stored)))
        return written[0] if written else best

    def _put_head(self, head: Head) -> None:
        session, state = self._session, self._session.state
        name, data = session.space.head(head)
        state.number = head.number
        state.heads = {**dict(list(state.heads.items())[1 - OWN_HEADS :]), name: head.seq}
        session.save()
        session.at("head-kept")
        session.place.put((name, data))
        session.at("head-put")
        self._told()
        remember(session, name, data, session.stream)
        session.at("announced")

    def _told(self) -> None:
        """A head of ours stands on the store that tells of all that is stored."""
        session, stored = self._session, self._stored
        rows = [row for row in session.own.rows(session.state.sent) if row.seq <= stored]

        def change(later: State) -> None:
            later.sent = max(stored, later.sent)

        session.keep(change, lambda w: Keeping(w).sent(rows))

    def _note_erasures(self) -> None:
        """Something was erased since: all that was stored until now must go, once a snapshot covers it."""
        session, state = self._session, self._session.state
        count = session.vault.read(lambda r: r.erased_count(session.label))
        if count > state.erased:
            state.erased = count
            state.erasing = {s: c.seq for s, c in session.cursors().items() if s != session.stream and c.seq}
            state.erasing[session.stream] = self._stored
            state.erased_at = dict(state.erasing)
            if state.drafting:  # its parts may hold what was erased
                state.snaps.insert(0, str(state.drafting["id"]))
                state.drafting = {}
            session.save()

    def _tidy(self, head: Head, seen: Seen, snapshots: Snapshots, compacting: Compacting) -> None:
        session = self._session
        compacting.sweep(head)
        snapshots.sweep(head)
        removed = {m.dev for m in session.space.members if m.revoked}
        me = next(m for m in session.space.members if m.dev == session.space.dev)
        if me.role == "admin":
            compacting.retire([h for s, h in seen.others.items() if s.partition(".")[0] in removed])
        state = session.state
        if state.erasing and head.base[0] >= state.erasing.get(session.stream, 0) and len(state.snaps) <= 1:
            state.erasing = {}
            session.save()
