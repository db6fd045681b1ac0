"""Sentences under each other, each with a symbol before its first line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from veldwerk.ui import widgets as w


def point(icon: str, text: str, kind: str = "") -> QHBoxLayout:
    """One of them; `kind` is that of its label."""
    line = w.row(gap=10)
    line.addWidget(w.icon_label(icon, "muted", 18), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(w.label(text, kind, wrap=True), 1)
    return line


def points(told: Sequence[tuple[str, str]], kind: str = "") -> QWidget:
    """All of them: (icon, sentence)."""
    return w.clear_box(w.column(*(point(icon, text, kind) for icon, text in told), gap=8))
