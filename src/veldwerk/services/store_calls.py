"""Calls to a store that can be broken off, and several at a time with the order kept.

A call may hang below us (a network drive whose server is gone holds on in the kernel), so it is made in a thread that
can be left behind. Stores are safe to use from several threads.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from typing import Any, TypeVar

from veldwerk.services.store_check import StoreCheck
from veldwerk.services.sync_ports import ObjectStore

T = TypeVar("T")

LOOK = 0.1
"""Seconds between two looks at whether the user cancelled."""
WIDTH = 6
"""Calls at a time: hides the waiting on a far server, and stays under what shared hosts allow one client."""

_Job = tuple["Future[Any]", Callable[[], Any]]


class Aside:
    """Runs calls in a thread beside this one; a thread whose call is left behind is not used again."""

    def __init__(self) -> None:
        self._free: list[queue.SimpleQueue[_Job]] = []

    def run(self, work: Callable[[], T], look: Callable[[], None], every: float = LOOK) -> T:
        """The result of `work`. `look` is called now and then while it runs; what it raises ends the waiting."""
        try:
            jobs = self._free.pop()
        except IndexError:
            jobs = self._thread()
        future: Future[T] = Future()
        jobs.put((future, work))
        while True:
            try:
                result = future.result(every)
            except NotYet:
                if not future.done():
                    look()
                    continue
                self._free.append(jobs)
                raise
            except BaseException:
                self._free.append(jobs)
                raise
            self._free.append(jobs)
            return result

    @staticmethod
    def _thread() -> queue.SimpleQueue[_Job]:
        jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        threading.Thread(target=_serve, args=(jobs,), name="store-call", daemon=True).start()
        return jobs


def _serve(jobs: queue.SimpleQueue[_Job]) -> None:
    while True:
        future, work = jobs.get()
        try:
            future.set_result(work())
        except BaseException as error:  # all of it belongs to the caller
            future.set_exception(error)
        del future, work


class Interruptible:
    """The same store, whose calls end within a moment once `look` raises."""

    def __init__(self, inner: ObjectStore, look: Callable[[], None]) -> None:
        self._inner, self._look, self._aside = inner, look, Aside()

    def _run(self, work: Callable[[], T]) -> T:
        return self._aside.run(work, self._look)

    def put(self, name: str, data: bytes) -> None:
        """Write once."""
        self._run(lambda: self._inner.put(name, data))

    def get(self, name: str) -> bytes | None:
        """The object, or None."""
        return self._run(lambda: self._inner.get(name))

    def list(self, prefix: str) -> list[str]:
        """Names under a folder."""
        return self._run(lambda: self._inner.list(prefix))

    def delete(self, name: str) -> None:
        """Remove."""
        self._run(lambda: self._inner.delete(name))

    def check(self) -> StoreCheck:
        """Try the store."""
        return self._run(self._inner.check)


def in_order(calls: Iterable[Callable[[], T]], width: int = WIDTH) -> Generator[T]:
    """The results of `calls` in their order, while at most `width` of them run or wait to be taken.

    The first that raises ends it; calls that already run are awaited, later ones are never begun. Nothing is begun
    before the first result is asked for. Close it when not all results are taken. One at a time needs no threads.
    """
    if width == 1:
        yield from (call() for call in calls)
        return
    with ThreadPoolExecutor(width, thread_name_prefix="store-ahead") as pool:
        waiting: list[Future[T]] = []
        source = iter(calls)
        try:
            while True:
                while len(waiting) < width and (call := next(source, None)) is not None:
                    waiting.append(pool.submit(call))
                if not waiting:
                    return
                yield waiting.pop(0).result()
        finally:
            for future in waiting:
                future.cancel()


def fetched(
    store: ObjectStore, names: Iterable[str], width: int = WIDTH
) -> Generator[tuple[str, bytes | None]]:
    """Each of `names` with its object, in order, read ahead."""

    def call(name: str) -> Callable[[], tuple[str, bytes | None]]:
        return lambda: (name, store.get(name))

    return in_order((call(name) for name in names), width)
