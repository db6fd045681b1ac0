"""One space with one store, once: publish, send, receive, announce (SYNC 2.4).

Nothing here is undone by what a store does not show: absence is never deletion, cursors never go back. What goes
wrong in one stream stops that stream; what goes wrong in sending does not stop receiving.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from veldwerk.domain.changes import Op
from veldwerk.domain.errors import N_, UserError
from veldwerk.services.ports import Ids
from veldwerk.services.sync_memory import Keeping, Memory
from veldwerk.services.sync_ports import (
    Cursor,
    Head,
    Object,
    ObjectStore,
    Sealed,
    SealedSpace,
    SyncVault,
)
from veldwerk.services.sync_receipts import known_heads, open_known, receipts
from veldwerk.services.sync_receive import apply_ops, read_ops
from veldwerk.services.sync_state import STATE, Problem, SpaceReport, State
from veldwerk.services.sync_stream import OwnStream

HEAD = re.compile(r"^heads/([0-9a-f]{16}\.[0-9a-f]{8})-(\d{10})-[0-9a-f]{8}\.vwh$")

NOT_FOUND = N_("The shared storage was not found, or it is not the one of your team. Nothing was changed.")
NOT_STORED = N_("The storage did not keep what was sent. It stays on this laptop and is sent again.")
REMOVED = N_("This device is no longer a member of this space.")
OLDER_GONE = N_(
    "Older changes of a colleague are only in a summary this version cannot read. Update Veldwerk."
)


class Stopped(Exception):
    """The user cancelled; everything done so far stands."""


class Exchange:
    """`step` is called between objects with the number done; it raises Stopped to end early."""

    def __init__(
        self,
        vault: SyncVault,
        space: SealedSpace,
        store: ObjectStore,
        ids: Ids,
        step: Callable[[int, int], None],
    ) -> None:
        self._vault, self._space, self._store, self._ids, self._step = vault, space, store, ids, step
        self._label = space.label
        self._state = State.from_bytes(vault.read(lambda r: Memory(r).blob(self._label, STATE)))
        self._problems: list[Problem] = []
        self._wanted: list[str] = []
        self._sent = self._received = self._waiting = self._parked = 0
        self._stored = 0
        self._refreshed = False

    # --- the course

    def run(self, now: str) -> SpaceReport:
        """Everything once. Raises UserError when the store is not there at all, and Stopped."""
        if self._get("FORMAT") != self._space.objects["FORMAT"]:
            raise UserError(NOT_FOUND, code="store-missing")
        try:
            heads, own = self._look()
            self._guard(self.publish)
            if self._new_stream_if_forked(own):
                own = None
            self._stored = own.seq if own is not None else 0
            if self._space.active():
                self._guard(self._send)
            else:
                self._problems.append(Problem("member-removed", REMOVED))
            for stream in sorted(heads):
                self._receive(heads[stream])
            if self._space.active():
                self._guard(lambda: self._mend(heads))
                self._guard(lambda: self._announce(own))
        finally:
            self._finish(now)
        return self.report()

    def report(self) -> SpaceReport:
        """What was done so far."""
        return SpaceReport(
            space=self._label,
            sent=self._sent,
            received=self._received,
            waiting=self._waiting,
            parked=self._parked,
            problems=tuple(self._problems),
            received_by=receipts(self._vault, self._space, self._state),
        )

    def failed(self, error: UserError) -> SpaceReport:
        """The report of a run that ended in `error`, remembered for the status too."""
        self._problems.append(Problem.of(error))
        self._state.problems = list(self._problems)
        self._save_state()
        return self.report()

    def _guard(self, work: Callable[[], None]) -> None:
        """Do `work`; a UserError in it becomes a problem and does not stop the rest."""
        try:
            work()
        except UserError as error:
            self._problems.append(Problem.of(error))

    def _finish(self, now: str) -> None:
        self._state.problems = list(self._problems)
        self._state.waiting = self._waiting
        self._state.synced_at = now
        self._save_state()

    def _save_state(self) -> None:
        data = self._state.to_bytes()
        self._vault.write(lambda w: Keeping(w).put_blob(self._label, STATE, data))

    # --- the store, inside our prefix

    def _get(self, name: str) -> bytes | None:
        return self._store.get(self._space.prefix + name)

    def _list(self, folder: str) -> list[str]:
        start = len(self._space.prefix)
        return [name[start:] for name in self._store.list(self._space.prefix + folder)]

    def _put(self, item: Object) -> None:
        """Store and read back. A damaged object under its own name is replaced: the name holds its hash."""
        name, data = self._space.prefix + item[0], item[1]
        try:
            self._store.put(name, data)
        except UserError as error:
            if error.code != "name-taken":
                raise
            self._store.delete(name)
            self._store.put(name, data)
        if self._store.get(name) != data:
            raise UserError(NOT_STORED, code="store-not-kept")

    # --- membership

    def publish_all(self) -> None:
        """The whole membership to a store that does not have it. FORMAT last: half a space is none."""
        for name, data in sorted(self._space.objects.items(), reverse=True):
            self._put((name, data))

    def publish(self) -> None:
        """Membership entries and key files that are only here go to the store."""
        for name in list(self._state.unpublished):
            data = self._space.objects.get(name)
            if data is not None:
                self._put((name, data))
            self._state.unpublished.remove(name)
            self._save_state()

    def _refresh_members(self) -> bool:
        """Fetch entries and key files we do not know; once in a sync. True when something was new."""
        if self._refreshed:
            return False
        self._refreshed = True
        known = self._space.objects
        fresh = {}
        for name in [*self._list("members/"), *self._list("keys/")]:
            data = None if name in known else self._get(name)
            if data is not None:
                fresh[name] = data
        if not fresh:
            return False
        self._space = self._space.absorb(fresh)
        new = {name: data for name, data in self._space.objects.items() if name not in known}

        if new:
            self._vault.write(lambda w: Keeping(w).put_blobs(self._label, new))
        return bool(new)

    # --- heads

    @property
    def _stream(self) -> str:
        return f"{self._space.dev}.{self._state.inc}"

    @property
    def _own(self) -> OwnStream:
        return OwnStream(self._vault, self._space, self._stream)

    def _look(self) -> tuple[dict[str, Head], Head | None]:
        """The newest valid head of every other stream, and our own as it is on this store."""
        listed: dict[str, list[str]] = {}
        for name in self._list("heads/"):
            match = HEAD.match(name)
            if match is not None:
                listed.setdefault(match[1], []).append(name)
        self._listed = listed
        heads: dict[str, Head] = {}
        for stream in sorted({*listed, *self._known_heads()}):
            head = self._newest_head(stream, sorted(listed.get(stream, []), reverse=True))
            if head is not None:
                heads[stream] = head
        if not self._space.ready() or any(h.members > self._space.newest for h in heads.values()):
            self._refresh_members()
        own = heads.pop(self._stream, None)
        return heads, own if own is not None and own.name in listed.get(self._stream, ()) else None

    def _known_heads(self) -> dict[str, Head]:
        return known_heads(self._vault, self._space)

    def _newest_head(self, stream: str, names: list[str]) -> Head | None:
        """The first of `names` (newest first) that verifies, or the one we knew when that is as new."""
        blob = self._vault.read(lambda r: Memory(r).blob(self._label, f"heads/{stream}"))
        known = open_known(self._space, blob)
        for name in names:
            if known is not None and _number(name) <= known.number:
                break
            try:
                data = self._get(name)
                if data is None:
                    continue
                head = self._open_head(name, data)
            except UserError as error:
                if error.code.startswith("store-"):
                    raise
                self._problem(error, stream)
                continue
            self._remember_head(name, data, stream)
            return head
        return known

    def _open_head(self, name: str, data: bytes) -> Head:
        try:
            return self._space.open_head(name, data)
        except UserError as error:
            # A device we have not heard of: perhaps it was added since.
            if error.code == "object-forged" and self._refresh_members():
                return self._space.open_head(name, data)
            raise

    def _remember_head(self, name: str, data: bytes, stream: str) -> None:
        blob = name.encode() + b"\n" + data
        self._vault.write(lambda w: Keeping(w).put_blob(self._label, f"heads/{stream}", blob))

    def _problem(self, error: UserError, stream: str) -> None:
        dev = stream.partition(".")[0]
        who = next((m.person.name for m in self._space.members if m.dev == dev), "")
        self._problems.append(Problem.of(error, who))

    # --- sending

    def _new_stream_if_forked(self, own: Head | None) -> bool:
        """Start a new stream when there is none, or when a copy of this vault wrote under our name.

        What the copy sent is read like a colleague's; what only we have is sealed again in the new stream.
        """
        state = self._state
        if state.inc and (own is None or own.name in state.heads):
            return False
        again: list[list[Mapping[str, object]]] = []
        if own is not None:
            old = self._own
            same = old.shared_with(own)
            again = old.reopened(same)
            place = Cursor(same, dict(own.tail).get(same, ""))
            self._vault.write(lambda w: Keeping(w).set_cursor(self._label, old.name, place))
            state.common[old.name] = same
        state.inc, state.number, state.sent = self._ids.random_bytes(4).hex(), 0, 0
        self._save_state()
        for ops in again:
            self._own.seal(ops, 0)
        return True

    def _send(self) -> None:
        """Objects that our head on this store does not announce yet, then new ones out of the outbox."""
        stream = self._own
        for row in stream.rows(self._stored):
            self._send_one(stream, row)
        while (sealed := stream.seal_next()) is not None:
            self._send_one(stream, sealed)

    def _send_one(self, stream: OwnStream, row: Sealed) -> None:
        self._step(self._sent, 0)
        self._put((row.name, stream.bytes_of(row)))
        self._stored = row.seq
        self._sent += row.ops

    def _mend(self, heads: Mapping[str, Head]) -> None:
        """Send again what a colleague could not read of ours."""
        stream = self._own
        missed = {one for head in heads.values() for one in head.wanted}
        for row in stream.rows() if missed else []:
            if f"{stream.name}:{row.seq}" in missed and row.seq <= self._stored:
                self._put((row.name, stream.bytes_of(row)))

    def _announce(self, own: Head | None) -> None:
        """A new head when there is news: sent, received, missed, or membership."""
        state, space = self._state, self._space
        cursors = self._vault.read(lambda r: Memory(r).cursors(self._label))
        frontier = {stream: cursor.seq for stream, cursor in cursors.items() if stream != self._stream}
        news = [frontier, sorted(self._wanted), list(space.newest), self._stored]
        if own is not None and state.announced == json.loads(json.dumps(news)):
            return
        rows = self._own.rows()
        head = Head(
            stream=self._stream,
            number=max(state.number, own.number if own else 0) + 1,
            seq=self._stored,
            tail=tuple((row.seq, row.sha) for row in rows if row.seq <= self._stored),
            frontier=frontier,
            wanted=tuple(self._wanted),
            members=space.newest,
        )
        name, data = space.head(head)
        state.number = head.number
        state.heads = {**dict(list(state.heads.items())[-7:]), name: head.seq}
        self._save_state()
        self._put((name, data))
        self._vault.write(
            lambda w: Keeping(w).sent([row for row in rows if state.sent < row.seq <= self._stored])
        )
        state.sent = self._stored
        state.announced = json.loads(json.dumps(news))
        self._save_state()
        self._remember_head(name, data, self._stream)
        for old in sorted(self._listed.get(self._stream, []), reverse=True)[1:]:
            self._store.delete(space.prefix + old)

    # --- receiving

    def _receive(self, head: Head) -> None:
        """Apply what is new in one stream, in order; stop this stream at the first thing that is wrong."""
        stream = head.stream
        cursor = self._vault.read(lambda r: Memory(r).cursors(self._label)).get(stream, Cursor(0, ""))
        try:
            for seq, sha in head.tail:
                if seq <= cursor.seq:
                    continue
                if seq != cursor.seq + 1:
                    raise UserError(OLDER_GONE, code="update-needed")
                self._step(self._received, 0)
                data = self._get(f"dev/{stream}/cs/{seq:010d}-{sha[:8]}.vwc")
                if data is None:
                    self._waiting += head.seq - cursor.seq
                    self._wanted.append(f"{stream}:{seq}")
                    return
                ops = self._open(stream, seq, cursor.sha, sha, data)
                cursor = apply_ops(
                    self._vault, self._label, stream, (cursor, Cursor(seq, sha)), ops, self._moved
                )
        except UserError as error:
            if error.code == "object-damaged":
                self._wanted.append(f"{stream}:{cursor.seq + 1}")
            self._problem(error, stream)
            self._waiting += head.seq - cursor.seq

    def _open(self, stream: str, seq: int, prev: str, sha: str, data: bytes) -> list[Op]:
        try:
            wires = self._space.open_changeset(stream, seq, prev, sha, data)
        except UserError as error:
            if error.code not in ("key-missing", "object-forged") or not self._refresh_members():
                raise
            wires = self._space.open_changeset(stream, seq, prev, sha, data)
        return read_ops(self._space, stream, wires)

    def _moved(self, applied: int, parked: int) -> None:
        self._received += applied
        self._parked += parked
        self._step(self._received, 0)


def _number(name: str) -> int:
    match = HEAD.match(name)
    return int(match[2]) if match else 0
