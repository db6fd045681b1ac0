"""Cards, figures and the empty state."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QSizePolicy, QWidget

from veldwerk.ui import icons, theme
from veldwerk.ui.widgets.basics import Part, badge, button, column, label, row


class Card(QFrame):
    """A white panel with an optional title, and at its right end what belongs to it (badge, quiet button).

    `body` takes the rest: `card.add(widget)`.
    """

    def __init__(
        self, title: str = "", *parts: Part, right: QWidget | None = None, soft: bool = False
    ) -> None:
        super().__init__()
        self.setProperty("kind", "card-soft" if soft else "card")
        self.title_label = label(title, "card-title", wrap=True)
        self.body = column(*parts, gap=12)
        outer = column(gap=12, margin=16)
        if title or right is not None:
            head = row(self.title_label, gap=8)
            head.setStretch(0, 1)
            if right is not None:
                head.addWidget(right, 0, Qt.AlignmentFlag.AlignTop)
            outer.addLayout(head)
        outer.addLayout(self.body, 1)
        # Room that the body cannot use goes here, not between title and body.
        outer.addStretch(0)
        self.setLayout(outer)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def add(self, *parts: QWidget | QLayout) -> None:
        """Put more under what is there."""
        for part in parts:
            if isinstance(part, QLayout):
                self.body.addLayout(part)
            else:
                self.body.addWidget(part)


class Figure(Card):
    """One large figure with its words, and a badge that puts it in place («2 wachten»)."""

    def __init__(self, figure: str, words: str, note: str = "", tone: str = "info") -> None:
        super().__init__()
        self.figure_label = label(figure, "figure")
        self.note_label = badge(note, tone)
        if not note:
            self.note_label.hide()
        self.words_label = label(words, "muted", wrap=True)
        line = row(self.figure_label, self.note_label, None, gap=12)
        self.body.setSpacing(theme.px(2))
        self.add(line, self.words_label)

    def show_figure(self, figure: str, words: str = "", note: str = "") -> None:
        """Change what it says; empty `words` keeps the words."""
        self.figure_label.setText(figure)
        if words:
            self.words_label.setText(words)
        self.note_label.setText(note)
        self.note_label.setVisible(bool(note))


class Empty(QWidget):
    """Nothing here: what will be here, and the one button that begins it.

    Three cases by their words: nothing yet (with the button that begins), nothing chosen (no button), nothing
    matches (the button clears the filter).
    """

    def __init__(
        self,
        name: str,
        title: str,
        text: str = "",
        *,
        icon: str = "info",
        action: str = "",
        clicked: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("kind", "clear")
        sign = label("", "disc")
        sign.setFixedSize(theme.px(76), theme.px(76))
        sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        icons.put(sign, icon, "on_soft", 34)
        heading = label(title, "card-title", wrap=True)
        words = label(text, "muted", wrap=True)
        for part in (heading, words):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        box = column(None, gap=8, margin=24)
        box.addWidget(sign, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(heading)
        if text:
            box.addWidget(words)
        if action:
            box.addSpacing(theme.px(8))
            begin = button(f"{name}.action", action, clicked, kind="primary")
            box.addWidget(begin, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)
        self.setLayout(box)
