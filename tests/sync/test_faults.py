"""Stores that fail, objects that were tampered with, programs that are killed: nothing lost, nothing twice."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.sync.team import Colleague, Team, two_with_news
from veldwerk.domain.errors import UserError
from veldwerk.services.sync import SyncService
from veldwerk.services.sync_ports import ObjectStore, StoreCheck
from veldwerk.sync import changeset, envelope
from veldwerk.sync.keys import DeviceKeys
from veldwerk.sync.sealing import Sealing
from veldwerk.sync.stores import names
from veldwerk.sync.stores.memory import MemoryStore


class Killed(BaseException):
    """The program ends here."""


@dataclass
class FaultyStore:
    """Fails at call number `at`: before it reaches the store, after it did, or halfway a `put`."""

    inner: MemoryStore
    at: int
    how: str
    count: int = 0
    vault: KillingVault | None = None

    def _fail(self) -> None:
        if self.how == "kill-before" or self.how == "kill-after":
            if self.vault is not None:
                self.vault.dead = True  # nothing is written any more, not even on the way out
            raise Killed
        raise UserError(names.UNREACHABLE, code="store-unreachable")

    def _call(self, work: Callable[[], Any]) -> Any:
        self.count += 1
        now = self.count == self.at
        if now and self.how in ("kill-before", "error-before"):
            self._fail()
        result = work()
        if now:
            self._fail()
        return result

    def put(self, name: str, data: bytes) -> None:
        if self.how == "half" and self.count + 1 == self.at:
            self.inner.objects[name] = data[: len(data) // 2]
        self._call(lambda: self.inner.put(name, data))

    def get(self, name: str) -> bytes | None:
        return self._call(lambda: self.inner.get(name))  # type: ignore[no-any-return]

    def list(self, prefix: str) -> list[str]:
        return self._call(lambda: self.inner.list(prefix))  # type: ignore[no-any-return]

    def delete(self, name: str) -> None:
        self._call(lambda: self.inner.delete(name))

    def check(self) -> StoreCheck:
        return self.inner.check()


@dataclass
class KillingVault:
    """A vault whose program dies at write number `at`, just before or just after the commit."""

    inner: Any
    at: int = 0
    after: bool = False
    count: int = 0
    dead: bool = False

    @property
    def device(self) -> str:
        return self.inner.device  # type: ignore[no-any-return]

    @property
    def spaces(self) -> frozenset[str]:
        return self.inner.spaces  # type: ignore[no-any-return]

    def read(self, job: Callable[[Any], Any]) -> Any:
        return self.inner.read(job)

    def write(self, job: Callable[[Any], Any]) -> Any:
        self.count += 1
        self.dead = self.dead or (self.count == self.at and not self.after)
        if self.dead:
            raise Killed
        result = self.inner.write(job)
        self.dead = self.count == self.at
        if self.dead:
            raise Killed
        return result


def _pair(team: Team) -> tuple[MemoryStore, Colleague, Colleague]:
    store = MemoryStore()
    return store, *two_with_news(team, store)


def _whole(team: Team, store: ObjectStore, people: int) -> None:
    """Everybody has everything, once."""
    team.settle(store, 3)
    assert len({one.digest() for one in team.everyone}) == 1
    for one in team.everyone:
        assert one.vault.read(lambda r: r.counts())["person"] == people
        lines = one.vault.read(lambda r: r.log(limit=1000))
        keys = [(line.op.record, line.op.stamp.hlc) for line in lines]
        assert len(keys) == len(set(keys))
        assert one.status().pending == 0


@pytest.mark.parametrize("how", ["kill-before", "kill-after", "error-before", "error-after", "half"])
def test_failure_02_03_ending_at_any_call_to_the_store_loses_and_doubles_nothing(
    team: Team, how: str
) -> None:
    store, anna, bert = _pair(team)
    people, at = 4, 0
    stream = anna.inc("casus")
    while True:
        at += 1
        vault = KillingVault(anna.vault)
        faulty = FaultyStore(store, at, how, vault=vault)
        anna.person(f"Meer{at}")
        people += 1
        with contextlib.suppress(Killed):
            SyncService(vault, Sealing(), anna.clock, anna.ids).sync(anna.actor, faulty)
        if faulty.count < at:
            break
        bert.sync(store)  # sees whatever is there
        anna.sync(store)
    assert at > 7
    assert anna.inc("casus") == stream  # an interruption is not mistaken for a copy of the vault
    _whole(team, store, people)


@pytest.mark.parametrize("after", [False, True])
def test_failure_03_ending_at_any_write_to_the_vault_loses_and_doubles_nothing(
    team: Team, after: bool
) -> None:
    store, anna, bert = _pair(team)
    people, at = 4, 0
    while True:
        at += 1
        vault = KillingVault(anna.vault, at, after)
        service = SyncService(vault, Sealing(), anna.clock, anna.ids)
        anna.person(f"Meer{at}")
        bert.person(f"Ook{at}")
        bert.sync(store)
        people += 2
        with contextlib.suppress(Killed):
            service.sync(anna.actor, store)
        if vault.count < at:
            break
        anna.sync(store)
    assert at > 5
    _whole(team, store, people)


def _last_changeset(store: MemoryStore, one: Colleague) -> str:
    space = one.service._spaces()[0]
    return max(name for name in store.objects if f"/dev/{space.dev}" in name)


def _flip(data: bytes) -> bytes:
    return data[:-100] + bytes([data[-100] ^ 1]) + data[-99:]


@pytest.mark.parametrize(
    "spoil",
    [
        _flip,
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: b"",
        lambda data: b"<html>please log in</html>",
        lambda data: data[:6] + b"\xff\xff\xff\xff" + data[10:],
    ],
    ids=["flipped", "half", "cut", "longer", "empty", "portal", "header-length"],
)
def test_failure_01_48_a_damaged_object_stops_only_its_stream_and_is_mended(
    team: Team, spoil: Callable[[bytes], bytes]
) -> None:
    store, anna, bert = _pair(team)
    clara = team.hire("Clara")
    clara.service.join(
        clara.actor, anna.service.invite(anna.actor, store, clara.service.request(clara.actor), ["casus"])
    )
    anna.sync(store)
    bert.sync(store)
    name = _last_changeset(store, anna)
    store.objects[name] = spoil(store.objects[name])
    report = clara.sync(store)
    assert [(p.code, p.who) for p in report.spaces[0].problems] == [("object-damaged", "Anna")]
    assert report.received == 3  # Bert's two, Anna's first
    assert report.waiting == 1
    anna.sync(store)  # sees what Clara misses and sends it again
    assert clara.sync(store).ok
    _whole(team, store, 4)


def test_failure_06_a_missing_object_waits_and_is_no_error(team: Team) -> None:
    store, anna, bert = _pair(team)
    anna.sync(store)
    name = _last_changeset(store, anna)
    late = store.objects.pop(name)
    report = bert.sync(store)
    assert report.ok
    assert report.waiting == 1
    store.objects[name] = late
    assert bert.sync(store).received == 1


def _forge(store: MemoryStore, anna: Colleague, signer: DeviceKeys, space_id: str = "") -> str:
    """A changeset and head in Anna's place, made by `signer` with the right epoch key."""
    space = anna.service._spaces()[0]
    stream = f"{space.dev}.{anna.inc('casus')}"
    rows = anna.service._vault.read(lambda r: r.metas(f"sealed/casus/{stream}/"))
    seq = len(rows) + 1
    import json

    last = json.loads(max(rows.items())[1])
    epoch, identity = space._writing()  # type: ignore[attr-defined]
    from veldwerk.sync.keys import public_of

    place = changeset.Place(space_id or space.prefix[:-1], stream, seq, last["sha"])
    op = {"t": "person", "k": "x", "a": "add", "f": {"city": "Vals"}, "h": "1.0.aa", "w": "w"}
    name, data = changeset.write(place, [op], signer, epoch, public_of(identity))
    store.objects[space.prefix + name] = data
    from dataclasses import replace

    newest = max(n for n in store.objects if n.startswith(f"{space.prefix}heads/{space.dev}"))
    head = space.open_head(newest[len(space.prefix) :], store.objects[newest])
    head = replace(head, number=head.number + 1, seq=seq, tail=(*head.tail, (seq, envelope.sha256(data))))
    from veldwerk.sync import heads

    head_name, head_data = heads.write(place.space, head, signer, "")
    store.objects[space.prefix + head_name] = head_data
    return space.prefix + head_name


def _own_keys(one: Colleague) -> DeviceKeys:
    device = one.vault.read(lambda r: r.meta("sync//device"))
    assert device is not None
    return DeviceKeys.from_bytes(device)


@pytest.mark.parametrize("who", ["stranger", "colleague"])
def test_failure_35_a_head_signed_by_another_is_refused(team: Team, who: str) -> None:
    store, anna, bert = _pair(team)
    team.settle(store)
    before = bert.digest()
    signer = DeviceKeys.generate() if who == "stranger" else _own_keys(bert)
    _forge(store, anna, signer)
    report = bert.sync(store)
    assert [p.code for p in report.spaces[0].problems] == ["object-forged"]
    assert bert.digest() == before


def test_failure_34_an_object_of_another_space_is_refused(team: Team) -> None:
    store, anna, bert = _pair(team)
    team.settle(store)
    before = bert.digest()
    _forge(store, anna, _own_keys(anna), space_id="0" * 32)
    report = bert.sync(store)
    assert [p.code for p in report.spaces[0].problems] == ["object-foreign"]
    assert bert.digest() == before


def test_failure_34_a_change_in_the_name_of_another_device_is_refused(team: Team) -> None:
    store, anna, bert = _pair(team)
    clara = team.hire("Clara")
    clara.service.join(
        clara.actor, anna.service.invite(anna.actor, store, clara.service.request(clara.actor), ["casus"])
    )
    from veldwerk.domain.changes import Action, Op, Stamp

    stamp = Stamp(f"{bert.clock.millis() + 5:013d}.00000.{bert.vault.device}", bert.vault.device, "worker-2")
    op = Op("person", clara.ids.new_id(), Action.ADD, {"city": "Vals"}, stamp, "casus")
    clara.vault.write(lambda w: w.apply([op], edit="forged"))
    clara.sync(store)
    report = anna.sync(store)
    assert [(p.code, p.who) for p in report.spaces[0].problems] == [("object-forged", "Clara")]
    assert anna.row(op.record) is None


def test_failure_07_an_old_head_put_back_changes_nothing(team: Team) -> None:
    store, anna, bert = _pair(team)
    anna.sync(store)
    old = {name: data for name, data in store.objects.items() if "/heads/" in name}
    anna.person("Nieuwste")
    team.settle(store, 3)
    received = anna.status().received_by
    assert received[0].ops == 3
    before = bert.digest()
    for name in [name for name in store.objects if "/heads/" in name]:
        del store.objects[name]
    store.objects.update(old)
    assert anna.sync(store).ok
    assert anna.status().received_by == received
    assert bert.sync(store).received == 0
    assert bert.digest() == before
    _whole(team, store, 5)


def test_failure_15_foreign_files_in_the_store_are_ignored(team: Team) -> None:
    store, anna, _ = _pair(team)
    prefix = anna.service._spaces()[0].prefix
    for name in ("heads/desktop.ini", "heads/x (conflicted copy).vwh", "members/0000000002-00000000.vwm"):
        store.objects[prefix + name] = b"rommel"
    assert all(report.ok for report in team.settle(store))
    _whole(team, store, 4)


def test_failure_11_a_store_that_keeps_nothing_is_seen_through(team: Team) -> None:
    store, anna, _ = _pair(team)

    class Portal(MemoryStore):
        def get(self, name: str) -> bytes | None:
            return store.get(name) if name.endswith("FORMAT") else b"<html>log in</html>"

        def list(self, prefix: str) -> list[str]:
            return []

        def put(self, name: str, data: bytes) -> None:
            pass

    sent = anna.status().sent
    report = anna.sync(Portal())
    assert {p.code for p in report.spaces[0].problems} == {"store-not-kept"}
    assert anna.status().sent == sent
    _whole(team, store, 4)


def test_failure_12_a_full_store_still_gives(team: Team) -> None:
    store, anna, bert = _pair(team)
    bert.sync(store)

    class Full(MemoryStore):
        def put(self, name: str, data: bytes) -> None:
            raise UserError(names.FULL, code="store-full")

    full = Full()
    full.objects = store.objects
    report = anna.sync(full)
    assert report.received == 1
    assert {p.code for p in report.spaces[0].problems} == {"store-full"}
    assert anna.status().pending == 1
    _whole(team, store, 4)


def test_failure_32_a_copied_vault_starts_a_stream_of_its_own(team: Team) -> None:
    """Disk image cloned, or a backup put back: no name is used twice and nothing is lost (failures 31, 32)."""
    store, anna, _ = _pair(team)
    team.settle(store)
    clone = team.copy_of(anna)
    anna.person("NaHetKopieren")
    anna.sync(store)
    names_before = {name: data for name, data in store.objects.items() if "/cs/" in name}
    clone.person("OpDeKopie")
    team.everyone.append(clone)
    assert clone.inc("casus") == anna.inc("casus")
    assert clone.sync(store).ok
    assert clone.inc("casus") != anna.inc("casus")
    assert names_before.items() <= store.objects.items()
    _whole(team, store, 6)


def test_failure_31_a_backup_put_back_gets_its_own_later_work_again(team: Team, tmp_path: Path) -> None:
    """Failure 31: restored from an older copy, it finds its own newer head and loses nothing."""
    from tests.sync.team import Surroundings, open_vault

    store, anna, bert = _pair(team)
    team.settle(store)
    anna.vault.close()
    backup = (tmp_path / "1.db").read_bytes()
    around = Surroundings(anna.clock, anna.ids)
    anna.vault = open_vault(tmp_path / "1.db", around, key=anna.vault.key)
    anna.__post_init__()
    later = anna.person("NaDeBackup")
    bert_later = bert.person("OokLater")
    team.settle(store)
    anna.vault.close()
    (tmp_path / "1.db").write_bytes(backup)
    anna.vault = open_vault(tmp_path / "1.db", around, key=anna.vault.key)
    anna.__post_init__()
    assert anna.row(later) is None
    anna.person("NaHetTerugzetten")
    assert anna.sync(store).ok
    _whole(team, store, 7)
    assert anna.row(later) is not None
    assert anna.row(bert_later) is not None
