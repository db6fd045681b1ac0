"""Today: visits to make, one form half filled in, and notes on which two people do not agree yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from veldwerk.app.bundle import Services
from veldwerk.demo import phrases
from veldwerk.demo.people import Life
from veldwerk.demo.visiting import YEARLY, planned
from veldwerk.demo.world import Made, World
from veldwerk.domain.changes import Action, Op, Stamp
from veldwerk.domain.people import Person
from veldwerk.domain.visits import Visit
from veldwerk.services.edits import find
from veldwerk.services.ports import Reader, Writer

_TIMES = ("09:00", "10:15", "11:30", "13:15", "14:30", "15:45")
_AHEAD_DAYS = 56
_ALERTS = (
    ("Hond in huis, vriendelijk maar springt.", "De hond is er niet meer, begin er voorzichtig over."),
    ("Bel de dag ervoor.", "Niet bellen, gewoon langsgaan: van de telefoon wordt {ze} onrustig."),
    ("Sleutel bij de buren.", "Sleutelkastje naast de deur; code staat in de planning."),
)


def plan_ahead(world: World, life: Life, last: date | None) -> Iterator[Made]:
    """The next visit, once it is near enough to stand in the diary."""
    if life.person.status != "actief" or life.person.no_visits or world.visits_per_year <= 0:
        return
    gap = round(365.25 / world.visits_per_year)
    due = (last or life.opened) + timedelta(days=gap + world.rng.randint(-10, 20))
    if due <= world.today:
        due = world.today + timedelta(days=world.rng.randint(1, 20))
    if (due - world.today).days <= _AHEAD_DAYS:
        yield planned(world, life, due), "casus"


def todays_visits(world: World, lives: Sequence[Life]) -> list[Visit]:
    """Six people on the list of who opens this vault, and one visit of last week that was not made."""
    mine = [life for life in lives if life.person.status == "actief" and life.worker.id == world.actor.worker]
    others = [
        life for life in lives if life.person.status == "actief" and life.worker.id != world.actor.worker
    ]
    made = []
    for clock, life in zip(_TIMES, [*mine, *others], strict=False):
        visit = replace(planned(world, life, world.today), planned_on=world.today, planned_time=clock)
        made.append(replace(visit, visitor=world.actor.worker, contact_form="huisbezoek"))
    for life in [*mine, *others][len(_TIMES) : len(_TIMES) + 1]:
        late = world.today - timedelta(days=6)
        made.append(replace(planned(world, life, late), planned_on=late, visitor=world.actor.worker))
    return made


def begin_draft(services: Services, world: World, visit: Visit, life: Life) -> None:
    """The form of the first visit of today, begun and left halfway."""
    work = services.visits.begin(world.actor, visit)
    session, shape = work.session, world.forms[YEARLY]
    answers = {
        "toestemming_vastleggen": "ja",
        "toestemming_gezondheid": "ja",
        "wie_erbij": "niemand",
        "hoe_gaat_het": "Het gaat. De avonden zijn lang, overdag red ik me.",
        "blij": phrases.HAPPY[0][1],
        "cijfer_leven": "6",
        "woont_met": "alleen" if life.alone(world.today) else "partner",
        "woning": life.house,
        "naar_zin": "ja",
    }
    for name, value in answers.items():
        session.answer(shape.ref(name), value)
    services.visits.save_draft(world.actor, work, session.save(), shape.ref("woning_lastig"))


def open_conflicts(services: Services, world: World) -> int:
    """Notes that two people changed without having seen the other: both versions stay until somebody chooses."""
    colleague = world.workers[1].id

    def job(writer: Writer) -> int:
        people = [p for p in find(writer, Person, {"status": "actief"}, order="id", limit=400) if p.alerts]
        done = 0
        for person, texts in zip(people, _ALERTS, strict=False):
            ops = _two_versions(writer, world, person.id, texts, colleague)
            writer.apply(ops, edit=world.ids.new_id())
            done += 1
        return done

    return services.kit.vault.write(job)


def _two_versions(
    writer: Writer, world: World, person: str, texts: tuple[str, str], colleague: str
) -> list[Op]:
    reader: Reader = writer
    seen = {"alerts": tuple(version.hlc for version in reader.note_versions(Person.KIND, person, "alerts"))}
    return [
        Op(
            Person.KIND,
            person,
            Action.SET,
            {"alerts": text.format(ze="ze")},
            Stamp(writer.next_hlc(), world.device, worker),
            "casus",
            seen,
        )
        for text, worker in zip(texts, (world.actor.worker, colleague), strict=True)
    ]
