"""How strong a passphrase is, in a word and an advice. A rough guide; length counts most (NIST SP 800-63B 5.1.1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

LEAST = 12
"""A passphrase has at least this many characters."""

_COMMON = (
    "wachtwoord",
    "welkom",
    "password",
    "qwerty",
    "veldwerk",
    "123456",
    "abcdef",
    "geheim",
    "zomer",
    "winter",
)


class Level(IntEnum):
    TOO_SHORT = 0
    WEAK = 1
    GOOD = 2
    STRONG = 3


@dataclass(frozen=True, slots=True)
class Strength:
    """`share` fills the bar, 0 to 100."""

    level: Level
    share: int


def strength(passphrase: str) -> Strength:
    """Judge a passphrase by its length, its different characters and words everyone tries first."""
    text = passphrase.casefold()
    for word in _COMMON:
        text = text.replace(word, "*")
    worth = min(len(text), len(set(text)) * 2)
    if len(passphrase) < LEAST:
        return Strength(Level.TOO_SHORT, min(worth * 2, 25))
    if worth < LEAST:
        return Strength(Level.WEAK, 35)
    if worth < 20:
        return Strength(Level.GOOD, 65)
    return Strength(Level.STRONG, 100)
