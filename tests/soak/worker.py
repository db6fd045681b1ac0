"""A day of one worker as a program, to be killed at any moment: `python -m tests.soak.worker '{…}'`.

What it is about to write and what it was told is safe go to standard output, a JSON object a line, so that afterwards
one can say what must be there. A USB stick that is pulled out halfway a sync is part of the day.
"""

from __future__ import annotations

import json
import random
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.sync.team import START, Colleague
from veldwerk.domain.errors import UserError
from veldwerk.domain.people import Person
from veldwerk.services.access import Actor, Role
from veldwerk.services.edits import Save, find
from veldwerk.services.ports import Draft
from veldwerk.services.sync_ports import StoreCheck
from veldwerk.store.vault import Surroundings, open_vault
from veldwerk.sync.stores.folder import FolderStore
from veldwerk.system.clock import SetClock
from veldwerk.system.ids import SystemIds
from veldwerk.system.locks import VaultLock

WORDS = [
    "stoel",
    "avond",
    "koffie",
    "dochter",
    "hond",
    "trap",
    "tuin",
    "stil",
    "lacht",
    "moe",
    "brief",
    "markt",
    "koor",
    "regen",
    "bril",
]
DRAFT = "draft-soak"


def say(**what: object) -> None:
    """One line, out before anything else happens."""
    print(json.dumps(what), flush=True)


@dataclass
class PulledStick:
    """A folder store whose stick is pulled out after so many calls, leaving half a temporary file."""

    inner: FolderStore
    root: Path
    left: int

    def _use(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise UserError("The shared storage was not found.", code="store-missing")

    def put(self, name: str, data: bytes) -> None:
        if self.left == 0:
            half = self.root / name
            half.parent.mkdir(parents=True, exist_ok=True)
            half.with_name(f"~{half.name}.tmp").write_bytes(data[: len(data) // 2])
        self._use()
        self.inner.put(name, data)

    def get(self, name: str) -> bytes | None:
        self._use()
        return self.inner.get(name)

    def list(self, prefix: str) -> list[str]:
        self._use()
        return self.inner.list(prefix)

    def delete(self, name: str) -> None:
        self._use()
        self.inner.delete(name)

    def check(self) -> StoreCheck:
        return self.inner.check()


@dataclass
class Day:
    """What one worker does."""

    one: Colleague
    chance: random.Random
    folder: Path

    def someone(self) -> Person | None:
        found = self.one.vault.read(lambda r: find(r, Person, order="id"))
        return self.chance.choice(found) if found else None

    def text(self) -> str:
        """Words of its own: no two texts of a run are alike."""
        return " ".join([*self.chance.choices(WORDS, k=self.chance.randint(2, 30)), self.one.ids.new_id()])

    def new(self) -> None:
        person = Person(id=self.one.ids.new_id(), family_name=self.chance.choice(WORDS), street="Lindenhof")
        self.one.edits.save(self.one.actor, "new", [Save(None, person)])
        say(did="new", person=person.id)

    def note(self) -> None:
        """Write a note with some of its versions in view: those, and no others, it replaces."""
        person = self.someone()
        if person is None:
            return
        versions = self.one.vault.read(lambda r: r.note_versions("person", person.id, "alerts"))
        seen = [v for v in versions if self.chance.random() < 0.8]
        text = self.text()
        self.one.clock.advance(timedelta(seconds=1))
        say(tries="note", person=person.id, text=text, seen=[v.text for v in seen])
        after = replace(person, alerts=text)
        saved = Save(person, after, {"alerts": tuple(v.hlc for v in seen)})
        self.one.edits.save(self.one.actor, "note", [saved])
        say(did="note", text=text)

    def field(self) -> None:
        person = self.someone()
        if person is not None:
            self.one.clock.advance(timedelta(seconds=1))
            after = replace(
                person, city=self.chance.choice(WORDS), house_number=str(self.chance.randint(1, 200))
            )
            self.one.edits.save(self.one.actor, "field", [Save(person, after)])

    def care(self) -> None:
        person = self.someone()
        if person is not None and self.one.actor.role is Role.NURSE:
            self.one.care(person.id, self.text())

    def draft(self) -> None:
        """A form that is half filled in."""
        signs = self.chance.randint(1, 5000)
        moment = datetime.now(UTC)
        draft = Draft(
            id=DRAFT, person="p", form="huisbezoek75", form_version="1", visit="v", place="/data/a", answered=signs,
            updated_at=moment, instance=b"x" * signs,
        )  # fmt: skip
        say(tries="draft", answered=signs)
        self.one.vault.write(lambda w: w.save_draft(draft))
        say(did="draft", answered=signs)

    def sync(self) -> None:
        store = FolderStore(self.folder)
        report = self.one.sync(store)
        say(did="sync", ok=report.ok)

    def pulled(self) -> None:
        """The stick is pulled out: a sentence, never an exception."""
        store = PulledStick(FolderStore(self.folder), self.folder, self.chance.randint(0, 12))
        self.one.service.sync(self.one.actor, store)


ACTIONS = {"new": 8, "note": 40, "field": 20, "care": 6, "draft": 8, "sync": 14, "pulled": 6}


def main(told: dict[str, object]) -> None:
    """Open the vault, work so many steps, close; says how many files are open at both ends."""
    clock = SetClock(START + timedelta(days=int(str(told["day"]))))
    ids = SystemIds(clock)
    around = Surroundings(clock, ids, VaultLock)
    number, role = int(str(told["number"])), Role(str(told["role"]))
    with open_vault(Path(str(told["vault"])), around, key=bytes.fromhex(str(told["key"]))) as vault:
        actor = Actor(f"worker-{number}", f"Collega{number}", role, "org-1")
        day = Day(
            Colleague(vault, actor, clock, ids),
            random.Random(int(str(told["seed"]))),
            Path(str(told["store"])),
        )  # type: ignore[arg-type]  # ids that do not repeat after a restart
        files = open_files()
        say(did="open")
        for _ in range(int(str(told["steps"]))):
            getattr(day, day.chance.choices(list(ACTIONS), list(ACTIONS.values()))[0])()
        for _ in range(int(str(told.get("syncs", 0)))):
            day.sync()
        say(did="close", more_files=open_files() - files)


def open_files() -> int:
    """How many files this process has open; 0 where that cannot be asked."""
    place = Path("/proc/self/fd")
    return len(list(place.iterdir())) if place.is_dir() else 0


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
