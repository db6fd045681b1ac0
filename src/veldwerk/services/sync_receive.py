"""Receiving one stream: in order, ops believed only as far as their sender may go, applied with the cursor."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from veldwerk.domain.changes import Action, Op
from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.register import KINDS
from veldwerk.services.sync_memory import Keeping
from veldwerk.services.sync_ports import SealedSpace, SyncWriter
from veldwerk.services.sync_session import Session
from veldwerk.services.sync_shapes import Cursor, Head
from veldwerk.services.sync_sieve import Sieve

BATCH = 100
"""Ops applied in one transaction (200 changes or more), so that a save never waits long."""

SEGMENTS = 2
"""Segments read at a time: they are large."""

FORGED_AUTHOR = N_("A change was refused: it was signed by another device than the one it names.")
WRONG_SPACE = N_("A change was refused: it does not belong in this space.")
ONE_SIGNATURE = N_("An erasure was refused: it needs the signatures of two people.")
REFUSED = N_(
    "A device that was removed from this space or only reads along still sends. What it sends is refused."
)
UNUSABLE = N_("A change of a colleague could not be used. Their other changes wait for it.")
OLDER_GONE = N_(
    "Older changes of a colleague are only in a summary that was not found on the shared storage yet."
)


def read_ops(space: SealedSpace, stream: str, wires: Sequence[Mapping[str, object]]) -> list[Op]:
    """The ops of one changeset.

    Raises UserError: `bad-op`, `object-forged` (names the device of another member, or erases without two
    signatures), `object-foreign` (a kind that has no place in this space). Kinds we do not know yet pass: the
    vault parks them.
    """
    ops = [Op.from_json(wire, space.label) for wire in wires]
    dev = stream.partition(".")[0]
    owners: dict[str, set[str]] = {}
    for member in space.members:
        owners.setdefault(member.person.device, set()).add(member.dev)
    for op in ops:
        if dev not in owners.get(op.stamp.device, {dev}):
            raise UserError(FORGED_AUTHOR, code="object-forged")
    check_ops(space, ops)
    return ops


def check_ops(space: SealedSpace, ops: Sequence[Op]) -> None:
    """What holds for every op of a space, whoever brings it. UserErrors of `read_ops`."""
    for op in ops:
        kind = KINDS.get(op.kind)
        if kind is not None and not kind.holds(space.label, op.record):
            raise UserError(WRONG_SPACE, code="object-foreign")
        if op.action is Action.ERASE and not space.erasure_signed(op.kind, op.record, op.fields):
            raise UserError(ONE_SIGNATURE, code="object-forged")


@dataclass(slots=True)
class Receiving:
    """Applies streams and snapshots of one session; `sieve` holds back what a person must see first.

    `heads` are those of colleagues: what one of them had of a removed device before hearing of the removal, all get.
    """

    session: Session
    sieve: Sieve
    heads: Mapping[str, Head] = field(default_factory=dict)

    def stream(self, head: Head) -> None:
        """Apply what is new in one stream, in order; stop this stream at the first thing that is wrong."""
        session, stream = self.session, head.stream
        try:
            cut = self._cut(head)
            whole = self._through(head, head.seq if cut is None else cut)
            if whole and cut is not None:
                late = self._late(head, cut)
                whole = late is not None and self._through(head, late, late)
                if late is not None and whole and head.seq > max(cut, late):
                    raise UserError(REFUSED, code="member-revoked")
            if whole:
                session.state.refused.pop(stream, None)
        except UserError as error:
            cursor = self._cursor(stream)
            if error.code == "object-damaged":
                session.wanted.append(f"{stream}:{cursor.seq + 1}")
            if error.code == "member-revoked":
                self._refused(head)  # nothing to wait for
            else:
                session.tally.waiting += head.seq - cursor.seq
            session.about(error, stream)

    def _cursor(self, stream: str) -> Cursor:
        return self.session.cursors().get(stream, Cursor(0, ""))

    def _cut(self, head: Head) -> int | None:
        """Up to where the stream of a removed device or a reader counts by the membership log; None: all of it."""
        dev = head.stream.partition(".")[0]
        cut = next(
            (m.cut if m.revoked else m.until for m in self.session.space.members if m.dev == dev), None
        )
        return None if cut is None else cut.get(head.stream, (0, ""))[0]

    def _late(self, head: Head, cut: int) -> int | None:
        """How far a colleague had applied what comes behind `cut` before hearing of it; then all get it. None: not all
        of that is there yet.

        A claim counts only with the hash of what was applied, and when the changesets here lead to just that one: a
        removed device must not give one colleague this and another that.
        """
        stream, known = head.stream, head.shas()
        active = {m.dev for m in self.session.space.members if not m.revoked}
        heads = [h for s, h in self.heads.items() if s.partition(".")[0] in active]
        claims = {(h.frontier.get(stream, 0), h.marks.get(stream, "")) for h in heads}
        for seq, mark in sorted(claims, reverse=True):
            if not cut < seq <= head.seq or not mark or not known.get(seq, mark).startswith(mark):
                continue
            leads = seq <= self._cursor(stream).seq or self._leads(head, seq, mark)
            if leads or leads is None:
                return seq if leads else None
        return 0

    def _leads(self, head: Head, upto: int, mark: str) -> bool | None:
        """Whether the changesets behind our cursor are one chain to a hash at `upto` that begins with `mark`; nothing is
        applied. None when one is not there, which is noted."""
        before = self._cursor(head.stream)
        if before.seq < head.base[0]:
            raise UserError(OLDER_GONE, code="summary-missing")
        sha = before.sha
        try:
            with closing(self._new(head, before, upto)) as new:
                for seq, this, data in new:
                    if data is None:
                        self._awaits(head, before)
                        return None
                    if self.session.space.skips.get((head.stream, seq)) != this:
                        self._open(head.stream, Cursor(seq, this), sha, data, upto)
                    sha = this
        except UserError as error:
            if error.code != "object-replayed":
                raise
            return False
        return sha.startswith(mark)

    def _awaits(self, head: Head, cursor: Cursor) -> None:
        self.session.tally.waiting += head.seq - cursor.seq
        self.session.wanted.append(f"{head.stream}:{cursor.seq + 1}")

    def _through(self, head: Head, upto: int, had: int = 0) -> bool:
        """Apply what is behind the cursor up to `upto`; False when something is not there, which is noted.

        Beyond a cut-off what was proved to be what a colleague `had` (`_late`).
        """
        session, stream = self.session, head.stream
        cursor = self._cursor(stream)
        if cursor.seq >= upto:
            return True
        if cursor.seq < head.base[0]:
            raise UserError(OLDER_GONE, code="summary-missing")
        with closing(self._new(head, cursor, upto)) as new:
            for seq, sha, data in new:
                if data is None:
                    self._awaits(head, cursor)
                    return False
                over = session.space.skips.get((stream, seq)) == sha
                ops = [] if over else self._open(stream, Cursor(seq, sha), cursor.sha, data, had)
                cursor = self.apply(stream, cursor, Cursor(seq, sha), ops)
        return True

    def _new(self, head: Head, cursor: Cursor, upto: int) -> Generator[tuple[int, str, bytes | None]]:
        """(seq, sha, bytes) of the changesets behind `cursor` up to `upto`, read ahead, from segments and then the
        tail; None: not there, empty: an administrator lets everybody pass over it."""
        session, stream, skips = self.session, head.stream, self.session.space.skips
        segs = [seg for seg in head.segs if seg.last > cursor.seq and seg.first <= upto]
        names = [seg.name(stream) for seg in segs if skips.get((stream, seg.last)) != seg.last_sha]
        with closing(session.place.ahead(names, min(SEGMENTS, session.at_once))) as found:
            for seg in segs:
                if skips.get((stream, seg.last)) == seg.last_sha:
                    yield seg.last, seg.last_sha, b""
                    continue
                session.step(session.tally.received, 0)
                _, data = next(found)
                if data is None:
                    yield seg.first, "", None
                    return
                parts = session.space.open_segment(stream, seg, data)
                yield from (part for part in parts if part[0] > cursor.seq)
        tail = [(seq, sha) for seq, sha in head.tail if cursor.seq < seq <= upto]
        names = [_name(stream, *one) for one in tail if skips.get((stream, one[0])) != one[1]]
        with closing(session.place.ahead(names, session.at_once)) as found:
            for seq, sha in tail:
                session.step(session.tally.received, 0)
                over = skips.get((stream, seq)) == sha
                yield seq, sha, b"" if over else next(found)[1]

    def _open(self, stream: str, place: Cursor, prev: str, data: bytes, had: int) -> list[Op]:
        session = self.session
        try:
            wires = session.space.open_changeset(stream, place.seq, prev, place.sha, data, had=had)
        except UserError as error:
            if error.code not in ("key-missing", "object-forged") or not session.refresh_members():
                raise
            wires = session.space.open_changeset(stream, place.seq, prev, place.sha, data, had=had)
        return read_ops(session.space, stream, wires)

    def _refused(self, head: Head) -> None:
        """What a removed device sent after its cut-off, for the administrator's list."""
        cursor = self.session.cursors().get(head.stream, Cursor(0, ""))
        self.session.state.refused[head.stream] = [cursor.seq + 1, head.seq]

    def apply(self, stream: str, before: Cursor, after: Cursor, ops: Sequence[Op]) -> Cursor:
        """Ops and cursor together, BATCH ops at a time; a changeset that was begun goes on where it was.

        Raises UserError, `op-unusable` for what the vault cannot make sense of.
        """
        hold = self.sieve.held(ops)
        for start in range(before.part, max(len(ops), before.part + 1), BATCH):
            end = start + BATCH
            cursor = after if end >= len(ops) else replace(before, part=end)

            def job(writer: SyncWriter, start: int = start, cursor: Cursor = cursor) -> int:
                parked = self._apply(
                    writer, ops, range(start, min(start + BATCH, len(ops))), hold, stream, after.seq
                )
                Keeping(writer).set_cursor(self.session.label, stream, cursor)
                return parked

            self._write(job, min(BATCH, len(ops) - start))
        self.sieve.clocks(ops, self.session.who(stream))
        return after

    def summary(self, snap: str, number: int, ops: Sequence[Op]) -> None:
        """Part `number` of a snapshot, BATCH ops at a time; twice is once."""
        hold = self.sieve.held(ops)
        for start in range(0, len(ops), BATCH):

            def job(writer: SyncWriter, start: int = start) -> int:
                here = range(start, min(start + BATCH, len(ops)))
                return self._apply(writer, ops, here, hold, f"snap.{snap}", number)

            self._write(job, min(BATCH, len(ops) - start))

    def _apply(
        self,
        writer: SyncWriter,
        ops: Sequence[Op],
        here: range,
        hold: frozenset[int],
        source: str,
        number: int,
    ) -> int:
        for op in (ops[at] for at in here):
            if op.kind in KINDS and writer.space_of(op.kind, op.record) not in (None, self.session.label):
                raise UserError(WRONG_SPACE, code="object-foreign")
        now = [ops[at] for at in here if at not in hold]
        edit = f"{source}.{number}"
        self.sieve.late(writer, now)
        parked = writer.apply(now, edit=edit, local=False).parked if now else 0
        writer.park([ops[at] for at in here if at in hold], edit=edit, reason="many-deletes")
        return parked

    def _write(self, job: Callable[[SyncWriter], int], count: int) -> None:
        session = self.session
        try:
            parked = session.vault.write(job)
        except (KeyError, TypeError, ValueError):
            raise UserError(UNUSABLE, code="op-unusable") from None
        session.at("received")
        session.tally.received += count
        session.tally.parked += parked
        session.step(session.tally.received, 0)


def _name(stream: str, seq: int, sha: str) -> str:
    return f"dev/{stream}/cs/{seq:010d}-{sha[:8]}.vwc"
