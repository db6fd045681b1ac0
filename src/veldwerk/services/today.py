"""Today: what must I do now, in a useful order, with the reason on each line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from veldwerk.domain.people import Person
from veldwerk.domain.visits import Visit
from veldwerk.services.access import Actor, Right, require
from veldwerk.services.edits import load
from veldwerk.services.kit import Kit, seen
from veldwerk.services.people import moment
from veldwerk.services.ports import Draft, Reader

_LATE = datetime(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A visit of today, or one of an earlier day that was not done."""

    visit: Visit
    person: Person
    late: bool


@dataclass(frozen=True, slots=True)
class Attention:
    """Something that waits for a person. `kind` is signal, reply, outcome or conflict; `due` its moment."""

    kind: str
    id: str
    person: str
    name: Person | None
    due: datetime | None
    late: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Day:
    """All of Today, read at once. `week` counts visits, signals and letters of the last seven days."""

    on: date
    visits: tuple[PlannedVisit, ...]
    drafts: tuple[tuple[Draft, Person | None], ...]
    attention: tuple[Attention, ...]
    week: tuple[int, int, int]
    done: int


class Today:
    """One read for the whole page."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def day(self, actor: Actor) -> Day:
        """The page of `actor` as it stands now; counts equal the lists they open."""
        require(actor, Right.READ, Visit.KIND)
        now = self._kit.clock.now()

        def job(reader: Reader) -> Day:
            rows = reader.query("today_visits", worker=actor.worker, day=now.date().isoformat())
            visits = tuple(
                PlannedVisit(
                    load(reader, Visit, str(row["id"])),
                    load(reader, Person, str(row["person_id"])),
                    str(row["planned_on"]) < now.date().isoformat(),
                )
                for row in rows
            )
            drafts = tuple((draft, _person(reader, draft.person)) for draft in reader.drafts())
            attention = [
                Attention(
                    str(row["kind"]),
                    str(row["id"]),
                    str(row["person_id"] or ""),
                    _person(reader, str(row["person_id"] or "")),
                    moment(row["due"]) if row["due"] else None,
                    bool(row["due"]) and moment(row["due"]) < now.replace(tzinfo=None),
                    str(row["detail"] or ""),
                )
                for row in reader.query(
                    "today_attention", worker=actor.worker, day=now.date().isoformat(), now=now.isoformat()
                )
            ]
            week = reader.query("week_counts", worker=actor.worker, day=now.date().isoformat())[0]
            return Day(
                now.date(),
                visits,
                drafts,
                tuple(sorted(attention, key=lambda one: (not one.late, one.due or _LATE))),
                (int(str(week["visits"])), int(str(week["signals"])), int(str(week["letters"]))),
                sum(1 for one in visits if one.visit.status == "uitgevoerd"),
            )

        found = self._kit.vault.read(job)
        self._kit.log(seen(actor, "read", Visit.KIND, "", detail="today"))
        return found


def _person(reader: Reader, person: str) -> Person | None:
    return load(reader, Person, person) if person and reader.get(Person.KIND, person) is not None else None
