"""A program that ends at its n-th step: every call to the store, write to the vault and named boundary counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.sync.faulty import Killed
from tests.sync.team import Colleague
from veldwerk.services.store_check import StoreCheck
from veldwerk.services.sync import SyncService
from veldwerk.services.sync_course import Course, Limits
from veldwerk.services.sync_ports import ObjectStore
from veldwerk.sync.sealing import Sealing

T = TypeVar("T")


@dataclass
class Fuse:
    """Burns down by one at each step; at 0 the program is dead and does nothing any more."""

    left: int
    dead: bool = False

    def step(self, _point: str = "") -> None:
        self.left -= 1
        self.dead = self.dead or self.left < 0
        if self.dead:
            raise Killed

    def around(self, work: Callable[[], T]) -> T:
        """Ends just before `work`, or just after it."""
        self.step()
        result = work()
        self.step()
        return result


@dataclass
class MortalStore:
    inner: ObjectStore
    fuse: Fuse

    def put(self, name: str, data: bytes) -> None:
        self.fuse.around(lambda: self.inner.put(name, data))

    def get(self, name: str) -> bytes | None:
        return self.fuse.around(lambda: self.inner.get(name))

    def list(self, prefix: str) -> list[str]:
        return self.fuse.around(lambda: self.inner.list(prefix))

    def delete(self, name: str) -> None:
        self.fuse.around(lambda: self.inner.delete(name))

    def check(self) -> StoreCheck:
        return self.inner.check()


@dataclass
class MortalVault:
    inner: Any
    fuse: Fuse

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def write(self, job: Callable[[Any], T]) -> T:
        return self.fuse.around(lambda: self.inner.write(job))


def sync_until(one: Colleague, store: ObjectStore, steps: int, limits: Limits) -> bool:
    """Sync, and end at step number `steps`; False when it was over before that."""
    fuse = Fuse(steps)
    service = SyncService(
        MortalVault(one.vault, fuse), Sealing(), one.clock, one.ids, Course(limits, fuse.step)
    )
    try:
        service.sync(one.actor, MortalStore(store, fuse))
    except Killed:
        return True
    return False
