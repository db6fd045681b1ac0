"""Answers that are typed: text, numbers, dates and times."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QSizePolicy, QWidget

from veldwerk.domain.errors import UserError
from veldwerk.texts import N_, _, language
from veldwerk.texts.dates import clock_time, month_year, short_date, weekday_name
from veldwerk.texts.errors import sentence
from veldwerk.texts.numbers import parse_decimal, parse_integer
from veldwerk.texts.typed_dates import parse_date, parse_month
from veldwerk.ui import theme
from veldwerk.ui.forms.calendar import Calendar
from veldwerk.ui.forms.control import ENTER, Control
from veldwerk.ui.widgets import button, label, row
from veldwerk.xlsform import Node, Question

_CLOCK = re.compile(r"(\d{1,2})(?:[:.u ]?(\d{2}))?(?: ?uur)?")


class LineControl(Control):
    """One line of text; the ways of writing a value build on it."""

    columns = 0
    """Width of the field in px at 100 % text; 0 = as wide as there is room."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.edit = QLineEdit()
        self.edit.setObjectName(question.ref)
        if self.columns:
            self.edit.setFixedWidth(theme.px(self.columns))
        if "masked" in question.appearance:
            self.edit.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
        self.edit.textEdited.connect(self.typed)
        self.edit.returnPressed.connect(self.moved_on)
        self.line = row(self.edit, gap=8)
        self.setLayout(self.line)
        self._shown = ""

    def written(self, value: str) -> str:
        """A value as a person reads it."""
        return value

    def read(self, typed: str) -> str:
        """The value of what was typed. Raises UserError."""
        return typed

    def value(self) -> str:
        try:
            return self.read(self.edit.text().strip()) if self.edit.text().strip() else ""
        except UserError:
            return ""

    def wrong(self) -> str:
        try:
            if typed := self.edit.text().strip():
                self.read(typed)
        except UserError as error:
            return sentence(error)
        return ""

    def draw(self, node: Node) -> None:
        self.edit.setReadOnly(node.readonly)
        if node.value == self._shown and (self.value() == node.value or self.wrong()):
            return
        self._shown = node.value
        if self.value() != node.value or not node.value:
            self.edit.setText(self.written(node.value))

    def tidy(self) -> None:
        if self.edit.text() and not self.wrong():
            self.edit.setText(self.written(self.value()))

    def stops(self) -> list[QWidget]:
        return [self.edit]


class IntegerControl(LineControl):
    """A whole number, possibly empty."""

    columns = 110

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.line.addStretch(1)

    def read(self, typed: str) -> str:
        return str(parse_integer(typed))


class DecimalControl(IntegerControl):
    """A number with decimals; 72,5 and 72.5 are both read."""

    def read(self, typed: str) -> str:
        return f"{parse_decimal(typed):f}"

    def written(self, value: str) -> str:
        return value.replace(".", ",") if language() == "nl" else value


class DateControl(LineControl):
    """A day as people type it, with a calendar beside it; or a month or year when the form asks for that."""

    columns = 150

    def __init__(self, question: Question, today: Callable[[], date]) -> None:
        super().__init__(question)
        self._today = today
        self._coarse = next((a for a in ("month-year", "year") if a in question.appearance), "")
        self.weekday = label("", "muted")
        self.edit.textChanged.connect(self._say_weekday)
        self.pick: QPushButton | None = None
        if not self._coarse and "no-calendar" not in question.appearance:
            self.pick = button(
                f"{question.ref}:calendar",
                _("Choose in the calendar"),
                self._open,
                kind="icon",
                icon="calendar",
            )
            # Reached by the keyboard as Alt+Down in the field, as a list would be: one tab stop less a question.
            self.pick.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self.edit.installEventFilter(self)
            self.line.addWidget(self.pick)
        self.line.addWidget(self.weekday)
        self.line.addStretch(1)
        self._calendar: Calendar | None = None
        self.edit.setPlaceholderText(
            {"month-year": _("month year"), "year": _("year")}.get(self._coarse, _("dd-mm-yyyy"))
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._open()
            return True
        return False

    def read(self, typed: str) -> str:
        if self._coarse == "year" and re.fullmatch(r"\d{4}", typed):
            return f"{typed}-01-01"
        if self._coarse:
            try:
                month = parse_month(typed, self._today())
                return f"{month.year:04d}-{month.month:02d}-01"
            except UserError as error:
                if error.code != "month-unclear":
                    raise
        return parse_date(typed, self._today()).isoformat()

    def written(self, value: str) -> str:
        try:
            day = date.fromisoformat(value[:10])
        except ValueError:
            return value
        return {"month-year": month_year(day), "year": str(day.year)}.get(self._coarse, short_date(day))

    def _say_weekday(self) -> None:
        value = "" if self._coarse else self.value()
        self.weekday.setText(weekday_name(date.fromisoformat(value)) if value else "")

    def _open(self) -> None:
        if self._calendar is None:
            self._calendar = Calendar(self, self._chosen)
        value = self.value()
        self._calendar.open_at(self.edit, date.fromisoformat(value) if value else self._today())

    def _chosen(self, day: date) -> None:
        self.edit.setText(short_date(day))
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.answered.emit()

    def draw(self, node: Node) -> None:
        super().draw(node)
        if self.pick is not None:
            self.pick.setEnabled(not node.readonly)
        self._say_weekday()

    def stops(self) -> list[QWidget]:
        return [self.edit]

    def describe(self, about: str, hint: str, complaint: str) -> None:
        super().describe(about, hint, complaint)
        if self.pick is not None:
            self.pick.setAccessibleName(_("{question}: choose in the calendar").format(question=about))


class TimeControl(LineControl):
    """A time of day: 10:30, 1030, 9.15 or 9."""

    columns = 110

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.edit.setPlaceholderText(_("hh:mm"))
        self.line.addStretch(1)

    def read(self, typed: str) -> str:
        match = _CLOCK.fullmatch(typed.casefold()) or re.fullmatch(r"(\d{2})(\d{2})", typed)
        if match:
            hour, minute = int(match[1]), int(match[2] or 0)
            if hour < 24 and minute < 60:
                return f"{hour:02d}:{minute:02d}:00.000"
        raise UserError(
            N_("“{typed}” is not a time. Type for example 10:30."), code="time-unclear", typed=typed
        )

    def written(self, value: str) -> str:
        return clock_time(time(int(value[:2]), int(value[3:5]))) if re.match(r"\d\d:\d\d", value) else value


class DateTimeControl(Control):
    """A day and a time, two fields side by side."""

    def __init__(self, question: Question, today: Callable[[], date]) -> None:
        super().__init__(question)
        self.setObjectName(question.ref)
        self.day, self.time = DateControl(question, today), TimeControl(question)
        self.time.edit.setObjectName(f"{question.ref}:time")
        for part in (self.day, self.time):
            part.typed.connect(self.typed)
            part.answered.connect(self.answered)
        self.day.moved_on.connect(self.time.focus)
        self.time.moved_on.connect(self.moved_on)
        self.setLayout(row(self.day, self.time, None, gap=8))

    def value(self) -> str:
        day, moment = self.day.value(), self.time.value()
        return f"{day}T{moment}" if day and moment else ""

    def wrong(self) -> str:
        half = bool(self.day.value()) != bool(self.time.value())
        return (
            self.day.wrong() or self.time.wrong() or (_("Fill in both the day and the time.") if half else "")
        )

    def draw(self, node: Node) -> None:
        if node.value == self.value() and (node.value or self.day.edit.text() or self.time.edit.text()):
            return
        day, _sep, moment = node.value.partition("T")
        self.day.edit.setText(self.day.written(day))
        self.time.edit.setText(self.time.written(moment))

    def tidy(self) -> None:
        self.day.tidy()
        self.time.tidy()

    def stops(self) -> list[QWidget]:
        return [*self.day.stops(), *self.time.stops()]


class _Memo(QPlainTextEdit):
    """Grows with its text, within bounds; Tab goes on to the next question."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self._lines = lines
        self.textChanged.connect(self._grow)
        self._grow()

    def _grow(self) -> None:
        self.ensurePolished()
        lines = min(max(int(self.document().size().height()), self._lines), self._lines + 8)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + theme.px(24))


class MemoControl(Control):
    """Several lines of text. Ctrl+Enter goes on."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        rows = question.parameters.get("rows", "")
        self.edit = _Memo(min(max(int(rows), 2), 12) if rows.isdigit() else 2)
        self.edit.setObjectName(question.ref)
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._typed)
        self.setLayout(row(self.edit))
        self._quiet = False

    def _typed(self) -> None:
        if not self._quiet:
            self.typed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.moved_on.emit()
            return True
        return False

    def value(self) -> str:
        return self.edit.toPlainText().strip()

    def draw(self, node: Node) -> None:
        self.edit.setReadOnly(node.readonly)
        if node.value != self.value():
            self._quiet = True
            self.edit.setPlainText(node.value)
            self._quiet = False

    def stops(self) -> list[QWidget]:
        return [self.edit]


def widen(control: LineControl) -> LineControl:
    """Let a text line take the width of the column."""
    control.edit.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return control
