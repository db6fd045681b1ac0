"""Change of persons and groups (DOMAIN 7.4)."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veldwerk.domain.errors import UserError
from veldwerk.domain.evaluation import follow_up_warning, pre_post, reliable_change, sign_test

scores = st.integers(0, 11).map(float)


def test_four_points_on_the_djg11_are_needed() -> None:
    found = reliable_change(9, 5, 3.0, 0.84)
    assert found.critical_change == pytest.approx(1.96 * 1.2 * math.sqrt(2))
    assert 3 < found.critical_change < 4


def test_three_points_on_the_djg6_are_needed() -> None:
    assert reliable_change(5, 2, 1.8, 0.73).direction == "verbeterd"
    assert reliable_change(5, 3, 1.8, 0.73).direction == "geen_betrouwbare_verandering"


@given(scores, scores)
def test_change_back_is_the_mirror_image(before: float, after: float) -> None:
    there, back = reliable_change(before, after, 3.0, 0.84), reliable_change(after, before, 3.0, 0.84)
    mirror = {"verbeterd": "verslechterd", "verslechterd": "verbeterd"}
    assert back.direction == mirror.get(there.direction, there.direction)


def test_sign_test_by_hand() -> None:
    assert sign_test(5, 0) == 2 / 32
    assert sign_test(0, 0) == 1.0
    assert sign_test(6, 1) == 2 * (1 + 7) / 128


@given(st.integers(0, 40), st.integers(0, 40))
def test_sign_test_is_a_probability_and_symmetric(up: int, down: int) -> None:
    assert 0 < sign_test(up, down) <= 1
    assert sign_test(up, down) == sign_test(down, up)


@pytest.mark.parametrize(
    ("n", "shown", "not_shown"),
    [
        (9, {"n", "improved"}, {"median_change", "mean_change", "g_pre"}),
        (10, {"median_change", "sign_test_p"}, {"mean_change", "g_pre"}),
        (29, {"median_change"}, {"mean_change", "g_pre"}),
        (30, {"mean_change", "mean_interval", "g_pre"}, set()),
    ],
)
def test_small_groups_print_little(n: int, shown: set[str], not_shown: set[str]) -> None:
    group = pre_post([float(k % 5) for k in range(n)], [float(k % 4) for k in range(n)])
    assert shown <= group.shown
    assert not not_shown & group.shown


def test_effect_size_has_its_variance() -> None:
    before, after = [6.0, 8.0, 7.0, 9.0], [5.0, 8.0, 5.0, 8.0]
    group = pre_post(before, after)
    g = (1 - 3 / 11) * -1.0 / math.sqrt(5 / 3)
    assert group.g_pre == pytest.approx(g)
    assert group.correlation is not None
    assert group.g_variance == pytest.approx(2 * (1 - group.correlation) / 4 + g**2 / 8)
    assert group.mean_interval is not None
    assert group.mean_interval[0] < -1.0 < group.mean_interval[1]


def test_without_spread_there_is_no_effect_size() -> None:
    assert pre_post([5.0, 5.0, 5.0], [4.0, 5.0, 6.0]).g_pre is None
    assert pre_post([5.0], [4.0]).sd_pre is None


@given(st.lists(st.tuples(scores, scores), min_size=1, max_size=40))
def test_everybody_is_counted_once(pairs: list[tuple[float, float]]) -> None:
    group = pre_post([a for a, _ in pairs], [b for _, b in pairs])
    assert group.improved + group.worse + group.same == group.n == len(pairs)


def test_many_not_measured_is_said() -> None:
    assert follow_up_warning(10, 6) is None
    assert follow_up_warning(10, 5) == "More than 40 % was not measured"
    assert follow_up_warning(0, 0) is None
    with pytest.raises(UserError):
        follow_up_warning(3, 4)
