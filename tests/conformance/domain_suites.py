"""Suites on `domain/vectors.json`: instruments, rules, bsn, dates, statistics and suppression (DOMAIN 1, 4, 6, 7).

Each case goes through the public functions, with the instruments and the rule table that the product ships.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tests.conformance.frame import Case, suite
from veldwerk.domain import ages, bsn, disclosure, evaluation, workdays
from veldwerk.domain.appraisal import read_case
from veldwerk.domain.errors import UserError
from veldwerk.domain.instruments import Library, read_library, score
from veldwerk.rules import table as rule_table
from veldwerk.rules.advise import Advice, advise

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
_PRECISION = 0.0006
"""Vectors are rounded to three decimals."""

Vector = Mapping[str, Any]


@cache
def library() -> Library:
    """The instruments the product ships."""
    files = sorted((RESOURCES / "instruments").glob("*.toml"))
    return read_library({path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in files})


@cache
def rules() -> rule_table.RuleTable:
    """The rule table the product ships."""
    return rule_table.load(json.loads((RESOURCES / "rules" / "rules.json").read_text(encoding="utf-8")))


def _vectors(data_dir: Path, name: str) -> list[Vector]:
    path = data_dir / "domain" / "vectors.json"
    if not path.exists():
        return []
    found: list[Vector] = json.loads(path.read_text(encoding="utf-8")).get(name, [])
    return found


def _cases(data_dir: Path, name: str, given: str, compute: Callable[[Vector], object]) -> Iterator[Case]:
    for vector in _vectors(data_dir, name):
        expected = vector["valid"] if name == "bsn" else vector["expected"]

        def check(vector: Vector = vector, expected: Any = expected) -> tuple[bool, object]:
            got = compute(vector)
            return _agrees(expected, got), got

        yield Case(vector["id"], check, vector[given], expected)


def _agrees(expected: Any, got: Any) -> bool:
    """Equal, numbers within the precision of the vectors; of a mapping only the keys that are expected."""
    if isinstance(expected, Mapping):
        return isinstance(got, Mapping) and all(k in got and _agrees(v, got[k]) for k, v in expected.items())
    if isinstance(expected, float) and isinstance(got, int | float):
        return abs(expected - got) <= _PRECISION
    return type(expected) is type(got) and bool(expected == got)


@suite("instruments")
def instruments(data_dir: Path) -> Iterator[Case]:
    """Scores by the public `score`; categories of each norm set are named `<subscale>_<norm>`."""
    yield from _cases(data_dir, "instruments", "answers", _scored)


def _scored(vector: Vector) -> dict[str, object]:
    instrument = library().get(vector["instrument"])
    try:
        outcome = score(instrument, vector["answers"])
    except UserError as error:
        return {"error": error.code.replace("-", "_")}
    got: dict[str, object] = {**outcome.subscales, **outcome.flags}
    got |= {
        "total": outcome.total,
        "category": outcome.category,
        "severity": outcome.category,
        "category_uncertain": outcome.category_uncertain,
        "missing": len(outcome.missing),
        "lower_bound": outcome.interval[0] if outcome.interval else None,
    }
    for norm in instrument.norms:
        by_norm = score(instrument, vector["answers"], norm.id)
        got |= {f"{part}_{norm.id}": category for part, category in by_norm.subscale_categories.items()}
    return got


@suite("rules")
def rule_cases(data_dir: Path) -> Iterator[Case]:
    """Situation, suggestions, and choices that must be permitted or not."""
    for vector in _vectors(data_dir, "rules"):
        expected = vector["expected"]

        def check(vector: Vector = vector, expected: Vector = expected) -> tuple[bool, object]:
            got = advise(read_case(vector["case"]), rules())
            wrong = _advice_faults(expected, got)
            return not wrong, wrong or got.kinds

        yield Case(vector["id"], check, vector["case"], expected)


def _advice_faults(expected: Vector, got: Advice) -> list[str]:
    faults = []
    if got.situatie.value != expected["situatie"]:
        faults.append(f"situatie {got.situatie.value}")
    if got.stop != expected.get("stop", False):
        faults.append(f"stop {got.stop}")
    faults += [f"not suggested: {kind}" for kind in expected["suggested_contains"] if kind not in got.kinds]
    faults += [f"not permitted: {choice}" for choice in expected["allowed"] if not got.permits(choice)]
    faults += [f"permitted: {choice}" for choice in expected["forbidden"] if got.permits(choice)]
    if not got.permits(got.kinds):
        faults.append("the list of suggestions is not a permitted choice")
    return faults


@suite("bsn")
def bsn_cases(data_dir: Path) -> Iterator[Case]:
    """The 11-test."""
    yield from _cases(data_dir, "bsn", "input", lambda vector: bsn.is_valid(vector["input"]))


@suite("dates")
def dates(data_dir: Path) -> Iterator[Case]:
    """Ages, working days and terms in months."""
    yield from _cases(data_dir, "dates", "args", _date)


def _date(vector: Vector) -> object:
    start, second = vector["args"]
    day = date.fromisoformat(start)
    if vector["op"] == "age":
        return ages.age(day, date.fromisoformat(second))
    compute = {"add_workdays": workdays.add_workdays, "add_months": ages.add_months}[vector["op"]]
    return compute(day, second).isoformat()


@suite("statistics")
def statistics(data_dir: Path) -> Iterator[Case]:
    """Reliable change and paired measurements."""
    yield from _cases(data_dir, "statistics", "args", _statistic)


def _statistic(vector: Vector) -> dict[str, object]:
    if vector["op"] == "rci":
        change = evaluation.reliable_change(*vector["args"])
        got = {name: getattr(change, name) for name in ("sem", "sdiff", "critical_change", "z")}
        return {**got, "class": change.direction}
    group = evaluation.pre_post(*vector["args"])
    names = ("n", "mean_change", "sd_pre", "sd_change", "g_pre", "improved", "worse", "same", "sign_test_p")
    return {name: getattr(group, name) for name in names}


@suite("suppression")
def suppression(data_dir: Path) -> Iterator[Case]:
    """Small cells, percentages and rounding."""
    yield from _cases(data_dir, "suppression", "args", _protected)


def _protected(vector: Vector) -> object:
    if vector["op"] == "row":
        row = disclosure.protect_row(*vector["args"])
        return {"cells": list(row.cells), "total": row.total}
    if vector["op"] == "pct":
        return disclosure.percentage(*vector["args"])
    return disclosure.round5(*vector["args"])
