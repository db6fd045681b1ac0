"""A nurse's and a welfare worker's vault, each with its own keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.places import Place, make_place
from tests.sync.fixtures import course, team
from veldwerk.services.access import Role

__all__ = ["course", "team"]


@pytest.fixture
def nurse(tmp_path: Path) -> Iterator[Place]:
    """A nurse's vault with forms and letterhead."""
    place = make_place(tmp_path)
    yield place
    place.work.close()


@pytest.fixture
def welfare(tmp_path: Path) -> Iterator[Place]:
    """A welfare worker's vault; its forms come by exchange."""
    place = make_place(tmp_path, Role.WELFARE, "Karim Haddad", forms=False)
    yield place
    place.work.close()
