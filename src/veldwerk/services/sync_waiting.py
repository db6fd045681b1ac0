"""What waits to be sent, in words: which records were changed here and are not on the shared storage yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from veldwerk.domain.people import Person
from veldwerk.services.access import Actor, Right, may, require
from veldwerk.services.ports import Reader
from veldwerk.services.sync_conflicts import about, written_at
from veldwerk.services.sync_ports import SyncVault
from veldwerk.services.sync_state import SpaceStatus

MOST = 500
"""Changes looked through in one space."""


@dataclass(frozen=True, slots=True)
class Change:
    """A record with changes that wait: `action` is the last thing done to it, `number` how many changes."""

    kind: str
    record: str
    space: str
    action: str
    person: Person | None
    about: str
    at: datetime
    number: int


class Waiting:
    """Reads this vault alone."""

    def __init__(self, vault: SyncVault) -> None:
        self._vault = vault

    def unsent(self, actor: Actor, statuses: Sequence[SpaceStatus]) -> list[Change]:
        """The records behind «nog te sturen» of `statuses`, the newest first.

        Changes leave in the order they were made, so those that wait are the newest of each space.
        """
        require(actor, Right.SYNC)

        def job(reader: Reader) -> list[Change]:
            found: dict[tuple[str, str], Change] = {}
            for status in statuses:
                rows = reader.query("own_changes", space=status.space, limit=min(status.pending, MOST))
                for row in rows:
                    kind, record = str(row["kind"]), str(row["record"])
                    known = found.get((kind, record))
                    number = known.number + 1 if known else 1
                    if known is None:
                        person, name = (
                            about(reader, kind, record) if may(actor, Right.READ, kind) else (None, "")
                        )
                        at = written_at(str(row["hlc"]))
                        known = Change(kind, record, status.space, str(row["action"]), person, name, at, 1)
                    found[kind, record] = Change(
                        kind, record, known.space, known.action, known.person, known.about, known.at, number
                    )
            return sorted(found.values(), key=lambda one: one.at, reverse=True)

        return self._vault.read(job)
