"""Exchanging for the whole window: by hand and by itself, one at a time, never in the way.

Lives as long as the unlocked window. The clock on the wall decides what is due, looked at twice a minute: after a sleep
of the laptop the first look finds out. What runs by itself and finds no connection says nothing: offline is normal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from veldwerk.domain.errors import UserError
from veldwerk.services.access import Actor
from veldwerk.services.restored import Restored
from veldwerk.services.sync import SyncService
from veldwerk.services.sync_attendance import Attendance
from veldwerk.services.sync_ports import ObjectStore
from veldwerk.services.sync_state import SpaceStatus, SyncReport
from veldwerk.services.sync_when import SOON, Timetable, When
from veldwerk.texts import _
from veldwerk.ui.jobs import Job, Progress
from veldwerk.ui.page import Context

LOOK_MS = 30_000
OFFLINE = frozenset(
    f"store-{what}"
    for what in ["unreachable", "timeout", "busy", "locked", "missing", "trouble", "portal", "no-host"]
)
"""What goes by: a connection, a stick or a server that is not there now."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands: the place («» for none), each space, which are shared, and what was chosen about when.

    `restored`: this vault was put back from a backup, and a person has to look before anything is sent (R28).
    """

    place: str
    spaces: tuple[SpaceStatus, ...]
    shared: frozenset[str]
    when: When
    restored: bool = False

    @property
    def last(self) -> str:
        """When the last exchange was, ISO 8601, «» for never."""
        return max((one.synced_at for one in self.spaces), default="")


@dataclass(frozen=True, slots=True)
class Means:
    """What exchanging needs: who, the services, the table of times, the place and the store there."""

    actor: Actor
    sync: SyncService
    timetable: Timetable
    attendance: Attendance
    restored: Restored
    place: Callable[[], str]
    store: Callable[[], ObjectStore]


class Syncing(QObject):
    """`begun`, `moved(done, total, space)` and `ended(report or None, error or None, by hand)`; `told(standing)`.

    `asks(store)`: somebody wants to exchange a vault that was put back; show what differs, then `run` with `agreed`.
    """

    begun = Signal()
    moved = Signal(int, int, str)
    ended = Signal(object, object, bool)
    told = Signal(object)
    asks = Signal(object)

    def __init__(self, context: Context, means: Means) -> None:
        super().__init__(context.jobs)
        self._context, self._means = context, means
        self._job: Job[SyncReport] | None = None
        self._by_hand = False
        self._tried: datetime | None = None
        self._failed = 0
        self._fresh = True
        self.standing: Standing | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        context.jobs.quiet.connect(self._quiet)

    # --- how it stands

    @property
    def running(self) -> bool:
        """Whether an exchange is under way."""
        return self._job is not None

    @property
    def offline(self) -> bool:
        """Whether the last try found no connection."""
        return self._failed > 0

    def read(self) -> None:
        """Read how it stands, from this vault alone, and tell it."""
        means = self._means

        def work() -> Standing:
            actor = means.actor
            shared = frozenset(one.space for one in means.sync.members(actor))
            when, restored = means.timetable.get(actor), means.restored.waits(actor)
            return Standing(means.place(), means.sync.status(actor), shared, when, restored)

        self._context.jobs.run(work, self._read, owner=self, key="exchange.standing")

    def _read(self, standing: Standing) -> None:
        self.standing = standing
        self.told.emit(standing)
        if self._fresh:
            self._fresh = False
            self._at_start(standing)

    def _at_start(self, standing: Standing) -> None:
        last = _moment(standing.last)
        if standing.when.at_start and (last is None or not -SOON < self._context.now() - last < SOON):
            self.run(by_hand=False)

    def next(self) -> datetime | None:
        """When it is tried next by itself, None when it is not."""
        standing = self.standing
        if standing is None or not standing.place or not standing.shared or standing.restored:
            return None
        last = self._tried or _moment(standing.last)
        return standing.when.next(last, self._failed) if last is not None else None

    def look(self) -> None:
        """Exchange when it is due; else look what waits."""
        standing = self.standing
        if standing is None:
            self.read()
            return
        last = self._tried or _moment(standing.last)
        due = standing.when.due(self._context.now(), last, self._failed)
        if not (due and self.run(by_hand=False)):
            self.read()  # the header tells how much waits by now

    # --- doing it

    def run(
        self, *, by_hand: bool, store: Callable[[], ObjectStore] | None = None, agreed: bool = False
    ) -> bool:
        """Begin, unless one is under way or there is nothing to exchange with; whether it began.

        A vault that was put back does nothing by itself, and asks when it is wanted by hand, until somebody `agreed`.
        """
        standing, means = self.standing, self._means
        if self._job is not None or standing is None or not standing.shared:
            return False
        if store is None and not standing.place and not by_hand:
            return False
        place = store or means.store
        if standing.restored and not agreed:
            if by_hand:
                self.asks.emit(place)
            return False

        def work(progress: Progress) -> SyncReport:
            rounds = 2 if standing.restored else 1  # our own earlier stream is only read in the second
            for _round in range(rounds):
                report = means.sync.sync(means.actor, place(), progress.report, lambda: progress.cancelled)
                if report.cancelled or report.departed:
                    break
            if not report.departed:
                means.attendance.note(means.actor)
            return report

        self._by_hand = by_hand
        self._tried = self._context.now()
        self._job = self._context.jobs.run_long(work, self._done, self._refused, owner=self)
        self._job.moved.connect(self.moved)
        self.begun.emit()
        return True

    def cancel(self) -> None:
        """Stop at the next step; what was sent and received stays. `ended` tells when it did."""
        if self._job is not None:
            self._job.cancel()

    def _quiet(self, job: Job[SyncReport]) -> None:
        """A job ended; one that was stopped, here or in the status line, has no result."""
        if job is self._job and job.stop.is_set():
            self._end(None, None)

    def _done(self, report: SyncReport) -> None:
        if report.departed:
            # The keys of this vault are gone: nothing may go on as if it were open.
            self._job = None
            self._context.window.lock(
                _("Your access was taken away. What was not sent is handed over. This vault opens no more.")
            )
            return
        away = [p.code for one in report.spaces for p in one.problems if p.code in OFFLINE]
        self._failed = self._failed + 1 if away else 0
        self._end(report, None)

    def _refused(self, error: UserError) -> None:
        if error.code in OFFLINE:
            self._failed += 1
        self._end(None, error)

    def _end(self, report: SyncReport | None, error: UserError | None) -> None:
        self._job = None
        self.ended.emit(report, error, self._by_hand)
        self.read()


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def pending(spaces: Sequence[SpaceStatus]) -> int:
    """How many changes wait to be sent."""
    return sum(one.pending for one in spaces)
