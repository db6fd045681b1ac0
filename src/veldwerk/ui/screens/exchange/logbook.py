"""The tab with what was written down about us: the audit log of this vault, our own lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from veldwerk.services.ports import AuditLine
from veldwerk.texts import _, language
from veldwerk.texts.dates import clock_time, short_date
from veldwerk.ui import theme
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.parts.body import Body
from veldwerk.ui.screens.exchange.office import Tools

MOST = 200


class LogTab(QWidget):
    """Loads at each visit."""

    def __init__(self, context: Context, tools: Tools) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._context, self._tools = context, tools
        self._table = w.Table("log.table", _("What was written down"), most=200)
        text = _(
            "Veldwerk writes down who read, changed, printed or shared what, without what stood in it. "
            "The law asks for this (NEN 7513). These are your last {n} lines on this laptop."
        ).format(n=MOST)
        inner = w.column(w.Card(_("Logbook"), w.label(text, "muted", wrap=True), self._table), None, gap=12)
        inner.setContentsMargins(theme.px(2), 0, theme.px(14), theme.px(16))
        self.setLayout(w.column(w.scrolled(Body(inner), "log.scroll"), gap=0))

    def load(self) -> None:
        """Read the newest lines."""
        tools = self._tools
        self._context.jobs.run(
            lambda: tools.logbook.recent(tools.actor, MOST), self._fill, owner=self, key="logbook"
        )

    def _fill(self, lines: Sequence[AuditLine]) -> None:
        rows = [[self._what(line), f"{short_date(line.at.date())} {clock_time(line.at)}"] for line in lines]
        self._table.show_table([_("What"), _("When")], rows)

    def _what(self, line: AuditLine) -> str:
        event = line.event
        done = {
            "read": _("Read"),
            "search": _("Searched"),
            "print": _("Printed or saved"),
            "export": _("Given out"),
            "add": _("Added"),
            "set": _("Changed"),
            "del": _("Taken away"),
            "erase": _("Erased"),
            "settle": _("Settled"),
            "found": _("Space begun"),
            "invite": _("Let somebody in"),
            "join": _("Joined"),
            "revoke": _("Shut somebody out"),
            "generate": _("Generated"),
        }.get(event.action, event.action)
        terms, lang = self._tools.terms, language()
        space = event.kind == "space"
        what = terms.space(event.record, lang) if space else terms.label("kind", event.kind, lang)
        return f"{done}: {what}" if what else done
