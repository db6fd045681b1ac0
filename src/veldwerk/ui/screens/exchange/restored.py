"""A vault that was put back from a backup: what differs is shown before anything is sent (R28)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt

from veldwerk.domain.errors import UserError
from veldwerk.services.sync_ports import ObjectStore
from veldwerk.services.sync_state import Difference
from veldwerk.texts import _
from veldwerk.texts.errors import sentence
from veldwerk.ui import widgets as w
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context
from veldwerk.ui.parts.syncing import Syncing
from veldwerk.ui.screens.exchange import words
from veldwerk.ui.screens.exchange.office import Tools
from veldwerk.ui.widgets.basics import empty_layout

Store = Callable[[], ObjectStore]


class RestoredCard(w.Card):
    """Hidden unless the vault was put back and has not exchanged since."""

    def __init__(self, context: Context, tools: Tools, syncing: Syncing) -> None:
        super().__init__(_("This vault was put back from a backup"))
        self._context, self._tools, self._syncing = context, tools, syncing
        self._store: Store | None = None
        self._told = w.label("", wrap=True)
        self._box = w.column(gap=8)
        self._trouble = w.label("", "complaint", wrap=True)
        self._trouble.hide()
        self._look = w.button(
            "restored.look", _("Look what differs"), self._ask, kind="primary", icon="search"
        )
        self._go = w.button("restored.go", _("Go on: exchange"), self._agree, kind="primary", icon="exchange")
        self._stop = w.button("restored.stop", _("Not now"), self._first)
        self.add(
            self._told,
            w.clear_box(self._box),
            self._trouble,
            w.row(self._look, self._go, self._stop, None),
        )
        self._first()
        self.hide()
        syncing.asks.connect(self.compare)

    def show_restored(self, restored: bool) -> None:
        """Show or hide the question."""
        if not restored:
            self._first()
        self.setVisible(restored)

    def _first(self) -> None:
        """Before it was looked at, or when it is left for later."""
        empty_layout(self._box)
        self._trouble.hide()
        self._told.setText(
            _(
                "Nothing is sent and nothing comes in by itself until you have looked what differs from the storage."
            )
        )
        for button, shown in ((self._look, True), (self._go, False), (self._stop, False)):
            button.setHidden(not shown)

    def _ask(self) -> None:
        self._syncing.run(by_hand=True)

    def compare(self, store: Store) -> None:
        """Ask the storage what differs; nothing is written there."""
        self._store, tools = store, self._tools
        self._trouble.hide()
        self._context.jobs.run(
            lambda: tools.sync.compare(tools.actor, store()),
            self._show,
            self._fail,
            owner=self,
            key="restored",
            text=_("Comparing with the storage…"),
        )

    def _show(self, found: Sequence[Difference]) -> None:
        empty_layout(self._box)
        self._told.setText(_("This is how the vault and the storage differ. Nothing is lost when you go on."))
        rows = [
            Row(
                f"differs.{one.space}",
                words.space(self._tools.terms, one.space),
                "\n".join(words.difference(one)),
                icon="warn" if one.older else "exchange",
                icon_tone="warn" if one.older else "info",
            )
            for one in found
        ]
        self._box.addWidget(w.lines(rows))
        for button, shown in ((self._look, False), (self._go, True), (self._stop, True)):
            button.setHidden(not shown)
        self._go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fail(self, error: UserError) -> None:
        self._trouble.setText(sentence(error))
        self._trouble.show()

    def _agree(self) -> None:
        self._syncing.run(by_hand=True, store=self._store, agreed=True)
