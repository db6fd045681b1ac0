"""A space after a year of a large team, made directly: 50 devices, 37,500 changesets, heads as compaction leaves them.

The bodies of changesets and segments are random bytes: a sync with nothing to do never opens them.
"""

from __future__ import annotations

import os
from hashlib import sha256

from veldwerk.app.workplace import Workplace
from veldwerk.services.sync_memory import Keeping, Memory
from veldwerk.services.sync_ports import ObjectStore, Person, SealedSpace, SyncWriter
from veldwerk.services.sync_shapes import Cursor, Head, Segment
from veldwerk.sync.sealing import Sealing

DEVICES = 50
CHANGESETS = 750
JOINED = 64
"""Changesets in a segment."""
BODY = 400


def crowd(work: Workplace, store: ObjectStore, devices: int, changesets: int, label: str = "casus") -> None:
    """Put `devices` more members with `changesets` each on `store`, all of which `work` has applied already."""
    sealing = Sealing()
    space = _space(work, sealing, label)
    fresh: dict[str, bytes] = {}
    keys = [sealing.new_device() for _ in range(devices)]
    for number, key in enumerate(keys):
        request = sealing.request(key, Person(f"worker-{number}", f"Collega {number}", f"{number:016x}"))
        added = dict(space.add(request, "member"))
        fresh |= added
        space = space.absorb(added)
    for name, data in fresh.items():
        store.put(space.prefix + name, data)
    work.vault.write(lambda w: Keeping(w).put_blobs(label, fresh))
    for key in keys:
        _stream(work, store, sealing.load(key, label, space.objects), changesets)


def _space(work: Workplace, sealing: Sealing, label: str) -> SealedSpace:
    device = work.vault.read(lambda r: Memory(r).blob("", "device"))
    assert device is not None
    blobs = work.vault.read(lambda r: Memory(r).blobs(label))
    shared = {n: d for n, d in blobs.items() if n == "FORMAT" or n.startswith(("members/", "keys/"))}
    return sealing.load(device, label, shared)


def _stream(work: Workplace, store: ObjectStore, space: SealedSpace, changesets: int) -> None:
    stream = f"{space.dev}.00000001"
    shas = []
    for seq in range(1, changesets + 1):
        data = os.urandom(BODY)
        shas.append(sha256(data).hexdigest())
        store.put(f"{space.prefix}dev/{stream}/cs/{seq:010d}-{shas[-1][:8]}.vwc", data)
    segments = []
    for first in range(1, changesets - JOINED + 1, JOINED):
        last = first + JOINED - 1
        data = os.urandom(BODY * JOINED)
        segments.append(Segment(first, last, sha256(data).hexdigest(), shas[last - 1]))
        store.put(space.prefix + segments[-1].name(stream), data)
    joined = segments[-1].last if segments else 0
    head = Head(
        stream=stream,
        number=changesets,
        seq=changesets,
        tail=tuple((seq, shas[seq - 1]) for seq in range(joined + 1, changesets + 1)),
        frontier={},
        members=space.newest,
        segs=tuple(segments),
    )
    name, data = space.head(head)
    store.put(space.prefix + name, data)

    def job(writer: SyncWriter) -> None:
        Keeping(writer).set_cursor(space.label, stream, Cursor(changesets, shas[-1]))

    work.vault.write(job)
