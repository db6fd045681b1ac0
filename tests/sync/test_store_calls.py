"""Calls to a store that can be broken off, and several at a time with the order kept."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sync.contract import NAME, SPACE
from veldwerk.domain.errors import UserError
from veldwerk.services.store_calls import Interruptible, fetched, in_order
from veldwerk.sync.stores.background import Patience
from veldwerk.sync.stores.folder import FolderStore
from veldwerk.sync.stores.memory import MemoryStore


class _Hung(MemoryStore):
    """A drive whose server is gone: a call that never comes back until the test ends."""

    def __init__(self) -> None:
        super().__init__()
        self.over, self.begun = threading.Event(), threading.Event()

    def get(self, name: str) -> bytes | None:
        self.begun.set()
        self.over.wait(30)
        return super().get(name)


class _Cancelled(Exception):
    pass


def test_a_call_that_hangs_ends_when_the_user_says_so() -> None:
    hung = _Hung()
    stop = threading.Event()

    def look() -> None:
        hung.begun.wait(30)
        if stop.is_set():
            raise _Cancelled
        stop.set()

    store = Interruptible(hung, look)
    with pytest.raises(_Cancelled):
        store.get(NAME)
    hung.over.set()
    store.put(NAME, b"x")
    assert store.get(NAME) == b"x"
    assert store.list(f"{SPACE}/heads/") == []
    store.delete(NAME)
    assert hung.objects == {}


def test_a_folder_that_hangs_ends_at_the_deadline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr(Path, "read_bytes", lambda _: over.wait(30))
    store = FolderStore(tmp_path, Patience(whole=0.2))
    with pytest.raises(UserError) as late:
        store.get(NAME)
    assert late.value.code == "store-timeout"
    over.set()


def test_many_are_fetched_at_a_time_and_come_in_order() -> None:
    store = MemoryStore()
    names = [f"dev/cs/{n:010d}-00000000.vwc" for n in range(50)]
    for name in names[::2]:
        store.objects[name] = name.encode()
    running, most = [0], [0]
    lock, gate = threading.Lock(), threading.Barrier(4)

    def call(n: int) -> Callable[[], int]:
        def work() -> int:
            with lock:
                running[0] += 1
                most[0] = max(most[0], running[0])
            gate.wait(30)  # opens only when four are under way together
            with lock:
                running[0] -= 1
            return n

        return work

    assert list(in_order((call(n) for n in range(40)), 4)) == list(range(40))
    assert most[0] == 4
    got = list(fetched(store, names))
    assert [name for name, _ in got] == names
    assert all(data == (name.encode() if name in store.objects else None) for name, data in got)


def test_the_first_that_fails_ends_the_rest() -> None:
    begun: list[int] = []

    def call(n: int) -> Callable[[], int]:
        def work() -> int:
            begun.append(n)
            if n == 2:
                raise _Cancelled
            return n

        return work

    results: list[int] = []
    with pytest.raises(_Cancelled):
        results.extend(in_order((call(n) for n in range(100)), 3))
    assert results == [0, 1]
    assert max(begun) < 10
