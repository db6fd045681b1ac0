"""Removed devices, two administrators at once, recovery keys (failures 33–37, R10)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.sync.team import Colleague, CountingStore, Team, dev_of
from tests.sync.test_faults import Killed, KillingVault
from veldwerk.domain.errors import UserError
from veldwerk.services.access import Role
from veldwerk.services.sync import SyncService
from veldwerk.services.sync_course import Course
from veldwerk.services.sync_ports import Person
from veldwerk.store.vault import Surroundings, open_vault
from veldwerk.sync.sealing import Sealing
from veldwerk.sync.stores.folder import FolderStore
from veldwerk.sync.stores.memory import MemoryStore


def _removed(team: Team) -> tuple[MemoryStore, Colleague, Colleague, Colleague]:
    """Bert was removed while he was away with unsent work: one changeset sent after the cut-off, one never sent."""
    store = MemoryStore()
    anna, bert, clara = team.hire("Anna"), team.hire("Bert"), team.hire("Clara")
    team.found(anna, store, bert, clara)
    bert.person("Voor")
    team.settle(store)
    anna.service.revoke(anna.actor, store, "casus", dev_of(anna, "Bert"))
    hidden = {name: store.objects.pop(name) for name in list(store.objects) if "/members/0000000004" in name}
    bert.person("Na")
    bert.sync(store)
    store.objects.update(hidden)
    bert.person("Nooit")
    return store, anna, bert, clara


def test_failure_33_a_removed_device_hands_over_and_destroys_its_keys(team: Team) -> None:
    store, anna, bert, clara = _removed(team)
    for one in (anna, clara):
        one.sync(store)
    assert [(d.name, d.refused, d.left_at) for d in anna.service.departures(anna.actor)] == [
        ("Bert", 1, None)
    ]
    report = bert.sync(store)
    assert [p.code for p in report.spaces[0].problems] == ["member-removed"]
    assert report.departed
    assert bert.vault.read(lambda r: r.meta("sync//device")) is None
    assert not bert.vault.read(lambda r: r.metas("sync/casus/keys/"))
    bert.vault.close()
    with pytest.raises(UserError) as refused:
        open_vault(bert.vault.path, Surroundings(bert.clock, bert.ids), passphrase="demo-demo")
    assert refused.value.code == "missing-key-file"
    team.everyone.remove(bert)
    anna.sync(store)
    departure = anna.service.departures(anna.actor)[0]
    assert departure.left_at == bert.clock.now().replace(microsecond=0)
    assert (departure.ops, departure.taken) == (2, False)
    assert anna.vault.read(lambda r: r.counts())["person"] == 1  # nobody applies it by itself
    assert anna.service.take_over(anna.actor, "casus", departure.dev) == 2
    assert anna.service.take_over(anna.actor, "casus", departure.dev) == 0
    team.settle(store)
    assert anna.digest() == clara.digest()
    assert anna.vault.read(lambda r: r.counts())["person"] == 3
    clara.service.sync(clara.actor, CountingStore(store))
    with pytest.raises(UserError):
        clara.service.take_over(clara.actor, "zorg", departure.dev)


def test_failure_33_nothing_is_destroyed_before_the_work_is_handed_over(team: Team) -> None:
    store, anna, bert, _ = _removed(team)

    class Full(MemoryStore):
        def put(self, name: str, data: bytes) -> None:
            raise UserError("full", code="store-full")

    anna.sync(store)
    full = Full()
    full.objects = store.objects
    report = bert.sync(full)
    assert not report.departed
    assert bert.vault.read(lambda r: r.meta("sync//device")) is not None
    assert bert.sync(store).departed
    anna.sync(store)
    assert anna.service.departures(anna.actor)[0].ops == 2
    assert len([name for name in store.objects if "/left/" in name]) == 1


def test_failure_33_a_farewell_that_was_interrupted_is_the_same_one_again(team: Team) -> None:
    store, anna, bert, _ = _removed(team)
    anna.sync(store)
    vault = KillingVault(bert.vault)

    def end(point: str) -> None:
        if point == "left":
            vault.dead = True
            raise Killed

    with contextlib.suppress(Killed):
        SyncService(vault, Sealing(), bert.clock, bert.ids, Course(at=end)).sync(bert.actor, store)
    assert vault.dead
    assert bert.vault.read(lambda r: r.meta("sync//device")) is not None
    bert.clock.advance(timedelta(days=1))
    assert bert.sync(store).departed
    assert len([name for name in store.objects if "/left/" in name]) == 1


def test_failure_36_two_administrators_remove_two_devices_at_the_same_moment(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    clara, dora = team.hire("Clara"), team.hire("Dora")
    team.found(anna, store, clara, dora)
    team.let_in(anna, store, bert, "admin")
    team.settle(store)
    before = set(store.objects)
    anna.service.revoke(anna.actor, store, "casus", dev_of(anna, "Clara"))
    hidden = {name: store.objects.pop(name) for name in set(store.objects) - before}
    bert.service.revoke(bert.actor, store, "casus", dev_of(bert, "Dora"))
    store.objects.update(hidden)
    devices = [one.vault.read(lambda r: r.meta("sync//device")) for one in (clara, dora)]
    for one in (anna, bert, anna, bert):
        one.sync(store)
    spaces = [one.service._spaces()[0] for one in (anna, bert)]
    assert [s.members for s in spaces[:1]] == [s.members for s in spaces[1:]]
    assert spaces[0].newest == spaces[1].newest
    secret = anna.person("Geheim")
    for one in (anna, bert):
        one.sync(store)
    assert bert.row(secret) is not None
    objects = spaces[0].objects
    for device in devices:  # each was in the key file of the administrator who removed the other
        assert device is not None
        assert not Sealing().load(device, "casus", objects).ready()


def test_failure_36_one_adds_while_the_other_removes(team: Team) -> None:
    store = MemoryStore()
    anna, bert, clara, dora = team.hire("Anna"), team.hire("Bert"), team.hire("Clara"), team.hire("Dora")
    team.found(anna, store, clara)
    team.let_in(anna, store, bert, "admin")
    team.settle(store)
    before = set(store.objects)
    team.let_in(anna, store, dora)
    hidden = {name: store.objects.pop(name) for name in set(store.objects) - before}
    bert.service.revoke(bert.actor, store, "casus", dev_of(bert, "Clara"))
    store.objects.update(hidden)
    late = bert.person("Na de verwijdering")
    team.everyone.remove(clara)
    clara.vault.close()
    for _ in range(3):
        reports = team.settle(store)
    assert all(report.ok for report in reports)
    assert dora.row(late) is not None
    assert len({one.digest() for one in (anna, bert, dora)}) == 1


def test_failure_37_the_recovery_kit_opens_a_new_device_when_no_administrator_is_left(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert, spaces="casus zorg")
    person = anna.person("Annie")
    anna.care(person, "insuline")
    kit = anna.service.make_recovery(anna.actor, store, ["casus", "zorg"])
    team.settle(store)
    assert anna.status().received_by[0].ops == 1
    assert [r.name for r in anna.status().received_by] == ["Bert"]  # the kit is no colleague
    # The passphrase is forgotten and the laptop is gone.
    fresh = team.hire("Anna nieuw")
    with pytest.raises(UserError) as refused:
        fresh.service.recover(fresh.actor, store, b"{}")
    assert refused.value.code == "bad-kit"
    assert fresh.service.recover(fresh.actor, store, kit) == ("casus", "zorg")
    assert fresh.sync(store).ok
    assert fresh.digest() == anna.digest()
    assert fresh.digest("zorg") == anna.digest("zorg")
    late = fresh.person("Later")
    fresh.service.revoke(fresh.actor, store, "casus", dev_of(fresh, "Anna"))
    fresh.sync(store)
    assert bert.sync(store).ok
    assert bert.row(late) is not None
    epochs = [name for name in store.objects if "/keys/1." in name]
    assert epochs  # no key file was overwritten, no second founder came into being
    assert sum("/members/0000000001" in name for name in store.objects) == 2


def test_failure_37_recovery_keys_write_nothing_and_remove_nobody(team: Team) -> None:
    from veldwerk.services.sync_recovery import Kit

    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    kit = Kit.from_bytes(anna.service.make_recovery(anna.actor, store, ["casus"]))
    objects = anna.service._spaces()[0].objects
    space = Sealing().load(kit.device, "casus", objects)
    with pytest.raises(UserError) as refused:
        space.revoke(dev_of(anna, "Bert"), {})
    assert refused.value.code == "not-admin"
    from hashlib import sha256

    stream = f"{space.dev}.00000000"
    _, data = space.changeset(stream, 1, "", [])
    with pytest.raises(UserError) as refused:
        anna.service._spaces()[0].open_changeset(stream, 1, "", sha256(data).hexdigest(), data)
    assert refused.value.code == "object-forged"


def test_recovery_gives_only_what_a_role_works_in(team: Team) -> None:
    store = MemoryStore()
    nurse = team.hire("Nurse")
    team.found(nurse, store, spaces="casus zorg")
    kit = nurse.service.make_recovery(nurse.actor, store, ["casus", "zorg"])
    welfare = team.hire("Welfare", Role.WELFARE)
    assert welfare.service.recover(welfare.actor, store, kit) == ("casus",)


def test_r10_without_network_or_password_work_goes_on(team: Team, tmp_path: Path) -> None:
    store = MemoryStore()
    anna = team.hire("Anna")
    team.found(anna, store)
    person = anna.person("Annie")

    class Refusing(MemoryStore):
        def get(self, name: str) -> bytes | None:
            raise UserError("no", code="store-password")

    for away in (FolderStore(tmp_path / "weg"), Refusing()):
        assert not anna.sync(away).ok
        anna.change(person, city="Assen")
        assert anna.status().pending > 0
    assert anna.sync(store).ok
    assert anna.status().pending == 0


def test_the_last_administrator_stays_one(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    mine = dev_of(anna, "Anna")
    with pytest.raises(UserError) as refused:
        anna.service.revoke(anna.actor, store, "casus", mine)
    assert refused.value.code == "last-admin"
    anna.person("Erna")
    assert anna.sync(store).ok
    clara = team.hire("Clara")
    team.let_in(anna, store, clara, "admin")
    clara.sync(store)
    anna.service.revoke(anna.actor, store, "casus", mine)
    assert anna.sync(store).departed
    # Nobody else tells of it, so she did.
    assert clara.sync(store).ok
    assert [m.revoked for m in clara.service.members(clara.actor)[0].members if m.dev == mine] == [True]


def test_two_administrators_who_leave_at_once_leave_one_behind(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store)
    team.let_in(anna, store, bert, "admin")
    team.settle(store)
    theirs, mine = (one.service._spaces()[0] for one in (anna, bert))
    gone = {**dict(theirs.revoke(theirs.dev, {})), **dict(mine.revoke(mine.dev, {}))}
    both = [one.absorb(gone) for one in (theirs, mine)]
    assert both[0].members == both[1].members
    assert [m.revoked for m in both[0].members].count(False) == 1
    assert both[0].active() != both[1].active()


def test_fifty_members_are_opened_once(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    from veldwerk.sync import keyfiles, members
    from veldwerk.sync.keys import DeviceKeys, decrypt

    store, counted = MemoryStore(), [0]
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store)
    for number in range(8):
        keys = DeviceKeys.generate().to_bytes()
        request = Sealing().request(keys, Person(f"w{number}", f"Collega {number}", f"d{number}"))
        anna.service.invite(anna.actor, store, request, ["casus"])
    team.let_in(anna, store, bert)
    team.settle(store)

    def counting(data: bytes, identities: Iterable[str]) -> bytes:
        counted[0] += 1
        return decrypt(data, identities)

    for module in (keyfiles, members):
        monkeypatch.setattr(module, "decrypt", counting)
    for one in (anna, bert):
        assert one.sync(store).ok
    assert counted == [0]
    # The program starts again: one key file holds every epoch, and each name is opened once.
    service = SyncService(bert.vault, Sealing(), bert.clock, bert.ids)
    assert service.sync(bert.actor, store).ok
    assert counted == [1 + len(service.members(bert.actor)[0].members)]
