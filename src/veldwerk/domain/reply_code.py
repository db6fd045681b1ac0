"""The reply code of a letter: six characters and a check character, easy to read out and to type.

Alphabet: 31 characters, digits and capitals without I, O, 0 and 1 (DESIGN 6) and without L, which on paper
looks like a 1. 31 is prime, so that the weighted check modulo 31 (weights 1 to 6) finds every single wrong
character and every swap of neighbours; the same construction as ISBN-10.
"""

from __future__ import annotations

from veldwerk.domain.errors import N_, UserError

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 7
BYTES = 8
"""Random bytes `make` wants: 31^6 is under 2^30, so 64 bits leave no bias worth speaking of."""

_VALUE = {char: index for index, char in enumerate(ALPHABET)}


def _check(body: str) -> str:
    return ALPHABET[sum(weight * _VALUE[char] for weight, char in enumerate(body, start=1)) % len(ALPHABET)]


def make(random_bytes: bytes) -> str:
    """A code from at least `BYTES` random bytes; the same bytes give the same code."""
    if len(random_bytes) < BYTES:
        raise ValueError(f"a reply code needs {BYTES} random bytes")
    number = int.from_bytes(random_bytes[:BYTES], "big")
    body = ""
    for _ in range(LENGTH - 1):
        number, index = divmod(number, len(ALPHABET))
        body += ALPHABET[index]
    return body + _check(body)


def clean(typed: str) -> str:
    """What a person typed, without spaces, hyphens and case."""
    return "".join(char for char in typed.upper() if char not in " -.\u00a0\t")


def verify(typed: str) -> bool:
    """Whether `typed` is a code without a typing error. Not whether such a letter exists."""
    code = clean(typed)
    if len(code) != LENGTH or any(char not in _VALUE for char in code):
        return False
    return _check(code[:-1]) == code[-1]


def read(typed: str) -> str:
    """The clean code. Raises UserError when a character is missing, impossible or mistyped."""
    code = clean(typed)
    wrong = sorted({char for char in code if char not in _VALUE})
    if wrong:
        raise UserError(
            N_("A reply code has no {characters}. Look again at the letter."),
            code="reply-code",
            characters=" ".join(wrong),
        )
    if len(code) != LENGTH:
        raise UserError(N_("A reply code has {length} characters."), code="reply-code", length=LENGTH)
    if not verify(code):
        raise UserError(N_("There is a typing error in this reply code."), code="reply-code")
    return code


def grouped(code: str) -> str:
    """The code as printed: «K7M 4PQR»."""
    return f"{code[:3]} {code[3:]}"
