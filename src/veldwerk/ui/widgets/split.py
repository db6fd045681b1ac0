"""Two panes: a list and what is chosen, or a main column and a side column; they fold when the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSplitter, QVBoxLayout, QWidget

from veldwerk.texts import _
from veldwerk.ui import theme
from veldwerk.ui.widgets.basics import button

FOLD_AT = 760
"""Width in px at 100 % text under which a list and its detail take turns."""


class SplitView(QWidget):
    """List left, detail right. Narrow: one of them, with «back to the list»."""

    folded = Signal(bool)

    def __init__(self, name: str, master: QWidget, detail: QWidget, master_width: int = 372) -> None:
        super().__init__()
        self.setObjectName(name)
        self._master = master
        self._back = button(f"{name}.back", _("Back to the list"), self.show_list, kind="quiet", icon="back")
        self._right = QWidget()
        inner = QVBoxLayout(self._right)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.px(8))
        inner.addWidget(self._back)
        inner.addWidget(detail, 1)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(theme.px(16))
        self._splitter.addWidget(master)
        self._splitter.addWidget(self._right)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([theme.px(master_width), theme.px(2000)])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._splitter)
        self._detail_first = False
        self._narrow: bool | None = None
        self._back.hide()

    @property
    def narrow(self) -> bool:
        """Whether only one pane is shown."""
        return bool(self._narrow)

    def show_detail(self) -> None:
        """Bring the detail forward when there is room for one pane only."""
        self._detail_first = True
        self._fold()

    def show_list(self) -> None:
        """Bring the list forward when there is room for one pane only, and put the focus in it."""
        self._detail_first = False
        self._fold()
        self._master.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.px(FOLD_AT)
        if narrow != self._narrow:
            self._narrow = narrow
            self._fold()
            self.folded.emit(narrow)

    def _fold(self) -> None:
        narrow = bool(self._narrow)
        self._back.setVisible(narrow)
        self._master.setVisible(not narrow or not self._detail_first)
        self._right.setVisible(not narrow or self._detail_first)


class Columns(QWidget):
    """A wide column and a side column of fixed width; under `fold_at` px the side goes underneath."""

    def __init__(self, main: QWidget, side: QWidget, side_width: int = 340, fold_at: int = 820) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._side, self._side_width, self._fold_at = side, theme.px(side_width), theme.px(fold_at)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.px(20))
        self._box.addWidget(main, 1)
        self._box.addWidget(side, 0)
        self.setLayout(self._box)
        self._fold(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold(self.width() < self._fold_at)

    def _fold(self, narrow: bool) -> None:
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._box.direction() != direction:
            self._box.setDirection(direction)
        self._side.setMinimumWidth(0 if narrow else self._side_width)
        self._side.setMaximumWidth(16777215 if narrow else self._side_width)
