"""Today: what must I do now, in a useful order, with the reason on each line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from veldwerk.domain.people import Person
from veldwerk.domain.referrals import ReferralTask
from veldwerk.domain.signals import Signal
from veldwerk.domain.visits import Visit
from veldwerk.services.access import Actor, Right, require
from veldwerk.services.edits import find, load
from veldwerk.services.halfway import begun
from veldwerk.services.kit import Kit, seen
from veldwerk.services.people import moment
from veldwerk.services.ports import Draft, Reader
from veldwerk.services.referrals import overdue
from veldwerk.services.signals import OPEN

AHEAD = 8
"""Visits of the coming fortnight that Today shows at most."""

_NO_DUE = datetime(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A visit of today, or one of an earlier day that was not done."""

    visit: Visit
    person: Person
    late: bool


@dataclass(frozen=True, slots=True)
class Attention:
    """Something that waits for a person. `kind` is signal, reply, outcome or conflict; `due` its moment.

    `id` is the record to look at: for a reply the referral, with the recipient as `detail`.
    """

    kind: str
    id: str
    person: str
    name: Person | None
    due: datetime | None
    late: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Day:
    """All of Today, read at once. `ahead` are the next visits of the coming fortnight, `week` counts visits,
    signals and letters of the last seven days; `late` the late signals and referrals of the whole team, as their
    pages count them.
    """

    on: date
    visits: tuple[PlannedVisit, ...]
    drafts: tuple[tuple[Draft, Person | None], ...]
    attention: tuple[Attention, ...]
    week: tuple[int, int, int]
    done: int
    ahead: tuple[PlannedVisit, ...] = ()
    late: tuple[int, int] = (0, 0)


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
            drafts = tuple((draft, _person(reader, draft.person)) for draft in begun(reader.drafts()))
            attention = [
                _attention(reader, row, now.replace(tzinfo=None))
                for row in reader.query(
                    "today_attention", worker=actor.worker, day=now.date().isoformat(), now=now.isoformat()
                )
            ]
            ahead = reader.query("ahead_visits", worker=actor.worker, day=now.date().isoformat(), limit=AHEAD)
            week = reader.query("week_counts", worker=actor.worker, day=now.date().isoformat())[0]
            return Day(
                now.date(),
                visits,
                drafts,
                tuple(sorted(attention, key=_pressing)),
                (int(str(week["visits"])), int(str(week["signals"])), int(str(week["letters"]))),
                sum(1 for one in visits if one.visit.status == "uitgevoerd"),
                tuple(
                    PlannedVisit(
                        load(reader, Visit, str(row["id"])),
                        load(reader, Person, str(row["person_id"])),
                        False,
                    )
                    for row in ahead
                ),
                _late(reader, now.replace(tzinfo=None)),
            )

        found = self._kit.vault.read(job)
        self._kit.log(seen(actor, "read", Visit.KIND, "", detail="today"))
        return found


def _attention(reader: Reader, row: Mapping[str, object], now: datetime) -> Attention:
    kind, record, detail = str(row["kind"]), str(row["id"]), str(row["detail"] or "")
    if kind == "reply":
        task = load(reader, ReferralTask, record)
        record, detail = task.referral_id, task.recipient
    due = moment(row["due"]) if row["due"] else None
    # A bare date lasts the whole day.
    late = due is not None and (due < now if "T" in str(row["due"]) else due.date() < now.date())
    person = str(row["person_id"] or "")
    return Attention(kind, record, person, _person(reader, person), due, late, detail)


def _pressing(one: Attention) -> tuple[bool, datetime, str, datetime]:
    """What is late longest comes first; of one day, the most urgent signal."""
    due = one.due or _NO_DUE
    urgency = one.detail if one.kind == "signal" else "U9"
    day = due.replace(hour=0, minute=0, second=0, microsecond=0) if one.late else due
    return not one.late, day, urgency, due


def _late(reader: Reader, now: datetime) -> tuple[int, int]:
    signals = sum(1 for one in find(reader, Signal, {"status": OPEN}) if _signal_late(one, now))
    tasks = find(reader, ReferralTask, {"status": "requested"})
    late = {one.referral_id for one in tasks if overdue(one, now.date())}
    return signals, len(late)


def _signal_late(signal: Signal, now: datetime) -> bool:
    if signal.first_attempt_at is None:
        due = signal.first_attempt_due
        return due is not None and due.replace(tzinfo=None) < now
    told, day = signal.feedback_at, signal.feedback_due
    return told is None and day is not None and day < now.date()


def _person(reader: Reader, person: str) -> Person | None:
    return load(reader, Person, person) if person and reader.get(Person.KIND, person) is not None else None
