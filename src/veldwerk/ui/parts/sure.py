"""A panel for what should not be done in passing: it says what it means, and asks to tick that before it is done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from veldwerk.ui.parts.panel import Panel
from veldwerk.ui.widgets import CheckField


class SurePanel(Panel):
    """`go()` once the tick is set. Whoever makes one adds what has to be read, and `ask` as the last."""

    def __init__(
        self,
        name: str,
        title: str,
        words: str,
        go: Callable[[], object],
        leave: Callable[[], object],
        *,
        danger: bool = False,
    ) -> None:
        super().__init__(name, title, self._go, words, leave)
        if danger:
            self.do.setProperty("kind", "danger")
        self._act_on = go

    def ask(self, words: str, unsure: str) -> None:
        """The tick, and what is said when it is not set."""
        self._unsure = unsure
        self._sure = CheckField(f"{self.objectName()}.sure", words)
        self.put("sure", self._sure)

    def begin(self) -> None:
        self._sure.check.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self) -> None:
        self._sure.complain("" if self._sure.value() else self._unsure)
        if self.ready():
            self.do.setEnabled(False)
            self._act_on()
