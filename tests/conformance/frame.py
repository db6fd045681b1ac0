"""The frame of the conformance runner: suites register by name, yield lazy cases, and are counted alike.

A suite is a function `run(data_dir: Path) -> Iterable[Case]` under `@suite("name")`. It yields nothing, or cases with a
`skip` reason, when its part of the folder is absent. A case does its work only when `check` is called, so that a suite
can be sampled by stride without paying for the rest.
"""

from __future__ import annotations

import importlib
import importlib.util
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ORDER = (
    "xpath_vectors",
    "scenarios",
    "pyxform_md_forms",
    "peer_traces",
    "corpus",
    "instruments",
    "rules",
    "bsn",
    "dates",
    "statistics",
    "suppression",
    "hsds",
)
ROOMS = (
    "xpath_suite",
    "scenario_suite",
    "workbook_suite",
    "trace_suite",
    "corpus_suite",
    "domain_suites",
    "hsds_suite",
)
DEVIATIONS = Path(__file__).with_name("deviations.toml")
LISTED_AT_MOST = 0.02


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `check()` returns (passed, what we got); an exception it lets through counts as failed."""

    id: str
    check: Callable[[], tuple[bool, object]]
    input: object = ""
    expected: object = ""
    skip: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed case, as printed. `deviation` is the sentence of the specification when the case is listed."""

    id: str
    input: object
    expected: object
    got: object
    deviation: str = ""


@dataclass(slots=True)
class Result:
    """The count of one suite. `stride` > 1 says that only each n-th case ran."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    stride: int = 1
    listed_too_many: bool = False
    failures: list[Failure] = field(default_factory=list)

    @property
    def unexplained(self) -> list[Failure]:
        return [failure for failure in self.failures if not failure.deviation]


Suite = Callable[[Path], Iterable[Case]]
_suites: dict[str, Suite] = {}


def suite(name: str) -> Callable[[Suite], Suite]:
    """Register a suite under the name that is printed."""

    def register(function: Suite) -> Suite:
        _suites[name] = function
        return function

    return register


def suites() -> dict[str, Suite]:
    """All registered suites in the printed order; a room that does not exist yet is left out."""
    for room in ROOMS:
        if importlib.util.find_spec(f"tests.conformance.{room}") is not None:
            importlib.import_module(f"tests.conformance.{room}")
    return {name: _suites[name] for name in ORDER if name in _suites}


def deviations(path: Path = DEVIATIONS) -> Mapping[str, Mapping[str, str]]:
    """Suite → case id → sentence of the specification."""
    if not path.exists():
        return {}
    with path.open("rb") as stream:
        loaded: Mapping[str, Mapping[str, str]] = tomllib.load(stream)
    return loaded


def run_suite(name: str, function: Suite, data_dir: Path, *, stride: int = 1) -> Result:
    """Run a suite over `data_dir`; with `stride` n only each n-th case that is not skipped, always the same ones."""
    listed = deviations().get(name, {})
    result = Result(name, stride=stride)
    started = time.perf_counter()
    turn = here = 0
    for case in function(data_dir):
        if case.skip:
            result.skipped += 1
            continue
        turn += 1
        here += case.id in listed
        if (turn - 1) % stride:
            continue
        ok, got = _checked(case)
        if ok:
            result.passed += 1
        else:
            result.failed += 1
            result.failures.append(Failure(case.id, case.input, case.expected, got, listed.get(case.id, "")))
    result.seconds = time.perf_counter() - started
    result.listed_too_many = here > LISTED_AT_MOST * turn  # of the cases in this folder
    return result


def _checked(case: Case) -> tuple[bool, object]:
    try:
        return case.check()
    except Exception as error:  # a case may break anything; it is then a failure with its reason
        return False, f"{type(error).__name__}: {error}"


def floors() -> dict[str, int]:
    """How many cases of each suite have been reached (`floors.toml`)."""
    return tomllib.loads(Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))


def sunk(results: Iterable[Result]) -> list[str]:
    """Suites below their floor, and suites without one in which something unexplained fails."""
    held = floors()
    return [
        result.name
        for result in results
        if result.listed_too_many
        or (result.passed < held[result.name] if result.name in held else result.unexplained)
    ]


def exit_code(results: Iterable[Result]) -> int:
    """0 when every failure is listed with its sentence and no suite lists more than 2 %, else 1."""
    return int(any(result.unexplained or result.listed_too_many for result in results))
