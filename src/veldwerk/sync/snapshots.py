"""Snapshots: all ops of a space up to a frontier, so that a new device need not read every stream (SYNC 2.3–2.4).

`snap/<dev16>/<id>/part-<number:06>-<sha8>.vws` (magic `VWSP1\\n`) and, last of all, `manifest-<sha8>.vws` (magic
`VWSN1\\n`), which names every part with its hash. Only a snapshot of an active administrator counts: who may let
devices in is trusted with that already, and with nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from veldwerk.services.sync_shapes import Manifest, Snap
from veldwerk.sync import changeset, envelope
from veldwerk.sync.heads import SHA
from veldwerk.sync.keys import DeviceKeys, decrypt, encrypt

PART, MANIFEST = b"VWSP1\n", b"VWSN1\n"
LEVEL = 9
"""Of zstd: a part is written once and read by many (DESIGN 8)."""


def write_part(
    space: str,
    snap: str,
    number: int,
    ops: Sequence[Mapping[str, object]],
    by: DeviceKeys,
    epoch: tuple[str, str],
) -> bytes:
    """Part `number` of the snapshot `snap`; `epoch` is its id and recipient."""
    packed, _ = changeset.pack(ops, level=LEVEL)
    body = encrypt(packed, [epoch[1]])
    header: dict[str, object] = {
        "space": space,
        "dev": by.dev,
        "id": snap,
        "part": number,
        "epoch": epoch[0],
        "n": len(ops),
        "schema": changeset.SCHEMA,
    }
    return envelope.seal(PART, header, body, by.seed)


def check_part(
    space: str, manifest: Manifest, number: int, data: bytes, public_key: str
) -> envelope.Envelope:
    """The part, proved to be the one that the manifest names."""
    if envelope.sha256(data) != manifest.parts[number][1]:
        raise envelope.damaged()
    raw = envelope.open_envelope(PART, data)
    raw.verify(public_key)
    if raw.text("space") != space or raw.text("dev") != manifest.dev or raw.text("id") != manifest.snap.id:
        raise envelope.foreign()
    if raw.number("part") != number or raw.number("n") != manifest.parts[number][0]:
        raise envelope.foreign()
    return raw


def read_part(raw: envelope.Envelope, identity: str) -> list[Mapping[str, object]]:
    """The ops of a checked part."""
    ops = changeset.unpack(decrypt(raw.body, [identity]))
    if len(ops) != raw.number("n"):
        raise envelope.damaged()
    return ops


def write_manifest(
    space: str,
    snap: str,
    frontier: Mapping[str, tuple[int, str]],
    parts: Sequence[tuple[int, str]],
    by: DeviceKeys,
) -> tuple[Manifest, bytes]:
    """The manifest of a snapshot whose parts are all stored."""
    ops = sum(n for n, _ in parts)
    header: dict[str, object] = {
        "space": space,
        "dev": by.dev,
        "id": snap,
        "frontier": {stream: list(place) for stream, place in frontier.items()},
        "parts": [list(part) for part in parts],
        "ops": ops,
        "schema": changeset.SCHEMA,
    }
    data = envelope.seal(MANIFEST, header, b"", by.seed)
    return Manifest(by.dev, Snap(snap, envelope.sha256(data), ops), dict(frontier), tuple(parts)), data


def read_manifest(space: str, dev: str, snap: Snap, data: bytes, public_key: str) -> Manifest:
    """The manifest that the head of `dev` names. UserError `object-damaged`, `object-forged`, `object-foreign`."""
    if envelope.sha256(data) != snap.sha:
        raise envelope.damaged()
    raw = envelope.open_envelope(MANIFEST, data)
    raw.verify(public_key)
    if raw.text("space") != space or raw.text("dev") != dev or raw.text("id") != snap.id:
        raise envelope.foreign()
    frontier, parts = raw.header.get("frontier"), raw.header.get("parts")
    if not isinstance(frontier, dict) or not isinstance(parts, list):
        raise envelope.damaged()
    read = Manifest(
        dev,
        snap,
        {str(stream): _pair(place) for stream, place in frontier.items()},
        tuple(_pair(part) for part in parts),
    )
    if sum(n for n, _ in read.parts) != snap.ops:
        raise envelope.damaged()
    return read


def _pair(value: object) -> tuple[int, str]:
    if not (isinstance(value, list) and len(value) == 2):
        raise envelope.damaged()
    number, sha = value
    if not isinstance(number, int) or number < 0 or not isinstance(sha, str) or not SHA.match(sha):
        raise envelope.damaged()
    return number, sha
