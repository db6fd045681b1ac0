"""The citizen service number (burgerservicenummer): check and mask (REQ-LAW-12, 13)."""

from __future__ import annotations

from stdnum.nl import bsn as standard

from veldwerk.domain.errors import N_, UserError

_VISIBLE = 3


def is_valid(text: str) -> bool:
    """Nine digits (leading zeros may be left out, blanks and dots are ignored) that pass the 11-test.

    Passing is no proof that the number belongs to the person.
    """
    return bool(standard.is_valid(text))


def normalised(text: str) -> str:
    """The nine digits; `UserError` when the number is not possible. The error never repeats the number."""
    if not is_valid(text):
        raise UserError(N_("This is not a possible BSN: check the digits"), code="invalid-bsn")
    return str(standard.compact(text))


def masked(text: str) -> str:
    """«******782»: enough to recognise, not enough to use."""
    digits = "".join(character for character in text if character.isdigit())
    return "*" * max(len(digits) - _VISIBLE, 0) + digits[-_VISIBLE:]
