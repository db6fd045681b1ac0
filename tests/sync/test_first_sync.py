"""A first sync with much: what it sends, and how it can be broken off."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sync.faulty import FaultyStore
from tests.sync.team import Team
from veldwerk.domain.errors import UserError
from veldwerk.domain.people import Person
from veldwerk.services.edits import Save
from veldwerk.services.sync_course import Course, Limits
from veldwerk.sync.stores.memory import MemoryStore


def _names(store: MemoryStore, part: str) -> list[str]:
    return sorted(name for name in store.objects if part in name)


def test_a_first_sync_sends_no_snapshot_beside_its_full_changesets(tmp_path: Path) -> None:
    made, store = Team(tmp_path, course=Course(Limits(snapshot_ops=1000))), MemoryStore()
    try:
        anna = made.hire("Anna")
        for start in range(0, 1200, 200):
            people = [Person(id=anna.ids.new_id(), given_name=f"Naam{n}") for n in range(start, start + 200)]
            anna.edits.save(anna.actor, "new", [Save(None, one) for one in people])
        made.found(anna, store)
        for _ in range(2):
            assert anna.sync(store).ok
        assert (len(_names(store, "/cs/")), _names(store, "/snap/")) == (2, [])
        # Work in small pieces makes one worth it.
        for n in range(6):
            anna.person(f"Later{n}")
            assert anna.sync(store).ok
        assert _names(store, "/manifest-")
        bert = made.hire("Bert")
        made.let_in(anna, store, bert)
        assert bert.sync(store).ok
        assert bert.digest() == anna.digest()
    finally:
        made.close()


@pytest.mark.parametrize("call", ["get", "put", "list"])
def test_it_ends_when_the_user_says_so_while_the_store_hangs(tmp_path: Path, call: str) -> None:
    made, store = Team(tmp_path), FaultyStore()
    try:
        anna, bert = made.hire("Anna"), made.hire("Bert")
        made.found(anna, store, bert)
        for n in range(3):
            bert.person(f"Naam{n}")
            bert.sync(store)
        anna.person("Van Anna")
        store.fail("silent", call, name="" if call == "list" else "/dev/", times=0)
        report = anna.service.sync(anna.actor, store, cancelled=store.begun.is_set)
        assert report.cancelled
        assert not store.over.is_set()  # it hangs still
        store.over.set()
        store.calm()
        for one in (anna, bert):
            assert one.sync(store).ok
        assert anna.digest() == bert.digest()
    finally:
        made.close()


@pytest.mark.parametrize("code", ["portal", "certificate", "no-host", "proxy"])
def test_what_holds_for_the_whole_store_is_told_once(tmp_path: Path, code: str) -> None:
    made, store = Team(tmp_path), MemoryStore()
    try:
        anna = made.hire("Anna")
        made.found(anna, store, spaces="casus zorg")

        class Away(MemoryStore):
            def get(self, name: str) -> bytes | None:
                raise UserError("No.", code=f"store-{code}")

        report = anna.sync(Away())
        assert [p.code for one in report.spaces for p in one.problems] == [f"store-{code}"]
    finally:
        made.close()


def test_what_is_stored_behind_a_failure_is_announced_only_later(tmp_path: Path) -> None:
    made, store = Team(tmp_path), FaultyStore()
    try:
        anna, bert = made.hire("Anna"), made.hire("Bert")
        made.found(anna, store, bert)
        store.fail("before", "put", name="/dev/", times=0)
        for n in range(5):
            anna.person(f"Naam{n}")
            anna.sync(store)
        store.calm()
        store.fail("before", "put", name="/cs/0000000002", times=0)
        assert not anna.sync(store).ok
        assert anna.status().sent == 1
        assert bert.sync(store).received == 1
        store.calm()
        assert anna.sync(store).sent == 4
        assert bert.sync(store).received == 4
        assert anna.digest() == bert.digest()
    finally:
        made.close()
