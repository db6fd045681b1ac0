"""Dates as OpenRosa sees them: strings in ISO form that count as days since 1970-01-01T00:00Z in arithmetic.

A date without time means midnight in the form's zone, so its day number has a fraction unless that zone is UTC
(the reading of @getodk/xpath and of Enketo; https://getodk.github.io/xforms-spec/#data-types). In a zone with summer
time days are counted by the clock on the wall (see `WallClock`).
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DATETIME = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})T(\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII,
)
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(Z|[+-]\d{2}(?::?\d{2})?)?", re.ASCII)
_CODE = re.compile(r"\((\w\w)[\w-]*\)\s*$")  # forms name their languages `Nederlands (nl)`
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 86_400.0
_MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "nl": ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
}
_WEEKDAYS = {
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    "nl": ["ma", "di", "wo", "do", "vr", "za", "zo"],
}


class WallClock(tzinfo):
    """The clock on the wall of a zone, summer and winter, with one offset for all of its day numbers.

    With the zone's own offsets 200 days after a midnight would be an hour beside midnight; with one true offset a moment
    in the other season would be an hour off the clock, on the wrong day at midnight. So a moment is first put on the wall
    clock, and numbers count from there: days are whole, and a moment has the date and time that people saw.
    """

    def __init__(self, zone: tzinfo, offset: timedelta) -> None:
        """`offset` from UTC is that of day numbers: what holds in `zone` now."""
        self.zone = zone
        self.offset = offset

    def utcoffset(self, moment: datetime | None) -> timedelta:
        return self.offset

    def dst(self, moment: datetime | None) -> timedelta:
        return timedelta(0)

    def tzname(self, moment: datetime | None) -> str:
        return str(self.zone)


def parse(text: str, zone: tzinfo) -> datetime | None:
    """An aware datetime for an ISO date or date and time, None for anything else (also 31 September)."""
    if len(text) < 8 or text[4:5] != "-":
        return None
    match = _DATE.fullmatch(text)
    try:
        if match is not None:
            year, month, day = map(int, match.groups())
            return datetime(year, month, day, tzinfo=zone)
        match = _DATETIME.fullmatch(text)
        if match is None:
            return None
        year, month, day, hour = (int(part) for part in match.groups()[:4])
        minute, second = int(match.group(5) or 0), int(match.group(6) or 0)
        micro = int((match.group(7) or "0")[:6].ljust(6, "0"))
        moment = datetime(year, month, day, hour, minute, second, micro, tzinfo=_zone(match.group(8), zone))
    except ValueError:
        return None
    return moment


def _zone(text: str | None, default: tzinfo) -> tzinfo:
    if text is None:
        return default
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if hours > 14 or minutes > 59:
        raise ValueError(text)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)


def to_days(moment: datetime) -> float:
    """Days since 1970-01-01T00:00Z."""
    return (moment - _EPOCH).total_seconds() / _DAY


def days_of(text: str, zone: tzinfo) -> float:
    """Day number of a date string, NaN when it is none."""
    moment = parse(text, zone)
    local = None if moment is None else in_zone(moment, zone)
    return math.nan if local is None else to_days(local)


def from_days(days: float, zone: tzinfo) -> datetime | None:
    """The moment of a day number in `zone`, to the millisecond; None out of range."""
    if math.isnan(days) or math.isinf(days):
        return None
    try:
        moment = _EPOCH + timedelta(milliseconds=math.floor(days * _DAY * 1000 + 0.5))
        return moment.astimezone(zone)
    except (OverflowError, ValueError):
        return None


def in_zone(moment: datetime, zone: tzinfo) -> datetime | None:
    """The same moment on the clock of `zone`; None where that falls outside the calendar of years 1 to 9999."""
    try:
        if isinstance(zone, WallClock) and moment.tzinfo is not zone:
            return moment.astimezone(zone.zone).replace(tzinfo=zone)
        return moment.astimezone(zone)
    except OverflowError:
        return None


def shown(moment: datetime) -> str:
    """A date alone at midnight, else date and time."""
    clock = moment.timetz()
    if clock.hour == clock.minute == clock.second == clock.microsecond == 0:
        return moment.date().isoformat()
    return iso_datetime(moment)


def iso_datetime(moment: datetime) -> str:
    """`2026-11-24T09:30:00.000+01:00`, `Z` never."""
    if isinstance(moment.tzinfo, WallClock):
        moment = moment.replace(tzinfo=moment.tzinfo.zone)
    return moment.isoformat(timespec="milliseconds")


def day_fraction(text: str, zone: tzinfo) -> float:
    """The time of day as a fraction of it; NaN when `text` holds no time."""
    moment = parse(text, zone)
    if moment is not None:
        local = in_zone(moment, zone)
        return math.nan if local is None else _fraction(local.timetz())
    match = _TIME.fullmatch(text)
    if match is None:
        return math.nan
    try:
        clock = time(
            int(match.group(1)),
            int(match.group(2)),
            int(match.group(3) or 0),
            int((match.group(4) or "0")[:6].ljust(6, "0")),
        )
        own = _zone(match.group(5), zone)
    except ValueError:
        return math.nan
    if match.group(5) is None:
        return _fraction(clock)
    anchored = datetime(1970, 1, 2, clock.hour, clock.minute, clock.second, clock.microsecond, tzinfo=own)
    return _fraction(anchored.astimezone(zone).timetz())


def _fraction(clock: time) -> float:
    seconds = clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6
    return seconds / _DAY


def format_moment(moment: datetime, pattern: str, language: str) -> str:
    """ODK's `%` patterns: Y y m n b d e H h M S 3 a W w."""
    code = _CODE.search(language)
    short = (code.group(1) if code is not None else language[:2]).lower()
    names = short if short in _MONTHS else "en"
    parts = {
        "Y": f"{moment.year:04d}",
        "y": f"{moment.year % 100:02d}",
        "m": f"{moment.month:02d}",
        "n": str(moment.month),
        "b": _MONTHS[names][moment.month - 1],
        "d": f"{moment.day:02d}",
        "e": str(moment.day),
        "H": f"{moment.hour:02d}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02d}",
        "S": f"{moment.second:02d}",
        "3": f"{moment.microsecond // 1000:03d}",
        "a": _WEEKDAYS[names][moment.weekday()],
        "W": f"{moment.isocalendar().week:02d}",
        "w": str(moment.isoweekday() % 7),
        "%": "%",
    }
    return re.sub(r"%(.)", lambda match: parts.get(match.group(1), match.group(0)), pattern)
