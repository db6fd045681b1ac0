"""A QR code on the screen: black on white in every look, or no phone can read it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel

from veldwerk.ui import theme

MOST = 2000
"""Characters a code on a screen can hold and a phone can still read."""
EDGE = 4
"""Empty modules around it, as the standard asks."""


def qr(text: str, spoken: str, side: float = 260) -> QLabel | None:
    """The code for `text`, or None when it is too long for one. `spoken` says what it is."""
    if len(text) > MOST:
        return None
    import segno

    matrix = segno.make(text, error="l", micro=False).matrix
    size = len(matrix) + 2 * EDGE
    image = QImage(size, size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    for y, line in enumerate(matrix):
        for x, dark in enumerate(line):
            if dark:
                image.setPixel(x + EDGE, y + EDGE, 0xFF000000)
    # Whole pixels for each module: a code that is smoothed is a code that is not read.
    scale = max(theme.px(side) // size, 2)
    shown = QLabel()
    shown.setPixmap(QPixmap.fromImage(image.scaled(size * scale, size * scale)))
    shown.setFixedSize(size * scale, size * scale)
    shown.setAccessibleName(spoken)
    return shown
