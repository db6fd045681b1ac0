"""What may differ from one course of sync to another: limits, and the named boundaries between its steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from veldwerk.services.store_calls import WIDTH

DAY = 24 * 3600 * 1000
"""Milliseconds."""

POINTS = (
    "looked",
    "published",
    "begun",
    "sealed",
    "put",
    "joined",
    "part-kept",
    "manifest-put",
    "head-kept",
    "head-put",
    "announced",
    "swept",
    "dropped",
    "received",
    "part-read",
    "left",
)
"""Boundaries between steps, in words: heads read; a membership object stored; a stream begun, with in it again what
only we have; own changes sealed (bytes kept, outbox taken away); a changeset stored and read back; a segment stored; a
part of a snapshot stored and noted; its manifest stored; a head of ours noted before it is sent; that head stored;
announced (the vault knows); an object deleted; sealed bytes forgotten; a batch of ops applied with its cursor; a part
of a snapshot applied; a removed device's last object stored."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When old objects are joined, summed up and taken away. Times in milliseconds by our own clock: a wrong one
    makes it early or late, never wrong, because nothing goes before every active device has it."""

    join_after: int = 64
    """Changesets outside a segment, at most."""
    join: int = 48
    """Changesets in a segment, at most."""
    part_delay: int = 30 * DAY
    """How long a changeset stays after a segment that holds it was announced."""
    snapshot_ops: int = 5000
    """Log lines after which an administrator writes a new snapshot, when that saves a newcomer work."""
    horizon: int = 180 * DAY
    """How long changesets stay beside a snapshot that holds them."""
    at_once: int = WIDTH
    """Calls to the store at a time, where much is fetched or sent."""
    snapshot_bytes: int = 4 << 20
    """JSON in one part of a snapshot; packed it is smaller."""


def _nothing(point: str) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Course:
    """`at` hears the name of each boundary (one of POINTS) as it is passed; tests end the program there."""

    limits: Limits = field(default_factory=Limits)
    at: Callable[[str], None] = _nothing
