"""The one writing thread, and the query-only connection beside it (DESIGN 2)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from veldwerk.store.driver import Connection

T = TypeVar("T")


class Lane:
    """Runs jobs one after another in one thread, each in one transaction of the writing connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="veldwerk-lane")
        self._inside = threading.local()

    def run(self, job: Callable[[Connection], T], after: Callable[[T], None] | None = None) -> T:
        """Run `job`, wait, and give its result; on any error nothing of it stays.

        `after` is called with the result in the lane once it is on disk. RuntimeError when called from a job:
        a transaction inside a transaction would never end.
        """
        if getattr(self._inside, "running", False):
            raise RuntimeError("a job of the lane cannot wait for another; use the writer it was given")
        return self._thread.submit(self._transaction, job, after).result()

    def _transaction(self, job: Callable[[Connection], T], after: Callable[[T], None] | None) -> T:
        connection = self._connection
        self._inside.running = True
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = job(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            if after is not None:
                after(result)
            return result
        finally:
            self._inside.running = False

    def outside(self, job: Callable[[Connection], T]) -> T:
        """Run `job` in the lane without a transaction (VACUUM INTO, checkpoints)."""
        return self._thread.submit(job, self._connection).result()

    def close(self) -> None:
        """Wait for the last job and end the thread."""
        self._thread.shutdown(wait=True)


class Glass:
    """Reading beside the lane: one query-only connection, one reader at a time, each in one view."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock = threading.RLock()

    def run(self, job: Callable[[Connection], T]) -> T:
        """Run `job` in the caller's thread on a consistent view of the vault."""
        with self._lock:
            connection = self._connection
            if connection.in_transaction:
                return job(connection)
            connection.execute("BEGIN")
            try:
                return job(connection)
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def close(self) -> None:
        """Wait for the reader and close."""
        with self._lock:
            self._connection.close()
