"""One page of the form: a card in a scroll area, as wide as reads well."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from veldwerk.ui import theme
from veldwerk.ui.forms.block import Block
from veldwerk.ui.forms.build import steps
from veldwerk.ui.forms.filling import Filling
from veldwerk.ui.forms.labels import Words
from veldwerk.ui.forms.plan import Page
from veldwerk.ui.forms.series import PagePart
from veldwerk.ui.widgets.basics import column
from veldwerk.xlsform import Node

COLUMN, EDGE = 700, 20
"""Most px a question is wide, and the edge around it, at 100 % text."""


class Leaf(QScrollArea):
    """Begins empty; `build_next` adds a question at a time, `complete` all that is left. It must be in its place in the
    window before that: a widget that moves is styled anew with all that is in it.
    """

    def __init__(self, page: Page, filling: Filling, title: str) -> None:
        super().__init__()
        self.page, self._filling = page, filling
        self.setObjectName(f"{page.ref}:page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(theme.px(200), theme.px(60))
        self.viewport().setAutoFillBackground(False)
        self._title = Words(title, "title")
        self._hint = Words("", "muted")
        self.box: QVBoxLayout = column(self._title, self._hint, gap=20)
        card = QFrame()
        card.setProperty("kind", "card")
        outer = QVBoxLayout(card)
        edge = theme.px(EDGE)
        outer.setContentsMargins(edge, edge, edge, edge)
        outer.addLayout(self.box)
        outer.addStretch(1)
        card.setMaximumWidth(theme.px(COLUMN + 2 * EDGE) + 2)
        inner = QWidget()
        inner.setProperty("kind", "clear")
        line = QHBoxLayout(inner)
        line.setContentsMargins(0, 0, theme.px(6), 0)
        line.addWidget(card, 1000)
        line.addStretch(1)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)
        self._hint.hide()
        self.parts: list[PagePart] = []
        self._steps = steps(self.box, page.parts, filling, self.parts)
        self.is_complete = False
        if page.titled:
            filling.show(page.ref, self)

    def build_next(self) -> bool:
        """Make one more question; False when all are there."""
        made = next(self._steps, None)
        if made is None:
            self.is_complete = True
        else:
            for inner in (made, *made.findChildren(QWidget)):
                inner.ensurePolished()
        return not self.is_complete

    def complete(self) -> None:
        """Make what is left, now."""
        for _each in self._steps:
            pass
        self.is_complete = True

    def entitle(self, title: str) -> None:
        """The name of the page, in the language of the form."""
        self._title.say(title)

    def draw(self, node: Node, complaint: str) -> None:
        """What the form says under the name of the page."""
        self._hint.say(node.hint)
        self._hint.setVisible(bool(node.hint))

    def blocks(self) -> list[Block]:
        """The questions, in order."""
        return [block for part in self.parts for block in part.blocks()]

    def answerable(self) -> list[Block]:
        """The questions that can be answered now, in order."""
        node = self._filling.session.node
        shown = [b for b in self.blocks() if b.control is not None and b.isVisibleTo(self)]
        return [block for block in shown if not node(block.ref).readonly]

    def stops(self) -> list[QWidget]:
        """What Tab can land on, in order."""
        return [stop for part in self.parts for stop in part.stops()]
