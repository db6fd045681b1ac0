"""Working days, holidays and the clock of a signal (DOMAIN 3.3)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veldwerk.domain.errors import UserError
from veldwerk.domain.workdays import (
    Terms,
    add_workdays,
    first_attempt_due,
    higher_urgency,
    is_workday,
    receipt_due,
    taken_up_due,
    workdays_between,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    "holiday",
    ["2026-01-01", "2026-04-06", "2026-04-27", "2026-05-14", "2026-05-25", "2026-12-25", "2030-05-05"],
)
def test_dutch_holidays_are_no_working_days(holiday: str) -> None:
    assert not is_workday(date.fromisoformat(holiday))


def test_liberation_day_is_free_every_fifth_year() -> None:
    assert is_workday(date(2026, 5, 5))
    assert not is_workday(date(2025, 5, 5))


def test_king_s_day_moves_from_a_sunday() -> None:
    assert not is_workday(date(2025, 4, 26))
    assert is_workday(date(2027, 4, 26))


@given(days, st.integers(1, 30))
def test_adding_and_counting_agree(day: date, count: int) -> None:
    later = add_workdays(day, count)
    assert is_workday(later)
    assert workdays_between(day, later) == count


@pytest.mark.parametrize(
    ("urgency", "due"),
    [
        ("U0", datetime(2026, 4, 24, 16, 30)),
        ("U1", datetime(2026, 4, 25, 16, 30)),
        ("U2", datetime(2026, 4, 29, 23, 59, 59)),
        ("U3", datetime(2026, 5, 4, 23, 59, 59)),
        ("U4", datetime(2026, 5, 11, 23, 59, 59)),
    ],
)
def test_first_attempt_by_urgency(urgency: str, due: datetime) -> None:
    """Friday 24 April 2026, half past four; Monday is King's Day."""
    received = datetime(2026, 4, 24, 16, 30, tzinfo=AMSTERDAM)
    assert first_attempt_due(urgency, received) == due.replace(tzinfo=AMSTERDAM)


def test_terms_are_settings_and_an_unknown_urgency_is_named() -> None:
    received = datetime(2026, 11, 24, 9, 0, tzinfo=AMSTERDAM)
    assert first_attempt_due("U1", received, Terms(u1_hours=4)) == received + timedelta(hours=4)
    with pytest.raises(UserError) as caught:
        first_attempt_due("U9", received)
    assert caught.value.values["urgency"] == "U9"


def test_proposal_of_a_volunteer_only_raises() -> None:
    assert higher_urgency("U2", "U4") == "U2"
    assert higher_urgency("U3", "U1") == "U1"


def test_reporter_hears_in_time() -> None:
    assert receipt_due(date(2026, 12, 24)) == date(2026, 12, 29)
    assert taken_up_due(date(2026, 11, 24)) == date(2026, 12, 8)


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError):
        add_workdays(date(2026, 1, 2), -1)
