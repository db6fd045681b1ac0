"""A month to choose a day from, in a small window that closes by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtWidgets import QCalendarWidget, QFrame, QVBoxLayout, QWidget

from veldwerk.texts import _, language
from veldwerk.ui import theme


class Calendar(QFrame):
    """Monday first, ISO week numbers; Enter or a click chooses, Escape closes."""

    def __init__(self, parent: QWidget, chosen: Callable[[date], None]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("kind", "card")
        self._chosen = chosen
        self.month = QCalendarWidget(self)
        self.month.setAccessibleName(_("Calendar"))
        self.month.setLocale(QLocale(language()))
        self.month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        self.month.setGridVisible(False)
        self.month.setMinimumSize(theme.px(340), theme.px(280))
        self.month.activated.connect(self._take)
        self.month.clicked.connect(self._take)
        box = QVBoxLayout(self)
        edge = theme.px(8)
        box.setContentsMargins(edge, edge, edge, edge)
        box.addWidget(self.month)

    def open_at(self, under: QWidget, day: date) -> None:
        """Show it under a field, at a day."""
        self.month.setSelectedDate(QDate(day.year, day.month, day.day))
        self.move(under.mapToGlobal(QPoint(0, under.height() + theme.px(4))))
        self.show()
        self.month.setFocus(Qt.FocusReason.PopupFocusReason)

    def _take(self, day: QDate) -> None:
        self.hide()
        self._chosen(date(day.year(), day.month(), day.day()))
