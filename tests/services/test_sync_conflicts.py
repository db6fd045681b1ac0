"""Notes with two texts: shown with who and when, kept both, settled by name, undone, and settled again (R19, R21, 20)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.sync.team import Colleague, Team
from veldwerk.domain.errors import UserError
from veldwerk.domain.organisation import Worker
from veldwerk.services import month_counts
from veldwerk.services.edits import Save
from veldwerk.services.kit import Kit
from veldwerk.services.sync_conflicts import Conflicts
from veldwerk.sync.stores.memory import MemoryStore

FIRST, SECOND = "zoon belt op zondag", "zoon belt niet meer"


def conflicts(one: Colleague) -> Conflicts:
    return Conflicts(Kit(one.vault, one.clock, one.ids, one.edits))


def apart(team: Team) -> tuple[Colleague, Colleague, MemoryStore, str]:
    """Two colleagues who both changed one note, and then exchanged."""
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert, spaces="kaart casus")
    for one in (anna, bert):
        worker = Worker(id=one.actor.worker, name=one.actor.name, role=one.actor.role.value)
        one.edits.save(one.actor, "worker", [Save(None, worker)])
    person = anna.person(alerts="bel eerst")
    team.settle(store)
    anna.change(person, alerts=FIRST)
    bert.change(person, alerts=SECOND)
    team.settle(store)
    return anna, bert, store, person


def test_r21_both_texts_are_shown_with_who_and_when(team: Team) -> None:
    anna, bert, _store, person = apart(team)
    for one in (anna, bert):
        (found,) = conflicts(one).open(one.actor)
        assert found.person is not None
        assert found.person.id == person
        assert {(text.name, text.text) for text in found.texts} == {("Anna", FIRST), ("Bert", SECOND)}
        assert all(text.at.tzinfo is not None for text in found.texts)
        assert found.together in (f"{FIRST}\n\n{SECOND}", f"{SECOND}\n\n{FIRST}")
        assert conflicts(one).count(one.actor) == 1


def test_reading_and_settling_leave_audit_lines(team: Team) -> None:
    anna, _bert, _store, person = apart(team)
    (found,) = conflicts(anna).open(anna.actor)
    conflicts(anna).settle(anna.actor, found, found.together)
    lines = anna.vault.read(lambda r: r.audit(person=person, limit=500))
    told = {(line.event.action, line.event.fields) for line in lines}
    assert ("read", ("alerts",)) in told
    assert ("settle", ("alerts",)) in told


def test_settling_ends_it_everywhere_and_tells_who_did_it(team: Team) -> None:
    anna, bert, store, person = apart(team)
    (found,) = conflicts(anna).open(anna.actor)
    conflicts(anna).settle(anna.actor, found, found.together)
    team.settle(store)
    for one in (anna, bert):
        assert one.alerts(person) == {found.together}
        assert conflicts(one).open(one.actor) == []
        (done,) = conflicts(one).settled(one.actor)
        assert done.name == "Anna"
        assert done.text == found.together
        assert {text.text for text in done.texts} == {FIRST, SECOND}
    team.settle(store)
    assert conflicts(bert).count(bert.actor) == 0


def test_20_settled_differently_is_a_new_conflict_and_alike_is_none(team: Team) -> None:
    anna, bert, store, person = apart(team)
    for one, text in ((anna, "zoon belt op zondag, niet meer"), (bert, SECOND)):
        (found,) = conflicts(one).open(one.actor)
        conflicts(one).settle(one.actor, found, text)
    team.settle(store)
    for one in (anna, bert):
        (again,) = conflicts(one).open(one.actor)
        assert {text.text for text in again.texts} == {"zoon belt op zondag, niet meer", SECOND}
        conflicts(one).settle(one.actor, again, "samen besproken")
    team.settle(store)
    for one in (anna, bert):
        assert conflicts(one).open(one.actor) == []
        assert one.alerts(person) == {"samen besproken"}


def test_a_settle_is_undone_and_both_texts_are_back_with_their_writers(team: Team) -> None:
    anna, bert, store, person = apart(team)
    (found,) = conflicts(anna).open(anna.actor)
    conflicts(anna).settle(anna.actor, found, FIRST)
    (done,) = conflicts(anna).settled(anna.actor)
    conflicts(anna).unsettle(anna.actor, done)
    team.settle(store)
    for one in (anna, bert):
        assert one.alerts(person) == {FIRST, SECOND}
        (again,) = conflicts(one).open(one.actor)
        assert {(text.name, text.text) for text in again.texts} == {("Anna", FIRST), ("Bert", SECOND)}


def test_the_undo_of_the_window_brings_both_texts_back_too(team: Team) -> None:
    anna, _bert, _store, person = apart(team)
    (found,) = conflicts(anna).open(anna.actor)
    edit = conflicts(anna).settle(anna.actor, found, FIRST)
    anna.edits.undo(anna.actor, edit)
    assert anna.alerts(person) == {FIRST, SECOND}
    assert len(conflicts(anna).open(anna.actor)) == 1


def test_a_text_that_came_in_meanwhile_is_never_settled_away_unseen(team: Team) -> None:
    anna, bert, store, person = apart(team)
    (found,) = conflicts(anna).open(anna.actor)
    bert.clock.advance(timedelta(minutes=5))
    bert.change(person, alerts="kleindochter belt")
    team.settle(store)
    with pytest.raises(UserError) as refused:
        conflicts(anna).settle(anna.actor, found, FIRST)
    assert refused.value.code == "conflict-moved"
    assert "kleindochter belt" in anna.alerts(person)


def test_undo_is_refused_once_somebody_wrote_since(team: Team) -> None:
    anna, _bert, _store, person = apart(team)
    (found,) = conflicts(anna).open(anna.actor)
    conflicts(anna).settle(anna.actor, found, FIRST)
    (done,) = conflicts(anna).settled(anna.actor)
    anna.change(person, alerts="nu anders")
    with pytest.raises(UserError) as refused:
        conflicts(anna).unsettle(anna.actor, done)
    assert refused.value.code == "undo-too-late"


def test_r25_the_month_counts_notes_with_two_texts_open_or_settled(team: Team) -> None:
    anna, _bert, _store, _person = apart(team)

    def counted() -> tuple[int, int]:
        found = anna.vault.read(lambda r: month_counts.counted(r, 2026, 3, anna.clock.now()))["Q04"]
        assert found.of is not None
        return found.n, found.of

    assert counted()[0] == 1
    (found,) = conflicts(anna).open(anna.actor)
    conflicts(anna).settle(anna.actor, found, found.together)
    assert counted()[0] == 1
    assert counted()[1] > 4
