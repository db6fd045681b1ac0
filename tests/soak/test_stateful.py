"""Ten thousand random days of three to six vaults, other ones at each run: a failing one is printed and shrunk."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, seed, settings

from tests.sync.test_stateful import COUNT, SCRIPT
from tests.sync.world import play


@pytest.mark.timeout(0)  # ends by itself: --days
def test_failure_21_ten_thousand_random_days(request: pytest.FixtureRequest) -> None:
    days = request.config.getoption("--days")
    chosen = request.config.getoption("--seed")
    chosen = random.SystemRandom().getrandbits(32) if chosen is None else chosen
    request.config.get_terminal_writer().line(f"\nsoak: {days} random days, seed {chosen}")

    @seed(chosen)
    @settings(max_examples=days, derandomize=False, database=None, suppress_health_check=list(HealthCheck))
    @given(SCRIPT, COUNT)
    def day(script: list[tuple[object, ...]], count: int) -> None:
        play(script, count)

    day()
