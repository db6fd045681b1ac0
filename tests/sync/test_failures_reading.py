"""Failures 4–7, 10, 11 and 14–17 of SYNC 5 with real vaults: what a store may show, and what it may be."""

from __future__ import annotations

import errno
import gzip
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.sync.answers import Asked, answer, serving
from tests.sync.faulty import Fault, FaultyStore, faults
from tests.sync.team import Colleague, CountingStore, Team
from tests.sync.test_failures_sending import pair, whole
from veldwerk.sync.stores.background import Patience
from veldwerk.sync.stores.folder import FolderStore
from veldwerk.sync.stores.memory import MemoryStore
from veldwerk.sync.stores.webdav import WebDavStore


def _on_a_folder(team: Team, root: Path) -> tuple[FolderStore, Colleague, Colleague]:
    root.mkdir()
    store = FolderStore(root)
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    anna.person("Eerste")
    team.settle(store)
    anna.person("Tweede")
    return store, anna, bert


@pytest.mark.parametrize("how", ["renamed", "empty", "file"])
def test_failure_04_a_folder_that_is_gone_changes_nothing(team: Team, tmp_path: Path, how: str) -> None:
    root = tmp_path / "stick"
    store, anna, bert = _on_a_folder(team, root)
    root.rename(tmp_path / "weg")
    if how == "empty":
        root.mkdir()
    if how == "file":
        root.write_bytes(b"")
    for one, pending in ((anna, 1), (bert, 0)):
        before, cursors = one.digest(), one.vault.read(lambda r: r.cursors("casus"))
        report = one.sync(store)
        assert [p.code for p in report.spaces[0].problems] == ["store-missing"]
        assert (one.digest(), one.vault.read(lambda r: r.cursors("casus"))) == (before, cursors)
        assert one.status().pending == pending
    shutil.rmtree(root) if root.is_dir() else root.unlink(missing_ok=True)
    (tmp_path / "weg").rename(root)
    assert all(report.ok for report in team.settle(store))
    assert anna.digest() == bert.digest()


def test_failure_05_the_store_of_another_team_is_refused(team: Team) -> None:
    store, anna, _ = pair(team)
    other = FaultyStore()
    clara = team.hire("Clara")
    clara.service.found(clara.actor, other, ["casus"])
    stood = dict(other.inner.objects)
    for name, data in list(stood.items()):  # even under our own address
        other.inner.objects[anna.service._spaces()[0].prefix + name.partition("/")[2]] = data
    before = anna.digest()
    report = anna.sync(other)
    assert [p.code for p in report.spaces[0].problems] == ["store-missing"]
    assert anna.digest() == before
    assert stood.items() <= other.inner.objects.items()
    team.everyone.remove(clara)
    whole(team, store, 4)
    clara.vault.close()


def test_failure_05_an_older_copy_of_our_store_takes_nothing_back(team: Team) -> None:
    store, anna, bert = pair(team)
    old = dict(store.inner.objects)
    team.settle(store)
    anna.person("Later")
    team.settle(store)
    cursors = bert.vault.read(lambda r: r.cursors("casus"))
    store.inner.objects = dict(old)
    before = bert.digest()
    bert.sync(store)
    assert bert.digest() == before
    assert bert.vault.read(lambda r: r.cursors("casus")) == cursors
    whole(team, store, 5)  # and the copy is filled up again


@pytest.mark.parametrize("seed", range(4))
def test_failure_06_a_listing_that_lags_makes_no_conflict_of_its_own(team: Team, seed: int) -> None:
    store, anna, bert = pair(team)
    store.seed = seed
    store.__post_init__()
    store.fail("lag", times=0)
    person = anna.person("Samen", alerts="eerst")
    for text in ("tweede", "derde"):
        for _ in range(3):
            team.settle(store, 1)
        anna.change(person, alerts=text)
    whole(team, store, 5)
    assert anna.alerts(person) == bert.alerts(person) == {"derde"}


def test_failure_07_a_stale_listing_moves_no_cursor_back(team: Team) -> None:
    store, anna, bert = pair(team)
    team.settle(store)
    for seed in range(4):
        store.seed = seed
        store.__post_init__()
        cursors = bert.vault.read(lambda r: r.cursors("casus"))
        before = bert.digest()
        store.faults = [Fault("stale", "list", times=0)]
        bert.sync(store)
        after = bert.vault.read(lambda r: r.cursors("casus"))
        assert all(int(after[s].split()[0]) >= int(value.split()[0]) for s, value in cursors.items())
        assert bert.digest() == before
        store.calm()
        anna.sync(store)
    whole(team, store, 4)


def test_failure_10_an_object_that_never_comes_whole_stops_its_stream_alone(team: Team) -> None:
    store, anna, bert = pair(team)
    clara = team.hire("Clara")
    clara.service.join(
        clara.actor, anna.service.invite(anna.actor, store, clara.service.request(clara.actor), ["casus"])
    )
    big = anna.person("Groot", city="".join(sha256(str(n).encode()).hexdigest() for n in range(100)))
    anna.sync(store)
    bert.sync(store)
    mine = max(name for name in store.inner.objects if f"/dev/{anna.service._spaces()[0].dev}" in name)
    assert len(store.inner.objects[mine]) > 2000  # more than the store ever gives of it
    store.fail("short", name=mine.rpartition("/")[2], times=0)
    report = clara.sync(store)
    assert [(p.code, p.who) for p in report.spaces[0].problems] == [("object-damaged", "Anna")]
    assert report.waiting == 1
    assert clara.row(big) is None
    assert report.received >= 2  # Bert's
    assert sum(1 for one in store.hit) <= 2  # asked for once, not for ever
    whole(team, store, 5)


def test_failure_11_a_log_in_page_counts_for_nothing(team: Team) -> None:
    store, _, _ = pair(team)
    before = {one.actor.name: one.digest() for one in team.everyone}
    for name in ("", "heads/|/cs/"):  # everything, and a page that comes up halfway
        store.calm()
        store.fail("page", name=name, times=0)
        for one in team.everyone:
            assert not one.sync(store).ok
            assert one.digest() == before[one.actor.name]
            assert one.status().pending == 1
    whole(team, store, 4)


def test_failure_14_a_stick_pulled_out_and_put_in_elsewhere(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    root = tmp_path / "E"
    store, anna, bert = _on_a_folder(team, root)
    real, count = os.fsync, 0
    for at in range(1, 6):

        def pulled(handle: int, stop: int = at) -> None:
            nonlocal count
            count += 1
            if count >= stop:
                raise OSError(errno.EIO, "gone")
            real(handle)

        count = 0
        anna.person(f"Meer{at}")
        monkeypatch.setattr(os, "fsync", pulled)
        report = anna.sync(store)
        monkeypatch.undo()
        assert {p.code for one in report.spaces for p in one.problems} <= {"store-missing"}
        elsewhere = tmp_path / f"F{at}"  # another computer, another letter
        shutil.copytree(root, elsewhere)
        bert.sync(FolderStore(elsewhere))
        shutil.rmtree(root)
        shutil.copytree(elsewhere, root)
    assert all(report.ok for report in team.settle(store, 3))
    assert anna.digest() == bert.digest()
    assert anna.vault.read(lambda r: r.counts())["person"] == 7
    names = [path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()]
    folded = {name.casefold() for name in names}
    assert len(folded) == len(names)  # a stick that knows no capitals keeps them apart


def test_failure_15_foreign_files_are_left_alone(team: Team, tmp_path: Path) -> None:
    store, anna, bert = _on_a_folder(team, tmp_path / "map")
    team.settle(store)
    space = tmp_path / "map" / anna.service._spaces()[0].prefix
    changeset = next(space.rglob("*.vwc"))
    head = next(space.rglob("*.vwh"))
    strange = [
        changeset.with_name(f"{changeset.stem} (conflicted copy 2026-03-02).vwc"),
        changeset.with_name(f".syncthing.{changeset.name}.tmp"),
        head.with_name(f"{head.stem} (1).vwh"),
        head.with_name("desktop.ini"),
        head.with_name("thumbs.db"),
        head.with_name(f"{head.stem[:-8]}00000000.vwh"),  # a placeholder of 0 bytes with a name like ours
        space / ".DS_Store",
    ]
    for path in strange:
        path.write_bytes(b"")
    anna.person("Derde")
    reports = team.settle(store, 2)
    assert all({p.code for p in report.spaces[0].problems} <= {"object-damaged"} for report in reports)
    assert anna.digest() == bert.digest()
    assert all(path.exists() for path in strange if path != strange[5])


def test_failure_16_nothing_to_do_costs_two_requests_and_fifty_edits_ten(team: Team) -> None:
    inner = MemoryStore()
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, inner, bert)
    people = [anna.person(f"Persoon{n}") for n in range(50)]
    team.settle(inner, 3)
    counting = CountingStore(inner)
    assert anna.sync(counting).ok
    assert len(counting.calls) <= 2
    for person in people:
        anna.change(person, city="Utrecht")
    anna.sync(inner)
    counting.calls.clear()
    assert bert.sync(counting).received == 50
    assert len([one for one in counting.calls if one[0] in ("get", "list")]) <= 10


def test_failure_17_a_proxy_that_packs_and_changes_tags_and_times_has_no_effect(team: Team) -> None:
    kept = MemoryStore()
    turn = 0

    def say(asked: Asked) -> bytes:
        """A WebDAV server behind a proxy that packs everything and lies about tags and times."""
        nonlocal turn
        turn += 1
        name = asked.target.removeprefix("/map/")
        tag = {"etag": f'W/"{turn}-gzip"', "last_modified": "Thu, 01 Jan 1970 00:00:00 GMT", "age": str(turn)}
        if asked.method == "PUT":
            kept.put(name, asked.body)
            return answer(201, **tag)
        if asked.method == "DELETE":
            kept.delete(name)
            return answer(204)
        if asked.method == "PROPFIND":
            hrefs = "".join(f"<response><href>/map/{one}</href></response>" for one in kept.list(name))
            body = f'<multistatus xmlns="DAV:">{hrefs}</multistatus>'.encode()
            return answer(207, gzip.compress(body), content_encoding="gzip", **tag)
        data = kept.get(name)
        if data is None or asked.method == "HEAD":
            return answer(404 if data is None else 200, **tag)
        return answer(200, gzip.compress(data), content_encoding="gzip", **tag)

    with serving(say) as server:
        store = WebDavStore(f"{server.url}/map", patience=Patience(once=5, whole=10, pauses=()))
        anna, bert = team.hire("Anna"), team.hire("Bert")
        team.found(anna, store, bert)
        anna.person("Eerste")
        bert.person("Tweede")
        assert all(report.ok for report in team.settle(store, 3))
        assert anna.digest() == bert.digest()
        assert not any(name.startswith("if-") for asked in server.asked for name in asked.headers)
        store.close()


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(faults())
def test_whatever_goes_wrong_on_the_way_all_have_everything_in_the_end(
    tmp_path_factory: pytest.TempPathFactory, wrong: list[Fault]
) -> None:
    team = Team(tmp_path_factory.mktemp("random"))
    try:
        store, anna, bert = pair(team)
        store.faults = list(wrong)
        person = anna.person("Samen", alerts="eerst")
        for one in (anna, bert, anna, bert):
            one.person("Meer")
            one.sync(store)
        anna.change(person, alerts="daarna")
        anna.sync(store)
        whole(team, store, 9)
        assert bert.alerts(person) == {"daarna"}
    finally:
        team.close()
