"""Dates and times as people say them, in Dutch and English."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final

from veldwerk.texts.catalogue import _, language, ngettext

MONTHS: Final = {
    "nl": (
        "januari", "februari", "maart", "april", "mei", "juni",
        "juli", "augustus", "september", "oktober", "november", "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
WEEKDAYS: Final = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def month_name(month: int) -> str:
    """The name of month 1–12; Dutch names have no capital."""
    return MONTHS[language()][month - 1]


def weekday_name(day: date) -> str:
    """The day of the week; Dutch names have no capital."""
    return WEEKDAYS[language()][day.weekday()]


def long_date(day: date) -> str:
    """24 november 2026 · 24 November 2026."""
    return f"{day.day} {month_name(day.month)} {day.year}"


def weekday_date(day: date) -> str:
    """dinsdag 24 november 2026 · Tuesday 24 November 2026."""
    return f"{weekday_name(day)} {long_date(day)}"


def day_and_month(day: date) -> str:
    """24 november, for lists in which the year is plain."""
    return f"{day.day} {month_name(day.month)}"


def short_date(day: date) -> str:
    """24-11-2026, the Dutch order, in both languages."""
    return f"{day.day:02d}-{day.month:02d}-{day.year:04d}"


def month_year(day: date) -> str:
    """november 2026."""
    return f"{month_name(day.month)} {day.year}"


def clock_time(moment: datetime | time) -> str:
    """10:42. A moment with a zone is shown as it stands: convert it to local time first."""
    return f"{moment.hour:02d}:{moment.minute:02d}"


def long_moment(moment: datetime) -> str:
    """24 november 2026, 10:42."""
    return f"{long_date(moment)}, {clock_time(moment)}"


def relative_day(day: date, today: date) -> str:
    """Today, yesterday, tomorrow, a weekday or a number of days when near; the date itself beyond a
    fortnight."""
    distance = (day - today).days
    near = {0: _("today"), -1: _("yesterday"), 1: _("tomorrow"), -2: _("the day before yesterday")}
    if distance in near:
        return near[distance]
    if 2 <= distance <= 6:
        return weekday_name(day)
    if -14 <= distance < 0:
        return ngettext("{n} day ago", "{n} days ago", -distance).format(n=-distance)
    if 0 < distance <= 14:
        return ngettext("in {n} day", "in {n} days", distance).format(n=distance)
    return long_date(day) if day.year != today.year else day_and_month(day)


def ahead_day(day: date, today: date) -> str:
    """vandaag, morgen; «di 1 december» for a day further on, so that it can be found in a diary."""
    if 0 <= (day - today).days <= 1:
        return relative_day(day, today)
    short = weekday_name(day)[: 2 if language() == "nl" else 3]
    return f"{short} {long_date(day) if day.year != today.year else day_and_month(day)}"


def age_in_years(born: date, today: date) -> str:
    """«83 jaar», counted on the calendar; born on 29 February ages on 1 March."""
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return ngettext("{n} year old", "{n} years old", years).format(n=years)
