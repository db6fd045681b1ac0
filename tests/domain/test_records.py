"""Records to rows and back: nothing is lost, whatever the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veldwerk.domain.changes import split_path
from veldwerk.domain.errors import UserError
from veldwerk.domain.people import Person, Phone
from veldwerk.domain.records import Record, bare, fields_of, from_row, to_row
from veldwerk.domain.register import KINDS
from veldwerk.services.edits import differences

words = st.text(min_size=1, max_size=12)
plain = st.none() | st.booleans() | st.integers(-1000, 1000) | words


def value_of(hint: object) -> st.SearchStrategy[Any]:
    inner = bare(hint)
    name = str(inner)
    if name.startswith("tuple[") and "str" in name:
        return st.sets(words, max_size=3).map(lambda found: tuple(sorted(found)))
    if name.startswith("tuple["):
        element = inner.__args__[0]  # type: ignore[attr-defined]
        made = st.builds(
            element, **{f.name: words for f in fields(element) if f.type == "str" or f.name == "id"}
        )
        return st.lists(made, max_size=3, unique_by=lambda one: one.id).map(
            lambda found: tuple(sorted(found, key=lambda one: one.id))
        )
    if "Mapping[" in name:
        return st.dictionaries(words, plain, max_size=3)
    made = {
        str: st.text(max_size=12),
        int: st.integers(-(2**31), 2**31),
        bool: st.booleans(),
        float: st.floats(allow_nan=False, allow_infinity=False),
        date: st.dates(),
        datetime: st.datetimes(timezones=st.just(UTC)),
    }[inner]  # type: ignore[index]
    return made | st.none() if hint is not inner else made


@st.composite
def records(draw: st.DrawFn) -> Record:
    spec = draw(st.sampled_from(sorted(KINDS.values(), key=lambda one: one.kind)))
    hints = {name: hint for name, hint in fields_of(spec.record).items() if name not in ("KIND",)}
    return spec.record(
        **{name: draw(words if name == "id" else value_of(hint)) for name, hint in hints.items()}
    )


@given(records())
def test_any_record_comes_back_as_it_was(record: Record) -> None:
    row = to_row(record)
    assert "id" not in row
    assert from_row(type(record), record.id, row) == record


@given(records())
def test_a_record_does_not_differ_from_itself(record: Record) -> None:
    assert differences(record.KIND, to_row(record), to_row(record)) == {}


def test_a_column_of_a_newer_version_is_left_alone_and_a_wrong_value_is_named() -> None:
    assert from_row(Person, "x", {"family_name": "Prins", "from_the_future": 1}).family_name == "Prins"
    with pytest.raises(UserError) as error:
        from_row(Person, "x", {"birth_date": "gisteren"})
    assert error.value.values["field"] == "birth_date"


def test_two_phones_are_two_places_so_that_two_people_can_each_add_one() -> None:
    before = Person(id="x", phones=(Phone(id="a", number="1"),))
    after = Person(id="x", phones=(Phone(id="a", number="1"), Phone(id="b", number="2", label="dochter")))
    found = differences("person", to_row(before), to_row(after))
    assert list(found) == ["phones/b"]
    gone = differences("person", to_row(after), to_row(before))
    assert gone["phones/b"][1] is None


def test_a_form_reference_may_be_the_key_of_a_document() -> None:
    assert split_path("values//data/groep/vraag") == ("values", "/data/groep/vraag")
    assert split_path("street") == ("street", None)


def test_records_are_frozen_and_every_kind_is_in_the_register_once() -> None:
    kinds = [spec.record.KIND for spec in KINDS.values()]
    assert len(kinds) == len(set(kinds)) and all(isinstance(kind, str) and kind for kind in kinds)
    assert all(isinstance(spec.fields, Mapping) and spec.fields for spec in KINDS.values())
    with pytest.raises(AttributeError):
        Person(id="x").street = "y"  # type: ignore[misc]
