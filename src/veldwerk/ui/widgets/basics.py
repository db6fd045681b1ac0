"""Labels, buttons and boxes in the looks of the style sheet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from veldwerk.ui import icons, theme

Part = QWidget | QLayout | int | None
"""What `row` and `column` take: a widget, a layout, a gap in px, or None for a stretch."""


def set_kind(widget: QWidget, kind: str = "", **more: object) -> None:
    """Set the look (`kind`) and other style properties, and have the sheet read again."""
    if kind:
        widget.setProperty("kind", kind)
    for name, value in more.items():
        widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def literal(text: str) -> str:
    """`text` as it must be given to a button or action, where & would be taken for a shortcut mark."""
    return text.replace("&", "&&")


def label(text: str, kind: str = "", wrap: bool = False) -> QLabel:
    """A plain-text label. `kind`: title, figure, card-title, name, question, muted, small, complaint, badge."""
    # A line never begins with the dot between two facts.
    made = QLabel(text.replace(" · ", "\u00a0· ") if wrap else text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if wrap:
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    if kind:
        made.setProperty("kind", kind)
    return made


def badge(text: str, tone: str = "") -> QLabel:
    """A short word on a tint: `tone` soft, info, ok, warn, danger, or empty for grey. Never colour alone."""
    made = label(text, "badge")
    made.setProperty("tone", tone)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def icon_label(name: str, role: str = "muted", size: float = 20) -> QLabel:
    """A symbol beside words; it says nothing of its own to a screen reader."""
    made = QLabel()
    made.setFixedSize(theme.px(size), theme.px(size))
    icons.put(made, name, role, size)
    return made


_INK = {"primary": "on_primary", "danger": "danger", "quiet": "primary", "find": "faint"}


class _Button(QPushButton):
    """Enter presses it too. Keeps room for its words in bold, in which the sheet shows it once it is checked."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.isCheckable():
            self.click()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self.isCheckable():
            bold = self.font()
            bold.setBold(True)
            more = QFontMetrics(bold).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(
                self.text()
            )
            hint.setWidth(hint.width() + max(more, 0))
        return hint

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def button(
    name: str,
    text: str,
    clicked: Callable[[], object] | None = None,
    *,
    kind: str = "plain",
    icon: str = "",
    spoken: str = "",
) -> QPushButton:
    """A button. `name` is its objectName: a command or field id. `kind`: primary, plain, danger, quiet, icon.

    An `icon` button shows no words; its text becomes the tooltip and the accessible name. `spoken` tells apart
    buttons that show the same words («Bezoek beginnen: mevrouw Smit»).
    """
    shown = "" if kind == "icon" else literal(text)
    made = _Button(shown)
    made.setObjectName(name)
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    made.setAccessibleName(spoken or text)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    if kind == "icon":
        made.setToolTip(text)
    if icon:
        icons.put(made, icon, _INK.get(kind, "text"), 18)
    if clicked is not None:
        made.clicked.connect(lambda _checked=False: clicked())
    return made


def line() -> QFrame:
    """A thin line between parts."""
    made = QFrame()
    made.setProperty("kind", "line")
    return made


def _fill(box: QBoxLayout, parts: tuple[Part, ...], gap: float, margin: float) -> None:
    box.setSpacing(theme.px(gap))
    edge = theme.px(margin)
    box.setContentsMargins(edge, edge, edge, edge)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.addSpacing(theme.px(part))
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)


def row(*parts: Part, gap: float = 8, margin: float = 0) -> QHBoxLayout:
    """Parts side by side."""
    box = QHBoxLayout()
    _fill(box, parts, gap, margin)
    return box


def column(*parts: Part, gap: float = 8, margin: float = 0) -> QVBoxLayout:
    """Parts under each other."""
    box = QVBoxLayout()
    _fill(box, parts, gap, margin)
    return box


def clear_box(layout: QLayout) -> QWidget:
    """A widget without a look of its own around `layout`."""
    made = QWidget()
    made.setProperty("kind", "clear")
    made.setLayout(layout)
    return made


def empty_layout(layout: QLayout) -> None:
    """Take everything out of `layout` and let the widgets go."""
    while (item := layout.takeAt(0)) is not None:
        _let_go(item)


def _let_go(item: QLayoutItem) -> None:
    widget, inner = item.widget(), item.layout()
    if widget is not None:
        widget.hide()
        widget.deleteLater()
    elif inner is not None:
        empty_layout(inner)


def scrolled(inner: QWidget, name: str) -> QScrollArea:
    """`inner` in a scroll area that never asks for more room than it gets."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setMinimumSize(theme.px(160), theme.px(120))
    inner.setProperty("kind", "clear")
    area.setWidget(inner)
    area.viewport().setAutoFillBackground(False)
    return area


class Elided(QLabel):
    """One line that is cut with «…» when there is no room; whole in the tooltip and for a screen reader."""

    def __init__(self, text: str = "", kind: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if kind:
            self.setProperty("kind", kind)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self._tip()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tip()

    def _tip(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.width()
        self.setToolTip(self.text() if cut else "")

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        cut = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)
