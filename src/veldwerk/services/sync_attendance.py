"""When we first heard of each member, and when we last heard from each: by our own clock, from the heads we saw.

Heads carry no time, and a clock of somebody else proves nothing. What is kept here is when *this* laptop saw something
new, and it is told so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from veldwerk.services.access import Actor, Right, require
from veldwerk.services.ports import Clock
from veldwerk.services.sync import SyncService
from veldwerk.services.sync_memory import Memory
from veldwerk.services.sync_ports import Member, SyncReader, SyncVault, SyncWriter
from veldwerk.services.sync_state import SpaceMembers

KEY = "sync-attendance"
_HEAD = re.compile(rb"^heads/([0-9a-f]{16})\.[0-9a-f]{8}-(\d{10})-")


@dataclass(frozen=True, slots=True)
class Presence:
    """A device: `since` we know it, `seen` when something new of it came, ISO 8601 or «» for never."""

    since: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Attendee:
    """One device over all shared spaces: by space its member entry; `me` when it is this laptop."""

    dev: str
    member: Member
    spaces: Mapping[str, Member]
    presence: Presence
    me: bool

    @property
    def revoked(self) -> bool:
        """Whether it is out of every space."""
        return all(one.revoked for one in self.spaces.values())

    @property
    def marks(self) -> str:
        """The first two of its eight words: what one calls this laptop by."""
        return "-".join(self.member.fingerprint.replace("-", " ").split()[:2])


class Attendance:
    """Keeps what `SyncService` shows; `note` after each exchange."""

    def __init__(self, vault: SyncVault, sync: SyncService, clock: Clock) -> None:
        self._vault, self._sync, self._clock = vault, sync, clock

    def note(self, actor: Actor) -> None:
        """Write down who is new and whose head is newer than before."""
        require(actor, Right.SYNC)
        now = self._clock.now().isoformat(timespec="seconds")
        spaces = self._sync.members(actor)

        def job(writer: SyncWriter) -> None:
            known = _read(writer)
            for space in spaces:
                numbers = _numbers(writer, space.space)
                for member in space.members:
                    key = f"{space.space}/{member.dev}"
                    before = known.get(key, {})
                    number = numbers.get(member.dev, 0)
                    grown = number > int(str(before.get("number", 0)))
                    known[key] = {
                        "since": before.get("since") or now,
                        "seen": now if grown else before.get("seen", ""),
                        "number": max(number, int(str(before.get("number", 0)))),
                    }
            writer.set_meta(KEY, json.dumps(known).encode())

        self._vault.write(job)

    def all(self, actor: Actor) -> list[Attendee]:
        """Every device of every shared space, the active ones first, by name."""
        spaces = self._sync.members(actor)
        mine = self._sync.fingerprint(actor)
        known = self._vault.read(_read)
        found: dict[str, dict[str, Member]] = {}
        for space in spaces:
            for member in space.members:
                found.setdefault(member.dev, {})[space.space] = member
        everyone = [_attendee(dev, where, known, mine) for dev, where in found.items()]
        return sorted(everyone, key=lambda one: (one.revoked, not one.me, one.member.person.name.casefold()))


def administers(spaces: tuple[SpaceMembers, ...], mine: str) -> frozenset[str]:
    """The spaces in which the device with these eight words may let others in and remove them."""
    return frozenset(
        one.space
        for one in spaces
        for member in one.members
        if member.fingerprint == mine and member.role == "admin" and not member.revoked
    )


def _attendee(
    dev: str, where: Mapping[str, Member], known: Mapping[str, Mapping[str, object]], mine: str
) -> Attendee:
    lines = [known.get(f"{space}/{dev}", {}) for space in where]
    since = min((str(line["since"]) for line in lines if line.get("since")), default="")
    seen = max((str(line["seen"]) for line in lines if line.get("seen")), default="")
    named = next((m for m in where.values() if m.person.name), next(iter(where.values())))
    return Attendee(dev, named, where, Presence(since, seen), named.fingerprint == mine)


def _read(reader: SyncReader) -> dict[str, dict[str, object]]:
    data = reader.meta(KEY)
    read = json.loads(data) if data else {}
    return {str(key): dict(line) for key, line in read.items()}


def _numbers(reader: SyncReader, space: str) -> dict[str, int]:
    """The number of the newest head we saw, by device."""
    found: dict[str, int] = {}
    for blob in Memory(reader).blobs(space, "heads/").values():
        match = _HEAD.match(blob)
        if match is not None:
            dev = match[1].decode()
            found[dev] = found.get(dev, 0) + int(match[2])
    return found
