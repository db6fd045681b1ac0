"""«Test deze opslag»: what every store must be able to do, tried with one small and one larger object.

Each step is a line for a person. The first thing that goes wrong ends it; what was written is taken away again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from veldwerk.domain.errors import N_, UserError
from veldwerk.services.store_check import CheckLine, StoreCheck, Verdict
from veldwerk.sync.stores.names import INSECURE, NOT_KEPT

SMALL = b"veldwerk proef\n"
LARGE = bytes(range(256)) * 4096
ODD = "../Proef"
FOLDER = "proef/"
TIGHT = 100_000_000
"""Bytes of room under which a person is warned."""
SKEW = timedelta(minutes=5)

WRITES = N_("Writing and reading back went well.")
LISTS = N_("The storage shows what was written.")
LARGE_WELL = N_("An object of 1 MB went there and back.")
OWN_NAMES = N_("Only names that every computer can keep are used.")
REMOVES = N_("Removing went well.")
ROOM = N_("Room left: {free} MB.")
LITTLE_ROOM = N_("There is little room left: {free} MB.")
SECURE = N_("The connection is encrypted.")
RIGHT_TIME = N_("The clocks of this laptop and the storage agree.")
WRONG_TIME = N_(
    "The clock of this laptop differs {minutes} minutes from that of the storage. Set date and time right."
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a store can tell about itself; None for what it does not tell.

    `free` bytes of room; `skew` how far our clock is ahead of its; `secure` whether nobody on the way can read
    the password; `keeps` a message about removed objects that stay somewhere.
    """

    free: int | None = None
    skew: timedelta | None = None
    secure: bool | None = None
    keeps: str = ""


class Probed(Protocol):
    """The four calls that are tried."""

    def put(self, name: str, data: bytes) -> None: ...
    def get(self, name: str) -> bytes | None: ...
    def list(self, prefix: str) -> list[str]: ...
    def delete(self, name: str) -> None: ...


def probe(store: Probed, facts: Callable[[], Facts]) -> StoreCheck:
    """The lines of all steps; never raises for what a store does wrong."""
    lines: list[CheckLine] = []
    try:
        _try(store, facts, lines.append)
    except UserError as error:
        lines.append(CheckLine("trouble", Verdict.BAD, error.message, dict(error.values), error.code))
        with contextlib.suppress(UserError):
            for name in ("klein", "groot"):
                store.delete(FOLDER + name)
    return StoreCheck(tuple(lines))


def _try(store: Probed, facts: Callable[[], Facts], say: Callable[[CheckLine], None]) -> None:
    small, large = FOLDER + "klein", FOLDER + "groot"
    for name in (small, large):
        store.delete(name)
    store.put(small, SMALL)
    _must(store.get(small) == SMALL)
    say(CheckLine("write", Verdict.OK, WRITES))
    _must(small in store.list(FOLDER))
    say(CheckLine("list", Verdict.OK, LISTS))
    store.put(large, LARGE)
    _must(store.get(large) == LARGE)
    say(CheckLine("large", Verdict.OK, LARGE_WELL))
    try:
        store.put(ODD, SMALL)
    except ValueError:
        say(CheckLine("names", Verdict.OK, OWN_NAMES))
    told = facts()
    for name in (small, large):
        store.delete(name)
        _must(store.get(name) is None)
    _must(not store.list(FOLDER))
    say(CheckLine("remove", Verdict.OK, REMOVES))
    for line in _lines_of(told):
        say(line)


def _must(holds: bool) -> None:
    if not holds:
        raise UserError(NOT_KEPT, code="store-not-kept")


def _lines_of(facts: Facts) -> Iterator[CheckLine]:
    if facts.secure is not None:
        good = facts.secure
        yield CheckLine("secure", Verdict.OK if good else Verdict.NOTE, SECURE if good else INSECURE)
    if facts.free is not None:
        enough = facts.free >= TIGHT
        values = {"free": facts.free // 1_000_000}
        yield CheckLine(
            "room", Verdict.OK if enough else Verdict.NOTE, ROOM if enough else LITTLE_ROOM, values
        )
    if facts.skew is not None:
        minutes = round(abs(facts.skew) / timedelta(minutes=1))
        if abs(facts.skew) <= SKEW:
            yield CheckLine("clock", Verdict.OK, RIGHT_TIME)
        else:
            yield CheckLine("clock", Verdict.NOTE, WRONG_TIME, {"minutes": minutes})
    if facts.keeps:
        yield CheckLine("keeps", Verdict.NOTE, facts.keeps)
