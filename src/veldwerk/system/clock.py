"""Time. Everything else is handed a clock, so that tests and the practice vault can choose the moment."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta


class SystemClock:
    """The time of this machine."""

    def now(self) -> datetime:
        """This moment, aware, in the local zone."""
        return datetime.now().astimezone()

    def today(self) -> date:
        """The local calendar day."""
        return self.now().date()

    def millis(self) -> int:
        """Milliseconds since 1970 UTC; may jump when the machine's clock is set."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        """Seconds that only go forward, for waiting and for locking after idle time."""
        return time.monotonic()


class SetClock:
    """A clock that stands still until it is moved: for generated vaults, screenshots and tests."""

    def __init__(self, moment: datetime) -> None:
        """`moment` must be aware. Raises ValueError."""
        if moment.tzinfo is None:
            raise ValueError("a clock needs an aware moment")
        self._moment = moment
        self._passed = 0.0

    def now(self) -> datetime:
        """The moment it was set to."""
        return self._moment

    def today(self) -> date:
        """The day of that moment, in its own zone."""
        return self._moment.date()

    def millis(self) -> int:
        """Milliseconds since 1970 UTC."""
        return round(self._moment.timestamp() * 1000)

    def monotonic(self) -> float:
        """Seconds this clock was moved forward."""
        return self._passed

    def set(self, moment: datetime) -> None:
        """Move to `moment`, forward or back. Raises ValueError for a naive one."""
        if moment.tzinfo is None:
            raise ValueError("a clock needs an aware moment")
        self._passed += max(0.0, (moment - self._moment).total_seconds())
        self._moment = moment

    def advance(self, by: timedelta) -> None:
        """Let time pass."""
        self.set(self._moment + by)
