"""Two and three vaults with keys of their own, over a store: nothing lost, nothing doubled, nothing leaked."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from tests.sync.team import CountingStore, Team
from veldwerk.domain.errors import AccessDenied, UserError
from veldwerk.services.access import Role
from veldwerk.sync.sealing import Sealing
from veldwerk.sync.stores.folder import FolderStore
from veldwerk.sync.stores.memory import MemoryStore


def test_two_vaults_over_a_folder_have_the_same_content(team: Team, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    store = FolderStore(folder)
    anna, bert = team.hire("Anna"), team.hire("Bert", Role.WELFARE)
    person = anna.person("Wilhelmina", alerts="hond in de tuin")
    anna.care(person, "glucose te hoog")
    team.found(anna, store, bert, spaces="kaart coalitie casus zorg")
    assert anna.sync(store).ok
    report = bert.sync(store)
    assert report.ok
    assert report.received == 1
    assert bert.row(person) == anna.row(person)
    bert.change(person, city="Utrecht")
    assert bert.sync(store).ok
    assert anna.sync(store).received == 1
    for space in ("kaart", "coalitie", "casus"):
        assert anna.digest(space) == bert.digest(space)
    row = anna.row(person)
    assert row is not None
    assert row["city"] == "Utrecht"


def test_a_third_colleague_who_comes_later_gets_everything(team: Team) -> None:
    store = MemoryStore()
    anna, bert, clara = team.hire("Anna"), team.hire("Bert"), team.hire("Clara")
    team.found(anna, store, bert)
    people = [anna.person(f"Naam{n}") for n in range(5)]
    bert_person = (team.settle(store), bert.person("Laat"))[1]
    team.settle(store)
    clara.service.join(
        clara.actor, anna.service.invite(anna.actor, store, clara.service.request(clara.actor), ["casus"])
    )
    assert clara.sync(store).ok
    assert all(clara.row(one) for one in [*people, bert_person])
    own = clara.person("Nieuw")
    assert all(report.ok for report in team.settle(store))
    assert bert.row(own) is not None
    assert len({one.digest() for one in team.everyone}) == 1


def test_a_welfare_worker_cannot_read_the_care_space(team: Team) -> None:
    store = MemoryStore()
    nurse, welfare = team.hire("Nurse"), team.hire("Welfare", Role.WELFARE)
    team.found(nurse, store, welfare, spaces="casus zorg")
    person = nurse.person()
    nurse.care(person, "wond aan het been")
    team.settle(store)
    assert welfare.row(person) is not None
    assert welfare.vault.read(lambda r: r.find("person_care")) == []
    assert nurse.status("zorg").sent == 1
    device = welfare.vault.read(lambda r: r.meta("sync//device"))
    assert device is not None
    foreign = [data for name, data in store.objects.items() if "/cs/" in name]
    spaces = nurse.service._spaces()
    opened = 0
    for space in spaces:
        theirs = Sealing().load(device, space.label, space.objects)
        stream = f"{space.dev}.{nurse.inc(space.label)}"
        for data in foreign:
            try:
                theirs.open_changeset(stream, 1, "", sha256(data).hexdigest(), data)
            except UserError as error:
                assert error.code in ("key-missing", "object-foreign", "object-replayed")
            else:
                opened += 1
    assert opened == 1  # casus, not zorg


def test_a_welfare_worker_is_not_let_into_the_care_space_by_mistake(team: Team) -> None:
    store = MemoryStore()
    nurse, welfare = team.hire("Nurse"), team.hire("Welfare", Role.WELFARE)
    team.found(nurse, store, spaces="casus zorg")
    request = welfare.service.request(welfare.actor)
    invitation = nurse.service.invite(nurse.actor, store, request, ["casus", "zorg"])
    with pytest.raises(AccessDenied):
        welfare.service.join(welfare.actor, invitation)
    assert welfare.service.members(welfare.actor) == ()
    assert "zorg" not in welfare.vault.spaces


def test_an_invitation_is_for_one_device(team: Team) -> None:
    store = MemoryStore()
    anna, bert, mallory = team.hire("Anna"), team.hire("Bert"), team.hire("Mallory")
    team.found(anna, store)
    invitation = anna.service.invite(anna.actor, store, bert.service.request(bert.actor), ["casus"])
    with pytest.raises(UserError) as refused:
        mallory.service.join(mallory.actor, invitation)
    assert refused.value.code == "invitation-other"
    assert mallory.service.members(mallory.actor) == ()


def test_the_eight_words_are_the_same_on_both_sides(team: Team) -> None:
    anna, bert = team.hire("Anna"), team.hire("Bert")
    card = anna.service.read_request(anna.actor, bert.service.request(bert.actor))
    assert card.fingerprint == bert.service.fingerprint(bert.actor)
    assert card.person.name == "Bert"
    assert len(card.fingerprint.split()) == 8
    assert card.fingerprint != anna.service.fingerprint(anna.actor)


def test_roles_without_the_right_are_refused(team: Team) -> None:
    store = MemoryStore()
    coordinator = team.hire("Coordinator", Role.COORDINATOR)
    with pytest.raises(AccessDenied):
        coordinator.service.found(coordinator.actor, store, ["inzet"])
    assert store.objects == {}


def test_failure_19_two_edits_of_one_note_are_both_kept(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    person = anna.person(alerts="bel eerst")
    team.settle(store)
    anna.change(person, alerts="bel eerst, hond")
    bert.change(person, alerts="bel eerst, slecht ter been")
    team.settle(store)
    both = {"bel eerst, hond", "bel eerst, slecht ter been"}
    assert anna.alerts(person) == bert.alerts(person) == both
    assert anna.digest() == bert.digest()


def test_failure_18_two_edits_of_different_fields_are_both_kept(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    person = anna.person()
    team.settle(store)
    anna.change(person, city="Utrecht")
    bert.change(person, email="a@example.org")
    team.settle(store)
    for one in (anna, bert):
        row = one.row(person)
        assert row is not None
        assert (row["city"], row["email"]) == ("Utrecht", "a@example.org")


def test_r8_status_tells_pending_sent_and_received(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    anna.person()
    anna.person("Tweede")
    assert (anna.status().pending, anna.status().sent) == (2, 0)
    anna.sync(store)
    status = anna.status()
    assert (status.pending, status.sent) == (0, 2)
    assert [(r.name, r.ops, r.total) for r in status.received_by] == [("Bert", 0, 2)]
    bert.sync(store)
    assert anna.status().received_by[0].ops == 0  # not told yet: never guessed
    anna.sync(store)
    assert anna.status().received_by[0].ops == 2
    assert anna.status().synced_at.startswith("2026-03-02T")


def test_failure_38_nothing_readable_reaches_the_store(team: Team, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    anna, bert = team.hire("Anna Achternaam"), team.hire("Bert Achternaam")
    team.found(anna, FolderStore(folder), bert, spaces="casus zorg")
    person = anna.person("Wilhelmina", alerts="struikelt over het kleed")
    care = anna.care(person, "insuline")
    team.settle(FolderStore(folder))
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*")]
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    haystack = content + "\n".join(names).encode()
    assert len([name for name in names if name.endswith(".vwc")]) == 2
    words = ["Wilhelmina", "Zonnebloemstraat", "struikelt", "insuline", "999999990", "Achternaam", "worker-1"]
    for word in [*words, person, care, person.replace("-", ""), "casus", "zorg"]:
        assert word.encode() not in haystack, word


def test_failure_16_a_no_op_sync_reads_one_object_and_one_listing(team: Team) -> None:
    store = CountingStore(MemoryStore())
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    anna.person()
    team.settle(store, 3)
    store.calls.clear()
    bert.sync(store)
    assert sorted(call[0] for call in store.calls) == ["get", "list"]


def test_failure_04_r26_an_empty_or_missing_store_changes_nothing(team: Team, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, FolderStore(folder), bert)
    anna.person()
    team.settle(FolderStore(folder))
    before = bert.digest()
    bert.person("Nieuw")
    for store in (MemoryStore(), FolderStore(tmp_path / "weg")):
        report = bert.sync(store)
        assert not report.ok
        assert [p.code for p in report.spaces[0].problems] == ["store-missing"]
        if isinstance(store, MemoryStore):
            assert store.objects == {}
    assert bert.status().pending == 1
    assert [p.code for p in bert.status().problems] == ["store-missing"]
    assert bert.sync(FolderStore(folder)).ok
    anna.sync(FolderStore(folder))
    assert anna.digest() == bert.digest() != before


def test_a_team_moves_to_another_store(team: Team) -> None:
    old, new = MemoryStore(), MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, old, bert)
    person = anna.person()
    team.settle(old)
    anna.service.found(anna.actor, new, ["casus"])
    bert.change(person, city="Zwolle")
    team.settle(new)
    assert anna.digest() == bert.digest()
    assert anna.status().received_by[0].ops == 1


def test_a_removed_device_reads_nothing_new_and_is_not_believed(team: Team) -> None:
    store = MemoryStore()
    anna, bert, clara = team.hire("Anna"), team.hire("Bert"), team.hire("Clara")
    team.found(anna, store, bert, clara)
    kept = bert.person("Voor")
    team.settle(store)
    late = bert.person("Na")
    dev = next(m.dev for m in anna.service.members(anna.actor)[0].members if m.person.name == "Bert")
    anna.service.revoke(anna.actor, store, "casus", dev)
    # Bert has not heard of it and sends once more.
    before = dict(store.objects)
    hidden = {name: store.objects.pop(name) for name in before if "/members/0000000004" in name}
    bert.sync(store)
    store.objects.update(hidden)
    secret = anna.person("Geheim")
    team.settle(store)
    assert clara.row(kept) is not None
    assert clara.row(late) is None
    assert anna.row(late) is None
    assert clara.row(secret) is not None
    assert bert.row(secret) is None
    assert "member-removed" in [p.code for p in bert.status().problems]
    assert "member-revoked" in [p.code for p in clara.status().problems]
    assert clara.sync(store).ok  # refused as it should: nobody has to do anything
    assert anna.digest() == clara.digest()


def test_a_key_file_that_comes_late_is_waited_for(team: Team) -> None:
    store = MemoryStore()
    anna, bert, clara = team.hire("Anna"), team.hire("Bert"), team.hire("Clara")
    team.found(anna, store, bert, clara)
    team.settle(store)
    keys = {name for name in store.objects if "/keys/" in name}
    dev = next(m.dev for m in anna.service.members(anna.actor)[0].members if m.person.name == "Clara")
    anna.service.revoke(anna.actor, store, "casus", dev)
    late = {
        name: store.objects.pop(name) for name in list(store.objects) if "/keys/" in name and name not in keys
    }
    assert len(late) == 1
    secret = anna.person("Geheim")
    anna.sync(store)
    bert.person("Wacht")
    assert [p.code for p in bert.sync(store).spaces[0].problems] == ["key-missing", "key-missing"]
    assert bert.status().pending == 1
    store.objects.update(late)
    assert bert.sync(store).ok
    assert bert.row(secret) is not None
    assert bert.status().pending == 0


def test_cancelling_stops_between_objects_and_loses_nothing(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    for n in range(3):
        anna.person(f"Naam{n}")
        anna.sync(store)
    asked = []
    report = bert.service.sync(bert.actor, store, cancelled=lambda: bool(asked.append(1)) or len(asked) > 2)
    assert report.cancelled
    assert not report.ok
    assert 0 < report.received < 3
    bert.sync(store)
    assert anna.digest() == bert.digest()


def test_one_sync_at_a_time(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store)
    codes = []

    def again(done: int, total: int, space: str) -> None:
        with pytest.raises(UserError) as refused:
            anna.sync(store)
        codes.append(refused.value.code)
        with pytest.raises(UserError) as refused:
            anna.service.invite(anna.actor, store, bert.service.request(bert.actor), ["casus"])
        codes.append(refused.value.code)

    anna.person()
    anna.service.sync(anna.actor, store, progress=again)
    assert set(codes) == {"sync-busy"}


def test_membership_is_in_the_audit_log(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    lines = anna.vault.read(lambda r: r.audit())
    assert [(line.event.action, line.event.record) for line in lines] == [
        ("found", "casus"),
        ("invite", "casus"),
    ]
    assert [line.event.action for line in bert.vault.read(lambda r: r.audit())] == ["join"]


def test_an_invitation_made_without_a_network_is_published_later(team: Team, tmp_path: Path) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store)
    away = FolderStore(tmp_path / "weg")
    invitation = anna.service.invite(anna.actor, away, bert.service.request(bert.actor), ["casus"])
    bert.service.join(bert.actor, invitation)
    person = anna.person()
    anna.sync(store)
    assert bert.sync(store).ok
    assert bert.row(person) is not None
    assert anna.sync(store).ok  # knows Bert's head: the entry is on the store
    assert sum("/members/" in name for name in store.objects) == 2
