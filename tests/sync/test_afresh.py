"""A stream begun afresh: work that left the outbox and never reached a store is not lost, wherever it ends (failure 3,
31, 32)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.sync.faulty import FaultyStore
from tests.sync.fuse import sync_until
from tests.sync.team import Colleague, Team, dev_of
from veldwerk.services.sync_course import Course, Limits
from veldwerk.services.sync_memory import RESTORED
from veldwerk.sync.stores.memory import MemoryStore


def _sealed_but_not_sent(one: Colleague, store: MemoryStore, *names: str) -> list[str]:
    """New people whose changesets are sealed, while the store took none."""
    made = [one.person(name) for name in names]
    faulty = FaultyStore(store)
    faulty.fail("before", "put", "/cs/", times=0)
    one.sync(faulty)
    assert one.vault.read(lambda r: r.pending_count("casus")) == 0
    return made


def _put_back(one: Colleague) -> None:
    """The mark that a backup leaves."""
    one.clock.advance(timedelta(seconds=1))
    at = str(one.clock.millis()).encode()
    one.vault.write(lambda w: w.set_meta(RESTORED, at))


def test_failure_03_31_an_end_at_any_step_of_a_new_stream_loses_and_doubles_nothing(team: Team) -> None:
    """The old stream was left, and what was only in it was sealed anew one by one: an end in between lost the rest."""
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    anna.person("Eerst")
    team.settle(store)
    people, steps = 1, 0
    while True:
        _sealed_but_not_sent(anna, store, f"Ene{steps}")
        _sealed_but_not_sent(anna, store, f"Andere{steps}")
        people += 2
        stream = anna.inc("casus")
        _put_back(anna)
        ended = sync_until(anna, store, steps, Limits())
        for one in (bert, anna, bert, anna):
            assert one.sync(store).ok
        assert anna.inc("casus") != stream
        assert bert.vault.read(lambda r: r.counts())["person"] == people
        assert anna.digest() == bert.digest()
        assert anna.status().received_by[0].ops == anna.status().received_by[0].total
        if not ended:
            break
        steps += 1
    assert steps > 20
    lines = bert.vault.read(lambda r: r.log(limit=10_000))
    assert len({(line.op.record, line.op.stamp.hlc) for line in lines}) == len(lines)


def _three_days(team: Team, store: MemoryStore) -> None:
    """Four people of the first colleague on each, each sent by itself."""
    one = team.everyone[0]
    for _ in range(3):
        for number in range(4):
            one.person(f"Naam{number}")
            one.sync(store)
        one.clock.advance(timedelta(days=1))
        team.settle(store)


def test_failure_32_a_copy_that_summed_up_its_stream_goes_on(team: Team) -> None:
    """What it forgot the bytes of everybody has; it asked itself for those bytes and stopped for good."""
    limits = Limits(join_after=4, join=3, snapshot_ops=3, horizon=0, part_delay=0)
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    for one in (anna, bert):
        one.course = Course(limits)
        one.__post_init__()
    team.found(anna, store, bert)
    _three_days(team, store)
    clone = team.copy_of(anna)
    _three_days(team, store)
    clone.person("OpDeKopie")
    team.everyone.append(clone)
    assert clone.sync(store).ok
    team.settle(store, 2)
    assert {one.vault.read(lambda r: r.counts())["person"] for one in team.everyone} == {2 * 12 + 1}
    assert len({one.digest() for one in team.everyone}) == 1


def test_failure_31_33_a_vault_put_back_that_was_removed_hands_over_and_leaves(team: Team) -> None:
    """It has no key to begin a stream with, and never came to handing over."""
    store = MemoryStore()
    anna, bert, clara = team.hire("Anna"), team.hire("Bert"), team.hire("Clara")
    team.found(anna, store, bert, clara)
    team.settle(store)
    _sealed_but_not_sent(bert, store, "Verzegeld")
    bert.person("Niet verzegeld")
    _put_back(bert)
    anna.service.revoke(anna.actor, store, "casus", dev_of(anna, "Bert"))
    anna.sync(store)
    report = bert.sync(store)
    assert [p.code for p in report.spaces[0].problems] == ["member-removed"]
    assert report.departed
    anna.sync(store)
    assert anna.service.departures(anna.actor)[0].ops == 2


def test_a_vault_put_back_without_the_newest_key_still_receives(team: Team) -> None:
    """It begins its stream at the exchange that brings the key."""
    store = MemoryStore()
    anna, bert, clara = team.hire("Anna"), team.hire("Bert"), team.hire("Clara")
    team.found(anna, store, bert, clara)
    team.settle(store)
    _sealed_but_not_sent(bert, store, "Van Bert")
    anna.person("Eerder")
    anna.sync(store)
    anna.service.revoke(anna.actor, store, "casus", dev_of(anna, "Clara"))
    anna.sync(store)
    keys = {n: store.objects.pop(n) for n in list(store.objects) if "/keys/" in n and "/keys/1." not in n}
    assert keys
    _put_back(bert)
    stream = bert.inc("casus")
    report = bert.sync(store)
    assert report.received == 1
    assert "key-missing" in [p.code for p in report.spaces[0].problems]
    assert bert.inc("casus") == stream
    store.objects.update(keys)
    assert bert.sync(store).ok
    assert bert.inc("casus") != stream
    anna.sync(store)
    assert anna.digest() == bert.digest()


@pytest.mark.parametrize("ends", [False, True])
def test_failure_44_a_segment_that_was_passed_over_comes_again_whole(team: Team, ends: bool) -> None:
    """Only its last changeset did; `ends`: the program ends just before it notes so."""
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    anna.course = Course(Limits(join_after=4, join=3, snapshot_ops=10_000))
    anna.__post_init__()
    boss = team.hire("Boss")
    team.found(anna, store, bert)
    team.let_in(anna, store, boss, "admin")
    for n in range(5):
        anna.person(f"Naam{n}")
        anna.sync(store)
    [lost] = [name for name in store.objects if "/seg/" in name]
    store.objects[lost] = b"rommel"
    boss.sync(store)
    boss.service.skip(boss.actor, store, "casus", lost.split("/")[2])
    for one in (boss, bert):
        one.sync(store)
    assert bert.vault.read(lambda r: r.counts())["person"] == 2
    steps = 0
    while ends and sync_until(anna, store, steps, anna.course.limits):
        steps += 1
    for _ in range(2):
        for one in (anna, bert, boss):
            one.sync(store)
    assert {one.vault.read(lambda r: r.counts())["person"] for one in team.everyone} == {5}
    assert len({one.digest() for one in team.everyone}) == 1
    resealed = anna.vault.read(lambda r: r.metas(f"sealed/casus/{lost.split('/')[2]}/"))
    assert len(resealed) == 8  # once
