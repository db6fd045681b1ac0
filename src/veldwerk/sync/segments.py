"""Segments: own changesets joined as they are, so that a reader gets many with one request (SYNC 2.3–2.4).

`dev/<stream>/seg/<from:010>-<to:010>-<sha8>.vwg`, magic `VWSG1\\n`. Nothing is decrypted or packed anew: each
changeset inside keeps its bytes, hash and signature, so a cut-off or a chain means the same as before. The same
changesets always make the same segment: whoever is interrupted writes the same name again.
"""

from __future__ import annotations

from collections.abc import Sequence

from veldwerk.services.sync_shapes import Segment
from veldwerk.sync import envelope
from veldwerk.sync.keys import DeviceKeys

MAGIC = b"VWSG1\n"


def write(
    space: str, stream: str, first: int, parts: Sequence[bytes], by: DeviceKeys
) -> tuple[Segment, bytes]:
    """The segment of `parts`, the changesets from seq `first` on, and what a head says of it."""
    dev, inc = stream.split(".")
    shas = [envelope.sha256(part) for part in parts]
    header: dict[str, object] = {
        "space": space,
        "dev": dev,
        "inc": inc,
        "from": first,
        "to": first + len(parts) - 1,
        "parts": [[len(part), sha] for part, sha in zip(parts, shas, strict=True)],
    }
    data = envelope.seal(MAGIC, header, b"".join(parts), by.seed)
    return Segment(first, first + len(parts) - 1, envelope.sha256(data), shas[-1]), data


def read(
    space: str, stream: str, segment: Segment, data: bytes, public_key: str
) -> list[tuple[int, str, bytes]]:
    """(seq, sha, bytes) of the changesets inside; each is still to be checked as a changeset.

    Raises UserError `object-damaged`, `object-forged`, `object-foreign` or `update-needed`.
    """
    if envelope.sha256(data) != segment.sha:
        raise envelope.damaged()
    raw = envelope.open_envelope(MAGIC, data)
    raw.verify(public_key)
    if raw.text("space") != space or f"{raw.text('dev')}.{raw.text('inc')}" != stream:
        raise envelope.foreign()
    if (raw.number("from"), raw.number("to")) != (segment.first, segment.last):
        raise envelope.foreign()
    out, at = [], 0
    for seq, (length, sha) in enumerate(_parts(raw), segment.first):
        out.append((seq, sha, raw.body[at : at + length]))
        at += length
    if at != len(raw.body) or not out or (out[-1][0], out[-1][1]) != (segment.last, segment.last_sha):
        raise envelope.damaged()
    return out


def _parts(raw: envelope.Envelope) -> list[tuple[int, str]]:
    value = raw.header.get("parts")
    if not isinstance(value, list):
        raise envelope.damaged()
    out = []
    for one in value:
        if not (isinstance(one, list) and len(one) == 2):
            raise envelope.damaged()
        length, sha = one
        if not isinstance(length, int) or length < 0 or not isinstance(sha, str):
            raise envelope.damaged()
        out.append((length, sha))
    return out
