"""`services.ports.Writer`: one transaction of the lane."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from veldwerk.domain.changes import MAX_AHEAD_MS, Hlc, Op
from veldwerk.services.ports import Applied, AuditEvent, Draft
from veldwerk.store import audit, drafts, records, streams
from veldwerk.store.driver import Connection
from veldwerk.store.reading import VaultReader

SPACES = "spaces"


class Ticker:
    """The hybrid clock of this vault; lives as long as the vault is open.

    `opening` is drawn anew each time and never written down by itself, so that no copy of the vault has the same.
    """

    def __init__(self, last: Hlc, device: str, opening: str, millis: Callable[[], int]) -> None:
        self.last = last
        self.device = device
        self.writer = f"{device}.{opening}"
        self.millis = millis

    def next(self) -> Hlc:
        """A clock value later than all before."""
        self.last = self.last.tick(self.millis(), self.writer)
        return self.last

    def observe(self, ops: Sequence[Op]) -> None:
        """Hear of others' clocks; those more than five minutes ahead do not pull ours."""
        limit = f"{self.millis() + MAX_AHEAD_MS:013d}~"
        heard = max((op.stamp.hlc for op in ops if op.stamp.hlc <= limit), default="")
        if heard > str(self.last):
            self.last = self.last.observe(Hlc.parse(heard), self.millis())


class VaultWriter(VaultReader):
    """Writing inside one transaction. Used and thrown away by `Vault.write`."""

    def __init__(self, connection: Connection, ticker: Ticker, spaces: frozenset[str]) -> None:
        super().__init__(connection)
        self._ticker = ticker
        self._open = False
        self.spaces = spaces
        self.applied: list[Applied] = []

    def next_hlc(self) -> str:
        """A fresh clock value of this device, later than everything seen."""
        return str(self._ticker.next())

    def apply(self, ops: Sequence[Op], *, edit: str, local: bool = True) -> Applied:
        """Rows, row clocks and one log row per op, in the order given; ops that are there already do nothing.

        `local`: this worker's own ops (they are sent, and get the parents of set elements and deletes filled
        in). Others' ops may only be in spaces of this vault (UserError `wrong-space`); what cannot be
        understood is parked.
        """
        self._begin_edit()
        how = records.Applying(self._ticker.writer, self.spaces, edit, self._ticker.millis(), local)
        applied = records.apply(self._connection, ops, how)
        self._ticker.observe(ops)
        self.applied.append(applied)
        return applied

    def unpark(self) -> Applied:
        """Apply what was parked and is known by now (after an upgrade, or on joining a space)."""
        self._begin_edit()
        how = records.Applying(self._ticker.writer, self.spaces, "", self._ticker.millis(), False)
        applied = records.unpark(self._connection, how)
        self.applied.append(applied)
        return applied

    def _begin_edit(self) -> None:
        if not self._open:
            self._connection.execute("UPDATE edit_state SET open = 1")
            self._open = True

    def audit_event(self, event: AuditEvent) -> None:
        """Add to the audit chain in the same transaction."""
        self.audit_events((event,))

    def audit_events(self, events: Sequence[AuditEvent]) -> None:
        """Add many lines at once."""
        audit.append(self._connection, events, device=self._ticker.device, at=self._ticker.millis())

    def save_draft(self, draft: Draft) -> None:
        """Write a draft over an earlier one of its id."""
        drafts.save(self._connection, draft)

    def drop_draft(self, draft: str) -> None:
        """Remove a draft."""
        drafts.drop(self._connection, draft)

    def sealed_put(self, space: str, name: str, content: bytes, upto: int) -> None:
        """Keep a sealed object that holds our ops up to log line `upto`."""
        streams.put(self._connection, space, name, content, upto)

    def mark_sent(self, space: str, name: str) -> None:
        """A sealed object was stored and read back."""
        streams.mark_sent(self._connection, space, name)

    def park(self, ops: Sequence[Op], *, edit: str, reason: str) -> None:
        """Keep ops without applying them, until somebody decides."""
        records.park(self._connection, [(op, reason) for op in ops], edit)

    def release(self, seqs: Sequence[int]) -> None:
        """Apply parked ops (by their place in the parking) that waited for a person."""
        self._begin_edit()
        how = records.Applying(self._ticker.writer, self.spaces, "", self._ticker.millis(), False)
        self.applied.append(records.release(self._connection, seqs, how))

    def sealed_drop(self, space: str, name: str) -> None:
        """Forget the bytes of a sent object."""
        streams.drop(self._connection, space, name)

    def set_cursor(self, space: str, stream: str, value: str) -> None:
        """Move a cursor in the transaction that applied."""
        streams.set_cursor(self._connection, space, stream, value)

    def set_meta(self, key: str, value: bytes | None) -> None:
        """Keep a named blob; None removes it."""
        streams.set_meta(self._connection, key, value)

    def join_space(self, space: str) -> None:
        """Become a member of a space."""
        self.spaces |= {space}
        self.set_meta(SPACES, " ".join(sorted(self.spaces)).encode())

    def forget_space(self, space: str) -> None:
        """Take away rows, texts, log and sealed bytes of a space for one record."""
        self._begin_edit()
        records.forget_space(self._connection, space)

    def finish(self) -> None:
        """Close the edit and keep the clock, as the last thing before the commit."""
        if self._open:
            self._connection.execute("UPDATE edit_state SET open = 0, clock = ?", (str(self._ticker.last),))


def together(parts: Sequence[Applied]) -> Applied:
    """What several applies of one transaction did."""
    changed: dict[tuple[str, str], dict[str, None]] = {}
    for part in parts:
        for kind, record, paths in part.changed:
            changed.setdefault((kind, record), {}).update(dict.fromkeys(paths))
    return Applied(
        tuple((kind, record, tuple(paths)) for (kind, record), paths in changed.items()),
        sum(part.parked for part in parts),
    )
