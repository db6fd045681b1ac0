"""Three workers, three vaults, one folder: random days with kills and pulled sticks, and nothing is lost."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.soak.ledger import Ledger
from tests.soak.worker import DRAFT
from tests.sync.team import START, Team
from veldwerk.services.access import Role
from veldwerk.store import check
from veldwerk.store.vault import OpenVault, Surroundings, open_vault
from veldwerk.sync.stores.folder import FolderStore
from veldwerk.system.clock import SetClock
from veldwerk.system.ids import SystemIds
from veldwerk.system.locks import VaultLock

ROLES = (Role.NURSE, Role.NURSE, Role.WELFARE)
SPACES = "kaart casus zorg"
LONGEST_DAY = 120.0
"""Seconds after which a day counts as hung."""


@dataclass
class Run:
    """A soak under way."""

    folder: Path
    chance: random.Random
    ledger: Ledger = field(default_factory=Ledger)
    vaults: list[tuple[Path, bytes]] = field(default_factory=list)
    days: int = 0
    kills: int = 0

    @property
    def store(self) -> Path:
        return self.folder / "stick"

    def found(self) -> None:
        """Hire the team, found the spaces, close everything."""
        self.store.mkdir()
        team = Team(self.folder, seed=1)
        for number, role in enumerate(ROLES, 1):
            team.hire(f"Collega{number}", role)
        team.found(team.everyone[0], FolderStore(self.store), *team.everyone[1:], spaces=SPACES)
        self.vaults = [(one.vault.path, one.vault.key) for one in team.everyone]
        team.close()

    def start(self, number: int, steps: int, syncs: int = 0) -> tuple[subprocess.Popen[bytes], Path]:
        """A worker begins a day; what it says goes to a file."""
        path, key = self.vaults[number - 1]
        said = self.folder / f"said-{self.days}-{number}"
        told = {
            "vault": str(path), "key": key.hex(), "number": number, "role": ROLES[number - 1].value,
            "store": str(self.store), "day": self.days, "seed": self.chance.getrandbits(40), "steps": steps,
            "syncs": syncs,
        }  # fmt: skip
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(("src", "."))}
        with said.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.soak.worker", json.dumps(told)], stdout=out, env=environment
            )
        return process, said

    def day(self) -> None:
        """All three at once; some are killed on the way."""
        self.days += 1
        begun = [(n, *self.start(n, self.chance.randint(5, 60))) for n in range(1, len(ROLES) + 1)]
        ends = {n: self.chance.uniform(0.2, 3.0) for n, _, _ in begun if self.chance.random() < 0.4}
        started = time.monotonic()
        opened: dict[int, float] = {}
        while any(process.poll() is None for _, process, _ in begun):
            assert time.monotonic() - started < LONGEST_DAY, "a day hangs"
            for number, process, said in begun:
                if number not in opened and said.stat().st_size:
                    opened[number] = time.monotonic()
                wait = ends.get(number)
                if wait is not None and number in opened and time.monotonic() - opened[number] > wait:
                    self.kills += process.poll() is None
                    process.kill()
            time.sleep(0.02)
        self._ended(begun, killed=set(ends))

    def _ended(self, begun: list[tuple[int, subprocess.Popen[bytes], Path]], killed: set[int]) -> None:
        for number, process, said in begun:
            assert process.wait() == 0 or number in killed, f"worker {number} failed on day {self.days}"
            self.ledger.read(number, said)
            said.unlink()

    def settle(self) -> None:
        """Everybody exchanges in turn until all has arrived."""
        for _ in range(4):
            self.days += 1
            for number in range(1, len(ROLES) + 1):
                process, said = self.start(number, steps=0, syncs=1)
                process.wait(timeout=LONGEST_DAY)
                self._ended([(number, process, said)], killed=set())

    def open(self, number: int) -> OpenVault:
        path, key = self.vaults[number - 1]
        clock = SetClock(START)
        return open_vault(path, Surroundings(clock, SystemIds(clock), VaultLock), key=key)


def texts_in_log(vault: OpenVault) -> set[str]:
    """Every note text that the log of a vault holds, its own and those received."""
    found: set[str] = set()
    after = 0
    while lines := vault.read(lambda r, a=after: r.log(after=a, limit=2000)):
        found |= {str(line.op.fields["alerts"]) for line in lines if line.op.fields.get("alerts")}
        after = lines[-1].seq
    return found


@pytest.mark.timeout(0)  # ends by itself: --minutes, and LONGEST_DAY for each day
def test_days_of_work_lose_nothing(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    minutes = min(600.0, request.config.getoption("--minutes"))
    seed = request.config.getoption("--seed")
    seed = random.SystemRandom().getrandbits(32) if seed is None else seed
    tell = request.config.get_terminal_writer()
    tell.line(f"\nsoak: {minutes:g} minutes, seed {seed} (choices; the moments of kills are the machine's)")
    run = Run(tmp_path, random.Random(seed))
    run.found()
    end = time.monotonic() + minutes * 60
    while time.monotonic() < end:
        run.day()
    run.settle()
    tell.line(
        f"soak: {run.days} days, {run.kills} kills, {run.ledger.syncs} syncs, "
        f"{len(run.ledger.people)} people, {len(run.ledger.safe)} notes"
    )
    look(run)


def look(run: Run) -> None:
    """Whole, equal, and every text a living version or replaced by somebody who saw it."""
    vaults = [run.open(number) for number in range(1, len(ROLES) + 1)]
    try:
        reports = [check.check(vault) for vault in vaults]
        for report in reports:
            assert report.whole, report.findings
        for space, members in (("kaart", (0, 1, 2)), ("casus", (0, 1, 2)), ("zorg", (0, 1))):
            assert len({reports[n].digests[space] for n in members}) == 1, space
        assert "zorg" not in reports[2].digests
        logged = [texts_in_log(vault) for vault in vaults]
        assert logged[0] == logged[1] == logged[2]
        assert run.ledger.safe <= logged[0], "a text that was told to be safe is in no log"
        expected = run.ledger.living(logged[0])
        for number, vault in enumerate(vaults, 1):
            for person in run.ledger.people:
                versions = vault.read(lambda r, p=person: r.note_versions("person", p, "alerts"))
                assert {v.text for v in versions} == expected.get(person, set())
            draft = vault.read(lambda r: r.draft(DRAFT))
            may_be = run.ledger.draft_may_be(number)
            assert (draft.answered if draft else 0) in (may_be or {0})
            assert draft is None or len(draft.instance) == draft.answered
        assert run.ledger.leaks == []
    finally:
        for vault in vaults:
            vault.close()
