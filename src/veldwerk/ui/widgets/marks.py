"""Check box, radio button and drop-down: 24 px marks drawn by hand, words that wrap, no wheel accidents."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QRadioButton,
    QSizePolicy,
    QStyledItemDelegate,
    QWidget,
)

from veldwerk.ui import theme
from veldwerk.ui.tokens import Tokens

_WORDS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _words(button: QAbstractButton) -> str:
    return button.text().replace("&&", "&")


def _height(button: QAbstractButton, width: int) -> int:
    box = button.fontMetrics().boundingRect(
        0, 0, max(width - theme.px(42), 1), 10000, int(_WORDS), _words(button)
    )
    return max(theme.px(40), box.height() + theme.px(12))


def _hint(button: QAbstractButton) -> QSize:
    width = button.fontMetrics().horizontalAdvance(_words(button)) + theme.px(44)
    if not _words(button):
        return QSize(theme.px(40), theme.px(40))
    wide = min(width, theme.px(560))
    return QSize(wide, _height(button, wide))


def _setup(button: QAbstractButton) -> None:
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    button.setSizePolicy(policy)
    button.setCursor(Qt.CursorShape.PointingHandCursor)


def _paint_words(painter: QPainter, button: QAbstractButton, t: Tokens) -> None:
    painter.setPen(theme.current().colour("text" if button.isEnabled() else "faint"))
    painter.setFont(button.font())
    left = theme.px(40)
    painter.drawText(button.rect().adjusted(left, 0, 0, 0), int(_WORDS), _words(button))


def _mark(button: QAbstractButton) -> QRectF:
    side = theme.px(22)
    left = theme.px(7) if _words(button) else (button.width() - side) / 2
    return QRectF(left + 0.0, (button.height() - side) / 2, side, side)


class Check(QCheckBox):
    """A check box whose words wrap."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text.replace("&", "&&"), parent)
        self.setAccessibleName(text)
        _setup(self)

    def sizeHint(self) -> QSize:
        return _hint(self)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(40), theme.px(40))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return _height(self, width)

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = _mark(self)
        fill = now.colour("primary" if self.isEnabled() else "faint")
        if self.isChecked():
            painter.setPen(QPen(fill, 2))
            painter.setBrush(fill)
        else:
            painter.setPen(
                QPen(now.colour("border"), 2 if self.underMouse() or now.tokens.name == "sun" else 1.6)
            )
            painter.setBrush(now.colour("surface"))
        painter.drawRoundedRect(box, now.px(4), now.px(4))
        if self.isChecked():
            pen = QPen(now.colour("on_primary"), now.px(2.4), Qt.PenStyle.SolidLine)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            side = box.width()
            painter.drawPolyline(
                QPolygonF(
                    [
                        QPointF(box.x() + side * fx, box.y() + side * fy)
                        for fx, fy in ((0.22, 0.53), (0.42, 0.72), (0.78, 0.3))
                    ]
                )
            )
        _paint_words(painter, self, now.tokens)


class Radio(QRadioButton):
    """A radio button whose words wrap."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text.replace("&", "&&"), parent)
        self.setAccessibleName(text)
        _setup(self)

    def sizeHint(self) -> QSize:
        return _hint(self)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(40), theme.px(40))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return _height(self, width)

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = _mark(self)
        fill = now.colour("primary" if self.isEnabled() else "faint")
        ring = fill if self.isChecked() else now.colour("border")
        painter.setPen(QPen(ring, 2 if self.underMouse() or self.isChecked() else 1.6))
        painter.setBrush(fill if self.isChecked() else now.colour("surface"))
        painter.drawEllipse(box)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("on_primary"))
            painter.drawEllipse(box.center(), box.width() * 0.21, box.width() * 0.21)
        _paint_words(painter, self, now.tokens)


class Calm(QObject):
    """Keeps a control from changing when the page is scrolled over it with the wheel."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return False


class Combo(QComboBox):
    """A drop-down that ignores the wheel, with a drawn arrow and tall rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(14)
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setMaxVisibleItems(12)
        self.installEventFilter(Calm(self))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(now.colour("text" if self.isEnabled() else "faint"), now.px(1.8))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        x, y, step = self.width() - now.px(18), self.height() / 2 - now.px(2), now.px(5)
        painter.drawPolyline(QPolygonF([QPointF(x - step, y), QPointF(x, y + step), QPointF(x + step, y)]))
