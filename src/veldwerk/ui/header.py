"""The line over each page: back and forward, its title, the way to find things, sync and the lock."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy

from veldwerk.texts import _
from veldwerk.ui import icons, theme
from veldwerk.ui.commands import shown_shortcut
from veldwerk.ui.widgets.basics import Elided, button, literal, row, set_kind

Act = Callable[[], object]
_SIGNS = {"info": "upload", "ok": "done", "warn": "offline", "danger": "danger"}


class Header(QFrame):
    """Its buttons run the window's commands; the ids are the objectNames."""

    def __init__(self, back: Act, forward: Act, find: Act, sync: Act, lock: Act) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setProperty("kind", "header")
        self.back = button("back", _("Back"), back, kind="icon", icon="back")
        self.forward = button("forward", _("Forward"), forward, kind="icon", icon="forward")
        # A long title may be cut: the window must be able to get as small as a laptop's screen.
        self.title = Elided("", "title")
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.title.setMinimumWidth(theme.px(120))
        self.subtitle = Elided("", "muted")
        self.seek: QPushButton = button(
            "palette", _("Search or do something…"), find, kind="find", icon="search"
        )
        self.state = button("sync.state", "", sync, kind="state")
        self.lock = button("lock", _("Lock"), lock, icon="lock")
        self.lock.setToolTip(shown_shortcut("Ctrl+L"))
        self.state.hide()
        box = row(
            self.back, self.forward, 4, self.title, 8, self.subtitle, self.seek, self.state, self.lock, gap=6
        )
        box.setStretchFactor(self.subtitle, 1)
        box.setContentsMargins(theme.px(12), 0, theme.px(16), 0)
        self.setLayout(box)
        self.setFixedHeight(theme.px(58))

    def show_title(self, title: str, subtitle: str) -> None:
        self.title.setText(title)
        self.subtitle.setText(subtitle)

    def show_state(self, text: str, tone: str) -> None:
        """What sync has to say; empty hides it."""
        self.state.setText(literal(text))
        self.state.setAccessibleName(_("Exchange: {state}").format(state=text))
        icons.put(self.state, _SIGNS.get(tone, "info"), tone if tone in _SIGNS else "info", 16)
        set_kind(self.state, tone=tone)
        self.state.setVisible(bool(text))

    def set_narrow(self, narrow: bool) -> None:
        """Short words on the search button when there is little room."""
        self.seek.setText(
            literal(_("Search"))
            if narrow
            else _("Search or do something…") + "   " + shown_shortcut("Ctrl+K")
        )
        self.seek.setMinimumWidth(theme.px(0 if narrow else 280))
        icons.put(self.seek, "search", "faint", 18)
