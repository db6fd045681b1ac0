"""What random days found (tests/sync/test_stateful.py), each by itself and as short as it gets."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.sync.faulty import FaultyStore
from tests.sync.team import Colleague, CountingStore, Team, dev_of
from tests.sync.world import play
from veldwerk.domain.people import Person
from veldwerk.services.sync_course import Course, Limits
from veldwerk.sync.stores.memory import MemoryStore


def test_a_delete_on_a_laptop_whose_clock_is_behind_can_be_taken_back(team: Team) -> None:
    """The two came under one clock value, and the second could not be written."""
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert", offset=timedelta(days=-400))
    team.found(anna, store, bert)
    person = anna.person()
    team.settle(store)
    bert.edits.delete(bert.actor, "weg", [Person(id=person)])
    bert.service.arrivals.bring_back(bert.actor, bert.service.arrivals.bin(bert.actor))
    assert bert.row(person) is not None
    team.settle(store)
    assert anna.row(person) is not None
    assert anna.digest() == bert.digest()


def test_what_was_announced_without_an_answer_is_told_as_sent(team: Team) -> None:
    """The head was stored and its answer lost: nothing is left to send, and nothing new has to be written to know."""
    store = FaultyStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    team.settle(store)
    anna.person()
    store.fail("lost", "put", "/heads/")
    anna.sync(store)
    assert anna.status().pending == 1
    store.calm()
    assert bert.sync(store).received == 1
    anna.sync(store)
    assert (anna.status().pending, anna.status().sent) == (0, 1)


def _sent_after_the_cut(team: Team) -> tuple[MemoryStore, Colleague, Colleague, Colleague, str]:
    """Bert was removed by Anna, who lacked his last changeset; Clara has it."""
    store = MemoryStore()
    anna, bert, clara = team.hire("Anna"), team.hire("Bert"), team.hire("Clara")
    team.found(anna, store, bert, clara)
    bert.person("Voor")
    team.settle(store)
    late = bert.person("Na", alerts="gezien door Clara")
    bert.sync(store)
    clara.sync(store)
    anna.service.revoke(anna.actor, store, "casus", dev_of(anna, "Bert"))
    return store, anna, bert, clara, late


def test_what_a_removed_device_sends_is_refused_and_not_waited_for(team: Team) -> None:
    store, anna, bert, clara, _ = _sent_after_the_cut(team)
    hidden = {name: store.objects.pop(name) for name in list(store.objects) if "/members/0000000004" in name}
    bert.person("Niemand heeft het")
    bert.sync(store)
    store.objects.update(hidden)
    for _ in range(2):
        reports = [one.sync(store) for one in (anna, clara)]
    assert [report.waiting for report in reports] == [0, 0]
    assert [one.status().waiting for one in (anna, clara)] == [0, 0]
    assert all(report.ok for report in reports)
    assert anna.service.departures(anna.actor)[0].refused == 1


def test_what_one_member_had_before_a_removal_all_get(team: Team) -> None:
    """Otherwise two members would differ for good."""
    store, anna, bert, clara, late = _sent_after_the_cut(team)
    clara.change(late, alerts="door Clara")
    for _ in range(2):
        for one in (anna, clara):
            one.sync(store)
    assert anna.alerts(late) == clara.alerts(late) == {"door Clara"}
    assert anna.digest() == clara.digest()
    assert anna.service.departures(anna.actor)[0].refused == 0
    bert.sync(store)
    anna.sync(store)
    departure = anna.service.departures(anna.actor)[0]
    assert departure.left_at is not None
    assert anna.service.take_over(anna.actor, "casus", departure.dev) == 0  # all of it is here
    assert anna.alerts(late) == {"door Clara"}


def test_an_erasure_and_what_is_written_after_it_are_sent(team: Team) -> None:
    """The numbers of erased log lines were given out again, below what counted as sent: nothing left the laptop."""
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    person = bert.person("Weg")
    for n in range(5):
        bert.change(person, city=f"Plaats {n}")
    team.settle(store)
    request = anna.service.erasing.ask(anna.actor, person)
    team.settle(store)
    last = bert.vault.read(lambda r: r.last_seq())
    bert.service.erasing.agree(bert.actor, request)
    assert bert.vault.read(lambda r: r.last_seq()) == last + 1
    later = bert.person("Nieuw")
    assert bert.status().pending == 2
    team.settle(store)
    assert anna.row(person) is None
    assert anna.row(later) is not None
    assert anna.digest() == bert.digest()


def test_what_counts_no_longer_is_not_asked_for(team: Team) -> None:
    """A changeset beyond the cut-off that stands on another store only was waited for without end."""
    store, anna, bert, clara, _ = _sent_after_the_cut(team)
    hidden = {name: store.objects.pop(name) for name in list(store.objects) if "/members/0000000004" in name}
    bert.person("Niemand heeft het")
    bert.sync(store)
    store.objects.update(hidden)
    del store.objects[max(name for name in store.objects if f"/dev/{bert.service._spaces()[0].dev}" in name)]
    anna.sync(store)
    for _ in range(2):
        counting = CountingStore(store)
        report = clara.sync(counting)
        assert [problem.code for problem in report.spaces[0].problems] == ["member-revoked"]
        assert report.waiting == 0
    assert not [name for call, name in counting.calls if call == "get" and "/cs/" in name]


def test_after_an_erasure_the_snapshot_that_reaches_furthest_counts_not_the_one_with_most_in_it(
    team: Team,
) -> None:
    """An older one of another administrator holds more, and what was erased as well: nobody may be left with that."""
    store = MemoryStore()
    anna, bert, clara = team.hire("Anna"), team.hire("Bert"), team.hire("Clara")
    team.found(anna, store, clara)
    team.let_in(anna, store, bert, "admin")
    bert.course = Course(Limits(snapshot_ops=15))
    bert.__post_init__()
    people = [anna.person(f"Naam{n}") for n in range(3)]
    for n in range(15):
        anna.change(people[0], city=f"Plaats {n}")
    team.settle(store)
    assert len([name for name in store.objects if "/manifest-" in name]) == 1
    anna.change(people[1], city="Assen")
    team.settle(store)
    request = anna.service.erasing.ask(anna.actor, people[0])
    for one in (anna, clara):
        one.sync(store)
    clara.service.erasing.agree(clara.actor, request)
    for one in (clara, anna, clara, anna):  # Bert is away
        one.sync(store)
    mine = f"/snap/{anna.service._spaces()[0].dev}/"
    assert (
        len([name for name in store.objects if mine in name and "/manifest-" in name]) == 1
    )  # not one a sync
    dora = team.hire("Dora")
    team.let_in(anna, store, dora)
    for one in (dora, anna, dora):
        report = one.sync(store)
    assert report.ok
    assert not report.waiting
    assert dora.row(people[0]) is None
    assert dora.digest() == anna.digest()


def test_what_a_removed_device_missed_is_not_sent_again_for_ever(team: Team) -> None:
    store = MemoryStore()
    anna, bert, clara = team.hire("Anna"), team.hire("Bert"), team.hire("Clara")
    team.found(anna, store, bert, clara)
    team.settle(store)
    anna.person()
    anna.sync(store)
    name = next(name for name in store.objects if "/cs/" in name)
    whole = store.objects[name]
    store.objects[name] = whole[:100]
    bert.sync(store)  # asks for it, and is removed
    anna.service.revoke(anna.actor, store, "casus", dev_of(anna, "Bert"))
    store.objects[name] = whole
    for _ in range(2):
        for one in (anna, clara):
            one.sync(store)
    counting = CountingStore(store)
    assert anna.sync(counting).ok
    assert not [name for call, name in counting.calls if call == "put"]
    assert clara.digest() == anna.digest()


@pytest.mark.parametrize("running", [False, True], ids=["disk", "memory"])
def test_failure_32_two_copies_of_one_laptop_lose_no_text_of_one_note(team: Team, running: bool) -> None:
    """Both write in a note whose last text came from a clock that is ahead, so that both stamps follow from it.

    A copy of the disk draws a number of its own when it is opened; a copy of a laptop that runs even shares that one.
    """
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert", offset=timedelta(days=90))
    team.found(anna, store, bert)
    person = bert.person(alerts="eerst")
    team.settle(store)
    twin = team.copy_of(anna)
    assert twin.vault._ticker.writer != anna.vault._ticker.writer
    if running:
        twin.vault._ticker.writer = anna.vault._ticker.writer
    team.everyone.append(twin)
    anna.change(person, alerts="op de laptop")
    twin.change(person, alerts="op de kopie")
    team.settle(store, 3)
    for one in team.everyone:
        assert one.alerts(person) == {"op de laptop", "op de kopie"}


def test_failure_33_a_removed_device_that_forgot_old_objects_still_leaves() -> None:
    """Its cut-off lay below what it had summed up after an erasure: it looked for bytes that it no longer had."""
    play([("sync", 5, 1), ("erase", 4, 1, 5), ("revoke", 1, 2)], 3)


def test_failure_32_a_delete_covers_no_edit_of_the_other_copy(team: Team) -> None:
    """Bert saw what one copy wrote and deleted; the other copy had written before that, unseen by him."""
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    person = bert.person()
    team.settle(store)
    twin = team.copy_of(anna)
    team.everyone.append(twin)
    twin.change(person, city="Assen")
    anna.change(person, city="Emmen")
    anna.sync(store)
    bert.sync(store)
    bert.edits.delete(bert.actor, "weg", [Person(id=person)])
    team.settle(store, 3)
    for one in team.everyone:
        assert one.row(person) is not None
