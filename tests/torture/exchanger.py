"""A program that writes and exchanges until it is killed: at a named boundary, or at any moment from outside.

`python -m tests.torture.exchanger '{…}'`. What it is about to write and what was kept it says on standard output, a JSON
object a line. At boundary `point`, passed for the `time`th time, it kills itself with SIGKILL: nothing is cleaned up.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.sync.team import START, Colleague
from veldwerk.domain.people import Person
from veldwerk.services.access import Actor, Role
from veldwerk.services.edits import find
from veldwerk.services.sync_course import Course, Limits
from veldwerk.store.vault import Surroundings, open_vault
from veldwerk.sync.stores.folder import FolderStore
from veldwerk.system.clock import SetClock
from veldwerk.system.ids import SystemIds
from veldwerk.system.locks import VaultLock

SMALL = Limits(join_after=4, join=3, snapshot_ops=6, horizon=0, part_delay=0, snapshot_bytes=2000)


@dataclass
class Killer:
    """Ends this process at a boundary."""

    point: str
    left: int

    def __call__(self, name: str) -> None:
        if name == self.point:
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def say(**what: object) -> None:
    print(json.dumps(what), flush=True)


def main(told: dict[str, object]) -> None:
    """Open the vault, then write and exchange `turns` times."""
    number, day = int(str(told["number"])), int(str(told["day"]))
    clock = SetClock(START + timedelta(days=day))
    ids = SystemIds(clock)
    around = Surroundings(clock, ids, VaultLock)
    store = FolderStore(Path(str(told["store"])))
    killer = Killer(str(told.get("point", "")), int(str(told.get("time", 1))))
    with open_vault(Path(str(told["vault"])), around, key=bytes.fromhex(str(told["key"]))) as vault:
        actor = Actor(f"worker-{number}", f"Collega{number}", Role.NURSE, "org-1")
        one = Colleague(vault, actor, clock, ids, Course(SMALL, killer))  # type: ignore[arg-type]  # ids that never repeat
        say(did="open")
        for _ in range(int(str(told["turns"]))):
            _turn(one, store)
        say(did="close", more_files=0)


def _turn(one: Colleague, store: FolderStore) -> None:
    made = one.person(f"Naam {one.ids.new_id()}")
    say(did="new", person=made)
    someone = one.vault.read(lambda r: find(r, Person, order="id"))[0]
    text = f"tekst {one.ids.new_id()}"
    say(tries="note", person=someone.id, text=text, seen=sorted(one.alerts(someone.id)))
    one.change(someone.id, alerts=text)
    say(did="note", text=text)
    report = one.sync(store)
    say(did="sync", ok=report.ok)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
