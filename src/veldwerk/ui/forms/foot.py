"""The bar under the form, and the one above it that says how many questions still need something."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from veldwerk.texts import _, ngettext
from veldwerk.ui import theme
from veldwerk.ui.commands import shown_shortcut
from veldwerk.ui.widgets import button, icon_label, label
from veldwerk.ui.widgets.basics import row

Act = Callable[[], object]


class Foot(QFrame):
    """The state of the draft; earlier and later page; finish on the last one."""

    def __init__(self, back: Act, forth: Act, finish: Act, pause: Act) -> None:
        super().__init__()
        self.setProperty("kind", "foot")
        self._sign = icon_label("done", "ok", 20)
        self._saved = label("", "muted")
        self.pause = button("form.pause", _("Finish later"), pause)
        self.back = button("form.back", _("Previous"), back, icon="previous")
        self.forth = button("form.forth", _("Next"), forth, kind="primary", icon="next")
        self.finish = button("form.finish", _("Finish"), finish, kind="primary", icon="check")
        self.forth.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        for made, keys in (
            (self.back, "Ctrl+PgUp"),
            (self.forth, "Ctrl+PgDown"),
            (self.finish, "Ctrl+Shift+Return"),
        ):
            made.setToolTip(shown_shortcut(keys))
        box = row(self._sign, self._saved, None, self.pause, self.back, self.forth, self.finish, gap=8)
        box.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        self.setLayout(box)
        self.say("")

    def say(self, text: str) -> None:
        """What is known of the draft."""
        self._saved.setText(text)
        self._sign.setVisible(bool(text))

    def show_ends(self, first: bool, last: bool) -> None:
        """Which way there is to go."""
        self.back.setEnabled(not first)
        focused = self.forth.hasFocus() or self.finish.hasFocus()
        self.forth.setVisible(not last)
        self.finish.setVisible(last)
        if focused:
            self.focus()

    def focus(self) -> None:
        """Put the keyboard on the way forward."""
        target = self.forth if not self.forth.isHidden() else self.finish
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def stops(self) -> list[QWidget]:
        """What Tab can land on, in order."""
        return [self.pause, self.back, self.forth, self.finish]


class Trouble(QFrame):
    """After a try to finish: how many questions need something, and the way to the next."""

    def __init__(self, go: Act) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        self.setProperty("tone", "danger")
        self._words = label("", wrap=True)
        self.go = button("form.problem", _("To the next one"), go, kind="quiet")
        line = row(icon_label("danger", "danger", 20), self._words, self.go, gap=10)
        line.setStretch(1, 1)
        line.setContentsMargins(theme.px(12), theme.px(4), theme.px(6), theme.px(4))
        self.setLayout(line)
        self.hide()

    def show_count(self, count: int) -> None:
        """How many; 0 takes the bar away."""
        self._words.setText(
            ngettext(
                "{n} question still needs something.", "{n} questions still need something.", count
            ).format(n=count)
        )
        self.setVisible(count > 0)
