"""Between answers as people and expressions give them and the text that the instance holds.

The forms of values are those of the ODK XForms specification (data types): `int` is a 32-bit whole number, `decimal`
always has a decimal point, dates and times are ISO 8601. What is not of the type is held as nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, datetime, time, tzinfo

from veldwerk.xlsform.errors import N_
from veldwerk.xlsform.xpath import dates
from veldwerk.xlsform.xpath.values import INVALID_DATE, Value, number_to_string, to_string

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_DATETIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?")
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d{2}(?::?\d{2})?)?")
_INT_LEAST, _INT_MOST = -2_147_483_648, 2_147_483_647
_WRONG = {
    "int": N_("Enter a whole number."),
    "decimal": N_("Enter a number."),
    "date": N_("Enter a date."),
    "dateTime": N_("Enter a date and time."),
    "time": N_("Enter a time."),
    "geopoint": N_("Enter coordinates: latitude and longitude."),
    "geotrace": N_("Enter coordinates: latitude and longitude."),
    "geoshape": N_("Enter coordinates: latitude and longitude."),
}


def calculated(value: Value, kind: str, zone: tzinfo) -> str:
    """The text that a calculation leaves in a field of this type."""
    if isinstance(value, float) and kind in ("date", "dateTime"):
        moment = dates.from_days(value, zone)
        if moment is None:
            return ""
        return moment.date().isoformat() if kind == "date" else dates.iso_datetime(moment)
    if value is INVALID_DATE or (isinstance(value, float) and math.isnan(value)):
        return ""
    text = to_string(value)
    if kind == "date" and text[10:11] == "T":
        text = text[:10]
    return typed(text, kind, zone)


def typed(text: str, kind: str, zone: tzinfo) -> str:
    """A text as a field of this type holds it; "" when it is not of the type."""
    if not text or kind == "string":
        return text
    if kind == "int":
        return _whole(text)
    if kind == "decimal":
        return _decimal(text)
    if kind == "date":
        match = _DATE.fullmatch(text.strip())
        if match is None:
            return ""
        return text.strip()[:10] if dates.parse(text.strip()[:10], zone) is not None else ""
    if kind == "dateTime":
        return text if _DATETIME.fullmatch(text) and dates.parse(text, zone) is not None else ""
    if kind == "time":
        return text if _TIME.fullmatch(text) else ""
    if kind in ("geotrace", "geoshape"):
        return _trace(text, 2 if kind == "geotrace" else 3)
    return _geopoint(text) if kind == "geopoint" else text


def _whole(text: str) -> str:
    if not _NUMBER.fullmatch(text.strip()):
        return ""
    number = float(text)
    if not math.isfinite(number) or not _INT_LEAST <= math.trunc(number) <= _INT_MOST:
        return ""
    return str(math.trunc(number))


def _decimal(text: str) -> str:
    if not _NUMBER.fullmatch(text.strip()) or not math.isfinite(float(text)):
        return ""
    shown = number_to_string(float(text))
    return shown if "." in shown else f"{shown}.0"


def _geopoint(text: str) -> str:
    parts = text.split()
    if not 2 <= len(parts) <= 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return ""
    latitude, longitude = float(parts[0]), float(parts[1])
    if abs(latitude) > 90 or abs(longitude) > 180:
        return ""
    return " ".join([number_to_string(latitude), number_to_string(longitude), *map(_decimal, parts[2:])])


def _trace(text: str, fewest: int) -> str:
    points = [_geopoint(part) for part in text.split(";") if part.strip()]
    return ";".join(points) if len(points) >= fewest and all(points) else ""


def answered(value: object) -> str:
    """The text of an answer given as a Python value: None, str, bool, numbers, dates, or a list of chosen values."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_to_string(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, Mapping):
        return _from_point(value)
    if isinstance(value, (list, tuple)):
        return " ".join(str(part) for part in value)
    return str(value)


def _from_point(value: Mapping[str, object]) -> str:
    parts = [str(value.get("latitude", "")), str(value.get("longitude", ""))]
    accuracy, altitude = value.get("accuracy"), value.get("altitude")
    if altitude is not None or accuracy is not None:
        parts.append(str(0 if altitude is None else altitude))
    if accuracy is not None:
        parts.append(str(accuracy))
    return " ".join(parts)


def wrong_type(kind: str, control: str = "") -> str:
    """What to tell someone whose answer a question of this type and control cannot hold, a message id."""
    if control in ("select1", "select", "rank"):
        return N_("Choose from what is on offer.")
    if control == "range":
        return N_("Enter a number between the two ends.")
    return _WRONG.get(kind, N_("This answer is not allowed here."))
