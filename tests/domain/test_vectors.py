"""Every vector of the domain specification, one test each, through the suites of the conformance runner."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance import domain_suites
from tests.conformance.frame import Case, Suite

DATA = Path(__file__).parents[1] / "data"
SUITES: dict[str, tuple[Suite, int]] = {
    "instruments": (domain_suites.instruments, 64),
    "rules": (domain_suites.rule_cases, 15),
    "bsn": (domain_suites.bsn_cases, 6),
    "dates": (domain_suites.dates, 10),
    "statistics": (domain_suites.statistics, 5),
    "suppression": (domain_suites.suppression, 10),
}
CASES = [case for function, _ in SUITES.values() for case in function(DATA)]


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_vector(case: Case) -> None:
    passed, got = case.check()
    assert passed, f"{case.input} should give {case.expected}, not {got}"


@pytest.mark.parametrize("name", SUITES)
def test_suite_is_whole(name: str) -> None:
    function, count = SUITES[name]
    assert len(list(function(DATA))) == count


def test_without_vectors_a_suite_is_empty(tmp_path: Path) -> None:
    assert not list(domain_suites.instruments(tmp_path))


def test_copy_is_the_specification(shared_data: Path) -> None:
    here, there = (folder / "domain" / "vectors.json" for folder in (DATA, shared_data))
    assert here.read_bytes() == there.read_bytes()
