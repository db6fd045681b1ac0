"""The tabs, and what can be done from anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from veldwerk.domain.changes import Change
from veldwerk.domain.register import KINDS
from veldwerk.texts import _
from veldwerk.ui import widgets as w
from veldwerk.ui.commands import Command
from veldwerk.ui.page import Context, Screen
from veldwerk.ui.screens.exchange import words
from veldwerk.ui.screens.exchange.exchanging import Exchanging
from veldwerk.ui.screens.exchange.logbook import LogTab
from veldwerk.ui.screens.exchange.looks import Looks
from veldwerk.ui.screens.exchange.office import Tools
from veldwerk.ui.screens.exchange.organisation import Organisation
from veldwerk.ui.screens.exchange.security import Security
from veldwerk.ui.screens.exchange.team import Team


class ExchangeScreen(Screen):
    """Am I up to date and safe. Needs `Tools`; the record of a visit is a tab: exchange, team, security, looks,
    organisation, log.
    """

    id, icon = "exchange", "exchange"
    kinds = frozenset(KINDS)

    def __init__(self, context: Context, tools: Tools) -> None:
        super().__init__(context)
        self._tools = tools
        self._tabs: w.Tabs | None = None
        group = _("Exchange and settings")
        for command in (
            Command(
                "exchange.do", _("Exchange now"), self._exchange, "Ctrl+Shift+U", "exchange", group=group
            ),
            Command("exchange.settings", _("Settings"), self._settings, "Ctrl+,", "settings", group=group),
        ):
            context.commands.add(command)
        self._tell_header()

    def _tell_header(self) -> None:
        """Let the header say how it stands, before this page was ever seen."""
        tools = self._tools

        def work() -> tuple[str, str]:
            shared = bool(tools.sync.members(tools.actor))
            return words.header(tools.sync.status(tools.actor), shared)

        self.context.jobs.run(work, self._say, key="exchange.header")

    def _say(self, told: tuple[str, str]) -> None:
        self.context.window.sync_state(*told)

    def title(self) -> str:
        return _("Exchange")

    def subtitle(self) -> str:
        return _("and settings")

    def build(self) -> QWidget:
        self._exchanging = Exchanging(self.context, self._tools)
        self._team = Team(self.context, self._tools, self._exchanging.load)
        self._organisation = Organisation(self.context, self._tools)
        self._log = LogTab(self.context, self._tools)
        tabs = w.Tabs("exchange.tabs", _("What to see"))
        for option, text, page in (
            ("exchange", _("Exchange"), self._exchanging),
            ("team", _("Team"), self._team),
            ("security", _("Safety"), Security(self.context, self._tools)),
            ("looks", _("Look and language"), Looks(self.context)),
            ("organisation", _("Organisation"), self._organisation),
            ("log", _("Logbook"), self._log),
        ):
            tabs.add(option, text, page)
        tabs.changed.connect(self._turned)
        self._tabs = tabs
        box = w.column(tabs, margin=16)
        return w.clear_box(box)

    def enter(self, record: str) -> None:
        if self._tabs is not None and record and record != self._tabs.value():
            self._tabs.choose(record)
        self._load()

    def refresh(self, changes: Sequence[Change]) -> None:
        self._exchanging.load()

    def _turned(self, tab: str) -> None:
        self.context.window.noted(tab)
        self._load()

    def _load(self) -> None:
        tab = self._tabs.value() if self._tabs is not None else ""
        loads = {
            "exchange": self._exchanging.load,
            "team": self._team.load,
            "organisation": self._organisation.load,
            "log": self._log.load,
        }
        if tab in loads:
            loads[tab]()

    def _settings(self) -> None:
        self.context.go("exchange", "looks")

    def _exchange(self) -> None:
        self.context.go("exchange", "exchange")
        self._exchanging.exchange()
