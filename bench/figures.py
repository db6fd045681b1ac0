"""One figure of a bench: ours, the reference measured in the same run, their ratio, and what DESIGN 11 wants."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

HEAD = f"{'figure':<46} {'ours':>12} {'reference':>12} {'ratio':>8}  {'to reach':<24} {'':<5} reference is"


@dataclass(frozen=True, slots=True)
class Figure:
    """`times_most`: ours is at most so many times the reference; `times_faster`: the reference takes at least so many
    times ours; `most`: an absolute limit in `unit`. `against` says what the reference is; «noted» in it means that it
    was measured before, elsewhere."""

    name: str
    ours: float
    unit: str = "ms"
    reference: float | None = None
    against: str = ""
    times_most: float | None = None
    times_faster: float | None = None
    most: float | None = None

    @property
    def ratio(self) -> str:
        """As many times the reference, or as many times faster."""
        if not self.reference or not self.ours:
            return "-"
        if self.times_faster is not None:
            return f"1/{self.reference / self.ours:.1f}"
        return f"{self.ours / self.reference:.2f}"

    @property
    def target(self) -> str:
        """What DESIGN 11 wants, in words."""
        parts = []
        if self.times_most is not None:
            parts.append(f"≤ {self.times_most:g} ×")
        if self.times_faster is not None:
            parts.append(f"≥ {self.times_faster:g} × faster")
        if self.most is not None:
            parts.append(f"≤ {self.most:g} {self.unit}")
        return " and ".join(parts) or "-"

    @property
    def reached(self) -> bool | None:
        """Whether it does; None when nothing is asked."""
        checks = []
        if self.times_most is not None and self.reference:
            checks.append(self.ours <= self.times_most * self.reference)
        if self.times_faster is not None and self.reference:
            checks.append(self.ours * self.times_faster <= self.reference)
        if self.most is not None:
            checks.append(self.ours <= self.most)
        return all(checks) if checks else None

    def line(self) -> str:
        """As printed."""
        reference = "-" if self.reference is None else f"{number(self.reference)} {self.unit}"
        verdict = {None: "", True: "yes", False: "NO"}[self.reached]
        ours = f"{number(self.ours)} {self.unit}"
        return (
            f"{self.name:<46} {ours:>12} {reference:>12} {self.ratio:>8}  {self.target:<24} {verdict:<5} "
            f"{self.against}"
        ).rstrip()


def number(value: float) -> str:
    """Three figures that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def timed(call: Callable[[], object], times: int = 1) -> list[float]:
    """Milliseconds of each call."""
    out = []
    for _ in range(times):
        begin = time.perf_counter()
        call()
        out.append((time.perf_counter() - begin) * 1000)
    return out


def p50(values: list[float]) -> float:
    """The median."""
    return statistics.median(values)


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


def room(measure: Callable[[bool], Iterable[Figure]]) -> None:
    """The main of a room: measure and print a line a figure; `--quick` makes it small."""
    for figure in measure("--quick" in sys.argv[1:]):
        print(figure.line(), flush=True)
