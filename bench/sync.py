"""Visits to a WebDAV server (Apache, where it is installed) and on into a second vault, bytes counted on the wire.

Beside PouchDB → pouchdb-server in the same run. Joplin with end-to-end encryption does not build from npm everywhere;
its figure was measured before, 1,000 notes, and is multiplied.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bench import sync_peers, sync_visits
from bench.figures import Figure, p95, room
from bench.sync_crowd import CHANGESETS, DEVICES, crowd
from bench.sync_visits import edited, make_visits, worker, write
from bench.sync_wire import Counted, counted
from tests.servers.machines import apache
from veldwerk.app.knowledge import Knowledge, load_knowledge
from veldwerk.app.workplace import Workplace
from veldwerk.domain.changes import Action
from veldwerk.services.sync_ports import ObjectStore
from veldwerk.sync.stores.folder import FolderStore
from veldwerk.sync.stores.webdav import WebDavStore
from veldwerk.system import paths

JOPLIN_A_NOTE = 0.0393
"""Seconds, Joplin 3.5.1 with encryption over WebDAV, there and back (1,000 notes)."""
POUCH = "PouchDB → pouchdb-server"


def seconds(work: Workplace, store: ObjectStore) -> float:
    """One sync."""
    begin = time.perf_counter()
    report = work.sync.sync(work.actor, store)
    assert report.ok, report
    return time.perf_counter() - begin


def team(anna: Workplace, bert: Workplace, store: ObjectStore) -> None:
    """Both share one space."""
    anna.sync.found(anna.actor, store, ["casus"])
    bert.sync.join(bert.actor, anna.sync.invite(anna.actor, store, bert.sync.request(bert.actor), ["casus"]))


class Memory:
    """The most memory of this process while it runs, in bytes above its beginning."""

    def __enter__(self) -> Memory:
        self._over, self.most = threading.Event(), 0
        self._start = _resident()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def _look(self) -> None:
        while not self._over.wait(0.01):
            self.most = max(self.most, _resident() - self._start)

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()


def _resident() -> int:
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * 4096 if status.exists() else 0


def measure(quick: bool) -> Iterator[Figure]:
    """Send, receive, edit, and syncs with nothing to do."""
    count = 500 if quick else 10_000
    knowledge = load_knowledge(paths.resources())
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for name in ("a", "b", "c", "d", "apache"):
            (folder / name).mkdir()
        try:
            server = stack.enter_context(apache(folder / "apache"))
        except pytest.skip.Exception as why:
            print(f"sync: not measured, {why}")
            return
        wire = stack.enter_context(counted(int(server.url.rpartition(":")[2])))
        store = WebDavStore(f"http://127.0.0.1:{wire.port}")
        anna = stack.enter_context(worker(folder / "a", "anna", knowledge))
        bert = stack.enter_context(worker(folder / "b", "bert", knowledge))
        yield from _course(anna, bert, store, wire, count)
        yield from _saving(folder, knowledge, 1000 if quick else 20_000)
        yield from _nothing(anna, store, wire, *((5, 70) if quick else (DEVICES, CHANGESETS)))
        store.close()


def _course(
    anna: Workplace, bert: Workplace, store: ObjectStore, wire: Counted, count: int
) -> Iterator[Figure]:
    team(anna, bert, store)
    visits = make_visits(anna, count)
    write(anna, visits)
    peer = sync_peers.pouchdb(sync_visits.rows(visits)) if sync_peers.ready() else {}
    none = (0.0, 0, 0)
    push, pull = peer.get("push", none), peer.get("pull", none)
    wire.taken()
    with Memory() as sending:
        sent = seconds(anna, store)
    up = wire.taken()
    with Memory() as receiving:
        received = seconds(bert, store)
    down = wire.taken()
    whole, theirs = sum(up) + sum(down), sum(push[1:]) + sum(pull[1:])
    yield Figure(
        f"sync: {count:,} visits there and back",
        sent + received,
        "s",
        push[0] + pull[0] or None,
        POUCH,
        times_faster=3,
    )
    joplin = JOPLIN_A_NOTE * count
    yield Figure(
        "sync: the same", sent + received, "s", joplin, "Joplin E2EE, noted, multiplied", times_faster=20
    )
    yield Figure("sync: bytes up", up[0] / 1e6, "MB", push[1] / 1e6 or None, POUCH, times_most=0.25)
    yield Figure(
        "sync: bytes in all, both devices", whole / 1e6, "MB", theirs / 1e6 or None, POUCH, times_most=0.5
    )
    yield Figure("sync: first sync of a new laptop", received, "s", pull[0] or None, POUCH)
    yield Figure("sync: memory above idle, the most", max(sending.most, receiving.most) / 1e6, "MB", most=150)
    for _ in range(2):  # so that both have told the other how far they are
        seconds(anna, store), seconds(bert, store)
    write(anna, edited(visits[:50]), Action.SET)
    wire.taken()
    took = seconds(anna, store) + seconds(bert, store)
    moved = sum(wire.taken())
    back, forth = peer.get("push-50", none), peer.get("pull-50", none)
    yield Figure("sync: 50 edits there and back", took, "s", back[0] + forth[0] or None, POUCH)
    yield Figure(
        "sync: 50 edits, bytes in all",
        moved / 1e3,
        "kB",
        (sum(back[1:]) + sum(forth[1:])) / 1e3 or None,
        POUCH,
    )
    assert anna.vault.read(lambda r: r.digest("casus")) == bert.vault.read(lambda r: r.digest("casus"))


def _saving(folder: Path, knowledge: Knowledge, count: int) -> Iterator[Figure]:
    """Saves of a worker while a large sync comes in."""
    (folder / "store").mkdir()
    store = FolderStore(folder / "store")
    with worker(folder / "c", "carla", knowledge) as carla, worker(folder / "d", "dirk", knowledge) as dirk:
        team(carla, dirk, store)
        write(carla, make_visits(carla, count))
        seconds(carla, store)
        syncing = threading.Thread(target=seconds, args=(dirk, store))
        mine = make_visits(dirk, 2000)
        times: list[float] = []
        syncing.start()
        for visit in mine:
            if not syncing.is_alive():
                break
            begin = time.perf_counter()
            write(dirk, [visit])
            times.append((time.perf_counter() - begin) * 1000)
            time.sleep(0.02)
        syncing.join()
    yield Figure(f"sync: save during a sync of {count:,} changes, p95", p95(times), "ms", most=60)


def _nothing(
    anna: Workplace, store: ObjectStore, wire: Counted, devices: int, changesets: int
) -> Iterator[Figure]:
    """A sync with nothing to do among all that a large team left."""
    crowd(anna, store, devices, changesets)
    wire.taken()
    first = seconds(anna, store)
    learned = sum(wire.taken())
    for _ in range(2):
        seconds(anna, store)
    wire.taken()
    took = seconds(anna, store)
    moved = sum(wire.taken())
    what = f"{devices * changesets:,} changesets of {devices} devices"
    yield Figure(f"sync: nothing to do, {what}", moved / 1e3, "kB", most=100)
    yield Figure("sync: the same", took, "s")
    yield Figure("sync: learning the heads of that team", learned / 1e3, "kB")
    yield Figure("sync: the same", first, "s")
    each = moved / 1e3 / devices
    yield Figure("sync: devices a space bears within 100 kB for nothing", 100 / each, "")


if __name__ == "__main__":
    room(measure)
