"""«Nog te sturen»: every record with changes that wait, in words."""

from __future__ import annotations

from collections.abc import Sequence

from veldwerk.domain import names
from veldwerk.domain.terms import Terms
from veldwerk.services.sync_waiting import Change
from veldwerk.texts import _, language, ngettext
from veldwerk.ui import widgets as w
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context
from veldwerk.ui.screens.exchange import words
from veldwerk.ui.widgets.basics import empty_layout

FIRST = 6
"""Lines before «show all»."""


class UnsentCard(w.Card):
    """Hidden while everything was sent."""

    def __init__(self, context: Context, terms: Terms) -> None:
        super().__init__(_("Still to send"))
        self._context, self._terms = context, terms
        self._changes: tuple[Change, ...] = ()
        self._whole = False
        self._box = w.column(gap=8)
        told = _("This stands on this laptop only. It is sent at the next exchange.")
        self.add(w.label(told, "muted", wrap=True), w.clear_box(self._box))
        self.hide()

    def show_changes(self, changes: Sequence[Change]) -> None:
        """Show these records."""
        self._changes = tuple(changes)
        self._draw()
        self.setVisible(bool(changes))

    def _draw(self) -> None:
        empty_layout(self._box)
        shown = self._changes if self._whole else self._changes[:FIRST]
        self._box.addWidget(w.lines([self._row(one) for one in shown]))
        if rest := len(self._changes) - len(shown):
            text = ngettext("Show {n} more", "Show {n} more", rest).format(n=rest)
            self._box.addLayout(w.row(w.button("unsent.all", text, self._all, kind="quiet"), None))

    def _all(self) -> None:
        self._whole = True
        self._draw()

    def _row(self, one: Change) -> Row:
        done = {"add": _("added"), "del": _("taken away"), "erase": _("erased for good")}.get(
            one.action, _("changed")
        )
        kind = self._terms.label("kind", one.kind, language())
        whose = names.friendly_name(one.person) if one.person is not None else one.about
        title = _("{kind} {done}").format(kind=kind, done=done)
        number = ngettext("{n} change", "{n} changes", one.number).format(n=one.number)
        when = words.moment(one.at.isoformat(), self._context.today())
        about = " · ".join(part for part in (whose, number, when) if part)
        return Row(f"{one.kind}/{one.record}", title, about, icon="upload", icon_tone="info")
