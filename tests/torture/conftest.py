"""How often (`make torture ARGS="--kills 200"`)."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("torture").addoption(
        "--kills", type=int, default=20, help="random moments at which the exchanging program is killed"
    )
