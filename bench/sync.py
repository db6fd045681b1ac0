"""Visits to a folder store and on into a second vault; bytes and requests counted by a store that wraps the folder.

The reference is the plainest exchange there is: each visit a JSON file, flushed and renamed, read again by the other.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure, room
from veldwerk.app.knowledge import Knowledge, load_knowledge
from veldwerk.app.workplace import Profile, Workplace, create_workplace
from veldwerk.domain.changes import Action, Op, Stamp
from veldwerk.domain.records import to_row
from veldwerk.domain.visits import Visit
from veldwerk.services.access import Role
from veldwerk.services.ports import Writer
from veldwerk.services.sync_ports import ObjectStore, StoreCheck
from veldwerk.sync.stores.folder import FolderStore
from veldwerk.system import paths

WORDS = (
    "samen", "gewandeld", "koffie", "dochter", "zondag", "tuin", "gordijn", "buurman", "avond", "lang", "bellen", "week",
    "arts", "trap", "sleutel", "hond", "krant", "radio", "kerk", "markt", "bril", "pijn", "lacht", "stil", "foto",
    "vroeger", "man", "zus", "verhuisd", "taxi", "kaarten", "zingen", "koken", "alleen", "plan", "wens",
)  # fmt: skip
BATCH = 20
"""Visits in one edit: about a week of one worker."""


@dataclass
class Counting:
    """A store that counts requests and bytes."""

    inner: ObjectStore
    requests: int = 0
    up: int = 0
    down: int = 0

    def put(self, name: str, data: bytes) -> None:
        self.requests += 1
        self.up += len(data)
        self.inner.put(name, data)

    def get(self, name: str) -> bytes | None:
        self.requests += 1
        data = self.inner.get(name)
        self.down += len(data or b"")
        return data

    def list(self, prefix: str) -> list[str]:
        self.requests += 1
        names = self.inner.list(prefix)
        self.down += sum(len(name) + 1 for name in names)
        return names

    def delete(self, name: str) -> None:
        self.requests += 1
        self.inner.delete(name)

    def check(self) -> StoreCheck:
        return self.inner.check()


def worker(folder: Path, name: str, knowledge: Knowledge) -> Workplace:
    """A nurse with an empty vault."""
    profile = Profile("", name, Role.NURSE, "Wijkteam De Linde", practice=True)
    work, _ = create_workplace(
        folder / f"{name}.vault", "vier rustige eenden", profile, knowledge=knowledge, publish_forms=False
    )
    return work


def make_visits(work: Workplace, count: int) -> list[Visit]:
    """So many visits with a text each."""
    ids = work.ids
    chance = random.Random(count)
    people = [ids.new_id() for _ in range(max(1, count // 20))]
    return [
        Visit(id=ids.new_id(), person_id=people[n % len(people)], status="uitgevoerd", outcome="verwijzing",
              visitor=work.profile.worker, planned_on=work.clock.today(), finished_at=work.clock.now(),
              agreements=" ".join(chance.choices(WORDS, k=25)))
        for n in range(count)
    ]  # fmt: skip


def write(work: Workplace, visits: list[Visit]) -> None:
    """A week at a time, a transaction each."""
    for start in range(0, len(visits), BATCH):

        def job(writer: Writer, part: list[Visit] = visits[start : start + BATCH]) -> None:
            for visit in part:
                stamp = Stamp(writer.next_hlc(), work.vault.device, work.profile.worker)
                fields = {name: value for name, value in to_row(visit).items() if value not in (None, "", {})}
                writer.apply(
                    [Op("visit", visit.id, Action.ADD, fields, stamp, "casus")], edit=work.ids.new_id()
                )

        work.vault.write(job)


def plainly(folder: Path, visits: list[Visit]) -> tuple[float, int]:
    """Seconds and bytes of a JSON file a visit, written safely and read again."""
    begin, total = time.perf_counter(), 0
    for visit in visits:
        data = json.dumps({"id": visit.id, **to_row(visit)}).encode()
        part = folder / f"{visit.id}.tmp"
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(folder / f"{visit.id}.json")
        total += len(data)
    for path in folder.glob("*.json"):
        json.loads(path.read_bytes())
    return time.perf_counter() - begin, total


def seconds(work: Workplace, store: ObjectStore) -> float:
    """One sync."""
    begin = time.perf_counter()
    report = work.sync.sync(work.actor, store)
    assert report.ok, report
    return time.perf_counter() - begin


def measure(quick: bool) -> Iterator[Figure]:
    """Send, receive, and a sync with nothing to do."""
    count = 500 if quick else 10_000
    knowledge = load_knowledge(paths.resources())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("a", "b", "store", "plain"):
            (folder / part).mkdir()
        store = Counting(FolderStore(folder / "store"))
        with worker(folder / "a", "anna", knowledge) as anna, worker(folder / "b", "bert", knowledge) as bert:
            anna.sync.found(anna.actor, store, ["casus"])
            request = bert.sync.request(bert.actor)
            bert.sync.join(bert.actor, anna.sync.invite(anna.actor, store, request, ["casus"]))
            visits = make_visits(anna, count)
            write(anna, visits)
            store.up = store.down = store.requests = 0
            sent = seconds(anna, store)
            up, received = store.up, seconds(bert, store)
            for _ in range(2):  # so that both have told the other how far they are
                seconds(anna, store), seconds(bert, store)
            assert anna.vault.read(lambda r: r.digest("casus")) == bert.vault.read(
                lambda r: r.digest("casus")
            )
            total = store.up + store.down
            store.up = store.down = store.requests = 0
            idle = seconds(bert, store)
        plain, size = plainly(folder / "plain", visits)
    against = "a flushed JSON file a visit"
    yield Figure(f"sync: {count:,} visits sent and received", sent + received, "s", plain, against)
    yield Figure("sync: bytes up a visit", up / count, "B", size / count, against)
    yield Figure("sync: bytes up and down a visit, all in all", total / count, "B", 2 * size / count, against)
    yield Figure("sync: nothing to do, requests a space", store.requests, "", most=2)
    yield Figure("sync: nothing to do, bytes", store.up + store.down, "B", most=100_000)
    yield Figure("sync: nothing to do, seconds", idle, "s")


if __name__ == "__main__":
    room(measure)
