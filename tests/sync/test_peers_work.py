"""What users of other systems lost or were kept from, as tests of ours: R9, R12–R15, R18–R20, R23, R24 (PEERS 2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from tests.services.test_handbook import LANGUAGES
from tests.sync.faulty import STATUSES, FaultyStore
from tests.sync.fuse import sync_until
from tests.sync.team import START, Colleague, Team
from veldwerk.domain.errors import UserError
from veldwerk.domain.people import Person
from veldwerk.domain.visits import Visit
from veldwerk.services.edits import Save, load
from veldwerk.services.handbook import Handbook
from veldwerk.services.sync_course import Limits
from veldwerk.services.sync_stream import OwnStream
from veldwerk.store import driver
from veldwerk.store.vault import Surroundings, open_vault
from veldwerk.sync.stores.folder import FolderStore
from veldwerk.sync.stores.memory import MemoryStore
from veldwerk.system import paths
from veldwerk.system.clock import SetClock
from veldwerk.texts.errors import sentence


def _pair(team: Team) -> tuple[MemoryStore, Colleague, Colleague, str]:
    """Two colleagues who both have one person."""
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    person = anna.person(alerts="bel eerst")
    team.settle(store)
    return store, anna, bert, person


def _again(one: Colleague) -> None:
    """Close the vault and open it, as an update does."""
    one.vault.close()
    one.vault = open_vault(one.vault.path, Surroundings(one.clock, one.ids), key=one.vault.key)
    one.__post_init__()


def test_r9_an_update_with_a_full_outbox_keeps_it_and_sends_it(team: Team) -> None:
    """Both kinds of waiting: changes in no sealed object yet, and a sealed object that no store has."""
    store, anna, bert, person = _pair(team)
    anna.change(person, city="Assen")
    anna.sync(FaultyStore(store, room=0))  # seals, and stores nothing
    anna.change(person, email="annie@example.org")
    assert anna.status().pending == 2
    # The vault as an earlier version left it: a column and its index are not there yet.
    anna.vault.raw(lambda c: c.execute('DROP INDEX "person__client_number"'))
    anna.vault.raw(lambda c: c.execute('ALTER TABLE person DROP COLUMN "client_number"'))
    _again(anna)
    assert anna.status().pending == 2
    assert anna.sync(store).ok
    assert anna.status().pending == 0
    bert.sync(store)
    row = bert.row(person)
    assert row is not None
    assert (row["city"], row["email"]) == ("Assen", "annie@example.org")


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("call", ["get", "put"])
def test_r12_every_error_of_a_sync_is_a_sentence_with_a_next_step(team: Team, status: int, call: str) -> None:
    folder = paths.resources() / "handbook"
    pages = {lang: {p.stem: p.read_text("utf-8") for p in (folder / lang).glob("*.md")} for lang in LANGUAGES}
    advice = Handbook(pages).advice("nl")
    anna = team.hire("Anna")
    store = FaultyStore()
    team.found(anna, store)
    anna.person()
    store.fail("status", call, how=str(status), times=0)
    report = anna.sync(store)
    assert not report.ok
    for problem in report.spaces[0].problems:
        told = sentence(UserError(problem.message, code=problem.code, **dict(problem.values)))
        assert told != problem.message, "it has no Dutch"
        assert "{" not in told
        assert advice[problem.code].text.strip()


@pytest.mark.parametrize("steps", range(0, 45, 3))
def test_r13_what_was_being_sent_when_the_program_ended_is_waiting_again_and_sent_once(
    team: Team, steps: int
) -> None:
    store, anna, bert, person = _pair(team)
    anna.change(person, city="Assen")
    sync_until(anna, store, steps, Limits())
    _again(anna)
    assert anna.status().pending + anna.status().sent == 2
    for one in (anna, bert, anna):
        assert one.sync(store).ok
    assert (anna.status().pending, anna.status().sent) == (0, 2)
    for one in (anna, bert):
        lines = [
            line.op for line in one.vault.read(lambda r: r.log(record=person)) if "city" in line.op.fields
        ]
        assert [op.fields["city"] for op in lines] == ["Assen"]
    assert len([name for name in store.objects if "/cs/" in name]) == 2


def test_r14_over_a_stick_the_end_is_the_same_as_over_a_server(team: Team, tmp_path: Path) -> None:
    """The same day twice, once through a folder that is carried and once through a store that is always there."""
    ends = []
    for way in ("stick", "server"):
        (tmp_path / way).mkdir()
        store = FolderStore(tmp_path / way) if way == "stick" else MemoryStore()
        crew = Team(tmp_path / way, seed=1)
        anna, bert = crew.hire("Anna"), crew.hire("Bert")
        crew.found(anna, store, bert)
        person = anna.person(alerts="bel eerst")
        crew.settle(store)
        for one, text in ((anna, "zoon belt"), (bert, "dochter belt")):
            one.change(person, alerts=text, city=f"bij {one.actor.name}")
        if way == "stick":
            anna.sync(store)
            (tmp_path / way).rename(tmp_path / "elders")
            bert.sync(FolderStore(tmp_path / "elders"))
            (tmp_path / "elders").rename(tmp_path / way)
            anna.sync(store)
        else:
            crew.settle(store)
        assert anna.digest() == bert.digest()
        ends.append((anna.vault.device, anna.digest()))
        crew.close()
    assert ends[0] == ends[1]


def test_r15_what_cannot_be_applied_is_listed_until_it_is_solved(team: Team) -> None:
    store, anna, bert, person = _pair(team)
    space = bert.service._spaces()[0]
    clock = f"{bert.clock.millis() + 5:013d}.00000.{bert.vault.device}"
    later = {"t": "neighbour", "k": "n1", "a": "add", "f": {"city": "Borger"}, "w": "w", "h": clock}
    OwnStream(bert.vault, space, f"{space.dev}.{bert.inc('casus')}").seal([later], 0)
    bert.sync(store)
    for _ in range(3):  # not three tries and then silence
        anna.sync(store)
        _again(anna)
        items = anna.service.arrivals.waiting(anna.actor)
        assert [(item.reason, item.kind, item.record) for item in items] == [("kind", "neighbour", "n1")]
    refused = FaultyStore(store)
    refused.fail("status", "put", how="403", times=0)
    anna.change(person, city="Assen")
    for _ in range(4):
        anna.sync(refused)
        status = anna.status()
        assert status.pending == 1
        assert [problem.code for problem in status.problems] == ["store-refused"]
    assert anna.sync(store).ok
    assert (anna.status().pending, anna.status().problems) == (0, ())


def test_r18_any_order_of_arrival_gives_the_same(team: Team) -> None:
    """Anna makes a person, Bert a visit to her, Clara a change of that visit; Dora hears of them in every order."""
    store = MemoryStore()
    anna, bert, clara = team.hire("Anna"), team.hire("Bert"), team.hire("Clara")
    doras = [team.hire(f"Dora{n}") for n in range(6)]
    team.found(anna, store, bert, clara, *doras)
    person = anna.person()
    for one in (anna, bert):
        one.sync(store)
    visit = Visit(id=bert.ids.new_id(), person_id=person, agreements="dochter belt")
    bert.edits.save(bert.actor, "visit", [Save(None, visit)])
    for one in (bert, clara):
        one.sync(store)
    clara.edits.save(clara.actor, "visit", [Save(visit, replace(visit, outcome="goed"))])
    clara.sync(store)
    streams = {name: data for name, data in store.objects.items() if "/cs/" in name}
    for dora, order in zip(doras, permutations(streams), strict=True):
        view = MemoryStore()
        view.objects = {name: data for name, data in store.objects.items() if name not in streams}
        for name in order:
            view.objects[name] = streams[name]
            assert dora.sync(view).ok
    team.settle(store)
    assert len({one.digest() for one in team.everyone}) == 1
    assert doras[0].vault.read(lambda r: r.get("visit", visit.id)) is not None


@pytest.mark.parametrize("offset", [timedelta(hours=3), datetime(2019, 1, 1, tzinfo=UTC) - START])
def test_r19_both_values_exist_one_is_shown_and_the_other_is_kept(team: Team, offset: timedelta) -> None:
    store, anna, bert, person = _pair(team)
    bert.clock.advance(offset) if offset > timedelta() else bert.clock.set(START + offset)
    anna.change(person, alerts="zoon belt", city="Assen")
    bert.change(person, alerts="dochter belt", city="Borger")
    team.settle(store)
    for one in (anna, bert):
        row = one.row(person)
        assert row is not None
        assert one.alerts(person) == {"zoon belt", "dochter belt"}
        assert row["alerts"] in one.alerts(person)
        assert one.vault.read(lambda r: r.open_conflicts()) == [("person", person, "alerts")]
        written = {
            str(line.op.fields["city"])
            for line in one.vault.read(lambda r: r.log(record=person))
            if "city" in line.op.fields
        }
        assert written == {"Assen", "Borger"}  # one is shown, and the history has both
        assert row["city"] in written
    assert anna.digest() == bert.digest()


def test_r20_two_visits_to_one_person_on_one_day_both_stay(team: Team) -> None:
    store, anna, bert, person = _pair(team)
    for one in (anna, bert):
        made = Visit(
            id=one.ids.new_id(), person_id=person, planned_on=date(2026, 3, 2), status="uitgevoerd",
            agreements=f"afspraak van {one.actor.name}", visitor=one.actor.worker,
        )  # fmt: skip
        one.edits.save(one.actor, "visit", [Save(None, made)])
    team.settle(store)
    for one in (anna, bert):
        visits = one.vault.read(lambda r: r.find("visit", {"person_id": person, "planned_on": "2026-03-02"}))
        assert {row["agreements"] for _, row in visits} == {"afspraak van Anna", "afspraak van Bert"}
        assert {row["visitor"] for _, row in visits} == {"worker-1", "worker-2"}
    assert anna.digest() == bert.digest()


def test_r23_a_form_that_was_open_during_a_sync_replaces_nothing_it_did_not_show(team: Team) -> None:
    store, anna, bert, person = _pair(team)
    shown, versions = anna.vault.read(
        lambda r: (load(r, Person, person), r.note_versions("person", person, "alerts"))
    )
    bert.change(person, alerts="dochter belt", city="Borger")
    bert.sync(store)
    assert anna.sync(store).received == 1  # while her form is open
    typed = replace(shown, alerts="zoon belt", email="annie@example.org")
    seen = {"alerts": tuple(version.hlc for version in versions)}
    anna.edits.save(anna.actor, "form", [Save(shown, typed, seen)])
    team.settle(store)
    for one in (anna, bert):
        row = one.row(person)
        assert row is not None
        assert (row["city"], row["email"]) == ("Borger", "annie@example.org")
        assert one.alerts(person) == {"dochter belt", "zoon belt"}


def test_r24_a_locked_or_read_only_vault_is_not_written(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    store, anna, bert, person = _pair(team)
    bert.change(person, city="Borger")
    bert.sync(store)
    anna.vault.raw(lambda c: c.execute("PRAGMA query_only=ON"))
    before = (anna.digest(), anna.vault.read(lambda r: r.cursors("casus")))
    with pytest.raises(UserError) as refused:
        anna.sync(store)
    assert refused.value.code == "vault-read-only"
    with pytest.raises(UserError):
        anna.change(person, city="Assen")
    assert (anna.digest(), anna.vault.read(lambda r: r.cursors("casus"))) == before
    anna.vault.raw(lambda c: c.execute("PRAGMA query_only=OFF"))
    anna.vault.close()  # locked
    content = anna.vault.path.read_bytes()
    with pytest.raises((RuntimeError, driver.DatabaseError)):
        anna.sync(store)
    assert anna.vault.path.read_bytes() == content
    with pytest.raises(UserError):
        open_vault(anna.vault.path, Surroundings(SetClock(START), anna.ids), key=bytes(32))
    assert anna.vault.path.read_bytes() == content
    _again(anna)
    team.settle(store)
    assert anna.row(person)["city"] == "Borger"  # type: ignore[index]
