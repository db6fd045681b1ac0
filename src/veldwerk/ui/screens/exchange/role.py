"""What a laptop may do in the team: write, let others in too, or only read along."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt

from veldwerk.services.sync_attendance import Attendee
from veldwerk.texts import _
from veldwerk.ui import widgets as w
from veldwerk.ui.parts.panel import Panel
from veldwerk.ui.parts.ticks import TicksField
from veldwerk.ui.screens.exchange import words
from veldwerk.ui.screens.exchange.office import Tools


class RolePanel(Panel):
    """Of which spaces, and what each role means; `go(spaces, role)`."""

    def __init__(
        self,
        tools: Tools,
        one: Attendee,
        spaces: Sequence[str],
        go: Callable[[tuple[str, ...], str], object],
        leave: Callable[[], object],
    ) -> None:
        name = one.member.person.name or _("a colleague")
        title = _("What may {name} do? Laptop {marks}").format(name=name, marks=one.marks)
        super().__init__("role", title, self._go, _("Change the role"), leave)
        self._act_on = go
        self._now = {space: one.spaces[space].role for space in spaces}
        roles = set(self._now.values())
        self._role = w.ChoiceField(
            "role.role", _("As what?"), words.roles(), value=roles.pop() if len(roles) == 1 else ""
        )
        self._spaces = TicksField(
            "role.spaces",
            _("Where?"),
            [(space, words.space(tools.terms, space)) for space in spaces],
            value=spaces,
        )
        self._told = w.label("", "muted", wrap=True)
        self._mine = one.me
        self.put("role", self._role)
        self.fields.addWidget(self._told)
        self.put("spaces", self._spaces)
        self._role.changed.connect(self._tell)
        self._tell()

    def begin(self) -> None:
        self._role.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        role = self._role.value()
        told = words.role_means(role)
        if self._mine and role in ("member", "reader"):
            told = " ".join((told, _("After this you cannot change roles yourself any more.")))
        self._told.setText(told)
        self._told.setVisible(bool(told))

    def _go(self) -> None:
        role, chosen = self._role.value(), self._spaces.value()
        self._role.complain("" if role else _("Choose one."))
        self._spaces.complain("" if chosen else _("Choose at least one."))
        if role and chosen and all(self._now[space] == role for space in chosen):
            self._role.complain(_("This laptop has that role already."))
        if self.ready():
            self.do.setEnabled(False)
            self._act_on(chosen, role)
