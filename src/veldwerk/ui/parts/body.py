"""What a page scrolls: as high as its words are at the width there is, not as high as they would be when narrow."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLayout, QWidget


class Body(QWidget):
    """The inside of `scrolled`. Its least height is left to the layout at its real width: Qt's own least height
    counts every wrapped text at its narrowest, which leaves an empty stretch under a long page.
    """

    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self.setLayout(layout)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)
