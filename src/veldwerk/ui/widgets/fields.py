"""The one field factory: question, hint, control and complaint, tied together for eye, keyboard and reader."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from veldwerk.domain.errors import UserError
from veldwerk.texts import _
from veldwerk.texts.numbers import decimal, parse_decimal
from veldwerk.ui import icons, theme
from veldwerk.ui.speech import announce
from veldwerk.ui.widgets.basics import button, clear_box, column, icon_label, label, row, set_kind
from veldwerk.ui.widgets.marks import Check, Combo


class Field(QWidget):
    """A labelled control. `changed` at each change by the user, `left` when the control is left or Enter pressed.

    The control's objectName is the field id; its accessible name is the question, its description hint and
    complaint. Subclasses give `value`, `set_value`.
    """

    changed = Signal()
    left = Signal()

    def __init__(
        self,
        name: str,
        question: str,
        control: QWidget,
        *,
        hint: str = "",
        required: bool = False,
        unit: str = "",
        beside: QWidget | None = None,
        wide: bool = False,
    ) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self.name, self.question, self.hint = name, question, hint
        self.control = control
        control.setObjectName(name)
        control.setAccessibleName(question)
        self._complaint_label = label("", "complaint", wrap=True)
        self.question_label = label("", "question", wrap=True)
        self.question_label.setBuddy(control)
        self.required = False
        self.set_required(required)
        self.hint_label = label(hint, "muted", wrap=True)
        if not hint:
            self.hint_label.hide()
        line = row(control, gap=8)
        if unit:
            line.addWidget(label(unit, "muted"))
        if beside is not None:
            line.addWidget(beside)
        if (unit or beside is not None or control.minimumWidth() == control.maximumWidth()) and not wide:
            line.addStretch(1)
        wrong = row(icon_label("danger", "danger", 18), self._complaint_label, gap=6)
        wrong.setStretch(1, 1)
        self._complaint = clear_box(wrong)
        self._complaint.hide()
        self.setLayout(column(self.question_label, self.hint_label, line, self._complaint, gap=4))
        control.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and watched is self.control:
            self.left.emit()
        return False

    def complain(self, text: str, aloud: bool = True) -> None:
        """Show what is wrong under the field; empty text takes it away. Said aloud when it is new."""
        fresh = bool(text) and text != self.complaint
        self._complaint_label.setText(text)
        self._complaint.setVisible(bool(text))
        set_kind(self.control, wrong="true" if text else "false")
        self._describe(text)
        if fresh and aloud:
            announce(self.control, text)

    @property
    def complaint(self) -> str:
        return self._complaint_label.text()

    def _describe(self, complaint: str) -> None:
        needed = _("required") if self.required else ""
        self.control.setAccessibleDescription(
            ". ".join(part for part in (complaint, needed, self.hint) if part)
        )

    def set_required(self, required: bool) -> None:
        """Show or hide the word «required» behind the question."""
        self.required = required
        if required:
            plain = "font-weight: 400"
            self.question_label.setTextFormat(Qt.TextFormat.RichText)
            words = f'{escape(self.question)}&nbsp; <span style="{plain}">{escape(_("required"))}</span>'
            self.question_label.setText(words)
        else:
            self.question_label.setTextFormat(Qt.TextFormat.PlainText)
            self.question_label.setText(self.question)
        self._describe(self.complaint)


class TextField(Field):
    """One line of text. `width` in px at 100 %, 0 = as wide as there is room."""

    def __init__(
        self,
        name: str,
        question: str,
        *,
        value: str = "",
        hint: str = "",
        required: bool = False,
        unit: str = "",
        width: int = 0,
        placeholder: str = "",
        beside: QWidget | None = None,
        wide: bool = False,
    ) -> None:
        self.edit = QLineEdit(value)
        self.edit.setPlaceholderText(placeholder)
        if width:
            self.edit.setFixedWidth(theme.px(width))
        super().__init__(
            name, question, self.edit, hint=hint, required=required, unit=unit, beside=beside, wide=wide
        )
        self.edit.textEdited.connect(lambda _text: self.changed.emit())
        self.edit.returnPressed.connect(self.left)

    def value(self) -> str:
        return self.edit.text().strip()

    def set_value(self, value: str) -> None:
        self.edit.setText(value)


class NumberField(TextField):
    """A number, possibly empty; accepts 72,5 and 72.5. `value()` is None when empty or no number."""

    def __init__(
        self,
        name: str,
        question: str,
        *,
        number: float | None = None,
        hint: str = "",
        required: bool = False,
        unit: str = "",
    ) -> None:
        super().__init__(name, question, hint=hint, required=required, unit=unit, width=120)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.set_number(number)

    def number(self) -> float | None:
        """The number typed, None when empty or not a number."""
        try:
            return float(parse_decimal(self.edit.text())) if self.edit.text().strip() else None
        except UserError:
            return None

    def set_number(self, number: float | None) -> None:
        self.edit.setText("" if number is None else decimal(number))

    def readable(self) -> bool:
        """Whether the field is empty or holds a number."""
        return not self.edit.text().strip() or self.number() is not None


class PassphraseField(TextField):
    """A secret line with a button that shows what was typed."""

    def __init__(self, name: str, question: str, *, hint: str = "") -> None:
        self._eye = button(f"{name}.show", _("Show what I type"), self._toggle, kind="icon", icon="eye")
        self._question = question
        self._say(hidden=True)
        super().__init__(name, question, hint=hint, beside=self._eye, wide=True)
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setMinimumWidth(theme.px(220))

    def value(self) -> str:
        return self.edit.text()

    def _toggle(self) -> None:
        hidden = self.edit.echoMode() == QLineEdit.EchoMode.Password
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._say(hidden=not hidden)

    def _say(self, hidden: bool) -> None:
        words = _("Show what I type") if hidden else _("Hide what I type")
        self._eye.setToolTip(words)
        self._eye.setAccessibleName(f"{words}: {self._question}")
        icons.put(self._eye, "eye" if hidden else "hidden", "text", 18)


class _Memo(QPlainTextEdit):
    """Grows with its text, within bounds; Tab goes on to the next field."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self._lines = lines
        self.textChanged.connect(self._grow)
        self._grow()

    def _grow(self) -> None:
        lines = min(max(self.document().blockCount(), self._lines), self._lines + 8)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + theme.px(24))


class MemoField(Field):
    """Several lines of text."""

    def __init__(
        self,
        name: str,
        question: str,
        *,
        value: str = "",
        hint: str = "",
        required: bool = False,
        lines: int = 3,
    ) -> None:
        self.edit = _Memo(lines)
        self.edit.setPlainText(value)
        super().__init__(name, question, self.edit, hint=hint, required=required)
        self.edit.textChanged.connect(self.changed)

    def value(self) -> str:
        return self.edit.toPlainText().strip()

    def set_value(self, value: str) -> None:
        if value != self.edit.toPlainText():
            self.edit.setPlainText(value)


class SelectField(Field):
    """One of many, in a drop-down. Options are (value, shown text)."""

    def __init__(
        self,
        name: str,
        question: str,
        options: Sequence[tuple[str, str]],
        *,
        value: str = "",
        hint: str = "",
        required: bool = False,
    ) -> None:
        self.combo = Combo()
        super().__init__(name, question, self.combo, hint=hint, required=required)
        self.set_options(options)
        self.set_value(value)
        self.combo.activated.connect(lambda _at: self.changed.emit())

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer these instead; the chosen value stays when it is among them."""
        kept = self.value()
        self.combo.clear()
        for value, shown in options:
            self.combo.addItem(shown, value)
        self.set_value(kept)

    def value(self) -> str:
        return str(self.combo.currentData() or "")

    def set_value(self, value: str) -> None:
        self.combo.setCurrentIndex(self.combo.findData(value))


class CheckField(Field):
    """A yes or no as one check box; the question stands in the box itself."""

    def __init__(self, name: str, question: str, *, value: bool = False, hint: str = "") -> None:
        self.check = Check(question)
        super().__init__(name, question, self.check, hint=hint)
        self.question_label.hide()
        self.check.setChecked(value)
        self.check.toggled.connect(lambda _on: self.changed.emit())

    def value(self) -> bool:
        return self.check.isChecked()

    def set_value(self, value: bool) -> None:
        self.check.setChecked(value)
