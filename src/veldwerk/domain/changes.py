"""One noun for every write: the Change. Saving, undo, screen refresh and sync are readers of it (DESIGN 2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from veldwerk.domain.errors import UserError

Json = object
"""Whatever JSON can hold: None, bool, int, float, str, list, dict."""

MAX_AHEAD_MS = 5 * 60 * 1000
"""A clock is not pulled more than five minutes beyond our own by what others say (SYNC 2.4)."""


LATEST_MS = 10**13 - 1
"""What thirteen digits hold: the year 2286. No clock value goes beyond it, or text would not sort as the clock does."""
LAST_COUNT = 0xFFFFF
_CLOCK = re.compile(r"([0-9]{13})\.([0-9a-f]{5})\.(.*)", re.DOTALL)


class Hlc(NamedTuple):
    """Hybrid logical clock: milliseconds since 1970, a counter, and what made it.

    In the stamp of a change that is `<device>.<opening>.<mark>`: the device, a number drawn when its vault was
    opened, which no copy of the disk shares, and the first digits of a hash of the change (`merge.marked`). So two
    different changes never have one stamp. The text form sorts as the clock does, so that SQL and JSON can compare
    it without parsing.
    Source: Kulkarni et al. 2014, «Logical Physical Clocks»; cap from SYNC 2.4.
    """

    ms: int
    counter: int
    device: str

    def __str__(self) -> str:
        return f"{self.ms:013d}.{self.counter:05x}.{self.device}"

    @classmethod
    def parse(cls, text: str) -> Hlc:
        """The clock written as `text`; raises UserError when it is not one, also for another spelling of one: other
        digits, blanks or lengths would sort elsewhere than they count."""
        found = _CLOCK.fullmatch(text)
        if found is None:
            raise UserError("Not a clock value: {text}", code="bad-clock", text=text)
        return cls(int(found[1]), int(found[2], 16), found[3])

    def tick(self, now_ms: int, device: str) -> Hlc:
        """The next clock value of `device`, later than this one and never behind `now_ms`. At the end of time it stays
        there: marks still tell changes apart."""
        now_ms = min(now_ms, LATEST_MS)
        if now_ms > self.ms:
            return Hlc(now_ms, 0, device)
        if self.counter < LAST_COUNT:
            return Hlc(self.ms, self.counter + 1, device)
        return Hlc(self.ms + 1, 0, device) if self.ms < LATEST_MS else Hlc(self.ms, LAST_COUNT, device)

    def observe(self, other: Hlc, now_ms: int) -> Hlc:
        """This clock after hearing of `other`; a clock far ahead orders its own edits but does not pull ours."""
        if other.ms > now_ms + MAX_AHEAD_MS:
            return self
        return max(self, other, key=lambda c: (c.ms, c.counter))


ZERO = Hlc(0, 0, "")


def device_of(clock: str) -> str:
    """The device that made a clock text."""
    return clock.split(".", 3)[2]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who wrote when and where: `hlc` in text form, `device` id, `worker` id."""

    hlc: str
    device: str
    worker: str


class Action(StrEnum):
    """What an op does to its record (DESIGN 8)."""

    ADD = "add"
    SET = "set"
    DELETE = "del"
    ERASE = "erase"
    SETTLE = "settle"


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one record, old to new.

    `path` is a field name, or `field/key` inside a set or document; only the first slash separates, so that a
    key may be a form reference such as `/data/naam`. An empty path is the record as a whole (delete, erase).
    `parents` are the note versions that were on the screen when this was written.
    """

    kind: str
    record: str
    path: str
    old: Json
    new: Json
    stamp: Stamp
    action: Action = Action.SET
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Op:
    """The Changes of one record in one edit: what the log keeps and what travels."""

    kind: str
    record: str
    action: Action
    fields: Mapping[str, Json]
    stamp: Stamp
    space: str
    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def asks(self) -> bool:
        """Whether it only asks to erase: one signature, so a second person has to agree first."""
        by = self.fields.get("by")
        return self.action is Action.ERASE and isinstance(by, Mapping) and len(by) == 1

    def to_json(self) -> dict[str, Json]:
        """The wire form `{t, k, a, f, h, d, w, p}`; the space is said by the stream it travels in."""
        out: dict[str, Json] = {
            "t": self.kind,
            "k": self.record,
            "a": self.action.value,
            "f": dict(self.fields),
            "h": self.stamp.hlc,
            "w": self.stamp.worker,
        }
        if self.parents:
            out["p"] = {path: list(seen) for path, seen in self.parents.items()}
        return out

    @classmethod
    def from_json(cls, data: Mapping[str, object], space: str) -> Op:
        """The op written as `data`; raises UserError naming what is wrong with it."""
        try:
            hlc = str(data["h"])
            fields = data.get("f", {})
            parents = data.get("p", {})
            if not isinstance(fields, Mapping) or not isinstance(parents, Mapping):
                raise TypeError
            Hlc.parse(hlc)
            return cls(
                kind=str(data["t"]),
                record=str(data["k"]),
                action=Action(str(data["a"])),
                fields=dict(fields),
                stamp=Stamp(hlc, device_of(hlc), str(data["w"])),
                space=space,
                parents={str(path): tuple(str(v) for v in seen) for path, seen in parents.items()},
            )
        except (KeyError, TypeError, ValueError) as error:
            raise UserError(
                "A change could not be read: {reason}", code="bad-op", reason=type(error).__name__
            ) from None


def split_path(path: str) -> tuple[str, str | None]:
    """`field`, or `field` and the key inside it."""
    name, slash, key = path.partition("/")
    return name, key if slash else None


def ops_of(changes: Iterable[Change], space_of: Mapping[str, str]) -> list[Op]:
    """Group the Changes of one edit into one Op per record, in order of first appearance.

    `space_of` maps a record id to the space it lives in.
    """
    grouped: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        grouped.setdefault((change.kind, change.record), []).append(change)
    ops = []
    for (kind, record), group in grouped.items():
        whole = next((c for c in group if c.action is not Action.SET), group[0])
        ops.append(
            Op(
                kind=kind,
                record=record,
                action=whole.action,
                fields={c.path: c.new for c in group if c.path},
                stamp=group[0].stamp,
                space=space_of[record],
                parents={c.path: c.parents for c in group if c.parents},
            )
        )
    return ops
