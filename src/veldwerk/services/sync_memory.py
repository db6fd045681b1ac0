"""What sync keeps in a vault, in its own words: sealed changesets, cursors, and named objects of a space.

The vault knows bytes under keys; which keys is written down here and nowhere else:
`sync/<space>/<name>` for objects (FORMAT, members/…, keys/…, heads/<stream>, state), and
`sealed/<space>/<stream>/<seq>` for the description of each sealed changeset.
`late/<space>/<kind>/<record>` marks what came in about a closed file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from veldwerk.domain.changes import Op
from veldwerk.services.sync_ports import SyncReader, SyncWriter
from veldwerk.services.sync_shapes import Cursor, Sealed

RESTORED = "restored_at"
"""Key that a backup leaves when it is put back: the moment in ms."""
LATE = "late/"
"""Where marks of late data stand: `late/<space>/<kind>/<record>`."""


def _key(space: str, name: str) -> str:
    return f"sync/{space}/{name}"


@dataclass(frozen=True, slots=True)
class Memory:
    """Reading. Space «» is the vault itself."""

    reader: SyncReader

    def outbox(self, space: str, limit: int) -> list[tuple[int, Op]]:
        """(log seq, op) of what is not sealed yet, oldest first."""
        return self.reader.pending(space, limit)

    def outbox_count(self, space: str) -> int:
        return self.reader.pending_count(space)

    def sealed(self, space: str, stream: str, after: int = 0) -> list[Sealed]:
        """Own changesets of a stream with seq above `after`, in order."""
        found = self.reader.metas(f"sealed/{space}/{stream}/")
        rows = [_sealed(space, stream, data) for _, data in sorted(found.items())]
        return [row for row in rows if row.seq > after]

    def sealed_bytes(self, row: Sealed) -> bytes:
        """The bytes as they were sealed; KeyError when they were forgotten (`forget`)."""
        data = self.reader.sealed_get(row.space, row.name)
        if not data:
            raise KeyError(row.name)
        return data

    def cursors(self, space: str) -> dict[str, Cursor]:
        """By stream."""
        return {stream: _cursor(value) for stream, value in self.reader.cursors(space).items()}

    def blob(self, space: str, name: str) -> bytes | None:
        return self.reader.meta(_key(space, name))

    def blobs(self, space: str, prefix: str = "") -> dict[str, bytes]:
        """Objects of a space by name."""
        start = len(_key(space, ""))
        return {key[start:]: data for key, data in self.reader.metas(_key(space, prefix)).items()}


@dataclass(frozen=True, slots=True)
class Keeping:
    """Writing, in the transaction of the job."""

    writer: SyncWriter

    def seal(self, row: Sealed, data: bytes, upto: int) -> None:
        """Keep sealed bytes and take the outbox away up to log seq `upto`."""
        self.writer.sealed_put(row.space, row.name, data, upto)
        about = json.dumps({"seq": row.seq, "name": row.name, "sha": row.sha, "ops": row.ops}).encode()
        self.writer.set_meta(f"sealed/{row.space}/{row.stream}/{row.seq:010d}", about)

    def sent(self, rows: Sequence[Sealed]) -> None:
        """These are on a store, read back, and announced."""
        for row in rows:
            self.writer.mark_sent(row.space, row.name)

    def forget(self, rows: Sequence[Sealed]) -> None:
        """The bytes are only needed in a snapshot any more; what they were is still known."""
        for row in rows:
            self.writer.sealed_drop(row.space, row.name)

    def set_cursor(self, space: str, stream: str, cursor: Cursor) -> None:
        self.writer.set_cursor(space, stream, f"{cursor.seq} {cursor.part} {cursor.sha}")

    def put_blob(self, space: str, name: str, data: bytes | None) -> None:
        self.writer.set_meta(_key(space, name), data)

    def put_blobs(self, space: str, objects: Mapping[str, bytes]) -> None:
        for name, data in objects.items():
            self.put_blob(space, name, data)


def _sealed(space: str, stream: str, data: bytes) -> Sealed:
    about = json.loads(data)
    return Sealed(space, stream, about["seq"], about["name"], about["sha"], about["ops"])


def _cursor(text: str) -> Cursor:
    seq, part, sha = text.split(" ", 2)
    return Cursor(int(seq), sha, int(part))
