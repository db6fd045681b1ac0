"""Generated colleagues with real vaults, for the tests of sync."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from veldwerk.domain.people import Person, PersonCare
from veldwerk.services.access import Actor, Role
from veldwerk.services.edits import Edits, Save, load
from veldwerk.services.sync import SyncService
from veldwerk.services.sync_course import Course
from veldwerk.services.sync_ports import ObjectStore, StoreCheck
from veldwerk.services.sync_state import SpaceStatus, State, SyncReport
from veldwerk.store.slots import slots_path
from veldwerk.store.vault import OpenVault, Surroundings, create, open_vault
from veldwerk.sync.sealing import Sealing
from veldwerk.system.clock import SetClock
from veldwerk.system.ids import SeededIds

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WORDS = {"Annie": "Zonnebloemstraat", "Bert": "Papaverweg"}


@dataclass
class Colleague:
    """A worker with an open vault. `write` makes people and notes, `sync` exchanges."""

    vault: OpenVault
    actor: Actor
    clock: SetClock
    ids: SeededIds
    course: Course | None = None
    service: SyncService = field(init=False)
    edits: Edits = field(init=False)

    def __post_init__(self) -> None:
        self.service = SyncService(self.vault, Sealing(), self.clock, self.ids, self.course)
        self.edits = Edits(self.vault, self.ids)

    def person(self, name: str = "Annie", **fields: object) -> str:
        """A new person; gives the id."""
        record = Person(id=self.ids.new_id(), given_name=name, street="Zonnebloemstraat", **fields)
        self.edits.save(self.actor, "new", [Save(None, record)])
        return record.id

    def care(self, person: str, note: str) -> str:
        """Health data of a person, in `zorg`."""
        record = PersonCare(id=self.ids.new_id(), person_id=person, bsn="999999990", health_note=note)
        self.edits.save(self.actor, "care", [Save(None, record)])
        return record.id

    def change(self, person: str, **fields: object) -> None:
        from dataclasses import replace

        self.clock.advance(timedelta(seconds=1))
        before = self.vault.read(lambda r: load(r, Person, person))
        self.edits.save(self.actor, "change", [Save(before, replace(before, **fields))])

    def row(self, person: str) -> Mapping[str, object] | None:
        return self.vault.read(lambda r: r.get("person", person))

    def alerts(self, person: str) -> set[str]:
        """All living versions of the note `alerts`."""
        versions = self.vault.read(lambda r: r.note_versions("person", person, "alerts"))
        return {version.text for version in versions}

    def digest(self, space: str = "casus") -> str:
        return self.vault.read(lambda r: r.digest(space))

    def inc(self, space: str) -> str:
        """The incarnation of our stream in a space."""
        state = self.vault.read(lambda r: r.meta(f"sync/{space}/state"))
        return State.from_bytes(state).inc

    def sync(self, store: ObjectStore) -> SyncReport:
        return self.service.sync(self.actor, store)

    def status(self, space: str = "casus") -> SpaceStatus:
        return next(one for one in self.service.status(self.actor) if one.space == space)


_TEMPLATE: dict[str, bytes] = {}


def fresh_vault(path: Path, around: Surroundings, spaces: list[str]) -> OpenVault:
    """A new vault with its own device name: a copy of one template, so that keys are derived only once."""
    if not _TEMPLATE:
        made, _ = create(path, "demo-demo", around, spaces=[])
        _TEMPLATE["key"] = made.key
        made.close()
        _TEMPLATE["file"], _TEMPLATE["slots"] = path.read_bytes(), slots_path(path).read_bytes()
    slots_path(path).write_bytes(_TEMPLATE["slots"])
    path.write_bytes(_TEMPLATE["file"])
    vault = open_vault(path, around, key=_TEMPLATE["key"])
    vault.write(lambda w: w.set_meta("device", around.ids.random_bytes(8).hex().encode()))
    for space in spaces:
        vault.write(lambda w, s=space: w.join_space(s))
    vault.close()
    return open_vault(path, around, key=_TEMPLATE["key"])


class Team:
    """Makes colleagues and lets them into spaces; closes their vaults at the end."""

    def __init__(self, folder: Path, seed: int = 0, course: Course | None = None) -> None:
        """Another `seed` gives other space ids, for servers that keep what earlier tests wrote."""
        self._folder, self._seed, self._course = folder, seed * 1000, course
        self.everyone: list[Colleague] = []

    def hire(self, name: str, role: Role = Role.NURSE, offset: timedelta = timedelta()) -> Colleague:
        number = len(self.everyone) + 1
        clock = SetClock(START + offset)
        ids = SeededIds(self._seed + number, clock)
        actor = Actor(f"worker-{number}", name, role, "org-1")
        spaces = [space.value for space in actor.spaces]
        vault = fresh_vault(self._folder / f"{number}.db", Surroundings(clock, ids), spaces)
        one = Colleague(vault, actor, clock, ids, self._course)
        self.everyone.append(one)
        return one

    def copy_of(self, one: Colleague) -> Colleague:
        """A copy of the disk of `one`, opened beside it; not among `everyone` until it is put there."""
        path = self._folder / "kopie.db"
        one.vault.close()
        path.write_bytes(one.vault.path.read_bytes())
        one.vault = open_vault(one.vault.path, one.vault.around, key=one.vault.key)
        one.__post_init__()
        ids = SeededIds(99, one.clock)
        vault = open_vault(path, Surroundings(one.clock, ids), key=one.vault.key)
        return Colleague(vault, one.actor, one.clock, ids, one.course)

    def found(
        self, founder: Colleague, store: ObjectStore, *others: Colleague, spaces: str = "casus"
    ) -> None:
        """`founder` founds `spaces` and lets `others` into those of their role."""
        labels = spaces.split()
        founder.service.found(founder.actor, store, labels)
        for one in others:
            mine = [label for label in labels if label in one.vault.spaces]
            request = one.service.request(one.actor)
            invitation = founder.service.invite(founder.actor, store, request, mine)
            one.service.join(one.actor, invitation)

    def let_in(self, admin: Colleague, store: ObjectStore, one: Colleague, role: str = "member") -> None:
        """One more device in `casus`."""
        request = one.service.request(one.actor)
        one.service.join(one.actor, admin.service.invite(admin.actor, store, request, ["casus"], role))

    def settle(self, store: ObjectStore, rounds: int = 2) -> list[SyncReport]:
        """Everybody syncs in turn, `rounds` times; the reports of the last round."""
        reports: list[SyncReport] = []
        for _ in range(rounds):
            reports = [one.sync(store) for one in self.everyone]
        return reports

    def close(self) -> None:
        for one in self.everyone:
            one.vault.close()


@dataclass
class CountingStore:
    """Notes every call as (call, name)."""

    inner: ObjectStore
    calls: list[tuple[str, str]] = field(default_factory=list)

    def put(self, name: str, data: bytes) -> None:
        self.calls.append(("put", name))
        self.inner.put(name, data)

    def get(self, name: str) -> bytes | None:
        self.calls.append(("get", name))
        return self.inner.get(name)

    def list(self, prefix: str) -> list[str]:
        self.calls.append(("list", prefix))
        return self.inner.list(prefix)

    def delete(self, name: str) -> None:
        self.calls.append(("delete", name))
        self.inner.delete(name)

    def check(self) -> StoreCheck:
        return self.inner.check()


def dev_of(one: Colleague, name: str) -> str:
    """The device of the colleague called `name`, as `one` knows it."""
    return next(m.dev for m in one.service.members(one.actor)[0].members if m.person.name == name)


def two_with_news(team: Team, store: ObjectStore) -> tuple[Colleague, Colleague]:
    """Two colleagues who have everything of each other, and one new person at each."""
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    for one in (anna, bert):
        one.person(f"Van{one.actor.name}", alerts=f"notitie van {one.actor.name}")
    team.settle(store)
    anna.person("Eerste")
    bert.person("Tweede")
    return anna, bert
