"""Lists of two-line rows: a quick painted list for many records, a card of real widgets for a few with buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from veldwerk.ui import icons, theme
from veldwerk.ui.models import ID_ROLE, ROW_ROLE, Row, RowModel
from veldwerk.ui.widgets.basics import badge, clear_box, column, icon_label, label, line, row, set_kind

Index = QModelIndex | QPersistentModelIndex
T = TypeVar("T")
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_TONES = {
    "": ("muted", "sunken"),
    "soft": ("on_soft", "soft"),
    **{tone: (tone, f"{tone}_soft") for tone in ("info", "ok", "warn", "danger")},
}


class RowDelegate(QStyledItemDelegate):
    """Paints a `Row`: disc or symbol, name, badge, second line, meta; selection as tint and bar."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        found = index.data(ROW_ROLE)
        heading = isinstance(found, Row) and found.heading
        single = isinstance(found, Row) and not found.subtitle
        return QSize(theme.px(160), theme.px(36 if heading else 48 if single else 62))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found = index.data(ROW_ROLE)
        if not isinstance(found, Row):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRect(option.rect)
        if found.heading:
            self._heading(painter, area, found)
        else:
            self._row(painter, area, found, option.state)
        painter.restore()

    def _heading(self, painter: QPainter, area: QRect, found: Row) -> None:
        now = theme.current()
        painter.setPen(now.colour("muted"))
        painter.setFont(now.font(13, bold=True))
        edge = now.px(16)
        painter.drawText(area.adjusted(edge, now.px(6), -edge, 0), int(_LEFT), found.title)
        if found.meta:
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(area.adjusted(edge, now.px(6), -edge, 0), int(right), found.meta)

    def _row(self, painter: QPainter, area: QRect, found: Row, state: QStyle.StateFlag) -> None:
        now = theme.current()
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if chosen or hovered:
            painter.fillRect(area, now.colour("soft" if chosen else "hover"))
        else:
            painter.setPen(QPen(now.colour("line"), 1))
            painter.drawLine(
                area.left() + now.px(16), area.bottom(), area.right() - now.px(16), area.bottom()
            )
        if chosen:
            painter.fillRect(QRect(area.left(), area.top(), now.px(4), area.height()), now.colour("primary"))
        left, right = area.left() + now.px(16), area.right() - now.px(14)
        left = self._sign(painter, area, left, found, chosen)
        above = now.px(9) if found.subtitle else (area.height() - now.px(22)) // 2
        top = QRect(left, area.top() + above, right - left, now.px(22))
        ink = now.colour("on_soft" if chosen else "text")
        if found.meta:
            width = self._write(painter, top, found.meta, 13, "muted", Qt.AlignmentFlag.AlignRight)
            top.setRight(top.right() - width - now.px(8))
        if found.badge:
            top.setRight(self._badge(painter, top, found) - now.px(8))
        painter.setPen(ink)
        font = now.font(16, bold=True)
        painter.setFont(font)
        cut = QFontMetrics(font).elidedText(found.title, Qt.TextElideMode.ElideRight, top.width())
        painter.drawText(top, int(_LEFT), cut)
        under = QRect(left, area.top() + now.px(32), right - left, now.px(20))
        self._write(painter, under, found.subtitle, 14, "on_soft" if chosen else "muted")

    def _sign(self, painter: QPainter, area: QRect, left: int, found: Row, chosen: bool) -> int:
        now = theme.current()
        if found.initials:
            disc = icons.initials_disc(found.initials, 36, "surface" if chosen else "soft")
            painter.drawPixmap(QPoint(left, area.center().y() - now.px(18)), disc)
            return left + now.px(48)
        if found.icon:
            role = "on_soft" if chosen else found.icon_tone
            painter.drawPixmap(
                QPoint(left, area.center().y() - now.px(11)), icons.pixmap(found.icon, role, 22)
            )
            return left + now.px(34)
        return left

    def _write(
        self,
        painter: QPainter,
        area: QRect,
        text: str,
        size: float,
        role: str,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> int:
        now = theme.current()
        font = now.font(size)
        painter.setFont(font)
        painter.setPen(now.colour(role))
        metrics = QFontMetrics(font)
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(side | Qt.AlignmentFlag.AlignVCenter), cut)
        return metrics.horizontalAdvance(cut)

    def _badge(self, painter: QPainter, area: QRect, found: Row) -> int:
        """Paint the badge at the right end of `area`; its left edge comes back."""
        now = theme.current()
        ink, ground = _TONES[found.tone]
        font = now.font(13, bold=True)
        width = QFontMetrics(font).horizontalAdvance(found.badge) + now.px(20)
        box = QRect(area.right() - width, area.top(), width, now.px(21))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(now.tokens, ground)))
        painter.drawRoundedRect(box, now.px(9), now.px(9))
        painter.setPen(now.colour(ink))
        painter.setFont(font)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), found.badge)
        return box.left()


class RecordList(QListView):
    """A list of records. `chosen(id)` when the user moves to a row, `opened(id)` at Enter or double click.

    The chosen record stays chosen through `show_rows` as long as it is shown.
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self._rows = RowModel()
        self._quiet = False
        self.setModel(self._rows)
        self.setItemDelegate(RowDelegate(self))
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(200)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMinimumSize(theme.px(200), theme.px(100))
        self.selectionModel().currentChanged.connect(self._moved)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; keeps the chosen record and the scroll position."""
        kept, place = self.current_id(), self.verticalScrollBar().value()
        self._quiet = True
        self._rows.set_rows(rows)
        self._quiet = False
        if kept:
            self.choose(kept)
        self.verticalScrollBar().setValue(place)

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._rows.rows

    def current_id(self) -> str:
        """The id of the chosen record, "" when none."""
        return str(self.currentIndex().data(ID_ROLE) or "")

    def choose(self, record: str, tell: bool = False) -> bool:
        """Choose by record id; False when it is not in the list. `tell` emits `chosen`."""
        index = self._rows.index_of(record)
        if not index.isValid():
            return False
        self._quiet = not tell
        self.setCurrentIndex(index)
        self._quiet = False
        return True

    def choose_first(self) -> None:
        """Choose the first record, and tell."""
        first = next((r.id for r in self._rows.rows if not r.heading), "")
        if first:
            self.choose(first, tell=True)

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not self._quiet and now.isValid():
            self.chosen.emit(str(now.data(ID_ROLE)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_id():
            self.opened.emit(self.current_id())
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if self.indexAt(event.position().toPoint()).isValid():
            self.opened.emit(self.current_id())


class RowCard(QFrame):
    """One row as a card of its own, with room for a time in front and a button behind («Bezoek beginnen»)."""

    def __init__(
        self, found: Row, *, front: str = "", end: QWidget | None = None, soft: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName(f"row.{found.id}")
        set_kind(self, "card-soft" if soft else "card")
        box = row(gap=12, margin=0)
        edge = theme.px(16)
        box.setContentsMargins(edge, theme.px(10), theme.px(12), theme.px(10))
        if front:
            time = label(front, "card-title")
            time.setFont(theme.current().font(18, bold=True, figures=True))
            time.setMinimumWidth(theme.px(56))
            box.addWidget(time)
        if found.icon:
            box.addWidget(icon_label(found.icon, found.icon_tone, 22))
        head = row(_Name(found.title), gap=10)
        if found.badge:
            head.addWidget(badge(found.badge, found.tone))
        head.addStretch(1)
        words = column(head, gap=2)
        if found.subtitle:
            words.addWidget(label(found.subtitle, "muted", wrap=True))
        box.addWidget(clear_box(words), 1)
        if found.meta:
            box.addWidget(label(found.meta, "muted"))
        if end is not None:
            box.addWidget(end)
        self.setLayout(box)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)


class _Name(QLabel):
    """A name that stays on one line while there is room for it, and wraps when there is not."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("kind", "name")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        metrics = QFontMetrics(theme.current().font(16, bold=True))
        self._whole = metrics.horizontalAdvance(text) + theme.px(4)
        self.setMinimumWidth(min(self._whole, theme.px(120)))

    def sizeHint(self) -> QSize:
        return QSize(self._whole, self.heightForWidth(self._whole))


def lines(rows: Sequence[Row], end: Callable[[Row], QWidget | None] | None = None) -> QWidget:
    """A few rows under each other with thin lines between, for inside a card."""
    box = column(gap=8)
    for at, found in enumerate(rows):
        if at:
            box.addWidget(line())
        inner = row(gap=12)
        if found.icon:
            inner.addWidget(icon_label(found.icon, found.icon_tone, 20), 0, Qt.AlignmentFlag.AlignTop)
        words = column(label(found.title, "question", wrap=True), gap=0)
        if found.subtitle:
            words.addWidget(label(found.subtitle, "muted", wrap=True))
        inner.addLayout(words, 1)
        if found.badge:
            inner.addWidget(badge(found.badge, found.tone), 0, Qt.AlignmentFlag.AlignTop)
        if found.meta:
            inner.addWidget(label(found.meta, "muted"), 0, Qt.AlignmentFlag.AlignTop)
        tail = end(found) if end is not None else None
        if tail is not None:
            inner.addWidget(tail)
        box.addLayout(inner)
    return clear_box(box)


def lines_of(
    items: Iterable[T], look: Callable[[T], Row], end: Callable[[T, Row], QWidget | None] | None = None
) -> QWidget:
    """`lines` of things that are not rows: `look` gives the row of one, `end` what stands behind it."""
    known = [(one, look(one)) for one in items]
    of = {row.id: one for one, row in known}
    return lines([row for _one, row in known], end and (lambda row: end(of[row.id], row)))
