"""A request or an invitation as text that survives a mail or a chat: lines of base64 between two marks."""

from __future__ import annotations

import base64
import binascii
import re

from veldwerk.domain.errors import N_, UserError

BEGIN, END = "---- VELDWERK", "---- EINDE"
WIDTH = 64
MAGIC = b"VW"
"""How every object of Veldwerk begins."""
LARGEST = 2_000_000
NOT_OURS = N_("This is not a request or an invitation of Veldwerk.")

_BODY = re.compile(re.escape(BEGIN) + r"[^\n]*\n(?P<body>.*?)" + re.escape(END), re.DOTALL)
_FOREIGN = re.compile(r"[^A-Za-z0-9+/=]")


def to_text(data: bytes) -> str:
    """`data` to be copied and pasted whole."""
    body = base64.b64encode(data).decode()
    lines = [body[at : at + WIDTH] for at in range(0, len(body), WIDTH)]
    return "\n".join([f"{BEGIN} ----", *lines, f"{END} ----"])


def from_text(text: str) -> bytes:
    """What `to_text` made, also quoted, indented or without its marks; UserError `not-ours`."""
    if len(text) > LARGEST:
        raise UserError(NOT_OURS, code="not-ours")
    found = _BODY.search(text.replace("\r\n", "\n"))
    body = _FOREIGN.sub("", found["body"] if found else text)
    try:
        data = base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if not data.startswith(MAGIC):
        raise UserError(NOT_OURS, code="not-ours")
    return data


def short(data: bytes) -> str:
    """`data` in one line, for a QR code."""
    return base64.b64encode(data).decode()
