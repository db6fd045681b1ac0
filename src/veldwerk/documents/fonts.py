"""Atkinson Hyperlegible for paper: registered once, measured, wrapped, each character checked."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import resources

from veldwerk.domain.errors import N_, UserError

REGULAR = "Atkinson"
BOLD = "Atkinson-Bold"
ITALIC = "Atkinson-Italic"

_FILES = {REGULAR: "Regular", BOLD: "Bold", ITALIC: "Italic"}
_REPLACED = {
    "→": "->",
    "←": "<-",
    "−": "-",
    "№": "nr.",
    "\u2011": "-",
    "\t": " ",
    "\u200b": "",
    "\ufeff": "",
    "\u00ad": "",
}
"""What people paste and the font lacks; symbols we need ourselves (tick boxes) are drawn as shapes."""

_SPACE = re.compile(r"(?<!\d) | (?!\d)")
"""Where a line may break: not inside a phone number."""


@cache
def register() -> frozenset[int]:
    """Register the fonts with reportlab; returns the code points all of them can print."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    known: set[int] | None = None
    folder = resources.files("fontpkg_atkinson_hyperlegible") / "files"
    for name, weight in _FILES.items():
        with resources.as_file(folder / f"AtkinsonHyperlegible-{weight}.ttf") as path:
            font = TTFont(name, str(path))
        pdfmetrics.registerFont(font)
        points = set(font.face.charToGlyph)
        known = points if known is None else known & points
    return frozenset(known or ())


def printable(text: str) -> str:
    """`text` in characters the font has: composed, with the plain letter where an accented one is lacking.

    Raises UserError naming a character that has no such form: a name is never printed with a hole in it.
    """
    known = register()
    composed = unicodedata.normalize("NFC", text)
    if all(ord(char) in known for char in composed):
        return composed
    return "".join(char if char == "\n" or ord(char) in known else _instead(char, known) for char in composed)


def _instead(char: str, known: frozenset[int]) -> str:
    if char in _REPLACED:
        return _REPLACED[char]
    plain = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    if plain and all(ord(c) in known for c in plain):
        return plain
    if unicodedata.combining(char):
        return ""
    raise UserError(
        N_("The character «{character}» cannot be printed."),
        code="character",
        character=char,
    )


def width(text: str, font: str, size: float) -> float:
    """Width of one line in points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, font, size))


def wrap(text: str, font: str, size: float, room: float) -> list[str]:
    """`text` in lines of at most `room` points, broken at spaces and newlines; a longer word is cut."""
    lines: list[str] = []
    for part in printable(text).split("\n"):
        line = ""
        for word in _SPACE.split(part):
            longer = f"{line} {word}" if line else word
            if width(longer, font, size) <= room:
                line = longer
                continue
            if line:
                lines.append(line)
            line = word
            while width(line, font, size) > room and len(line) > 1:
                cut = _cut(line, font, size, room)
                lines.append(line[:cut])
                line = line[cut:]
        lines.append(line)
    return lines


def _cut(word: str, font: str, size: float, room: float) -> int:
    cut = len(word) - 1
    while cut > 1 and width(word[:cut], font, size) > room:
        cut -= 1
    return cut
