"""Reply codes: short, readable, and every slip of the finger found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veldwerk.domain import reply_code
from veldwerk.domain.errors import UserError

BYTES = st.binary(min_size=reply_code.BYTES, max_size=reply_code.BYTES)


@given(BYTES)
def test_a_code_has_seven_clear_characters_and_verifies(random_bytes: bytes) -> None:
    code = reply_code.make(random_bytes)
    assert len(code) == 7
    assert not set(code) & set("IO01")
    assert reply_code.verify(code)
    assert reply_code.make(random_bytes) == code


@given(BYTES, st.integers(0, 6), st.sampled_from(reply_code.ALPHABET))
def test_one_wrong_character_is_found(random_bytes: bytes, place: int, other: str) -> None:
    code = reply_code.make(random_bytes)
    wrong = code[:place] + other + code[place + 1 :]
    assert reply_code.verify(wrong) == (wrong == code)


@given(BYTES, st.integers(0, 5))
def test_two_swapped_neighbours_are_found(random_bytes: bytes, place: int) -> None:
    code = reply_code.make(random_bytes)
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert reply_code.verify(wrong) == (wrong == code)


@given(BYTES)
def test_typed_with_spaces_hyphens_or_small_letters_it_is_the_same(random_bytes: bytes) -> None:
    code = reply_code.make(random_bytes)
    assert reply_code.read(f" {reply_code.grouped(code).lower()} ") == code
    assert reply_code.read("-".join(code)) == code


@pytest.mark.parametrize("typed", ["", "ABC", "ABCDEFGH", "ABC DE0G", "2222223"])
def test_what_is_wrong_is_said(typed: str) -> None:
    with pytest.raises(UserError) as caught:
        reply_code.read(typed)
    assert caught.value.code == "reply-code"


def test_too_few_random_bytes_are_refused() -> None:
    with pytest.raises(ValueError):
        reply_code.make(b"1234")
