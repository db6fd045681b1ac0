"""One choice among a few, as buttons in a row: answers, views and tabs. Arrow keys move within the row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from veldwerk.ui import theme
from veldwerk.ui.widgets.basics import button, set_kind
from veldwerk.ui.widgets.fields import Field
from veldwerk.ui.widgets.flow import FlowLayout
from veldwerk.ui.widgets.turns import Turns


class ChoiceRow(QFrame):
    """Exclusive buttons that wrap. Options are (value, shown text); `value` is "" while none is chosen.

    With `clearable` a click on the chosen one takes the choice back. `numbers` makes equal square buttons (0-10).
    It is one tab stop.
    """

    changed = Signal(str)

    def __init__(
        self,
        name: str,
        question: str,
        options: Sequence[tuple[str, str]],
        *,
        value: str = "",
        clearable: bool = False,
        kind: str = "choice",
        gap: float = 8,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(question)
        self._kind, self._clearable = kind, clearable
        self._buttons: dict[str, QPushButton] = {}
        flow = FlowLayout(self, gap)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for option, shown in options:
            spoken = f"{question}: {shown}" if kind == "choice" else shown
            made = button(f"{name}.{option}", shown, kind=kind, spoken=spoken)
            made.setCheckable(True)
            made.setAutoExclusive(not clearable)
            made.installEventFilter(self)
            made.toggled.connect(self._toggled)
            self._buttons[option] = made
            flow.addWidget(made)
        self._value = ""
        self.set_value(value)

    def _toggled(self, on: bool) -> None:
        sender = self.sender()
        option = next((v for v, b in self._buttons.items() if b is sender), "")
        if on:
            for other, made in self._buttons.items():
                if other != option and made.isChecked():
                    made.blockSignals(True)
                    made.setChecked(False)
                    made.blockSignals(False)
        elif not self._clearable or self._value != option:
            return
        self._value = option if on else ""
        self._stops()
        self.changed.emit(self._value)

    def _stops(self) -> None:
        """One tab stop: the chosen button, or the first."""
        stop = self._buttons.get(self._value) or next(iter(self._buttons.values()), None)
        for made in self._buttons.values():
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if made is stop else Qt.FocusPolicy.ClickFocus)
        if stop is not None:
            self.setFocusProxy(stop)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
            step = steps.get(Qt.Key(event.key()))
            if step is not None:
                made = list(self._buttons.values())
                at = next((i for i, b in enumerate(made) if b is watched), 0)
                to = made[(at + step) % len(made)]
                to.setFocus(Qt.FocusReason.TabFocusReason)
                to.setChecked(True)
                return True
        return False

    def value(self) -> str:
        return self._value

    def set_value(self, value: str) -> None:
        """Choose without telling."""
        self._value = value if value in self._buttons else ""
        for option, made in self._buttons.items():
            made.blockSignals(True)
            made.setAutoExclusive(False)
            made.setChecked(option == self._value)
            made.setAutoExclusive(not self._clearable)
            made.blockSignals(False)
        self._stops()

    def button_of(self, option: str) -> QPushButton:
        """The button of one option, KeyError when there is none."""
        return self._buttons[option]


class ChoiceField(Field):
    """A question with its choices as buttons under it."""

    def __init__(
        self,
        name: str,
        question: str,
        options: Sequence[tuple[str, str]],
        *,
        value: str = "",
        hint: str = "",
        required: bool = False,
        clearable: bool = False,
        kind: str = "choice",
        gap: float = 8,
    ) -> None:
        self.choices = ChoiceRow(
            name, question, options, value=value, clearable=clearable, kind=kind, gap=gap
        )
        super().__init__(name, question, self.choices, hint=hint, required=required)
        self.choices.changed.connect(lambda _value: self.changed.emit())

    def value(self) -> str:
        return self.choices.value()

    def set_value(self, value: str) -> None:
        self.choices.set_value(value)


class Segmented(ChoiceRow):
    """A small switch between views of the same thing."""

    def __init__(
        self, name: str, question: str, options: Sequence[tuple[str, str]], *, value: str = ""
    ) -> None:
        super().__init__(name, question, options, value=value or options[0][0], kind="segment", gap=4)
        set_kind(self, "well")
        flow = self.layout()
        if flow is not None:
            edge = theme.px(3)
            self.setContentsMargins(edge, edge, edge, edge)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        # One line high: an option that wrapped would be out of sight.
        return self.sizeHint()


class Tabs(QWidget):
    """Tabs over a stack of pages; pages are built when first shown."""

    changed = Signal(str)

    def __init__(self, name: str, question: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(question)
        self._line = QHBoxLayout()
        self._line.setSpacing(0)
        self._stack = Turns()
        self._buttons: dict[str, QPushButton] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(12))
        bar = QFrame()
        bar.setLayout(self._line)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addStretch(1)
        outer.addWidget(bar)
        outer.addWidget(self._stack, 1)

    def add(self, option: str, text: str, page: QWidget) -> None:
        """Add a tab; the first one added is shown."""
        made = button(f"{self.objectName()}.{option}", text, kind="tab")
        made.setCheckable(True)
        made.setAutoExclusive(True)
        at = self._stack.add(page)
        made.toggled.connect(lambda on: self._show(at, option) if on else None)
        self._line.insertWidget(self._line.count() - 1, made)
        self._buttons[option] = made
        if len(self._buttons) == 1:
            made.setChecked(True)

    def _show(self, at: int, option: str) -> None:
        self._stack.turn_to(at)
        self.changed.emit(option)

    def choose(self, option: str) -> None:
        """Show the tab with this id."""
        self._buttons[option].setChecked(True)

    def value(self) -> str:
        return next((option for option, made in self._buttons.items() if made.isChecked()), "")
