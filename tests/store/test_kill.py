"""A process that is killed in the middle of typing loses at most two seconds (the long version is tests/torture)."""

from __future__ import annotations

import random

from tests.store.making import Desk
from tests.torture.typist import kill_while_typing, look_after


def test_three_kills_while_typing(one: Desk) -> None:
    one.vault.close()
    chance = random.Random(3)
    for _ in range(3):
        look_after(one, kill_while_typing(one, chance))
