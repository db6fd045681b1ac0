"""The cases made by others, held at what has been reached: `floors.toml` may rise and not sink."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.frame import (
    LISTED_AT_MOST,
    Case,
    deviations,
    exit_code,
    floors,
    run_suite,
    suites,
    sunk,
)
from tests.conformance.usable import Judge

FLOORS = floors()


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_suite_holds_its_floor(name: str, shared_data: Path) -> None:
    result = run_suite(name, suites()[name], shared_data)
    assert result.passed >= FLOORS[name], [failure.id for failure in result.failures][:40]
    assert not result.listed_too_many, f"more than {LISTED_AT_MOST:.0%} of {name} is listed as a deviation"


def test_every_floor_has_a_suite() -> None:
    assert set(FLOORS) <= set(suites())


def test_every_deviation_has_a_sentence() -> None:
    for listed in deviations().values():
        assert all(len(sentence.split()) > 5 for sentence in listed.values())


def _made(outcomes: list[bool], listed: str = "") -> list[Case]:
    return [Case(f"{listed}{n}", lambda ok=ok: (ok, "")) for n, ok in enumerate(outcomes)]


def test_counts_and_exit_code(tmp_path: Path) -> None:
    good = run_suite("made", lambda folder: _made([True, True]), tmp_path)
    bad = run_suite("made", lambda folder: _made([True, False]), tmp_path)
    skipped = run_suite("made", lambda folder: [Case("s", lambda: (False, ""), skip="absent")], tmp_path)
    assert (good.passed, good.failed, skipped.skipped) == (2, 0, 1)
    assert (exit_code([good, skipped]), exit_code([good, bad])) == (0, 1)


def test_no_more_than_a_fiftieth_of_the_cases_at_hand_may_be_listed(tmp_path: Path) -> None:
    listed = next(iter(deviations()["xpath_vectors"]))
    cases = [Case(listed, lambda: (False, "")), *_made([True] * 49)]
    fits = run_suite("xpath_vectors", lambda folder: cases, tmp_path)
    crowded = run_suite("xpath_vectors", lambda folder: cases[:49], tmp_path)
    other = run_suite("xpath_vectors", lambda folder: _made([True]), tmp_path)
    assert (fits.listed_too_many, crowded.listed_too_many, other.listed_too_many) == (False, True, False)


def test_a_suite_below_its_floor_has_sunk_and_a_new_one_must_pass_whole(tmp_path: Path) -> None:
    below = run_suite("bsn", lambda folder: _made([True] * (FLOORS["bsn"] - 1)), tmp_path)
    level = run_suite("bsn", lambda folder: _made([True] * FLOORS["bsn"] + [False]), tmp_path)
    new = run_suite("made", lambda folder: _made([True, False]), tmp_path)
    assert (sunk([below]), sunk([level]), sunk([new])) == (["bsn"], [], ["made"])


def test_a_case_that_raises_has_failed(tmp_path: Path) -> None:
    def broken() -> tuple[bool, object]:
        raise ValueError("broken")

    result = run_suite("made", lambda folder: [Case("x", broken)], tmp_path)
    assert result.failures[0].got == "ValueError: broken"


def test_stride_takes_the_same_cases_each_time(tmp_path: Path) -> None:
    def run() -> tuple[int, int]:
        result = run_suite("made", lambda folder: _made([True, False, True, True]), tmp_path, stride=2)
        return result.passed, result.failed

    assert run() == run() == (2, 0)


def test_suites_yield_nothing_on_an_empty_folder(tmp_path: Path) -> None:
    for name, function in suites().items():
        result = run_suite(name, function, tmp_path)
        assert (result.passed, result.failed) == (0, 0), name


@pytest.mark.parametrize(
    ("expr", "kind", "expected", "lacking"),
    [
        ("/other/a = 1", "boolean", True, True),
        ("/other/a = 1", "boolean", False, False),
        ("/page/empty > 2", "boolean", True, True),
        ("/page/full > 2", "boolean", True, False),
        ("/page/full > 2", "boolean", False, False),
        ("true() <= /page/empty", "boolean", True, True),
        ("sqrt(/page/empty)", "number", 2, True),
        ("sqrt(/page/empty)", "number", "NaN", False),
        ("string(/page/empty)", "string", "text", True),
        ("no-such-function(/other/a)", "boolean", True, False),
        ("1 = 2", "boolean", True, False),
        ("/page/*", "nodeset", ["/*[1]/*[1]", "/*[1]/*[2]"], False),
        ("/page/*", "nodeset", ["/*[1]/*[3]"], True),
    ],
)
def test_a_vector_of_another_document_is_told_by_libxml2(
    expr: str, kind: str, expected: object, lacking: bool
) -> None:
    judge = Judge("<page><full>3</full><empty/></page>", {})
    row = {"expr": expr, "kind": kind, "expected": expected, "context": "/"}
    assert judge.lacks(row) is lacking
