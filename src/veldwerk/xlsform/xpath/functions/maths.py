"""Powers, roots, logarithms and trigonometry of the ODK specification."""

from __future__ import annotations

import math
from collections.abc import Callable

from veldwerk.xlsform.xpath.context import Context
from veldwerk.xlsform.xpath.registry import function
from veldwerk.xlsform.xpath.values import Value, to_number


def _safe(work: Callable[..., float], *numbers: float) -> float:
    if any(math.isnan(number) for number in numbers):
        return math.nan
    try:
        return float(work(*numbers))
    except OverflowError:
        return math.inf
    except ValueError:
        return math.nan


def _register(name: str, work: Callable[[float], float]) -> None:
    def run(context: Context, value: Value) -> Value:
        return _safe(work, to_number(value, context.env.zone))

    function(name, 1, 1)(run)


def _log(number: float) -> float:
    return -math.inf if number == 0 else math.log(number)


def _log10(number: float) -> float:
    return -math.inf if number == 0 else math.log10(number)


def _exp10(number: float) -> float:
    return math.pow(10.0, number)


_BY_NAME: dict[str, Callable[[float], float]] = {
    "abs": abs,
    "sqrt": math.sqrt,
    "exp": math.exp,
    "exp10": _exp10,
    "log": _log,
    "log10": _log10,
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
}
for _name, _work in _BY_NAME.items():
    _register(_name, _work)


@function("pi", 0, 0)
def _pi(context: Context) -> Value:
    return math.pi


@function("atan2", 2, 2)
def _atan2(context: Context, first: Value, second: Value) -> Value:
    zone = context.env.zone
    return _safe(math.atan2, to_number(first, zone), to_number(second, zone))


@function("pow", 2, 2)
def _pow(context: Context, base: Value, exponent: Value) -> Value:
    zone = context.env.zone
    return _safe(_power, to_number(base, zone), to_number(exponent, zone))


def _power(base: float, exponent: float) -> float:
    """As IEEE 754 has it: too large is infinite, with the sign of an odd power, and so is nought to a power below it."""
    odd = math.isfinite(exponent) and math.fmod(exponent, 2) in (1, -1)
    if base == 0 and exponent < 0:
        return math.copysign(math.inf, base) if odd else math.inf
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return -math.inf if base < 0 and odd else math.inf
