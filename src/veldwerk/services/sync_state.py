"""What sync remembers of one space between two syncs, and what it tells people about it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from veldwerk.domain.errors import UserError

STATE = "state"
"""Name of the blob."""
NOTICES = frozenset({"member-revoked"})
"""Codes that tell something without asking anything: what a removed device sends is refused, as it should."""


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
class SyncReport:
    """What one sync did. `ok` only when every space was gone through and nobody has to do anything."""

    spaces: tuple[SpaceReport, ...]
    cancelled: bool = False

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
    """

    inc: str = ""
    number: int = 0
    sent: int = 0
    heads: dict[str, int] = field(default_factory=dict)
    common: dict[str, int] = field(default_factory=dict)
    unpublished: list[str] = field(default_factory=list)
    frontier: dict[str, int] = field(default_factory=dict)
    wanted: list[str] = field(default_factory=list)
    announced: list[object] = field(default_factory=list)
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
