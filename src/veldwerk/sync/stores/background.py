"""One thread with an event loop for everything that waits on a network: deadlines, retries, cancelling.

A call that does not end is left behind at its deadline. A deadline grows with what has to go over the wire, so that
a large object over a poor connection arrives, while a server that says nothing is given up as soon as ever.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeout
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from veldwerk.domain.errors import UserError
from veldwerk.sync.stores import names

if TYPE_CHECKING:
    import asyncio

T = TypeVar("T")

AGAIN = frozenset(
    {"store-busy", "store-locked", "store-unreachable", "store-timeout", "store-trouble", "store-cut"}
)
"""Codes worth another try."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: `once` for one attempt, `whole` for a call with its retries. `pauses` lie between attempts.

    `jitter` gives a number from 0 to 1 that stretches a pause up to double, so that a team does not knock at
    the same moment. `slowest` is the bytes a second at which an object may still come in.
    """

    once: float = 20.0
    whole: float = 60.0
    pauses: tuple[float, ...] = (0.5, 2.0)
    jitter: Callable[[], float] = field(default=lambda: 0.5)
    slowest: int = 20_000


@dataclass(slots=True)
class _Limits:
    """When this call is over (monotonic), and the deadline of the attempt that runs."""

    whole: float
    slowest: int
    attempt: asyncio.Timeout | None = None

    def allow(self, size: int) -> None:
        more = size / self.slowest
        self.whole += more
        if self.attempt is not None and (when := self.attempt.when()) is not None:
            self.attempt.reschedule(when + more)


_LIMITS: ContextVar[_Limits] = ContextVar("limits")


def allow(size: int) -> None:
    """So many bytes have to come or go in the call that runs: its deadlines move with them."""
    limits = _LIMITS.get(None)
    if limits is not None:
        limits.allow(size)


class Background:
    """The thread; starts at first use, ends with the program or at `close`."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._calls: set[asyncio.Future[Any]] = set()

    def _running(self) -> asyncio.AbstractEventLoop:
        import asyncio

        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=_serve, args=(self._loop,), name="store", daemon=True)
                self._thread.start()
            return self._loop

    def run(self, work: Callable[[], Awaitable[T]]) -> T:
        """The result of `work`, tried again where that may help. UserError; `store-timeout` at the deadline."""
        import asyncio

        limits = _Limits(time.monotonic() + self._patience.whole, self._patience.slowest)
        future = asyncio.run_coroutine_threadsafe(self._tries(work, limits), self._running())
        while True:
            try:
                return future.result(max(0.0, limits.whole - time.monotonic()))
            except FutureTimeout:
                if time.monotonic() < limits.whole and not future.done():
                    continue
                future.cancel()
                raise UserError(names.SLOW, code="store-timeout") from None
            except CancelledError:  # closed while we waited
                raise UserError(names.SLOW, code="store-timeout") from None

    async def _tries(self, work: Callable[[], Awaitable[T]], limits: _Limits) -> T:
        import asyncio

        _LIMITS.set(limits)
        if (call := asyncio.current_task()) is not None:
            self._calls.add(call)
            call.add_done_callback(self._calls.discard)
        for pause in (*self._patience.pauses, None):
            try:
                return await self._once(work, limits)
            except UserError as error:
                if pause is None or error.code not in AGAIN:
                    raise
                asked = error.values.get("after", 0)
                wait = pause * (1 + self._patience.jitter())
                if isinstance(asked, int | float):
                    wait = max(wait, asked)
                if time.monotonic() + wait >= limits.whole:
                    raise  # longer than anybody waits for one object: the next sync asks again
                await asyncio.sleep(wait)
        raise AssertionError  # the last pause is None

    async def _once(self, work: Callable[[], Awaitable[T]], limits: _Limits) -> T:
        import asyncio

        try:
            async with asyncio.timeout(self._patience.once) as limits.attempt:
                return await work()
        except TimeoutError:
            raise UserError(names.SLOW, code="store-timeout") from None

    def close(self, last: Callable[[], Coroutine[Any, Any, None]] | None = None) -> None:
        """End what is under way, do `last`, and end the thread; nothing happens when it never started."""
        import asyncio

        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is None or thread is None:
            return
        with contextlib.suppress(Exception):  # closing a broken connection may fail; it is closed
            asyncio.run_coroutine_threadsafe(self._end(last), loop).result(self._patience.once)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(self._patience.once)

    async def _end(self, last: Callable[[], Coroutine[Any, Any, None]] | None) -> None:
        """Calls first: one that got its answer after the hanging up would keep a connection that nobody closes."""
        import asyncio

        calls = list(self._calls)
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        if last is not None:
            await last()


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    """Run until stopped, then end what is still under way and close."""
    import asyncio

    loop.run_forever()
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0))
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
