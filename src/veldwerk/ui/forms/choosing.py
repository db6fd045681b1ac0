"""Answers that are chosen: buttons, rounds, ticks, a list, a scale."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCompleter,
    QGridLayout,
    QLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from veldwerk.texts import _
from veldwerk.ui import theme
from veldwerk.ui.forms.control import ENTER, ERASE, Control, digit
from veldwerk.ui.forms.words import to_plain
from veldwerk.ui.widgets import Check, Combo, FlowLayout, Radio, button, column, row
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


class Ticks(Choosing):
    """Any number of choices, in columns. A digit ticks or unticks."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self._columns = next(
            (
                int(a.removeprefix("columns-"))
                for a in question.appearance
                if a.removeprefix("columns-").isdigit()
            ),
            2 if "columns" in question.appearance else 1,
        )
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(0)
        self.setLayout(grid)

    def make(self, choice: Choice) -> QAbstractButton:
        made = Check(to_plain(choice.label))
        made.setObjectName(f"{self.question.ref}={choice.value}")
        return made

    def arrange(self, made: Sequence[QAbstractButton]) -> None:
        grid = self.layout()
        assert isinstance(grid, QGridLayout)
        for at, each in enumerate(made):
            grid.addWidget(each, at // self._columns, at % self._columns)
        grid.setColumnStretch(self._columns, 1)

    def value(self) -> str:
        return " ".join(value for value, made in self.options.items() if made.isChecked())

    def show_value(self, value: str) -> None:
        ticked = set(value.split())
        for option, made in self.options.items():
            if made.isChecked() != (option in ticked):
                blocker = QSignalBlocker(made)
                made.setChecked(option in ticked)
                blocker.unblock()
                made.update()

    def toggled(self, value: str, on: bool) -> None:
        self.answered.emit()


class ListControl(Control):
    """One of many in a drop-down; with many more, typing finds it. Delete takes the answer back."""

    def __init__(self, question: Question, search: bool) -> None:
        super().__init__(question)
        self.combo = Combo()
        self.combo.setObjectName(question.ref)
        self.combo.setPlaceholderText(_("Choose…"))
        self.combo.setMinimumWidth(theme.px(160))
        self.combo.setMaximumWidth(theme.px(360))
        self.combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._offered: tuple[Choice, ...] = ()
        self._search = search
        if search:
            self._make_searchable()
        self.combo.installEventFilter(self)
        self.combo.activated.connect(self._activated)
        line = row(self.combo, None)
        line.setStretch(0, 1000)
        self.setLayout(line)

    def _make_searchable(self) -> None:
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(Combo.InsertPolicy.NoInsert)
        finder = QCompleter(self.combo.model(), self.combo)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.combo.setCompleter(finder)
        edit = self.combo.lineEdit()
        assert edit is not None
        edit.setPlaceholderText(_("Type to search…"))
        edit.setObjectName(f"{self.question.ref}:search")
        edit.textEdited.connect(self.typed)
        edit.returnPressed.connect(self.moved_on)

    def _activated(self, _at: int) -> None:
        self.answered.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or self._search:
            return False
        if event.key() in ENTER:
            self.moved_on.emit()
            return True
        if event.key() in ERASE:
            self.combo.setCurrentIndex(-1)
            self.answered.emit()
            return True
        return False

    def value(self) -> str:
        if self._search:
            return self._found()[0]
        return str(self.combo.currentData() or "")

    def _found(self) -> tuple[str, str]:
        """Value and words of what was typed: the same words, or the only choice in which they occur."""
        typed = self.combo.currentText().strip().casefold()
        words = {choice.value: to_plain(choice.label) for choice in self._offered}
        same = [each for each, text in words.items() if text.casefold() == typed]
        near = same or [each for each, text in words.items() if typed and typed in text.casefold()]
        return (near[0], words[near[0]]) if same or len(near) == 1 else ("", "")

    def tidy(self) -> None:
        edit = self.combo.lineEdit()
        if edit is not None and self._found()[0]:
            edit.setText(self._found()[1])

    def wrong(self) -> str:
        return (
            _("Choose something from the list.")
            if self._search and self.combo.currentText() and not self.value()
            else ""
        )

    def draw(self, node: Node) -> None:
        offered = tuple(node.choices)
        if offered != self._offered:
            self._offered = offered
            blocker = QSignalBlocker(self.combo)
            self.combo.clear()
            for choice in offered:
                self.combo.addItem(to_plain(choice.label), choice.value)
            self.combo.setCurrentIndex(-1)
            blocker.unblock()
        self.combo.setEnabled(not node.readonly)
        if node.value != self.value():
            self.combo.setCurrentIndex(self.combo.findData(node.value) if node.value else -1)

    def stops(self) -> list[QWidget]:
        return [self.combo]


class Acknowledge(Choosing):
    """One box to tick: read, agreed. The value is «OK»."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self.setLayout(column(gap=0))
        self._offer((Choice("OK", _("Yes, done")),))

    def make(self, choice: Choice) -> QAbstractButton:
        made = Check(choice.label)
        made.setObjectName(f"{self.question.ref}={choice.value}")
        return made

    def arrange(self, made: Sequence[QAbstractButton]) -> None:
        layout: QLayout | None = self.layout()
        assert layout is not None
        layout.addWidget(made[0])

    def draw(self, node: Node) -> None:
        self.show_value(node.value)
        self.options["OK"].setEnabled(not node.readonly)

    def value(self) -> str:
        return "OK" if self.options["OK"].isChecked() else ""

    def show_value(self, value: str) -> None:
        made = self.options["OK"]
        blocker = QSignalBlocker(made)
        made.setChecked(value == "OK")
        blocker.unblock()
        made.update()

    def toggled(self, value: str, on: bool) -> None:
        self.answered.emit()


class Rank(Ticks):
    """All choices in the order in which they are ticked; the number stands before the words."""

    def __init__(self, question: Question) -> None:
        super().__init__(question)
        self._order: list[str] = []

    def value(self) -> str:
        return " ".join(self._order)

    def show_value(self, value: str) -> None:
        self._order = [each for each in value.split() if each in self.options]
        super().show_value(value)
        self._number()

    def toggled(self, value: str, on: bool) -> None:
        self._order = [each for each in self._order if each != value] + ([value] if on else [])
        self._number()
        super().toggled(value, on)

    def _number(self) -> None:
        for choice in self._offered:
            words = to_plain(choice.label)
            at = self._order.index(choice.value) + 1 if choice.value in self._order else 0
            shown = f"{at}. {words}" if at else words
            self.options[choice.value].setText(shown.replace("&", "&&"))
