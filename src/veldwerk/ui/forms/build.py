"""From the parts of a page to its widgets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from veldwerk.ui.forms.block import Block, NoteBlock, QuestionBlock
from veldwerk.ui.forms.factory import make_control
from veldwerk.ui.forms.filling import Filling
from veldwerk.ui.forms.grid import GridBlock
from veldwerk.ui.forms.labels import Words
from veldwerk.ui.forms.plan import Ask, Grid, Part, Section, Series
from veldwerk.ui.forms.series import PagePart, SeriesBlock
from veldwerk.ui.widgets import line
from veldwerk.ui.widgets.basics import column
from veldwerk.xlsform import Node, Question


class SectionBlock(QFrame):
    """A group inside a page: a line, its name, its parts."""

    def __init__(self, section: Section) -> None:
        super().__init__()
        self.setObjectName(f"{section.question.ref}:section")
        self._line = line()
        self._title = Words("", "card-title")
        self._hint = Words("", "muted")
        self.box: QVBoxLayout = column(self._line, self._title, self._hint, gap=16)
        self.setLayout(self.box)
        self.inner: list[PagePart] = []

    def draw(self, node: Node, complaint: str) -> None:
        """Its name and whether it is relevant."""
        self._title.say(node.label)
        for part, text in ((self._line, node.label), (self._title, node.label), (self._hint, node.hint)):
            part.setVisible(bool(text))
        self._hint.say(node.hint)
        self.setVisible(node.relevant)

    def blocks(self) -> list[Block]:
        """The questions, in order."""
        return [block for part in self.inner for block in part.blocks()]

    def stops(self) -> list[QWidget]:
        """What Tab can land on, in order."""
        return [stop for part in self.inner for stop in part.stops()]


def fill(box: QVBoxLayout, parts: Sequence[Part], filling: Filling) -> list[PagePart]:
    """Make the widgets of `parts`, put them in `box` and show what the session says."""
    made: list[PagePart] = []
    for _each in steps(box, parts, filling, made):
        pass
    return made


def steps(
    box: QVBoxLayout, parts: Sequence[Part], filling: Filling, made: list[PagePart]
) -> Iterator[QWidget]:
    """As `fill`, a question at a time; gives each widget when it is done, and puts the parts in `made`.

    A widget gets its place in the window before it is shown: else it would be a window of its own for a moment.
    """
    for part in parts:
        if isinstance(part, Ask):
            block = _question(part.question, filling)
            box.addWidget(block)
            made.append(block)
            filling.show(block.ref, block)
            yield block
        elif isinstance(part, Grid):
            yield from _grid_steps(box, part, filling, made)
        elif isinstance(part, Series):
            series = SeriesBlock(part, filling, fill)
            box.addWidget(series)
            made.append(series)
            filling.show(series.ref, series)
            yield series
        else:
            section = SectionBlock(part)
            box.addWidget(section)
            made.append(section)
            filling.show(part.question.ref, section)
            yield from steps(section.box, part.parts, filling, section.inner)


def _grid_steps(box: QVBoxLayout, part: Grid, filling: Filling, made: list[PagePart]) -> Iterator[QWidget]:
    grid = GridBlock(part, filling)
    box.addWidget(grid)
    made.append(grid)
    for each in grid.rows:
        _listen(each, filling)
        filling.show(each.ref, each)
        yield each


def _question(question: Question, filling: Filling) -> Block:
    if question.type == "note":
        return NoteBlock(question)
    node = filling.session.node(question.ref)
    block = QuestionBlock(question, make_control(question, node.choices, filling.today))
    _listen(block, filling)
    return block


def _listen(block: Block, filling: Filling) -> None:
    if block.control is not None:
        block.control.typed.connect(partial(filling.typed.emit, block))
        block.control.answered.connect(partial(filling.chose.emit, block))
        block.stepped.connect(partial(filling.stepped.emit, block))
