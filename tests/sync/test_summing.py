"""Segments, snapshots and what goes when they are there: nobody ever has a gap (failures 29, 30, 41–43, R17)."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.sync.team import Colleague, CountingStore, Team
from tests.sync.test_faults import FaultyStore, Killed, KillingVault
from veldwerk.services.edits import Save
from veldwerk.services.sync import SyncService
from veldwerk.services.sync_course import DAY, POINTS, Course, Limits
from veldwerk.services.sync_ports import ObjectStore
from veldwerk.sync.sealing import Sealing
from veldwerk.sync.stores.folder import FolderStore
from veldwerk.sync.stores.memory import MemoryStore

SMALL = Limits(join_after=4, join=3, snapshot_ops=20, snapshot_bytes=2000)


@pytest.fixture
def course() -> Course:
    return Course(SMALL)


def _names(store: MemoryStore, part: str) -> list[str]:
    return sorted(name for name in store.objects if part in name)


def _write(one: Colleague, store: ObjectStore, count: int) -> list[str]:
    """`count` changesets of one person each."""
    made = []
    for n in range(count):
        made.append(one.person(f"Naam{n}"))
        assert one.sync(store).ok
    return made


def _whole(team: Team, store: ObjectStore, people: int, *also: Colleague) -> None:
    for _ in range(3):
        reports = [one.sync(store) for one in (*team.everyone, *also)]
    assert all(report.ok and not report.waiting for report in reports)
    assert len({one.digest() for one in team.everyone}) == 1
    for one in team.everyone:
        assert one.vault.read(lambda r: r.counts())["person"] == people
        assert one.status().pending == 0


def test_many_small_objects_become_one_and_a_newcomer_asks_less(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    _write(anna, store, 8)
    assert len(_names(store, "/seg/")) == 2
    counting = CountingStore(store)
    assert bert.sync(counting).received == 8
    asked = [name for call, name in counting.calls if call == "get" and "/dev/" in name]
    assert len(asked) == 4  # two segments, two changesets
    _whole(team, store, 8)


def test_failure_43_parts_go_when_all_have_them_and_a_month_later(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    _write(anna, store, 8)
    assert len(_names(store, "/cs/")) == 8
    anna.clock.advance(timedelta(days=31))
    anna.sync(store)
    assert len(_names(store, "/cs/")) == 8  # Bert has not told that he has them
    bert.sync(store)
    anna.sync(store)
    assert len(_names(store, "/cs/")) == 2
    clara = team.hire("Clara")
    team.let_in(anna, store, clara)
    assert clara.sync(store).received == 8
    _whole(team, store, 8)


def test_failure_43_a_compactor_with_a_wrong_clock_leaves_no_gap(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna", offset=timedelta(days=400)), team.hire("Bert")
    team.found(anna, store, bert)
    _write(anna, store, 5)
    old = dict(store.objects)
    anna.clock.set(anna.clock.now() + timedelta(days=800))
    _write(anna, store, 5)
    bert.sync(store)
    anna.sync(store)
    anna.clock.set(anna.clock.now() - timedelta(days=1600))
    _write(anna, store, 3)
    clara = team.hire("Clara")
    team.let_in(anna, store, clara)

    class Stale(MemoryStore):
        """A listing of long ago."""

        def list(self, prefix: str) -> list[str]:
            return [name for name in super().list(prefix) if name in old or "/heads/" not in name]

    view = Stale()
    view.objects = store.objects
    clara.sync(view)  # an old head names parts that are gone: waits, no more
    _whole(team, store, 13)


@pytest.mark.slow
@pytest.mark.parametrize("how", ["kill-before", "kill-after", "error-before", "error-after", "half"])
def test_failure_43_compaction_leaves_no_gap_wherever_it_ends(team: Team, how: str) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    people = at = 0
    while True:
        at += 1
        vault = KillingVault(anna.vault)
        faulty = FaultyStore(store, at, how, vault=vault)
        for _ in range(2):
            anna.person(f"Meer{at}")
            people += 1
            service = SyncService(vault, Sealing(), anna.clock, anna.ids, Course(SMALL))
            with contextlib.suppress(Killed):
                service.sync(anna.actor, faulty)
            if vault.dead:
                break
        bert.sync(store)
        anna.sync(store)
        anna.clock.advance(timedelta(days=31))
        if faulty.count < at:
            break
    assert len(_names(store, "/seg/")) > 2
    assert len(_names(store, "/snap/")) > 2
    clara = team.hire("Clara")
    team.let_in(anna, store, clara)
    _whole(team, store, people)


def _ended(one: Colleague, store: ObjectStore, point: str, time: int) -> bool:
    """Sync until boundary `point` is passed for the `time`th time, and end there; False when it never was."""
    vault, passed = KillingVault(one.vault), [0]

    def at(name: str) -> None:
        passed[0] += name == point
        if passed[0] == time:
            vault.dead = True  # nothing is written any more, not even on the way out
            raise Killed

    limits = replace(SMALL, snapshot_ops=4, horizon=0) if point != "joined" else SMALL
    with contextlib.suppress(Killed):
        SyncService(vault, Sealing(), one.clock, one.ids, Course(limits, at)).sync(one.actor, store)
    return vault.dead


@pytest.mark.slow
@pytest.mark.parametrize("point", [point for point in POINTS if point != "left"])
def test_failure_03_ending_at_every_step_boundary_loses_and_doubles_nothing(
    team: Team, point: str, tmp_path: Path
) -> None:
    """The program ends at the named boundary at its first, second and third time; then it starts again.

    `left` is passed by removed devices alone: see test_members_at_once.
    """
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    people, ended = 0, False
    for time in (1, 2, 3, 1, 2):
        for one in (anna, bert):
            for _ in range(3):
                one.person(f"Naam{people}")
                people += 1
                ended = _ended(one, store, point, time) or ended
            one.clock.advance(timedelta(days=31))
    clara = team.hire("Clara")
    team.let_in(anna, FolderStore(tmp_path / "weg"), clara)
    ended = _ended(anna, store, point, 1) or ended
    anna.sync(store)
    ended = _ended(clara, store, point, 2) or ended
    assert ended
    _whole(team, store, people)


def test_failure_29_a_new_device_gets_all_from_a_snapshot_and_goes_on_where_it_was_ended(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    people = [anna.person(f"Naam{n}", alerts=f"tekst {n}") for n in range(25)]
    bert.sync(store)
    assert [anna.sync(store).ok for _ in range(2)] == [True, True]
    parts = _names(store, "/part-")
    assert len(parts) > 3
    bert.sync(store)
    bert.change(people[0], alerts="later")
    team.settle(store)
    clara = team.hire("Clara")
    team.let_in(anna, store, clara)
    read: list[str] = []
    for end in (1, 1, 1):
        vault = KillingVault(clara.vault)
        count = [0]

        def at(name: str, vault: KillingVault = vault, end: int = end, count: list[int] = count) -> None:
            if name == "part-read":
                count[0] += 1
                if count[0] == end:
                    vault.dead = True
                    raise Killed

        counting = CountingStore(store)
        with contextlib.suppress(Killed):
            SyncService(vault, Sealing(), clara.clock, clara.ids, Course(SMALL, at)).sync(
                clara.actor, counting
            )
        read += [name for call, name in counting.calls if call == "get" and "/part-" in name]
    told: list[tuple[int, int]] = []
    counting = CountingStore(store)
    report = clara.service.sync(clara.actor, counting, lambda done, total, space: told.append((done, total)))
    assert report.ok
    read += [name for call, name in counting.calls if call == "get" and "/part-" in name]
    assert (
        len(read) - len(set(read)) <= 3
    )  # at most what was under way when it ended, no part twice for nothing
    assert any(total == 25 for _, total in told)
    assert not [
        name
        for call, name in counting.calls
        if call == "get" and anna.inc("casus") in name and "/cs/" in name
    ]
    assert clara.digest() == anna.digest() == bert.digest()
    _whole(team, store, 25)


def test_who_wrote_all_there_is_reads_no_snapshot_back(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    for n in range(25):
        anna.person(f"Naam{n}")
    team.settle(store)
    counting = CountingStore(store)
    assert [one.sync(counting).received for one in (anna, bert, anna)] == [0, 0, 0]
    assert not [name for call, name in counting.calls if call == "get" and "/snap/" in name]


def test_a_missing_part_of_a_snapshot_falls_back_to_the_streams(team: Team) -> None:
    store = MemoryStore()
    anna = team.hire("Anna")
    team.found(anna, store)
    [anna.person(f"Naam{n}") for n in range(25)]
    for _ in range(2):
        anna.sync(store)
    del store.objects[_names(store, "/part-")[1]]
    clara = team.hire("Clara")
    team.let_in(anna, store, clara)
    assert clara.sync(store).ok
    _whole(team, store, 25)


def test_a_snapshot_of_somebody_who_is_no_administrator_does_not_count(team: Team) -> None:
    """Nor one that a removed administrator left behind."""
    store = MemoryStore()
    anna, bert, dora = team.hire("Anna"), team.hire("Bert"), team.hire("Dora")
    team.found(anna, store, dora)
    team.let_in(anna, store, bert, "admin")
    bert.course = Course(replace(SMALL, snapshot_ops=1))
    bert.__post_init__()
    team.settle(store)
    bert.person("Van Bert")
    for _ in range(2):
        bert.sync(store)
    assert len(_names(store, "/manifest-")) == 1
    dev = next(m.dev for m in anna.service.members(anna.actor)[0].members if m.person.name == "Bert")
    team.settle(store)
    anna.service.revoke(anna.actor, store, "casus", dev)
    clara = team.hire("Clara")
    team.let_in(anna, store, clara)
    counting = CountingStore(store)
    clara.sync(counting)
    assert not [name for _, name in counting.calls if "/part-" in name]
    assert clara.digest() == anna.digest()


def test_failure_30_away_beyond_the_horizon_with_forty_visits_unsent(team: Team) -> None:
    from veldwerk.domain.people import Person
    from veldwerk.domain.visits import Visit

    store = MemoryStore()
    anna, bert, clara = team.hire("Anna"), team.hire("Bert"), team.hire("Clara")
    team.found(anna, store, bert, clara)
    people = _write(anna, store, 6)
    team.settle(store)
    for n in range(40):
        visit = Visit(id=clara.ids.new_id(), person_id=people[0], agreements=f"afspraak {n}")
        clara.edits.save(clara.actor, "visit", [Save(None, visit)])
    anna.edits.delete(anna.actor, "weg", [Person(id=people[5])])
    dev = next(m.dev for m in anna.service.members(anna.actor)[0].members if m.person.name == "Clara")
    _write(anna, store, 20)
    clara_head = {name: data for name, data in store.objects.items() if f"/heads/{dev}" in name}
    assert clara_head
    # Clara is away for 200 days; the others tell of each other that they have all, and so does Clara's last head.
    for one in (anna, bert):
        one.clock.advance(timedelta(days=200))
        one.sync(store)
    _write(anna, store, 22)
    for one in (anna, bert, anna):
        one.clock.advance(timedelta(days=200))
        one.sync(store)
    clara.clock.advance(timedelta(days=500))
    report = clara.sync(store)
    assert report.ok
    assert report.sent == 40
    team.settle(store)
    assert anna.vault.read(lambda r: r.counts())["visit"] == 40
    assert clara.row(people[5]) is None
    _whole(team, store, 47)


def test_what_all_have_and_a_snapshot_holds_goes_after_the_horizon(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    _write(anna, store, 25)
    team.settle(store)
    stream = anna.inc("casus")
    for _ in range(2):
        for one in (anna, bert):
            one.clock.advance(timedelta(days=181))
            one.sync(store)
    left = _names(store, f"{stream}/")
    assert len(left) < 8
    clara = team.hire("Clara")
    team.let_in(anna, store, clara)
    assert clara.sync(store).ok
    _whole(team, store, 25)
    assert SMALL.horizon == 180 * DAY


def test_failure_41_a_stream_for_a_later_version_waits_and_sending_goes_on(
    team: Team, tmp_path: Path
) -> None:
    from veldwerk.sync import envelope, heads

    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    team.settle(store)
    anna.person("Nieuw")
    anna.sync(store)
    space = anna.service._spaces()[0]
    newest = max(name for name in store.objects if f"/heads/{space.dev}" in name)
    raw = envelope.open_envelope(heads.MAGIC, store.objects.pop(newest))
    device = anna.vault.read(lambda r: r.meta("sync//device"))
    assert device is not None
    from veldwerk.sync.keys import DeviceKeys

    later = envelope.seal(
        heads.MAGIC, {**raw.header, "min_reader": 2}, b"", DeviceKeys.from_bytes(device).seed
    )
    name = newest[:-12] + envelope.sha256(later)[:8] + ".vwh"
    store.objects[name] = later
    bert.person("Van Bert")
    report = bert.sync(store)
    assert [(p.code, p.who) for p in report.spaces[0].problems] == [("update-needed", "Anna")]
    assert report.sent == 1
    assert bert.status().pending == 0
    assert report.received == 0
    del store.objects[name]
    anna.vault.write(lambda w: None)
    anna.person("Nog een")
    anna.sync(store)
    assert bert.sync(store).received == 2


def test_failure_42_an_upgrade_makes_no_changes_to_send(team: Team, tmp_path: Path) -> None:
    from veldwerk.store.vault import Surroundings, open_vault

    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    anna.person("Annie")
    team.settle(store)
    # A vault as an older program left it: a column that the register knows is not there yet.
    for one in (anna, bert):
        one.vault.raw(lambda c: c.execute('DROP INDEX "person__client_number"'))
        one.vault.raw(lambda c: c.execute('ALTER TABLE person DROP COLUMN "client_number"'))
        one.vault.close()
        one.vault = open_vault(one.vault.path, Surroundings(one.clock, one.ids), key=one.vault.key)
        one.__post_init__()
        assert one.status().pending == 0
    reports = team.settle(store)
    assert [(report.sent, report.received) for report in reports] == [(0, 0), (0, 0)]
    assert anna.digest() == bert.digest()


@pytest.mark.parametrize("count", [0, 1, 1000, 1001])
def test_r17_batches_of_any_size_arrive(team: Team, count: int) -> None:
    from veldwerk.domain.people import Person

    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    anna.edits.save(
        anna.actor, "many", [Save(None, Person(id=anna.ids.new_id(), city=f"{n}")) for n in range(count)]
    )
    assert anna.sync(store).sent == count
    assert bert.sync(store).received == count
    assert anna.digest() == bert.digest()
