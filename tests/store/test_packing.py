"""Packed log lines come back as they were, whenever they were packed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veldwerk.store.packing import pack, unpack

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8"), max_size=80),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON)
def test_what_was_packed_comes_back(value: object) -> None:
    assert unpack(pack(value)) == value


def test_a_record_is_packed_to_less_than_half() -> None:
    row = {"person_id": "01a20fa6-cf43-7000", "form": "huisbezoek75", "contact_form": "huisbezoek", "status": "gepland",
           "planned_on": "2026-03-04", "planned_time": "10:30", "visitor": "w1", "entered_by": "w1"}  # fmt: skip
    assert len(pack(row)) < len(json.dumps(row)) / 2


def test_a_line_of_the_first_version_stays_readable() -> None:
    """Frozen bytes: a change of the dictionary would make every log unreadable."""
    packed = bytes.fromhex(FROZEN)
    assert unpack(packed) == {
        "family_name": "Dörsson",
        "city": "Assen",
        "status": "actief",
        "area": "Noord-Drenthe",
    }


def test_plain_json_is_read_and_an_unknown_packing_is_refused() -> None:
    assert unpack('{"city":"Assen"}') == {"city": "Assen"}
    with pytest.raises(ValueError):
        unpack(b"\x09abc")


FROZEN = "01ab462bb35d0e6f2b2a06e5211d5815e3580ccadf3a88e083db0e2dc2fcf281d95cd7a508181f19a94ab500"
