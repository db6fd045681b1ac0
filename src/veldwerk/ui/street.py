"""The panel beside the unlock card: a quiet street of Dutch gables, and three things worth knowing."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from veldwerk.texts import _
from veldwerk.ui import icons, theme
from veldwerk.ui.widgets.basics import column, icon_label, label, row

_HOUSES = (
    ("step", 0.62, 3),
    ("point", 0.78, 2),
    ("bell", 0.7, 3),
    ("point", 0.56, 2),
    ("step", 0.74, 3),
    ("bell", 0.6, 2),
)
"""Gable, height as a share of the strip, windows in a row."""


class Street(QFrame):
    """Brand and reassurance; painted, no picture file."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("street")
        self.setProperty("kind", "rail")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        box = column(gap=14, margin=48)
        sign = icon_label("brand", "rail_mark", 44)
        name = label("Veldwerk")
        name.setStyleSheet(
            f"color: {theme.current().tokens.rail_text}; font-size: {theme.px(34)}px; font-weight: 700;"
        )
        box.addLayout(row(sign, name, None, gap=14))
        motto = self._words(
            _("Visits, signals and referrals. At the kitchen table, with or without internet."), 18
        )
        box.addWidget(motto)
        box.addSpacing(theme.px(12))
        for icon, text in (
            ("shield", _("Everything on this laptop is encrypted.")),
            ("offline", _("You can always go on working offline.")),
            ("exchange", _("What you share, only your team can read.")),
        ):
            box.addLayout(row(icon_label(icon, "rail_mark", 20), self._words(text, 15), None, gap=12))
        box.addStretch(1)
        self.setLayout(box)

    def _words(self, text: str, size: float) -> QWidget:
        words = label(text, wrap=True)
        words.setStyleSheet(f"color: {theme.current().tokens.rail_text}; font-size: {theme.px(size)}px;")
        words.setMinimumWidth(theme.px(320))
        words.setMaximumWidth(theme.px(440))
        return words

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(440), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strip = min(self.height() * 0.36, theme.px(230))
        wide = max(self.width() / 5.2, theme.px(84))
        back, front = theme.current().colour("rail_hover"), theme.current().colour("rail_active")
        layers = [(back, -0.55, 1.0), (front, 0.0, 0.74)]
        if theme.current().tokens.name == "sun":
            layers = [(QColor(0, 0, 0, 0), -0.55, 1.0), (back, 0.0, 0.74)]
        for layer, (colour, shift, share) in enumerate(layers):
            x = wide * shift
            for at in range(9):
                kind, tall, windows = _HOUSES[(at + layer * 2) % len(_HOUSES)]
                house = QRectF(
                    x, self.height() - strip * tall * share, wide - theme.px(6), strip * tall * share + 2
                )
                self._house(painter, house, kind, colour, windows if layer else 0)
                x += wide

    def _house(self, painter: QPainter, box: QRectF, kind: str, colour: QColor, windows: int) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPath(gable(box, kind))
        if not windows:
            return
        painter.setBrush(theme.current().colour("rail"))
        side = box.width() / (windows * 2 + 1)
        for line in range(3):
            top = box.top() + box.width() * 0.42 + line * side * 2.1
            if top + side * 1.4 > box.bottom():
                break
            for at in range(windows):
                lit = (at + line + round(box.x())) % 4 == 0
                role = "rail_mark" if lit else "rail"
                painter.setBrush(theme.current().colour(role))
                painter.setOpacity(0.55 if lit else 1.0)
                painter.drawRoundedRect(QRectF(box.x() + side * (1 + at * 2), top, side, side * 1.4), 2, 2)
        painter.setOpacity(1.0)


def gable(box: QRectF, kind: str) -> QPainterPath:
    """The outline of a house in `box` with a stepped, pointed or bell gable."""
    left, right, top, base = box.left(), box.right(), box.top(), box.bottom()
    width, roof = box.width(), box.top() + box.width() * 0.36
    path = QPainterPath(QPointF(left, base))
    path.lineTo(left, roof)
    if kind == "step":
        rise = (roof - top) / 3
        for step in range(3):
            path.lineTo(left + width * 0.14 * step, roof - rise * (step + 1))
            path.lineTo(left + width * 0.14 * (step + 1), roof - rise * (step + 1))
        for step in (2, 1, 0):
            path.lineTo(right - width * 0.14 * (step + 1), roof - rise * (step + 1))
            path.lineTo(right - width * 0.14 * step, roof - rise * (step + 1))
    elif kind == "point":
        path.lineTo(left + width / 2, top)
    else:
        path.cubicTo(left + width * 0.3, roof, left + width * 0.22, top, left + width / 2, top)
        path.cubicTo(right - width * 0.22, top, right - width * 0.3, roof, right, roof)
    path.lineTo(right, roof)
    path.lineTo(right, base)
    path.closeSubpath()
    return path


def brand_icon() -> QIcon:
    """The icon of the window."""
    return icons.icon("brand", "primary", 32)
