"""Erasing for good takes two people: each signs the record by name (DESIGN 8).

An `erase` op carries `f: {request, by: {dev16: signature}}`; a signature is Ed25519 over `"VWER1\\n"` and the
canonical JSON of `{space, kind, record, request}`.
"""

from __future__ import annotations

from collections.abc import Mapping

from veldwerk.sync.envelope import canonical


def statement(space: str, kind: str, record: str, request: str) -> bytes:
    """What is signed."""
    return b"VWER1\n" + canonical({"space": space, "kind": kind, "record": record, "request": request})


def signatures(fields: Mapping[str, object]) -> dict[str, str]:
    """Device to signature in hex, as the fields of an op say; nothing for a wrong shape."""
    by = fields.get("by")
    return {str(dev): str(text) for dev, text in by.items()} if isinstance(by, Mapping) else {}
