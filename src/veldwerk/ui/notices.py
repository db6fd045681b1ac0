"""Quiet notices: a bar inside the window with «undo» or «more». It never takes the focus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from veldwerk.domain.errors import UserError
from veldwerk.texts import _
from veldwerk.texts.errors import sentence
from veldwerk.ui import icons, theme
from veldwerk.ui.speech import announce
from veldwerk.ui.widgets.basics import button, icon_label, label, literal, row, set_kind

STAYS_MS = 8000
_ICONS = {"info": "info", "ok": "done", "warn": "warn", "danger": "danger"}


@dataclass(frozen=True, slots=True)
class Notice:
    """What a bar says. `key`: a newer notice with the same key takes its place. `stays`: until closed."""

    text: str
    tone: str = "info"
    action: str = ""
    act: Callable[[], object] | None = None
    key: str = ""
    stays: bool = False


class Notices(QFrame):
    """The bar of one window: one notice at a time, the newest; hovering keeps it."""

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notices")
        self.setProperty("kind", "notice")
        self.setProperty("tone", "info")
        self.shown: Notice | None = None
        self._sign = icon_label("info", "info", 20)
        self._text = label("", wrap=True)
        self._action: QPushButton = button("notice.action", "", self._act, kind="quiet")
        self._close = button("notice.close", _("Close this message"), self.dismiss, kind="icon", icon="close")
        for part in (self._action, self._close):
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box = row(self._sign, self._text, self._action, self._close, gap=10)
        box.setStretch(1, 1)
        box.setContentsMargins(theme.px(14), theme.px(4), theme.px(6), theme.px(4))
        self.setLayout(box)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self.hide()

    def tell(self, text: str, tone: str = "info", *, key: str = "", stays: bool = False) -> None:
        """Show a sentence. `tone`: info, ok, warn, danger; the last two stay until closed."""
        self.show_notice(Notice(text, tone, key=key, stays=stays))

    def offer(
        self, text: str, action: str, act: Callable[[], object], tone: str = "ok", *, key: str = ""
    ) -> None:
        """Show a sentence with one thing to do about it: «undo», «more»."""
        self.show_notice(Notice(text, tone, action, act, key))

    def fail(self, error: Exception) -> None:
        """Show an error: the sentence of a UserError, or a general one for a fault in the program."""
        if isinstance(error, UserError):
            self.tell(sentence(error), "danger")
        else:
            self.tell(_("This did not work because of a fault in Veldwerk. You can go on working."), "danger")

    def show_notice(self, notice: Notice) -> None:
        """Show `notice` instead of what is there, and have it spoken."""
        self.shown = notice
        self._text.setText(notice.text)
        self._action.setText(literal(notice.action))
        self._action.setAccessibleName(notice.action)
        self._action.setVisible(bool(notice.action))
        icons.put(self._sign, _ICONS[notice.tone], notice.tone, 20)
        set_kind(self, tone=notice.tone)
        self.resized.emit()
        self.show()
        self.raise_()
        if notice.stays or notice.tone in ("warn", "danger"):
            self._timer.stop()
        else:
            self._timer.start(STAYS_MS)
        announce(self, notice.text, urgent=notice.tone == "danger")

    def dismiss(self, key: str = "") -> None:
        """Take the bar away; with `key` only when it shows that notice."""
        if key and (self.shown is None or self.shown.key != key):
            return
        self._timer.stop()
        self.shown = None
        self.hide()

    def _act(self) -> None:
        notice = self.shown
        self.dismiss()
        if notice is not None and notice.act is not None:
            notice.act()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self.shown is not None and not self.shown.stays and self.shown.tone in ("info", "ok"):
            self._timer.start(STAYS_MS)
        super().leaveEvent(event)
