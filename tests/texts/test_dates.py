"""Dates as people write and type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veldwerk import texts
from veldwerk.domain.errors import UserError
from veldwerk.texts import dates
from veldwerk.texts.errors import sentence
from veldwerk.texts.typed_dates import Month, parse_date, parse_month

TODAY = date(2026, 11, 24)
days = st.dates(date(1900, 1, 1), date(2099, 12, 31))


def test_dutch_dates_have_no_capitals() -> None:
    assert dates.long_date(TODAY) == "24 november 2026"
    assert dates.weekday_date(TODAY) == "dinsdag 24 november 2026"
    assert dates.short_date(date(2026, 3, 4)) == "04-03-2026"


def test_english_dates_do() -> None:
    texts.set_language("en")
    assert dates.weekday_date(TODAY) == "Tuesday 24 November 2026"
    assert dates.month_year(TODAY) == "November 2026"


@pytest.mark.parametrize(
    ("distance", "said"),
    [
        (0, "vandaag"), (-1, "gisteren"), (1, "morgen"), (-2, "eergisteren"), (3, "vrijdag"), (-3, "3 dagen geleden"),
        (10, "over 10 dagen"), (-15, "9 november"), (60, "23 januari 2027"),
    ],
)  # fmt: skip
def test_near_days_are_said_in_words(distance: int, said: str) -> None:
    assert dates.relative_day(TODAY + timedelta(days=distance), TODAY) == said


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12-3", date(2026, 3, 12)), ("3-4-25", date(2025, 4, 3)), ("03042025", date(2025, 4, 3)),
        ("030425", date(2025, 4, 3)), ("gisteren", date(2026, 11, 23)), ("Vandaag", TODAY),
        ("1 maart 2024", date(2024, 3, 1)), ("1 mrt. 24", date(2024, 3, 1)), ("24 november", TODAY),
        ("2-1-41", date(1941, 1, 2)), ("2-1-36", date(2036, 1, 2)), ("2-1-37", date(1937, 1, 2)),
        ("2024-02-29", date(2024, 2, 29)), (" 5 . 6 . 2020 ", date(2020, 6, 5)), ("1 may 2024", date(2024, 5, 1)),
    ],
)  # fmt: skip
def test_dates_are_read_as_workers_type_them(typed: str, meant: date) -> None:
    assert parse_date(typed, TODAY) == meant


@pytest.mark.parametrize(
    "typed", ["31-2-2024", "29-2-2023", "32-1-2024", "1-13-2024", "0-1-2024", "31 april 2024"]
)
def test_impossible_days_are_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_date(typed, TODAY)
    assert caught.value.code == "date-impossible"
    assert sentence(caught.value) == f"Deze datum bestaat niet: {typed}."


@pytest.mark.parametrize("typed", ["", "straks", "12", "1 xyz 2024", "1-2-3-4"])
def test_what_is_not_a_date_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_date(typed, TODAY)
    assert caught.value.code == "date-unclear"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("maart 2024", Month(2024, 3)), ("mrt 24", Month(2024, 3)), ("3-2024", Month(2024, 3)),
        ("2024-03", Month(2024, 3)), ("december", Month(2025, 12)), ("november", Month(2026, 11)),
    ],
)  # fmt: skip
def test_months_are_read_without_a_day(typed: str, meant: Month) -> None:
    assert parse_month(typed, TODAY) == meant


@pytest.mark.parametrize("typed", ["13-2024", "2024-00", "herfst 2024"])
def test_months_that_are_none_are_refused(typed: str) -> None:
    with pytest.raises(UserError):
        parse_month(typed, TODAY)


@given(days, st.sampled_from(["nl", "en"]))
def test_what_is_written_can_be_typed_back(day: date, language: str) -> None:
    texts.set_language(language)
    assert parse_date(dates.long_date(day), TODAY) == day
    assert parse_date(dates.short_date(day), TODAY) == day


@given(st.text(max_size=20))
def test_any_typing_gives_a_date_or_a_sentence(typed: str) -> None:
    try:
        assert isinstance(parse_date(typed, TODAY), date)
    except UserError as error:
        assert sentence(error)


@pytest.mark.parametrize(
    ("born", "said"),
    [(date(1943, 11, 24), "83 jaar"), (date(1943, 11, 25), "82 jaar"), (date(1944, 2, 29), "82 jaar")],
)
def test_age_counts_birthdays(born: date, said: str) -> None:
    assert dates.age_in_years(born, TODAY) == said


def test_a_day_further_on_has_its_day_of_the_week_and_its_date() -> None:
    assert dates.ahead_day(TODAY + timedelta(days=1), TODAY) == "morgen"
    assert dates.ahead_day(date(2026, 12, 1), TODAY) == "di 1 december"
    assert dates.ahead_day(date(2027, 1, 4), TODAY) == "ma 4 januari 2027"
