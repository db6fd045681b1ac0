"""kill -9 of a program that exchanges: at every step boundary, and at random moments (`make torture`; failure 3, R13).

After each kill the program starts again and goes on; the others exchange as well. At the end all have the same, every
text that was told to be kept is there or was replaced by somebody who saw it, and nothing is there twice.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pytest

from tests.soak.ledger import Ledger
from tests.soak.test_soak import texts_in_log
from tests.sync.team import START, Team
from veldwerk.services.sync_course import POINTS
from veldwerk.store import check
from veldwerk.store.vault import OpenVault, Surroundings, open_vault
from veldwerk.sync.stores.folder import FolderStore
from veldwerk.system.clock import SetClock
from veldwerk.system.ids import SystemIds
from veldwerk.system.locks import VaultLock

SELDOM = frozenset({"part-read", "left", "published", "begun"})
"""Boundaries that two members at work never pass; `tests/sync/test_summing.py` ends the course there."""


@dataclass
class Killing:
    """Two vaults and a folder; `ledger` hears what the program said."""

    folder: Path
    ledger: Ledger = field(default_factory=Ledger)
    vaults: list[tuple[Path, bytes]] = field(default_factory=list)
    day: int = 0

    def found(self) -> None:
        (self.folder / "stick").mkdir()
        team = Team(self.folder, seed=2)
        anna, bert = team.hire("Collega1"), team.hire("Collega2")
        team.found(anna, FolderStore(self.folder / "stick"), bert)
        person = anna.person("Eerste")
        self.ledger.people.append(person)
        team.settle(FolderStore(self.folder / "stick"))
        self.vaults = [(one.vault.path, one.vault.key) for one in team.everyone]
        team.close()

    def run(self, number: int, turns: int = 2, point: str = "", time: int = 1, after: float = 0.0) -> int:
        """One run of the program; killed after so many seconds of work when `after` is given. Gives how it ended."""
        self.day += 7
        path, key = self.vaults[number - 1]
        told = {
            "vault": str(path), "key": key.hex(), "number": number, "day": self.day, "turns": turns,
            "store": str(self.folder / "stick"), "point": point, "time": time,
        }  # fmt: skip
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.torture.exchanger", json.dumps(told)], stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(("src", "."))},
        )  # fmt: skip
        assert process.stdout is not None
        said: list[str] = []
        timer = None
        for line in process.stdout:
            said.append(line)
            if after and timer is None:  # its vault is open: from here on
                timer = threading.Timer(after, process.kill)
                timer.start()
        ended = process.wait()
        if timer is not None:
            timer.cancel()
        process.stdout.close()
        heard = self.folder / "said"
        heard.write_text("".join(said), encoding="utf-8")
        self.ledger.read(number, heard)
        return ended

    def open(self, number: int) -> OpenVault:
        path, key = self.vaults[number - 1]
        clock = SetClock(START)
        return open_vault(path, Surroundings(clock, SystemIds(clock), VaultLock), key=key)

    def look(self) -> None:
        """Once all is quiet."""
        for _ in range(3):
            for number in (1, 2):
                assert self.run(number, turns=1) == 0
        for number in (1, 2, 1, 2):
            self._exchange(number)
        vaults = [self.open(number) for number in (1, 2)]
        try:
            reports = [check.check(vault) for vault in vaults]
            assert all(report.whole for report in reports), [report.findings for report in reports]
            assert reports[0].digests == reports[1].digests
            logged = [texts_in_log(vault) for vault in vaults]
            assert logged[0] == logged[1]
            assert self.ledger.safe <= logged[0], "a text that was told to be safe is in no log"
            expected = self.ledger.living(logged[0])
            for vault in vaults:
                lines = vault.read(lambda r: r.log(limit=100_000))
                keys = [(line.op.kind, line.op.record, line.op.stamp.hlc) for line in lines]
                assert len(keys) == len(set(keys))
                here = {record for record, _ in vault.read(lambda r: r.find("person"))}
                assert set(self.ledger.people) <= here
                for person in self.ledger.people:
                    versions = vault.read(lambda r, p=person: r.note_versions("person", p, "alerts"))
                    assert {v.text for v in versions} == expected.get(person, set())
        finally:
            for vault in vaults:
                vault.close()
        for path in (self.folder / "stick").rglob("*.vw?"):
            assert sha256(path.read_bytes()).hexdigest()[:8] == path.stem[-8:], path.name

    def _exchange(self, number: int) -> None:
        assert self.run(number, turns=0) == 0
        with self.open(number) as vault:
            clock = SetClock(START)
            from tests.sync.team import Colleague
            from veldwerk.services.access import Actor, Role

            actor = Actor(f"worker-{number}", f"Collega{number}", Role.NURSE, "org-1")
            one = Colleague(vault, actor, clock, SystemIds(clock))  # type: ignore[arg-type]
            assert one.sync(FolderStore(self.folder / "stick")).ok


@pytest.fixture
def killing(tmp_path: Path) -> Killing:
    made = Killing(tmp_path)
    made.found()
    return made


@pytest.mark.timeout(600)
@pytest.mark.parametrize("point", [point for point in POINTS if point not in SELDOM])
def test_failure_03_killed_at_a_step_boundary_nothing_is_lost_and_nothing_twice(
    killing: Killing, point: str
) -> None:
    ended = []
    for time in (1, 2, 1):
        for number in (1, 2):
            ended.append(killing.run(number, turns=6, point=point, time=time))
    assert -9 in ended, "the boundary was never passed"
    killing.look()


@pytest.mark.timeout(0)  # ends by itself: --kills
def test_failure_03_killed_at_random_moments_nothing_is_lost_and_nothing_twice(
    killing: Killing, request: pytest.FixtureRequest
) -> None:
    kills = request.config.getoption("--kills")
    chance = random.Random(kills)
    done = 0
    while done < kills:
        done += killing.run(1 + done % 2, turns=1000, after=chance.uniform(0.01, 1.0)) == -9
    killing.look()
