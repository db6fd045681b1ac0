"""What the engine needs from outside; without these it is deterministic and does no I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

Rows = Iterable[Mapping[str, str]]


def _epoch() -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC)


def _fixed_id() -> str:
    return "00000000-0000-4000-8000-000000000000"


def _no_entities(name: str) -> Rows | None:
    return None


@dataclass(frozen=True, slots=True)
class Ports:
    """Clock (aware datetimes; its zone is the form's zone), random seed, ids, properties and entity lists.

    `properties` answers jr:preload="property" (`deviceid`, `username`, `phonenumber`, `email`).
    `entities(name)` gives the rows of a list such as `person` or `services`, or None when it has no such list; a row
    carries at least `name` and `label`. `location` gives `lat lon alt acc` or "". `last_saved` is the instance XML of
    the previous filling, if any.
    """

    clock: Callable[[], datetime] = _epoch
    seed: int = 0
    new_id: Callable[[], str] = _fixed_id
    properties: Mapping[str, str] = field(default_factory=dict)
    entities: Callable[[str], Rows | None] = _no_entities
    last_saved: bytes | None = None
    location: Callable[[], str] = str
