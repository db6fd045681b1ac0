"""Ages and terms in whole months, by Dutch law and usage."""

from __future__ import annotations

import calendar
from datetime import date


def age(born: date, on: date) -> int:
    """Completed years on a day; who is born on 29 February has a birthday on 1 March in other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month when it is shorter (terms of law: AVG,
    WGBO, Wmo).
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def months_between(start: date, end: date) -> int:
    """Completed months from `start` to `end`, 0 when `end` is earlier (months since a loss, a duration)."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if add_months(start, months) > end:
        months -= 1
    return max(months, 0)
