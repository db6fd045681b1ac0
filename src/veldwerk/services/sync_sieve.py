"""What came in and a person must see: many deletes at once wait, late data is marked, clocks apart are told.

Nothing is refused here and nothing is lost: held deletes are parked with their reason, late data is applied as
always and put on the list «om te bekijken» (R22, R27).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from veldwerk.domain.changes import MAX_AHEAD_MS, Action, Hlc, Op
from veldwerk.domain.errors import N_
from veldwerk.domain.register import KINDS
from veldwerk.services.sync_memory import LATE
from veldwerk.services.sync_ports import SyncReader, SyncWriter
from veldwerk.services.sync_session import Session
from veldwerk.services.sync_state import Problem

MANY = 10
SHARE = 0.02
FEW = 2
"""More than MANY deletes in one sync wait for a person, or more than SHARE of the space; FEW never do."""

CLOCKS = N_(
    "The clock of this laptop and that of a colleague are more than five minutes apart. Check the date here."
)
HELD = N_("Many records were deleted at once. They wait until you have looked at them.")
OPEN_STATUS = "actief"


@dataclass(slots=True)
class Sieve:
    """For one session. `first`: this vault has no record of the space yet, so nothing can be missed or late."""

    session: Session
    first: bool
    _begin: int = 0
    _limit: int = 0
    _doomed: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._begin = self.session.vault.read(lambda r: r.last_seq())

    def _most(self) -> int:
        """How many deletes do not wait; the records are counted only when somebody deleted any."""
        if not self._limit:
            living = self.session.vault.read(lambda r: r.living(self.session.label))
            self._limit = min(MANY, max(FEW, int(SHARE * living)))
        return self._limit

    def held(self, ops: Sequence[Op]) -> frozenset[int]:
        """Which of `ops` (by place) are deletes that wait, because this sync would take too many records away."""
        deletes = [(at, op) for at, op in enumerate(ops) if op.action is Action.DELETE and op.kind in KINDS]
        if self.first or not deletes:
            return frozenset()
        begin = self._begin

        def job(reader: SyncReader) -> dict[int, tuple[str, str]]:
            # One that somebody decided about is in the log, and comes again with a snapshot.
            new = (
                (at, op) for at, op in deletes if reader.stood(op.kind, op.record, begin) and reader.fresh(op)
            )
            return {at: (op.kind, op.record) for at, op in new}

        found = self.session.vault.read(job)
        standing = set(found.values())
        if len(self._doomed | standing) <= self._most():
            self._doomed |= standing
            return frozenset()
        self.session.problem(Problem("many-deletes", HELD))
        return frozenset(found)

    def late(self, writer: SyncWriter, ops: Sequence[Op]) -> None:
        """Note what is about a person whose file was closed here by somebody else before this came (R22)."""
        if self.first:
            return
        about = {at: person for at, op in enumerate(ops) if (person := _person(writer, op))}
        found = writer.find("person", {"id": sorted(set(about.values()))}) if about else []
        closed = {
            person: _closed_by(writer, person) for person, row in found if row.get("status") != OPEN_STATUS
        }
        for at, person in about.items():
            op, by = ops[at], closed.get(person, "")
            if by and by != op.stamp.device and op.action is not Action.ERASE and writer.fresh(op):
                mark = {"person": person, "worker": op.stamp.worker, "hlc": op.stamp.hlc}
                writer.set_meta(f"{LATE}{op.space}/{op.kind}/{op.record}", json.dumps(mark).encode())

    def clocks(self, ops: Sequence[Op], who: str) -> None:
        """Tell when a colleague's clock is more than five minutes ahead of ours, or ours behind (failure 27)."""
        limit = self.session.tools.clock.millis() + MAX_AHEAD_MS
        if any(Hlc.parse(op.stamp.hlc).ms > limit for op in ops):
            self.session.problem(Problem("clocks-apart", CLOCKS, who=who))


def _person(reader: SyncReader, op: Op) -> str:
    """The person an op is about; «» when it is about the file itself or nobody."""
    kind = KINDS.get(op.kind)
    if kind is None or not kind.person_field or kind.person_field == "id":
        return ""
    named = op.fields.get(kind.person_field)
    if named is None:
        row = reader.get(op.kind, op.record) or {}
        named = row.get(kind.person_field)
    return str(named or "")


def _closed_by(reader: SyncReader, person: str) -> str:
    """The device that last changed the status of `person`."""
    lines = reader.log(record=person, limit=100_000)
    stamps = [line.op.stamp for line in lines if "status" in line.op.fields]
    return max(stamps, key=lambda stamp: stamp.hlc).device if stamps else ""
