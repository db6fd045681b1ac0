"""R20 in the window: two colleagues each filled in a visit to one person on one day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.places import Place, add_person
from tests.ui.screens.own_vault import Opened
from tests.ui.screens.together import exchange, join, said
from veldwerk.app.workplace import Workplace
from veldwerk.domain.errors import N_
from veldwerk.domain.visits import Measurement, Visit
from veldwerk.services.edits import Save
from veldwerk.services.month_counts import counted
from veldwerk.services.twins import Twins


@pytest.fixture
def karim(opened: Opened, tmp_path: Path) -> Iterator[Place]:
    place = join(opened, tmp_path)
    yield place
    place.work.close()


def visited(work: Workplace, person: str, agreements: str) -> Visit:
    """A visit of today, filled in by the worker of `work`, with a loneliness score."""
    planned = work.services.visits.plan(work.actor, person, work.clock.today())
    done = replace(
        planned,
        status="uitgevoerd",
        finished_at=work.clock.now(),
        outcome="geen_vervolg_nodig",
        agreements=agreements,
        entered_by=work.actor.worker,
    )
    score = Measurement(
        id=work.ids.new_id(), person_id=person, visit_id=done.id, instrument="djg6",
        measured_on=work.clock.today(), total=3, category="matig",
    )  # fmt: skip
    work.services.kit.edits.save(work.actor, N_("Visit finished"), [Save(planned, done), Save(None, score)])
    return done


@pytest.fixture
def twice(opened: Opened, karim: Place) -> tuple[Visit, Visit]:
    """Ours and Karim's, made without seeing each other."""
    person = add_person(opened.work, family_name="Dubbel")
    exchange(opened, karim)
    ours = visited(opened.work, person.id, "dochter belt zondag")
    theirs = visited(karim.work, person.id, "buurvrouw komt langs")
    exchange(opened, karim)
    return ours, theirs


def month(work: Workplace) -> tuple[int, int, int]:
    """Visits planned, visits done, valid measurements of this month."""
    today, now = work.clock.today(), work.clock.now()
    found = work.vault.read(lambda r: counted(r, today.year, today.month, now))
    return found["B04"].n, found["B05"].n, found["L01"].n


def look(opened: Opened) -> None:
    opened.page("exchange")
    opened.page("today")
    assert "1 bezoek is misschien dubbel ingevuld" in said(opened)
    opened.press("today.to_look")


def test_r20_one_is_marked_double_stays_in_the_history_and_is_not_counted(
    opened: Opened, karim: Place, twice: tuple[Visit, Visit]
) -> None:
    before = month(opened.work)
    look(opened)
    words = said(opened)
    assert "Is dit hetzelfde bezoek?" in words
    for part in ("dochter belt zondag", "buurvrouw komt langs", "Karim Haddad", opened.work.actor.name):
        assert part in words
    ours, theirs = twice
    opened.press(f"twin.keep.{theirs.id}")
    assert "Is dit hetzelfde bezoek?" not in said(opened)
    assert month(opened.work) == tuple(n - 1 for n in before)
    kept = opened.work.services.visits.get(opened.work.actor, ours.id)
    assert (kept.status, kept.double_of, kept.agreements) == ("dubbel", theirs.id, "dochter belt zondag")
    opened.page("people", ours.person_id)
    assert "Dubbel" in [one.strip() for one in said(opened).splitlines()]
    opened.press(f"timeline.see.visit.{ours.id}")
    exchange(opened, karim)
    assert month(karim.work)[1] == before[1] - 1
    assert Twins(karim.work.services.kit).count(karim.work.actor) == 0


def test_r20_both_are_kept_and_nobody_is_asked_again(
    opened: Opened, karim: Place, twice: tuple[Visit, Visit]
) -> None:
    before = month(opened.work)
    look(opened)
    pair = Twins(opened.work.services.kit).open(opened.work.actor)[0]
    opened.press(f"twin.both.{pair.id}")
    assert "Er wacht niets op u" in said(opened)
    assert month(opened.work) == before
    exchange(opened, karim)
    assert Twins(karim.work.services.kit).count(karim.work.actor) == 0


def test_r20_marking_as_double_can_be_undone_and_then_it_is_asked_again(
    opened: Opened, twice: tuple[Visit, Visit]
) -> None:
    look(opened)
    opened.press(f"twin.keep.{twice[0].id}")
    assert Twins(opened.work.services.kit).count(opened.work.actor) == 0
    opened.press("status.undo")
    assert Twins(opened.work.services.kit).count(opened.work.actor) == 1


def test_two_visits_of_one_worker_on_one_day_are_no_question(opened: Opened) -> None:
    person = add_person(opened.work, family_name="Tweemaal")
    visited(opened.work, person.id, "ochtend")
    visited(opened.work, person.id, "avond")
    assert Twins(opened.work.services.kit).open(opened.work.actor) == []
