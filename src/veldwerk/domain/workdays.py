"""Working days, Dutch public holidays, and when a signal must be picked up (DOMAIN 3.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from veldwerk.domain.errors import N_, UserError

REPLY_WORKDAYS = 10
"""A referral without a reply after this many working days is on the sender's list (REQ-REF-05)."""

_SATURDAY = 5
_LAST_MOMENT = time(23, 59, 59)

URGENCIES = {
    "U0": N_("Now"),
    "U1": N_("Urgent"),
    "U2": N_("High"),
    "U3": N_("Normal"),
    "U4": N_("Information"),
}
"""Urgency of a signal, most urgent first, with the label's message id."""


@lru_cache(maxsize=64)
def holidays_of(year: int) -> frozenset[date]:
    """Public holidays of the Netherlands in a year (package `holidays`; includes Good Friday as the
    Algemene termijnenwet art. 3 does)."""
    import holidays

    return frozenset(holidays.country_holidays("NL", years=year))


def is_workday(day: date) -> bool:
    """Monday to Friday and no public holiday."""
    return day.weekday() < _SATURDAY and day not in holidays_of(day.year)


def add_workdays(day: date, count: int) -> date:
    """The `count`-th working day after `day`; `day` itself does not count. `count` 0 gives `day`."""
    if count < 0:
        raise ValueError("count must not be negative")
    while count:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def workdays_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; 0 when `end` is not later."""
    return sum(is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms for the first attempt by urgency and for feedback to the reporter; house rules, settings
    (REQ-SIG-09).
    """

    u1_hours: int = 24
    u2_workdays: int = 2
    u3_workdays: int = 5
    u4_workdays: int = 10
    receipt_workdays: int = 2
    taken_up_workdays: int = 10


_STANDARD = Terms()


def first_attempt_due(urgency: str, received: datetime, terms: Terms = _STANDARD) -> datetime:
    """The moment by which somebody must have tried: U0 at once, U1 in hours, the others at the end of a
    working day.

    `received` is the receipt, not the entry (REQ-SIG-06), with its time zone; a local time gives a local
    day.
    """
    if urgency == "U0":
        return received
    if urgency == "U1":
        return received + timedelta(hours=terms.u1_hours)
    workdays = {"U2": terms.u2_workdays, "U3": terms.u3_workdays, "U4": terms.u4_workdays}.get(urgency)
    if workdays is None:
        raise UserError(N_("Urgency «{urgency}» is not known"), code="unknown-urgency", urgency=urgency)
    return datetime.combine(add_workdays(received.date(), workdays), _LAST_MOMENT, tzinfo=received.tzinfo)


def higher_urgency(current: str, proposed: str) -> str:
    """The more urgent of two; a volunteer's proposal may only raise (REQ-SIG-07)."""
    return min(current, proposed)


def receipt_due(received: date, terms: Terms = _STANDARD) -> date:
    """The last day to tell the reporter that the signal was received."""
    return add_workdays(received, terms.receipt_workdays)


def taken_up_due(received: date, terms: Terms = _STANDARD) -> date:
    """The last day to tell the reporter that the signal was taken up."""
    return add_workdays(received, terms.taken_up_workdays)
