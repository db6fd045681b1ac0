"""At the foot of the details: asking to erase this person for good, and that it was asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from veldwerk.domain import names
from veldwerk.domain.people import Person
from veldwerk.services.access import Right, may
from veldwerk.services.erasures import Reach, Request
from veldwerk.texts import _
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.parts.erasing import what_goes
from veldwerk.ui.parts.panel import Slot
from veldwerk.ui.parts.sure import SurePanel
from veldwerk.ui.screens.people.tools import Tools


class AskPanel(SurePanel):
    """What would go, and that a second person has to agree; `go()`."""

    def __init__(
        self,
        tools: Tools,
        person: Person,
        reach: Reach,
        go: Callable[[], object],
        leave: Callable[[], object],
    ) -> None:
        title = _("Ask to erase {name} for good").format(name=names.friendly_name(person))
        super().__init__("erase", title, _("Ask a colleague to agree"), go, leave)
        self.fields.addWidget(what_goes(tools.terms, reach.kinds))
        second = _("Nothing happens until a colleague agrees on another laptop. They see it on Today.")
        self.fields.addWidget(w.label(second, wrap=True))
        if reach.care:
            told = _("Care data is not on this laptop. A nurse has to ask for that in the same way.")
            self.fields.addWidget(w.label(told, wrap=True))
        self.ask(_("I have read this"), _("Read first what this means."))


class ErasingCard(w.Card):
    """Hidden for a role that deletes nobody."""

    def __init__(self, context: Context, tools: Tools) -> None:
        super().__init__(_("Erase for good"))
        self._context, self._tools = context, tools
        self._person: Person | None = None
        self._slot = Slot()
        self._told = w.label("", "muted", wrap=True)
        self._ask = w.button("person.erase", _("Erase for good…"), self._look, icon="delete")
        self._see = w.button("person.erasing", _("Look at the request"), self._to_look, icon="flag")
        self.add(self._told, self._slot, w.row(self._ask, self._see, None))
        if not may(tools.actor, Right.DELETE, Person.KIND):
            self.hide()

    def show_person(self, person: Person) -> None:
        """Read whether it was asked, and show that or offer it."""
        if self._person is None or person.id != self._person.id:
            self._slot.clear()
        self._person, tools = person, self._tools
        if may(tools.actor, Right.DELETE, Person.KIND):
            self._context.jobs.run(
                lambda: tools.erasures.about(tools.actor, person.id),
                self._show,
                owner=self,
                key="person.erasing",
            )

    def _show(self, asked: Request | None) -> None:
        if asked is None:
            told = _(
                "When somebody asks to be forgotten, or the file may be kept no longer. Two people do it together."
            )
        elif asked.mine:
            told = _("You asked to erase this person for good. It waits until a colleague agrees.")
        else:
            who = asked.who or _("A colleague")
            told = _("{name} asks to erase this person for good. You can be the second person.").format(
                name=who
            )
        self._told.setText(told)
        self._ask.setVisible(asked is None)
        self._see.setVisible(asked is not None)

    def _to_look(self) -> None:
        self._context.commands.run("arrivals")

    def _look(self) -> None:
        tools, person = self._tools, self._person
        if person is not None:
            self._context.jobs.run(
                lambda: tools.erasures.reach(tools.actor, person.id), partial(self._open, person), owner=self
            )

    def _open(self, person: Person, reach: Reach) -> None:
        self._slot.open(
            AskPanel(self._tools, person, reach, partial(self._go, person), self._slot.clear), self._ask
        )

    def _go(self, person: Person) -> None:
        tools, panel = self._tools, self._slot.panel
        assert panel is not None
        self._context.jobs.run(
            lambda: tools.erasures.erasing.ask(tools.actor, person.id),
            partial(self._asked, person),
            panel.refuse,
            owner=self,
        )

    def _asked(self, person: Person, _request: str) -> None:
        self._slot.clear()
        self._tools.saving.saved()
        self._context.notices.tell(_("Asked. Exchange now, so that a colleague sees it and can agree."), "ok")
        self.show_person(person)
