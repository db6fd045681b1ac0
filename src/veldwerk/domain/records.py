"""Records are frozen dataclasses; this room turns them into plain JSON-ready rows and back.

Elements inside a record (phones, attempts) have an `id` and become an object keyed by it, so that a Change can
name `phones/<id>` and two people can add at once. Tuples of plain words become an object of `word: true`.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, ClassVar, TypeVar

from veldwerk.domain.errors import UserError


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Base of every record kind. `id` is a UUIDv7 made by `system`."""

    KIND: ClassVar[str] = ""
    id: str


R = TypeVar("R", bound=Record)

Row = dict[str, object]
"""Field name to JSON-ready value, without id."""


def fields_of(cls: type) -> Mapping[str, object]:
    """Field name to resolved annotation of the dataclass `cls`, id included."""
    return hints(cls)


@cache
def hints(cls: type) -> Mapping[str, object]:
    """Resolved annotations of `cls` for its dataclass fields."""
    resolved = typing.get_type_hints(cls)
    return {f.name: resolved[f.name] for f in fields(cls)}


def bare(hint: object) -> object:
    """`hint` without `| None`."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        inner = [arg for arg in typing.get_args(hint) if arg is not type(None)]
        return inner[0] if len(inner) == 1 else hint
    return hint


_SIMPLE = frozenset({str, int, float, bool, type(None)})
"""By far the most values are one of these, exactly: looked at first, because everything that is saved comes by."""


def _plain(value: object) -> object:
    if type(value) in _SIMPLE:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, tuple):
        return _keyed(value)
    if isinstance(value, Mapping):
        return {str(k): v if type(v) in _SIMPLE else _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    return value


def _keyed(values: tuple[object, ...]) -> dict[str, object]:
    out: dict[str, object] = {}
    for value in values:
        if is_dataclass(value) and not isinstance(value, type):
            element = _plain(value)
            assert isinstance(element, dict)
            out[str(element.pop("id"))] = element
        else:
            out[str(_plain(value))] = True
    return out


def to_row(record: Record) -> Row:
    """The fields of `record` as JSON-ready values, without id."""
    return {name: _plain(getattr(record, name)) for name in fields_of(type(record)) if name != "id"}


def _build(hint: object, value: object) -> Any:
    hint = bare(hint)
    if value is None:
        return None
    origin = typing.get_origin(hint)
    if origin is tuple:
        element = typing.get_args(hint)[0]
        if not isinstance(value, Mapping):
            raise TypeError("a set must be an object")
        if is_dataclass(element):
            return tuple(
                _element(typing.cast(type, element), key, v) for key, v in sorted(value.items()) if v
            )
        return tuple(_build(element, key) for key, v in sorted(value.items()) if v)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        if not isinstance(value, Mapping):
            raise TypeError("a document must be an object")
        return dict(value)
    if hint is datetime:
        return datetime.fromisoformat(str(value))
    if hint is date:
        return date.fromisoformat(str(value))
    if hint is time:
        return time.fromisoformat(str(value))
    if hint is bool:
        return bool(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if hint is float and isinstance(value, int):
        return float(value)
    return value


def _element(cls: type, key: str, value: object) -> Any:
    if not isinstance(value, Mapping):
        raise TypeError("an element must be an object")
    known = hints(cls)
    return cls(id=key, **{n: _build(known[n], v) for n, v in value.items() if n in known and n != "id"})


def from_row(cls: type[R], record_id: str, row: Mapping[str, object]) -> R:
    """The record of type `cls` in `row`; columns it does not know are left alone.

    Raises UserError naming kind, id and field when a value does not fit.
    """
    known = fields_of(cls)
    values: dict[str, Any] = {}
    for name, value in row.items():
        if name not in known or name == "id" or value is None:
            continue
        try:
            values[name] = _build(known[name], value)
        except (TypeError, ValueError):
            raise UserError(
                "The field {field} of {kind} {id} cannot be read.",
                code="bad-field",
                field=name,
                kind=cls.KIND,
                id=record_id,
            ) from None
    return cls(id=record_id, **values)
