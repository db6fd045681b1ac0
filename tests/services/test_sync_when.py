"""When a vault exchanges by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.sync.team import Team
from veldwerk.domain.errors import AccessDenied
from veldwerk.services.access import Actor, Role
from veldwerk.services.sync_when import KEY, Timetable, When

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def test_it_is_due_by_the_clock_on_the_wall_also_after_a_sleep() -> None:
    when = When(every=15)
    assert when.due(NOW, None)
    assert not when.due(NOW, NOW - timedelta(minutes=14))
    assert when.due(NOW, NOW - timedelta(minutes=15))
    assert when.due(NOW, NOW - timedelta(days=3))


def test_a_clock_that_was_put_back_does_not_stop_it() -> None:
    assert When(every=15).due(NOW, NOW + timedelta(days=90))


def test_without_a_connection_it_is_tried_less_often_but_not_never() -> None:
    when = When(every=15)
    assert not when.due(NOW, NOW - timedelta(minutes=29), failed=1)
    assert when.due(NOW, NOW - timedelta(minutes=30), failed=1)
    assert when.due(NOW, NOW - timedelta(minutes=60), failed=40)
    assert When(every=120).next(NOW, failed=9) == NOW + timedelta(minutes=120)


def test_by_hand_only_is_never_due() -> None:
    assert not When(every=0).due(NOW, None)
    assert When(every=0).next(NOW) is None


def test_what_was_chosen_is_kept_and_what_is_damaged_is_as_at_first(team: Team) -> None:
    one = team.hire("Anna")
    table = Timetable(one.vault)
    assert table.get(one.actor) == When()
    table.keep(one.actor, When(at_start=False, at_lock=False, every=0, sticks=False))
    assert table.get(one.actor) == When(at_start=False, at_lock=False, every=0, sticks=False)
    for damaged in (b"{", b"[]", b'{"every": "often"}', b'{"every": -3}'):
        one.vault.write(lambda w, data=damaged: w.set_meta(KEY, data))
        assert table.get(one.actor).every == When().every


def test_whether_something_waits_is_asked_of_this_vault_alone(team: Team) -> None:
    one = team.hire("Anna")
    assert not Timetable(one.vault).unsent(one.actor)
    one.person("Annie")
    assert Timetable(one.vault).unsent(one.actor)


def test_who_may_not_exchange_may_not_choose(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    one = team.hire("Anna")
    nobody = Actor("x", "Niemand", Role.PRIVACY)
    monkeypatch.setattr("veldwerk.services.access._GENERAL", {role: frozenset() for role in Role})
    with pytest.raises(AccessDenied):
        Timetable(one.vault).get(nobody)
