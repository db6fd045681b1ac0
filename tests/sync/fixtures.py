"""A team of real vaults for a test; imported by the conftests of the folders that need one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.team import Team
from veldwerk.services.sync_course import Course


@pytest.fixture
def course() -> Course | None:
    """How exchanging goes; a module that wants it otherwise has a fixture of this name."""
    return None


@pytest.fixture
def team(tmp_path: Path, course: Course | None) -> Iterator[Team]:
    """Closed at the end."""
    made = Team(tmp_path, course=course)
    yield made
    made.close()
