"""The audit log: append-only, each line chained to the one before by SHA-256 (NEN 7513; DOMAIN 6.3)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from veldwerk.domain.merge import canonical
from veldwerk.services.ports import AuditEvent, AuditLine
from veldwerk.store.driver import Connection
from veldwerk.store.log import moment

HEAD = "audit_head"
_START = "0" * 64


def _event_json(event: AuditEvent) -> str:
    data: dict[str, object] = {
        "action": event.action, "kind": event.kind, "record": event.record, "person": event.person,
        "worker": event.worker, "role": event.role, "detail": event.detail,
    }  # fmt: skip
    out = {name: value for name, value in data.items() if value}
    if event.fields:
        out["fields"] = list(event.fields)
    return canonical(out)


def _hash(before: str, seq: int, at: int, device: str, event: str) -> str:
    return hashlib.sha256(f"{before}\n{seq}\n{at}\n{device}\n{event}".encode()).hexdigest()


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last line as it was when it was written; (0, zeros) before the first."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (HEAD,)).fetchone()
    if row is None:
        return 0, _START
    seq, digest = str(bytes(row[0]), "ascii").split(" ")
    return int(seq), digest


def append(connection: Connection, events: Iterable[AuditEvent], *, device: str, at: int) -> None:
    """Add lines at `at` (ms since 1970); the head is kept apart, so that a cut-off tail is noticed."""
    seq, digest = head(connection)
    lines = []
    for event in events:
        text = _event_json(event)
        seq += 1
        digest = _hash(digest, seq, at, device, text)
        lines.append((seq, at, device, event.person, text, digest))
    connection.executemany("INSERT OR FAIL INTO audit VALUES (?, ?, ?, ?, ?, ?)", lines)
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (HEAD, f"{seq} {digest}".encode("ascii")))


def _read(row: tuple[int, int, str, str]) -> AuditLine:
    seq, at, device, event = row
    data = json.loads(event)
    fields = tuple(data.pop("fields", ()))
    blank = {"action": "", "kind": "", "record": ""}
    return AuditLine(seq, moment(at), device, AuditEvent(**{**blank, **data}, fields=fields))


def lines(connection: Connection, *, person: str = "", after: int = 0, limit: int = 200) -> list[AuditLine]:
    """Lines after number `after`, oldest first, about one person when named."""
    only = " AND person = ?" if person else ""
    values = (after, person, limit) if person else (after, limit)
    found = connection.execute(
        f"SELECT seq, at, device, event FROM audit WHERE seq > ?{only} ORDER BY seq LIMIT ?", values
    )
    return [_read(row) for row in found.fetchall()]


def broken_at(connection: Connection) -> int | None:
    """The first line that was altered, or after which one was taken away; None when the chain is whole."""
    digest, expected = _START, 1
    for seq, at, device, _, event, stored in connection.execute("SELECT * FROM audit ORDER BY seq"):
        digest = _hash(digest, seq, at, device, event)
        if seq != expected or stored != digest:
            return expected
        expected += 1
    return None if head(connection) == (expected - 1, digest) else expected
