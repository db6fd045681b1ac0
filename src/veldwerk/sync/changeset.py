"""Changesets: ops of one device, packed, sealed to the epoch key and signed (SYNC 2.3).

`"VWCS1\\n" | u32 length | header | age ciphertext | signature`. The header says nothing about anybody:
`{v, min_reader, space, dev, inc, seq, prev, epoch, n, len, sha, schema}` (+ `dict` when the zstd dictionary was
used). Plaintext: zstd over JSON lines, one op a line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from veldwerk.domain.errors import N_, UserError
from veldwerk.services.sync_ports import Object
from veldwerk.sync import envelope
from veldwerk.sync.envelope import Envelope
from veldwerk.sync.keys import DeviceKeys, decrypt, encrypt

MAGIC = b"VWCS1\n"
LEVEL = 3
SMALL = 64 << 10
"""Bytes of JSON below which the shipped dictionary helps (STORAGE 4)."""
MAX_PLAIN = 64 << 20
"""Bytes. More than this never comes out of one changeset, whatever it says."""
SCHEMA = 1

REPLAYED = N_("A part of the shared data stands in the wrong place and was refused.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a changeset stands: `prev` is the sha of the one before, «» for the first."""

    space: str
    stream: str
    seq: int
    prev: str


def object_name(stream: str, seq: int, sha: str) -> str:
    return f"dev/{stream}/cs/{seq:010d}-{sha[:8]}.vwc"


Dictionaries = Mapping[str, bytes]
"""The shipped zstd dictionaries by id (first 8 hex of their SHA-256), the newest last. One that was ever shipped
stays: changesets name it."""


def named(dictionaries: Sequence[bytes]) -> Dictionaries:
    """By id, in the order given."""
    return {envelope.sha256(one)[:8]: one for one in dictionaries}


def pack(
    ops: Sequence[Mapping[str, object]], dictionary: bytes = b"", *, level: int = LEVEL
) -> tuple[bytes, bool]:
    """JSON lines, compressed; and whether the dictionary was used."""
    from backports import zstd

    lines = b"\n".join(envelope.canonical(op) for op in ops)
    use = bool(dictionary) and len(lines) < SMALL
    return zstd.compress(lines, level, zstd_dict=zstd.ZstdDict(dictionary) if use else None), use


def unpack(data: bytes, dictionary: bytes = b"") -> list[Mapping[str, object]]:
    """The ops; UserError `object-damaged` beyond MAX_PLAIN bytes or for anything that is not JSON objects."""
    from backports import zstd

    decoder = zstd.ZstdDecompressor(zstd_dict=zstd.ZstdDict(dictionary) if dictionary else None)
    try:
        plain = decoder.decompress(data, max_length=MAX_PLAIN + 1)
    except zstd.ZstdError:
        raise envelope.damaged() from None
    if len(plain) > MAX_PLAIN or not decoder.eof or decoder.unused_data:
        raise envelope.damaged()
    return [envelope.parse_object(line) for line in plain.split(b"\n")] if plain else []


def write(
    place: Place,
    ops: Sequence[Mapping[str, object]],
    by: DeviceKeys,
    epoch: str,
    recipient: str,
    dictionaries: Dictionaries | None = None,
) -> Object:
    """The object with its name. age adds fresh randomness: seal once, keep the bytes, send those."""
    dictionary_id, dictionary = list(dictionaries.items())[-1] if dictionaries else ("", b"")
    packed, used = pack(ops, dictionary)
    body = encrypt(packed, [recipient])
    dev, inc = place.stream.split(".")
    header: dict[str, object] = {
        "space": place.space,
        "dev": dev,
        "inc": inc,
        "seq": place.seq,
        "prev": place.prev,
        "epoch": epoch,
        "n": len(ops),
        "len": len(body),
        "sha": envelope.sha256(body),
        "schema": SCHEMA,
    }
    if used:
        header["dict"] = dictionary_id
    data = envelope.seal(MAGIC, header, body, by.seed)
    return object_name(place.stream, place.seq, envelope.sha256(data)), data


def check(data: bytes, place: Place, sha: str, public_key: str) -> Envelope:
    """The changeset, proved to be the one that its owner's head names, before anything is decrypted."""
    if envelope.sha256(data) != sha:
        raise envelope.damaged()
    raw = envelope.open_envelope(MAGIC, data)
    raw.verify(public_key)
    if raw.text("space") != place.space or f"{raw.text('dev')}.{raw.text('inc')}" != place.stream:
        raise envelope.foreign()
    if raw.number("seq") != place.seq or raw.text("prev") != place.prev:
        raise UserError(REPLAYED, code="object-replayed")
    if raw.number("len") != len(raw.body) or raw.text("sha") != envelope.sha256(raw.body):
        raise envelope.damaged()
    return raw


def read(raw: Envelope, identity: str, dictionaries: Dictionaries) -> list[Mapping[str, object]]:
    """The ops of a checked changeset; UserError `update-needed` for a dictionary that we do not have."""
    dictionary = b""
    if "dict" in raw.header:
        if raw.text("dict") not in dictionaries:
            raise UserError(envelope.UPDATE, code="update-needed")
        dictionary = dictionaries[raw.text("dict")]
    ops = unpack(decrypt(raw.body, [identity]), dictionary)
    if len(ops) != raw.number("n"):
        raise envelope.damaged()
    return ops
