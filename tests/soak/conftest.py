"""How long, and which days."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("soak")
    group.addoption("--minutes", type=float, default=2.0, help="how long to work (at most 600)")
    group.addoption("--days", type=int, default=10_000, help="random days of the stateful test")
    group.addoption(
        "--seed", type=int, default=None, help="the seed of an earlier run, to do its choices again"
    )
