"""From an error to the sentence a person reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from veldwerk.texts.catalogue import _
from veldwerk.texts.dates import long_date, long_moment
from veldwerk.texts.numbers import decimal


class Sentence(Protocol):
    """What UserError, xlsform's FormError and a domain Sentence share."""

    @property
    def message(self) -> str: ...
    @property
    def values(self) -> Mapping[str, object]: ...


class _Known(dict[str, str]):
    """Values by name; an unknown placeholder stays visible, because a broken message must not hide the
    error."""

    def __missing__(self, name: str) -> str:
        return "{" + name + "}"


def sentence(error: Sentence) -> str:
    """The translated message of `error` with its values written as people write them.

    Dates become long dates, decimals get the comma of the language, an error or a mapping with a message
    inside
    the values is translated too.
    """
    return _(error.message).format_map(_Known({name: _shown(value) for name, value in error.values.items()}))


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return long_moment(value)
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, (float, Decimal)):
        return decimal(value)
    inner, values = getattr(value, "message", None), getattr(value, "values", None)
    if isinstance(inner, str) and isinstance(values, Mapping):
        return _(inner).format_map(_Known({name: _shown(each) for name, each in values.items()}))
    return str(value)
