"""Charts as neutral shapes: computed once, painted by Qt on screen and by reportlab on paper.

Units are points, x to the right, y down from the top left corner. Colours are roles, never values: each
painter maps a role to its own theme. A drawing carries a sentence and a table that say the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    TEXT = "text"
    MUTED = "muted"
    GRID = "grid"
    AXIS = "axis"
    FIRST = "first"
    SECOND = "second"
    QUIET = "quiet"
    """A bar that is there to compare with."""
    BAND = "band"
    """A zone behind the picture."""
    HIDDEN = "hidden"
    """Where a small number is hidden."""


class Anchor(StrEnum):
    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Rect:
    x: float
    y: float
    width: float
    height: float
    role: Role
    outline: bool = False
    """Only the border, dashed."""


@dataclass(frozen=True, slots=True)
class Polyline:
    points: tuple[tuple[float, float], ...]
    role: Role
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    radius: float
    role: Role


@dataclass(frozen=True, slots=True)
class Text:
    """Text with its baseline at y."""

    x: float
    y: float
    text: str
    size: float = 9.0
    anchor: Anchor = Anchor.START
    role: Role = Role.TEXT
    bold: bool = False


Shape = Rect | Polyline | Dot | Text


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture with its title, a description for who cannot see it, and its figures as rows of words."""

    title: str
    alt: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. `value` None: hidden; `shown` is the text over it («14», «<5»)."""

    label: str
    value: float | None
    shown: str


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement of a person: the score, its text and whether it may be compared with the one before."""

    day: date
    score: float
    label: str
    comparable: bool = True


def ticks(top: float, wanted: int = 4) -> tuple[float, ...]:
    """Round axis values from 0 up to at least `top`: steps of 1, 2 or 5 times a power of ten."""
    if top <= 0:
        return (0.0, 1.0)
    raw = top / wanted
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1.0, 2.0, 5.0, 10.0) if m * power >= raw - 1e-9)
    step = max(step, 1.0)
    count = math.ceil(top / step - 1e-9)
    return tuple(step * i for i in range(count + 1))


def _scale(values: Sequence[float], left: float, right: float, bottom: float, top: float) -> list[Shape]:
    shapes: list[Shape] = []
    for value in values:
        y = bottom - (bottom - top) * value / values[-1]
        role = Role.AXIS if value == 0 else Role.GRID
        shapes.append(Polyline(((left, y), (right, y)), role, 0.8 if value == 0 else 0.5))
        shapes.append(Text(left - 6, y + 3, f"{value:g}", 8.5, Anchor.END, Role.MUTED))
    return shapes


def month_bars(title: str, alt: str, bars: Sequence[Bar], width: float = 480, height: float = 190) -> Drawing:
    """Upright bars, one a month or a category; the last one stands out. A hidden value is a dashed stub."""
    left, right, top, bottom = 32.0, width - 4, 16.0, height - 22
    axis = ticks(max((b.value or 0 for b in bars), default=0))
    shapes = _scale(axis, left, right, bottom, top)
    slot = (right - left) / max(len(bars), 1)
    for index, bar in enumerate(bars):
        middle, thick = left + slot * (index + 0.5), min(slot * 0.6, 44)
        last = index == len(bars) - 1
        tall = (bottom - top) * (bar.value or 0) / axis[-1]
        if bar.value is None:
            tall = 10.0
            shapes.append(Rect(middle - thick / 2, bottom - tall, thick, tall, Role.HIDDEN, outline=True))
        elif bar.value > 0:
            shapes.append(
                Rect(middle - thick / 2, bottom - tall, thick, tall, Role.FIRST if last else Role.QUIET)
            )
        shapes.append(Text(middle, bottom - tall - 4, bar.shown, 9, Anchor.MIDDLE, Role.TEXT, bold=last))
        shapes.append(
            Text(middle, bottom + 13, bar.label, 8.5, Anchor.MIDDLE, Role.TEXT if last else Role.MUTED, last)
        )
    return Drawing(title, alt, width, height, tuple(shapes), tuple((b.label, b.shown) for b in bars))


def score_history(
    title: str,
    alt: str,
    points: Sequence[Measured],
    highest: float,
    band: tuple[float, str] | None = None,
    width: float = 480,
    height: float = 190,
) -> Drawing:
    """Scores over time on their whole scale (0 to `highest`), so that a small change never looks large.

    `band` is the score from which a named category begins («vanaf 2: eenzaam»). Measurements that may not be
    compared (another instrument version or mode) are not joined by a line.
    """
    left, right, top, bottom = 28.0, width - 12, 14.0, height - 22
    whole = highest
    axis = (*(tick for tick in ticks(highest, 4) if tick < highest * 0.93), highest)

    def level(score: float) -> float:
        return bottom - (bottom - top) * score / whole

    shapes: list[Shape] = []
    if band is not None:
        start, words = band
        shapes.append(Rect(left, level(whole), right - left, level(start) - level(whole), Role.BAND))
        shapes.append(Text(right - 4, level(whole) + 11, words, 8.5, Anchor.END, Role.MUTED))
    shapes += _scale(axis, left, right, bottom, top)
    places = _days(points, left + 22, right - 22)
    for index in range(1, len(points)):
        if points[index].comparable:
            joined = tuple((places[i], level(points[i].score)) for i in (index - 1, index))
            shapes.append(Polyline(joined, Role.FIRST, 2))
    for index, (x, point) in enumerate(zip(places, points, strict=True)):
        last = index == len(points) - 1
        shapes.append(Dot(x, level(point.score), 4, Role.FIRST))
        shapes.append(
            Text(x, level(point.score) - 8, f"{point.score:g}", 9.5, Anchor.MIDDLE, Role.TEXT, last)
        )
        shapes.append(Text(x, bottom + 13, point.label, 8.5, Anchor.MIDDLE, Role.MUTED))
    return Drawing(title, alt, width, height, tuple(shapes), tuple((p.label, f"{p.score:g}") for p in points))


def _days(points: Sequence[Measured], left: float, right: float) -> list[float]:
    if len(points) < 2:
        return [(left + right) / 2 for _ in points]
    first, span = points[0].day, max((points[-1].day - points[0].day).days, 1)
    return [left + (right - left) * (p.day - first).days / span for p in points]
