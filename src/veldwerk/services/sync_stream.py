"""Our own stream in one space: changesets sealed once, kept, and sent as they are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from veldwerk.services.sync_memory import Keeping, Memory
from veldwerk.services.sync_ports import SealedSpace, SyncVault
from veldwerk.services.sync_shapes import Head, Sealed

OBJECT_LIMIT = 1000
"""Ops in a changeset at most."""
OBJECT_BYTES = 1 << 20
"""Bytes of JSON after which a changeset is closed."""

Wire = Mapping[str, object]
Ready = tuple[Sealed, bytes]
"""A changeset that is sealed but not kept yet, and its bytes."""


@dataclass(slots=True)
class OwnStream:
    """`name` is `<dev16>.<inc8>`."""

    vault: SyncVault
    space: SealedSpace
    name: str

    def rows(self, after: int = 0) -> list[Sealed]:
        """What was sealed, in order."""
        return self.vault.read(lambda r: Memory(r).sealed(self.space.label, self.name, after))

    def bytes_of(self, row: Sealed) -> bytes:
        return self.vault.read(lambda r: Memory(r).sealed_bytes(row))

    def seal_next(self) -> Sealed | None:
        """Seal what waits in the outbox, as much as fits one object; None when nothing waits.

        The bytes are kept and the outbox taken away in one transaction.
        """
        batch = self.vault.read(lambda r: Memory(r).outbox(self.space.label, OBJECT_LIMIT))
        if not batch:
            return None
        ops: list[Wire] = []
        size = 0
        for _, op in batch:
            ops.append(op.to_json())
            size += len(json.dumps(ops[-1]))
            if size > OBJECT_BYTES:
                break
        return self.seal(ops, batch[len(ops) - 1][0])

    def seal(self, ops: Sequence[Wire], upto: int) -> Sealed:
        """The next changeset of the stream, from `ops`; takes the outbox away up to `upto`."""
        [(sealed, data)] = self.ready([ops])
        self.vault.write(lambda w: Keeping(w).seal(sealed, data, upto))
        return sealed

    def ready(self, batches: Sequence[Sequence[Wire]]) -> list[Ready]:
        """The next changesets of the stream, one of each batch of ops. Nothing is kept: that is for the caller."""
        rows, out = self.rows(), []
        seq, prev = (rows[-1].seq, rows[-1].sha) if rows else (0, "")
        for ops in batches:
            seq += 1
            name, data = self.space.changeset(self.name, seq, prev, ops)
            prev = sha256(data).hexdigest()
            out.append((Sealed(self.space.label, self.name, seq, name, prev, len(ops)), data))
        return out

    def shared_with(self, head: Head) -> int:
        """The last seq up to which `head` announces just what we sealed: each changeset names the one before."""
        theirs = head.shas()
        return max((row.seq for row in self.rows() if theirs.get(row.seq) == row.sha), default=0)

    def reopened(self, after: int, upto: int = 1 << 40) -> list[list[Wire]]:
        """The ops of our changesets after seq `after` up to `upto`, to seal them anew."""
        rows = self.rows()
        prevs = ["", *(row.sha for row in rows)]
        return [
            self.space.open_changeset(self.name, row.seq, prev, row.sha, self.bytes_of(row), own=True)
            for prev, row in zip(prevs, rows, strict=False)
            if after < row.seq <= upto
        ]
