"""Where a stream of a colleague is stuck on something that is not on the store, or damaged there.

Mostly it comes by itself: the owner sends it again at the next exchange. When the owner is gone for good, an
administrator lets everybody pass over it (`SyncService.skip`).
"""

from __future__ import annotations

from dataclasses import dataclass

from veldwerk.services.access import Actor, Right, require
from veldwerk.services.sync import SyncService
from veldwerk.services.sync_attendance import administers
from veldwerk.services.sync_memory import Memory
from veldwerk.services.sync_ports import SyncReader, SyncVault
from veldwerk.services.sync_state import STATE, SpaceMembers, State


@dataclass(frozen=True, slots=True)
class Stuck:
    """A stream that waits: whose («» unknown), whether that laptop was removed, and whether we may pass over it."""

    space: str
    stream: str
    name: str
    gone: bool
    ours_to_pass: bool

    @property
    def id(self) -> str:
        return f"{self.space}/{self.stream}"


class StuckStreams:
    """Reads what the last exchange left, from this vault alone."""

    def __init__(self, vault: SyncVault, sync: SyncService) -> None:
        self._vault, self._sync = vault, sync

    def all(self, actor: Actor) -> list[Stuck]:
        """Every stream that is stuck, by space."""
        require(actor, Right.SYNC)
        spaces = self._sync.members(actor)
        passing = administers(spaces, self._sync.fingerprint(actor))
        return self._vault.read(
            lambda r: [one for space in spaces for one in _stuck(r, space, space.space in passing)]
        )


def _stuck(reader: SyncReader, space: SpaceMembers, passing: bool) -> list[Stuck]:
    state = State.from_bytes(Memory(reader).blob(space.space, STATE))
    streams = dict.fromkeys(one.rpartition(":")[0] for one in state.wanted if not one.startswith("snap:"))
    members = {member.dev: member for member in space.members}
    found = []
    for stream in streams:
        member = members.get(stream.partition(".")[0])
        name = member.person.name if member is not None else ""
        found.append(Stuck(space.space, stream, name, member is None or member.revoked, passing))
    return found
