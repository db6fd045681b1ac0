"""Label and value under each other, for reading."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from veldwerk.ui import theme
from veldwerk.ui.widgets import label


def facts(rows: Sequence[tuple[str, str]], faint: str = "") -> QWidget:
    """`rows` as two columns; a value equal to `faint` («niet bekend») is muted."""
    made = QWidget()
    made.setProperty("kind", "clear")
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.px(16))
    grid.setVerticalSpacing(theme.px(8))
    grid.setColumnMinimumWidth(0, theme.px(132))
    grid.setColumnStretch(1, 1)
    for at, (name, value) in enumerate(rows):
        first = label(name, "muted")
        second = label(value, "muted" if faint and value == faint else "", wrap=True)
        second.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        second.setAccessibleName(f"{name}: {value}")
        # As high as the text is at its width: the least height of a page would otherwise count narrow lines.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        second.setSizePolicy(policy)
        grid.addWidget(first, at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(second, at, 1)
    return made
