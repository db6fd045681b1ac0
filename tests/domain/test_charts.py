"""Charts as shapes: nothing outside the frame, nothing hidden given away, scores on their whole scale."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from veldwerk.domain.charts import (
    Bar,
    Dot,
    Drawing,
    Measured,
    Polyline,
    Rect,
    Role,
    Text,
    month_bars,
    score_history,
    ticks,
)

NUMBERS = st.integers(0, 100_000)


def rects(drawing: Drawing, role: Role) -> list[Rect]:
    return [s for s in drawing.shapes if isinstance(s, Rect) and s.role is role]


@given(st.floats(0.1, 1e6))
def test_ticks_are_even_from_zero_to_at_least_the_top(top: float) -> None:
    found = ticks(top)
    steps = {round(b - a, 6) for a, b in pairwise(found)}
    assert found[0] == 0
    assert found[-1] >= top * (1 - 1e-9)
    assert len(steps) == 1
    assert len(found) <= 6


@given(st.lists(st.one_of(st.none(), NUMBERS), min_size=1, max_size=13))
def test_bars_stay_in_the_frame_and_are_as_high_as_their_value(values: list[int | None]) -> None:
    drawing = month_bars("t", "alt", [Bar(str(n), v, "x") for n, v in enumerate(values)])
    for shape in drawing.shapes:
        if isinstance(shape, Rect):
            assert 0 <= shape.x <= shape.x + shape.width <= drawing.width
            assert 0 <= shape.y <= shape.y + shape.height <= drawing.height
    painted = [r.height for r in (*rects(drawing, Role.QUIET), *rects(drawing, Role.FIRST))]
    positive = [v for v in values if v]
    assert len(painted) == len(positive)
    for height, value in zip(painted, positive, strict=True):
        assert abs(height / max(painted) - value / max(positive)) < 1e-6


def test_hidden_bars_all_look_the_same() -> None:
    drawing = month_bars("t", "alt", [Bar("a", None, "<5"), Bar("b", 40, "40"), Bar("c", None, "<5")])
    hidden = rects(drawing, Role.HIDDEN)
    assert len(hidden) == 2
    assert len({r.height for r in hidden}) == 1
    assert drawing.rows == (("a", "<5"), ("b", "40"), ("c", "<5"))


def test_scores_stand_on_the_whole_scale_and_only_comparable_ones_are_joined() -> None:
    points = [
        Measured(date(2024, 11, 1), 2, "nov 2024"),
        Measured(date(2025, 11, 1), 4, "nov 2025"),
        Measured(date(2026, 11, 1), 3, "nov 2026", comparable=False),
    ]
    drawing = score_history("DJG", "alt", points, highest=6, band=(2, "vanaf 2"))
    dots = [s for s in drawing.shapes if isinstance(s, Dot)]
    joined = [s for s in drawing.shapes if isinstance(s, Polyline) and s.role is Role.FIRST]
    words = [s.text for s in drawing.shapes if isinstance(s, Text)]
    assert len(joined) == 1
    assert dots[1].y < dots[2].y < dots[0].y
    assert {"0", "6", "vanaf 2"} <= set(words)


def test_one_measurement_stands_in_the_middle() -> None:
    (dot,) = [
        s
        for s in score_history("t", "a", [Measured(date(2026, 1, 1), 3, "j")], 6).shapes
        if isinstance(s, Dot)
    ]
    assert 200 < dot.x < 290
