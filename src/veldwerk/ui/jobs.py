"""Slow or blocking work off the window's thread, its result back on it.

Service calls are plain blocking Python. `Jobs.run` puts one in a small thread pool and calls `done` with the
result, or `failed` with the UserError, on the window's thread. What runs longer than 600 ms shows in the status
line with ✕.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal
from shiboken6 import isValid

from veldwerk.domain.errors import UserError

T = TypeVar("T")

SHOW_AFTER_MS = 600


class Cancelled(Exception):
    """Raised inside a job by `Progress.report` once the user pressed ✕."""


class Progress:
    """Handed to long work. Safe to use from its thread."""

    def __init__(self, job: Job[Any]) -> None:
        self._job = job

    @property
    def cancelled(self) -> bool:
        return self._job.stop.is_set()

    def report(self, done: int, total: int, text: str = "") -> None:
        """Say how far the work is (`total` 0 = unknown); raises Cancelled when the user pressed ✕."""
        if self.cancelled:
            raise Cancelled
        self._job.moved.emit(done, total, text)


class Job(QObject, Generic[T]):
    """One piece of work under way."""

    moved = Signal(int, int, str)

    def __init__(self, text: str, can_cancel: bool) -> None:
        super().__init__()
        self.text = text
        self.can_cancel = can_cancel
        self.stop = threading.Event()
        self.running = True
        self.key = ""
        self.owner: QObject | None = None
        self.done: Callable[[T], object] | None = None
        self.failed: Callable[[UserError], object] | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)

    def cancel(self) -> None:
        """Ask the work to stop at its next report; a result that still comes is dropped."""
        self.stop.set()


class Jobs(QObject):
    """The pool of one window. `slow` and `quiet` tell the status line when a job should be seen."""

    slow = Signal(object)
    quiet = Signal(object)
    trouble = Signal(object)
    _ended = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None, threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._alive: set[Job[Any]] = set()
        self._latest: dict[str, Job[Any]] = {}
        self._ended.connect(self._land, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether any job is under way."""
        return bool(self._alive)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[UserError], object] | None = None,
        *,
        owner: QObject | None = None,
        key: str = "",
        text: str = "",
    ) -> Job[T]:
        """Run `work` in a thread.

        `owner`: when it is gone by then, nothing is called. `key`: a newer job with the same key makes this
        one's result unwanted (search while typing). Without `failed` a UserError goes to the notice bar.
        """
        job: Job[T] = Job(text, can_cancel=False)
        job.done, job.failed, job.owner, job.key = done, failed, owner, key
        return self._start(job, work)

    def run_long(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[UserError], object] | None = None,
        *,
        owner: QObject | None = None,
        key: str = "",
        text: str = "",
    ) -> Job[T]:
        """As `run`, for work that reports progress and can be cancelled between two reports."""
        job: Job[T] = Job(text, can_cancel=True)
        progress = Progress(job)
        job.done, job.failed, job.owner, job.key = done, failed, owner, key
        return self._start(job, lambda: work(progress))

    def _start(self, job: Job[T], work: Callable[[], T]) -> Job[T]:
        self._alive.add(job)
        if job.key:
            self._latest[job.key] = job
        job.timer.timeout.connect(lambda: self.slow.emit(job))
        job.timer.start(SHOW_AFTER_MS)

        def inside() -> None:
            try:
                self._ended.emit(job, work(), None)
            except Cancelled:
                job.stop.set()
                self._ended.emit(job, None, None)
            except Exception as error:  # handed on to the window's thread, whole
                self._ended.emit(job, None, error)

        self._pool.start(inside)
        return job

    def _land(self, job: Job[Any], result: object, error: object) -> None:
        job.timer.stop()
        job.running = False
        newest = self._latest.get(job.key) is job
        if newest:
            del self._latest[job.key]
        self._alive.discard(job)
        self.quiet.emit(job)
        done, failed, owner = job.done, job.failed, job.owner
        # Callbacks hold whole screens: a job that someone keeps must not keep those.
        job.timer.timeout.disconnect()
        job.done = job.failed = job.owner = None
        gone = owner is not None and not isValid(owner)
        if job.stop.is_set() or gone or (job.key and not newest):
            return
        if error is None:
            if done is not None:
                done(result)
        elif isinstance(error, UserError) and failed is not None:
            failed(error)
        else:
            self.trouble.emit(error)
            if isinstance(error, Exception) and not isinstance(error, UserError):
                sys.excepthook(type(error), error, error.__traceback__)

    def wait(self, timeout_ms: int = 5000) -> bool:
        """Ask every job to stop and wait for the threads; True when all ended in time."""
        for job in self._alive:
            job.cancel()
        return self._pool.waitForDone(timeout_ms)
