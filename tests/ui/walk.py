"""Walks the widgets of a window and says what is wrong with them, one sentence each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QScrollArea,
    QScrollBar,
    QTableView,
    QWidget,
)

from veldwerk.ui.rail import RailItem
from veldwerk.ui.widgets import Check, Elided, Radio

LEAST_TARGET = 32
SMALL_SCREEN = (1093, 540)
"""1366x768 at 125 % display scale, less task bar and title (UI.md Part A 3)."""

_LETTERS = re.compile(r"[^\W\d_]{2,}")
_TAGS = re.compile(r"<[^>]*>|&nbsp;")


def shown(root: QWidget) -> Iterator[QWidget]:
    """Every visible widget from `root` down, without the insides of Qt's own."""
    for widget in [root, *root.findChildren(QWidget)]:
        inside = widget.parentWidget()
        if not widget.isVisible() or isinstance(inside, (QComboBox, QHeaderView)):
            continue
        if isinstance(widget, (QScrollBar, QHeaderView)) or widget.objectName().startswith("qt_"):
            continue
        yield widget


def called(widget: QWidget) -> str:
    """How a problem names a widget."""
    words = widget.text() if isinstance(widget, (QLabel, QAbstractButton)) else ""
    return f"{type(widget).__name__} {widget.objectName() or '-'} «{words[:40]}»"


def nameless(root: QWidget) -> list[str]:
    """Focusable widgets without objectName, or without a name for a screen reader."""
    wrong = []
    for widget in shown(root):
        if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus or not widget.isEnabled() or widget.isWindow():
            continue
        if not widget.objectName():
            wrong.append(f"no objectName: {called(widget)}")
        spoken = QAccessible.queryAccessibleInterface(widget)
        if spoken is None or not (spoken.text(QAccessible.Text.Name) or widget.accessibleName()):
            wrong.append(f"no accessible name: {called(widget)}")
    return wrong


def twins(root: QWidget) -> list[str]:
    """Buttons of a page that a screen reader cannot tell apart."""
    seen: dict[str, str] = {}
    wrong = []
    for widget in shown(root):
        if isinstance(widget, QAbstractButton) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            if widget.property("on_rail"):
                continue
            name = widget.accessibleName()
            if name in seen and seen[name] != widget.objectName():
                wrong.append(f"same name «{name}»: {seen[name]} and {widget.objectName()}")
            seen[name] = widget.objectName()
    return wrong


def clipped(root: QWidget) -> list[str]:
    """Text that has less room than it needs, and pages wider than what they scroll in."""
    wrong = []
    for widget in shown(root):
        if isinstance(widget, QScrollArea):
            inner = widget.widget()
            if inner is not None and inner.minimumSizeHint().width() > widget.viewport().width() + 1:
                wrong.append(
                    f"wider than its scroll area by {inner.minimumSizeHint().width() - widget.viewport().width()}: "
                    f"{called(widget)}"
                )
        elif (
            isinstance(widget, Elided)
            or not isinstance(widget, (QLabel, QAbstractButton))
            or (isinstance(widget, QLabel) and not widget.text())
        ):
            continue
        elif isinstance(widget, (Check, Radio)) or (isinstance(widget, QLabel) and widget.wordWrap()):
            if isinstance(widget, QLabel) and widget.minimumSizeHint().width() > widget.width() + 1:
                wrong.append(f"a word is wider than {widget.width()} px: {called(widget)}")
            need = widget.heightForWidth(widget.width())
            if need > widget.height() + 1:
                wrong.append(f"needs {need} px height, has {widget.height()}: {called(widget)}")
        elif isinstance(widget, RailItem):
            if widget.sizeHint().height() > widget.height() + 1:
                wrong.append(f"rail item too low: {called(widget)}")
        elif (
            widget.sizeHint().width() > widget.width() + 1 or widget.sizeHint().height() > widget.height() + 1
        ):
            wrong.append(
                f"needs {widget.sizeHint().toTuple()}, has {widget.size().toTuple()}: {called(widget)}"
            )
    return wrong


def small(root: QWidget) -> list[str]:
    """Things to press that are smaller than 32 px."""
    return [
        f"{widget.width()}x{widget.height()}: {called(widget)}"
        for widget in shown(root)
        if isinstance(widget, (QAbstractButton, QLineEdit, QComboBox))
        and type(widget).__name__ != "QTableCornerButton"
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and (widget.width() < LEAST_TARGET or widget.height() < LEAST_TARGET)
    ]


def too_large(root: QWidget) -> list[str]:
    """What asks for more room than a small laptop has."""
    hint = root.minimumSizeHint().expandedTo(root.minimumSize())
    if hint.width() > SMALL_SCREEN[0] or hint.height() > SMALL_SCREEN[1]:
        return [f"asks for {hint.width()}x{hint.height()}: {called(root)}"]
    return []


def texts(widget: QWidget) -> Iterator[str]:
    """All that a widget shows or says."""
    yield widget.toolTip()
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    if widget.isWindow():
        yield widget.windowTitle()
    if isinstance(widget, (QLabel, QAbstractButton)):
        yield widget.text()
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    if isinstance(widget, QTableView):
        model = widget.model()
        for place in range(model.columnCount()):
            yield str(model.headerData(place, Qt.Orientation.Horizontal) or "")
            yield from (_cell(model.index(at, place)) for at in range(min(model.rowCount(), 50)))
    elif isinstance(widget, QListView):
        rows = widget.model()
        yield from (_cell(rows.index(at, 0)) for at in range(min(rows.rowCount(), 50)))


def _cell(index: QModelIndex) -> str:
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data() or "")


def untranslated(root: QWidget, data: Callable[[str], bool] = lambda _text: False) -> list[str]:
    """Words on screen that did not come through the pseudo catalogue and are not `data` (names, places)."""
    wrong = []
    for widget in shown(root):
        if type(widget).__name__ == "_PageView":
            continue  # paper has the language of its letter
        for text in texts(widget):
            plain = _TAGS.sub(" ", text).replace("&&", "&")
            left, number = plain, 1
            while number:  # a moment inside a sentence inside another
                left, number = re.subn(r"⟦[^⟦⟧]*⟧", "", left)
            if _LETTERS.search(left) and "Veldwerk" not in left and not data(left.strip()):
                wrong.append(f"«{left.strip()}» in {called(widget)}")
    return sorted(set(wrong))
