"""A date as people type it, with a calendar beside it and the weekday said back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLabel, QVBoxLayout, QWidget

from veldwerk.domain.errors import UserError
from veldwerk.texts import _, language
from veldwerk.texts.dates import short_date, weekday_name
from veldwerk.texts.errors import sentence
from veldwerk.texts.typed_dates import parse_date
from veldwerk.ui import theme
from veldwerk.ui.widgets.basics import button, clear_box, row
from veldwerk.ui.widgets.fields import TextField


class _Popup(QFrame):
    """The calendar, gone at Escape or a click elsewhere."""

    def __init__(self, parent: QWidget, shown: date, chosen: Callable[[date], None]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("calendar")
        self.calendar = QCalendarWidget()
        self.calendar.setLocale(QLocale("nl_NL" if language() == "nl" else "en_GB"))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        self.calendar.setMinimumSize(theme.px(340), theme.px(300))
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.addWidget(self.calendar)
        self._chosen = chosen
        self.calendar.activated.connect(self._take)
        self.calendar.clicked.connect(self._take)

    def _take(self, day: QDate) -> None:
        self._chosen(date(day.year(), day.month(), day.day()))
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


class DateField(TextField):
    """A day, possibly empty. Reads 3-4-25, 03042025, «1 maart 2024», «gisteren»; on leaving writes it out whole.

    `day()` is None while it is empty or not a date; a day that does not exist gives a complaint when left.
    """

    def __init__(
        self,
        name: str,
        question: str,
        *,
        today: Callable[[], date],
        day: date | None = None,
        hint: str = "",
        required: bool = False,
    ) -> None:
        self._today = today
        self._weekday = QLabel()
        self._weekday.setProperty("kind", "muted")
        spoken = _("Calendar: {question}").format(question=question)
        opener = button(
            f"{name}.calendar",
            _("Open the calendar"),
            self.open_calendar,
            kind="icon",
            icon="calendar",
            spoken=spoken,
        )
        beside = clear_box(row(opener, self._weekday, gap=8))
        super().__init__(
            name,
            question,
            hint=hint,
            required=required,
            width=150,
            placeholder=_("dd-mm-yyyy"),
            beside=beside,
        )
        self.set_day(day)
        self.changed.connect(self._say_weekday)
        self.left.connect(self._settle)

    def day(self) -> date | None:
        """The day typed, None when empty or not a date."""
        try:
            return parse_date(self.value(), self._today()) if self.value() else None
        except UserError:
            return None

    def set_day(self, day: date | None) -> None:
        self.edit.setText("" if day is None else short_date(day))
        self._say_weekday()

    def readable(self) -> bool:
        """Whether it is empty or holds a day."""
        return not self.value() or self.day() is not None

    def _say_weekday(self) -> None:
        day = self.day()
        self._weekday.setText(weekday_name(day) if day else "")

    def _settle(self) -> None:
        text = self.value()
        try:
            if text:
                self.edit.setText(short_date(parse_date(text, self._today())))
            self.complain("")
        except UserError as error:
            self.complain(sentence(error))
        self._say_weekday()

    def open_calendar(self) -> None:
        """Open the calendar under the field, at the day typed or today."""
        popup = _Popup(self, self.day() or self._today(), self._picked)
        popup.move(self.edit.mapToGlobal(QPoint(0, self.edit.height() + 2)))
        popup.show()
        popup.calendar.setFocus()

    def _picked(self, day: date) -> None:
        self.set_day(day)
        self.complain("")
        self.changed.emit()
        self.edit.setFocus()
        self.left.emit()
