"""Every failure of SYNC 5 and every requirement R7–R28 of PEERS has a test that carries its number."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
FAILURES = range(1, 49)
REQUIREMENTS = range(7, 29)
FUNCTION = re.compile(r"^\s*def test_(\w+)\(", re.MULTILINE)


def numbers(kind: str) -> set[int]:
    """The numbers of `kind` (failure, r) in the names of all tests; one name may carry several."""
    found: set[int] = set()
    for path in TESTS.rglob("test_*.py"):
        for name in FUNCTION.findall(path.read_text("utf-8")):
            pattern = rf"(?:^|_){kind}(?:_)?(\d+)(?=_)"
            found |= {int(number) for number in re.findall(pattern, name)}
    return found


def test_every_failure_has_a_test() -> None:
    assert sorted(set(FAILURES) - numbers("failure")) == []


def test_every_requirement_has_a_test() -> None:
    assert sorted(set(REQUIREMENTS) - numbers("r")) == []


def test_a_number_that_has_none_is_missed() -> None:
    assert 49 not in numbers("failure")
    assert 21 in numbers("failure")
