"""What belongs together is kept together: an end, or a full disk, between two of its writes changes nothing (failures
3, 12, 29, 33)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import pytest

from tests.sync.faulty import FaultyStore, Killed
from tests.sync.team import Colleague, Team, dev_of
from veldwerk.domain.errors import UserError
from veldwerk.domain.people import Person
from veldwerk.services.sync import SyncService
from veldwerk.services.sync_course import Course, Limits
from veldwerk.services.sync_memory import Memory
from veldwerk.store import driver
from veldwerk.sync.sealing import Sealing
from veldwerk.sync.stores.memory import MemoryStore

T = TypeVar("T")

SUMMING = Limits(join_after=4, join=3, snapshot_ops=3, horizon=0, part_delay=0, snapshot_bytes=2000)


@dataclass
class FullDisk:
    """A vault whose disk has no room at write number `at`."""

    inner: Any
    at: int
    count: int = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def write(self, job: Callable[[Any], T]) -> T:
        self.count += 1
        if self.count == self.at:
            raise UserError(driver.DISK_FULL, code="disk-full")
        return self.inner.write(job)  # type: ignore[no-any-return]


@dataclass
class EndsOnce:
    """A vault of a program that ends right after the write that makes `when` true."""

    inner: Any
    when: Callable[[], bool]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def write(self, job: Callable[[Any], T]) -> T:
        if self.when():
            raise Killed  # nothing is written any more, not even on the way out
        result = self.inner.write(job)
        if self.when():
            raise Killed
        return result  # type: ignore[no-any-return]


def _with(one: Colleague, vault: object, limits: Limits = Limits()) -> SyncService:
    return SyncService(vault, Sealing(), one.clock, one.ids, Course(limits))  # type: ignore[arg-type]


def test_failure_12_a_disk_that_is_full_at_any_write_loses_and_doubles_nothing(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    team.settle(store)
    people = at = 0
    while True:
        at += 1
        disk = FullDisk(anna.vault, at)
        anna.person(f"Van Anna {at}")
        bert.person(f"Van Bert {at}")
        bert.sync(store)
        people += 2
        report = _with(anna, disk, SUMMING).sync(anna.actor, store)
        if disk.count < at:
            break
        assert not report.ok
        anna.clock.advance(timedelta(days=1))
    assert at > 8
    assert all(report.ok for report in team.settle(store, 3))
    for one in (anna, bert):
        assert one.vault.read(lambda r: r.counts())["person"] == people
        assert one.status().pending == 0
    assert anna.digest() == bert.digest()


def _removed_with_work(team: Team) -> tuple[MemoryStore, Colleague, Colleague]:
    """Anna removed Bert, who has something that he did not send."""
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    team.settle(store)
    anna.service.revoke(anna.actor, store, "casus", dev_of(anna, "Bert"))
    anna.sync(store)
    bert.person("Niet verstuurd")
    return store, anna, bert


def test_failure_33_a_full_disk_while_leaving_loses_no_work(team: Team) -> None:
    """The farewell was named before it was kept, and the next try left an empty one."""
    store, anna, bert = _removed_with_work(team)
    at, departed = 0, False
    while not departed:
        at += 1
        departed = _with(bert, FullDisk(bert.vault, at)).sync(bert.actor, store).departed
    assert at > 2
    anna.sync(store)
    assert anna.service.departures(anna.actor)[0].ops == 1
    assert anna.service.take_over(anna.actor, "casus", dev_of(anna, "Bert")) == 1


def test_failure_03_bytes_are_forgotten_in_the_moment_that_says_so(team: Team) -> None:
    """An end between the two, and an older copy of the store next: it asked for bytes that were gone, for good."""
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    anna.person("Eerste")
    team.settle(store)
    copy = MemoryStore()
    copy.objects = dict(store.objects)
    stream = f"{anna.service._spaces()[0].dev}.{anna.inc('casus')}"

    def forgot() -> bool:
        rows = anna.vault.read(lambda r: Memory(r).sealed("casus", stream))
        return not all(anna.vault.read(lambda r, n=row.name: r.sealed_get("casus", n)) for row in rows)

    ended = 0
    for number in range(40):
        anna.person(f"Naam{number}")
        try:
            _with(anna, EndsOnce(anna.vault, forgot), SUMMING).sync(anna.actor, store)
        except Killed:
            ended += 1
            break
        bert.sync(store)
        anna.clock.advance(timedelta(days=1))
    assert ended
    anna.person("Laatste")
    assert anna.sync(copy).ok
    assert all(report.ok for report in team.settle(store, 3))
    assert anna.digest() == bert.digest()


def test_failure_29_a_delete_let_through_while_a_snapshot_is_written_is_in_it(team: Team) -> None:
    """It waited when the snapshot was begun and did not wait when it was finished: a newcomer never got it."""
    store = MemoryStore()
    anna, bert, clara = team.hire("Anna"), team.hire("Bert"), team.hire("Clara")
    team.found(anna, store, bert, clara)
    people = [anna.person(f"Naam{n}") for n in range(15)]
    team.settle(store)
    bert.edits.delete(bert.actor, "weg", [Person(id=one) for one in people[:12]])
    bert.sync(store)
    anna.sync(store)
    assert (
        len([one for one in anna.service.arrivals.waiting(anna.actor) if one.reason == "many-deletes"]) == 12
    )
    for n in range(4):
        anna.person(f"Nog{n}")
        anna.sync(store)
    anna.course = Course(SUMMING)
    anna.__post_init__()
    cut = FaultyStore(store)
    cut.fail("before", "put", "/part-000001", times=0)
    anna.sync(cut)
    assert [name for name in store.objects if "/part-000000" in name]
    assert anna.service.arrivals.let_delete(anna.actor, "casus") == 12
    anna.sync(store)
    assert [name for name in store.objects if "/manifest-" in name]
    dora = team.hire("Dora")
    team.let_in(anna, store, dora)
    dora.sync(store)
    assert dora.row(people[0]) is None
    assert dora.digest() == anna.digest()


def test_failure_26_deletes_somebody_decided_about_are_not_asked_again(team: Team) -> None:
    """They come once more with a snapshot, to a vault that kept the records."""
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    people = [anna.person(f"Naam{n}") for n in range(15)]
    team.settle(store)
    bert.edits.delete(bert.actor, "weg", [Person(id=one) for one in people[:12]])
    bert.sync(store)
    anna.sync(store)
    assert anna.service.arrivals.keep(anna.actor, "casus") == 12
    team.settle(store)
    anna.vault.raw(lambda c: c.execute("UPDATE cursor SET value = '0 0 '"))  # a whole re-scan from zero
    lines = anna.vault.read(lambda r: len(r.log(limit=10_000)))
    assert anna.sync(store).ok
    assert anna.service.arrivals.waiting(anna.actor) == ()
    assert anna.vault.read(lambda r: len(r.log(limit=10_000))) == lines
    assert anna.row(people[0]) is not None


def test_failure_33_a_text_that_replaced_another_still_does_when_it_is_taken_over(team: Team) -> None:
    """Both were taken over as if written apart: a conflict of somebody with himself."""
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    person = anna.person("Annie", alerts="eerst")
    gone = anna.person("Weg")
    team.settle(store)
    anna.service.revoke(anna.actor, store, "casus", dev_of(anna, "Bert"))
    anna.sync(store)
    bert.change(person, alerts="tweede")
    bert.change(person, alerts="derde")
    bert.change(gone, city="Assen")
    bert.edits.delete(bert.actor, "weg", [Person(id=gone)])
    assert bert.sync(store).departed
    anna.sync(store)
    assert anna.service.take_over(anna.actor, "casus", dev_of(anna, "Bert")) == 4
    assert anna.alerts(person) == {"derde"}
    assert anna.row(gone) is None


def test_failure_33_what_a_removed_device_left_is_not_taken_over_during_an_exchange(team: Team) -> None:
    """The memory of the exchange did not know of it, and it could be taken over twice."""
    store, anna, bert = _removed_with_work(team)
    assert bert.sync(store).departed
    anna.sync(store)
    dev, codes = dev_of(anna, "Bert"), []

    def halfway(done: int, total: int, space: str) -> None:
        with pytest.raises(UserError) as refused:
            anna.service.take_over(anna.actor, "casus", dev)
        codes.append(refused.value.code)

    anna.person("Nieuw")
    anna.service.sync(anna.actor, store, halfway)
    assert set(codes) == {"sync-busy"}
    assert [anna.service.take_over(anna.actor, "casus", dev) for _ in range(2)] == [1, 0]
