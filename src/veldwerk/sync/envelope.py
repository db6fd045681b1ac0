"""The one shape of everything we sign: `magic | u32 length | header JSON | body | Ed25519 signature`.

The signature covers every byte before it, so it is checked before anything is decrypted (SYNC 0.10: age does not
say who the sender is). Headers are canonical JSON: one content has one spelling. Fields a reader does not know
are kept and ignored; `min_reader` says when that is not enough.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from veldwerk.domain.errors import N_, UserError

VERSION = 1
"""The newest format this program reads."""
SIGNATURE = 64
MAX_HEADER = 4 << 20
"""Bytes. A head of a very long stream is the largest header there is."""

DAMAGED = N_("A part of the shared data is damaged or cut off.")
FORGED = N_("A part of the shared data has a wrong signature and was refused.")
FOREIGN = N_("A part of the shared data belongs somewhere else and was refused.")
UPDATE = N_("A colleague uses a newer version of Veldwerk. Update to receive the rest.")


def damaged() -> UserError:
    return UserError(DAMAGED, code="object-damaged")


def forged() -> UserError:
    return UserError(FORGED, code="object-forged")


def foreign() -> UserError:
    return UserError(FOREIGN, code="object-foreign")


def canonical(value: object) -> bytes:
    """The one spelling of a JSON value: sorted keys, no spaces, UTF-8, no NaN."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def sha256(data: bytes) -> str:
    """Hex."""
    return hashlib.sha256(data).hexdigest()


def parse_object(data: bytes) -> dict[str, object]:
    """A JSON object out of bytes; UserError `object-damaged` for anything else, NaN and deep nesting too."""
    try:
        value = json.loads(data, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise damaged() from None
    if not isinstance(value, dict):
        raise damaged()
    return value


def _no_constant(_: str) -> object:
    raise ValueError


def sign(data: bytes, signing_key: bytes) -> str:
    """Ed25519 signature in hex; `signing_key` is the raw seed (32 bytes)."""
    return Ed25519PrivateKey.from_private_bytes(signing_key).sign(data).hex()


def check_signature(public_key: str, signature: str, data: bytes) -> None:
    """Raise UserError `object-forged` unless `public_key` (hex) signed `data`."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError):
        raise forged() from None


def signed_by(public_key: str, signature: str, data: bytes) -> bool:
    """Whether `public_key` (hex) signed `data`."""
    try:
        check_signature(public_key, signature, data)
    except UserError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Envelope:
    """One signed object taken apart. Nothing in it is to be trusted before `verify`."""

    header: Mapping[str, object]
    body: bytes
    signed: bytes
    signature: bytes

    def verify(self, public_key: str) -> None:
        """Raise UserError `object-forged` unless `public_key` (hex) signed this."""
        check_signature(public_key, self.signature.hex(), self.signed)

    def text(self, name: str) -> str:
        """A header field that must be text."""
        value = self.header.get(name)
        if not isinstance(value, str):
            raise damaged()
        return value

    def number(self, name: str) -> int:
        """A header field that must be a whole number from 0."""
        value = self.header.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise damaged()
        return value


def seal(magic: bytes, header: Mapping[str, object], body: bytes, signing_key: bytes) -> bytes:
    """The signed bytes; `signing_key` is the raw Ed25519 seed (32 bytes)."""
    head = canonical({"v": VERSION, "min_reader": 1, **header})
    signed = magic + len(head).to_bytes(4, "big") + head + body
    return signed + bytes.fromhex(sign(signed, signing_key))


def open_envelope(magic: bytes, data: bytes) -> Envelope:
    """Take `data` apart without trusting it.

    Raises UserError: `object-damaged` (cut off, not ours, not canonical), `update-needed` (newer format).
    """
    start = len(magic) + 4
    if len(data) < start + SIGNATURE or not data.startswith(magic):
        raise damaged()
    length = int.from_bytes(data[len(magic) : start], "big")
    if length > MAX_HEADER or start + length + SIGNATURE > len(data):
        raise damaged()
    raw = data[start : start + length]
    header = parse_object(raw)
    try:
        same = canonical(header) == raw
    except (ValueError, RecursionError):
        same = False
    if not same:
        raise damaged()
    envelope = Envelope(header, data[start + length : -SIGNATURE], data[:-SIGNATURE], data[-SIGNATURE:])
    if envelope.number("min_reader") > VERSION:
        raise UserError(UPDATE, code="update-needed")
    return envelope
