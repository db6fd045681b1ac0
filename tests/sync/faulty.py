"""A store that fails as real ones do, over a memory: chosen faults, or random ones that a seed repeats exactly."""

from __future__ import annotations

import re
import struct
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from veldwerk.domain.errors import UserError
from veldwerk.services.store_check import StoreCheck
from veldwerk.sync.stores import names
from veldwerk.sync.stores.memory import MemoryStore

T = TypeVar("T")

PAGE = b"<!DOCTYPE html><html><body>Meld u aan</body></html>"
CUTS = ("0", "1", "header", "half", "last")
STATUSES = (401, 403, 404, 409, 412, 413, 423, 429, 500, 502, 503, 504, 507)
KINDS = ("before", "lost", "twice", "timeout", "page", "short", "stale", "hidden", "cut", "status", "foreign")
FOREIGN = ("desktop.ini", "0000000001-00000000 (conflicted copy).vwc", ".syncthing.x.tmp", "placeholder.vwh")


class Killed(BaseException):
    """The program ends here: nothing catches it but a test."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong, `times` times (0: always), after `after` matching calls that went well.

    `call` is put, get, list or delete (empty: any), `name` is searched in the name. `how` is for `cut` one of CUTS,
    for `status` the number, for `hidden` the calls an object stays unseen.

    - before, lost: no network, before the call was done or after it
    - twice: done twice; timeout: a deadline that passed; silent: no answer until `over` is set
    - page: a log-in page: what is put is gone, what is got is HTML, what is listed is nothing
    - cut: a put leaves this much under the name and hangs up; short: a get gives the first 1000 bytes
    - stale: an earlier listing; hidden: an object is seen by nobody for a while; lag: listings show it late
    - foreign: a listing with files that are not ours; full: no room; kill-before, kill-after: the program ends
    """

    kind: str
    call: str = ""
    name: str = ""
    how: str = ""
    times: int = 1
    after: int = 0


_ONLY = {"cut": "put", "hidden": "put", "short": "get", "stale": "list", "foreign": "list", "lag": "put"}


def cut(data: bytes, how: str) -> bytes:
    """What an upload left: nothing, a byte, up to the end of the header, half, or all but a byte."""
    header = 10 + struct.unpack(">I", data[6:10])[0] if data[:2] == b"VW" and len(data) > 10 else 10
    ends = {
        "0": 0,
        "1": 1,
        "header": min(header, len(data) - 1),
        "half": len(data) // 2,
        "last": len(data) - 1,
    }
    return data[: ends[how]]


@dataclass
class FaultyStore:
    """`inner.objects` is what is really there. `log` is every call as (call, name, kind of fault or «»)."""

    inner: MemoryStore = field(default_factory=MemoryStore)
    faults: list[Fault] = field(default_factory=list)
    seed: int = 0
    room: int | None = None
    careless: bool = False
    log: list[tuple[str, str, str]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)
    _seen: dict[int, int] = field(default_factory=dict)
    _unseen: dict[str, int] = field(default_factory=dict)
    _late: dict[str, int] = field(default_factory=dict)
    _listings: dict[str, list[list[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._chance = Random(self.seed)

    def fail(
        self, kind: str, call: str = "", name: str = "", how: str = "", times: int = 1, after: int = 0
    ) -> None:
        """One more fault."""
        self.faults.append(Fault(kind, call, name, how, times, after))

    def calm(self) -> None:
        """From now on all goes well, and everything put is seen."""
        self.faults.clear()
        self._seen.clear()
        self._unseen.clear()
        self._late.clear()
        self.room = None

    @property
    def hit(self) -> list[tuple[str, str, str]]:
        """The calls that something went wrong with."""
        return [one for one in self.log if one[2]]

    def _fault(self, call: str, name: str) -> Fault | None:
        for place, one in enumerate(self.faults):
            only = one.call or _ONLY.get(one.kind, "")
            if (only and only != call) or not re.search(one.name, name):
                continue
            count = self._seen[place] = self._seen.get(place, 0) + 1
            if one.after < count and (one.times == 0 or count <= one.after + one.times):
                return one
        return None

    def _call(self, call: str, name: str, work: Callable[[], T], fault: Fault | None) -> T:
        self.log.append((call, name, fault.kind if fault is not None else ""))
        kind = fault.kind if fault is not None else ""
        if kind == "kill-before":
            raise Killed
        if kind == "before":
            raise UserError(names.UNREACHABLE, code="store-unreachable")
        if kind == "timeout":
            raise UserError(names.SLOW, code="store-timeout")
        if kind == "full":
            raise names.of_status(507)
        if kind == "status" and fault is not None:
            raise names.of_status(int(fault.how))
        if kind == "silent":
            self.begun.set()
            self.over.wait(60)
            raise UserError(names.SLOW, code="store-timeout")
        if kind == "twice":
            work()
        result = work()
        if kind == "kill-after":
            raise Killed
        if kind == "lost":
            raise UserError(names.SLOW, code="store-timeout")
        return result

    # --- the five calls

    def put(self, name: str, data: bytes) -> None:
        fault = self._fault("put", name)
        kind = fault.kind if fault is not None else ""
        self._call("put", name, lambda: self._put(name, data, fault), fault)
        if kind == "cut":
            raise UserError(names.UNREACHABLE, code="store-unreachable")

    def _put(self, name: str, data: bytes, fault: Fault | None) -> None:
        names.checked(name)
        kind = fault.kind if fault is not None else ""
        if kind == "page":
            return
        if kind == "cut" and fault is not None:
            self.inner.objects[name] = cut(data, fault.how or "half")
            return
        used = sum(map(len, self.inner.objects.values()))
        if self.room is not None and name not in self.inner.objects and used + len(data) > self.room:
            raise names.of_status(507)
        if self.careless:
            self.inner.objects[name] = data
        else:
            self.inner.put(name, data)
        if kind == "hidden" and fault is not None:
            self._unseen[name] = int(fault.how or 3)
        if kind == "lag":
            self._late[name] = self._chance.randrange(1, 8)

    def get(self, name: str) -> bytes | None:
        fault = self._fault("get", name)
        kind = fault.kind if fault is not None else ""

        def work() -> bytes | None:
            if kind == "page":
                return PAGE
            if self._waits(self._unseen, name):
                return None
            data = self.inner.get(name)
            return data[:1000] if kind == "short" and data is not None else data

        return self._call("get", name, work, fault)

    def list(self, prefix: str) -> list[str]:
        fault = self._fault("list", prefix)
        kind = fault.kind if fault is not None else ""

        def work() -> list[str]:
            if kind == "page":
                return []
            now = [
                name
                for name in self.inner.list(prefix)
                if not self._waits(self._unseen, name) and not self._waits(self._late, name)
            ]
            before = self._listings.setdefault(prefix, [[]])
            if kind == "stale":
                return list(self._chance.choice(before))
            before.append(now)
            return [*now, *(prefix + one for one in FOREIGN)] if kind == "foreign" else now

        return self._call("list", prefix, work, fault)

    def delete(self, name: str) -> None:
        fault = self._fault("delete", name)
        gone = fault is not None and fault.kind == "page"
        self._call("delete", name, lambda: None if gone else self.inner.delete(name), fault)

    def check(self) -> StoreCheck:
        return self.inner.check()

    @staticmethod
    def _waits(names_: dict[str, int], name: str) -> bool:
        left = names_.get(name, 0)
        if left:
            names_[name] = left - 1
        return left > 0


def faults(most: int = 6) -> st.SearchStrategy[list[Fault]]:
    """Random faults for hypothesis, among the calls of a few syncs."""
    how = {"cut": st.sampled_from(CUTS), "status": st.sampled_from(STATUSES).map(str), "hidden": st.just("3")}

    def one(kind: str) -> st.SearchStrategy[Fault]:
        call = st.just("") if kind in _ONLY else st.sampled_from(("", "put", "get", "list", "delete"))
        return st.builds(
            Fault,
            st.just(kind),
            call,
            st.just(""),
            how.get(kind, st.just("")),
            st.integers(1, 3),
            st.integers(0, 25),
        )

    return st.lists(st.sampled_from(KINDS).flatmap(one), min_size=1, max_size=most)


@dataclass
class DyingVault:
    """A vault of a program that ends: nothing is written any more once `dead`, not even on the way out."""

    inner: object
    dead: bool = False

    def __getattr__(self, name: str) -> object:
        return getattr(self.inner, name)

    def write(self, job: Callable[..., T]) -> T:
        if self.dead:
            raise Killed
        return self.inner.write(job)  # type: ignore[attr-defined, no-any-return]


def everything(objects: Sequence[str], pattern: str) -> list[str]:
    """Names in which `pattern` is found."""
    return [name for name in objects if re.search(pattern, name)]
