"""Distances, areas and fences of `lat lon [alt [acc]]` points on a sphere; metres and square metres to two decimals."""

from __future__ import annotations

import itertools
import math

from veldwerk.xlsform.errors import N_, XPathError
from veldwerk.xlsform.tree import string_value
from veldwerk.xlsform.xpath.context import Context
from veldwerk.xlsform.xpath.functions.core import round_half_away
from veldwerk.xlsform.xpath.registry import function
from veldwerk.xlsform.xpath.values import Value, to_string

_RADIUS = 6_378_100.0  # metres, the figure ODK clients share
_MOST_CORNERS = 1_000  # each side is held against each other side
Point = tuple[float, float]


def points_of(values: tuple[Value, ...]) -> list[Point] | None:
    """Points of traces (`a b; c d`) and nodesets of points; None when one of them is no point."""
    texts: list[str] = []
    for value in values:
        parts = [string_value(node) for node in value] if isinstance(value, list) else [to_string(value)]
        for part in parts:
            texts.extend(piece for piece in part.split(";") if piece.strip())
    found: list[Point] = []
    for text in texts:
        numbers = text.split()
        try:
            latitude, longitude = float(numbers[0]), float(numbers[1])
        except (ValueError, IndexError):
            return None
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or len(numbers) > 4:
            return None
        found.append((latitude, longitude))
    return found


@function("distance", 1, None)
def _distance(context: Context, *values: Value) -> Value:
    """The length of the line through all points; NaN without a point or with what is none."""
    points = points_of(values)
    if not points:
        return math.nan
    return round_half_away(math.fsum(_between(a, b) for a, b in itertools.pairwise(points)), 2)


def _between(first: Point, second: Point) -> float:
    lat1, lat2 = math.radians(first[0]), math.radians(second[0])
    step = math.radians(second[1] - first[1])
    cosine = math.sin(lat1) * math.sin(lat2) + math.cos(lat1) * math.cos(lat2) * math.cos(step)
    return math.acos(max(-1.0, min(1.0, cosine))) * _RADIUS


@function("enclosed-area", 1, None)
@function("area", 1, None)
def _area(context: Context, *values: Value) -> Value:
    points = points_of(values)
    if points is None:
        return math.nan
    if len(points) < 3:
        return 0.0
    if points[0] != points[-1]:
        points = [*points, points[0]]
    total = math.fsum(
        math.radians(b[1] - a[1]) * (2 + math.sin(math.radians(a[0])) + math.sin(math.radians(b[0])))
        for a, b in itertools.pairwise(points)
    )
    return round_half_away(abs(total * _RADIUS * _RADIUS / 2), 2)


@function("geofence", 2, 2)
def _geofence(context: Context, point: Value, shape: Value) -> Value:
    """Whether the point lies within the closed shape; not so while one of the two has no answer yet.

    A text that is no point or shape is the author's mistake and an XPathError.
    """
    if not all(to_string(value) for value in (point, shape) if isinstance(value, list)):
        return False
    inside, fence = points_of((point,)), points_of((shape,))
    if not inside or fence is None:
        raise XPathError(N_("geofence() needs a point and a shape."))
    if not fence or fence[0] != fence[-1]:
        return False
    latitude, longitude = inside[0]
    within = False
    for (lat1, lon1), (lat2, lon2) in zip(fence, fence[1:] + fence[:1], strict=True):
        if (lon1 > longitude) != (lon2 > longitude):
            crossing = (lat2 - lat1) * (longitude - lon1) / (lon2 - lon1) + lat1
            if latitude < crossing:
                within = not within
    return within


@function("intersects", 1, 1)
def _intersects(context: Context, shape: Value) -> Value:
    """Whether a trace crosses itself. XPathError with more points than anyone draws."""
    points = points_of((shape,))
    if points is None or len(points) < 4:
        return False
    if len(points) > _MOST_CORNERS:
        raise XPathError(N_("intersects() looks at no more than {most} points."), most=_MOST_CORNERS)
    segments = list(itertools.pairwise(points))
    closed = points[0] == points[-1]
    for one in range(len(segments)):
        for other in range(one + 2, len(segments)):
            if closed and one == 0 and other == len(segments) - 1:
                continue
            if _cross(*segments[one], *segments[other]):
                return True
    return False


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) <= 0 and side(c, d, a) * side(c, d, b) <= 0
