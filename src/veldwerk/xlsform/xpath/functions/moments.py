"""Functions on dates and times; the clock comes from the environment."""

from __future__ import annotations

import calendar
import math
from datetime import datetime

from veldwerk.xlsform.xpath import dates
from veldwerk.xlsform.xpath.context import Context
from veldwerk.xlsform.xpath.registry import function
from veldwerk.xlsform.xpath.values import INVALID_DATE, Value, to_number, to_string


@function("today", 0, 0)
def _today(context: Context) -> Value:
    return context.env.clock().date().isoformat()


@function("now", 0, 0)
def _now(context: Context) -> Value:
    return dates.iso_datetime(context.env.clock())


def moment_of(context: Context, value: Value) -> datetime | None:
    """The moment a value means: a date string, or a day number."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return dates.from_days(value, context.env.zone)
    text = to_string(value).strip()
    moment = dates.parse(text, context.env.zone)
    if moment is None:
        number = to_number(text, context.env.zone)
        return dates.from_days(number, context.env.zone)
    return dates.in_zone(moment, context.env.zone)


@function("date", 1, 1)
def _date(context: Context, value: Value) -> Value:
    return _moment_text(context, value)


@function("date-time", 1, 1)
def _date_time(context: Context, value: Value) -> Value:
    return _moment_text(context, value)


def _moment_text(context: Context, value: Value) -> str:
    """ISO text in the form's zone, without time at midnight; "" for nothing and for yes or no, which are no dates."""
    if isinstance(value, bool):
        return ""
    moment = moment_of(context, value)
    if moment is None:
        return INVALID_DATE if to_string(value).strip() else ""
    return dates.shown(moment)


@function("decimal-date-time", 1, 1)
def _decimal_date_time(context: Context, value: Value) -> Value:
    moment = moment_of(context, value)
    return math.nan if moment is None else dates.to_days(moment)


@function("decimal-time", 1, 1)
def _decimal_time(context: Context, value: Value) -> Value:
    return dates.day_fraction(to_string(value).strip(), context.env.zone)


@function("format-date", 2, 2)
def _format_date(context: Context, value: Value, pattern: Value) -> Value:
    return _formatted(context, value, pattern)


@function("format-date-time", 2, 2)
def _format_date_time(context: Context, value: Value, pattern: Value) -> Value:
    return _formatted(context, value, pattern)


def _formatted(context: Context, value: Value, pattern: Value) -> str:
    moment = None if isinstance(value, float) else dates.parse(to_string(value).strip(), context.env.zone)
    moment = moment or moment_of(context, value)
    if moment is None:
        return ""
    return dates.format_moment(moment, to_string(pattern), context.env.language)


@function("cht:difference-in-months", 2, 2)
@function("difference-in-months", 2, 2)
def _difference_in_months(context: Context, first: Value, second: Value) -> Value:
    """Whole months between two dates (CHT); "" when one of them is no date."""
    start, end = moment_of(context, first), moment_of(context, second)
    if start is None or end is None:
        return ""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return float(months)


@function("cht:add-date", 2, 6)
@function("add-date", 2, 6)
def _add_date(context: Context, value: Value, *amounts: Value) -> Value:
    """A date plus years, months, days, hours and minutes (CHT)."""
    moment = moment_of(context, value)
    if moment is None:
        return ""
    counts = [to_number(amount, context.env.zone) for amount in amounts]
    if any(math.isinf(count) for count in counts):
        return ""
    years, months, days, hours, minutes = [int(c) if c == c else 0 for c in counts] + [0] * (5 - len(counts))
    total = moment.year * 12 + moment.month - 1 + years * 12 + months
    year, month = divmod(total, 12)
    if not 1 <= year <= 9999:
        return ""
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    shifted = dates.to_days(moment.replace(year=year, month=month + 1, day=day))
    later = dates.from_days(shifted + days + hours / 24 + minutes / 1440, context.env.zone)
    return "" if later is None else dates.iso_datetime(later)
