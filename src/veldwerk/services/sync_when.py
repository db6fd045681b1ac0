"""When a vault exchanges by itself: at start, at lock, every so many minutes, and when a stick is plugged in.

Kept in the vault, for this laptop alone. Nothing here waits or counts: the window asks what is due, by the clock on the
wall, so that a laptop that slept is not behind.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from veldwerk.services.access import Actor, Right, require
from veldwerk.services.ports import AuditEvent
from veldwerk.services.sync_ports import SyncVault, SyncWriter

KEY = "sync-when"
EVERY = (5, 15, 30, 60)
"""Minutes one can choose."""
SOON = timedelta(minutes=1)
"""An exchange this short ago is not done over at start."""
LONGEST = timedelta(hours=1)
"""Without a connection it is tried less and less often, but at least this often."""


@dataclass(frozen=True, slots=True)
class When:
    """`every` is in minutes, 0 for never by itself."""

    at_start: bool = True
    at_lock: bool = True
    every: int = 15
    sticks: bool = True

    @classmethod
    def of(cls, values: Mapping[str, object]) -> When:
        """As kept; what is not known or not right is as at first."""
        usual = cls()
        every = values.get("every")
        return cls(
            bool(values.get("at_start", usual.at_start)),
            bool(values.get("at_lock", usual.at_lock)),
            every if isinstance(every, int) and 0 <= every <= 24 * 60 else usual.every,
            bool(values.get("sticks", usual.sticks)),
        )

    def next(self, last: datetime, failed: int = 0) -> datetime | None:
        """When to try again after a try at `last` that was the `failed`th in a row without a connection."""
        if not self.every:
            return None
        usual = timedelta(minutes=self.every)
        wait: timedelta = min(usual * 2 ** min(failed, 6), max(usual, LONGEST))
        return last + wait

    def due(self, now: datetime, last: datetime | None, failed: int = 0) -> bool:
        """Whether it is time. A clock that was put back does not make it wait for long."""
        if last is None:
            return bool(self.every)
        after = self.next(last, failed)
        return after is not None and (now >= after or now < last - SOON)


class Timetable:
    """Reads and keeps `When`."""

    def __init__(self, vault: SyncVault) -> None:
        self._vault = vault

    def get(self, actor: Actor) -> When:
        """As chosen, or as at first."""
        require(actor, Right.SYNC)
        data = self._vault.read(lambda r: r.meta(KEY))
        try:
            values = json.loads(data) if data else {}
        except ValueError:
            values = {}
        return When.of(values if isinstance(values, Mapping) else {})

    def keep(self, actor: Actor, when: When) -> None:
        """Keep what was chosen."""
        require(actor, Right.SYNC)

        def job(writer: SyncWriter) -> None:
            writer.set_meta(KEY, json.dumps(asdict(when)).encode())
            writer.audit_event(AuditEvent("set", "setting", KEY, worker=actor.worker, role=actor.role.value))

        self._vault.write(job)

    def unsent(self, actor: Actor) -> bool:
        """Whether anything written here is in no sealed object yet; quick."""
        require(actor, Right.SYNC)
        spaces = sorted(self._vault.spaces)
        return self._vault.read(lambda r: any(r.pending_count(space) for space in spaces))
