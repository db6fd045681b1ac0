"""Failures 1–3, 8, 9, 12 and 13 of SYNC 5 with real vaults: what may happen while something is sent."""

from __future__ import annotations

import threading
from hashlib import sha256

import pytest

from tests.sync.faulty import CUTS, STATUSES, DyingVault, Fault, FaultyStore, Killed, everything
from tests.sync.team import Colleague, Team, two_with_news
from veldwerk.domain.errors import UserError
from veldwerk.services.store_calls import Interruptible
from veldwerk.services.sync import SyncService
from veldwerk.services.sync_exchange import Stopped
from veldwerk.sync.sealing import Sealing
from veldwerk.sync.stores import names

CS = r"/cs/"
HEAD = r"/heads/"


def pair(team: Team) -> tuple[FaultyStore, Colleague, Colleague]:
    """Two colleagues who have everything of each other, and one new person at each."""
    store = FaultyStore()
    return store, *two_with_news(team, store)


def whole(team: Team, store: FaultyStore, people: int) -> None:
    """Once all is calm everybody has everything, once; every changeset and newest head holds what its name says."""
    store.calm()
    team.settle(store, 3)
    assert len({one.digest() for one in team.everyone}) == 1
    for one in team.everyone:
        assert one.vault.read(lambda r: r.counts())["person"] == people
        keys = [(line.op.record, line.op.stamp.hlc) for line in one.vault.read(lambda r: r.log(limit=1000))]
        assert len(keys) == len(set(keys))
        assert one.status().pending == 0
        assert one.sync(store).ok
    heads = {
        name.rpartition("-")[0][:-11]: name for name in sorted(everything(list(store.inner.objects), HEAD))
    }
    for name in (*heads.values(), *everything(list(store.inner.objects), r"\.vwc$")):
        assert sha256(store.inner.objects[name]).hexdigest()[:8] == name[-12:-4], name


@pytest.mark.parametrize("how", CUTS)
@pytest.mark.parametrize("what", [CS, HEAD])
def test_failure_01_cut_upload_is_never_applied_and_is_sent_again(team: Team, how: str, what: str) -> None:
    store, anna, bert = pair(team)
    before = bert.digest()
    store.fail("cut", name=what, how=how)
    report = anna.sync(store)
    assert [p.code for p in report.spaces[0].problems] == ["store-unreachable"]
    (cut,) = [name for call, name, kind in store.hit]
    assert len(store.inner.objects[cut]) < 2000
    assert anna.status().pending == 1
    bert.sync(store)
    assert bert.row(anna.vault.read(lambda r: r.log(limit=1000))[-1].op.record) is None
    assert bert.digest() != before or bert.status().pending == 0
    whole(team, store, 4)
    assert what == HEAD or cut in store.inner.objects  # the same bytes under the same name


@pytest.mark.parametrize("what", [CS, HEAD])
@pytest.mark.parametrize("kind", ["lost", "twice"])
def test_failure_02_a_lost_answer_doubles_nothing(team: Team, what: str, kind: str) -> None:
    store, anna, _ = pair(team)
    store.fail(kind, "put", what)
    anna.sync(store)
    assert len(store.hit) == 1
    sent = everything(list(store.inner.objects), CS)
    whole(team, store, 4)
    assert len(everything(list(store.inner.objects), CS)) == len(sent) + 1  # Bert's own


@pytest.mark.parametrize("kind", ["kill-before", "kill-after"])
def test_failure_03_killed_at_every_call_to_the_store(team: Team, kind: str) -> None:
    store, anna, bert = pair(team)
    people, at = 4, 0
    while True:
        anna.person(f"Meer{at}")
        people += 1
        vault = DyingVault(anna.vault)
        service = SyncService(vault, Sealing(), anna.clock, anna.ids)  # type: ignore[arg-type]
        store.calm()
        store.log.clear()
        store.fail(kind, after=at)
        try:
            service.sync(anna.actor, store)
        except Killed:
            vault.dead = True
        else:
            break
        at += 1
        store.calm()
        bert.sync(store)  # sees whatever is there
        anna.sync(store)
    assert at > 7
    whole(team, store, people)


@pytest.mark.parametrize(
    ("call", "status"), [(("put", "get", "list")[at % 3], status) for at, status in enumerate(STATUSES)]
)
def test_failure_08_a_status_is_told_and_changes_nothing(team: Team, call: str, status: int) -> None:
    store, anna, bert = pair(team)
    bert.sync(store)
    before = anna.status()
    store.fail("status", call, how=str(status), times=0)
    report = anna.sync(store)
    code = names.of_status(status).code
    assert {p.code for p in report.spaces[0].problems} == {code}
    assert not report.ok
    assert anna.status().pending == before.pending
    assert report.received == (1 if call == "put" else 0)  # a store that takes nothing still gives
    store.calm()
    assert anna.sync(store).ok
    whole(team, store, 4)


@pytest.mark.parametrize("code", ["store-certificate", "store-no-host", "store-portal", "store-unreachable"])
def test_failure_08_no_way_to_the_server_is_told_and_changes_nothing(team: Team, code: str) -> None:
    store, anna, _ = pair(team)

    class Nowhere(FaultyStore):
        def get(self, name: str) -> bytes | None:
            raise UserError(names.NO_HOST, code=code)

        put = list = delete = get  # type: ignore[assignment]

    before = anna.digest()
    report = anna.sync(Nowhere(store.inner))
    assert {p.code for one in report.spaces for p in one.problems} == {code}
    assert (anna.digest(), anna.status().pending) == (before, 1)
    whole(team, store, 4)


@pytest.mark.parametrize("call", ["put", "get", "list"])
def test_failure_09_a_server_that_never_answers_can_be_left(team: Team, call: str) -> None:
    store, anna, _ = pair(team)
    store.fail("silent", call, times=0)

    def look() -> None:
        if store.begun.is_set():
            raise Stopped

    service = SyncService(anna.vault, Sealing(), anna.clock, anna.ids)
    report = service.sync(anna.actor, Interruptible(store, look))
    assert report.cancelled
    assert anna.status().pending == 1
    store.over.set()
    whole(team, store, 4)


def test_failure_12_full_halfway_what_was_stored_counts(team: Team) -> None:
    store, anna, bert = pair(team)
    bert.sync(store)
    for n in range(20):
        anna.person(f"Meer{n}", city="x" * 60_000)
    size = sum(map(len, store.inner.objects.values()))
    anna.sync(FaultyStore(store.inner, [Fault("full", "put", times=0)]))  # seals, stores nothing
    one = max(len(anna.vault.read(lambda r, n=n: r.sealed_get("casus", n)) or b"") for n in _sealed(anna))
    store.room = size + one + one // 2
    report = anna.sync(store)
    assert {p.code for p in report.spaces[0].problems} == {"store-full"}
    status = anna.status()
    assert status.pending > 0
    assert report.received == 0 or status.waiting == 0
    whole(team, store, 24)


def _sealed(one: Colleague) -> list[str]:
    import json

    rows = one.vault.read(lambda r: r.metas("sealed/casus/"))
    return [json.loads(data)["name"] for data in rows.values()]


def test_failure_13_a_store_that_overwrites_and_two_copies_of_one_laptop(team: Team) -> None:
    store, anna, _ = pair(team)
    store.careless = True
    team.settle(store)
    clone = team.copy_of(anna)
    team.everyone.append(clone)
    anna.person("NaHetKopieren")
    clone.person("OpDeKopie")
    anna.sync(store)
    before = dict(store.inner.objects)
    clone.sync(store)
    after = store.inner.objects
    assert all(after[name] == data for name, data in before.items() if name in after)
    assert {name for name in before if "/cs/" in name} <= after.keys()
    assert clone.inc("casus") != anna.inc("casus")
    whole(team, store, 6)


def test_a_store_that_is_cancelled_from_another_thread_keeps_working() -> None:
    store = FaultyStore()
    store.fail("silent", "get")
    stop = threading.Event()

    def look() -> None:
        if store.begun.is_set() and not stop.is_set():
            stop.set()
            raise Stopped

    calls = Interruptible(store, look)
    with pytest.raises(Stopped):
        calls.get("proef/klein")
    calls.put("proef/klein", b"x")
    assert calls.get("proef/klein") == b"x"
    store.over.set()
