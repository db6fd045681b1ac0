"""The tab with the team: who is a member on which laptop, letting a colleague in, joining, and taking access away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.register import split_space
from veldwerk.services.access import Right, may
from veldwerk.services.sync_attendance import Attendee, administers
from veldwerk.services.sync_leaving import Departure
from veldwerk.services.sync_ports import Card
from veldwerk.texts import _
from veldwerk.texts.errors import sentence
from veldwerk.ui import theme
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.parts.asking import ask_open, ask_save
from veldwerk.ui.parts.body import Body
from veldwerk.ui.parts.panel import Slot
from veldwerk.ui.screens.exchange import words
from veldwerk.ui.screens.exchange.inviting import GivePanel, InvitePanel, PastePanel
from veldwerk.ui.screens.exchange.laptops import Laptops
from veldwerk.ui.screens.exchange.office import Tools
from veldwerk.ui.screens.exchange.recovery import RecoveryCard

REQUEST, INVITATION = "veldwerk-verzoek.vwr", "veldwerk-uitnodiging.vwi"
LARGEST = 2_000_000
TOO_LARGE = N_("This is not a request or an invitation of Veldwerk.")
NOT_READ = N_("This file could not be read.")

Found = tuple[list[Attendee], frozenset[str], str, tuple[Departure, ...]]
"""Everybody, the spaces that I administer, my eight words, and what became of removed devices."""


class Team(QWidget):
    """Loads at each visit."""

    def __init__(self, context: Context, tools: Tools, changed: Callable[[], object]) -> None:
        """`changed()` is called when membership changed."""
        super().__init__()
        self.setProperty("kind", "clear")
        self._context, self._tools, self._changed = context, tools, changed
        self._mine: tuple[str, ...] = ()
        self._open_to_many: tuple[str, ...] = ()
        self._request = b""
        self._slot = Slot()
        self._trouble = w.label("", "complaint", wrap=True)
        self._trouble.hide()
        self._laptops = Laptops(context, tools, self._slot, self._fail, self._done)
        self._recovery = RecoveryCard(context, tools, _read, self._joined, self._fail)
        main = w.column(self._slot, self._trouble, self._laptops, None, gap=12)
        side = w.column(
            self._device_card(), self._let_in_card(), self._join_card(), self._recovery, None, gap=12
        )
        page = w.Columns(w.clear_box(main), w.clear_box(side), side_width=400)
        inner = w.column(page, margin=0)
        inner.setContentsMargins(theme.px(2), 0, theme.px(14), theme.px(16))
        self.setLayout(w.column(w.scrolled(Body(inner), "team.scroll"), gap=0))

    def _device_card(self) -> QWidget:
        self._eight = w.label("", "code", wrap=True)
        self._eight.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return w.Card(
            _("This laptop"),
            w.label(_("Its eight words. Read them out when a colleague lets you in."), "muted", wrap=True),
            self._eight,
        )

    def _let_in_card(self) -> QWidget:
        self._open = w.button("team.open_request", _("Open a request…"), self._open_request, icon="people")
        self._paste = w.button("team.paste_request", _("Paste a request…"), self._paste_request, icon="copy")
        self._let_in_words = w.label("", "muted", wrap=True)
        return w.Card(
            _("Let somebody in"),
            self._let_in_words,
            w.clear_box(w.column(self._open, self._paste, gap=8)),
        )

    def _join_card(self) -> QWidget:
        ask = w.button("team.save_request", _("Save my request…"), self._save_request, icon="save")
        show = w.button(
            "team.show_request", _("Show my request as code or text"), self._show_request, icon="copy"
        )
        join = w.button("team.join", _("Open an invitation…"), self._open_invitation, icon="open")
        paste = w.button(
            "team.paste_invitation", _("Paste an invitation…"), self._paste_invitation, icon="copy"
        )
        text = _(
            "Save your request, give it to who begins the team, and open the invitation that comes back."
        )
        self._show = show
        return w.Card(
            _("Join a team"),
            w.label(text, "muted", wrap=True),
            w.clear_box(w.column(ask, show, join, paste, gap=8)),
        )

    # --- showing

    def load(self) -> None:
        """Read the members and our own words."""
        tools = self._tools

        def work() -> Found:
            mine = tools.sync.fingerprint(tools.actor)
            everyone = tools.attendance.all(tools.actor)
            gone = tools.sync.departures(tools.actor) if may(tools.actor, Right.MEMBERS) else ()
            return everyone, administers(tools.sync.members(tools.actor), mine), mine, gone

        self._context.jobs.run(work, self._fill, owner=self, key="team")

    def _fill(self, found: Found) -> None:
        everyone, mine, fingerprint, gone = found
        self._mine = tuple(sorted(mine))
        self._open_to_many = tuple(one for one in self._mine if not split_space(one)[1])
        self._recovery.show_mine(self._open_to_many)
        self._eight.setText(words.eight(fingerprint))
        self._eight.setAccessibleName(fingerprint)
        for button in (self._open, self._paste):
            button.setEnabled(bool(mine))
        self._let_in_words.setText(
            _("A colleague gives you their request. You compare eight words and give an invitation back.")
            if mine or not everyone
            else _("Only who may let others in can do this. Ask who began the team.")
        )
        self._laptops.show_everyone(everyone, self._mine, gone)

    def _done(self) -> None:
        """Membership changed from the list: show it anew, here and in the header."""
        self._trouble.hide()
        self.load()
        self._changed()

    def _fail(self, error: UserError) -> None:
        self._trouble.setText(sentence(error))
        self._trouble.show()

    # --- our own request, and joining

    def _save_request(self) -> None:
        ask_save(self, _("Save my request"), REQUEST, "Veldwerk (*.vwr)", self._write_request)

    def _write_request(self, place: Path) -> None:
        tools = self._tools
        self._context.jobs.run(
            lambda: tools.files.write(place, tools.sync.request(tools.actor)),
            self._request_saved,
            self._fail,
            owner=self,
        )

    def _request_saved(self, _nothing: object) -> None:
        self._trouble.hide()
        self._context.notices.tell(_("Saved. Give this file to who begins the team."), "ok")

    def _show_request(self) -> None:
        tools = self._tools
        self._context.jobs.run(
            lambda: tools.sync.request(tools.actor), self._request_shown, self._fail, owner=self
        )

    def _request_shown(self, data: bytes) -> None:
        told = _("Send this to who may let you in. Then compare the eight words of this laptop together.")
        self._slot.open(GivePanel(_("My request"), told, data, self._slot.clear), self._show)

    def _paste_invitation(self) -> None:
        panel = PastePanel(
            _("Paste an invitation"), _("The text of the invitation"), self._join_with, self._slot.clear
        )
        self._slot.open(panel)

    def _open_invitation(self) -> None:
        ask_open(self, _("Open an invitation"), "Veldwerk (*.vwi)", self._join)

    def _join(self, place: Path) -> None:
        tools = self._tools
        self._context.jobs.run(
            lambda: tools.sync.join(tools.actor, _read(place)), self._joined, self._fail, owner=self
        )

    def _join_with(self, invitation: bytes) -> None:
        tools = self._tools
        self._context.jobs.run(
            lambda: tools.sync.join(tools.actor, invitation), self._joined, self._fail, owner=self
        )

    def _joined(self, spaces: Sequence[str]) -> None:
        self._trouble.hide()
        self._slot.clear()
        listed = ", ".join(words.space(self._tools.terms, one) for one in spaces)
        self._context.notices.tell(
            _("You are a member now: {spaces}. Exchange to receive them.").format(spaces=listed), "ok"
        )
        self.load()
        self._changed()

    # --- letting in

    def _open_request(self) -> None:
        ask_open(self, _("Open a request"), "Veldwerk (*.vwr)", self._read_request)

    def _paste_request(self) -> None:
        panel = PastePanel(
            _("Paste a request"), _("The text of the request"), self._take_request, self._slot.clear
        )
        self._slot.open(panel, self._paste)

    def _read_request(self, place: Path) -> None:
        self._look_at(lambda: _read(place))

    def _take_request(self, data: bytes) -> None:
        self._look_at(lambda: data)

    def _look_at(self, source: Callable[[], bytes]) -> None:
        tools = self._tools

        def work() -> tuple[bytes, Card]:
            data = source()
            return data, tools.sync.read_request(tools.actor, data)

        self._context.jobs.run(work, self._compare, self._fail, owner=self)

    def _compare(self, found: tuple[bytes, Card]) -> None:
        self._trouble.hide()
        self._request, card = found
        self._slot.open(
            InvitePanel(self._tools, card, self._open_to_many, self._where, self._slot.clear), self._open
        )

    def _where(self, spaces: tuple[str, ...], role: str, way: str) -> None:
        if way == "text":
            self._invite(spaces, role, None)
            return
        ask_save(
            self,
            _("Save the invitation"),
            INVITATION,
            "Veldwerk (*.vwi)",
            partial(self._invite, spaces, role),
        )

    def _invite(self, spaces: tuple[str, ...], role: str, place: Path | None) -> None:
        tools, request = self._tools, self._request

        def work() -> bytes:
            store = tools.storage.store(tools.actor)
            invitation = tools.sync.invite(tools.actor, store, request, spaces, role)
            if place is not None:
                tools.files.write(place, invitation)
            return invitation

        self._context.jobs.run(
            work,
            partial(self._invited, as_text=place is None),
            self._fail,
            owner=self,
            text=_("Making the invitation…"),
        )

    def _invited(self, invitation: bytes, *, as_text: bool) -> None:
        self._slot.clear()
        self._trouble.hide()
        if as_text:
            told = _("Send this text back. Only that laptop can open it.")
            self._slot.open(GivePanel(_("The invitation"), told, invitation, self._slot.clear), self._open)
        else:
            self._context.notices.tell(_("The invitation is saved. Only that laptop can open it."), "ok")
        self.load()
        self._changed()


def _read(place: Path) -> bytes:
    try:
        if place.stat().st_size > LARGEST:
            raise UserError(TOO_LARGE, code="not-ours")
        return place.read_bytes()
    except OSError:
        raise UserError(NOT_READ, code="cannot-read") from None
