"""Members whose role changes: who may let others in, who writes, who reads along."""

from __future__ import annotations

import pytest

from tests.sync.team import Colleague, Team
from veldwerk.domain.errors import UserError
from veldwerk.sync.stores.memory import MemoryStore


def _dev(one: Colleague) -> str:
    return one.service._spaces()[0].dev


def _change(by: Colleague, store: MemoryStore, whose: Colleague, role: str) -> None:
    by.service.set_role(by.actor, store, "casus", _dev(whose), role)


def _roles(one: Colleague) -> dict[str, str]:
    return {m.person.name: m.role for m in one.service.members(one.actor)[0].members}


def test_a_member_who_becomes_administrator_lets_others_in_and_the_first_can_step_down(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    team.settle(store)
    with pytest.raises(UserError) as refused:
        _change(bert, store, bert, "admin")
    assert refused.value.code == "not-admin"
    with pytest.raises(UserError) as refused:
        _change(anna, store, anna, "member")
    assert refused.value.code == "last-admin"
    _change(anna, store, bert, "admin")
    team.settle(store)
    _change(bert, store, anna, "member")
    clara = team.hire("Clara")
    team.let_in(bert, store, clara)
    anna.person("Van Anna")
    team.settle(store, 3)
    assert (
        _roles(anna)
        == _roles(bert)
        == _roles(clara)
        == {"Anna": "member", "Bert": "admin", "Clara": "member"}
    )
    assert len({one.digest() for one in team.everyone}) == 1
    with pytest.raises(UserError) as refused:
        _change(anna, store, clara, "reader")
    assert refused.value.code == "not-admin"


def test_an_administrator_steps_down_by_the_own_hand(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store)
    team.let_in(anna, store, bert, "admin")
    team.settle(store)
    _change(anna, store, anna, "member")
    team.settle(store)
    assert _roles(anna) == _roles(bert) == {"Anna": "member", "Bert": "admin"}
    with pytest.raises(UserError) as refused:
        _change(anna, store, anna, "admin")
    assert refused.value.code == "not-admin"
    anna.person("Van Anna")
    assert all(report.ok for report in team.settle(store))


def test_who_stepped_down_cannot_date_an_entry_back(team: Team) -> None:
    store = MemoryStore()
    anna, bert, clara = team.hire("Anna"), team.hire("Bert"), team.hire("Clara")
    team.found(anna, store, clara)
    team.let_in(anna, store, bert, "admin")
    team.settle(store)
    before, mallory = bert.service._spaces()[0], team.hire("Mallory")
    _change(anna, store, bert, "member")
    dated = dict(before.add(mallory.service.request(mallory.actor), "admin"))
    space = anna.service._spaces()[0].absorb(dated)
    assert mallory.service.fingerprint(mallory.actor) not in [m.fingerprint for m in space.members]
    # Who may again later is believed again, and what was dated back is not.
    _change(anna, store, bert, "admin")
    team.everyone.remove(mallory)
    team.settle(store)
    later = dict(bert.service._spaces()[0].add(mallory.service.request(mallory.actor), "member"))
    both = anna.service._spaces()[0].absorb({**dated, **later})
    assert [m.role for m in both.members if m.person.name == "Mallory"] == ["member"]
    mallory.vault.close()


def test_what_a_reader_wrote_before_stays_and_what_comes_later_waits(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    first = bert.person("Voor")
    team.settle(store)
    _change(anna, store, bert, "reader")
    anna.sync(store)
    bert.sync(store)
    second = bert.person("Na")
    report = bert.sync(store)
    assert [p.code for p in report.spaces[0].problems] == ["reads-along"]
    assert bert.status().pending == 1
    clara = team.hire("Clara")
    team.let_in(anna, store, clara)
    for one in (anna, clara):
        assert one.sync(store).ok
        assert (one.row(first) is None, one.row(second) is None) == (False, True)
    _change(anna, store, bert, "member")
    team.settle(store, 3)
    assert len({one.digest() for one in team.everyone}) == 1
    assert clara.row(second) is not None


def test_a_reader_whose_program_sends_all_the_same_is_refused(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    team.settle(store)
    hidden = set(store.objects)
    _change(anna, store, bert, "reader")
    news = {name: store.objects.pop(name) for name in set(store.objects) - hidden}
    late = bert.person("Na")
    bert.sync(store)
    store.objects.update(news)
    report = anna.sync(store)
    assert report.ok
    assert [p.code for p in report.spaces[0].problems] == ["member-revoked"]
    assert anna.row(late) is None
