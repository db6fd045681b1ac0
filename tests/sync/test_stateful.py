"""Random days of three to six vaults over stores that fail: whatever happens, all end with the same and nothing is lost.

Failures 18–24, 26–28, 31–33 and 45 of the protocol in any mix, with real vaults, the real store and merge code. Here a
small sample; `tests/servers/test_stateful.py` does 300 and `make soak` 10,000.
"""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.sync.faulty import CUTS, Fault
from tests.sync.world import play

WHO = st.integers(0, 5)
RECORD = st.sampled_from((0, 0, 1, 2, 2, 3, 4, 5))
WHERE = st.sampled_from((0, 0, 0, 1))
KINDS = ("before", "lost", "twice", "timeout", "page", "short", "stale", "hidden", "cut", "lag", "full")
HOW = {"cut": st.sampled_from(CUTS), "hidden": st.sampled_from(("2", "9"))}


def _fault(kind: str) -> st.SearchStrategy[Fault]:
    return st.builds(
        Fault,
        st.just(kind),
        st.just(""),
        st.just(""),
        HOW.get(kind, st.just("")),
        st.integers(0, 3),
        st.integers(0, 20),
    )


FAULT = st.sampled_from(KINDS).flatmap(_fault)


def _step(name: str, *numbers: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.tuples(st.just(name), WHO, *numbers)


WRITE = st.one_of(
    _step("new", RECORD),
    _step("note", RECORD, st.sampled_from((0, 1, 3, 15, 15))),
    _step("note", RECORD, st.sampled_from((0, 1, 3, 15, 15))),
    _step("apart", RECORD, WHO, st.integers(0, 5)),
    _step("apart", RECORD, WHO, st.integers(0, 5)),
    _step("field", RECORD),
    _step("settle", RECORD),
    _step("delete", RECORD),
)
SELDOM = st.one_of(
    _step("bring_back", RECORD),
    _step("decide", st.integers(0, 1)),
    _step("ask", RECORD),
    _step("agree", RECORD),
    _step("erase", RECORD, WHO),
    _step("missing", WHERE, RECORD),
    _step("found", WHERE),
    _step("damage", RECORD, st.integers(0, 4)),
    _step("clock", st.sampled_from((-1, 1, 24 * 31, -24 * 31, 24 * 200, -24 * 400, 24 * 400))),
    _step("backup"),
    _step("restore", st.integers(0, 1)),
    _step("clone"),
    _step("hire"),
    _step("revoke", WHO),
    _step("take_over"),
)
SYNC = st.one_of(
    _step("sync", WHERE),
    _step("sync", WHERE),
    _step("all", st.just(0)),
    _step("broken", WHERE, FAULT),
    _step("kill", WHERE, st.integers(0, 60)),
)
COUNT = st.sampled_from((3, 3, 4, 6))


def scripts(most: int) -> st.SearchStrategy[list[tuple[object, ...]]]:
    """Days of at most so many steps."""
    return st.lists(st.one_of(WRITE, SYNC, WRITE, SYNC, SELDOM), min_size=10, max_size=most)


SCRIPT = scripts(60)


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@example([("apart", 0, 0, 1, 0), ("apart", 2, 2, 1, 1), ("all", 0, 0), ("apart", 0, 0, 2, 4)], 3)
@example([("apart", 0, 0, 1, 2), ("apart", 2, 2, 1, 3), ("apart", 1, 1, 2, 5)], 3)
@example([("note", 2, 0, 15), ("erase", 0, 0, 1), ("note", 2, 0, 15), ("sync", 0, 0), ("field", 2, 0)], 3)
@given(scripts(30), COUNT)
def test_failure_21_whatever_happens_all_end_with_the_same_and_nothing_is_lost(
    script: list[tuple[object, ...]], count: int
) -> None:
    play(script, count)
