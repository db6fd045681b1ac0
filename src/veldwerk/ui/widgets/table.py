"""A plain table to read: figures right, words left, striped, its content spoken cell by cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableWidget, QTableWidgetItem

from veldwerk.ui import theme


class Table(QTableWidget):
    """Read-only rows of words. As high as its rows, up to `most` of them."""

    def __init__(self, name: str, spoken: str, headings: Sequence[str] = (), most: int = 12) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self._most = most
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(36))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._head(headings)

    def _head(self, headings: Sequence[str]) -> None:
        self.setColumnCount(len(headings))
        self.setHorizontalHeaderLabels(list(headings))
        self.horizontalHeader().setVisible(bool(headings))

    def show_table(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show these rows under these headings (none = no heading line)."""
        self._head(headings)
        width = max((len(r) for r in rows), default=len(headings))
        self.setColumnCount(max(width, len(headings)))
        self.setRowCount(len(rows))
        for at, cells in enumerate(rows):
            for place, text in enumerate(cells):
                item = QTableWidgetItem(text)
                # Words with a figure in them stay left: «Ctrl+1», «F6».
                if place and len(text) <= 8 and any(c.isdigit() for c in text) and not text[0].isalpha():
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                    item.setFont(theme.current().font(15, figures=True))
                self.setItem(at, place, item)
        header = self.horizontalHeader()
        for place in range(self.columnCount()):
            mode = QHeaderView.ResizeMode.Stretch if place == 0 else QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(place, mode)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        rows = min(max(self.rowCount(), 1), self._most)
        head = theme.px(36) if not self.horizontalHeader().isHidden() else 0
        return QSize(theme.px(320), rows * self.verticalHeader().defaultSectionSize() + head + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(160), self.sizeHint().height())
