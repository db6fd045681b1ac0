"""What a person must see: deletes in bulk, late data, what a later version knows, erasing by two people
(failures 22–28, 40, 45; R16, R18, R22, R27)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest

from tests.sync.team import Colleague, Team
from veldwerk.domain.changes import Action, Op, Stamp
from veldwerk.domain.errors import NotFound, UserError
from veldwerk.domain.people import Person
from veldwerk.domain.register import KINDS, FieldSpec, Merge
from veldwerk.domain.visits import Visit
from veldwerk.services.access import Role
from veldwerk.services.edits import Save
from veldwerk.services.sync_course import Course, Limits
from veldwerk.store import rows
from veldwerk.sync.stores.memory import MemoryStore


@pytest.fixture
def course() -> Course:
    return Course(Limits(snapshot_ops=10_000))


def _pair(team: Team) -> tuple[MemoryStore, Colleague, Colleague]:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    return store, anna, bert


def _delete(one: Colleague, *people: str) -> None:
    one.clock.advance(timedelta(seconds=1))
    one.edits.delete(one.actor, "weg", [Person(id=person) for person in people])


def _same(team: Team, store: MemoryStore) -> None:
    assert all(report.ok for report in team.settle(store, 3))
    assert len({one.digest() for one in team.everyone}) == 1


# --- deletes


def test_failure_22_a_delete_against_an_unseen_edit_brings_the_record_back_on_all_devices(team: Team) -> None:
    store, anna, bert = _pair(team)
    person = anna.person()
    team.settle(store)
    _delete(anna, person)
    bert.change(person, city="Assen")
    _same(team, store)
    for one in team.everyone:
        row = one.row(person)
        assert row is not None
        assert row["city"] == "Assen"


@pytest.mark.parametrize("second", ["delete", "bring-back"])
def test_failure_23_deletes_meet_the_same_everywhere(team: Team, second: str) -> None:
    store, anna, bert = _pair(team)
    person = anna.person()
    team.settle(store)
    _delete(anna, person)
    _delete(bert, person)
    if second == "bring-back":
        bert.service.arrivals.bring_back(bert.actor, bert.service.arrivals.bin(bert.actor))
    _same(team, store)
    assert [one.row(person) is not None for one in team.everyone] == [second == "bring-back"] * 2


def test_r27_deleted_records_are_in_the_bin_for_thirty_days(team: Team) -> None:
    store, anna, bert = _pair(team)
    people = [anna.person("Een"), anna.person("Twee")]
    team.settle(store)
    _delete(anna, people[0])
    bert.clock.set(anna.clock.now())
    team.settle(store)
    binned = bert.service.arrivals.bin(bert.actor)
    assert [(one.record, one.worker, one.here) for one in binned] == [(people[0], "worker-1", False)]
    bert.clock.advance(timedelta(days=29))
    bert.service.arrivals.bring_back(bert.actor, bert.service.arrivals.bin(bert.actor))
    _same(team, store)
    assert anna.row(people[0]) is not None
    assert bert.service.arrivals.bin(bert.actor) == ()
    _delete(anna, people[1])
    team.settle(store)
    bert.clock.advance(timedelta(days=31))
    assert bert.service.arrivals.bin(bert.actor) == ()


@pytest.mark.parametrize("decision", ["let", "keep"])
def test_r27_many_deletes_at_once_wait_for_a_person(team: Team, decision: str) -> None:
    store, anna, bert = _pair(team)
    people = [anna.person(f"Naam{n}") for n in range(15)]
    team.settle(store)
    _delete(anna, *people[:11])
    kept = anna.person("Daarna")
    anna.sync(store)
    report = bert.sync(store)
    assert "many-deletes" in [p.code for p in report.spaces[0].problems]
    assert bert.vault.read(lambda r: r.counts())["person"] == 16  # and what came after them is here
    assert bert.row(kept) is not None
    waiting = bert.service.arrivals.waiting(bert.actor)
    assert [(item.reason, item.kind, item.worker) for item in waiting] == [
        ("many-deletes", "person", "worker-1")
    ] * 11
    assert bert.sync(store).ok
    if decision == "let":
        assert bert.service.arrivals.let_delete(bert.actor, "casus") == 11
        assert len(bert.service.arrivals.bin(bert.actor)) == 11
    else:
        assert bert.service.arrivals.keep(bert.actor, "casus") == 11
    assert bert.service.arrivals.waiting(bert.actor) == ()
    _same(team, store)
    assert anna.vault.read(lambda r: r.counts())["person"] == (5 if decision == "let" else 16)


def test_r27_a_few_deletes_do_not_wait_and_a_newcomer_is_not_asked(team: Team) -> None:
    store, anna, bert = _pair(team)
    people = [anna.person(f"Naam{n}") for n in range(20)]
    team.settle(store)
    _delete(anna, *people[:2])
    _same(team, store)
    _delete(anna, *people[2:16])
    anna.sync(store)
    clara = team.hire("Clara")
    team.let_in(anna, store, clara)
    assert clara.sync(store).ok
    assert clara.vault.read(lambda r: r.counts())["person"] == 4
    bert.sync(store)
    bert.service.arrivals.let_delete(bert.actor, "casus")
    _same(team, store)


# --- order and clocks


def test_failure_24_an_update_before_its_create_is_right_afterwards(team: Team) -> None:
    """R18 too: Clara hears Bert's change of a record, and a visit, before Anna's stream with the person."""
    store, anna, bert = _pair(team)
    clara = team.hire("Clara")
    team.let_in(anna, store, clara)
    person = anna.person("Annie")
    anna.sync(store)
    bert.sync(store)
    bert.change(person, city="Assen")
    bert.edits.save(bert.actor, "visit", [Save(None, Visit(id=bert.ids.new_id(), person_id=person))])
    bert.sync(store)
    hidden = {
        name: store.objects.pop(name) for name in list(store.objects) if f"{anna.inc('casus')}/cs" in name
    }
    assert hidden
    report = clara.sync(store)
    assert report.ok
    assert report.received == 2
    store.objects.update(hidden)
    assert clara.sync(store).received == 1
    _same(team, store)
    row = clara.row(person)
    assert row is not None
    assert (row["given_name"], row["city"]) == ("Annie", "Assen")


def test_failure_26_a_second_delivery_and_a_whole_re_scan_double_nothing(team: Team) -> None:
    store, anna, bert = _pair(team)
    person = anna.person(alerts="een")
    team.settle(store)
    anna.change(person, alerts="twee")
    bert.change(person, alerts="drie")
    team.settle(store)

    def counts() -> tuple[object, ...]:
        return bert.vault.read(
            lambda r: (r.counts(), len(r.log(limit=1000)), len(r.open_conflicts()), len(r.audit()))
        )

    before, digest = counts(), bert.digest()
    stream = next(s for s in bert.vault.read(lambda r: r.cursors("casus")))
    bert.vault.write(lambda w: w.set_cursor("casus", stream, "0 0 "))
    assert bert.sync(store).received == 2
    assert counts() == before
    assert bert.digest() == digest


@pytest.mark.parametrize("offset", [timedelta(days=-400), timedelta(days=90)])
def test_failure_27_a_wrong_clock_saves_syncs_and_warns(team: Team, offset: timedelta) -> None:
    store = MemoryStore()
    anna = team.hire("Anna")
    wrong = team.hire("Wrong", offset=offset)
    team.found(anna, store, wrong)
    person = anna.person(city="Assen")
    anna.sync(store)
    before = anna.clock.millis()
    told = list(wrong.sync(store).spaces[0].problems)
    wrong.change(person, city="Borger")
    wrong.clock.advance(timedelta(hours=-1))  # the battery, or daylight saving
    wrong.change(person, email="a@example.org")
    assert wrong.sync(store).ok
    told += anna.sync(store).spaces[0].problems
    row = anna.row(person)
    assert row is not None
    assert (row["city"], row["email"]) == (
        "Borger",
        "a@example.org",
    )  # what he saw is older than what he wrote
    assert [(p.code, p.who) for p in told] == [("clocks-apart", "Anna" if offset < timedelta() else "Wrong")]
    fresh = anna.vault.write(lambda w: w.next_hlc())
    assert int(fresh.split(".")[0]) <= before + 5 * 60_000 + 60_000
    anna.change(person, city="Coevorden")  # after having seen it: wins, whatever the clock
    _same(team, store)
    row = wrong.row(person)
    assert row is not None
    assert row["city"] == "Coevorden"


def test_failure_28_equal_moments_are_ordered_by_device_everywhere(team: Team) -> None:
    store, anna, bert = _pair(team)
    person = anna.person()
    team.settle(store)
    moment = anna.clock.millis() + 60_000
    for one, city in ((anna, "Assen"), (bert, "Borger")):
        clock = f"{moment:013d}.fffff.{one.vault.device}"
        op = Op(
            "person",
            person,
            Action.SET,
            {"city": city},
            Stamp(clock, one.vault.device, one.actor.worker),
            "casus",
        )
        one.vault.write(lambda w, op=op: w.apply([op], edit="equal"))
    _same(team, store)
    winner = "Assen" if anna.vault.device > bert.vault.device else "Borger"
    for one in team.everyone:
        row = one.row(person)
        assert row is not None
        assert row["city"] == winner
    anna.clock.set(anna.clock.now() + timedelta(minutes=1))
    anna.change(person, city="Coevorden")  # the counter is full: the next one goes to the next millisecond
    _same(team, store)
    assert bert.row(person)["city"] == "Coevorden"  # type: ignore[index]


def test_failure_25_nothing_in_the_background_writes(team: Team) -> None:
    """Receiving, marking, summing up, reopening: none of it makes an op that could win over somebody's edit."""
    from veldwerk.store.vault import Surroundings, open_vault

    store, anna, bert = _pair(team)
    people = [anna.person(f"Naam{n}") for n in range(20)]
    anna.edits.save(anna.actor, "visit", [Save(None, Visit(id=anna.ids.new_id(), person_id=people[0]))])
    team.settle(store)
    _delete(anna, *people[:12])
    team.settle(store)
    bert.vault.close()
    bert.vault = open_vault(bert.vault.path, Surroundings(bert.clock, bert.ids), key=bert.vault.key)
    bert.__post_init__()
    bert.service.arrivals.waiting(bert.actor)
    bert.service.arrivals.let_delete(bert.actor, "casus")
    bert.sync(store)
    assert bert.status().pending == bert.status().sent == 0


# --- late data


def test_r22_late_data_of_a_closed_person_is_applied_and_listed(team: Team) -> None:
    store, anna, bert = _pair(team)
    person = anna.person()
    team.settle(store)
    visit = Visit(id=bert.ids.new_id(), person_id=person, agreements="dochter belt")
    bert.edits.save(bert.actor, "visit", [Save(None, visit)])
    anna.change(person, status="overleden")
    own = Visit(id=anna.ids.new_id(), person_id=person)
    anna.edits.save(anna.actor, "visit", [Save(None, own)])  # she knows
    team.settle(store)
    for one in team.everyone:
        assert one.row(person)["status"] == "overleden"  # type: ignore[index]
        assert one.vault.read(lambda r: r.get("visit", visit.id)) is not None
    items = anna.service.arrivals.waiting(anna.actor)
    assert [(i.reason, i.kind, i.record, i.person, i.worker) for i in items] == [
        ("late", "visit", visit.id, person, "worker-2")
    ]
    anna.service.arrivals.looked_at(anna.actor, items[0])
    assert anna.service.arrivals.waiting(anna.actor) == ()
    assert bert.service.arrivals.waiting(bert.actor) == ()
    anna.vault.write(lambda w: w.set_cursor("casus", next(iter(w.cursors("casus"))), "0 0 "))
    anna.sync(store)
    assert anna.service.arrivals.waiting(anna.actor) == ()  # nor again
    _same(team, store)


# --- later versions


def _know(monkeypatch: pytest.MonkeyPatch, kinds: dict[str, object]) -> None:
    import sys

    for name, module in list(sys.modules.items()):
        if name.startswith("veldwerk.") and getattr(module, "KINDS", None) is KINDS:
            monkeypatch.setattr(module, "KINDS", MappingProxyType(kinds))
    rows.codec.cache_clear()


@pytest.fixture(autouse=True)
def _fresh_codecs() -> Iterator[None]:
    yield
    rows.codec.cache_clear()


def test_failure_40_what_a_later_version_wrote_is_kept_shown_passed_on_and_applied_after_the_upgrade(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    from veldwerk.services.sync_stream import OwnStream
    from veldwerk.store.vault import Surroundings, open_vault

    store, anna, bert = _pair(team)
    anna.course = Course(Limits(snapshot_ops=1))
    person = anna.person()
    team.settle(store)
    space = bert.service._spaces()[0]
    clock = f"{bert.clock.millis() + 5:013d}"
    newer = [
        {"t": "person", "k": person, "a": "set", "f": {"hearing_aid": "links", "city": "Assen"}, "w": "w",
         "h": f"{clock}.00000.{bert.vault.device}"},
        {"t": "neighbour", "k": "n1", "a": "add", "f": {"city": "Borger"}, "w": "w",
         "h": f"{clock}.00001.{bert.vault.device}"},
    ]  # fmt: skip
    OwnStream(bert.vault, space, f"{space.dev}.{bert.inc('casus')}").seal(newer, 0)
    bert.sync(store)
    report = anna.sync(store)
    assert report.ok
    assert sorted(i.reason for i in anna.service.arrivals.waiting(anna.actor)) == ["field", "kind"]
    anna.change(person, city="Coevorden")
    anna.__post_init__()
    assert anna.sync(store).ok  # writes a snapshot
    assert any("/manifest-" in name for name in store.objects)
    clara = team.hire("Clara")
    team.let_in(anna, store, clara)
    for name in [name for name in store.objects if "/cs/" in name]:
        del store.objects[name]  # all she can have is the snapshot
    clara.sync(store)
    assert sorted(i.reason for i in clara.service.arrivals.waiting(clara.actor)) == ["field", "kind"]
    spec = KINDS["person"]
    hearing = FieldSpec("hearing_aid", "TEXT", Merge.SCALAR, spec.fields["city"].category)
    grown = replace(spec, fields=MappingProxyType({**spec.fields, "hearing_aid": hearing}))
    _know(monkeypatch, {**KINDS, "person": grown, "neighbour": replace(spec, kind="neighbour")})
    for one in (anna, clara):
        one.vault.close()
        one.vault = open_vault(one.vault.path, Surroundings(one.clock, one.ids), key=one.vault.key)
        one.__post_init__()
        assert one.vault.read(lambda r: r.parked()) == 0
        row = one.vault.raw_read(
            lambda c: c.execute("SELECT hearing_aid, city FROM person WHERE id = ?", (person,)).fetchone()
        )
        assert tuple(row) == ("links", "Coevorden")
        assert one.vault.raw_read(lambda c: c.execute("SELECT city FROM neighbour").fetchone())[0] == "Borger"


def test_r16_one_bad_change_is_kept_by_name_and_the_rest_goes_on(team: Team) -> None:
    from veldwerk.services.sync_stream import OwnStream

    store, anna, bert = _pair(team)
    team.settle(store)
    space = bert.service._spaces()[0]
    texts = ["; --", "'\"", "\x00", "x" * 1_000_000, "😀", "שלום", "\ud800"]
    wires = [
        {
            "t": "person",
            "k": f"p{n}",
            "a": "add",
            "f": {"alerts": text},
            "w": "w",
            "h": f"{5:013d}.{n:05x}.{bert.vault.device}",
        }
        for n, text in enumerate(texts)
    ]
    stream = OwnStream(bert.vault, space, f"{space.dev}.{bert.inc('casus')}")
    stream.seal(wires[:-1], 0)
    bert.sync(store)
    assert anna.sync(store).ok
    assert [anna.alerts(f"p{n}") for n in range(6)] == [{text} for text in texts[:-1]]
    with pytest.raises(UnicodeEncodeError):
        stream.seal(wires[-1:], 0)  # half a character has no spelling: no program of ours can send it


# --- erasing


def _asked(team: Team) -> tuple[MemoryStore, Colleague, Colleague, str]:
    store, anna, bert = _pair(team)
    person = anna.person("Wilhelmina", alerts="struikelt over het kleed")
    bert_visit = Visit(id=bert.ids.new_id(), person_id=person, agreements="kleed weghalen")
    team.settle(store)
    bert.edits.save(bert.actor, "visit", [Save(None, bert_visit)])
    anna.change(person, alerts="struikelt niet meer")
    anna.person("Blijft")
    team.settle(store)
    return store, anna, bert, person


def test_erasing_takes_two_people(team: Team) -> None:
    store, anna, bert, person = _asked(team)
    request = anna.service.erasing.ask(anna.actor, person)
    with pytest.raises(UserError) as refused:
        anna.service.erasing.agree(anna.actor, request)
    assert refused.value.code == "same-person"
    assert anna.row(person) is not None
    team.settle(store)
    assert bert.row(person) is not None
    asked = bert.service.erasing.asked(bert.actor)
    assert [(a.request, a.worker, a.mine, len(a.records)) for a in asked] == [(request, "worker-1", False, 2)]
    assert bert.service.erasing.agree(bert.actor, request) == 2
    assert bert.row(person) is None
    with pytest.raises(NotFound):
        bert.service.erasing.agree(bert.actor, request)
    team.settle(store)
    assert anna.row(person) is None
    assert anna.service.erasing.asked(anna.actor) == ()
    assert anna.service.arrivals.bin(anna.actor) == ()
    _same(team, store)


def test_an_erased_record_never_comes_back(team: Team) -> None:
    store, anna, bert, person = _asked(team)
    clara = team.hire("Clara")
    team.let_in(anna, store, clara)
    clara.sync(store)
    request = anna.service.erasing.ask(anna.actor, person)
    anna.sync(store)
    bert.sync(store)
    clara.change(person, alerts="getypt na de vernietiging")
    bert.service.erasing.agree(bert.actor, request)
    _same(team, store)
    for one in team.everyone:
        assert one.row(person) is None
        assert not [
            line
            for line in one.vault.read(lambda r: r.log(record=person))
            if line.op.action is not Action.ERASE
        ]


def test_an_erasure_with_one_or_a_forged_signature_is_refused(team: Team) -> None:
    store, anna, bert, person = _asked(team)
    space = bert.service._spaces()[0]
    dev, signature = space.sign_erasure("person", person, "r1")
    other = anna.service._spaces()[0].dev
    for by in ({}, {dev: signature, other: signature}, {dev: "00" * 64}):
        stamp = Stamp(bert.vault.write(lambda w: w.next_hlc()), bert.vault.device, bert.actor.worker)
        fields = {"request": "r1", "by": by}
        op = Op("person", person, Action.ERASE, fields, stamp, "casus")
        from veldwerk.services.sync_stream import OwnStream

        OwnStream(bert.vault, space, f"{space.dev}.{bert.inc('casus')}").seal([op.to_json()], 0)
        bert.sync(store)
        report = anna.sync(store)
        assert "object-forged" in [p.code for p in report.spaces[0].problems]
        assert anna.row(person) is not None


def test_failure_45_after_an_erasure_the_store_holds_nothing_that_can_be_read(team: Team) -> None:
    store, anna, bert, person = _asked(team)
    anna.course = Course(Limits(snapshot_ops=1))
    anna.__post_init__()
    team.settle(store)  # a snapshot holds the text as well
    assert any("/part-" in name for name in store.objects)
    assert _readable(anna, store, "kleed")
    request = anna.service.erasing.ask(anna.actor, person)
    team.settle(store)
    bert.service.erasing.agree(bert.actor, request)
    assert not bert.service.erasing.standing(bert.actor)[0].done
    bert.sync(store)
    standing = anna.service.erasing.standing(anna.actor)
    assert standing == ()
    anna.sync(store)
    assert anna.service.erasing.standing(anna.actor)[0].colleagues == ("Bert",)
    team.settle(store, 4)
    for one in team.everyone:
        standing = one.service.erasing.standing(one.actor)
        assert [(s.space, s.done) for s in standing] == [("casus", True)]
        assert any("Nextcloud" in note for note in standing[0].notes)
        sealed = one.vault.raw_read(
            lambda c: c.execute("SELECT group_concat(hex(bytes)) FROM sealed").fetchone()[0]
        )
        assert b"kleed".hex().upper() not in sealed
        assert not _readable(one, store, "kleed")
        assert not _readable(one, store, "struikelt")
    clara = team.hire("Clara")
    team.let_in(anna, store, clara)
    _same(team, store)
    assert clara.row(person) is None
    assert clara.vault.read(lambda r: r.counts())["person"] == 1
    before = dict(store.objects)
    team.settle(store)
    assert {name for name in store.objects if "/heads/" not in name} == {
        n for n in before if "/heads/" not in n
    }


def _readable(one: Colleague, store: MemoryStore, word: str) -> bool:
    """Whether a word is in anything on the store, with every key that this device has."""
    from veldwerk.sync import changeset, envelope
    from veldwerk.sync.keys import decrypt

    space = one.service._spaces()[0]
    identities = list(space._epochs.values())  # type: ignore[attr-defined]
    for name, data in store.objects.items():
        if "/seg/" in name or "/cs/" in name or "/part-" in name:
            at = 0
            while (at := data.find(b"age-encryption.org", at)) >= 0:
                head = data.rfind(b"VW", 0, at)
                raw = data[head:]
                magic, length = raw[:6], int.from_bytes(raw[6:10], "big")
                header = envelope.parse_object(raw[10 : 10 + length])
                size = header.get("len", len(raw) - 64 - 10 - length)
                assert isinstance(size, int)
                ops = changeset.unpack(decrypt(raw[10 + length : 10 + length + size], identities))
                if word in str(ops):
                    return True
                assert magic.startswith(b"VW")
                at += 1
    return False


def test_a_welfare_worker_erases_only_where_he_is_a_member(team: Team) -> None:
    store = MemoryStore()
    nurse, welfare, other = team.hire("Nurse"), team.hire("Welfare", Role.WELFARE), team.hire("Other")
    team.found(nurse, store, welfare, other, spaces="casus zorg")
    person = nurse.person()
    nurse.care(person, "insuline")
    team.settle(store)
    request = welfare.service.erasing.ask(welfare.actor, person)
    team.settle(store)
    assert nurse.service.erasing.agree(nurse.actor, request) == 1
    team.settle(store)
    assert other.row(person) is None
    assert len(other.vault.read(lambda r: r.find("person_care"))) == 1
    rest = nurse.service.erasing.ask(nurse.actor, person)
    team.settle(store)
    assert other.service.erasing.agree(other.actor, rest) == 1
    team.settle(store)
    assert nurse.vault.read(lambda r: r.find("person_care")) == []
