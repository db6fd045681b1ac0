"""The ring around what has the focus: shown after Tab only, drawn outside the widget, yellow on the rail."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QWidget,
)
from shiboken6 import isValid

from veldwerk.ui import theme


class FocusRing(QWidget):
    """One overlay for a whole window. The window calls `by_keyboard` (Tab, F6), `by_mouse` and `track`."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("focus.ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._on = False
        self._role = "focus"
        self._scroll: QScrollBar | None = None
        self.hide()

    def by_keyboard(self) -> None:
        """The user moves by Tab: show the ring from now on."""
        self._on = True

    def by_mouse(self) -> None:
        """The user points: no ring until the next Tab."""
        self._on = False
        self.hide()

    def track(self, widget: QWidget | None) -> None:
        """The focus moved to `widget`: follow it, also once its page has scrolled to it and when it scrolls."""
        if self._scroll is not None and isValid(self._scroll):
            self._scroll.valueChanged.disconnect(self._again)
        self._scroll = None
        above = widget.parentWidget() if widget is not None else None
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if isinstance(above, QScrollArea):
            self._scroll = above.verticalScrollBar()
            self._scroll.valueChanged.connect(self._again)
            if self._on and widget is not None:
                # After the layout: a page that was drawn anew has no places yet.
                QTimer.singleShot(0, self, partial(_reveal, above, widget))
        self.follow(widget)
        QTimer.singleShot(0, self, self._again)

    def _again(self) -> None:
        self.follow(QApplication.focusWidget())

    def follow(self, widget: QWidget | None) -> None:
        """Go to the widget that has the focus now."""
        window = self.parentWidget()
        if widget is None or window is None:
            self.hide()
            return
        fits = widget.window() is window and widget.isVisible()
        # Text fields have a 2 px border of their own in the style sheet.
        if not self._on or not fits or isinstance(widget, (QLineEdit, QComboBox)):
            self.hide()
            return
        gap = theme.px(4)
        corner = widget.mapTo(window, QPoint(0, 0))
        inside = isinstance(widget, QAbstractScrollArea)
        grow = -1 if inside else gap
        area = widget.rect().translated(corner).adjusted(-grow, -grow, grow, grow)
        self._role = "rail_focus" if widget.property("on_rail") else "focus"
        self.setGeometry(area.intersected(window.rect()))
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = theme.current()
        painter.setPen(QPen(now.colour(self._role), 2.5))
        edge = 1.5
        box = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        painter.drawRoundedRect(box, now.px(8), now.px(8))


def _reveal(area: QScrollArea, widget: QWidget) -> None:
    if isValid(area) and isValid(widget) and area.isAncestorOf(widget):
        area.ensureWidgetVisible(widget, 0, theme.px(24))
