"""The recovery sheet on one page: large, in groups, with room to write whose it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication, QWidget

from veldwerk.texts import _
from veldwerk.ui.printing import ask_and_print

A4 = (595.0, 842.0)
"""Points."""

EDGE = 56.0
GROUPS = 2
"""Groups of the code on one line."""


def print_sheet(code: str, parent: QWidget | None = None) -> None:
    """Ask for a printer and print the sheet of `code` (groups joined by hyphens). Nothing is kept."""
    owner = parent or QApplication.activeWindow()
    if owner is None:
        owner = next((one for one in QApplication.topLevelWidgets() if one.isVisible()), QWidget())
    ask_and_print(owner, _("Recovery sheet"), [A4], lambda _number, scale: page(code, scale))


def page(code: str, scale: float) -> QImage:
    """The page as a picture of `scale` px a point."""
    image = QImage(round(A4[0] * scale), round(A4[1] * scale), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    _Sheet(painter).draw(code)
    painter.end()
    return image


class _Sheet:
    """Draws in points; `y` is where the next line begins."""

    def __init__(self, painter: QPainter) -> None:
        self._painter = painter
        self.y = EDGE

    def draw(self, code: str) -> None:
        self._text(_("Recovery sheet of Veldwerk"), 26, bold=True, after=8)
        self._text(
            _("With this code you get into your vault when you have lost your passphrase."), 13, after=4
        )
        self._text(
            _("Whoever has this sheet and your laptop can read everything. Keep it where you keep your valuables, "
              "not with the laptop. Do not take a photo of it."),
            13,
            after=22,
        )  # fmt: skip
        self._code(code)
        self._text(
            _("How to use it: on the unlock screen choose «Passphrase lost», type this code and choose a new "
              "passphrase. Small or capital letters and hyphens do not matter."),
            13,
            after=26,
        )  # fmt: skip
        for words in (_("Name"), _("Laptop"), _("Date")):
            self._line(words)

    def _font(self, size: float, bold: bool) -> None:
        font = QFont(QApplication.font().family())
        font.setPixelSize(round(size))
        font.setBold(bold)
        self._painter.setFont(font)
        self._painter.setPen(QColor("black"))

    def _text(self, text: str, size: float, *, bold: bool = False, after: float = 0) -> None:
        self._font(size, bold)
        flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)
        room = QRectF(EDGE, self.y, A4[0] - 2 * EDGE, A4[1])
        box = self._painter.boundingRect(room, flags, text)
        self._painter.drawText(room, flags, text)
        self.y += box.height() + after

    def _code(self, code: str) -> None:
        """The groups, numbered, two on a line, in a frame."""
        groups = [part for part in code.replace(" ", "-").split("-") if part]
        rows = -(-len(groups) // GROUPS)
        tall, wide = 44.0, (A4[0] - 2 * EDGE - 40) / GROUPS
        frame = QRectF(EDGE, self.y, A4[0] - 2 * EDGE, rows * tall + 28)
        self._painter.setPen(QPen(QColor("black"), 1.5))
        self._painter.drawRoundedRect(frame, 8, 8)
        for at, group in enumerate(groups):
            place = QRectF(EDGE + 20 + (at % GROUPS) * wide, self.y + 14 + (at // GROUPS) * tall, wide, tall)
            self._font(12, bold=False)
            self._painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), f"{at + 1}.")
            self._font(28, bold=True)
            self._painter.drawText(place.adjusted(26, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), group)
        self.y += frame.height() + 24

    def _line(self, words: str) -> None:
        """A label with a line to write on."""
        self._font(13, bold=False)
        self._painter.drawText(QRectF(EDGE, self.y, 100, 26), int(Qt.AlignmentFlag.AlignBottom), words)
        self._painter.setPen(QPen(QColor("#888888"), 0.8))
        bottom = round(self.y + 26)
        self._painter.drawLine(round(EDGE + 100), bottom, round(A4[0] - EDGE), bottom)
        self.y += 42
