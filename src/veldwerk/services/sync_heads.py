"""Reading the heads: the newest of every stream that verifies, ours too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from veldwerk.domain.errors import UserError
from veldwerk.services.sync_memory import Keeping, Memory
from veldwerk.services.sync_receipts import known_heads, open_known
from veldwerk.services.sync_session import Session
from veldwerk.services.sync_shapes import Head

HEAD = re.compile(r"^heads/([0-9a-f]{16}\.[0-9a-f]{8})-(\d{10})-[0-9a-f]{8}\.vwh$")


@dataclass(frozen=True, slots=True)
class Seen:
    """`others` by stream; `own` is our head as it is on this store; `listed` the names there by stream."""

    others: Mapping[str, Head]
    own: Head | None
    listed: Mapping[str, list[str]]


def look(session: Session) -> Seen:
    """One LIST, and a GET of each head that is not remembered; membership when a head names a newer one."""
    listed: dict[str, list[str]] = {}
    for name in session.place.list("heads/"):
        match = HEAD.match(name)
        if match is not None:
            listed.setdefault(match[1], []).append(name)
    heads: dict[str, Head] = {}
    known = known_heads(session.vault, session.space)
    newest = {stream: sorted(names, reverse=True) for stream, names in listed.items()}
    fresh = [n[0] for s, n in newest.items() if s not in known or _number(n[0]) > known[s].number]
    got = dict(session.place.ahead(fresh, session.at_once))
    for stream in sorted({*listed, *known}):
        head = _newest(session, stream, newest.get(stream, []), got)
        if head is not None:
            heads[stream] = head
    space = session.space
    if not space.ready() or not all(
        space.knows(h.members[0], (h.members[1], *h.beside)) for h in heads.values()
    ):
        session.refresh_members()
    own = heads.pop(session.stream, None)
    there = own is not None and own.name in listed.get(session.stream, ())
    session.at("looked")
    return Seen(heads, own if there else None, listed)


def _newest(session: Session, stream: str, names: list[str], got: Mapping[str, bytes | None]) -> Head | None:
    """The first of `names` (newest first) that verifies, or the one we knew when that is as new; `got` are objects
    that were read already."""
    blob = session.vault.read(lambda r: Memory(r).blob(session.label, f"heads/{stream}"))
    known = open_known(session.space, blob)
    for name in names:
        if known is not None and _number(name) <= known.number:
            break
        try:
            data = got[name] if name in got else session.place.get(name)
            if data is None:
                continue
            head = _open(session, name, data)
        except UserError as error:
            if error.code.startswith("store-"):
                raise
            session.about(error, stream)
            if error.code == "object-damaged":
                session.damaged.append(stream)
            continue
        remember(session, name, data, stream)
        return head
    return known


def _open(session: Session, name: str, data: bytes) -> Head:
    try:
        return session.space.open_head(name, data)
    except UserError as error:
        # A device we have not heard of: perhaps it was added since.
        if error.code == "object-forged" and session.refresh_members():
            return session.space.open_head(name, data)
        raise


def remember(session: Session, name: str, data: bytes, stream: str) -> None:
    """Keep the newest head of a stream, to know it again and to say who received what without a network."""
    blob = name.encode() + b"\n" + data
    session.vault.write(lambda w: Keeping(w).put_blob(session.label, f"heads/{stream}", blob))


def _number(name: str) -> int:
    match = HEAD.match(name)
    return int(match[2]) if match else 0
