"""Answers that are ticked: any number of choices, all of them in order, or one box."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLayout

from veldwerk.texts import _
from veldwerk.ui import theme
from veldwerk.ui.forms.choosing import Choosing
from veldwerk.ui.forms.words import to_plain
from veldwerk.ui.widgets import Check, column
from veldwerk.xlsform import Choice, Node, Question


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
