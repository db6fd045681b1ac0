"""Numbers as people write and type them: decimal comma and thousands dot in Dutch, the other way round in
English."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from veldwerk.domain.errors import UserError
from veldwerk.texts.catalogue import language

_DUTCH_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_ENGLISH_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"[+-]?\d+([.,]\d+)?")


def _local(text: str) -> str:
    """Swap the signs of English notation when the language is Dutch."""
    return text.translate(str.maketrans(",.", ".,")) if language() == "nl" else text


def integer(value: int) -> str:
    """A whole number with thousands separated: 12.345 in Dutch."""
    return _local(f"{value:,d}")


def decimal(value: float | Decimal, places: int | None = None) -> str:
    """A number with `places` decimals, or as many as it has: 72,5 in Dutch. Halves round away from zero on
    paper,
    so the rounding is done in decimal arithmetic."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    if places is not None:
        exact = _half_up(exact, places)
    elif exact == exact.to_integral_value():
        exact = exact.quantize(Decimal(1))
    else:
        exact = exact.normalize()
    return _local(f"{exact:,f}")


def percentage(share: float | Decimal) -> str:
    """A share of one as a whole percentage, written as Dutch and British style books do: 37% for 0.367."""
    exact = share if isinstance(share, Decimal) else Decimal(repr(share))
    return f"{_half_up(exact * 100, 0):f}%"


def parse_decimal(text: str) -> Decimal:
    """The number in `text`. Both 72,5 and 72.5 are read: a single sign with other than three digits after it
    can
    only be a decimal sign. With exactly three («1.234») the language decides. Raises UserError."""
    typed = re.sub(r"[\s\u00a0\u202f']", "", text)
    grouped, sign = (_DUTCH_GROUPED, ".") if language() == "nl" else (_ENGLISH_GROUPED, ",")
    foreign, foreign_sign = (_ENGLISH_GROUPED, ",") if language() == "nl" else (_DUTCH_GROUPED, ".")
    if grouped.fullmatch(typed):
        return Decimal(typed.replace(sign, "").replace(",", "."))
    if _PLAIN.fullmatch(typed):
        return Decimal(typed.replace(",", "."))
    if foreign.fullmatch(typed):
        return Decimal(typed.replace(foreign_sign, "").replace(",", "."))
    raise UserError("“{typed}” is not a number.", code="not-a-number", typed=text.strip())


def parse_integer(text: str) -> int:
    """The whole number in `text`. Raises UserError, also for a number with decimals."""
    number = parse_decimal(text)
    if number != number.to_integral_value():
        raise UserError("Type a whole number, without decimals.", code="not-whole")
    return int(number)


def _half_up(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
