"""Ages and terms in months."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from veldwerk.domain.ages import add_months, age, months_between

days = st.dates(date(1920, 1, 1), date(2060, 12, 31))


def test_birthday_counts_on_the_day_itself() -> None:
    assert [age(date(1951, 3, 15), date(2026, 3, 14 + n)) for n in (0, 1)] == [74, 75]


def test_last_day_of_a_shorter_month() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert add_months(date(2026, 11, 30), 2) == date(2027, 1, 30)


@given(days, st.integers(0, 300))
def test_months_between_undoes_add_months(day: date, months: int) -> None:
    later = add_months(day, months)
    assert months_between(day, later) == months
    if months:
        assert months_between(day, later - timedelta(days=1)) == months - 1


@given(days, days)
def test_age_is_months_in_years_except_for_leap_days(born: date, on: date) -> None:
    if born <= on and (born.month, born.day) != (2, 29):
        assert age(born, on) == months_between(born, on) // 12


def test_earlier_end_gives_no_months() -> None:
    assert months_between(date(2026, 5, 1), date(2026, 4, 1)) == 0
