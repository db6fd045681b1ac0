"""Statements under each other with the same answers: one table, a row each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from veldwerk.ui import theme
from veldwerk.ui.forms.block import Block, Complaint
from veldwerk.ui.forms.choosing import One
from veldwerk.ui.forms.filling import Filling
from veldwerk.ui.forms.labels import Words
from veldwerk.ui.forms.plan import Grid
from veldwerk.ui.forms.words import to_plain
from veldwerk.ui.widgets import Radio, label
from veldwerk.ui.widgets.basics import row
from veldwerk.xlsform import Choice, Node, Question

_EDGE = 8
_WORDS = 170
"""Least px that a statement needs beside its columns, at 100 % text."""
_NO_LIMIT = 16777215


class RowChoice(One):
    """The rounds of one row, without words: these stand above the columns. A digit answers and goes on."""

    def __init__(self, question: Question, width: int) -> None:
        super().__init__(question)
        self._width = width
        self._narrow = False
        self._line = QHBoxLayout()
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(0)
        self.setLayout(self._line)

    def make(self, choice: Choice) -> QAbstractButton:
        made = Radio()
        made.setObjectName(f"{self.question.ref}={choice.value}")
        made.setAccessibleName(to_plain(choice.label))
        return made

    def arrange(self, made: Sequence[QAbstractButton]) -> None:
        for each in made:
            self._line.addWidget(each)

    def _offer(self, offered: tuple[Choice, ...]) -> None:
        super()._offer(offered)
        self._dress()

    def _dress(self) -> None:
        """Words of its own for each round when there is no room for columns; else the head row shows them."""
        down, across = QHBoxLayout.Direction.TopToBottom, QHBoxLayout.Direction.LeftToRight
        self._line.setDirection(down if self._narrow else across)
        for choice in self._offered:
            made = self.options[choice.value]
            made.setText(to_plain(choice.label).replace("&", "&&") if self._narrow else "")
            made.setMinimumWidth(0 if self._narrow else self._width)
            made.setMaximumWidth(_NO_LIMIT if self._narrow else self._width)
            made.updateGeometry()

    def digit(self, number: int, event: QKeyEvent) -> bool:
        used = super().digit(number, event)
        if used:
            self.moved_on.emit()
        return used

    def set_columns(self, width: int, narrow: bool) -> None:
        """The width of each column in px; `narrow` = under each other instead."""
        if (width, narrow) != (self._width, self._narrow):
            self._width, self._narrow = width, narrow
            self._dress()


class GridRow(Block):
    """One statement and its rounds."""

    control: RowChoice

    def __init__(self, question: Question, width: int) -> None:
        control = RowChoice(question, width)
        super().__init__(question, control)
        self.odd = False
        self._label = Words()
        self._complaint = Complaint()
        self._complaint.hide()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._label)
        words.addWidget(self._complaint)
        self._line = row(gap=8)
        edge = theme.px(_EDGE)
        self._line.setContentsMargins(edge, theme.px(2), edge, theme.px(2))
        self._line.addLayout(words, 1)
        self._line.addWidget(control)
        self.setLayout(self._line)

    def set_columns(self, width: int, narrow: bool) -> None:
        """The width of each column in px; `narrow` = the answers under the statement."""
        down, across = QHBoxLayout.Direction.TopToBottom, QHBoxLayout.Direction.LeftToRight
        self._line.setDirection(down if narrow else across)
        self.control.set_columns(width, narrow)

    def draw(self, node: Node, complaint: str) -> None:
        self._label.say(node.label)
        self.control.draw(node)
        self._complaint.say(complaint)
        self.control.describe(self.about(node), to_plain(node.hint), complaint)
        self.speak(complaint)
        self.setVisible(node.relevant)
        grid = self.parentWidget()
        if isinstance(grid, GridBlock):
            grid.restripe()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.odd:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.current().colour("sunken"))
            radius = theme.px(6)
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)


class GridBlock(QWidget):
    """The table. Rows that are not relevant are left out; without rows it is gone."""

    def __init__(self, grid: Grid, filling: Filling) -> None:
        super().__init__()
        self._filling = filling
        choices = filling.session.node(grid.questions[0].ref).choices
        width = self._column = self._width(choices)
        self._narrow = False
        self.rows = [GridRow(question, width) for question in grid.questions]
        self._heads = [self._head(choice, width) for choice in choices]
        top = row(None, *self._heads, gap=0)
        edge = theme.px(_EDGE)
        top.setContentsMargins(edge, 0, edge, theme.px(2))
        self._top = QWidget()
        self._top.setLayout(top)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._top)
        for each in self.rows:
            box.addWidget(each)

    def _width(self, choices: Sequence[Choice]) -> int:
        metrics = QFontMetrics(theme.current().font(13))
        longest = max(
            (metrics.horizontalAdvance(w) for c in choices for w in to_plain(c.label).split()), default=0
        )
        return max(theme.px(56), longest + theme.px(12))

    def _head(self, choice: Choice, width: int) -> QLabel:
        made = label(to_plain(choice.label), "small", wrap=True)
        made.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
        made.setFixedWidth(width)
        return made

    def restripe(self) -> None:
        """Stripe the rows that are shown, and show the head when there are any."""
        shown = [each for each in self.rows if not each.isHidden()]
        for at, each in enumerate(shown):
            if each.odd != (at % 2 == 0):
                each.odd = at % 2 == 0
                each.update()
        self.setVisible(bool(shown))
        if shown:
            self._relabel(shown[0])

    def _relabel(self, first: GridRow) -> None:
        choices = self._filling.session.node(first.ref).choices
        if [to_plain(choice.label) for choice in choices] == [head.text() for head in self._heads]:
            return
        self._column = self._width(choices)
        for head, choice in zip(self._heads, choices, strict=False):
            head.setText(to_plain(choice.label))
            head.setFixedWidth(self._column)
        self._fit()

    def _fit(self) -> None:
        self._narrow = self.width() < len(self._heads) * self._column + theme.px(_WORDS)
        self._top.setVisible(not self._narrow)
        for each in self.rows:
            each.set_columns(self._column, self._narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(_WORDS), super().minimumSizeHint().height())

    def blocks(self) -> list[Block]:
        """The rows, in order."""
        return list(self.rows)

    def stops(self) -> list[QWidget]:
        """What Tab can land on, in order."""
        return [stop for each in self.rows for stop in each.stops()]
