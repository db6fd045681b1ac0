"""Volunteers and their matches: a term, check-ins, moments at the boundary, and an end (DOMAIN 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from veldwerk.demo import phrases_help as words
from veldwerk.demo.name_bank import ORIGINS, YOUNGER
from veldwerk.demo.people import Life
from veldwerk.demo.places import mobile
from veldwerk.demo.world import Made, World
from veldwerk.domain import names
from veldwerk.domain.ages import add_months
from veldwerk.domain.volunteers import BoundaryMoment, CheckIn, Match, Volunteer
from veldwerk.domain.workdays import add_workdays

_TASKS = (
    "gezelschap",
    "wandelen",
    "koffie",
    "samen eten",
    "meegaan naar activiteit",
    "telefoneren",
    "hobby",
    "digitale hulp",
)
_INTERESTS = ("tuin", "muziek", "kaarten", "wandelen", "sport op televisie", "geschiedenis", "koken",
"handwerken", "schaken",
              "natuur", "lezen")  # fmt: skip
_DAYS = (
    "maandagmiddag",
    "dinsdagochtend",
    "woensdagmiddag",
    "donderdag om de week",
    "vrijdagochtend",
    "zaterdagmiddag",
)
_MONTHS = 12
"""A match lasts so long unless agreed otherwise (REQ-VR-06)."""


def volunteers(world: World, lives: list[Life]) -> Iterator[Made]:
    """One volunteer for every eight people, each with no more matches than the maximum."""
    waiting = [
        life for life in lives if life.need != "nee" and life.base > 0.2 and life.person.status == "actief"
    ]
    for _ in range(max(4, len(lives) // 8)):
        volunteer = _volunteer(world)
        yield volunteer, "inzet"
        if volunteer.status != "actief":
            continue
        complex_taken = False
        for _ in range(world.weighted({0: 1.5, 1: 5.0, 2: 2.0})):
            if not waiting:
                break
            match = _match(
                world, volunteer, waiting.pop(int(world.rng.random() * len(waiting))), not complex_taken
            )
            complex_taken = complex_taken or match.complex
            yield match, "inzet"


def _volunteer(world: World) -> Volunteer:
    origin = ORIGINS[world.weighted({"nederlands": 8.0, "turks": 1.0, "surinaams": 1.0, "marokkaans": 0.7})]
    infix, family = world.pick(origin.surnames)
    started = world.today - timedelta(days=world.rng.randint(60, 1400))
    certificate = started - timedelta(days=world.rng.randint(5, 60))
    while (world.today - certificate).days > 1090 and world.chance(0.94):
        certificate += timedelta(days=1000)
    return Volunteer(
        id=world.ids.new_id(),
        given_name=world.pick(YOUNGER),
        infix=infix,
        family_name=family,
        phone=mobile(world.rng),
        area=world.pick(world.areas).name,
        languages=tuple(sorted({"nl", world.pick(origin.languages or ("nl",))})),
        interests=tuple(sorted(world.some(_INTERESTS, 1, 4))),
        certificate_on=certificate,
        training_on=started - timedelta(days=world.rng.randint(0, 20)),
        secrecy_on=started,
        max_matches=2,
        max_hours=world.pick((2, 4, 4, 6)),
        limits=world.pick(words.LIMITS),
        status=world.weighted({"actief": 88.0, "pauze": 8.0, "gestopt": 4.0}),
    )


def _match(world: World, volunteer: Volunteer, life: Life, may_be_complex: bool) -> Match:
    begun = max(volunteer.secrecy_on or world.today, life.opened) + timedelta(days=world.rng.randint(10, 300))
    started = world.workday(min(begun, world.today - timedelta(days=world.rng.randint(4, 40))))
    backup, deputy = world.some(world.workers, 2, 2)
    person = life.person
    match = Match(
        id=world.ids.new_id(),
        volunteer_id=volunteer.id,
        client_name=names.friendly_name(person),
        client_address=f"{person.street} {person.house_number}{person.house_addition}, {person.city}",
        client_alerts=person.alerts,
        agreed_days=world.pick(_DAYS),
        tasks=tuple(sorted(world.some(_TASKS, 1, 3))),
        hours=world.pick((1.0, 1.5, 2.0)),
        complex=may_be_complex and world.chance(0.1),
        starts_on=started,
        planned_end=add_months(started, _MONTHS),
        backup_name=backup.name,
        backup_phone=backup.phone,
        backup_deputy=deputy.name,
        backup_accepted_on=started - timedelta(days=world.rng.randint(1, 9)),
        status="actief",
    )
    ended = _end(world, match)
    until = ended or world.today
    match = replace(
        match, check_ins=_check_ins(world, started, until), boundaries=_boundaries(world, started, until)
    )
    if ended is None:
        return match
    return replace(match, status="beeindigd", ended_on=ended, end_reason=world.pick(words.END_REASONS))


def _end(world: World, match: Match) -> date | None:
    """No automatic extension: past the planned end it is over, sometimes before (REQ-VR-06)."""
    assert match.starts_on is not None
    assert match.planned_end is not None
    if match.planned_end < world.today and world.chance(0.9):
        return match.planned_end
    days = (world.today - match.starts_on).days
    if days > 60 and world.chance(0.1):
        return match.starts_on + timedelta(days=world.rng.randint(30, days))
    return None


def _check_ins(world: World, started: date, until: date) -> tuple[CheckIn, ...]:
    """After two and six weeks, then every three months; now and then one was forgotten."""
    days = [started + timedelta(weeks=2), started + timedelta(weeks=6)]
    days += [add_months(started, months) for months in range(3, 25, 3)]
    return tuple(
        CheckIn(
            id=world.ids.new_id(),
            on=world.workday(day).isoformat(),
            weight=world.weighted({1: 3.0, 2: 4.0, 3: 2.0, 4: 0.8, 5: 0.2}),
            note=world.pick(words.CHECK_INS),
        )
        for day in days
        if world.workday(day) <= until and world.chance(0.9)
    )


def _boundaries(world: World, started: date, until: date) -> tuple[BoundaryMoment, ...]:
    if until <= started or not world.chance(0.16):
        return ()
    day = started + timedelta(days=world.rng.randint(1, (until - started).days))
    answered = add_workdays(day, world.rng.randint(1, 3))
    return (
        BoundaryMoment(
            id=world.ids.new_id(),
            on=day.isoformat(),
            asked=world.pick(words.BOUNDARIES),
            answered_on=answered.isoformat() if answered <= world.today else "",
        ),
    )
