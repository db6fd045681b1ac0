"""Heads: what a device says of itself, small, signed, write-once (SYNC 2.3).

`heads/<dev16>.<inc8>-<number:010>-<sha8>.vwh`. The number counts heads, not changesets: a device also writes a
new head when it has received something, and that is how others know «ontvangen door …».
The newest head that verifies counts; its owner keeps two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from veldwerk.services.sync_ports import Object
from veldwerk.services.sync_shapes import Head, Segment, Snap
from veldwerk.sync import envelope
from veldwerk.sync.envelope import Envelope
from veldwerk.sync.keys import DeviceKeys

MAGIC = b"VWHD1\n"
NAME = re.compile(r"^heads/([0-9a-f]{16}\.[0-9a-f]{8})-(\d{10})-([0-9a-f]{8})\.vwh$")
SNAP = re.compile(r"^[0-9a-f]{16}$")
SHA = re.compile(r"^[0-9a-f]{64}$")


def write(space: str, head: Head, by: DeviceKeys, app: str) -> Object:
    dev, inc = head.stream.split(".")
    header: dict[str, object] = {
        "space": space,
        "dev": dev,
        "inc": inc,
        "number": head.number,
        "seq": head.seq,
        "tail": [list(one) for one in head.tail],
        "segs": [[seg.first, seg.last, seg.sha, seg.last_sha] for seg in head.segs],
        "frontier": dict(head.frontier),
        "wanted": sorted(head.wanted),
        "members": list(head.members),
        "app": app,
        "schema": 1,
    }
    if head.marks:
        header["marks"] = [head.marks.get(stream, "") for stream in sorted(head.frontier)]
    if head.beside:
        header["beside"] = list(head.beside)
    if head.base[0]:
        header["base"] = list(head.base)
    if head.snap is not None:
        header["snap"] = [head.snap.id, head.snap.sha, head.snap.ops]
    data = envelope.seal(MAGIC, header, b"", by.seed)
    return f"heads/{head.stream}-{head.number:010d}-{envelope.sha256(data)[:8]}.vwh", data


def open_head(space: str, name: str, data: bytes) -> tuple[Head, Envelope]:
    """The head and what to verify; UserError `object-damaged`, `object-foreign` or `update-needed`."""
    match = NAME.match(name)
    if match is None or not envelope.sha256(data).startswith(match[3]):
        raise envelope.damaged()
    raw = envelope.open_envelope(MAGIC, data)
    stream = f"{raw.text('dev')}.{raw.text('inc')}"
    if raw.text("space") != space or stream != match[1] or raw.number("number") != int(match[2]):
        raise envelope.foreign()
    frontier = _frontier(raw.header.get("frontier"))
    base, segs = _place(raw.header.get("base", [0, ""])), _segments(raw)
    head = Head(
        stream=stream,
        number=raw.number("number"),
        seq=raw.number("seq"),
        tail=_tail(raw, _covered(base, segs)),
        frontier=frontier,
        marks=_marks(raw.header.get("marks", []), sorted(frontier)),
        wanted=tuple(str(one) for one in _list(raw.header.get("wanted"))),
        members=_place(raw.header.get("members")),
        beside=tuple(str(one) for one in _list(raw.header.get("beside", []))),
        name=name,
        base=base,
        segs=segs,
        snap=_snap(raw.header.get("snap")),
    )
    return head, raw


def _segments(raw: Envelope) -> tuple[Segment, ...]:
    out = []
    for place in _list(raw.header.get("segs")):
        if not (isinstance(place, list) and len(place) == 4):
            raise envelope.damaged()
        first, last, sha, last_sha = place
        if not (isinstance(first, int) and isinstance(last, int) and 0 < first <= last < 10**10):
            raise envelope.damaged()
        if not all(isinstance(one, str) and SHA.match(one) for one in (sha, last_sha)):
            raise envelope.damaged()
        out.append(Segment(first, last, sha, last_sha))
    return tuple(out)


def _covered(base: tuple[int, str], segs: tuple[Segment, ...]) -> int:
    """The last seq in a segment or below `base`. A segment may begin below the base: it goes when all of it does."""
    at = base[0]
    for seg in segs:
        if not seg.first <= at + 1 <= seg.last:
            raise envelope.damaged()
        at = seg.last
    return at


def _snap(value: object) -> Snap | None:
    if value is None:
        return None
    if not (isinstance(value, list) and len(value) == 3):
        raise envelope.damaged()
    snap, sha, ops = value
    if not (isinstance(snap, str) and SNAP.match(snap) and isinstance(sha, str) and SHA.match(sha)):
        raise envelope.damaged()
    if not isinstance(ops, int):
        raise envelope.damaged()
    return Snap(snap, sha, ops)


def _tail(raw: Envelope, covered: int) -> tuple[tuple[int, str], ...]:
    """(seq, sha) of all that no segment holds, without gaps up to `seq`."""
    out = []
    for place in _list(raw.header.get("tail")):
        if not (isinstance(place, list) and len(place) == 2):
            raise envelope.damaged()
        seq, sha = place
        if not isinstance(seq, int) or not isinstance(sha, str) or not SHA.match(sha):
            raise envelope.damaged()
        out.append((seq, sha))
    if [seq for seq, _ in out] != list(range(covered + 1, raw.number("seq") + 1)):
        raise envelope.damaged()
    return tuple(out)


def _frontier(value: object) -> Mapping[str, int]:
    if not isinstance(value, dict) or not all(isinstance(n, int) for n in value.values()):
        raise envelope.damaged()
    return {str(stream): int(n) for stream, n in value.items()}


def _marks(value: object, streams: list[str]) -> Mapping[str, str]:
    """By stream; a head of a program that wrote none has none."""
    marks = [str(one) for one in _list(value)]
    if marks and len(marks) != len(streams):
        raise envelope.damaged()
    return dict(zip(streams, marks, strict=False))


def _place(value: object) -> tuple[int, str]:
    if not (isinstance(value, list) and len(value) == 2 and isinstance(value[0], int)):
        raise envelope.damaged()
    return value[0], str(value[1])


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise envelope.damaged()
    return value
