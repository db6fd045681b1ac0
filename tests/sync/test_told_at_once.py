"""A change of members is told at once: colleagues hear of it at their next exchange, not after the administrator's."""

from __future__ import annotations

import pytest

from tests.sync.faulty import FaultyStore, Killed
from tests.sync.fuse import Fuse, MortalStore, MortalVault
from tests.sync.team import Colleague, Team, dev_of
from veldwerk.services.sync import SyncService
from veldwerk.services.sync_course import Course
from veldwerk.sync.sealing import Sealing
from veldwerk.sync.stores.memory import MemoryStore


def _known(one: Colleague) -> dict[str, str]:
    """Name to role, «removed» for who is out."""
    members = one.service.members(one.actor)[0].members
    return {m.person.name: "removed" if m.revoked else m.role for m in members}


def _three(team: Team) -> tuple[MemoryStore, Colleague, Colleague, Colleague]:
    store = MemoryStore()
    anna, bert, clara = team.hire("Anna"), team.hire("Bert"), team.hire("Clara")
    team.found(anna, store, bert, clara)
    anna.person("Eerst")
    team.settle(store)
    return store, anna, bert, clara


def test_a_removal_is_heard_of_before_the_administrator_exchanges(team: Team) -> None:
    store, anna, bert, clara = _three(team)
    anna.service.revoke(anna.actor, store, "casus", dev_of(anna, "Bert"))
    late = bert.person("Na de verwijdering")
    assert bert.sync(store).departed
    assert clara.sync(store).ok
    assert _known(clara)["Bert"] == "removed"
    assert clara.row(late) is None


def test_another_role_and_a_new_colleague_are_heard_of_before_the_administrator_exchanges(team: Team) -> None:
    store, anna, bert, clara = _three(team)
    anna.service.set_role(anna.actor, store, "casus", dev_of(anna, "Bert"), "admin")
    clara.sync(store)
    assert _known(clara) == {"Anna": "admin", "Bert": "admin", "Clara": "member"}
    bert.sync(store)
    dora = team.hire("Dora")
    team.let_in(bert, store, dora)
    clara.sync(store)
    assert _known(clara)["Dora"] == "member"


def test_who_never_exchanged_before_is_heard_too(team: Team) -> None:
    store = MemoryStore()
    anna, bert, clara = team.hire("Anna"), team.hire("Bert"), team.hire("Clara")
    team.found(anna, store, bert, clara)
    for one in (bert, clara):
        one.sync(store)
    anna.service.revoke(anna.actor, store, "casus", dev_of(anna, "Bert"))
    clara.sync(store)
    assert _known(clara)["Bert"] == "removed"
    anna.person("Eerst")
    team.everyone.remove(bert)
    bert.vault.close()
    team.settle(store)
    assert anna.digest() == clara.digest()
    assert clara.vault.read(lambda r: r.counts())["person"] == 1


def test_telling_says_nothing_more_of_our_work_than_is_there(team: Team) -> None:
    """What is not sent yet is not announced, and stays to be sent."""
    store, anna, _, clara = _three(team)
    anna.person("Nog te sturen")
    before = anna.status()
    anna.service.revoke(anna.actor, store, "casus", dev_of(anna, "Bert"))
    assert (anna.status().pending, anna.status().sent) == (before.pending, before.sent) == (1, 1)
    assert clara.sync(store).received == 0
    assert len([name for name in store.objects if f"/heads/{dev_of(anna, 'Anna')}" in name]) == 2
    anna.sync(store)
    assert clara.sync(store).received == 1


@pytest.mark.parametrize("call", ["FORMAT", "/members/", "/heads/"])
def test_without_the_store_it_is_told_at_the_next_exchange(team: Team, call: str) -> None:
    store, anna, _, clara = _three(team)
    away = FaultyStore(store)
    away.fail("before", "", call, times=0)
    anna.service.revoke(anna.actor, away, "casus", dev_of(anna, "Bert"))
    clara.sync(store)
    assert _known(clara)["Bert"] == "member"
    anna.sync(store)
    clara.sync(store)
    assert _known(clara)["Bert"] == "removed"


def test_another_store_is_told_nothing(team: Team) -> None:
    """The entry stays here for the right one."""
    store, anna, _, clara = _three(team)
    other = MemoryStore()
    anna.service.revoke(anna.actor, other, "casus", dev_of(anna, "Bert"))
    assert other.objects == {}
    anna.sync(store)
    clara.sync(store)
    assert _known(clara)["Bert"] == "removed"


def test_failure_03_an_end_at_any_step_of_telling_loses_nothing(team: Team) -> None:
    store, anna, bert, clara = _three(team)
    roles = ["admin", "member"]
    steps, ended = -1, True
    while ended:
        steps += 1
        fuse = Fuse(steps)
        service = SyncService(
            MortalVault(anna.vault, fuse), Sealing(), anna.clock, anna.ids, Course(at=fuse.step)
        )
        anna.person(f"Naam{steps}")
        try:
            service.set_role(
                anna.actor, MortalStore(store, fuse), "casus", dev_of(anna, "Bert"), roles[steps % 2]
            )
            ended = False
        except Killed:
            pass
        assert clara.sync(store).ok
        for one in (anna, bert, clara):
            assert one.sync(store).ok
        assert _known(anna) == _known(bert) == _known(clara)
    assert steps > 10
    team.settle(store)
    assert len({one.digest() for one in team.everyone}) == 1
    assert {one.vault.read(lambda r: r.counts())["person"] for one in team.everyone} == {steps + 2}
