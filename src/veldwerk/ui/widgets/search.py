"""A search line that waits a moment after typing before it asks."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from veldwerk.ui import icons, theme

DEBOUNCE_MS = 120


class SearchField(QLineEdit):
    """`searched(text)` 120 ms after the last key, at once on Enter. Escape clears."""

    searched = Signal(str)

    def __init__(self, name: str, placeholder: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setClearButtonEnabled(False)
        self.setTextMargins(theme.px(24), 0, 0, 0)
        self.setMinimumWidth(theme.px(160))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self._tell)
        self.textChanged.connect(lambda _text: self._timer.start())
        self.returnPressed.connect(self._tell)

    def _tell(self) -> None:
        self._timer.stop()
        self.searched.emit(self.text().strip())

    def clear_now(self) -> None:
        """Empty it and ask at once (the button «clear filter»)."""
        self.clear()
        self._tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        sign = icons.pixmap("search", "muted", 18)
        painter.drawPixmap(QPoint(theme.px(10), (self.height() - theme.px(18)) // 2), sign)
