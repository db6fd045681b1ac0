"""Snapshots: written by administrators now and then, read by a device that is new or was away for long (SYNC 2.4).

Writing and reading go on where they were interrupted. A snapshot is a set of ops: applying it merges, so nothing
that is here already gets lost, and a device may have written in the meantime.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from veldwerk.domain.changes import Op
from veldwerk.domain.errors import UserError
from veldwerk.services.sync_memory import Keeping, Memory
from veldwerk.services.sync_ports import SyncReader, SyncWriter
from veldwerk.services.sync_receive import Receiving, check_ops
from veldwerk.services.sync_session import Session
from veldwerk.services.sync_shapes import Cursor, Head, Manifest, Snap, manifest_name
from veldwerk.services.sync_state import State

READ = 500
"""Log lines read at once while writing."""
FULL = 250
"""Changes in an object from which reading it is as quick as reading a snapshot."""
PARTS = 2
"""Parts read at a time: they are large."""
KEEP = 2
"""Own snapshots that stay on a store."""


@dataclass(slots=True)
class Snapshots:
    """For one session. `heads` are those of others, `own` ours on this store."""

    session: Session
    heads: Mapping[str, Head]
    own: Head | None

    # --- which

    def offered(self) -> list[tuple[str, Snap]]:
        """(device, snapshot) that the newest heads name."""
        named = {h.stream: h for h in (*self.heads.values(), *([self.own] if self.own else []))}
        found = {(s.partition(".")[0], h.snap) for s, h in named.items() if h.snap is not None}
        return sorted(found, key=lambda one: one[1].sha)

    def manifest(self, dev: str, snap: Snap) -> Manifest | None:
        """The manifest, when it is there, counts, and the heads of all its streams vouch for its frontier."""
        name = manifest_name(dev, snap)
        data = self.session.vault.read(lambda r: Memory(r).blob(self.session.label, name))
        try:
            fresh = self.session.place.get(name) if data is None else None
            read = self.session.space.open_manifest(dev, snap, data or fresh or b"")
        except UserError as error:
            if error.code.startswith("store-"):
                raise
            return None
        if fresh is not None:
            self.session.vault.write(lambda w: Keeping(w).put_blob(self.session.label, name, fresh))
        return read if all(self._vouched(stream, *place) for stream, place in read.frontier.items()) else None

    def _vouched(self, stream: str, seq: int, sha: str) -> bool:
        """Whether the device of a stream says itself that it wrote changeset `seq`, with this hash where it tells."""
        if stream == self.session.stream:
            return any(row.seq == seq and row.sha == sha for row in self.session.own.rows()) or seq == 0
        head = self.heads.get(stream)
        if head is None:
            return stream in self.session.state.common
        return seq <= head.seq and head.shas().get(seq, sha) == sha

    def best(self) -> Manifest | None:
        """The snapshot that counts and reaches furthest; an erasure makes a later one smaller than an earlier one."""
        read = (self.manifest(dev, snap) for dev, snap in self.offered())
        return max(
            (one for one in read if one is not None),
            key=lambda one: (sum(seq for seq, _ in one.frontier.values()), one.snap.ops, one.snap.sha),
            default=None,
        )

    # --- reading

    def receive(self, receiving: Receiving) -> None:
        """Take a snapshot when this vault is new, when one was begun, or when a stream begins beyond what we have."""
        session, cursors = self.session, self.session.cursors()
        behind = any(cursors.get(h.stream, Cursor(0, "")).seq < h.base[0] for h in self.heads.values())
        fresh = not any(c.seq for c in cursors.values()) and not session.vault.read(
            lambda r: r.holds(session.label)
        )
        if not (behind or session.state.reading or (fresh and self.heads)):
            return
        found = self.best()
        if found is not None:
            self._read(found, receiving)

    def rescue(self, receiving: Receiving) -> None:
        """A stream is stuck for the second sync, at something lost or damaged, and a snapshot knows what was in it."""
        session, found = self.session, self.best()
        if found is None:
            return
        stuck = {one.rpartition(":")[0] for one in set(session.wanted) & set(session.state.wanted)}
        cursors = session.cursors()
        helped = [s for s in stuck if found.frontier.get(s, (0, ""))[0] > cursors.get(s, Cursor(0, "")).seq]
        if helped:
            self._read(found, receiving)

    def _read(self, manifest: Manifest, receiving: Receiving) -> None:
        session, state = self.session, self.session.state
        begun = int(state.reading[1]) if state.reading[:1] == [manifest.snap.sha] else 0
        total = manifest.snap.ops
        done = sum(n for n, _ in manifest.parts[:begun])
        names = [manifest.part_name(number) for number in range(begun, len(manifest.parts))]
        for number, (_, data) in enumerate(session.place.ahead(names, PARTS), begun):
            session.step(done, total)
            wires = self._opened(manifest, number, data)
            if wires is None:
                session.wanted.append(f"snap:{manifest.snap.id}")
                return  # the streams themselves may still have it; an administrator writes a new one
            ops = [Op.from_json(wire, session.label) for wire in wires]
            check_ops(session.space, ops)
            receiving.summary(manifest.snap.id, number, ops)
            state.reading = [manifest.snap.sha, number + 1]
            session.save()
            session.at("part-read")
            done += len(ops)
        self._arrived(manifest)

    def _opened(
        self, manifest: Manifest, number: int, data: bytes | None
    ) -> list[Mapping[str, object]] | None:
        """The ops of a part, None when it is not there or damaged."""
        try:
            return self.session.space.open_part(manifest, number, data) if data is not None else None
        except UserError as error:
            if error.code != "object-damaged":
                raise
            return None

    def _arrived(self, manifest: Manifest) -> None:
        """All of it is here: every cursor stands at least where the snapshot does."""
        cursors = self.session.cursors()

        def job(writer: SyncWriter) -> None:
            keeping = Keeping(writer)
            for stream, (seq, sha) in manifest.frontier.items():
                if seq > cursors.get(stream, Cursor(0, "")).seq and stream != self.session.stream:
                    keeping.set_cursor(self.session.label, stream, Cursor(seq, sha))

        self.session.keep(lambda state: state.reading.clear(), job)

    # --- writing

    def due(self, best: Manifest | None) -> bool:
        """Whether we, an administrator, should write one now; `best` is the fullest that counts."""
        session, state = self.session, self.session.state
        me = next((m for m in session.space.members if m.dev == session.space.dev), None)
        if me is None or me.revoked or me.role != "admin" or session.tally.waiting:
            return False
        newest = session.vault.read(lambda r: r.last_seq())
        if best is None:
            lost = state.base or any(h.base[0] for h in self.heads.values())
            return bool(lost) or bool(state.erasing) or self._saves(newest, {})
        if best.snap.sha != state.summary_sha:
            state.summary_sha, state.summary_seq = best.snap.sha, newest
        if any(f"snap:{best.snap.id}" in head.wanted for head in self.heads.values()):
            return True
        if any(best.frontier.get(stream, (0, ""))[0] < seq for stream, seq in state.erasing.items()):
            return True
        return self._saves(newest - state.summary_seq, best.frontier)

    def _saves(self, lines: int, frontier: Mapping[str, tuple[int, str]]) -> bool:
        """Whether a snapshot would save a newcomer work: enough was written behind `frontier`, and what stood on the
        store before this sync is many small objects. A snapshot holds every op, so it saves calls and no bytes:
        beside the full changesets of a first sync it would only double them."""
        objects = 0
        for head in (*self.heads.values(), *([self.own] if self.own is not None else [])):
            known = frontier.get(head.stream, (0, ""))[0]
            objects += sum(seg.last > known for seg in head.segs) + sum(seq > known for seq, _ in head.tail)
        return lines >= self.session.tools.course.limits.snapshot_ops and objects * FULL > lines

    def write(self, stored: int) -> Manifest:
        """All parts, then the manifest, which our next head names."""
        session, state = self.session, self.session.state
        if not state.drafting:
            state.drafting = self._begin(stored)
            session.save()
        draft = state.drafting
        parts = [(int(n), str(sha)) for n, sha in draft["parts"]]
        for after, ops in self._chunks(int(draft["after"]), int(draft["upto"])):
            session.step(sum(n for n, _ in parts), 0)
            data = session.space.snapshot_part(str(draft["id"]), len(parts), [op.to_json() for op in ops])
            sha = _sha(data)
            session.place.put(
                (f"snap/{session.space.dev}/{draft['id']}/part-{len(parts):06d}-{sha[:8]}.vws", data)
            )
            parts.append((len(ops), sha))
            draft["parts"], draft["after"] = [list(part) for part in parts], after
            session.save()
            session.at("part-kept")
        frontier = {stream: (int(seq), str(sha)) for stream, (seq, sha) in draft["frontier"].items()}
        manifest, data = session.space.manifest(str(draft["id"]), frontier, parts)
        session.place.put((manifest_name(session.space.dev, manifest.snap), data))
        session.at("manifest-put")

        def change(later: State) -> None:
            later.summary_sha, later.summary_seq = manifest.snap.sha, int(draft["upto"])
            later.snaps.append(str(draft["id"]))
            later.drafting = {}

        name = manifest_name(session.space.dev, manifest.snap)
        session.keep(change, lambda w: Keeping(w).put_blob(session.label, name, data))
        return manifest

    def _begin(self, stored: int) -> dict[str, Any]:
        session = self.session
        rows = {row.seq: row.sha for row in session.own.rows()}

        def job(reader: SyncReader) -> tuple[int, dict[str, Cursor]]:
            return reader.last_seq(), Memory(reader).cursors(session.label)

        upto, cursors = session.vault.read(job)
        frontier = {stream: [c.seq, c.sha] for stream, c in cursors.items() if c.seq}
        if stored:
            frontier[session.stream] = [stored, rows[stored]]
        fresh = session.tools.ids.random_bytes(8).hex()
        return {"id": fresh, "after": 0, "upto": upto, "frontier": frontier, "parts": []}

    def _chunks(self, after: int, upto: int) -> Iterator[tuple[int, list[Op]]]:
        """(last log line, ops) of each part still to write; what is parked comes in the last one."""
        session, limit = self.session, self.session.tools.course.limits.snapshot_bytes
        if after > upto:
            return
        ops: list[Op] = []
        size, at = 0, after
        while found := self._logged(at, upto):
            for seq, op in found:
                at = seq
                ops.append(op)
                size += len(json.dumps(op.to_json(), ensure_ascii=False).encode())
                if size >= limit:
                    yield at, ops
                    ops, size = [], 0
        ops.extend(session.vault.read(lambda r: _rest(r, session.label, upto)))
        yield upto + 1, ops

    def _logged(self, after: int, upto: int) -> list[tuple[int, Op]]:
        return self.session.vault.read(lambda r: r.summary_ops(self.session.label, after, upto, READ))

    # --- taking old ones away

    def sweep(self, head: Head) -> None:
        """After `head` was announced: our snapshots but the newest two go; all but the newest after an erasure."""
        session, state = self.session, self.session.state
        keep = 1 if state.erasing else KEEP
        if head.snap is None or state.snaps[-1:] != [head.snap.id]:
            return
        for old in state.snaps[:-keep]:
            for name in session.place.list(f"snap/{session.space.dev}/{old}/"):
                session.place.delete(name)
                session.at("swept")
        state.snaps = state.snaps[-keep:]
        session.save()


def _rest(reader: SyncReader, space: str, upto: int) -> list[Op]:
    """What waits, and what was let through since line `upto`: it waited when the snapshot was begun."""
    last = reader.last_seq()
    later = reader.summary_ops(space, upto, last, last - upto)
    # Of what waits for a field the log has all.
    return [op for _, op in later] + [one.op for one in reader.parked_ops(space) if one.reason != "field"]


def _sha(data: bytes) -> str:
    return sha256(data).hexdigest()
