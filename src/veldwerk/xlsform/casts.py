"""Between answers as people and expressions give them and the text that the instance holds."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, tzinfo

from veldwerk.xlsform.errors import N_
from veldwerk.xlsform.xpath import dates
from veldwerk.xlsform.xpath.values import Value, number_to_string, to_string

_WHOLE = re.compile(r"[+-]?\d+")
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_TIME = re.compile(r"([01]?\d|2[0-4]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)?")


def calculated(value: Value, kind: str, zone: tzinfo) -> str:
    """The text that a calculation leaves in a field of this type."""
    if isinstance(value, float) and not isinstance(value, bool):
        if math.isnan(value):
            return "" if kind in ("int", "decimal", "date", "dateTime") else "NaN"
        if kind == "int" and math.isfinite(value):
            return str(math.trunc(value))
        if kind == "date":
            moment = dates.from_days(value, zone)
            return "" if moment is None else moment.date().isoformat()
        if kind == "dateTime":
            moment = dates.from_days(value, zone)
            return "" if moment is None else dates.iso_datetime(moment)
    text = to_string(value)
    return typed(text, kind)


def typed(text: str, kind: str) -> str:
    """A text as a field of this type keeps it: whole numbers without decimals, dates without time."""
    if kind == "int" and _DECIMAL.fullmatch(text.strip()) and not _WHOLE.fullmatch(text.strip()):
        number = float(text)
        return str(math.trunc(number)) if math.isfinite(number) else text
    if kind == "date" and len(text) > 10 and text[10] == "T":
        return text[:10]
    return text


def answered(value: object) -> str:
    """The text of an answer given as a Python value: None, str, bool, numbers, dates, or a list of chosen values."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return number_to_string(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return " ".join(str(part) for part in value)
    return str(value)


def type_problem(text: str, kind: str, zone: tzinfo) -> str:
    """A message id when an answer is not of the field's type, "" when it is."""
    text = text.strip()
    if kind == "int" and not _WHOLE.fullmatch(text):
        return N_("Enter a whole number.")
    if kind == "decimal" and not _DECIMAL.fullmatch(text):
        return N_("Enter a number.")
    if kind in ("date", "dateTime") and dates.parse(text, zone) is None:
        return N_("Enter a date.")
    if kind == "time" and not _TIME.fullmatch(text):
        return N_("Enter a time.")
    return ""
