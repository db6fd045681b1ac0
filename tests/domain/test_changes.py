"""The clock orders as it should, whatever a device's own clock says; an op travels unchanged."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veldwerk.domain.changes import MAX_AHEAD_MS, ZERO, Action, Change, Hlc, Op, Stamp, ops_of, split_path
from veldwerk.domain.errors import UserError

HLCS = st.builds(
    Hlc, st.integers(0, 10**13 - 1), st.integers(0, 0xFFFFF), st.text("0123456789abcdef", max_size=16)
)


@given(HLCS, HLCS)
def test_text_sorts_as_the_clock_does(one: Hlc, other: Hlc) -> None:
    assert (str(one) < str(other)) == (one < other)


@given(HLCS)
def test_a_clock_is_read_back(one: Hlc) -> None:
    assert Hlc.parse(str(one)) == one


@pytest.mark.parametrize("text", ["", "1.2", "x.0.a", "1.zz.a"])
def test_what_is_no_clock_is_refused(text: str) -> None:
    with pytest.raises(UserError) as caught:
        Hlc.parse(text)
    assert caught.value.code == "bad-clock"


@pytest.mark.parametrize(
    "text",
    [
        "1.0.aa",
        " 000000000001.00000.aa",
        "00000000000_1.00000.aa",
        "+000000000001.00000.aa",
        "\u0660" * 13 + ".00000.aa",
        "10000000000000.00000.aa",
        "0000000000001.0000A.aa",
        "0000000000001.100000.aa",
    ],
)
def test_a_clock_has_one_spelling(text: str) -> None:
    """Another one would sort elsewhere as text than it counts."""
    with pytest.raises(UserError) as caught:
        Hlc.parse(text)
    assert caught.value.code == "bad-clock"


def test_at_the_end_of_time_a_clock_still_gives_values_that_are_clocks() -> None:
    last = Hlc(10**13 - 1, 0xFFFFF, "a")
    assert Hlc.parse(str(last.tick(10**15, "b"))) == Hlc(10**13 - 1, 0xFFFFF, "b")
    assert Hlc.parse(str(Hlc(5, 0, "a").tick(10**15, "b"))).ms == 10**13 - 1


@given(st.lists(st.integers(0, 10**12), max_size=30))
def test_ticks_rise_though_the_machine_jumps_back(now: list[int]) -> None:
    clock, made = ZERO, []
    for ms in now:
        clock = clock.tick(ms, "a")
        made.append(str(clock))
    assert made == sorted(set(made))


def test_a_full_counter_runs_over_into_the_next_millisecond() -> None:
    assert Hlc(5, 0xFFFFF, "a").tick(5, "a") == Hlc(6, 0, "a")


def test_two_devices_in_the_same_millisecond_have_one_order() -> None:
    assert Hlc(5, 0, "a") < Hlc(5, 0, "b") < Hlc(5, 1, "a")


def test_a_clock_ninety_days_ahead_does_not_pull_ours() -> None:
    ours, ahead = Hlc(1000, 0, "a"), Hlc(1000 + 90 * 86_400_000, 0, "b")
    assert ours.observe(ahead, now_ms=1000) == ours


def test_a_clock_just_ahead_is_followed() -> None:
    ours, ahead = Hlc(1000, 0, "a"), Hlc(1000 + MAX_AHEAD_MS, 3, "b")
    assert ours.observe(ahead, now_ms=1000).tick(1000, "a") == Hlc(1000 + MAX_AHEAD_MS, 4, "a")


def test_only_the_first_slash_separates() -> None:
    assert split_path("values//data/naam") == ("values", "/data/naam")
    assert split_path("city") == ("city", None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(st.text(min_size=1), JSON, max_size=4),
    st.dictionaries(st.text(min_size=1), st.lists(st.text(), min_size=1, max_size=3).map(tuple), max_size=2),
    st.sampled_from(Action),
    HLCS,
)
def test_an_op_travels_unchanged(
    fields: dict[str, object], parents: dict[str, tuple[str, ...]], action: Action, hlc: Hlc
) -> None:
    op = Op("person", "p", action, fields, Stamp(str(hlc), hlc.device, "w"), "casus", parents)
    assert Op.from_json(json.loads(json.dumps(op.to_json())), "casus") == op


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"t": "person", "k": "p", "a": "melt", "h": str(Hlc(1, 0, "a")), "w": "w"},
        {"t": "person", "k": "p", "a": "set", "f": [], "h": str(Hlc(1, 0, "a")), "w": "w"},
        {"t": "person", "k": "p", "a": "set", "h": "vandaag", "w": "w"},
    ],
)
def test_a_broken_op_is_a_sentence(data: dict[str, object]) -> None:
    with pytest.raises(UserError):
        Op.from_json(data, "casus")


def test_the_changes_of_one_edit_become_one_op_a_record() -> None:
    stamp = Stamp(str(Hlc(1, 0, "a")), "a", "w")
    changes = [
        Change("person", "p", "city", None, "Assen", stamp, Action.ADD),
        Change("visit", "v", "status", "gepland", "uitgevoerd", stamp),
        Change("person", "p", "alerts", None, "hond", stamp, Action.ADD, ("x",)),
    ]
    person, visit = ops_of(changes, {"p": "casus", "v": "casus"})
    assert (person.action, dict(person.fields)) == (Action.ADD, {"city": "Assen", "alerts": "hond"})
    assert person.parents == {"alerts": ("x",)}
    assert (visit.kind, dict(visit.fields)) == ("visit", {"status": "uitgevoerd"})
