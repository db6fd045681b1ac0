"""The BSN: 11-test, mask, and an error that keeps silent about the number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veldwerk.domain.bsn import is_valid, masked, normalised
from veldwerk.domain.errors import UserError


@given(st.integers(1, 999_999_999))
def test_eleven_test(number: int) -> None:
    digits = f"{number:09d}"
    total = sum(int(d) * w for d, w in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
    assert is_valid(digits) == (total % 11 == 0)


def test_typed_forms_mean_the_same_number() -> None:
    assert normalised("111.222.333") == normalised(" 111 222 333 ") == "111222333"


def test_only_three_digits_are_shown() -> None:
    assert masked("249566758") == "******758"
    assert masked("") == ""


def test_error_does_not_repeat_the_number() -> None:
    with pytest.raises(UserError) as caught:
        normalised("123456789")
    assert "123456789" not in f"{caught.value}{caught.value.values}{caught.value.__cause__}"
