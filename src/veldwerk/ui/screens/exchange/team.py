"""The tab with the team: this device, letting a colleague in, joining, and who is a member."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from veldwerk.domain.errors import N_, UserError
from veldwerk.services.sync import SpaceMembers
from veldwerk.services.sync_ports import Card, Member
from veldwerk.texts import _
from veldwerk.texts.errors import sentence
from veldwerk.ui import theme
from veldwerk.ui import widgets as w
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context
from veldwerk.ui.parts.asking import ask_open, ask_save
from veldwerk.ui.parts.body import Body
from veldwerk.ui.parts.panel import Panel, Slot
from veldwerk.ui.parts.ticks import TicksField
from veldwerk.ui.screens.exchange import words
from veldwerk.ui.screens.exchange.office import Tools
from veldwerk.ui.widgets.basics import empty_layout

REQUEST, INVITATION = "veldwerk-verzoek.vwr", "veldwerk-uitnodiging.vwi"
LARGEST = 2_000_000
TOO_LARGE = N_("This is not a request or an invitation of Veldwerk.")
NOT_READ = N_("This file could not be read.")


class InvitePanel(Panel):
    """Who asks, the eight words to compare, and what they may read; `go(spaces, role)`."""

    def __init__(
        self,
        tools: Tools,
        card: Card,
        shared: Sequence[str],
        go: Callable[[tuple[str, ...], str], object],
        leave: Callable[[], object],
    ) -> None:
        title = _("{name} asks to join").format(name=card.person.name)
        super().__init__("invite", title, self._go, _("Let in and save the invitation…"), leave)
        self._act_on = go
        code = w.label(words.eight(card.fingerprint), "code", wrap=True)
        code.setAccessibleName(card.fingerprint)
        compare = _("Ring {name} and compare these eight words with those on the other laptop.")
        self.fields.addWidget(w.label(compare.format(name=card.person.name), wrap=True))
        self.fields.addWidget(w.Card("", code, soft=True))
        self._compared = w.CheckField("invite.compared", _("The eight words are the same"))
        self._spaces = TicksField(
            "invite.spaces",
            _("What may they read?"),
            [(one, words.space(tools.terms, one)) for one in shared],
            value=[one for one in shared if one != "zorg"],
            hint=_("Care data only for a colleague who gives care."),
        )
        self._role = w.ChoiceField(
            "invite.role",
            _("As what?"),
            [("member", _("Member")), ("admin", _("Member who may let others in")), ("reader", _("Reader"))],
            value="member",
        )
        self.put("compared", self._compared)
        self.put("spaces", self._spaces)
        self.put("role", self._role)

    def _go(self) -> None:
        same = self._compared.value()
        self._compared.complain("" if same else _("Compare the eight words first."))
        self._spaces.complain("" if self._spaces.value() else _("Choose at least one."))
        if self.ready():
            self._act_on(self._spaces.value(), self._role.value())


class Team(QWidget):
    """Loads at each visit."""

    def __init__(self, context: Context, tools: Tools, changed: Callable[[], object]) -> None:
        """`changed()` is called when membership changed."""
        super().__init__()
        self.setProperty("kind", "clear")
        self._context, self._tools, self._changed = context, tools, changed
        self._shared: tuple[str, ...] = ()
        self._request = b""
        self._slot = Slot()
        self._trouble = w.label("", "complaint", wrap=True)
        self._trouble.hide()
        self._members = w.column(gap=12)
        main = w.column(
            self._slot, self._trouble, w.Card(_("Who is a member"), w.clear_box(self._members)), None, gap=12
        )
        side = w.column(self._device_card(), self._let_in_card(), self._join_card(), None, gap=12)
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
        text = _(
            "A colleague gives you the file with their request. You compare eight words and give an invitation back."
        )
        return w.Card(_("Let somebody in"), w.label(text, "muted", wrap=True), w.row(self._open, None))

    def _join_card(self) -> QWidget:
        ask = w.button("team.save_request", _("Save my request…"), self._save_request, icon="save")
        join = w.button("team.join", _("Open an invitation…"), self._open_invitation, icon="open")
        text = _(
            "Save your request, give it to who begins the team, and open the invitation that comes back."
        )
        return w.Card(
            _("Join a team"), w.label(text, "muted", wrap=True), w.clear_box(w.column(ask, join, gap=8))
        )

    # --- showing

    def load(self) -> None:
        """Read the members and our own words."""
        tools = self._tools
        self._context.jobs.run(
            lambda: (tools.sync.members(tools.actor), tools.sync.fingerprint(tools.actor)),
            self._fill,
            owner=self,
            key="team",
        )

    def _fill(self, found: tuple[tuple[SpaceMembers, ...], str]) -> None:
        spaces, fingerprint = found
        self._shared = tuple(one.space for one in spaces)
        self._eight.setText(words.eight(fingerprint))
        self._eight.setAccessibleName(fingerprint)
        self._open.setEnabled(bool(spaces))
        empty_layout(self._members)
        people: dict[str, tuple[Member, list[str]]] = {}
        for one in spaces:
            for member in one.members:
                people.setdefault(member.dev, (member, []))[1].append(one.space)
        rows = [self._row(member, where) for member, where in people.values()]
        if rows:
            self._members.addWidget(w.lines(rows))
        else:
            self._members.addWidget(
                w.Empty(
                    "team.none",
                    _("Not in a team yet"),
                    _("Begin a team at the tab «Exchange», or join one with an invitation."),
                    icon="people",
                )
            )

    def _row(self, member: Member, where: Sequence[str]) -> Row:
        role = {"admin": _("may let others in"), "member": _("member"), "reader": _("reads along")}.get(
            member.role, member.role
        )
        if member.revoked:
            role = _("no longer a member")
        spaces = ", ".join(words.space(self._tools.terms, one) for one in where)
        return Row(
            member.dev,
            member.person.name or _("a colleague"),
            f"{role} · {spaces}",
            icon="device",
            icon_tone="faint" if member.revoked else "ok",
        )

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

    def _open_invitation(self) -> None:
        ask_open(self, _("Open an invitation"), "Veldwerk (*.vwi)", self._join)

    def _join(self, place: Path) -> None:
        tools = self._tools
        self._context.jobs.run(
            lambda: tools.sync.join(tools.actor, _read(place)), self._joined, self._fail, owner=self
        )

    def _joined(self, spaces: Sequence[str]) -> None:
        self._trouble.hide()
        listed = ", ".join(words.space(self._tools.terms, one) for one in spaces)
        self._context.notices.tell(
            _("You are a member now: {spaces}. Exchange to receive them.").format(spaces=listed), "ok"
        )
        self.load()
        self._changed()

    # --- letting in

    def _open_request(self) -> None:
        ask_open(self, _("Open a request"), "Veldwerk (*.vwr)", self._read_request)

    def _read_request(self, place: Path) -> None:
        tools = self._tools

        def work() -> tuple[bytes, Card]:
            data = _read(place)
            return data, tools.sync.read_request(tools.actor, data)

        self._context.jobs.run(work, self._compare, self._fail, owner=self)

    def _compare(self, found: tuple[bytes, Card]) -> None:
        self._trouble.hide()
        self._request, card = found
        self._slot.open(
            InvitePanel(self._tools, card, self._shared, self._where, self._slot.clear), self._open
        )

    def _where(self, spaces: tuple[str, ...], role: str) -> None:
        ask_save(
            self,
            _("Save the invitation"),
            INVITATION,
            "Veldwerk (*.vwi)",
            partial(self._invite, spaces, role),
        )

    def _invite(self, spaces: tuple[str, ...], role: str, place: Path) -> None:
        tools, request = self._tools, self._request

        def work() -> None:
            invitation = tools.sync.invite(tools.actor, tools.storage.store(tools.actor), request, spaces, role)
            tools.files.write(place, invitation)

        self._context.jobs.run(work, self._invited, self._fail, owner=self, text=_("Making the invitation…"))

    def _invited(self, _nothing: object) -> None:
        self._slot.clear()
        self._trouble.hide()
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
