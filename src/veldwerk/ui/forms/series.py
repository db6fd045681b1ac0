"""A repeat: a card for each, one button to add, and the last one taken away offered back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from veldwerk.texts import _
from veldwerk.ui import theme
from veldwerk.ui.forms.block import Block
from veldwerk.ui.forms.filling import Filling
from veldwerk.ui.forms.labels import Words
from veldwerk.ui.forms.plan import Ask, Series
from veldwerk.ui.forms.plan import Part as PlanPart
from veldwerk.ui.forms.words import to_plain
from veldwerk.ui.widgets import button, icon_label, label
from veldwerk.ui.widgets.basics import column, row
from veldwerk.xlsform import Node, Question


class PagePart(Protocol):
    """A widget on a page: a question, a table, a section or a repeat."""

    def blocks(self) -> list[Block]:
        """Its questions, in order."""

    def stops(self) -> list[QWidget]:
        """What Tab can land on, in order."""


Fill = Callable[[QVBoxLayout, Sequence[PlanPart], Filling], list[PagePart]]


class Card(QFrame):
    """One of a repeat. Its title is its first text answer, or its number."""

    def __init__(self, series: SeriesBlock, instance: Question, parts: tuple[PlanPart, ...]) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.instance = instance
        self.parts = parts
        self.title = Words("", "name")
        self.remove: QPushButton = button(
            f"{instance.ref}:remove", _("Remove"), lambda: series.remove(self), kind="quiet", icon="delete"
        )
        head: QHBoxLayout = row(gap=8)
        head.addWidget(self.title, 1)
        head.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        self.box: QVBoxLayout = column(head, gap=14, margin=14)
        self.setLayout(self.box)
        self.inner: list[PagePart] = []

    def first_text(self) -> str:
        """The ref of the question that names this card; "" when it has no text."""
        return next(
            (p.question.ref for p in self.parts if isinstance(p, Ask) and p.question.type == "text"), ""
        )

    def entitle(self, name: str, number: int, text: str, can_remove: bool) -> None:
        """`name` of the repeat, 1-based `number`, the `text` that names it."""
        self.title.say(text or f"{name} {number}")
        self.remove.setAccessibleName(_("Remove: {name}").format(name=self.title.text()))
        self.remove.setVisible(can_remove)


class SeriesBlock(QWidget):
    """The cards of one repeat. Shows the ref of the series."""

    def __init__(self, part: Series, filling: Filling, fill: Fill) -> None:
        super().__init__()
        self.part, self._filling, self._fill = part, filling, fill
        self._name = part.question.name
        self.ref = part.question.ref
        self.setObjectName(f"{self.ref}:series")
        self._title = Words("", "question")
        self._cards: list[Card] = []
        self._box: QVBoxLayout = column(gap=12)
        self._undo_words = label("", wrap=True)
        self.undo: QPushButton = button(
            f"{self.ref}:undo", _("Undo"), self._restore, kind="quiet", icon="undo"
        )
        self._undo_bar = self._bar()
        self._box.addWidget(self._undo_bar)
        self._kept: tuple[int, dict[str, str]] | None = None
        self.add: QPushButton = button(f"{self.ref}:add", _("Add another"), self._add, icon="add")
        self.setLayout(column(self._title, self._box, row(self.add, None), gap=8))
        filling.moved.connect(self._retitle)

    def _bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("kind", "notice")
        bar.setProperty("tone", "info")
        line = row(icon_label("info", "info", 20), self._undo_words, self.undo, gap=10)
        line.setStretch(1, 1)
        line.setContentsMargins(theme.px(12), theme.px(4), theme.px(6), theme.px(4))
        bar.setLayout(line)
        bar.hide()
        return bar

    def draw(self, node: Node, complaint: str) -> None:
        """The place of the series: its cards may have come or gone, and its name is in another language."""
        self._name = to_plain(node.label) or self.part.question.name
        self._title.say(node.label)
        self._title.setVisible(bool(node.label))
        self.add.setVisible(node.can_add)
        self.add.setAccessibleName(_("Add another: {name}").format(name=self._name))
        self.sync()
        self.setVisible(node.relevant)

    def sync(self) -> None:
        """Make the cards agree with the session."""
        wanted = self._filling.plan.instances(self.ref)
        while len(self._cards) > len(wanted):
            self._let_go(self._cards[-1])
        for instance in wanted[len(self._cards) :]:
            self._make(instance)
        for number, card in enumerate(self._cards, start=1):
            ref = card.first_text()
            text = self._filling.session.node(ref).value if ref in self._filling.plan.by_ref else ""
            can_remove = self._filling.session.node(card.instance.ref).can_remove
            card.entitle(self._name, number, text.strip(), can_remove)
            self._place(card, f"{self._name} {number}")

    def _make(self, instance: Question) -> None:
        card = Card(self, instance, self._filling.plan.parts(instance.ref))
        self._cards.append(card)
        self._box.addWidget(card)
        # At once, not at the next turn of the event loop: the keyboard goes into it now.
        card.show()
        card.inner = self._fill(card.box, card.parts, self._filling)

    def _place(self, card: Card, where: str) -> None:
        for block in self.blocks_of(card):
            if block.where != where:
                block.where = where
                self._filling.refresh_one(block.ref)

    def _retitle(self) -> None:
        if self.isVisible():
            self.sync()

    def _let_go(self, card: Card) -> None:
        self._cards.remove(card)
        self._box.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _add(self) -> None:
        self._forget_undo()
        self._filling.add_card(self.ref)
        self._draw_again()
        if self._cards:
            blocks = self.blocks_of(self._cards[-1])
            if blocks and blocks[0].control is not None:
                blocks[0].control.focus()

    def remove(self, card: Card) -> None:
        """Take a card away and offer it back."""
        at = self._cards.index(card)
        words = _("Removed: {name}").format(name=card.title.text())
        for later in self._cards[at:]:
            self._filling.forget(later.instance.ref)
        for later in self._cards[at:]:
            self._let_go(later)
        self._kept = (at, self._filling.remove_card(card.instance.ref))
        self._undo_words.setText(words)
        self.undo.setAccessibleName(_("Undo: {what}").format(what=words))
        # Where the card was: the eye is there.
        self._box.insertWidget(at, self._undo_bar)
        self._undo_bar.show()
        self._draw_again()
        self.undo.setFocus(Qt.FocusReason.TabFocusReason)

    def _restore(self) -> None:
        if self._kept is None:
            return
        at, kept = self._kept
        self._forget_undo()
        self._filling.restore_card(self.ref, at, kept)
        self._draw_again()
        blocks = self.blocks_of(self._cards[at]) if at < len(self._cards) else []
        if blocks and blocks[0].control is not None:
            blocks[0].control.focus()

    def _forget_undo(self) -> None:
        self._kept = None
        self._undo_bar.hide()

    def _draw_again(self) -> None:
        self.draw(self._filling.session.node(self.ref), "")
        self._filling.shaped.emit()

    def blocks_of(self, card: Card) -> list[Block]:
        """The questions of one card, in order."""
        return [block for part in card.inner for block in part.blocks()]

    def blocks(self) -> list[Block]:
        """The questions of all cards, in order."""
        return [block for card in self._cards for block in self.blocks_of(card)]

    def stops(self) -> list[QWidget]:
        """What Tab can land on, in order."""
        found: list[QWidget] = []
        for card in self._cards:
            found += [stop for part in card.inner for stop in part.stops()]
            found.append(card.remove)
        return [*found, self.undo, self.add]
