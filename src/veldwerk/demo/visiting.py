"""Years of visits: planned, tried, done, moved or refused, with all that a finished form leaves behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from veldwerk.demo.answering import (
    CARE_AREAS,
    CASUS_AREAS,
    Sheet,
    areas_of_life,
    fill_home_visit,
    fill_short_visit,
    fill_without_record,
)
from veldwerk.demo.judging import Judgement, judge, recall
from veldwerk.demo.mood import Mood, djg6, meaning, mood_on, remember
from veldwerk.demo.people import Life
from veldwerk.demo.world import Made, World
from veldwerk.domain import instruments
from veldwerk.domain.ages import add_months
from veldwerk.domain.appraisal import score_class
from veldwerk.domain.visits import Answers, Attempt, Measurement, Visit
from veldwerk.services.appraisals import split_care
from veldwerk.services.visits import RECALL_MONTHS, measure

YEARLY, SHORT = "huisbezoek75", "kort_bezoek"
_PARTS = ("ochtend", "middag", "avond")
_CONTACT = {"huisbezoek": 82.0, "telefoon": 8.0, "wandeling": 4.0, "locatie": 4.0, "digitaal": 1.0}


def visits_of(world: World, life: Life) -> Iterator[tuple[Visit, Judgement | None, list[Made]]]:
    """Each past contact of one person, the oldest first: the visit, what was made of it, and all its records."""
    count = 0
    for day in _days(world, life):
        yearly = count % max(1, round(world.visits_per_year)) == 0
        if world.chance(0.035):
            yield _missed(world, life, day), None, []
            continue
        count += 1
        yield from _done(world, life, day, YEARLY if yearly else SHORT)
        if yearly and world.chance(0.1 if world.visits_per_year <= 2 else 0.0):
            later = world.workday(day + timedelta(days=world.rng.randint(20, 80)))
            if later < min(world.today, life.ended or world.today):
                yield from _done(world, life, later, SHORT)


def _days(world: World, life: Life) -> Iterator[date]:
    """Days on which a visit was due, before today and while the file was open."""
    gap = 365.25 / world.visits_per_year if world.visits_per_year > 0 else 0
    last = min(world.today - timedelta(days=1), life.ended or world.today)
    day = life.opened + timedelta(days=world.rng.randint(4, max(5, int(min(gap * 0.95, 330)))))
    while gap and day <= last:
        day = world.workday(day)
        if day <= last:
            yield day
        day += timedelta(days=max(7, round(world.rng.gauss(gap, gap * 0.06))))


def _attempts(world: World, life: Life, day: date, reached: bool) -> tuple[Attempt, ...]:
    """Tries to reach somebody; the last one says how it went (REQ-HB-06)."""
    made = []
    failures = world.weighted({0: 8.0, 1: 1.6, 2: 0.4}) if reached else world.rng.randint(2, 3)
    for n in range(failures):
        back = (failures - n) * world.rng.randint(2, 5)
        channel = world.pick(("deur", "telefoon"))
        result = "niet_thuis" if channel == "deur" else "geen_gehoor"
        made.append(_attempt(world, life, day - timedelta(days=back), channel, result))
    if reached:
        made.append(_attempt(world, life, day, world.pick(("telefoon", "deur", "brief")), "bereikt"))
    return tuple(made)


def _attempt(world: World, life: Life, day: date, channel: str, result: str) -> Attempt:
    return Attempt(
        id=world.ids.new_id(),
        on=world.workday(day).isoformat() if result == "bereikt" else day.isoformat(),
        part_of_day=world.pick(_PARTS),
        channel=channel,
        worker=life.worker.id,
        result=result,
    )


def _missed(world: World, life: Life, day: date) -> Visit:
    status = world.weighted({"niet_thuis": 5.0, "afgezegd": 4.0, "vervallen": 1.0})
    return Visit(
        id=world.ids.new_id(),
        person_id=life.person.id,
        form=YEARLY,
        planned_on=day,
        planned_time=_time(world),
        visitor=life.worker.id,
        status=status,
        entered_by=life.worker.id,
        attempts=_attempts(world, life, day, reached=False) if status == "niet_thuis" else (),
    )


def _time(world: World) -> str:
    return world.pick(
        ("09:00", "09:30", "10:00", "10:45", "11:15", "13:00", "13:30", "14:15", "15:00", "15:30")
    )


def _begun(world: World, life: Life, day: date, form: str) -> Visit:
    clock = _time(world)
    started = world.moment(day, int(clock[:2]), int(clock[3:])) + timedelta(minutes=world.rng.randint(0, 9))
    minutes = world.rng.randint(20, 35) if form == SHORT else world.rng.randint(45, 95)
    contact = world.weighted(_CONTACT)
    return Visit(
        id=world.ids.new_id(),
        person_id=life.person.id,
        form=form,
        contact_form=contact,
        planned_on=day if world.chance(0.93) else world.workday(day - timedelta(days=7)),
        planned_time=clock,
        visitor=life.worker.id,
        status="uitgevoerd",
        started_at=started,
        finished_at=started + timedelta(minutes=minutes),
        entered_by=life.worker.id,
        attempts=_attempts(world, life, day, reached=True),
    )


def _done(
    world: World, life: Life, day: date, form: str
) -> Iterator[tuple[Visit, Judgement | None, list[Made]]]:
    mood = mood_on(world, life, day)
    visit = _begun(world, life, day, form)
    if not life.records:
        visit = replace(visit, outcome="geen_vervolg_nodig", recall_on=add_months(day, RECALL_MONTHS))
        yield visit, None, _answers(world, fill_without_record(world, life, visit), visit)
    elif form == SHORT:
        outcome = world.weighted(
            {"geen_vervolg_nodig": 5.0, "afwachten_hercontact": 2.0, "informatie_gegeven": 3.0}
        )
        wait = timedelta(weeks=8 if outcome == "afwachten_hercontact" else 40)
        visit = replace(visit, outcome=outcome, recall_on=world.workday(day + wait))
        sheet = fill_short_visit(world, life, mood, visit)
        yield replace(visit, agreements=sheet.said.get("afspraken", "")), None, _answers(world, sheet, visit)
    else:
        yield _yearly(world, life, mood, visit)


def _yearly(world: World, life: Life, mood: Mood, visit: Visit) -> tuple[Visit, Judgement | None, list[Made]]:
    answers = djg6(world, mood)
    measured = _scored(world, "djg6", answers, visit)
    score = instruments.score(world.knowledge.library.get("djg6"), answers)
    rows = meaning(world, mood) if world.chance(0.6) else {}
    lonely = measured.category not in ("", "geen", "niet_eenzaam")
    duration = remember(world, life, mood, lonely)
    areas = areas_of_life(world, life, mood, lonely=lonely, recent=duration is not None and duration < 6)
    judgement = judge(
        world,
        life,
        mood,
        visit,
        score_class=score_class({"djg6": score}),
        subscales=measured.subscales,
        duration=duration,
        areas=sum(spills == "ja" for _, spills in areas.values()),
        empty="ontbreekt" in rows.values(),
    )
    judgement = replace(judgement, appraisal=replace(judgement.appraisal, measurement_id=measured.id))
    visit = replace(
        visit,
        outcome=judgement.outcome,
        recall_on=world.workday(mood.on + recall(world, judgement.appraisal, judgement.outcome)),
    )
    sheet = fill_home_visit(world, life, mood, visit, answers, rows, areas, judgement)
    made = _answers(world, sheet, visit)
    made.append((measured, "casus"))
    if rows:
        made.append((_scored(world, "zingevingskaart", dict(rows), visit), "casus"))
    made += _other_scores(world, sheet, areas, visit)
    plain, care = split_care(judgement.appraisal, world.ids.new_id())
    made.append((plain, "casus"))
    if care.causes or care.complexity or care.red_flags:
        made.append((care, "zorg"))
    return replace(visit, agreements=sheet.said.get("afspraken", "")), judgement, made


def _other_scores(
    world: World, sheet: Sheet, areas: Mapping[str, tuple[str, str]], visit: Visit
) -> Iterator[Made]:
    """The areas of life, each part in its own space, and the two questions about low mood."""
    parts = {"casus": CASUS_AREAS, "zorg": CARE_AREAS}
    for space, names in parts.items():
        levels: dict[str, str | None] = {area: areas[area][0] for area in names if area in areas}
        levels |= {
            f"{area}_doorwerking": areas[area][1] for area in names if area in areas and areas[area][1]
        }
        if levels and space in world.spaces:
            yield _scored(world, "leefgebieden", levels, visit), space
    mood: dict[str, str | None] = {
        item: sheet.said[f"whooley_{item}"] for item in ("1", "2") if f"whooley_{item}" in sheet.said
    }
    if mood and "zorg" in world.spaces:
        yield _scored(world, "whooley2", mood, visit), "zorg"


def _scored(world: World, instrument: str, answers: dict[str, str | None], visit: Visit) -> Measurement:
    """Scored as the product does it; equal answers are scored once."""
    key = (instrument, tuple(sorted(answers.items())))
    known = world.scored.get(key)
    if known is None:
        known = world.scored[key] = measure(world.knowledge.library, instrument, answers, visit, "")
    mode = "telefoon" if visit.contact_form == "telefoon" else "gesprek"
    on = visit.finished_at.date() if visit.finished_at else None
    return replace(
        known, id=world.ids.new_id(), person_id=visit.person_id, visit_id=visit.id, mode=mode, measured_on=on
    )


def _answers(world: World, sheet: Sheet, visit: Visit) -> list[Made]:
    """One record for each space that this vault is a member of."""
    made: list[Made] = []
    for space, values in sheet.values.items():
        if space in world.spaces:
            one = Answers(
                id=world.ids.new_id(),
                visit_id=visit.id,
                person_id=visit.person_id,
                form=visit.form,
                form_version=sheet.shape.version,
                finished_at=visit.finished_at,
                values=values,
            )
            made.append((one, space))
    return made


def planned(world: World, life: Life, after: date) -> Visit:
    """The next visit, in the diary of who always comes."""
    day = world.workday(after)
    return Visit(
        id=world.ids.new_id(),
        person_id=life.person.id,
        form=YEARLY,
        contact_form=world.weighted(_CONTACT),
        planned_on=day,
        planned_time=_time(world),
        place=world.pick(("Bij de bewoner thuis", "", "")),
        visitor=life.worker.id,
    )


def recent_visit(world: World, life: Life) -> Iterator[Made]:
    """Now and then somebody was seen in the last weeks as well: the month that is shown is a busy one."""
    if life.person.status != "actief" or life.person.no_visits or not world.chance(0.17):
        return
    day = world.today - timedelta(days=world.rng.randint(1, 7 if world.chance(0.3) else 45))
    if day <= life.opened or world.workday(day) >= world.today:
        return
    for visit, _, records in _done(world, life, world.workday(day), SHORT):
        yield visit, "casus"
        yield from records
