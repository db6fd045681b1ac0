"""Letting somebody in and joining: the eight words compared, requests and invitations as code, text or file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from veldwerk.domain.errors import UserError
from veldwerk.services.sync_ports import Card
from veldwerk.services.sync_text import from_text, short, to_text
from veldwerk.texts import _
from veldwerk.ui import widgets as w
from veldwerk.ui.parts.panel import Panel
from veldwerk.ui.parts.qr import qr
from veldwerk.ui.parts.ticks import TicksField
from veldwerk.ui.screens.exchange import words
from veldwerk.ui.screens.exchange.office import Tools

Invite = Callable[[tuple[str, ...], str, str], object]
"""Spaces, role, and `file` or `text`."""


class InvitePanel(Panel):
    """Who asks, the eight words to compare, and what they may read; `go(spaces, role, way back)`."""

    def __init__(
        self, tools: Tools, card: Card, shared: Sequence[str], go: Invite, leave: Callable[[], object]
    ) -> None:
        title = _("{name} asks to join").format(name=card.person.name)
        super().__init__("invite", title, self._go, _("Let in and make the invitation"), leave)
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
        self._role = w.ChoiceField("invite.role", _("As what?"), words.roles(), value="member")
        self._way = w.ChoiceField(
            "invite.way",
            _("How do you give the invitation back?"),
            [("file", _("As a file, on a stick")), ("text", _("As text, to copy"))],
            value="file",
        )
        self.put("compared", self._compared)
        self.put("spaces", self._spaces)
        self.put("role", self._role)
        self.put("way", self._way)

    def _go(self) -> None:
        same = self._compared.value()
        self._compared.complain("" if same else _("Compare the eight words first."))
        self._spaces.complain("" if self._spaces.value() else _("Choose at least one."))
        if self.ready():
            self._act_on(self._spaces.value(), self._role.value(), self._way.value())


class GivePanel(Panel):
    """Something to hand over: as a code for a telephone where it fits, and as text to copy."""

    def __init__(self, title: str, told: str, data: bytes, leave: Callable[[], object]) -> None:
        super().__init__("give", title, self._copy, _("Copy the text"), leave)
        self.fields.addWidget(w.label(told, wrap=True))
        code = qr(short(data), _("QR code of this text"))
        if code is not None:
            hint = _("A telephone can read this code and pass the text on.")
            self.fields.addWidget(w.label(hint, "muted", wrap=True))
            self.fields.addWidget(code, 0, Qt.AlignmentFlag.AlignLeft)
        self._text = w.MemoField("give.text", _("The text"), value=to_text(data), lines=4)
        self._text.edit.setReadOnly(True)
        self.fields.addWidget(self._text)
        self._copied = w.label("", "muted", wrap=True)
        self._copied.hide()
        self.fields.addWidget(self._copied)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text.value())
        self._copied.setText(
            _("Copied. Paste it into a mail or a chat; the clipboard is emptied at locking.")
        )
        self._copied.show()

    def begin(self) -> None:
        self.do.setFocus(Qt.FocusReason.TabFocusReason)


class PastePanel(Panel):
    """Takes over a text that was sent; `go(bytes)`."""

    def __init__(
        self, title: str, question: str, go: Callable[[bytes], object], leave: Callable[[], object]
    ) -> None:
        super().__init__("paste", title, self._go, _("Go on"), leave)
        self._act_on = go
        hint = _("Paste the whole text, from the first line to the last.")
        self._text = w.MemoField("paste.text", question, hint=hint, lines=4)
        self.put("text", self._text)

    def _go(self) -> None:
        try:
            data = from_text(self._text.value())
        except UserError as error:
            error.values = {**error.values, "field": "text"}
            self.refuse(error)
            return
        self._text.complain("")
        self._act_on(data)
