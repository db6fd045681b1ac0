"""Failures 1–17 of SYNC 5 on real servers, each where a server can show it; named by number."""

from __future__ import annotations

import os
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest

from tests.servers.between import Meddler, meddling_with, wire_to
from tests.servers.machines import S3, Sftp, WebDav
from tests.servers.places import HTTP, QUICK, SERVERS, WEBDAV, Server, Store, opened, through, where
from tests.sync.faulty import Fault, FaultyStore, Killed
from tests.sync.team import Colleague, Surroundings, Team, open_vault
from veldwerk.services.store_calls import Interruptible
from veldwerk.services.sync import SyncService
from veldwerk.services.sync_exchange import Stopped
from veldwerk.sync.sealing import Sealing
from veldwerk.sync.stores.background import Patience
from veldwerk.system.ids import SeededIds

SHORT = Patience(once=0.4, whole=0.8, pauses=(0.05,))


@dataclass
class Pair:
    """Two colleagues at a real server who have all of each other, and a new person at each."""

    team: Team
    store: Store
    anna: Colleague
    bert: Colleague

    def whole(self, people: int) -> None:
        """Once all is calm everybody has everything, once."""
        self.team.settle(self.store, 3)
        assert len({one.digest() for one in self.team.everyone}) == 1
        for one in self.team.everyone:
            assert one.vault.read(lambda r: r.counts())["person"] == people
            assert one.status().pending == 0
            assert one.sync(self.store).ok


@contextmanager
def _pair(place: Server, folder: Path) -> Iterator[Pair]:
    store, team = opened(place), Team(folder, int.from_bytes(os.urandom(4)))
    anna, bert = team.hire("Anna"), team.hire("Bert")
    try:
        team.found(anna, store, bert)
        for one in (anna, bert):
            one.person(f"Van{one.actor.name}")
        team.settle(store)
        anna.person("Eerste")
        bert.person("Tweede")
        yield Pair(team, store, anna, bert)
    finally:
        team.close()
        store.close()


@pytest.fixture(params=SERVERS)
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Server, Pair]]:
    place: Server = request.getfixturevalue(request.param)
    with _pair(place, tmp_path) as made:
        yield place, made


@pytest.fixture(params=HTTP)
def meddled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Meddler, Pair]]:
    """A pair that reaches an HTTP server through a proxy."""
    place: Server = request.getfixturevalue(request.param)
    with (
        meddling_with(*where(place)) as meddler,
        _pair(through(place, int(meddler.url.rpartition(":")[2])), tmp_path) as made,
    ):
        yield meddler, made


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_failure_01_an_upload_cut_off_is_never_applied_and_is_mended(
    pair: tuple[Server, Pair], share: float
) -> None:
    place, both = pair
    both.anna.person("Groot", city=os.urandom(20_000).hex())
    with wire_to(*where(place)) as wire:
        cut = opened(through(place, wire.here), QUICK)
        wire.cut_up = 4000 + int(share * 15_000)  # within the changeset, or in the greeting before it
        report = both.anna.sync(cut)
        assert not report.ok
        cut.close()
    before = both.bert.digest()
    both.bert.sync(both.store)
    assert both.bert.digest() == before
    assert both.anna.status().pending == 2
    both.whole(5)


def test_failure_02_a_lost_answer_leaves_one_object(meddled: tuple[Meddler, Pair]) -> None:
    meddler, both = meddled
    meddler.mode, meddler.only = "lost", "/cs/"
    assert not both.anna.sync(both.store).ok or both.anna.status().pending == 0
    meddler.mode = ""
    both.whole(4)
    space = both.anna.service._spaces()[0]
    listed = both.store.list(f"{space.prefix}dev/{space.dev}.{both.anna.inc('casus')}/cs/")
    assert len(listed) == 2


@pytest.mark.parametrize("kind", ["kill-before", "kill-after"])
def test_failure_03_killed_at_a_call_to_the_server(pair: tuple[Server, Pair], kind: str) -> None:
    _, both = pair
    for at in (0, 2, 4, 6):
        dying = FaultyStore(both.store, [Fault(kind, after=at)])  # type: ignore[arg-type]
        both.anna.person(f"Meer{at}")
        with pytest.raises(Killed):
            both.anna.sync(_Plain(dying))
        both.bert.sync(both.store)
    both.whole(8)


class _Plain:
    """Passes every call on; a faulty store over a real one keeps its own hands off the objects."""

    def __init__(self, faulty: FaultyStore) -> None:
        self._faulty = faulty

    def _do(self, call: str, name: str, *data: bytes) -> object:
        fault = self._faulty._fault(call, name)
        return self._faulty._call(call, name, lambda: getattr(self._faulty.inner, call)(name, *data), fault)

    def put(self, name: str, data: bytes) -> None:
        self._do("put", name, data)

    def get(self, name: str) -> bytes | None:
        return self._do("get", name)  # type: ignore[return-value]

    def list(self, prefix: str) -> list[str]:
        return self._do("list", prefix)  # type: ignore[return-value]

    def delete(self, name: str) -> None:
        self._do("delete", name)

    def check(self) -> object:
        return self._faulty.inner.check()


def test_failure_04_a_folder_that_is_not_there_changes_nothing(pair: tuple[Server, Pair]) -> None:
    place, both = pair
    gone = opened(place, folder="/is-er-niet")
    before = both.anna.digest()
    report = both.anna.sync(gone)
    assert [p.code for p in report.spaces[0].problems] == ["store-missing"]
    assert (both.anna.digest(), both.anna.status().pending) == (before, 1)
    gone.close()
    both.whole(4)


def test_failure_05_two_teams_in_one_place_do_not_mix(pair: tuple[Server, Pair], tmp_path: Path) -> None:
    place, both = pair
    (tmp_path / "other").mkdir()
    with _pair(place, tmp_path / "other") as other:
        other.whole(4)
        both.whole(4)
        assert other.anna.digest() != both.anna.digest()


@pytest.mark.parametrize(
    "server", ["webdav_rclone", "webdav_wsgidav", "s3_rclone", "sftp_rclone", "sftp_asyncssh"]
)
def test_failure_08_a_wrong_password_says_so(
    server: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    place: Server = request.getfixturevalue(server)
    wrong = place._replace(secret="fout") if isinstance(place, S3) else place._replace(password="fout")
    with _pair(place, tmp_path) as both:
        store = opened(wrong)
        report = both.anna.sync(store)
        assert {p.code for one in report.spaces for p in one.problems} == {"store-password"}
        assert [line.code for line in store.check().lines] == ["store-password"]
        store.close()
        both.whole(4)


def test_failure_09_a_server_that_falls_silent_is_given_up_or_left(pair: tuple[Server, Pair]) -> None:
    place, both = pair
    with wire_to(*where(place)) as wire:
        wire.silent = True
        quiet = opened(through(place, wire.here), SHORT) if not isinstance(place, Sftp) else None
        if quiet is not None:
            report = both.anna.sync(quiet)
            assert {p.code for one in report.spaces for p in one.problems} == {"store-timeout"}
            quiet.close()
        wire.silent = False
        slow = opened(through(place, wire.here), Patience(once=60, whole=60))
        slow.list("proef/")  # the greeting is over
        wire.silent = True
        looks: list[int] = []

        def look() -> None:
            looks.append(1)
            if len(looks) > 2:
                raise Stopped

        service = SyncService(both.anna.vault, Sealing(), both.anna.clock, both.anna.ids)
        assert service.sync(both.anna.actor, Interruptible(slow, look)).cancelled
        wire.silent = False
        slow.close()
    both.whole(4)


def test_failure_10_an_object_that_never_comes_whole(meddled: tuple[Meddler, Pair]) -> None:
    meddler, both = meddled
    big = both.anna.person("Groot", city=os.urandom(20_000).hex())
    both.anna.sync(both.store)
    meddler.mode, meddler.only = "short", "/cs/"
    meddler.reset()
    report = both.bert.sync(both.store)
    assert not report.ok
    assert both.bert.row(big) is None
    assert sum(1 for method, target in meddler.requests if method == "GET" and "/cs/" in target) <= 8
    meddler.mode = ""
    both.whole(5)


def test_failure_11_a_log_in_page_counts_for_nothing(meddled: tuple[Meddler, Pair]) -> None:
    meddler, both = meddled
    before = both.anna.digest()
    for only in ("", "/cs/", "heads"):
        meddler.mode, meddler.only = "page", only
        report = both.anna.sync(both.store)
        assert {p.code for one in report.spaces for p in one.problems} == {"store-portal"}
        assert both.anna.digest() == before or only == "heads"
        assert both.anna.status().pending == 1
    assert [line.code for line in both.store.check().lines][-1:] != ["store-not-kept"]
    meddler.mode = ""
    both.whole(4)


def test_failure_13_two_copies_of_one_laptop_on_any_server(pair: tuple[Server, Pair], tmp_path: Path) -> None:
    _, both = pair
    anna, team = both.anna, both.team
    team.settle(both.store)
    anna.vault.close()
    (tmp_path / "clone.db").write_bytes((tmp_path / "1.db").read_bytes())
    around = Surroundings(anna.clock, anna.ids)
    anna.vault = open_vault(tmp_path / "1.db", around, key=anna.vault.key)
    anna.__post_init__()
    ids = SeededIds(int.from_bytes(os.urandom(4)), anna.clock)
    vault = open_vault(tmp_path / "clone.db", replace(around, ids=ids), key=anna.vault.key)
    clone = Colleague(vault, anna.actor, anna.clock, ids)
    team.everyone.append(clone)
    anna.person("NaHetKopieren")
    clone.person("OpDeKopie")
    anna.sync(both.store)
    space = anna.service._spaces()[0]
    folder = f"{space.prefix}dev/{space.dev}.{anna.inc('casus')}/cs/"
    clone.sync(both.store)
    for name in both.store.list(folder):
        data = both.store.get(name)
        assert data is not None
        assert sha256(data).hexdigest()[:8] == name[-12:-4]
    assert clone.inc("casus") != anna.inc("casus")
    both.whole(6)


@pytest.mark.parametrize("server", WEBDAV)
def test_failure_15_foreign_files_are_left_alone(
    server: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    place: WebDav = request.getfixturevalue(server)
    with _pair(place, tmp_path) as both:
        prefix = both.anna.service._spaces()[0].prefix
        names = (
            "heads/desktop.ini",
            "heads/x%20(conflicted%20copy).vwh",
            "heads/.syncthing.x.tmp",
            "members/x.txt",
        )
        login = b64encode(f"{place.user}:{place.password}".encode()).decode()
        for name in names:
            asked = urllib.request.Request(f"{place.url}/{prefix}{name}", b"", method="PUT")
            asked.add_header("Authorization", f"Basic {login}")
            urllib.request.urlopen(asked, timeout=30).close()
        assert all(one.sync(both.store).ok for one in both.team.everyone)
        both.whole(4)


def test_failure_16_nothing_to_do_costs_two_requests_and_little(meddled: tuple[Meddler, Pair]) -> None:
    meddler, both = meddled
    both.whole(4)
    meddler.reset()
    assert both.anna.sync(both.store).ok
    assert len(meddler.requests) <= 2
    assert meddler.up + meddler.down <= 100_000
    for n in range(50):
        both.anna.person(f"Meer{n}")
    both.anna.sync(both.store)
    meddler.reset()
    assert both.bert.sync(both.store).received == 50
    assert sum(1 for method, _ in meddler.requests if method in ("GET", "PROPFIND")) <= 10


def test_failure_17_a_proxy_that_packs_and_changes_tags_has_no_effect(meddled: tuple[Meddler, Pair]) -> None:
    meddler, both = meddled
    meddler.mode = "retag"
    assert all(report.ok for report in both.team.settle(both.store, 3))
    both.whole(4)
