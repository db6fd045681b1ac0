"""Shapes that sync hands about: segments, snapshots, what is parked (SYNC 2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from veldwerk.domain.changes import Op


@dataclass(frozen=True, slots=True)
class Sealed:
    """A changeset of our own as it is, or will be, on the store. `sha` is of the bytes, in hex."""

    space: str
    stream: str
    seq: int
    name: str
    sha: str
    ops: int


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a stream was applied: `sha` of changeset `seq`, and `part` ops of the one after it."""

    seq: int
    sha: str
    part: int = 0


@dataclass(frozen=True, slots=True)
class Segment:
    """Changesets `first` to `last` of a stream in one object; `sha` of the object, `last_sha` of changeset `last`."""

    first: int
    last: int
    sha: str
    last_sha: str

    def name(self, stream: str) -> str:
        """Its name inside the space."""
        return f"dev/{stream}/seg/{self.first:010d}-{self.last:010d}-{self.sha[:8]}.vwg"


@dataclass(frozen=True, slots=True)
class Snap:
    """A snapshot that a device wrote: its id (16 hex), the sha of its manifest, and how many ops it holds."""

    id: str
    sha: str
    ops: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot holds: every op up to `frontier` (stream to (seq, sha)), in `parts` of (ops, sha)."""

    dev: str
    snap: Snap
    frontier: Mapping[str, tuple[int, str]]
    parts: tuple[tuple[int, str], ...]

    def part_name(self, number: int) -> str:
        """The name of part `number`, counted from 0, inside the space."""
        return f"snap/{self.dev}/{self.snap.id}/part-{number:06d}-{self.parts[number][1][:8]}.vws"


def manifest_name(dev: str, snap: Snap) -> str:
    """The name of a manifest inside the space."""
    return f"snap/{dev}/{snap.id}/manifest-{snap.sha[:8]}.vws"


MARK = 32
"""Digits of a sha in `Head.marks`."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a device says of itself: its changesets, how far it has applied others, what it misses.

    `number` counts the heads of the stream, `seq` its changesets. Up to `base` (seq, sha) they are only in
    snapshots, then come `segs`, and `tail` is (seq, sha) of every one behind those; all without a gap. `snap` is
    the newest snapshot of this device, `marks` the beginning (MARK digits) of the sha of the changeset at each place of
    `frontier`, `members` (n, sha) of the newest membership entry it knows, and `beside` the
    shas of all entries that were written at the same moment as another.
    """

    stream: str
    number: int
    seq: int
    tail: tuple[tuple[int, str], ...]
    frontier: Mapping[str, int]
    wanted: tuple[str, ...] = ()
    members: tuple[int, str] = (0, "")
    beside: tuple[str, ...] = ()
    name: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)
    base: tuple[int, str] = (0, "")
    segs: tuple[Segment, ...] = ()
    snap: Snap | None = None

    def shas(self) -> dict[int, str]:
        """Seq to sha, where the head itself says it: its base, the ends of its segments, its tail."""
        known = {self.base[0]: self.base[1], **{seg.last: seg.last_sha for seg in self.segs}}
        return {**known, **dict(self.tail)}


@dataclass(frozen=True, slots=True)
class ParkedOp:
    """An op that is kept but not (wholly) applied. `reason`: kind, field, space, other-space, text, many-deletes;
    `source` is where it came from (`<stream>.<seq>`)."""

    seq: int
    op: Op
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Farewell:
    """What a removed device left behind: `at` is its own clock (ISO 8601), `ops` the work it had not sent."""

    dev: str
    at: str
    ops: tuple[Mapping[str, object], ...]
