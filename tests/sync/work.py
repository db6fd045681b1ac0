"""A small team with real vaults over two stores, and what each of them does at the own laptop on a random day."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from tests.sync.faulty import FaultyStore
from tests.sync.team import START, Colleague, Team
from tests.sync.truth import NOTES, Key, Truth, everything
from veldwerk.domain.errors import UserError
from veldwerk.domain.people import Person
from veldwerk.domain.visits import Visit
from veldwerk.services.access import Actor, Role
from veldwerk.services.edits import Save, load
from veldwerk.services.kit import Kit
from veldwerk.services.sync_conflicts import Conflicts
from veldwerk.services.sync_course import Course, Limits
from veldwerk.store.vault import Surroundings, open_vault
from veldwerk.sync.stores.memory import MemoryStore
from veldwerk.system.clock import SetClock
from veldwerk.system.ids import SeededIds

LIMITS = Limits(join_after=4, join=3, snapshot_ops=15, snapshot_bytes=2000)
MOST = 6
SKEWS = (0, -400, 90, 400, -1, 0)
"""Days that the clock of each vault is off."""
KINDS = {"person": Person, "visit": Visit}


@dataclass
class Template:
    """A team that has founded `casus` on both stores, as bytes, so that a day begins at once. All of them have two
    people and a visit."""

    vaults: list[bytes]
    key: bytes
    stores: list[dict[str, bytes]]


_TEMPLATES: dict[int, Template] = {}


def ram() -> str | None:
    """A folder in memory where there is one: a day writes much and keeps nothing."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def template(count: int) -> Template:
    """`count` colleagues of whom the first two are administrators; made once."""
    if count not in _TEMPLATES:
        with tempfile.TemporaryDirectory(dir=ram()) as folder:
            team, stores = Team(Path(folder)), (MemoryStore(), MemoryStore())
            everyone = [team.hire(f"Collega{n}") for n in range(count)]
            team.found(everyone[0], stores[0], *everyone[2:])
            team.let_in(everyone[0], stores[0], everyone[1], "admin")
            people = [everyone[n].person(f"Persoon{n}", alerts=f"eerst {n}") for n in (0, 1)]
            visit = Visit(id=everyone[2].ids.new_id(), person_id=people[0], agreements="eerst 2")
            everyone[2].edits.save(everyone[2].actor, "visit", [Save(None, visit)])
            team.settle(stores[0], 3)
            everyone[0].service.found(everyone[0].actor, stores[1], ["casus"])
            team.close()
            vaults = [one.vault.path.read_bytes() for one in everyone]
            _TEMPLATES[count] = Template(vaults, everyone[0].vault.key, [store.objects for store in stores])
    return _TEMPLATES[count]


class OnceStore(FaultyStore):
    """Notices when a name is given other bytes than it had (I1)."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.first: dict[str, bytes] = {}
        self.away: dict[str, bytes] = {}

    def put(self, name: str, data: bytes) -> None:
        assert self.first.setdefault(name, data) == data, f"{name} got two contents"
        super().put(name, data)


@dataclass
class Member(Colleague):
    """`number` is the vault, not the person: a clone is another number of the same device."""

    number: int = 0
    copy: bytes = b""
    clone: bool = False
    damaged: bool = False

    @cached_property
    def dev(self) -> str:
        """The name of this device, once it is a member."""
        return self.service._spaces()[0].dev


@dataclass
class Work:
    """What people do at their own laptop. `everyone` still has a vault; `truth` knows what they wrote."""

    folder: Path
    count: int
    everyone: list[Member] = field(default_factory=list)
    stores: list[OnceStore] = field(default_factory=list)
    truth: Truth = field(default_factory=Truth)
    records: list[Key] = field(default_factory=list)
    turn: int = 0
    apart: str = ""
    revoked: int = 0

    def __post_init__(self) -> None:
        made = template(self.count)
        for number, data in enumerate(made.vaults):
            self._open(
                number, data, made.key, Actor(f"worker-{number + 1}", f"Collega{number}", Role.NURSE, "org-1")
            )
        for objects in made.stores:
            self.stores.append(OnceStore())
            self.stores[-1].inner.objects = dict(objects)
        known = everything(self.everyone[0].vault)
        self.truth.wrote(-1, known, {}, frozenset())
        self.records = [(line.op.kind, line.op.record) for line in known]

    def _open(self, number: int, data: bytes, key: bytes, actor: Actor, days: int = 0) -> Member:
        path = self.folder / f"{number}.db"
        path.write_bytes(data)
        moment = START + timedelta(days=days or SKEWS[number % len(SKEWS)], milliseconds=number + 1)
        clock = SetClock(moment)
        ids = SeededIds(5000 + number, clock)
        vault = open_vault(path, Surroundings(clock, ids, wipe_memory=False), key=key)
        one = Member(vault, actor, clock, ids, Course(LIMITS), number)
        self.everyone.append(one)
        return one

    # --- the steps

    def do(self, step: tuple[object, ...]) -> None:
        """One step of a script; a sentence of the program is an outcome like any other."""
        self.turn += 1
        name, *numbers = step
        who = self.everyone[int(str(numbers[0])) % len(self.everyone)]
        who.clock.advance(timedelta(seconds=1))
        getattr(self, f"_{name}")(who, *numbers[1:])

    @contextlib.contextmanager
    def _writing(self, who: Member, seen: frozenset[str] = frozenset()) -> Iterator[None]:
        """Tell the truth what is written meanwhile."""
        before: dict[Key, set[str]] = {}
        known = everything(who.vault)
        for line in known:
            before.setdefault((line.op.kind, line.op.record), set()).add(line.op.stamp.hlc)
        last = known[-1].seq if known else 0
        yield
        lines = [line for line in everything(who.vault, last) if line.local]
        self.truth.wrote(who.number, lines, {key: frozenset(hlcs) for key, hlcs in before.items()}, seen)

    def _record(self, who: Member, number: int) -> Person | Visit | None:
        """One of the records, when this vault has it."""
        if not self.records:
            return None
        kind, record = self.records[number % len(self.records)]
        if who.vault.read(lambda r: r.get(kind, record)) is None:
            return None
        return who.vault.read(lambda r: load(r, KINDS[kind], record))

    def _new(self, who: Member, number: int) -> None:
        """A person, or a visit to one."""
        person = self._record(who, number)
        identity = who.ids.new_id()
        made: Person | Visit = Person(id=identity, given_name=f"Naam{self.turn}")
        if number % 2 and isinstance(person, Person):
            made = Visit(id=identity, person_id=person.id)
        with self._writing(who):
            who.edits.save(who.actor, "new", [Save(None, made)])
        self.records.append((made.KIND, identity))

    def _note(self, who: Member, number: int, mask: int) -> None:
        """A text, with those of the living ones in view that `mask` says."""
        before = self._record(who, number)
        if before is None:
            return
        path = NOTES[before.KIND]
        living = who.vault.read(lambda r: r.note_versions(before.KIND, before.id, path))
        seen = [version for at, version in enumerate(living) if mask >> at & 1]
        after = replace(before, **{path: f"tekst {self.turn}"})
        parents = {path: tuple(version.hlc for version in seen)}
        with self._writing(who, frozenset(v.text for v in seen if v.text)):
            who.edits.save(who.actor, "note", [Save(before, after, parents)])

    def _field(self, who: Member, number: int) -> None:
        before = self._record(who, number)
        if before is not None:
            value = {"city" if isinstance(before, Person) else "outcome": f"veld {self.turn}"}
            with self._writing(who):
                who.edits.save(who.actor, "field", [Save(before, replace(before, **value))])

    def _settle(self, who: Member, number: int) -> None:
        conflicts = Conflicts(Kit(who.vault, who.clock, who.ids, who.edits))
        found = conflicts.open(who.actor)
        if found:
            one = found[number % len(found)]
            with self._writing(who, frozenset(text.text for text in one.texts if text.text)):
                conflicts.settle(who.actor, one, f"samen {self.turn}")

    def _delete(self, who: Member, number: int) -> None:
        before = self._record(who, number)
        if before is not None:
            with self._writing(who):
                who.edits.delete(who.actor, "weg", [before])

    def _bring_back(self, who: Member, number: int) -> None:
        binned = who.service.arrivals.bin(who.actor)
        if binned:
            with self._writing(who):
                who.service.arrivals.bring_back(who.actor, [binned[number % len(binned)]])

    def _decide(self, who: Member, keep: int) -> None:
        """Deletes that were held."""
        arrivals = who.service.arrivals
        with self._writing(who):
            (arrivals.keep if keep else arrivals.let_delete)(who.actor, "casus")

    def _ask(self, who: Member, number: int) -> None:
        """Erase, if a second person agrees."""
        before = self._record(who, number)
        if before is not None:
            with self._writing(who):
                who.service.erasing.ask(
                    who.actor, before.person_id if isinstance(before, Visit) else before.id
                )

    def _agree(self, who: Member, number: int) -> None:
        asked = [one for one in who.service.erasing.asked(who.actor) if not one.mine]
        if asked:
            with contextlib.suppress(UserError), self._writing(who):
                who.service.erasing.agree(who.actor, asked[number % len(asked)].request)
