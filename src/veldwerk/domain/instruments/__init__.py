"""Instruments as data, and their scoring. `read_library` builds them from parsed TOML, `score` counts."""

from __future__ import annotations

from veldwerk.domain.instruments.comparing import Comparison, Measurement, compare
from veldwerk.domain.instruments.definition import Instrument, Item, Library
from veldwerk.domain.instruments.reading import read_library
from veldwerk.domain.instruments.scoring import ALGORITHM_VERSION, Score, score

__all__ = [
    "ALGORITHM_VERSION",
    "Comparison",
    "Instrument",
    "Item",
    "Library",
    "Measurement",
    "Score",
    "compare",
    "read_library",
    "score",
]
