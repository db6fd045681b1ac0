"""What counts as a Dutch postcode."""

from __future__ import annotations

import pytest

from veldwerk.domain.postcode import is_postcode


@pytest.mark.parametrize("text", ["1234 AB", "1234AB", " 3521 ab "])
def test_four_digits_and_two_letters_are_a_postcode(text: str) -> None:
    assert is_postcode(text)


@pytest.mark.parametrize(
    "text", ["", "0123 AB", "123 AB", "1234", "1234 A1", "B-1000", "12345 AB", "1234  AB"]
)
def test_anything_else_is_not(text: str) -> None:
    assert not is_postcode(text)
