"""The tabs, and what can be done from anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from veldwerk.domain.changes import Change
from veldwerk.domain.errors import UserError
from veldwerk.domain.register import KINDS
from veldwerk.services.sync_ports import ObjectStore
from veldwerk.services.sync_state import SyncReport
from veldwerk.texts import _
from veldwerk.ui import widgets as w
from veldwerk.ui.commands import Command
from veldwerk.ui.notices import Notice
from veldwerk.ui.page import Context, Screen
from veldwerk.ui.parts.sticks import Sticks
from veldwerk.ui.parts.syncing import Means, Standing, Syncing
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
        means = Means(
            tools.actor,
            tools.sync,
            tools.timetable,
            tools.attendance,
            tools.restored,
            self._address,
            self._store,
        )
        self.syncing = Syncing(context, means)
        self.syncing.told.connect(self._stands)
        self.syncing.ended.connect(self._ended)
        self.sticks = Sticks(context.jobs, tools.stick)
        self.sticks.found.connect(self._offer_stick)
        self.syncing.read()

    def _address(self) -> str:
        place = self._tools.storage.place(self._tools.actor)
        return place.address if place is not None else ""

    def _store(self) -> ObjectStore:
        return self._tools.storage.store(self._tools.actor)

    # --- for the whole window, before this page was ever seen

    def _stands(self, standing: Standing) -> None:
        window, now = self.context.window, self.context.now()
        window.sync_state(*words.header(standing, self.syncing.offline))
        self.context.status.exchanged(words.foot(standing, self.syncing.next(), now))
        self.sticks.watch(standing.when.sticks and bool(standing.shared))

    def _ended(self, report: SyncReport | None, error: UserError | None, by_hand: bool) -> None:
        """Tell how it went when somebody asked for it; by itself only what needs a person."""
        notices = self.context.notices
        if not by_hand:
            return
        if report is None:
            if error is None:
                notices.tell(_("Stopped. What was sent and received stays."), "info")
            else:
                notices.fail(error)
        elif report.ok:
            notices.tell(
                _("Exchanged. Sent: {sent}. Received: {received}.").format(
                    sent=report.sent, received=report.received
                ),
                "ok",
            )
        else:
            notices.tell(_("The exchange did not go well everywhere. See what asks attention."), "warn")

    def _offer_stick(self, folder: str) -> None:
        self.context.notices.show_notice(
            Notice(
                _("Stick found with the storage of your team. Exchange now?"),
                "info",
                _("Exchange"),
                partial(self._use_stick, folder),
                key="stick",
                stays=True,
            )
        )

    def _use_stick(self, folder: str) -> None:
        tools = self._tools
        self.context.go("exchange", "exchange")
        self.syncing.run(by_hand=True, store=lambda: tools.folder_store(folder))

    def title(self) -> str:
        return _("Exchange")

    def subtitle(self) -> str:
        return _("and settings")

    def build(self) -> QWidget:
        self._exchanging = Exchanging(self.context, self._tools, self.syncing)
        self._team = Team(self.context, self._tools, self.syncing.read)
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
        self.syncing.read()

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
        self.syncing.run(by_hand=True)
