"""Identifiers and randomness: UUID version 7 (RFC 9562), random bytes, short codes for people to read out."""

from __future__ import annotations

import os
import random
import threading
from typing import Final, Protocol
from uuid import UUID

CODE_ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs without 0, 1, I and O, which people confuse on paper and on the telephone."""
_COUNTER_BITS: Final = 12
_TAILS: Final = 8 * 256


class Millis(Protocol):
    """What ids need of a clock."""

    def millis(self) -> int: ...


class SystemIds:
    """Ids from the operating system's randomness. Safe to call from several threads."""

    def __init__(self, clock: Millis) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._last = 0
        self._counter = 0
        self._tails = b""

    def random_bytes(self, n: int) -> bytes:
        """`n` bytes fit for keys and nonces."""
        return os.urandom(n)

    def new_id(self) -> str:
        """A UUIDv7 as text. Ids of one process rise: within a millisecond, or when the clock is set back, the
        12 bits of rand_a count up (RFC 9562, 6.2 method 1) and run over into the next millisecond."""
        with self._lock:
            now = self._clock.millis()
            if now > self._last:
                self._last, self._counter = now, 0
            else:
                self._counter += 1
                if self._counter >> _COUNTER_BITS:
                    self._last, self._counter = self._last + 1, 0
            millis, counter = self._last, self._counter
            # In blocks: asking the system for eight bytes at a time costs a bulk write more than its records.
            self._tails = self._tails or self.random_bytes(_TAILS)
            tail, self._tails = int.from_bytes(self._tails[:8]) & (1 << 62) - 1, self._tails[8:]
        return str(UUID(int=millis << 80 | 0x7 << 76 | counter << 64 | 0b10 << 62 | tail))

    def short_code(self, length: int = 6) -> str:
        """`length` random signs of CODE_ALPHABET (5 bits each); a check character is the domain's to add."""
        return "".join(CODE_ALPHABET[byte & 31] for byte in self.random_bytes(length))


class SeededIds(SystemIds):
    """The same ids every time for one seed and one clock: for practice vaults and tests, never for keys of
    real
    people's data."""

    def __init__(self, seed: int, clock: Millis) -> None:
        super().__init__(clock)
        self._random = random.Random(seed)

    def random_bytes(self, n: int) -> bytes:
        """The next `n` bytes of the sequence that belongs to the seed."""
        return self._random.randbytes(n)
