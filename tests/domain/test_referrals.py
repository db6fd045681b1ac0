"""The table of a referral (SOCIAL_MAP 2.3), over all pairs of states."""

from __future__ import annotations

from itertools import product

import pytest

from veldwerk.domain.errors import UserError
from veldwerk.domain.referrals import TRANSITIONS, check_transition

# from > to; * = a reason is obligatory. Written down from the standard, not from the code.
TABLE = """
draft > requested, cancelled*
requested > accepted, rejected*, cancelled*
accepted > in-progress, on-hold*, completed, failed*, cancelled*, rejected*
in-progress > completed, failed*, cancelled*, on-hold*
on-hold > in-progress, completed, failed*, cancelled*
"""
STEPS = {
    (line.split(" > ")[0], to.strip("* ")): to.strip().endswith("*")
    for line in TABLE.strip().splitlines()
    for to in line.split(" > ")[1].split(",")
}
STATES = sorted({state for pair in STEPS for state in pair})


@pytest.mark.parametrize(("before", "after"), list(product(STATES, STATES)))
def test_every_pair_of_states(before: str, after: str) -> None:
    if (before, after) not in STEPS:
        with pytest.raises(UserError):
            check_transition(before, after, "een reden")
        return
    check_transition(before, after, "een reden")
    if STEPS[before, after]:
        with pytest.raises(UserError):
            check_transition(before, after, "  ")
    else:
        check_transition(before, after, "")


def test_an_ended_task_goes_nowhere() -> None:
    assert {state for state, steps in TRANSITIONS.items() if not steps} == {
        "rejected",
        "completed",
        "failed",
        "cancelled",
    }
