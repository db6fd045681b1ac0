"""The list of pages at the left: where you are, what is done, what is not, and how far you are in all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from veldwerk.texts import _, ngettext
from veldwerk.ui import icons, theme
from veldwerk.ui.forms.control import ENTER
from veldwerk.ui.forms.tally import Mark
from veldwerk.ui.widgets import FlowLayout, Segmented, label, scrolled
from veldwerk.ui.widgets.basics import column

_SIGNS = {
    Mark.TODO: ("todo", "muted"),
    Mark.DOING: ("doing", "primary"),
    Mark.DONE: ("done", "ok"),
    Mark.PROBLEM: ("danger", "danger"),
}
_WORDS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class Item(QPushButton):
    """One page. Arrow keys walk through the list, Enter goes into the page."""

    entered = Signal()

    def __init__(self, ref: str) -> None:
        super().__init__()
        self.setObjectName(f"{ref}:outline")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._mark = Mark.TODO

    def show_state(self, text: str, mark: Mark, answered: int, asked: int) -> None:
        """The page's name, its mark and its count."""
        state = {
            Mark.TODO: _("not begun"),
            Mark.DOING: _("begun"),
            Mark.DONE: _("done"),
            Mark.PROBLEM: _("needs attention"),
        }[mark]
        spoken = _("{page}: {state}, {answered} of {asked}").format(
            page=text, state=state, answered=answered, asked=asked
        )
        if (text, mark, spoken) != (self.text(), self._mark, self.accessibleName()):
            self._mark = mark
            self.setText(text)
            self.setAccessibleName(spoken)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(80), self.heightForWidth(self.width() if self.isVisible() else theme.px(198)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(80), theme.px(34))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = max(width - theme.px(42), 1)
        metrics = QFontMetrics(theme.current().font(15))
        words = metrics.boundingRect(0, 0, room, 1000, int(_WORDS), self.text())
        return max(theme.px(34), words.height() + theme.px(10))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != self.width():
            # The scroll bar came or went after heights were worked out: the words may wrap otherwise now.
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("soft" if self.isChecked() else "hover"))
            painter.drawRoundedRect(self.rect(), now.px(6), now.px(6))
        sign, role = _SIGNS[self._mark]
        side = now.px(20)
        mark = icons.pixmap(sign, "on_soft" if self.isChecked() and role == "muted" else role, 20)
        painter.drawPixmap(QRect(now.px(8), (self.height() - side) // 2, side, side), mark)
        painter.setPen(now.colour("on_soft" if self.isChecked() else "text"))
        painter.setFont(now.font(15))
        painter.drawText(self.rect().adjusted(now.px(36), 0, -now.px(6), 0), int(_WORDS), self.text())


class Outline(QFrame):
    """Progress, the pages, and the language of the form when it has more than one."""

    chosen = Signal(str)
    entered = Signal()
    language = Signal(str)

    def __init__(self, pages: Sequence[str], languages: Sequence[tuple[str, str]], language: str) -> None:
        super().__init__()
        self.setObjectName("form.outline")
        self.setProperty("kind", "card")
        self.setAccessibleName(_("Parts of the form"))
        self._count = label("", "muted", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Progress"))
        head = FlowLayout(gap=8)
        title = label(_("Progress"), "question")
        title.setMinimumHeight(theme.px(40))
        head.addWidget(title)
        self.languages: Segmented | None = None
        if len(languages) > 1:
            self.languages = Segmented("form.language", _("Language of the form"), languages, value=language)
            self.languages.changed.connect(self.language)
            head.addWidget(self.languages)
        self._items: dict[str, Item] = {}
        self._listing = QWidget()
        box = QVBoxLayout(self._listing)
        box.setContentsMargins(0, 0, theme.px(2), 0)
        box.setSpacing(theme.px(2))
        for ref in pages:
            item = Item(ref)
            item.toggled.connect(partial(self._toggled, ref))
            item.entered.connect(self.entered)
            box.addWidget(item)
            self._items[ref] = item
        box.addStretch(1)
        self._area = scrolled(self._listing, "form.outline.list")
        self._area.setMinimumSize(theme.px(80), theme.px(60))
        self.setLayout(column(head, self._bar, self._count, self._area, gap=8, margin=10))

    def _toggled(self, ref: str, on: bool) -> None:
        if on:
            self.chosen.emit(ref)

    def choose(self, ref: str) -> None:
        """Mark where we are, without telling."""
        item = self._items[ref]
        item.blockSignals(True)
        item.setChecked(True)
        item.blockSignals(False)
        for each in self._items.values():
            stop = each is item
            each.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stop else Qt.FocusPolicy.ClickFocus)
            each.update()
        self._area.ensureWidgetVisible(item, 0, theme.px(40))

    def show_page(self, ref: str, text: str, mark: Mark, count: tuple[int, int], shown: bool) -> None:
        """How one page stands; a page that is not relevant is left out."""
        item = self._items[ref]
        item.setVisible(shown)
        item.show_state(text, mark, *count)

    def show_progress(self, answered: int, asked: int) -> None:
        """How the form stands."""
        self._bar.setMaximum(max(asked, 1))
        self._bar.setValue(answered)
        words = ngettext(
            "{answered} of {asked} question answered", "{answered} of {asked} questions answered", asked
        ).format(answered=answered, asked=asked)
        self._count.setText(words)
        self._bar.setAccessibleDescription(words)

    def stops(self) -> list[QWidget]:
        """What Tab can land on, in order."""
        languages: list[QWidget] = list(self.languages.findChildren(QPushButton)) if self.languages else []
        return [*languages, *self._items.values()]
