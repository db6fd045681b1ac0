"""What is still sent after locking: the screen is locked at once, the vault closes when its last changes are away."""

from __future__ import annotations

import threading

from veldwerk.app.stores import open_store, remembered
from veldwerk.app.workplace import Workplace
from veldwerk.domain.errors import UserError
from veldwerk.services.restored import Restored
from veldwerk.services.sync_when import Timetable

LONGEST = 30.0
"""Seconds the vault stays open for it at most."""


def wanted(work: Workplace) -> bool:
    """Whether this vault sends at lock, and has something to send and a place to send it to. Quick.

    Not when it was put back from a backup: a person looks first what differs.
    """
    table = Timetable(work.vault)
    ready = bool(remembered(work)) and table.get(work.actor).at_lock and table.unsent(work.actor)
    return ready and not Restored(work.vault).waits(work.actor)


class Parting:
    """One last exchange of a vault that is locked already. `run` blocks; `end` may be called from any thread."""

    def __init__(self, work: Workplace, longest: float = LONGEST) -> None:
        self._work, self._longest = work, longest
        self._stop = threading.Event()
        self._closed = threading.Event()
        self._begun = threading.Lock()

    def run(self) -> None:
        """Exchange, then close the vault, whatever happened."""
        if not self._begun.acquire(blocking=False):
            return
        timer = threading.Timer(self._longest, self._stop.set)
        timer.daemon = True
        timer.start()
        try:
            if not self._stop.is_set():
                self._work.sync.sync(self._work.actor, open_store(self._work), cancelled=self._stop.is_set)
        except UserError:
            pass  # the next start tries again, and tells
        finally:
            timer.cancel()
            self._work.close()
            self._closed.set()

    def end(self) -> None:
        """Stop it now, and wait until the vault is closed."""
        self._stop.set()
        if self._begun.acquire(blocking=False):  # never begun
            self._work.close()
            self._closed.set()
        self._closed.wait()
