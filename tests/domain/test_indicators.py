"""Definitions of the month summary (DOMAIN 7.2)."""

from __future__ import annotations

import tomllib

import pytest

from tests.conformance.domain_suites import RESOURCES
from veldwerk.domain.errors import UserError
from veldwerk.domain.indicators import GROUPS, computed, get, read_indicators

TEXT = (RESOURCES / "indicators" / "indicators.toml").read_text(encoding="utf-8")
ALL = read_indicators(tomllib.loads(TEXT))


def test_all_figures_of_the_specification_are_defined_in_its_order() -> None:
    # Q04 is not in DOMAIN 7.2: PEERS R25 asks for it.
    counts = {"B": 12, "S": 9, "L": 6, "D": 10, "V": 8, "C": 2, "Q": 4}
    expected = [f"{group}{n:02d}" for group, count in counts.items() for n in range(1, count + 1)]
    assert list(ALL) == expected
    assert list(counts) == list(GROUPS)


def test_part_of_them_is_counted_now() -> None:
    assert {one.id for one in computed(ALL)} >= {"B03", "B05", "S01", "S06", "L02", "L04", "D01", "Q02"}


def test_what_says_something_of_loneliness_is_sensitive() -> None:
    assert {one.id for one in ALL.values() if one.sensitive} >= {"L02", "L03", "L04", "S09"}


def test_a_fault_names_its_row() -> None:
    with pytest.raises(UserError) as caught:
        read_indicators(tomllib.loads(TEXT.replace('unit = "bezoeken"', 'unit = "zoenen"', 1)))
    assert caught.value.values["place"] == "indicators.toml › indicators › 4 (B04) › unit"
    with pytest.raises(UserError):
        read_indicators(tomllib.loads(TEXT.replace('id = "B02"', 'id = "B01"')))
    with pytest.raises(UserError):
        get(ALL, "X99")
