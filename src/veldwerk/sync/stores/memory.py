"""A store in memory, for tests and for trying out."""

from __future__ import annotations

import threading

from veldwerk.services.store_check import StoreCheck
from veldwerk.sync.stores.names import checked, taken, valid
from veldwerk.sync.stores.probe import Facts, probe


class MemoryStore:
    """Safe to use from several threads; `objects` may be looked at and spoiled by tests."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def put(self, name: str, data: bytes) -> None:
        with self._lock:
            if self.objects.setdefault(checked(name), data) != data:
                raise taken()

    def get(self, name: str) -> bytes | None:
        with self._lock:
            return self.objects.get(checked(name))

    def list(self, prefix: str) -> list[str]:
        with self._lock:
            return sorted(
                name
                for name in self.objects
                if name.startswith(prefix) and "/" not in name[len(prefix) :] and valid(name)
            )

    def delete(self, name: str) -> None:
        with self._lock:
            self.objects.pop(checked(name), None)

    def check(self) -> StoreCheck:
        return probe(self, Facts)
