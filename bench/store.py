"""The vault against the same code on plain SQLite: saving, searching, lists, months, bytes."""

from __future__ import annotations

import contextlib
import json
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from sqlcipher3 import dbapi2 as dbapi

from bench.figures import Figure, p50, p95, room, timed
from veldwerk.domain.changes import Action, Op, Stamp
from veldwerk.domain.people import Person
from veldwerk.domain.records import to_row
from veldwerk.domain.social_map import Service
from veldwerk.domain.visits import Answers, Visit
from veldwerk.store import driver
from veldwerk.store.vault import OpenVault, Surroundings, create, open_vault
from veldwerk.store.writing import VaultWriter
from veldwerk.system.clock import SystemClock
from veldwerk.system.ids import SystemIds

BATCH = 5000
PASSPHRASE = "bench bench"
ROUNDS = 12
SYLLABLES = (
    "van", "der", "berg", "de", "jong", "hof", "ster", "kerk", "wil", "ma", "ri", "an", "ne", "zon", "dijk", "laan",
    "plas", "veld", "en", "ter", "ik", "os",
)  # fmt: skip


def word(chance: random.Random) -> str:
    """A made-up name."""
    return "".join(chance.choices(SYLLABLES, k=3)).capitalize()


@contextmanager
def plain() -> Iterator[None]:
    """The same driver without a key: what encryption costs is what is left of the difference."""
    whole = driver.connect

    class Unkeyed:
        def __init__(self, connection: driver.Connection) -> None:
            self._connection = connection

        def __getattr__(self, name: str) -> object:
            return getattr(self._connection, name)

        def set_key(self, _: str) -> None:
            pass

    open_ = dbapi.connect
    with mock.patch.object(dbapi, "connect", lambda *a, **k: Unkeyed(open_(*a, **k))):
        assert driver.connect is whole
        yield


def fill(vault: OpenVault, people: int, visits: int, chance: random.Random) -> tuple[list[str], float, int]:
    """People with visits; gives person ids, seconds of applying, and bytes of the visits as JSON."""
    ids = vault.around.ids
    persons = [
        Person(id=ids.new_id(), given_name=word(chance), family_name=word(chance), street=word(chance), area="Noord",
               birth_date=None, city=word(chance))
        for _ in range(people)
    ]  # fmt: skip
    rows: list[tuple[str, str, dict[str, object]]] = [("person", p.id, filled(to_row(p))) for p in persons]
    size = 0
    for person in persons:
        for n in range(visits):
            day = f"20{20 + n % 6}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
            visit = Visit(id=ids.new_id(), person_id=person.id, status="uitgevoerd", outcome="verwijzing",
                          visitor="w1", agreements=" ".join(word(chance) for _ in range(25)))  # fmt: skip
            row = filled({**to_row(visit), "planned_on": day, "finished_at": f"{day}T10:00:00+01:00"})
            rows.append(("visit", visit.id, row))
            answers = Answers(id=ids.new_id(), visit_id=visit.id, person_id=person.id, form="huisbezoek75",
                              form_version="2026-01", values=answered(chance))  # fmt: skip
            rows.append(("answers", answers.id, filled(to_row(answers))))
    for _, record, row in rows:
        size += len(json.dumps({"id": record, **row}))
    spent = 0.0
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]

        def job(writer: VaultWriter, part: list[tuple[str, str, dict[str, object]]] = part) -> float:
            ops = [
                Op(kind, record, Action.ADD, row, Stamp(writer.next_hlc(), vault.device, "w1"), "casus")
                for kind, record, row in part
            ]
            begin = time.perf_counter()
            writer.apply(ops, edit=ids.new_id())
            return time.perf_counter() - begin

        spent += vault.write(job)
    return [p.id for p in persons], spent, size


def answered(chance: random.Random) -> dict[str, object]:
    """A filled form: 40 questions with codes, two of them with words."""
    values: dict[str, object] = {
        f"/data/groep_{n // 8}/vraag_{n}": f"keuze_{chance.randint(1, 5)}" for n in range(40)
    }
    return {
        **values,
        "/data/bijzonder": " ".join(word(chance) for _ in range(12)),
        "/data/wens": word(chance),
    }


def filled(row: dict[str, object]) -> dict[str, object]:
    """Without empty fields, as services write a new record."""
    return {name: value for name, value in row.items() if value not in (None, "", {})}


def save(vault: OpenVault, person: str, text: str) -> None:
    """One answer, durable and logged."""

    def job(writer: VaultWriter) -> None:
        stamp = Stamp(writer.next_hlc(), vault.device, "w1")
        writer.apply([Op("person", person, Action.SET, {"city": text}, stamp, "casus")], edit="e")

    vault.write(job)


def asked(vault: OpenVault, persons: list[str], chance: random.Random) -> dict[str, list[float]]:
    """Milliseconds by name."""
    month = {
        "start": "2025-03-01", "end": "2025-04-01", "passed": "2025-04-01",
        "year": "2025-01-01", "reference": "2025-03-31",
        "born": "1950-03-31", "checked": "2024-10-01",
    }  # fmt: skip
    read = vault.read

    def search(kind: str) -> None:
        read(lambda r: r.search(kind, word(chance)[: chance.randint(1, 5)]))

    return {
        "save": timed(lambda: save(vault, chance.choice(persons), word(chance)), 40),
        "search people": timed(lambda: search("person"), 50),
        "search services": timed(lambda: search("service"), 50),
        "list": timed(lambda: read(lambda r: r.query("people_list", area="", limit=200, ids=[])), 5),
        "timeline": timed(lambda: read(lambda r: r.query("timeline", person=chance.choice(persons))), 20),
        "today": timed(lambda: read(lambda r: r.query("today_visits", worker="w1", day="2025-03-01")), 10),
        "month": timed(lambda: read(lambda r: r.query("month_figures", **month)), 2),
    }


def add_services(vault: OpenVault, count: int, chance: random.Random) -> None:
    """A social map."""

    def job(writer: VaultWriter) -> None:
        new_id = vault.around.ids.new_id
        for _ in range(count):
            about = " ".join(word(chance) for _ in range(15))
            one = Service(id=new_id(), name=word(chance), organization_name=word(chance), description=about)
            stamp = Stamp(writer.next_hlc(), vault.device, "w1")
            writer.apply(
                [Op("service", one.id, Action.ADD, filled(to_row(one)), stamp, "kaart")], edit=new_id()
            )

    vault.write(job)


def cpu_of_saving(vault: OpenVault, persons: list[str]) -> float:
    """Milliseconds of processor a save, all threads: the disk of a busy machine would drown the difference."""
    chance = random.Random(9)
    begin = time.process_time()
    for _ in range(200):
        save(vault, chance.choice(persons), word(chance))
    return (time.process_time() - begin) * 1000 / 200


def cpu_wiped(path: Path, persons: list[str]) -> float:
    """The same as real vaults do it, memory locked and wiped; last, for it stays on in this process."""
    clock = SystemClock()
    with open_vault(path, Surroundings(clock, SystemIds(clock)), passphrase=PASSPHRASE) as vault:
        return cpu_of_saving(vault, persons)


@dataclass(frozen=True, slots=True)
class Filled:
    """A vault with its people, the seconds that applying took, its bytes and those of the same as JSON."""

    vault: OpenVault
    persons: list[str]
    spent: float
    stored: int
    size: int


def filled_vault(path: Path, people: int, visits: int, *, keyed: bool) -> Filled:
    """A vault, or the same on plain SQLite."""
    clock = SystemClock()
    around = Surroundings(clock, SystemIds(clock), wipe_memory=False)
    with contextlib.nullcontext() if keyed else plain():
        vault, _ = create(path, PASSPHRASE, around, spaces=["casus", "kaart"])
        empty = pages(vault)
        persons, spent, size = fill(vault, people, visits, random.Random(7))
        stored = pages(vault) - empty
        add_services(vault, people, random.Random(8))
    with path.open("rb") as file:
        assert (file.read(15) == b"SQLite format 3") != keyed
    return Filled(vault, persons, spent, stored, size)


def pages(vault: OpenVault) -> int:
    """Bytes of the database."""
    return int(vault.raw(lambda c: c.execute("PRAGMA page_count").fetchone()[0])) * driver.PAGE_BYTES


def measure(quick: bool) -> Iterator[Figure]:
    """Both vaults filled alike, then asked in turn, so that a busy moment hits both."""
    people, visits = (150, 4) if quick else (5000, 20)
    found: dict[str, dict[str, list[float]]] = {"plain": {}, "vault": {}}
    with tempfile.TemporaryDirectory() as folder:
        vaults = {
            name: filled_vault(Path(folder) / f"{name}.vault", people, visits, keyed=name == "vault")
            for name in found
        }
        for turn in range(3 if quick else ROUNDS):
            for name, one in vaults.items():
                for work, times in asked(one.vault, one.persons, random.Random(turn)).items():
                    found[name].setdefault(work, []).extend(times)
        ours, bare = vaults["vault"], vaults["plain"]
        cpu, cpu_bare = (cpu_of_saving(one.vault, one.persons) for one in (ours, bare))
        for one in vaults.values():
            one.vault.close()
        wiped = cpu_wiped(ours.vault.path, ours.persons)
    each, count = people * (1 + 2 * visits) / 1000, people * visits
    yield Figure("store: apply a record in bulk", ours.spent / each, "ms", bare.spent / each, PLAIN)
    stored, size = ours.stored / count, ours.size / count
    yield Figure("store: bytes a visit, log included", stored, "B", size, "its JSON", 2.0)
    for work, times in found["vault"].items():
        most, worst = REACH.get(work, (None, None))
        yield Figure(f"store: {work}, median", p50(times), "ms", p50(found["plain"][work]), PLAIN, most)
        if worst is not None:
            yield Figure(f"store: {work}, p95", p95(times), "ms", most=worst)
    yield Figure("store: save, processor", cpu, "ms", cpu_bare, PLAIN, 2.0)
    yield Figure("store: save, processor, memory wiped as in use", wiped, "ms", cpu_bare, PLAIN, 2.0)


PLAIN = "the same on plain SQLite"
REACH: dict[str, tuple[float | None, float | None]] = {
    "save": (2.0, None),
    "search people": (2.0, 30.0),
    "search services": (2.0, 30.0),
    "today": (None, 100.0),
    "month": (None, 1000.0),
}
"""Work to at most so many times plain, and a limit of its own in ms (DESIGN 11)."""

if __name__ == "__main__":
    room(measure)
