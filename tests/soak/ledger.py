"""What was written during a soak, and what must therefore be there at its end."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Note:
    """A text, on whom, and the texts its writer saw and replaced."""

    person: str
    text: str
    seen: tuple[str, ...]


@dataclass
class Ledger:
    """Notes that were begun, texts that were told to be safe, people, and the drafts of each worker."""

    begun: dict[str, Note] = field(default_factory=dict)
    safe: set[str] = field(default_factory=set)
    people: list[str] = field(default_factory=list)
    drafts: dict[int, list[tuple[str, int]]] = field(default_factory=dict)
    syncs: int = 0
    leaks: list[str] = field(default_factory=list)

    def read(self, number: int, place: Path) -> None:
        """Take in what a worker said, up to where it was killed."""
        for line in place.read_text(encoding="utf-8").splitlines():
            try:
                said = json.loads(line)
            except ValueError:
                continue  # killed in the middle of a line
            self._take(number, said)

    def _take(self, number: int, said: Mapping[str, object]) -> None:
        tries, did = said.get("tries"), said.get("did")
        if tries == "note":
            seen = said["seen"]
            assert isinstance(seen, list)
            note = Note(str(said["person"]), str(said["text"]), tuple(str(one) for one in seen))
            self.begun[note.text] = note
        elif did == "note":
            self.safe.add(str(said["text"]))
        elif did == "new":
            self.people.append(str(said["person"]))
        elif did == "sync":
            self.syncs += 1
        elif did == "close" and said["more_files"]:
            self.leaks.append(f"worker {number}: {said['more_files']} files left open")
        if "draft" in (tries, did):
            what = "safe" if did else "begun"
            self.drafts.setdefault(number, []).append((what, int(str(said["answered"]))))

    def living(self, written: Iterable[str]) -> dict[str, set[str]]:
        """Person to the texts that nobody who saw them has replaced. `written`: texts found in the logs, for a worker
        that was killed between writing and saying so."""
        real = [self.begun[text] for text in self.safe | (set(written) & set(self.begun))]
        out: dict[str, set[str]] = {}
        for note in real:
            out.setdefault(note.person, set()).add(note.text)
        for note in real:
            out[note.person] -= set(note.seen)
        return out

    def draft_may_be(self, number: int) -> set[int]:
        """Answers the draft may hold: the last that was safe, or one begun after it. Empty: no draft was made."""
        told = self.drafts.get(number, [])
        last = max((n for n, (what, _) in enumerate(told) if what == "safe"), default=-1)
        later = {answered for what, answered in told[last + 1 :]}
        return later | ({told[last][1]} if last >= 0 else {0} if told else set())
