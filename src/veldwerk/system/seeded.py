"""Chance that repeats: the same seed gives the same run. For practice vaults and tests, never for keys."""

from __future__ import annotations

import random

Rng = random.Random
"""A source of chance; for annotations above `system`, where `random` itself is banned."""


def rng(seed: int) -> Rng:
    """A fresh source that belongs to `seed`."""
    return random.Random(seed)
