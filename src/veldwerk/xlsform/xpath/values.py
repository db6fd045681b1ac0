"""The four XPath types and OpenRosa's casts between them. A nodeset is a list of nodes; dates are strings (see dates)."""

from __future__ import annotations

import math
import re
from datetime import tzinfo

from veldwerk.xlsform.tree import XNode, string_value
from veldwerk.xlsform.xpath import dates

Value = bool | float | str | list[XNode]

INVALID_DATE = "".join(("Invalid", " Date"))  # what date() gives for something else; counts as false
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")


def to_string(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return string_value(value[0]) if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return number_to_string(value)


def number_to_string(value: float) -> str:
    """Without exponent and without `.0`; `NaN`, `Infinity` by name; minus nought is `0`."""
    if value == int(value) if math.isfinite(value) else False:
        return str(int(value))
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    text = repr(value)
    if "e" in text:
        text = f"{value:.20f}".rstrip("0").rstrip(".")
    return text


def string_to_number(text: str, zone: tzinfo) -> float:
    """A number, or the day number of a date string, else NaN."""
    text = text.strip()
    if not text:
        return math.nan
    if _NUMBER.fullmatch(text):
        return float(text)
    return dates.days_of(text, zone)


def to_number(value: Value, zone: tzinfo) -> float:
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, str):
        return string_to_number(value, zone)
    return string_to_number(string_value(value[0]), zone) if value else math.nan


def to_boolean(value: Value) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return not (value == 0.0 or math.isnan(value))
    return bool(value) and value is not INVALID_DATE


def compare(operator: str, left: Value, right: Value, zone: tzinfo) -> bool:
    """XPath 1.0 section 3.4: a nodeset compares as any of its nodes; for equality with a boolean it is one itself."""
    equality = operator in ("=", "!=")
    if isinstance(left, list):
        if equality and isinstance(right, bool):
            return _compare_atoms(operator, to_boolean(left), right, zone)
        return any(compare(operator, string_value(node), right, zone) for node in left)
    if isinstance(right, list):
        if equality and isinstance(left, bool):
            return _compare_atoms(operator, left, to_boolean(right), zone)
        return any(_compare_atoms(operator, left, string_value(node), zone) for node in right)
    return _compare_atoms(operator, left, right, zone)


def _compare_atoms(operator: str, left: bool | float | str, right: bool | float | str, zone: tzinfo) -> bool:
    if operator in ("=", "!="):
        equal = _equal(left, right, zone)
        return equal if operator == "=" else not equal
    first, second = to_number(left, zone), to_number(right, zone)
    if operator == "<":
        return first < second
    if operator == "<=":
        return first <= second
    return first > second if operator == ">" else first >= second


def _equal(left: bool | float | str, right: bool | float | str, zone: tzinfo) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    return to_number(left, zone) == to_number(right, zone)
