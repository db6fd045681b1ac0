"""Twenty times kill -9 in the middle of typing (`make torture`); the ordinary run does three (tests/store)."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.store.making import desk
from tests.torture.typist import kill_while_typing, look_after


@pytest.mark.timeout(600)
def test_twenty_kills_while_typing(tmp_path: Path) -> None:
    one = desk(tmp_path)
    one.vault.close()
    chance = random.Random(20)
    for _ in range(20):
        look_after(one, kill_while_typing(one, chance, longest=4.0))
