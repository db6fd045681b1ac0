"""Fixtures of the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.store.making import Desk, desk


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Makes desks and closes them afterwards."""
    made: list[Desk] = []

    def one(name: str = "a", **options: object) -> Desk:
        made.append(desk(tmp_path, name, seed=len(made) + 1, **options))  # type: ignore[arg-type]
        return made[-1]

    yield one
    for each in made:
        each.vault.close()


@pytest.fixture
def one(make: Callable[..., Desk]) -> Desk:
    """One desk with all spaces."""
    return make()
