"""What of each record kind goes into the read model for analysts, and in which shape (DESIGN 8).

The register decides by category; here each field gets a column: pseudonyms for ids, counts for lists, an age band for
a birth date, four digits for a postcode, and nothing for a text that is not a code.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import get_args

from veldwerk.domain import ages, vocabulary
from veldwerk.domain.people import Person
from veldwerk.domain.records import Row, bare, fields_of
from veldwerk.domain.register import KINDS, Category, FieldSpec, KindSpec, Merge, Space

SPACES = (Space.KAART, Space.COALITIE, Space.CASUS, Space.INZET)
"""Spaces that are read; `zorg`, `veilig-…` and `inzage` never are."""

CATEGORIES = frozenset({Category.NONE, Category.ADMIN, Category.SOCIAL})

PLACE_AT_LEAST = 10
"""A place is named from this many people of this vault on, as in what everyone may see (DOMAIN 6.5 rule 1)."""

OUT: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        # People, however public, and long texts: no use to who counts.
        "service": frozenset({"contact_name", "phone", "email", "address", "description", "source"}),
        "form": frozenset({"xform", "source_hash", "compiler"}),
    }
)
"""Fields left out beside those the register excludes."""

WORKERS = frozenset(
    {
        "visitor", "entered_by", "triaged_by", "assigned_to", "recorded_by", "author", "requester", "made_by",
        "checked_by",
    }
)  # fmt: skip
"""Fields with the id of a worker."""

PLACES = frozenset({"city", "area", "pc4"})
YOUNGEST, OLDEST, WIDTH = 75, 95, 5

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_CODE = re.compile(r"[A-Za-z0-9_.:+/-]{1,40}")
_PC4 = re.compile(r"[1-9][0-9]{3}")


class ColumnType(StrEnum):
    """How a column is stored: dates as `date`, moments as aware or local `datetime`."""

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"


Value = str | int | float | date | datetime | None
"""A cell; bool is an int."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table of the read model."""

    name: str
    type: ColumnType


@dataclass(frozen=True, slots=True)
class Context:
    """What turning a record into a row needs: the key of the coalition, the day ages are taken on, and the places
    with enough people to be named.
    """

    key: bytes
    reference: date
    places: Mapping[str, frozenset[str]]

    def pseudonym(self, record: str) -> str | None:
        """128 bits of HMAC-SHA256 as 32 hexadecimal digits, the same for one id everywhere; None for no id."""
        return hmac.new(self.key, record.encode(), hashlib.sha256).hexdigest()[:32] if record else None


@dataclass(frozen=True, slots=True)
class Field:
    """One column and how its value is taken from a row."""

    column: Column
    take: Callable[[Row, Context], Value]


def age_band(born: date, on: date) -> str:
    """`75-79` to `90-94`, `0-74` and `95+`: five years wide, closed at both ends so that nobody stands out."""
    years = ages.age(born, on)
    if years < YOUNGEST:
        return f"0-{YOUNGEST - 1}"
    if years >= OLDEST:
        return f"{OLDEST}+"
    low = years - (years - YOUNGEST) % WIDTH
    return f"{low}-{low + WIDTH - 1}"


def exported(kind: KindSpec) -> bool:
    """Whether records of this kind may be in the read model."""
    return any(space in SPACES for space in kind.spaces)


def fields_of_kind(kind: KindSpec) -> tuple[Field, ...]:
    """The columns of one kind, its pseudonym `id` first."""
    hints = fields_of(kind.record)
    open_text = set(kind.spaces) <= {Space.KAART, Space.COALITIE}
    found = [Field(Column("id", ColumnType.TEXT), lambda row, context: context.pseudonym(str(row["id"])))]
    if kind.kind == Person.KIND:
        found += [_AGE_BAND, _PC4_FIELD]
    for name, field in kind.fields.items():
        if field.category not in CATEGORIES or field.merge is Merge.NOTE or name in OUT.get(kind.kind, ()):
            continue
        found += _fields(kind, field, bare(hints[name]), open_text=open_text)
    return tuple(found)


def places_of(rows: Iterable[Row], at_least: int = PLACE_AT_LEAST) -> dict[str, frozenset[str]]:
    """The towns, areas and four-digit postcodes in which at least `at_least` of these people live."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in PLACES}
    for row in rows:
        for name in PLACES:
            counts[name][_pc4(row) if name == "pc4" else str(row.get(name) or "")] += 1
    return {
        name: frozenset(place for place, n in found.items() if place and n >= at_least)
        for name, found in counts.items()
    }


def _fields(kind: KindSpec, field: FieldSpec, hint: object, *, open_text: bool) -> list[Field]:
    name = field.name
    if field.merge is Merge.DOCUMENT:
        return [_judgement(name, code) for code in vocabulary.TYPES] if (kind.kind, name) == _TYPES else []
    if field.merge is Merge.SET:
        if is_dataclass(get_args(hint)[0]):
            return [
                Field(Column(f"{name}_count", ColumnType.INTEGER), lambda row, _: len(_object(row, name)))
            ]
        return [Field(Column(name, ColumnType.TEXT), lambda row, _: _codes(_object(row, name)))]
    if name in WORKERS or (name.endswith("_id") and name != "form_id"):
        return [
            Field(
                Column(name, ColumnType.TEXT),
                lambda row, context: context.pseudonym(str(row.get(name) or "")),
            )
        ]
    if name in PLACES and not open_text:
        return [Field(Column(name, ColumnType.TEXT), lambda row, context: _place(row, name, context))]
    return [Field(Column(name, (kind_of := _type(hint))), _plain(name, kind_of, open_text=open_text))]


_TYPES = ("appraisal", "types")
"""The one document that is unfolded: the judgement for each type of loneliness."""


def _judgement(name: str, code: str) -> Field:
    def take(row: Row, _: Context) -> Value:
        value = _object(row, name).get(code)
        return str(value) if value in vocabulary.JUDGEMENTS else None

    return Field(Column(f"{name}_{code}", ColumnType.TEXT), take)


def _plain(name: str, kind: ColumnType, *, open_text: bool) -> Callable[[Row, Context], Value]:
    def take(row: Row, context: Context) -> Value:
        value = row.get(name)
        if value is None or value == "":
            return None
        if kind is not ColumnType.TEXT:
            return typed(value, kind)
        text = str(value)
        if _ID.fullmatch(text):
            return context.pseudonym(text)
        return text if open_text or _CODE.fullmatch(text) else None

    return take


def typed(value: object, kind: ColumnType) -> Value:
    """A stored value in its type; None when a vault of another version wrote something else."""
    try:
        if kind is ColumnType.DATE:
            return date.fromisoformat(str(value)[:10])
        if kind is ColumnType.MOMENT:
            return datetime.fromisoformat(str(value))
        number = float(str(int(value) if isinstance(value, bool) else value))
        if kind is ColumnType.REAL:
            return number
        return bool(number) if kind is ColumnType.BOOLEAN else int(number)
    except (ValueError, OverflowError):
        return None


def _type(hint: object) -> ColumnType:
    known = {
        int: ColumnType.INTEGER,
        bool: ColumnType.BOOLEAN,
        float: ColumnType.REAL,
        date: ColumnType.DATE,
        datetime: ColumnType.MOMENT,
    }
    return known.get(hint, ColumnType.TEXT) if isinstance(hint, type) else ColumnType.TEXT


def _object(row: Row, name: str) -> Mapping[str, object]:
    value = row.get(name)
    return value if isinstance(value, Mapping) else {}


def _codes(values: Mapping[str, object]) -> str | None:
    return "|".join(sorted(key for key, on in values.items() if on and _CODE.fullmatch(key))) or None


def _place(row: Row, name: str, context: Context) -> str | None:
    place = _pc4(row) if name == "pc4" else str(row.get(name) or "")
    return place if place in context.places.get(name, frozenset()) else None


def _pc4(row: Row) -> str:
    digits = str(row.get("postal_code") or "").strip()[:4]
    return digits if _PC4.fullmatch(digits) else ""


def _age(row: Row, context: Context) -> Value:
    born = typed(row.get("birth_date"), ColumnType.DATE) if row.get("birth_date") else None
    return age_band(born, context.reference) if isinstance(born, date) else None


_AGE_BAND = Field(Column("age_band", ColumnType.TEXT), _age)
_PC4_FIELD = Field(Column("pc4", ColumnType.TEXT), lambda row, context: _place(row, "pc4", context))

assert all(field in KINDS[kind].fields for kind, fields in OUT.items() for field in fields)
