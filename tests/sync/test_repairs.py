"""What got lost or damaged on a store, and backups that were put back (failures 31, 44; R7, R11, R28)."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.sync.team import Colleague, Team
from veldwerk.domain.errors import UserError
from veldwerk.services.sync_course import Course, Limits
from veldwerk.store import backup
from veldwerk.store.slots import slots_path
from veldwerk.store.vault import Surroundings, open_vault
from veldwerk.sync.stores.memory import MemoryStore


@pytest.fixture
def course() -> Course:
    return Course(Limits(join_after=4, join=3, snapshot_ops=10_000))


def _names(store: MemoryStore, *parts: str) -> list[str]:
    return sorted(name for name in store.objects if all(part in name for part in parts))


def _whole(team: Team, store: MemoryStore, people: int) -> None:
    assert all(report.ok and not report.waiting for report in team.settle(store, 3))
    assert len({one.digest() for one in team.everyone}) == 1
    assert {one.vault.read(lambda r: r.counts())["person"] for one in team.everyone} == {people}


def _three(team: Team, changesets: int) -> tuple[MemoryStore, Colleague, Colleague, Colleague]:
    """Anna's stream is on the store, Bert has it all, Clara nothing yet."""
    store = MemoryStore()
    anna, bert, clara = team.hire("Anna"), team.hire("Bert"), team.hire("Clara")
    team.found(anna, store, bert, clara)
    team.let_in(anna, store, clara)
    for n in range(changesets):
        anna.person(f"Naam{n}")
        anna.sync(store)
    bert.person("Van Bert")
    bert.sync(store)
    return store, anna, bert, clara


@pytest.mark.parametrize("part", ["/cs/0000000002", "/seg/"])
@pytest.mark.parametrize("harm", ["damaged", "gone"])
def test_failure_44_what_is_damaged_or_lost_is_asked_for_and_sent_again(
    team: Team, part: str, harm: str
) -> None:
    store, anna, bert, clara = _three(team, 3 if "cs" in part else 5)
    name = _names(store, part)[0]
    if harm == "damaged":
        store.objects[name] = store.objects[name][:-1] + b"x"
    else:
        del store.objects[name]
    report = clara.sync(store)
    assert ("object-damaged" in [p.code for p in report.spaces[0].problems]) == (harm == "damaged")
    assert report.waiting
    row = bert.vault.read(lambda r: r.counts())["person"]
    assert clara.vault.read(lambda r: r.counts())["person"] == (2 if "cs" in part else 1)  # the others go on
    anna.sync(store)
    assert clara.sync(store).ok
    _whole(team, store, row)


def test_failure_44_when_its_owner_is_gone_a_snapshot_of_one_who_had_it_helps(team: Team) -> None:
    store, anna, _, clara = _three(team, 3)
    boss = team.hire("Boss")
    team.let_in(anna, store, boss, "admin")
    team.everyone.remove(anna)
    boss.sync(store)
    store.objects.pop(_names(store, anna.inc("casus"), "/cs/0000000002")[0])
    anna.vault.close()
    assert clara.sync(store).waiting
    boss.course = Course(Limits(snapshot_ops=1))
    boss.__post_init__()
    boss.sync(store)
    clara.sync(store)
    assert clara.sync(store).ok
    _whole(team, store, 4)


@pytest.mark.parametrize("returns", [False, True])
def test_failure_44_an_administrator_passes_over_what_is_lost_and_that_is_visible(
    team: Team, returns: bool
) -> None:
    store, anna, bert, _ = _three(team, 3)
    boss = team.hire("Boss")
    team.let_in(anna, store, boss, "admin")
    lost = _names(store, anna.inc("casus"), "/cs/0000000002")[0]
    store.objects[lost] = b"rommel"
    team.everyone.remove(anna)
    clara = team.everyone[1]
    stream = lost.split("/")[2]
    with pytest.raises(UserError) as refused:
        bert.service.skip(bert.actor, store, "casus", stream)
    assert refused.value.code in ("nothing-lost", "not-admin")
    boss.sync(store)
    boss.service.skip(boss.actor, store, "casus", stream)
    _whole_without(team, store)
    assert ("skip", "casus") in [
        (x.event.action, x.event.record) for x in boss.vault.read(lambda r: r.audit())
    ]
    assert boss.service._spaces()[0].skips == clara.service._spaces()[0].skips != {}
    if returns:  # and still has it
        team.everyone.append(anna)
        anna.sync(store)
        _whole(team, store, 4)
    else:
        anna.vault.close()


def _whole_without(team: Team, store: MemoryStore) -> None:
    """Bert had it already; the others passed over it."""
    reports = team.settle(store, 3)
    assert all(report.ok for report in reports)


def _restored(one: Colleague, copy: bytes) -> None:
    """The vault as it was in `copy`, put back by the program's own restore."""
    path = one.vault.path
    one.vault.close()
    kept = path.with_name("backup.db")
    kept.write_bytes(copy)
    slots_path(kept).write_bytes(slots_path(path).read_bytes())
    path.unlink()
    slots_path(path).unlink()
    around = Surroundings(one.clock, one.ids)
    one.vault = backup.restore(kept, path, around, passphrase="demo-demo")
    one.__post_init__()


def _copy(one: Colleague) -> bytes:
    one.vault.raw(lambda c: c.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())
    return one.vault.path.read_bytes()


@pytest.mark.parametrize("device", ["older", "newer", "kept"])
@pytest.mark.parametrize("hub", ["older", "newer", "kept"])
def test_r28_any_restore_of_device_and_hub_loses_nothing_that_is_left_and_re_uses_no_name(
    team: Team, device: str, hub: str
) -> None:
    """`older`: put back from before the last work was sent; `newer`: from after it."""
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    anna.person("Eerst")
    team.settle(store)
    old_device, old_hub = _copy(anna), dict(store.objects)
    anna.person("Tweede")
    bert.person("Van Bert")
    team.settle(store)
    if device != "kept":
        _restored(anna, old_device if device == "older" else _copy(anna))
    seen = dict(store.objects)
    if hub == "older":
        store.objects = dict(old_hub)
    look = anna.service.compare(anna.actor, store)[0]
    assert store.objects == (old_hub if hub == "older" else seen)  # it looks before anything is written
    assert look.restored == (device != "kept")
    if hub != "older" and device == "older":
        assert look.ahead  # the store has work of ours that this vault has not
    anna.person("Na het terugzetten")
    for one in (bert, anna, bert):
        one.sync(store)
    for name, data in store.objects.items():
        assert seen.setdefault(name, data) == data
    # What only the lost copies held is lost; Bert's vault still had Anna's, but only its owner may send it again.
    whole = 4 if not (device == "older" and hub == "older") else None
    if whole:
        _whole(team, store, whole)
    else:
        team.settle(store, 3)
        assert bert.vault.read(lambda r: r.counts())["person"] == 4
        assert anna.vault.read(lambda r: r.counts())["person"] == 3


@pytest.mark.parametrize("target", ["empty", "foreign", "older", "half", "wrong-key"])
def test_failure_05_r26_another_or_older_target_deletes_and_changes_nothing(team: Team, target: str) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    old: dict[str, bytes] = {}
    for n in range(3):
        anna.person(f"Naam{n}")
        team.settle(store)
        old = old or dict(store.objects)
    whole, digest, count = dict(store.objects), bert.digest(), len(store.objects)
    other = MemoryStore()
    if target == "foreign":
        stranger = team.hire("Vreemd")
        team.everyone.remove(stranger)
        stranger.service.found(stranger.actor, other, ["casus"])
        prefix = bert.service._spaces()[0].prefix
        strange = stranger.service._spaces()[0].prefix
        other.objects = {name.replace(strange, prefix): data for name, data in other.objects.items()}
        stranger.vault.close()
    elif target == "older":
        other.objects = dict(old)
    elif target == "half":
        other.objects = {
            name: data for at, (name, data) in enumerate(sorted(whole.items())) if at % 2 or "FORMAT" in name
        }
    elif target == "wrong-key":
        other.objects = {
            n: (d[:-3] + b"xxx" if "/heads/" in n or "/cs/" in n else d) for n, d in whole.items()
        }
    bert.person("Nieuw")
    before, lines = bert.vault.read(lambda r: (r.counts(), len(r.log(limit=1000))))
    report = bert.sync(other)
    if target in ("empty", "foreign"):
        assert [p.code for p in report.spaces[0].problems] == ["store-missing"]
        assert bert.status().pending == 1
    assert report.received == 0
    assert bert.vault.read(lambda r: (r.counts(), len(r.log(limit=1000)))) == (before, lines)
    assert len(store.objects) == count
    _whole(team, store, 4)
    assert bert.digest() != digest


def test_r7_sent_is_only_said_of_what_the_store_gives_back(team: Team) -> None:
    """A store that drops one write of a hundred and says nothing."""

    class Dropping(MemoryStore):
        count = 0

        def put(self, name: str, data: bytes) -> None:
            self.count += 1
            if self.count % 7:
                super().put(name, data)

    store = Dropping()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    honest = MemoryStore()
    team.found(anna, honest, bert)
    store.objects = honest.objects
    for n in range(12):
        anna.person(f"Naam{n}")
        report = anna.sync(store)
        status = anna.status()
        assert status.pending + status.sent == n + 1
        assert report.ok == (status.pending == 0)
    while anna.status().pending:
        anna.sync(store)
    team.settle(honest)
    _whole(team, honest, 12)


def test_r11_ten_quick_clicks_are_one_run(team: Team) -> None:
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    anna.person()
    begun, go = threading.Event(), threading.Event()

    class Slow(MemoryStore):
        def get(self, name: str) -> bytes | None:
            begun.set()
            go.wait()
            return super().get(name)

    slow = Slow()
    slow.objects = store.objects
    first = threading.Thread(target=lambda: anna.sync(slow))
    first.start()
    begun.wait()
    codes = []
    for _ in range(9):
        with pytest.raises(UserError) as refused:
            anna.sync(store)
        codes.append(refused.value.code)
    go.set()
    first.join()
    assert codes == ["sync-busy"] * 9
    assert anna.status().sent == 1


def test_r11_another_process_cannot_sync_the_vault_that_is_open_here(team: Team, tmp_path: Path) -> None:
    from veldwerk.system.locks import VaultLock

    anna = team.hire("Anna")
    anna.vault.close()
    around = Surroundings(anna.clock, anna.ids, VaultLock)
    anna.vault = open_vault(anna.vault.path, around, key=anna.vault.key)
    program = (
        "import sys\nfrom pathlib import Path\nfrom veldwerk.system.locks import VaultLock\n"
        "from veldwerk.domain.errors import UserError\n"
        "try:\n VaultLock(Path(sys.argv[1])).acquire()\n"
        "except UserError as error:\n print(error.code)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, str(anna.vault.path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert said.stdout.strip() == "vault-in-use"


@pytest.mark.parametrize("only", [False, True])
def test_failure_44_a_damaged_head_is_mended_though_its_owner_has_no_news(team: Team, only: bool) -> None:
    """`only`: the first head of a device, so that there is no earlier one to go by."""
    store = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    anna.person("Van Anna")
    if not only:
        team.settle(store)
        anna.person("Nog een")
    anna.sync(store)
    dev = anna.service._spaces()[0].dev
    newest = max(name for name in store.objects if f"/heads/{dev}" in name)
    if only:
        for name in [name for name in store.objects if f"/heads/{dev}" in name and name != newest]:
            del store.objects[name]
    whole = store.objects[newest]
    store.objects[newest] = whole[:-1] + bytes([whole[-1] ^ 1])
    report = bert.sync(store)
    assert [(p.code, p.who) for p in report.spaces[0].problems] == [("object-damaged", "Anna")]
    assert report.received == 0
    assert anna.sync(store).ok
    assert store.objects[newest] == whole
    assert bert.sync(store).received == 1
    _whole(team, store, 1 if only else 2)
    calls = len(store.objects)
    assert all(report.ok for report in team.settle(store))
    assert len(store.objects) == calls  # and then it is quiet
