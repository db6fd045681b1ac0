"""Fields or buttons side by side, going on under each other when there is no room."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget

from veldwerk.ui.widgets import FlowLayout


def beside(*parts: QWidget, gap: float = 12) -> QWidget:
    """Each part keeps its own width; tops line up also when one of them complains."""
    made = QWidget()
    made.setProperty("kind", "clear")
    flow = FlowLayout(made, gap)
    for part in parts:
        flow.addWidget(part)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made
