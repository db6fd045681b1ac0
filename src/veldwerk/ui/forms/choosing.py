"""Answers that are chosen: buttons, rounds, ticks, a list, a scale."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from veldwerk.ui.forms.control import ENTER, ERASE, Control, digit
from veldwerk.ui.forms.words import to_plain
from veldwerk.ui.widgets import FlowLayout, Radio, button, column
from veldwerk.ui.widgets.basics import empty_layout
from veldwerk.xlsform import Choice, Node, Question

_TEN = 600
"""Milliseconds in which 1 and 0 are read as ten."""


class Choosing(Control):
    """A set of options that are buttons of some kind. Digits choose, Delete takes back, Enter goes on."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.setObjectName(question.ref)
        self.options: dict[str, QAbstractButton] = {}
        self._offered: tuple[Choice, ...] = ()
        self._readonly = False

    def make(self, choice: Choice) -> QAbstractButton:
        """The button of one choice."""
        return button(f"{self.question.ref}={choice.value}", to_plain(choice.label), kind="choice")

    def arrange(self, made: Sequence[QAbstractButton]) -> None:
        """Put the buttons in the layout, which is empty."""

    def draw(self, node: Node) -> None:
        offered = tuple(node.choices)
        if offered != self._offered:
            self._offer(offered)
        self.show_value(node.value)
        if node.readonly != self._readonly:
            self._readonly = node.readonly
            for made in self.options.values():
                made.setEnabled(not node.readonly)

    def show_value(self, value: str) -> None:
        """Check what `value` says, without telling."""

    def _offer(self, offered: tuple[Choice, ...]) -> None:
        same = [c.value for c in offered] == [c.value for c in self._offered]
        self._offered = offered
        if same:
            for choice in offered:
                self.options[choice.value].setText(to_plain(choice.label).replace("&", "&&"))
            return
        layout = self.layout()
        if layout is not None:
            empty_layout(layout)
        self.options = {}
        for choice in offered:
            made = self.make(choice)
            made.setCheckable(True)
            made.installEventFilter(self)
            made.toggled.connect(partial(self.toggled, choice.value))
            self.options[choice.value] = made
        self.arrange(list(self.options.values()))
        self.describe(self._about, self._hint, "")

    def toggled(self, value: str, on: bool) -> None:
        """An option was checked or unchecked by hand."""

    def stops(self) -> list[QWidget]:
        return list(self.options.values())

    def _describe(self, stop: QWidget, complaint: str) -> None:
        # The option's own words come first: they are what the reader wants to hear, and what is said to press it.
        value = next((each for each, made in self.options.items() if made is stop), "")
        words = next((to_plain(choice.label) for choice in self._offered if choice.value == value), value)
        name = f"{words}: {self._about}" if self._about else words
        if name != stop.accessibleName():
            stop.setAccessibleName(name)
        stop.setAccessibleDescription(" ".join(part for part in (complaint, self._hint) if part))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not self._readonly:
            return self.pressed(event)
        return False

    def pressed(self, event: QKeyEvent) -> bool:
        """One key on one option; True when it was used."""
        number = digit(event)
        if number is not None:
            return self.digit(number, event)
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if plain and event.key() in ENTER:
            self.moved_on.emit()
            return True
        if plain and event.key() in ERASE:
            self.clear()
            return True
        return False

    def digit(self, number: int, event: QKeyEvent) -> bool:
        """Choose the option in place `number`, counted from 1."""
        made = list(self.options.values())
        if not 1 <= number <= len(made):
            return False
        made[number - 1].setFocus(Qt.FocusReason.TabFocusReason)
        made[number - 1].click()
        return True

    def clear(self) -> None:
        """Take the answer back."""
        self.show_value("")
        self.answered.emit()


class One(Choosing):
    """One of a few. One tab stop: what is chosen, or the first; arrow keys choose within it."""

    def _offer(self, offered: tuple[Choice, ...]) -> None:
        super()._offer(offered)
        for made in self.options.values():
            made.setAutoExclusive(True)
        self._one_stop()

    def value(self) -> str:
        return next((value for value, made in self.options.items() if made.isChecked()), "")

    def show_value(self, value: str) -> None:
        if value == self.value():
            return
        for option, made in self.options.items():
            blocker = QSignalBlocker(made)
            made.setAutoExclusive(False)
            made.setChecked(option == value)
            made.setAutoExclusive(True)
            blocker.unblock()
            made.update()
        self._one_stop()

    def _one_stop(self) -> None:
        chosen = self.value()
        for at, (value, made) in enumerate(self.options.items()):
            stop = value == chosen if chosen else at == 0
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stop else Qt.FocusPolicy.ClickFocus)

    def toggled(self, value: str, on: bool) -> None:
        if on:
            self._one_stop()
            self.answered.emit()


class Buttons(One):
    """Up to five short words as buttons in a row that wraps."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        FlowLayout(self, 8)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def arrange(self, made: Sequence[QAbstractButton]) -> None:
        layout = self.layout()
        assert layout is not None
        for each in made:
            layout.addWidget(each)


class Scale(Buttons):
    """Equal steps as square buttons, such as 0 to 10. A digit chooses that number; 1 and then 0 is ten."""

    def __init__(self, question: Question, steps: Sequence[str]) -> None:
        super().__init__(question)
        self._last = (-1, 0)
        self._offer(tuple(Choice(step, step.replace(".", ",")) for step in steps))

    def make(self, choice: Choice) -> QAbstractButton:
        return button(f"{self.question.ref}={choice.value}", choice.label, kind="number")

    def draw(self, node: Node) -> None:
        self.show_value(node.value)
        for made in self.options.values():
            made.setEnabled(not node.readonly)

    def digit(self, number: int, event: QKeyEvent) -> bool:
        before, at = self._last
        together = f"{before}{number}" if event.timestamp() - at < _TEN else ""
        value = together if together in self.options else str(number)
        self._last = (number, event.timestamp())
        if value not in self.options:
            return False
        self.options[value].setFocus(Qt.FocusReason.TabFocusReason)
        self.options[value].setChecked(True)
        return True


class Rounds(One):
    """Up to seven sentences under each other."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.setLayout(column(gap=0))

    def make(self, choice: Choice) -> QAbstractButton:
        made = Radio(to_plain(choice.label))
        made.setObjectName(f"{self.question.ref}={choice.value}")
        return made

    def arrange(self, made: Sequence[QAbstractButton]) -> None:
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        for each in made:
            layout.addWidget(each)
