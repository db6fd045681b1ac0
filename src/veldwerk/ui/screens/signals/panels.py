"""Small panels of a signal: whom it is about, and how it ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt

from veldwerk.texts import _
from veldwerk.ui.page import Context
from veldwerk.ui.parts.panel import Panel
from veldwerk.ui.parts.picker import PersonPicker
from veldwerk.ui.screens.signals.tools import Tools
from veldwerk.ui.widgets import ChoiceField


class LinkPanel(Panel):
    """Picks the person a signal is about."""

    def __init__(
        self,
        context: Context,
        tools: Tools,
        typed: str,
        picked: Callable[[str], object],
        leave: Callable[[], object],
    ) -> None:
        super().__init__("link", _("Who is it about?"), self._take, _("Choose this person"), leave)
        self._picked = picked
        self._picker = PersonPicker("link", context, tools.actor, tools.people, tools.terms, picked, typed)
        self.fields.addWidget(self._picker)

    def begin(self) -> None:
        self._picker.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self) -> None:
        if chosen := self._picker.list.current_id():
            self._picked(chosen)


class ClosePanel(Panel):
    """Asks how a signal ended."""

    def __init__(
        self, options: Sequence[tuple[str, str]], closed: Callable[[str], object], leave: Callable[[], object]
    ) -> None:
        super().__init__("close", _("Close this signal"), self._take, _("Close this signal"), leave)
        self._closed = closed
        self._outcome = ChoiceField("close.outcome", _("How did it end?"), options, required=True)
        self.put("outcome", self._outcome)

    def _take(self) -> None:
        if value := self._outcome.value():
            self._closed(value)
        else:
            self._outcome.complain(_("Choose how this signal ended."))
