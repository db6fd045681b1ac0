"""Signals at the reporting point, with clocks by urgency: most in time, some late, some due today (DOMAIN 3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from veldwerk.demo import phrases_help as words
from veldwerk.demo.name_bank import ORIGINS, YOUNGER
from veldwerk.demo.people import Life
from veldwerk.demo.places import mobile
from veldwerk.demo.world import Made, World
from veldwerk.domain.ages import add_months
from veldwerk.domain.signals import Signal
from veldwerk.domain.workdays import first_attempt_due, receipt_due

_REPORTERS = {
    "buur": 20.0, "familie": 14.0, "huisarts": 14.0, "thuiszorg": 10.0, "winkel_bedrijf": 6.0, "mantelzorger": 7.0,
    "vrijwilliger": 7.0, "woningcorporatie": 7.0, "bezorger": 4.0, "kerk_moskee": 4.0, "politie": 2.0,
    "gemeente": 3.0, "client_zelf": 5.0, "anders": 2.0,
}  # fmt: skip
_CHANNELS = {"telefoon": 6.0, "formulier": 2.0, "balie": 1.0, "partner": 2.0}
_URGENCY = {"U1": 4.0, "U2": 18.0, "U3": 56.0, "U4": 22.0}
_OUTCOMES = {
    "contact": 38.0,
    "hulp": 16.0,
    "verwijzing": 18.0,
    "geen_vervolg": 14.0,
    "wil_niet": 9.0,
    "onbereikbaar": 5.0,
}
_PER_YEAR = 0.26
"""Signals per person in a year."""


def signals_of(world: World, life: Life) -> Iterator[Made]:
    """The signals about one person, each told up to today."""
    last = life.ended or world.today
    days = max(1, (last - life.opened).days)
    count = int(days / 365 * _PER_YEAR + world.rng.random())
    for _ in range(count):
        day = life.opened + timedelta(days=int(world.rng.random() * days))
        received = world.moment(day, world.rng.randint(8, 17), world.rng.randint(0, 59))
        if received < world.now - timedelta(days=4):
            yield (
                _followed(world, life, signal_about(world, life, received, world.weighted(_URGENCY))),
                "casus",
            )


def recent_signals(world: World, lives: list[Life], count: int) -> Iterator[Made]:
    """Signals of the last days that still wait: late, due today, due later. One each is about nobody we know."""
    plan = (
        ("U3", 9),
        ("U2", 4),
        ("U1", 1),
        ("U3", 5),
        ("U2", 2),
        ("U3", 3),
        ("U4", 8),
        ("U3", 1),
        ("U4", 2),
        ("U3", 0),
    )
    for n in range(count):
        urgency, back = plan[n % len(plan)]
        day = world.today - timedelta(days=back)
        received = min(world.moment(day, world.rng.randint(8, 16), world.rng.randint(0, 59)), world.now)
        made = signal_about(world, lives[n % len(lives)], received, urgency)
        if n % 4 == 3:
            made = replace(made, person_id="")
        if n % 3 == 1:
            made = replace(
                made, status="beoordeeld", triaged_by=world.actor.worker, assigned_to=world.actor.worker
            )
        yield made, "casus"
    yield from due_today(world, lives)


def due_today(world: World, lives: list[Life]) -> Iterator[Made]:
    """Two signals whose term ends today, whatever weekday that is."""
    for n, urgency in enumerate(("U3", "U2")):
        day = world.today
        while first_attempt_due(urgency, world.moment(day, 9)).date() > world.today:
            day -= timedelta(days=1)
        life = lives[(-1 - n) % len(lives)]
        yield (
            signal_about(
                world, life, world.moment(day, 9, 5 + n) if day < world.today else world.now, urgency
            ),
            "casus",
        )


def signal_about(world: World, life: Life, received: datetime, urgency: str) -> Signal:
    """A new signal, as it is taken in (services.signals.take_in)."""
    record = world.unique_id(5)
    worries = world.some(tuple(words.SIGNAL_FACTS), 1, 2)
    reporter = world.weighted(_REPORTERS)
    anonymity = world.weighted({"open": 8.0, "anoniem_voor_client": 2.0, "volledig_anoniem": 0.7})
    known = anonymity != "volledig_anoniem" and world.chance(0.85)
    infix, family = world.pick(ORIGINS["nederlands"].surnames)
    name = " ".join(part for part in (world.pick(YOUNGER), infix, family) if part)
    phone = mobile(world.rng) if world.chance(0.8) else ""
    entered = min(received + timedelta(minutes=world.rng.randint(2, 240)), world.now)
    person = life.person
    return Signal(
        id=record,
        number=f"{world.device[:4].upper()}-{record[-5:].upper()}",
        person_id=person.id,
        received_at=received,
        entered_at=entered,
        channel=world.weighted(_CHANNELS),
        receiver=world.pick(world.workers).id,
        reporter_kind=reporter,
        reporter_name=name if known else "",
        reporter_phone=phone if known else "",
        anonymity=anonymity,
        client_informed=world.weighted({"ja": 4.0, "nee": 4.0, "onbekend": 3.0}),
        address=f"{person.street} {person.house_number}{person.house_addition}",
        area=person.area,
        facts=" ".join(world.pick(words.SIGNAL_FACTS[one]) for one in worries).format(**life.she),
        judgement=world.pick(words.SIGNAL_JUDGEMENT).format(**life.she),
        since=world.pick(words.SINCE),
        already_done=world.pick(words.DONE_BY_REPORTER),
        worries=tuple(sorted(worries)),
        urgency=urgency,
        first_attempt_due=first_attempt_due(urgency, received),
        inform_before=add_months(received.date(), 1),
        feedback_due=receipt_due(received.date()) if known else None,
    )


def _followed(world: World, life: Life, signal: Signal) -> Signal:
    """The signal after it was tried and closed; one in eight was tried late, a few are still open."""
    assert signal.received_at is not None
    assert signal.first_attempt_due is not None
    due = signal.first_attempt_due
    wait = max(timedelta(minutes=30), due - signal.received_at)
    late = world.chance(0.12)
    tried = (
        due + timedelta(hours=world.rng.randint(3, 60))
        if late
        else signal.received_at + wait * (0.05 + 0.9 * world.rng.random())
    )
    tried = _in_office(world, tried) if not late else tried
    if not late and tried > due:
        tried = due
    if tried > world.now:
        return replace(signal, status="beoordeeld", triaged_by=life.worker.id, assigned_to=life.worker.id)
    outcome = world.weighted(_OUTCOMES)
    reached = outcome != "onbereikbaar"
    contact = tried + timedelta(hours=world.rng.randint(0, 90)) if reached else None
    closed = world.workday((contact or tried).date() + timedelta(days=world.rng.randint(1, 24)))
    changes: Mapping[str, object] = {
        "triaged_by": life.worker.id,
        "assigned_to": life.worker.id,
        "first_attempt_at": tried,
        "contact_at": contact if contact is not None and contact <= world.now else None,
        "status": "opgepakt",
        "feedback_at": _told(world, signal),
    }
    signal = replace(signal, **changes)  # type: ignore[arg-type]  # names are fields of the signal
    if closed <= world.today and not world.chance(0.03):
        signal = replace(signal, status="afgerond", outcome=outcome, closed_on=closed)
    return signal


def _in_office(world: World, at: datetime) -> datetime:
    return at.replace(hour=min(17, max(8, at.hour)))


def _told(world: World, signal: Signal) -> date | None:
    if signal.feedback_due is None:
        return None
    told = signal.feedback_due + timedelta(days=world.weighted({0: 5.0, -1: 3.0, 2: 1.0}))
    assert signal.received_at is not None
    told = max(told, signal.received_at.date())
    return told if told <= world.today else None
