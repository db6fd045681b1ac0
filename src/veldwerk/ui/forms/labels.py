"""Labels that take the width of their words before they wrap."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from veldwerk.ui.forms.words import is_marked, to_html

_WIDE = 4000


class Words(QLabel):
    """A wrapping label; its hint is the width of the text on one line, so that it never wraps too early."""

    def __init__(self, text: str = "", kind: str = "") -> None:
        super().__init__()
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if kind:
            self.setProperty("kind", kind)
        self.say(text)

    def say(self, text: str) -> None:
        """Show `text`, which may hold the markdown subset of a form."""
        marked = is_marked(text)
        self.setTextFormat(Qt.TextFormat.RichText if marked else Qt.TextFormat.PlainText)
        shown = to_html(text) if marked else text
        if shown != self.text():
            self.setText(shown)

    def sizeHint(self) -> QSize:
        if self.textFormat() == Qt.TextFormat.RichText or "\n" in self.text():
            return super().sizeHint()
        self.ensurePolished()
        metrics = self.fontMetrics()
        return QSize(min(metrics.horizontalAdvance(self.text()) + 4, _WIDE), metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.fontMetrics().height())
