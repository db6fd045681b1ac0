"""Somebody who types a form until the process is killed, and what is left afterwards.

As a program: `python -m tests.torture.typist VAULT KEYHEX`. It types a sign every 20 ms, moves to the next question
every 40 signs, keeps the draft 800 ms after the first unsaved sign (as the form page does), writes a record with each,
and says on standard output what it typed and what it was told is safe.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.store.making import Desk
from veldwerk.services.ports import Draft
from veldwerk.store import check
from veldwerk.store.vault import Surroundings, open_vault

PAUSE = 0.02
AFTER = 0.8
SIGNS = 40
ALLOWED = 2.0
DRAFT = "draft-1"


def place(typed: int) -> str:
    """The question that has the focus after so many signs."""
    return f"/data/vraag_{typed // SIGNS}"


def type_for_ever(path: Path, key: bytes) -> None:
    """The program."""
    from veldwerk.domain.changes import Action, Op, Stamp
    from veldwerk.system.clock import SystemClock
    from veldwerk.system.ids import SystemIds
    from veldwerk.system.locks import VaultLock

    clock = SystemClock()
    ids = SystemIds(clock)
    vault = open_vault(path, Surroundings(clock, ids, VaultLock), key=key)
    found = vault.read(lambda r: r.draft(DRAFT))
    typed = found.answered if found else 0
    unsaved_since = 0.0
    while True:
        typed += 1
        print("typed", typed, flush=True)
        now = time.monotonic()
        unsaved_since = unsaved_since or now
        if now - unsaved_since >= AFTER:
            draft = Draft(
                id=DRAFT, person="p1", form="huisbezoek75", form_version="1", visit="v1", place=place(typed),
                answered=typed, updated_at=datetime.now(UTC), instance=b"x" * typed,
            )  # fmt: skip
            record = ids.new_id()

            def job(writer: object, draft: Draft = draft, record: str = record) -> None:
                writer.save_draft(draft)  # type: ignore[attr-defined]
                stamp = Stamp(writer.next_hlc(), vault.device, "w1")  # type: ignore[attr-defined]
                op = Op("person", record, Action.ADD, {"family_name": "Dörsson"}, stamp, "casus")
                writer.apply([op], edit=record)  # type: ignore[attr-defined]

            vault.write(job)
            print("safe", record, flush=True)
            unsaved_since = 0.0
        time.sleep(PAUSE)


@dataclass
class Heard:
    """What the typist said: signs with the moment we heard of them, and records said to be safe."""

    signs: list[tuple[float, int]] = field(default_factory=list)
    safe: list[str] = field(default_factory=list)


def kill_while_typing(one: Desk, random_: random.Random, *, longest: float = 3.0) -> Heard:
    """Start the typist on a closed vault, kill it at a random moment, and give what it said."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.torture.typist", str(one.path), one.vault.key.hex()],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(("src", "."))},
    )  # fmt: skip
    assert process.stdout is not None
    heard = Heard()
    end = None
    for line in process.stdout:
        now = time.monotonic()
        end = end or now + random_.uniform(0.3, longest)
        word, what = line.split()
        if word == "typed":
            heard.signs.append((now, int(what)))
        else:
            heard.safe.append(what)
        if now >= end:
            break
    process.kill()
    for line in process.stdout:
        word, _, what = line.strip().partition(" ")
        if word == "safe" and what:
            heard.safe.append(what)
    process.wait()
    process.stdout.close()
    return heard


def look_after(one: Desk, heard: Heard) -> None:
    """After a kill: at most two seconds of typing lost, the draft on its place, nothing that was said safe missing."""
    killed = heard.signs[-1][0]
    must = max((n for at, n in heard.signs if at <= killed - ALLOWED), default=0)
    vault = open_vault(one.path, one.around, key=one.vault.key)
    try:
        draft = vault.read(lambda r: r.draft(DRAFT))
        kept = draft.answered if draft else 0
        assert kept >= must, f"lost {heard.signs[-1][1] - kept} signs"
        if draft is not None:
            assert draft.place == place(draft.answered)
            assert len(draft.instance) == draft.answered
        missing = [
            record for record in heard.safe if vault.read(lambda r, i=record: r.get("person", i)) is None
        ]
        assert missing == []
        report = check.check(vault)
        assert report.whole, report.findings
        assert len(vault.read(lambda r: r.log(limit=100_000))) == report.counts["person"]
    finally:
        vault.close()


if __name__ == "__main__":
    type_for_ever(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
