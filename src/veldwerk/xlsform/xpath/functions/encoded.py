"""Functions on base64: what a card or a barcode carries, with or without a signature."""

from __future__ import annotations

import base64
import binascii
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from veldwerk.xlsform.xpath.context import Context
from veldwerk.xlsform.xpath.registry import function
from veldwerk.xlsform.xpath.values import Value, to_string

_SIGNATURE, _PUBLIC_KEY = 64, 32  # bytes, RFC 8032


@function("extract-signed", 2, 2)
def _extract_signed(context: Context, contents: Value, public_key: Value) -> Value:
    """The text that follows an Ed25519 signature in base64 contents, "" when the key did not sign it (JavaRosa)."""
    raw, key = _decoded(contents), _decoded(public_key)
    if len(raw) <= _SIGNATURE or len(key) != _PUBLIC_KEY:
        return ""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(raw[:_SIGNATURE], raw[_SIGNATURE:])
    except (InvalidSignature, ValueError):
        return ""
    return raw[_SIGNATURE:].decode("utf-8", errors="replace")


@function("base64-decode", 1, 1)
def _base64_decode(context: Context, text: Value) -> Value:
    return _decoded(text).decode("utf-8", errors="replace")


def _decoded(text: Value) -> bytes:
    """The bytes of base64 with or without its padding; none for what is no base64."""
    source = re.sub(r"\s", "", to_string(text))
    try:
        return base64.b64decode(source + "=" * (-len(source) % 4))
    except (binascii.Error, ValueError):
        return b""
