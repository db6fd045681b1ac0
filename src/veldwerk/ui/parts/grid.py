"""Cards of equal width in as many columns as there is room for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from veldwerk.ui import theme


class CardGrid(QWidget):
    """`least` is the narrowest a card may be, in px at 100 % text; at most `most` beside each other."""

    def __init__(self, cards: Sequence[QWidget] = (), least: int = 210, most: int = 4, gap: int = 12) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._cards: list[QWidget] = []
        self._least, self._most = least, most
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(gap))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_cards(cards)

    def show_cards(self, cards: Sequence[QWidget]) -> None:
        """Show these instead; the ones before go."""
        for old in self._cards:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._cards = list(cards)
        self._columns = 0
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        gap = self._grid.horizontalSpacing()
        fit = (self.width() + gap) // (theme.px(self._least) + gap)
        # An even share: 8 cards go 4 + 4 or 2 × 4, never 3 + 3 + 2.
        columns = max(min(fit, self._most), 1)
        if columns == 3 and len(self._cards) % 3 and not len(self._cards) % 2:
            columns = 2
        if columns == self._columns:
            return
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 0)
        self._columns = columns
        for at, card in enumerate(self._cards):
            self._grid.addWidget(card, at // columns, at % columns)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
