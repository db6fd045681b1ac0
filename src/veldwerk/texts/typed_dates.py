"""Dates as a worker types them. Dutch order: day, month, year; English month names are read too."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final, NamedTuple

from veldwerk.domain.errors import UserError
from veldwerk.texts.dates import MONTHS

_DAYS: Final = {
    "eergisteren": -2, "gisteren": -1, "vandaag": 0, "nu": 0, "morgen": 1, "overmorgen": 2,
    "yesterday": -1, "today": 0, "tomorrow": 1,
}  # fmt: skip
_SHORT: Final = {"mrt": 3, "okt": 10, "sept": 9, "mei": 5, "may": 5, "mar": 3, "oct": 10, "aug": 8}
_NUMBERS = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2})(?:[-/. ]+(\d{2}|\d{4}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DIGITS = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
_WORDS = re.compile(r"(\d{1,2})e?\s*[- ]?\s*([a-z]+)\.?(?:[\s,-]+(\d{2}|\d{4}))?")
_MONTH_YEAR = re.compile(r"([a-z]+)\.?[\s-]+(\d{2}|\d{4})")
_MONTH_NUMBER = re.compile(r"(\d{1,2})[-/](\d{4})")
_PIVOT_AHEAD: Final = 10
"""A year typed in two digits lies at most this many years ahead; else it is the past century («41» is
1941)."""


class Month(NamedTuple):
    """A month of a year, for what is only known so far («maart 2024»)."""

    year: int
    month: int


def parse_date(text: str, today: date) -> date:
    """The day in `text`.

    Reads 12-3 (this year), 3-4-25, 03042025, 2025-04-03, «1 maart 2024», «gisteren», «vandaag». Raises
    UserError:
    `date-impossible` for a day that does not exist, `date-unclear` for what is not a date.
    """
    typed = _tidy(text)
    if typed in _DAYS:
        return today + timedelta(days=_DAYS[typed])
    parts = _parts(typed)
    if parts is None:
        raise UserError(
            "“{typed}” is not a date. Type for example 24-11-2026.", code="date-unclear", typed=text.strip()
        )
    day, month, year = parts
    try:
        return date(_full_year(year, today), month, day)
    except ValueError:
        raise UserError(
            "This date does not exist: {typed}.", code="date-impossible", typed=text.strip()
        ) from None


def parse_month(text: str, today: date) -> Month:
    """The month in `text`: «maart 2024», «mrt 24», 3-2024, 2024-03, or a month alone (the last one past).
    Raises UserError."""
    typed = _tidy(text)
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})", typed):
        return _month(int(match[1]), int(match[2]), text)
    if match := _MONTH_NUMBER.fullmatch(typed):
        return _month(int(match[2]), int(match[1]), text)
    if (match := _MONTH_YEAR.fullmatch(typed)) and (number := _month_number(match[1])):
        return Month(_full_year(match[2], today), number)
    if number := _month_number(typed.rstrip(".")):
        return Month(today.year if number <= today.month else today.year - 1, number)
    raise UserError(
        "“{typed}” is not a month. Type for example march 2024.", code="month-unclear", typed=text.strip()
    )


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()


def _parts(typed: str) -> tuple[int, int, str | None] | None:
    """Day, month and the year as typed; None when the text has no shape of a date."""
    if match := _ISO.fullmatch(typed):
        return int(match[3]), int(match[2]), match[1]
    if match := _NUMBERS.fullmatch(typed) or _DIGITS.fullmatch(typed):
        return int(match[1]), int(match[2]), match[3]
    if (match := _WORDS.fullmatch(typed)) and (number := _month_number(match[2])):
        return int(match[1]), number, match[3]
    return None


def _month_number(word: str) -> int:
    """The month a word or its beginning of three letters or more names, in Dutch or English; 0 when none."""
    if word in _SHORT:
        return _SHORT[word]
    if len(word) < 3:
        return 0
    for names in MONTHS.values():
        for number, name in enumerate(names, start=1):
            if name.casefold().startswith(word):
                return number
    return 0


def _full_year(typed: str | None, today: date) -> int:
    if typed is None:
        return today.year
    if len(typed) == 4:
        return int(typed)
    year = today.year - today.year % 100 + int(typed)
    return year if year <= today.year + _PIVOT_AHEAD else year - 100


def _month(year: int, month: int, text: str) -> Month:
    if not 1 <= month <= 12:
        raise UserError("This month does not exist: {typed}.", code="month-impossible", typed=text.strip())
    return Month(year, month)
