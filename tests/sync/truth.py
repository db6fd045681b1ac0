"""What a random day wrote, kept beside the vaults: which texts must be there at its end, and what must stay gone.

Nothing here merges. It is only told what each person had on the screen, and asks the vaults at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from veldwerk.domain.changes import Action
from veldwerk.services.ports import LogLine
from veldwerk.store.vault import OpenVault

NOTES = {"person": "alerts", "visit": "agreements"}
"""The note of each kind that a day writes in."""

Key = tuple[str, str]
"""Kind and id of a record."""


@dataclass(frozen=True, slots=True)
class Event:
    """One change somebody made in vault number `by`; `seen` are the texts it replaced with those in view, and
    `covered` the changes of the record that the vault had when it was a delete."""

    by: int
    key: Key
    hlc: str
    action: Action
    text: str = ""
    seen: frozenset[str] = frozenset()
    covered: frozenset[str] = frozenset()


@dataclass
class Truth:
    """`unsure` events may be lost: they were in a vault that an older copy took the place of before they were sent,
    or came from a removed device after its cut-off."""

    events: dict[str, Event] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    sent: set[str] = field(default_factory=set)
    since: dict[int, list[str]] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)
    erased: dict[Key, str] = field(default_factory=dict)

    def wrote(
        self, by: int, lines: Iterable[LogLine], before: Mapping[Key, frozenset[str]], seen: frozenset[str]
    ) -> None:
        """Take in the log lines of one action; `before` are the clocks the vault had of each record."""
        for line in lines:
            op, key = line.op, (line.op.kind, line.op.record)
            text = str(op.fields.get(NOTES.get(op.kind, ""), "") or "")
            covered = before.get(key, frozenset()) if op.action is Action.DELETE else frozenset()
            twin = self.events.get(op.stamp.hlc)
            assert twin is None or twin.by == by, f"{key}: two vaults gave one stamp"
            one = Event(by, key, op.stamp.hlc, op.action, text, seen if text else frozenset(), covered)
            self.events[one.hlc] = one
            self.since.setdefault(by, []).append(one.hlc)
            if by in self.removed:
                self.unsure.add(one.hlc)
            if op.action is Action.ERASE and not op.asks:
                self.erased[key] = one.hlc

    def unsent(self, by: int) -> bool:
        """Whether the vault wrote anything that it did not tell to be sent."""
        return not self.sent.issuperset(self.since.get(by, ()))

    def all_sent(self, by: int) -> None:
        """The vault told that nothing is left to send."""
        self.sent.update(self.since.get(by, ()))

    def put_back(self, by: int) -> None:
        """An older copy took the place of the vault."""
        self.unsure.update(one for one in self.since.get(by, ()) if one not in self.sent)
        self.since[by] = []

    def removes(self, by: int, known: frozenset[str]) -> None:
        """An administrator who had `known` changes removed the device."""
        self.removed.add(by)
        self.unsure.update(e.hlc for e in self.events.values() if e.by == by and e.hlc not in known)

    # --- at the end

    def certain(self) -> list[Event]:
        """What nothing may have lost."""
        gone = {key for key, hlc in self.erased.items() if hlc not in self.unsure}
        return [e for e in self.events.values() if e.hlc not in self.unsure and e.key not in gone]

    def look(self, vault: OpenVault) -> None:
        """Compare with a vault that has everything."""
        log = {line.op.stamp.hlc: line for line in everything(vault)}
        self._changes(log)
        self._texts(vault, set(log))
        self._deletes(vault, log)
        self._erased(vault, log)

    def _changes(self, log: Mapping[str, LogLine]) -> None:
        """Every change that was told to be safe is in the log of everybody."""
        erasing = {e.key for e in self.events.values() if e.action is Action.ERASE}
        missing = [e for e in self.certain() if e.hlc not in log and e.key not in erasing]
        assert not missing, f"lost: {missing}"

    def _texts(self, vault: OpenVault, known: set[str]) -> None:
        replaced_for_sure: dict[Key, set[str]] = {}
        perhaps: dict[Key, set[str]] = {}
        for event in self.events.values():
            perhaps.setdefault(event.key, set()).update(event.seen)
            if event.hlc in known and event.hlc not in self.unsure:
                replaced_for_sure.setdefault(event.key, set()).update(event.seen)
        again = {e.text for e in self.events.values() if e.by in self.removed}  # may have been taken over
        must: dict[Key, set[str]] = {}
        for event in self.certain():
            if event.text and event.text not in perhaps[event.key]:
                must.setdefault(event.key, set()).add(event.text)
        for key in {e.key for e in self.events.values()} - self.erased.keys():
            living = texts_of(vault, key)
            assert must.get(key, set()) <= living, (
                f"{key}: lost {must[key] - living}, which nobody saw; {living}"
            )
            back = living & replaced_for_sure.get(key, set()) - again
            assert not back, f"{key}: {back} came back after somebody replaced it"

    def _deletes(self, vault: OpenVault, log: Mapping[str, LogLine]) -> None:
        """A record is there exactly when some edit was seen by nobody who deleted it."""
        found: dict[Key, list[LogLine]] = {}
        for line in log.values():
            found.setdefault((line.op.kind, line.op.record), []).append(line)
        for key, lines in found.items():
            deletes = {line.op.stamp.hlc for line in lines if line.op.action is Action.DELETE}
            strange = {line.op.stamp.hlc for line in lines} - self.events.keys()
            if key in self.erased or strange:
                continue
            covered = {hlc for one in deletes for hlc in self.events[one].covered}
            edits = {
                line.op.stamp.hlc for line in lines if line.op.action not in (Action.DELETE, Action.ERASE)
            }
            alive = vault.read(lambda r, k=key: r.get(*k)) is not None
            assert alive == bool(edits - covered), f"{key}: there is {alive}, edits {edits - covered} unseen"

    def _erased(self, vault: OpenVault, log: Mapping[str, LogLine]) -> None:
        for key, hlc in self.erased.items():
            if hlc in self.unsure:
                continue
            assert vault.read(lambda r, k=key: r.get(*k)) is None, f"{key} rose after it was erased"
            assert texts_of(vault, key) == set()
            left = [line for line in log.values() if (line.op.kind, line.op.record) == key]
            assert all(line.op.action is Action.ERASE for line in left), f"{key}: {left}"


def texts_of(vault: OpenVault, key: Key) -> set[str]:
    """The living texts of the note of a record."""
    found = vault.read(lambda r: r.note_versions(*key, NOTES[key[0]])) if key[0] in NOTES else ()
    return {version.text for version in found if version.text}


def everything(vault: OpenVault, after: int = 0) -> list[LogLine]:
    """The log of a vault behind line `after`."""
    return vault.read(lambda r: r.log(after=after, limit=100_000))
