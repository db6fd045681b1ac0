"""Change of one person and of a group, with honest rules for small numbers (DOMAIN 7.4).

The words are «change», never «effect»: scores of people chosen because they were high fall by themselves.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median, stdev
from typing import Literal

from veldwerk.domain.errors import N_, UserError

Direction = Literal["verbeterd", "verslechterd", "geen_betrouwbare_verandering"]

AVERAGES_FROM = 10
"""Below this number of people no averages, medians or effects are shown (7.4 rule 2, 6.5 rule 4)."""
EFFECT_SIZE_FROM = 30
FOLLOWED_UP_AT_LEAST = 0.6
_CONFIDENCE_95 = 1.96


@dataclass(frozen=True, slots=True)
class ReliableChange:
    """Change of one person against measurement error. `critical_change` is in points of the scale."""

    change: float
    sem: float
    sdiff: float
    critical_change: float
    z: float
    direction: Direction


def reliable_change(before: float, after: float, sd: float, reliability: float) -> ReliableChange:
    """Reliable change after Jacobson and Truax (1991): more than 1.96 times the standard error of a
    difference.

    `sd` and `reliability` (r_tt, below 1) belong to the instrument; a lower score is better.
    """
    if sd <= 0 or not 0 <= reliability < 1:
        raise ValueError("sd must be positive and reliability in [0, 1)")
    sem = sd * math.sqrt(1 - reliability)
    sdiff = sem * math.sqrt(2)
    change = after - before
    critical = _CONFIDENCE_95 * sdiff
    direction: Direction = "geen_betrouwbare_verandering"
    if abs(change) > critical:
        direction = "verbeterd" if change < 0 else "verslechterd"
    return ReliableChange(change, sem, sdiff, critical, change / sdiff, direction)


def sign_test(improved: int, worse: int) -> float:
    """Exact two-sided sign test over the pairs that moved; 1 when none did."""
    n = improved + worse
    if n == 0:
        return 1.0
    tail = sum(math.comb(n, k) for k in range(min(improved, worse) + 1))
    return min(1.0, 2 * tail / (1 << n))


@dataclass(frozen=True, slots=True)
class PrePost:
    """A group measured twice with one instrument, version and mode. A lower score is better.

    `g_pre` is Hedges' g over the standard deviation before; None where it cannot be computed (fewer than 3
    pairs or no spread). All figures are raw: `shown` says which of them may be printed.
    """

    n: int
    mean_change: float
    median_change: float
    sd_pre: float | None
    sd_change: float | None
    correlation: float | None
    g_pre: float | None
    g_variance: float | None
    improved: int
    worse: int
    same: int
    sign_test_p: float

    @property
    def shown(self) -> frozenset[str]:
        """Names of the figures that the number of people allows (7.4 rules 2 to 4)."""
        figures = {"n", "improved", "worse", "same"}
        if self.n >= AVERAGES_FROM:
            figures |= {"median_change", "sign_test_p"}
        if self.n >= EFFECT_SIZE_FROM:
            figures |= {"mean_change", "mean_interval", "g_pre", "g_variance"}
        return frozenset(figures)

    @property
    def mean_interval(self) -> tuple[float, float] | None:
        """95 % interval of the mean change (normal approximation; only shown from 30 people)."""
        if self.sd_change is None:
            return None
        half = _CONFIDENCE_95 * self.sd_change / math.sqrt(self.n)
        return self.mean_change - half, self.mean_change + half


def pre_post(before: Sequence[float], after: Sequence[float]) -> PrePost:
    """Summarise paired measurements; at least one pair."""
    if not before or len(before) != len(after):
        raise ValueError("before and after must be pairs, at least one")
    n = len(before)
    changes = [b - a for a, b in zip(before, after, strict=True)]
    sd_pre = stdev(before) if n > 1 else None
    r = _correlation(before, after)
    g = variance = None
    if n > 2 and sd_pre:
        correction = 1 - 3 / (4 * (n - 1) - 1)
        g = correction * fmean(changes) / sd_pre
        variance = 2 * (1 - r) / n + g**2 / (2 * n) if r is not None else None
    improved = sum(change < 0 for change in changes)
    worse = sum(change > 0 for change in changes)
    return PrePost(
        n=n,
        mean_change=fmean(changes),
        median_change=median(changes),
        sd_pre=sd_pre,
        sd_change=stdev(changes) if n > 1 else None,
        correlation=r,
        g_pre=g,
        g_variance=variance,
        improved=improved,
        worse=worse,
        same=n - improved - worse,
        sign_test_p=sign_test(improved, worse),
    )


def _correlation(x: Sequence[float], y: Sequence[float]) -> float | None:
    """Pearson's r; None without spread."""
    mean_x, mean_y = fmean(x), fmean(y)
    spread = math.sqrt(sum((a - mean_x) ** 2 for a in x) * sum((b - mean_y) ** 2 for b in y))
    if spread == 0:
        return None
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / spread


def follow_up_warning(started: int, measured: int) -> str | None:
    """The sentence that goes with a result when fewer than 60 % of those started were measured twice (rule
    1).
    """
    if measured > started:
        raise UserError(
            N_("More people measured ({measured}) than started ({started})"),
            measured=measured,
            started=started,
        )
    if started and measured / started < FOLLOWED_UP_AT_LEAST:
        return N_("More than 40 % was not measured")
    return None


FOOTNOTE = N_(
    "Scores of people who were chosen because they were high fall by themselves. Loneliness also changes in"
    " groups without help; of ten well-measured Dutch approaches two showed a fall due to the approach."
)
"""Goes under every table of change (rule 6)."""
