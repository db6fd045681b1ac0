"""Scores from raw answers: pure, versioned, never imputed (REQ-INS-01, 02, 03, 07)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.instruments.definition import MISSING, Band, Flag, Instrument, Subscale

ALGORITHM_VERSION = 1
"""Stored with every score; raised when the same answers would give another score."""

_STRAIGHT_LINING_FROM = 3


@dataclass(frozen=True, slots=True)
class Score:
    """The outcome of one filled-in instrument.

    `total` and each subscale are None when too many answers are missing. `interval` holds the lowest and
    highest total possible whatever the missing answers would have been; it is given also when no total is.
    `category_uncertain` is None without a total.
    """

    instrument: str
    version: int
    algorithm_version: int
    norm: str | None
    total: int | None
    category: str | None
    score_class: str | None
    category_uncertain: bool | None
    interval: tuple[int, int] | None
    subscales: Mapping[str, int | None]
    subscale_categories: Mapping[str, str | None]
    flags: Mapping[str, bool | None]
    alerts: tuple[str, ...]
    missing: tuple[str, ...]
    answered: int
    straight_lining: bool

    @property
    def valid(self) -> bool:
        """There is a total or a category, or (without totals) every subscale counts."""
        if self.total is not None or self.category is not None:
            return True
        return bool(self.subscales) and None not in self.subscales.values()

    def to_json(self) -> dict[str, object]:
        """Plain values for storing and for `--json`."""
        return {
            "instrument": self.instrument,
            "version": self.version,
            "algorithm_version": self.algorithm_version,
            "norm": self.norm,
            "total": self.total,
            "category": self.category,
            "score_class": self.score_class,
            "category_uncertain": self.category_uncertain,
            "interval": list(self.interval) if self.interval else None,
            "subscales": dict(self.subscales),
            "subscale_categories": dict(self.subscale_categories),
            "flags": dict(self.flags),
            "alerts": list(self.alerts),
            "missing": list(self.missing),
            "answered": self.answered,
            "straight_lining": self.straight_lining,
        }


def score(instrument: Instrument, answers: Mapping[str, object], norm: str | None = None) -> Score:
    """Score raw `answers` (item id → code; None, «weigert» or «weet_niet» when missing; absent = not
    asked).

    `norm` names a norm set of the instrument, the first by default. An unknown item or code raises
    `UserError` naming the item: it is never counted as 0 (REQ-INS-03).
    """
    given = _checked(instrument, answers)
    norms = instrument.norm(norm)
    missing = tuple(item.id for item in instrument.items if item.id not in given)
    bounds = {item.id: _bounds(item.points, given.get(item.id)) for item in instrument.items}
    interval = _sum(bounds.values()) if instrument.total_missing_max is not None else None
    total_valid = interval is not None and len(missing) <= (instrument.total_missing_max or 0)
    raw = interval[0] if interval and total_valid else None
    ranges = {part.id: _sum(_part_bounds(instrument, part, given)) for part in instrument.subscales}
    subscales = {
        part.id: ranges[part.id][0] if sum(i in missing for i in part.items) <= part.missing_max else None
        for part in instrument.subscales
    }
    band = _band(norms.total if norms else (), raw)
    sure = interval is not None and norms is not None and _band(norms.total, interval[1]) == band
    if interval is not None:
        ranges["total"] = interval
    valid = {name for name, value in {**subscales, "total": raw}.items() if value is not None}
    flags = {flag.id: _decide(flag, {**bounds, **ranges}, valid | set(given)) for flag in instrument.flags}
    return Score(
        instrument=instrument.id,
        version=instrument.version,
        algorithm_version=ALGORITHM_VERSION,
        norm=norms.id if norms else None,
        total=raw if instrument.total_shown else None,
        category=band.category if band else None,
        score_class=band.score_class if band else None,
        category_uncertain=None if band is None else not sure,
        interval=interval if instrument.total_shown else None,
        subscales=subscales,
        subscale_categories=_part_categories(norms.subscales if norms else {}, subscales),
        flags=flags,
        alerts=tuple(flag.id for flag in instrument.flags if flag.alert and flags[flag.id]),
        missing=missing,
        answered=len(given),
        straight_lining=instrument.watch_straight_lining
        and len(given) >= _STRAIGHT_LINING_FROM
        and len(set(given.values())) == 1,
    )


def _checked(instrument: Instrument, answers: Mapping[str, object]) -> dict[str, str]:
    """Given answers by item, as codes; numbers in data and texts from a form mean the same code."""
    given: dict[str, str] = {}
    for item_id, answer in answers.items():
        item = instrument.item(item_id)
        if answer is None or answer in MISSING:
            continue
        code = str(answer)
        if isinstance(answer, bool) or code not in item.points:
            raise UserError(
                N_("{instrument}, item {item}: «{answer}» is not one of the answers ({allowed})"),
                code="invalid-answer",
                instrument=instrument.short,
                item=item_id,
                answer=code,
                allowed=", ".join(item.points),
            )
        given[item_id] = code
    return given


def _bounds(points: Mapping[str, int], code: str | None) -> tuple[int, int]:
    if code is not None:
        return points[code], points[code]
    return min(points.values()), max(points.values())


def _part_bounds(instrument: Instrument, part: Subscale, given: Mapping[str, str]) -> list[tuple[int, int]]:
    found = []
    for item_id in part.items:
        points = part.points if part.points is not None else instrument.item(item_id).points
        found.append(_bounds(points, given.get(item_id)))
    return found


def _sum(bounds: Iterable[tuple[int, int]]) -> tuple[int, int]:
    lows, highs = zip(*bounds, strict=True)
    return sum(lows), sum(highs)


def _band(bands: Sequence[Band], value: int | None) -> Band | None:
    if value is None:
        return None
    return next((band for band in bands if band.low <= value <= band.high), None)


def _part_categories(
    bands: Mapping[str, Sequence[Band]], subscales: Mapping[str, int | None]
) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for name, parts in bands.items():
        band = _band(parts, subscales[name])
        found[name] = band.category if band else None
    return found


def _decide(flag: Flag, ranges: Mapping[str, tuple[int, int]], valid: set[str]) -> bool | None:
    """True when any test holds, False when all fail, None while neither is certain."""
    outcomes: list[bool | None] = []
    for test in flag.tests:
        low, high = ranges[test.of]
        if not flag.certain and test.of not in valid:
            outcomes.append(None)
            continue
        if not flag.certain:
            high = low
        if test.at_least is not None:
            outcomes.append(True if low >= test.at_least else None if high >= test.at_least else False)
        elif test.below is not None:
            outcomes.append(True if high < test.below else None if low < test.below else False)
    if True in outcomes:
        return True
    return None if None in outcomes else False
