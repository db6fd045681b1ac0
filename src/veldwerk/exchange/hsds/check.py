"""Checking a document against HSDS 3.1: each fault names the path of its field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from veldwerk.domain.errors import N_
from veldwerk.exchange.hsds.shapes import PAGE, PLURALS, SHAPES, FieldShape, Shape

NO_DOCUMENT = N_("This is not a document of the standard for social maps (HSDS).")
MISSING = N_("The field {field} is missing.")
NOT_TEXT = N_("The field {field} must be a text.")
NOT_NUMBER = N_("The field {field} must be a number.")
NOT_BOOLEAN = N_("The field {field} must be true or false.")
NOT_LIST = N_("The field {field} must be a list.")
NOT_OBJECT = N_("The field {field} must be an object.")
NOT_UUID = N_("The field {field} must be an id of the form UUID, not {value}.")
NOT_URI = N_("The field {field} must be a web address such as https://example.nl, not {value}.")
NOT_EMAIL = N_("The field {field} must be an e-mail address, not {value}.")
NOT_DATE = N_("The field {field} must be a date such as 2026-11-24, not {value}.")
NOT_TIME = N_("The field {field} must be a time such as 09:30, not {value}.")
NOT_MOMENT = N_("The field {field} must be a date and time such as 2026-11-24T09:30:00+01:00, not {value}.")
NOT_A_CODE = N_("The field {field} must be one of {codes}, not {value}.")

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?(Z|[+-][0-2][0-9]:?[0-5][0-9])?")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at `path` (`contents[0].schedules[1].valid_from`); `message` is a message id for `values`."""

    path: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


def validate(document: object, kind: str | None = None) -> list[Fault]:
    """Every fault of a document, none when it is right. `kind` is an HSDS object name, or None to find out: a page, a
    list, a file with named lists or a single object. Fields the standard does not know are left alone (a profile).
    """
    return list(_document(document, kind))


def kind_of(document: object) -> str | None:
    """Which HSDS object a single object is, by the fields it has; None when it is none."""
    if not isinstance(document, Mapping):
        return None
    names = set(document)
    if "openapi_url" in names:
        return "base"
    if {"id", "service"} <= names:
        return "service_at_location"
    for kind, some in _TELLING:
        if names & some:
            return kind
    if not {"id", "name"} <= names:
        return None
    return "taxonomy" if names & {"version", "taxonomy_terms"} else "organization"


_TELLING: tuple[tuple[str, frozenset[str]], ...] = (
    ("location", frozenset({"location_type", "addresses", "latitude", "transportation", "accessibility"})),
    ("service_at_location", frozenset({"location", "location_id"})),
    (
        "service",
        frozenset(
            {
                "status", "organization", "organization_id", "schedules", "service_areas", "service_at_locations",
                "eligibility_description", "application_process", "cost_options", "assured_date", "minimum_age",
            }
        ),
    ),
    ("taxonomy_term", frozenset({"term_uri", "taxonomy", "taxonomy_detail", "parent_id", "code", "taxonomy_id"})),
    ("organization", frozenset({"website", "legal_status", "organization_identifiers", "tax_status"})),
)  # fmt: skip


def parts(document: object) -> Iterator[tuple[str, str | None, object]]:
    """(path, kind, object) of every HSDS object at the top of a file: one, a page, a list, or named lists."""
    yield from _parts("", document)


def _parts(path: str, document: object) -> Iterator[tuple[str, str | None, object]]:
    if isinstance(document, list):
        for n, one in enumerate(document):
            yield f"{path}[{n}]", kind_of(one), one
        return
    if isinstance(document, Mapping):
        if isinstance(document.get("contents"), list):
            yield from _parts("contents", document["contents"])
            return
        lists = [name for name, value in document.items() if name in PLURALS and isinstance(value, list)]
        if lists and not {"id", "name"} & set(document):
            for name in lists:
                for n, one in enumerate(document[name]):
                    yield f"{name}[{n}]", PLURALS[name], one
            return
    yield path, kind_of(document), document


def _document(document: object, kind: str | None) -> Iterator[Fault]:
    if kind is not None:
        yield from _object("", SHAPES[kind], document)
        return
    if isinstance(document, Mapping) and "contents" in document:
        yield from _object("", PAGE, document)
        if not isinstance(document["contents"], list):
            yield Fault("contents", NOT_LIST, {"field": "contents"})
            return
    for path, found, one in parts(document):
        if found is None:
            yield Fault(path, NO_DOCUMENT)
        else:
            yield from _object(path, SHAPES[found], one)


def _object(path: str, shape: Shape, value: object) -> Iterator[Fault]:
    if not isinstance(value, Mapping):
        yield Fault(path, NOT_OBJECT, {"field": path})
        return
    for name, one in shape.items():
        place = f"{path}.{name}" if path else name
        if name in value:
            yield from _field(place, one, value[name])
        elif one.required:
            yield Fault(place, MISSING, {"field": place})


def _field(path: str, shape: FieldShape, value: object) -> Iterator[Fault]:
    if shape.many:
        if not isinstance(value, list):
            yield Fault(path, NOT_LIST, {"field": path})
            return
        for n, one in enumerate(value):
            yield from _object(f"{path}[{n}]", SHAPES[shape.type], one)
    elif shape.type in SHAPES:
        yield from _object(path, SHAPES[shape.type], value)
    elif message := _value(shape, value):
        values = {"field": path, "value": str(value)[:_SHOWN], "codes": ", ".join(shape.codes)}
        yield Fault(path, message, {name: v for name, v in values.items() if "{" + name + "}" in message})


def _value(shape: FieldShape, value: object) -> str:
    """The message id of what is wrong with a plain value, or nothing."""
    if shape.type == "boolean":
        return "" if isinstance(value, bool) else NOT_BOOLEAN
    if shape.type in ("number", "integer"):
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return "" if number and (shape.type == "number" or value == int(str(value))) else NOT_NUMBER
    if not isinstance(value, str):
        return NOT_TEXT
    if shape.codes:
        return "" if value in shape.codes else NOT_A_CODE
    return "" if right(shape.type, value) else _MESSAGES[shape.type]


def right(kind: str, text: str) -> bool:
    """Whether `text` has the form of uuid, uri, email, date, time or moment; any text has the form of text."""
    if kind == "date":
        return is_date(text)
    if kind == "moment":
        return bool(_MOMENT.fullmatch(text)) and _parses(text)
    pattern = _PATTERNS.get(kind)
    return pattern is None or bool(pattern.fullmatch(text))


def is_date(text: str) -> bool:
    """An ISO date that exists, alone or with a time behind it."""
    if _DATE.fullmatch(text):
        try:
            date.fromisoformat(text)
        except ValueError:
            return False
        return True
    return bool(_DATE.match(text)) and text[10:11] in ("T", " ") and _parses(text)


def _parses(text: str) -> bool:
    try:
        datetime.fromisoformat(text.upper())
    except ValueError:
        return False
    return True


_PATTERNS = {"uuid": _UUID, "uri": _URI, "email": _EMAIL, "time": _TIME}
_MESSAGES = {
    "uuid": NOT_UUID,
    "uri": NOT_URI,
    "email": NOT_EMAIL,
    "date": NOT_DATE,
    "time": NOT_TIME,
    "moment": NOT_MOMENT,
}
