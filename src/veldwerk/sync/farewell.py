"""The last object of a removed device: its unsent work, readable by the administrators alone.

`left/<dev16>-<sha8>.vwl`, magic `VWLV1\\n`. Header `{space, dev, at, n}`; body: an age file to the administrators
that the device knew, of zstd over JSON lines. Nothing in it counts by itself: an administrator looks at it first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from veldwerk.services.sync_ports import Object
from veldwerk.services.sync_shapes import Farewell
from veldwerk.sync import changeset, envelope
from veldwerk.sync.keys import DeviceKeys, decrypt, encrypt

MAGIC = b"VWLV1\n"
NAME = re.compile(r"^left/([0-9a-f]{16})-([0-9a-f]{8})\.vwl$")


def write(
    space: str, at: str, ops: Sequence[Mapping[str, object]], by: DeviceKeys, recipients: Sequence[str]
) -> Object:
    """The object with its name."""
    packed, _ = changeset.pack(ops)
    header: dict[str, object] = {"space": space, "dev": by.dev, "at": at, "n": len(ops)}
    data = envelope.seal(MAGIC, header, encrypt(packed, recipients), by.seed)
    return f"left/{by.dev}-{envelope.sha256(data)[:8]}.vwl", data


def check(space: str, name: str, data: bytes) -> envelope.Envelope:
    """The object, its place proved; the signature is still to be verified."""
    match = NAME.match(name)
    if match is None or not envelope.sha256(data).startswith(match[2]):
        raise envelope.damaged()
    raw = envelope.open_envelope(MAGIC, data)
    if raw.text("space") != space or raw.text("dev") != match[1]:
        raise envelope.foreign()
    return raw


def read(raw: envelope.Envelope, identity: str) -> Farewell:
    """What stands in it; UserError `key-missing` when it was sealed to other administrators."""
    ops = changeset.unpack(decrypt(raw.body, [identity]))
    return Farewell(raw.text("dev"), raw.text("at"), tuple(ops))
