"""Random days of a team: whatever order, whatever fails, everybody ends with the same and no typed text is lost.

Invariants I1, I3–I6, I9 and I10 of the protocol (docs/sync.md), on the real store and merge.
"""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sync.team import Colleague, Team
from tests.sync.test_faults import FaultyStore, Killed
from veldwerk.services.sync_ports import ObjectStore
from veldwerk.sync.stores.memory import MemoryStore

WHO = st.integers(0, 2)
PERSON = st.integers(0, 3)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("new"), WHO),
        st.tuples(st.just("note"), WHO, PERSON),
        st.tuples(st.just("field"), WHO, PERSON, st.sampled_from(["city", "email"])),
        st.tuples(st.just("sync"), WHO),
        st.tuples(st.just("sync"), WHO),
        st.tuples(
            st.just("fail"), WHO, st.integers(1, 9), st.sampled_from(["kill-after", "half", "error-before"])
        ),
        st.tuples(st.just("stale"), WHO),
        st.tuples(st.just("remember")),
        st.tuples(st.just("late"), WHO),
    ),
    min_size=5,
    max_size=30,
)


class WriteOnce(MemoryStore):
    """Notes when a name gets other bytes than it had (I1). Half objects made by the tests do not count."""

    def __init__(self) -> None:
        super().__init__()
        self.first: dict[str, bytes] = {}

    def put(self, name: str, data: bytes) -> None:
        assert self.first.setdefault(name, data) == data, "a name got two contents"
        super().put(name, data)


@dataclass
class Day:
    """What the team did, and which texts must be visible at the end."""

    team: Team
    store: WriteOnce
    people: list[str] = field(default_factory=list)
    typed: dict[str, set[str]] = field(default_factory=dict)
    replaced: dict[str, set[str]] = field(default_factory=dict)
    old: dict[str, bytes] = field(default_factory=dict)
    count: int = 0

    def who(self, number: int) -> Colleague:
        return self.team.everyone[number]

    def new(self, who: int) -> None:
        self.people.append(self.who(who).person(f"Naam{len(self.people)}"))

    def note(self, who: int, number: int) -> None:
        one = self.who(who)
        person = self._known(one, number)
        if person is None:
            return
        self.count += 1
        text = f"tekst {self.count} van {one.actor.name}"
        self.replaced.setdefault(person, set()).update(one.alerts(person))
        self.typed.setdefault(person, set()).add(text)
        one.change(person, alerts=text)

    def field(self, who: int, number: int, name: str) -> None:
        one = self.who(who)
        person = self._known(one, number)
        if person is not None:
            self.count += 1
            one.change(person, **{name: f"{name} {self.count}"})

    def _known(self, one: Colleague, number: int) -> str | None:
        person = self.people[number % len(self.people)] if self.people else None
        return person if person is not None and one.row(person) is not None else None

    def sync(self, who: int, store: ObjectStore | None = None) -> None:
        with contextlib.suppress(Killed):
            self.who(who).sync(store or self.store)

    def fail(self, who: int, at: int, how: str) -> None:
        self.sync(who, FaultyStore(self.store, at, how))

    def stale(self, who: int) -> None:
        """A listing of before: names that were there then, and no others."""
        old, store = dict(self.old), self.store

        class Stale(MemoryStore):
            def list(self, prefix: str) -> list[str]:
                return [name for name in store.list(prefix) if name in old]

        view = Stale()
        view.objects = store.objects
        self.sync(who, view)

    def remember(self) -> None:
        self.old = dict(self.store.objects)

    def late(self, who: int) -> None:
        """The newest changesets of others are not visible yet."""
        hidden = {n: d for n, d in self.store.objects.items() if "/cs/" in n and n not in self.old}
        mine = f"/dev/{self.who(who).service._spaces()[0].dev}"
        for name in hidden:
            if mine not in name:
                del self.store.objects[name]
        self.sync(who)
        for name, data in hidden.items():
            self.store.objects.setdefault(name, data)


@pytest.mark.slow
@settings(max_examples=12)
@given(STEPS)
def test_failure_21_a_team_always_ends_with_the_same(steps: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        team = Team(Path(folder))
        day = Day(team, WriteOnce())
        for number, offset in enumerate((timedelta(), timedelta(days=-400), timedelta(days=90))):
            team.hire(f"Collega{number}", offset=offset)
        team.found(team.everyone[0], day.store, *team.everyone[1:])
        for step in steps:
            getattr(day, str(step[0]))(*step[1:])
        reports = team.settle(day.store, 4)
        assert all(report.ok and not report.waiting for report in reports)
        assert len({one.digest() for one in team.everyone}) == 1
        for one in team.everyone:
            assert one.status().pending == 0
            assert all(receipt.ops == receipt.total for receipt in one.status().received_by)
            for person in day.people:
                expected = day.typed.get(person, set()) - day.replaced.get(person, set())
                assert one.alerts(person) == expected
        team.close()
