"""Numbers as people write and type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veldwerk import texts
from veldwerk.domain.errors import UserError
from veldwerk.texts.numbers import decimal, integer, parse_decimal, parse_integer, percentage

decimals = st.decimals(-(10**9), 10**9, places=3)


def test_dutch_numbers_have_a_decimal_comma() -> None:
    assert decimal(72.5) == "72,5"
    assert decimal(Decimal("12345.60"), 2) == "12.345,60"
    assert decimal(100.0) == "100"
    assert integer(1234567) == "1.234.567"


def test_english_numbers_have_a_decimal_point() -> None:
    texts.set_language("en")
    assert decimal(Decimal("12345.6")) == "12,345.6"


def test_percentages_are_whole_and_halves_go_up() -> None:
    assert percentage(0.367) == "37%"
    assert percentage(Decimal("0.125")) == "13%"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("72,5", "72.5"), ("72.5", "72.5"), ("1.234", "1234"), ("1.234,5", "1234.5"), ("1,234.5", "1234.5"), ("-3", "-3"),
     ("1 234,5", "1234.5"), ("0.1234", "0.1234")],
)  # fmt: skip
def test_both_signs_are_read(typed: str, meant: str) -> None:
    assert parse_decimal(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", ["", "tien", "1,2,3", "1.23.4", "١٢x", "--1", "1e5"])
def test_other_text_is_refused(typed: str) -> None:
    with pytest.raises(UserError):
        parse_decimal(typed)


def test_a_whole_number_has_no_decimals() -> None:
    assert parse_integer("1.200") == 1200
    with pytest.raises(UserError):
        parse_integer("1,5")


@given(decimals, st.sampled_from(["nl", "en"]))
def test_what_is_written_can_be_typed_back(value: Decimal, language: str) -> None:
    texts.set_language(language)
    assert parse_decimal(decimal(value, 3)) == value
