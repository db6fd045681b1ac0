"""Heads: what a device says of itself, small, signed, write-once (SYNC 2.3).

`heads/<dev16>.<inc8>-<number:010>-<sha8>.vwh`. The number counts heads, not changesets: a device also writes a
new head when it has received something, and that is how others know «ontvangen door …».
The newest head that verifies counts; its owner keeps two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from veldwerk.services.sync_ports import Head, Object
from veldwerk.sync import envelope
from veldwerk.sync.envelope import Envelope
from veldwerk.sync.keys import DeviceKeys

MAGIC = b"VWHD1\n"
NAME = re.compile(r"^heads/([0-9a-f]{16}\.[0-9a-f]{8})-(\d{10})-([0-9a-f]{8})\.vwh$")
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
        "segs": [],
        "frontier": dict(head.frontier),
        "wanted": sorted(head.wanted),
        "members": list(head.members),
        "app": app,
        "schema": 1,
    }
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
    head = Head(
        stream=stream,
        number=raw.number("number"),
        seq=raw.number("seq"),
        tail=_tail(raw),
        frontier=_frontier(raw.header.get("frontier")),
        wanted=tuple(str(one) for one in _list(raw.header.get("wanted"))),
        members=_members(raw.header.get("members")),
        name=name,
    )
    return head, raw


def _tail(raw: Envelope) -> tuple[tuple[int, str], ...]:
    """(seq, sha) without gaps up to `seq`; what older segments hold is not in it."""
    out = []
    for place in _list(raw.header.get("tail")):
        if not (isinstance(place, list) and len(place) == 2):
            raise envelope.damaged()
        seq, sha = place
        if not isinstance(seq, int) or not isinstance(sha, str) or not SHA.match(sha):
            raise envelope.damaged()
        out.append((seq, sha))
    last = raw.number("seq")
    if [seq for seq, _ in out] != list(range(last - len(out) + 1, last + 1)):
        raise envelope.damaged()
    return tuple(out)


def _frontier(value: object) -> Mapping[str, int]:
    if not isinstance(value, dict) or not all(isinstance(n, int) for n in value.values()):
        raise envelope.damaged()
    return {str(stream): int(n) for stream, n in value.items()}


def _members(value: object) -> tuple[int, str]:
    if not (isinstance(value, list) and len(value) == 2 and isinstance(value[0], int)):
        raise envelope.damaged()
    return value[0], str(value[1])


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise envelope.damaged()
    return value
