"""The rail: where you can go. Wide with icon and words side by side, narrow with the words underneath."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QSizePolicy, QVBoxLayout

from veldwerk.ui import icons, theme
from veldwerk.ui.commands import shown_shortcut
from veldwerk.ui.widgets.basics import literal

WIDE, NARROW = 204, 104
"""Widths in px at 100 % text."""


class RailItem(QAbstractButton):
    """One place in the rail, painted by hand so that its words may take two lines and carry a count."""

    def __init__(self, name: str, text: str, icon: str, shortcut: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.words, self._icon, self._shortcut = text, icon, shortcut
        self.setText(literal(text))
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setProperty("on_rail", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.narrow = False
        self.number = 0
        self.show_number(0)

    def show_number(self, number: int) -> None:
        """The count at its end; 0 shows none."""
        self.number = number
        self.setAccessibleName(f"{self.words}, {number}" if number else self.words)
        self.setToolTip(f"{self.words} ({shown_shortcut(self._shortcut)})" if self._shortcut else self.words)
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        self.narrow = narrow
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if self.narrow:
            text = self._text_box(theme.px(NARROW - 16), 12)
            return QSize(theme.px(NARROW - 16), theme.px(36) + text.height() + theme.px(6))
        text = self._text_box(self._text_width(), 15)
        return QSize(theme.px(WIDE - 16), max(theme.px(42), text.height() + theme.px(12)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(64), self.sizeHint().height())

    def _text_width(self) -> int:
        return theme.px(WIDE - 16 - 44 - 8)

    def _text_box(self, width: int, size: float) -> QRect:
        font = theme.current().font(size, bold=True)
        return QFontMetrics(font).boundingRect(
            QRect(0, 0, width, 400), int(Qt.TextFlag.TextWordWrap), self.words
        )

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        if on or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("rail_active" if on else "rail_hover"))
            painter.drawRoundedRect(self.rect(), now.px(7), now.px(7))
        if on and now.tokens.name != "sun":
            painter.setBrush(now.colour("rail_mark"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(QRect(0, now.px(7), now.px(4), self.height() - now.px(14)), 2, 2)
        role = "rail_on_active" if on else "rail_text"
        painter.setPen(now.colour(role))
        if self.narrow:
            self._paint_narrow(painter, role, on)
        else:
            self._paint_wide(painter, role, on)

    def _paint_wide(self, painter: QPainter, role: str, on: bool) -> None:
        now = theme.current()
        middle = self.height() // 2
        painter.drawPixmap(QPoint(now.px(14), middle - now.px(10)), icons.pixmap(self._icon, role, 20))
        painter.setFont(now.font(15, bold=on))
        box = QRect(now.px(44), 0, self.width() - now.px(44 + 8), self.height())
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, int(flags), self.words)
        if self.number:
            self._paint_number(painter, self.width() - now.px(10), middle)

    def _paint_narrow(self, painter: QPainter, role: str, on: bool) -> None:
        now = theme.current()
        left = (self.width() - now.px(20)) // 2
        painter.drawPixmap(QPoint(left, now.px(8)), icons.pixmap(self._icon, role, 20))
        painter.setFont(now.font(12, bold=on))
        box = QRect(0, now.px(32), self.width(), self.height() - now.px(34))
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(box, int(flags), self.words)
        if self.number:
            self._paint_number(painter, self.width() - now.px(8), now.px(14))

    def _paint_number(self, painter: QPainter, right: int, middle: int) -> None:
        now = theme.current()
        font = now.font(12, bold=True)
        width = max(QFontMetrics(font).horizontalAdvance(str(self.number)) + now.px(12), now.px(22))
        box = QRect(right - width, middle - now.px(10), width, now.px(20))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(now.colour("rail_mark"))
        painter.drawRoundedRect(box, now.px(10), now.px(10))
        painter.setPen(now.colour("rail"))
        painter.setFont(font)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(self.number))


class _Brand(QFrame):
    """The name of the program with its mark: a gable with a heart for a door."""

    def __init__(self) -> None:
        super().__init__()
        self.narrow = False
        self.setFixedHeight(theme.px(56))

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = (self.width() - now.px(24)) // 2 if self.narrow else now.px(12)
        painter.drawPixmap(QPoint(left, now.px(16)), icons.pixmap("brand", "rail_mark", 24))
        if not self.narrow:
            painter.setPen(now.colour("rail_text"))
            painter.setFont(now.font(19, bold=True))
            box = QRect(now.px(46), 0, self.width() - now.px(46), self.height())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), "Veldwerk")


class Rail(QFrame):
    """The items under each other, the last one at the bottom."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setProperty("kind", "rail")
        self._brand = _Brand()
        self._items: dict[str, RailItem] = {}
        inner = QFrame()
        inner.setProperty("kind", "rail")
        self._box = QVBoxLayout(inner)
        edge = theme.px(8)
        self._box.setContentsMargins(edge, 0, edge, edge)
        self._box.setSpacing(theme.px(3))
        self._box.addWidget(self._brand)
        self._box.addStretch(1)
        # A low window or large text: the rail scrolls by wheel and follows the focus; no bar takes its width.
        area = QScrollArea()
        area.setObjectName("rail.scroll")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        self._area = area
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self.set_narrow(False)

    def add(
        self, page: str, text: str, icon: str, shortcut: str, go: Callable[[], object], last: bool
    ) -> None:
        """Add an item; `last` puts it at the bottom."""
        item = RailItem(f"go.{page}", text, icon, shortcut)
        # toggled, not clicked: assistive technology toggles without clicking.
        item.toggled.connect(lambda on: go() if on else None)
        self._items[page] = item
        self._box.insertWidget(self._box.count() if last else self._box.count() - 1, item)

    def mark(self, page: str) -> None:
        """Show which page is in front, without going there."""
        item = self._items.get(page)
        if item is not None and not item.isChecked():
            item.blockSignals(True)
            item.setChecked(True)
            item.blockSignals(False)
            self._area.ensureWidgetVisible(item)

    def show_number(self, page: str, number: int) -> None:
        if page in self._items:
            self._items[page].show_number(number)

    def set_narrow(self, narrow: bool) -> None:
        """Fold to the narrow form or back."""
        self._brand.narrow = narrow
        self._brand.update()
        self.setFixedWidth(theme.px(NARROW if narrow else WIDE))
        for item in self._items.values():
            item.set_narrow(narrow)
