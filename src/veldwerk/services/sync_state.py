"""What sync remembers of one space between two syncs, and what it tells people about it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from veldwerk.domain.errors import UserError
from veldwerk.services.sync_ports import Member

STATE = "state"
"""Name of the blob."""
NOTICES = frozenset({"member-revoked", "clocks-apart"})
"""Codes that tell something without asking anything: what a removed device sends is refused, as it should; clocks
only change the order of edits."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person may want to know: `code` for the handbook, `message` an English message id.

    `who` is the name of the colleague whose device it is about, «» when it is about the store or ourselves.
    """

    code: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    who: str = ""

    @classmethod
    def of(cls, error: UserError, who: str = "") -> Self:
        return cls(error.code, error.message, dict(error.values), who)

    def __str__(self) -> str:
        """In English, for scripts and logs; the edges translate `message` with `values`."""
        return f"{self.code}: {self.message.format(**self.values)}"


@dataclass(frozen=True, slots=True)
class Receipt:
    """«ontvangen door»: `ops` of our `total` sent changes are applied on that colleague's device."""

    dev: str
    name: str
    ops: int
    total: int


@dataclass(frozen=True, slots=True)
class SpaceStatus:
    """One space as it stands, from this vault alone: no network is asked.

    `pending` changes still to send, `sent` changes that are on the store, `waiting` changesets of colleagues
    that are announced but were not there yet. `synced_at` is ISO 8601 local time, «» for never.
    """

    space: str
    pending: int
    sent: int
    waiting: int
    received_by: tuple[Receipt, ...]
    problems: tuple[Problem, ...]
    synced_at: str


@dataclass(frozen=True, slots=True)
class SpaceMembers:
    """The members of one space."""

    space: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class SpaceReport:
    """What one sync did in one space; `sent` and `received` count changes (ops)."""

    space: str
    sent: int
    received: int
    waiting: int
    parked: int
    problems: tuple[Problem, ...]
    received_by: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """How a store and this vault differ in one space, in changesets: to show after a restore, before anything is sent.

    `restored`: this vault was put back from a backup since its last sync. `ahead` are ours on the store that this
    vault does not know, `ours` those that are only here, `theirs` what colleagues sent since. `older`: the store
    does not have what we sent to one before: it is another one, or an older copy.
    """

    space: str
    restored: bool
    ahead: int
    ours: int
    theirs: int
    older: bool


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one sync did. `ok` only when every space was gone through and nobody has to do anything.

    `departed`: this device was removed from every space; its keys and those of the vault are destroyed, close it.
    """

    spaces: tuple[SpaceReport, ...]
    cancelled: bool = False
    departed: bool = False

    @property
    def ok(self) -> bool:
        problems = (p.code for one in self.spaces for p in one.problems)
        return not self.cancelled and NOTICES.issuperset(problems)

    @property
    def sent(self) -> int:
        return sum(one.sent for one in self.spaces)

    @property
    def received(self) -> int:
        return sum(one.received for one in self.spaces)

    @property
    def waiting(self) -> int:
        return sum(one.waiting for one in self.spaces)


@dataclass(slots=True)
class State:
    """The memory of one space, kept as one blob.

    `heads` are our own heads by name with the seq they announce, written down before they are sent: a head of
    ours on the store that is not among them was made by a copy of this vault. `common` are older streams of our
    own with the last seq that is surely ours. `unpublished` are membership objects not on a store yet.
    `restored` is the moment of the last backup put back that was dealt with.

    Old objects: `joined` tells when each segment (sha) was first announced, ms; `swept` up to where parts were
    deleted; `base` up to where our own bytes were forgotten; `retired` the same for streams of removed devices.
    Snapshots: `summary` is the frontier of one and `summary_at` when it was first seen, `summary_sha` and
    `summary_seq` the newest and our log line then; `drafting` the one being written, `reading` the one being read
    (sha, parts done), `snaps` the ids of our own. `erased` counts erasures dealt with, `erasing` is what a
    snapshot must cover before older objects go because of one, `erased_at` the same of the last one, for good.
    `refused`: stream to (from, to) after a cut-off. `farewell` is the object that we left as a removed device and
    `left` when; `taken` are removed devices whose farewell was taken over here.
    `wanted` are places («stream:seq») where a stream is stuck; `resealed` shas of our own that were skipped.
    """

    inc: str = ""
    number: int = 0
    sent: int = 0
    heads: dict[str, int] = field(default_factory=dict)
    common: dict[str, int] = field(default_factory=dict)
    unpublished: list[str] = field(default_factory=list)
    wanted: list[str] = field(default_factory=list)
    restored: str = ""
    joined: dict[str, int] = field(default_factory=dict)
    swept: int = 0
    base: int = 0
    retired: dict[str, int] = field(default_factory=dict)
    summary: dict[str, int] = field(default_factory=dict)
    summary_at: int = 0
    summary_sha: str = ""
    summary_seq: int = 0
    drafting: dict[str, Any] = field(default_factory=dict)
    reading: list[Any] = field(default_factory=list)
    snaps: list[str] = field(default_factory=list)
    erased: int = 0
    erasing: dict[str, int] = field(default_factory=dict)
    erased_at: dict[str, int] = field(default_factory=dict)
    refused: dict[str, list[int]] = field(default_factory=dict)
    farewell: str = ""
    left: str = ""
    taken: list[str] = field(default_factory=list)
    resealed: list[str] = field(default_factory=list)
    waiting: int = 0
    problems: list[Problem] = field(default_factory=list)
    synced_at: str = ""

    def to_bytes(self) -> bytes:
        data = {name: getattr(self, name) for name in self.__slots__}
        data["problems"] = [
            {"code": p.code, "message": p.message, "values": _plain(p.values), "who": p.who}
            for p in self.problems
        ]
        return json.dumps(data).encode()

    @classmethod
    def from_bytes(cls, data: bytes | None) -> Self:
        """The remembered state, a fresh one for None; fields of a later version are left out."""
        if data is None:
            return cls()
        read = json.loads(data)
        state = cls(**{name: read[name] for name in cls.__slots__ if name in read})
        state.problems = [Problem(**problem) for problem in read.get("problems", [])]
        return state


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {name: v if isinstance(v, str | int | float | bool) else str(v) for name, v in values.items()}
