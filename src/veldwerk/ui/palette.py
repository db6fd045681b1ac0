"""Ctrl+K: find a person or organisation, or do something, by typing a few letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from veldwerk.texts import _
from veldwerk.ui import theme
from veldwerk.ui.commands import Commands, shown_shortcut
from veldwerk.ui.jobs import Jobs
from veldwerk.ui.models import Row
from veldwerk.ui.widgets.basics import column, icon_label, label, line, row
from veldwerk.ui.widgets.rows import RecordList

Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Found:
    """Something the palette offers. `act` on Enter, `also` on Ctrl+Enter (begin a visit)."""

    id: str
    title: str
    act: Act
    subtitle: str = ""
    icon: str = "next"
    also: Act | None = None


Source = Callable[[str], Sequence[Found]]
"""Gets what was typed, runs in a thread, gives the best first."""


@dataclass(slots=True)
class Finder:
    """The places where the palette looks beside the commands; screens add theirs."""

    sources: list[Source] = field(default_factory=list)

    def add(self, source: Source) -> None:
        self.sources.append(source)


def folded(text: str) -> str:
    """Lower case without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def score(typed: str, text: str) -> int:
    """How well `typed` fits `text`, 0 = not. Word beginnings count most, then runs, then letters in order."""
    want, have = folded(typed), folded(text)
    if not want:
        return 1
    if have.startswith(want):
        return 1000 - len(have)
    if f" {want}" in have:
        return 800 - len(have)
    if want in have:
        return 600 - len(have)
    at, first = -1, -1
    for letter in want:
        at = have.find(letter, at + 1)
        if at < 0:
            return 0
        first = at if first < 0 else first
    return max(300 - (at - first) * 4 - len(have), 1)


class _Veil(QWidget):
    """Dims the window behind the palette."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette.veil")
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(0, 0, 0, 120 if theme.current().tokens.dark else 70))


class Palette(QFrame):
    """An overlay on the window, gone at Escape or when something was chosen."""

    def __init__(self, parent: QWidget, commands: Commands, finder: Finder, jobs: Jobs) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self.setProperty("kind", "overlay")
        self._host = parent
        self._veil = _Veil(parent)
        self._commands, self._finder, self._jobs = commands, finder, jobs
        self._offers: dict[str, Found] = {}
        self._from_sources: list[Found] = []
        self._before: QWidget | None = None
        self.edit = QLineEdit()
        self.edit.setObjectName("palette.text")
        self.edit.setProperty("kind", "palette")
        self.edit.setPlaceholderText(_("Search or do something…"))
        self.edit.setAccessibleName(_("Search or do something…"))
        self.list = RecordList("palette.list", _("Results"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        hint = label(_("Enter opens. Ctrl+Enter begins a visit. Esc closes."), "small")
        head = row(icon_label("search", "muted", 22), self.edit, gap=10)
        head.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(8))
        foot = row(hint, None)
        foot.setContentsMargins(theme.px(16), theme.px(6), theme.px(16), theme.px(10))
        box = column(head, line(), self.list, line(), foot, gap=0)
        box.setContentsMargins(1, 1, 1, 1)
        box.setStretch(2, 1)
        self.setLayout(box)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(120)
        self._timer.timeout.connect(self._ask)
        self.edit.textChanged.connect(self._typed)
        self.edit.installEventFilter(self)
        self.list.clicked.connect(lambda _index: self._do(also=False))
        self.hide()

    def open(self) -> None:
        """Show it, empty, with the focus in it."""
        parent = self._host
        self._before = parent.window().focusWidget()
        width = min(theme.px(640), parent.width() - theme.px(48))
        height = min(theme.px(460), parent.height() - theme.px(96))
        self._veil.setGeometry(parent.rect())
        self._veil.show()
        self._veil.raise_()
        self.setGeometry((parent.width() - width) // 2, theme.px(72), width, height)
        self._from_sources = []
        self.edit.clear()
        self._fill()
        self.show()
        self.raise_()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_palette(self) -> None:
        """Hide it and give the focus back."""
        self.hide()
        self._veil.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, text: str) -> None:
        if not text.strip():
            self._from_sources = []
        self._fill()
        self._timer.start()

    def _ask(self) -> None:
        typed = self.edit.text().strip()
        if len(typed) < 2 or not self._finder.sources:
            return
        sources = tuple(self._finder.sources)

        def look() -> list[Found]:
            return [found for source in sources for found in source(typed)]

        self._jobs.run(look, self._came, owner=self, key="palette")

    def _came(self, found: list[Found]) -> None:
        self._from_sources = found[:20]
        self._fill()

    def _fill(self) -> None:
        typed = self.edit.text().strip()
        ranked = [(score(typed, c.text), c) for c in self._commands.possible() if c.id != "palette"]
        ranked = sorted((pair for pair in ranked if pair[0]), key=lambda pair: -pair[0])
        rows: list[Row] = []
        self._offers = {}
        for found in self._from_sources:
            self._offers[found.id] = found
            rows.append(Row(found.id, found.title, found.subtitle, icon=found.icon))
        for _score, command in ranked[:30]:
            key = f"command.{command.id}"
            self._offers[key] = Found(key, command.text, partial(self._commands.run, command.id))
            rows.append(
                Row(
                    key,
                    command.text,
                    command.group,
                    meta=shown_shortcut(command.shortcut),
                    icon=command.icon or "next",
                )
            )
        self.list.show_rows(rows)
        if rows:
            self.list.choose(rows[0].id)

    def _do(self, also: bool) -> None:
        found = self._offers.get(self.list.current_id())
        if found is None:
            return
        self.close_palette()
        act = found.also if also and found.also is not None else found.act
        act()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
            self._veil.hide()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._do(also=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.list.keyPressEvent(event)
        else:
            return False
        return True
