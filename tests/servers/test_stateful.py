"""Three hundred random days of three to six vaults (the ordinary run does a few, `make soak` ten thousand)."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from tests.sync.test_stateful import COUNT, SCRIPT
from tests.sync.world import play


@pytest.mark.timeout(3600)
@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(SCRIPT, COUNT)
def test_failure_21_three_hundred_random_days(script: list[tuple[object, ...]], count: int) -> None:
    play(script, count)
