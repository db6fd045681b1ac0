"""Erasing for good: requests that wait for a second person, and afterwards what may still be on the storage."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from veldwerk.domain import names
from veldwerk.services.erasures import Request
from veldwerk.services.sync_erasing import Standing
from veldwerk.texts import _, language, ngettext
from veldwerk.ui import widgets as w
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context
from veldwerk.ui.parts.erasing import what_goes
from veldwerk.ui.parts.panel import Slot
from veldwerk.ui.parts.points import points
from veldwerk.ui.parts.sure import SurePanel
from veldwerk.ui.screens.arrivals.tools import Tools


def whom(one: Request) -> str:
    """The name of the person a request is about."""
    return (
        names.friendly_name(one.person) if one.person is not None else _("Somebody no longer in this vault")
    )


class AgreePanel(SurePanel):
    """What the second person reads before the person is gone everywhere; `go()`."""

    def __init__(
        self, tools: Tools, one: Request, go: Callable[[], object], leave: Callable[[], object]
    ) -> None:
        title = _("Erase {name} for good").format(name=whom(one))
        super().__init__("agree", title, _("Erase for good"), go, leave, danger=True)
        asked = _("{who} asks this, and you are the second person.").format(who=one.who or _("A colleague"))
        self.fields.addWidget(w.label(asked, wrap=True))
        self.fields.addWidget(what_goes(tools.terms, one.kinds))
        self.ask(
            _("I checked with my colleague that this is right"), _("Check this with your colleague first.")
        )


class RequestsCard(w.Card):
    """Who asks to erase whom. `done(number)` is called when records were erased."""

    def __init__(
        self, context: Context, tools: Tools, asked: Sequence[Request], done: Callable[[int], object]
    ) -> None:
        super().__init__(_("Erase for good?"))
        self._context, self._tools, self._done = context, tools, done
        self._slot = Slot()
        told = _("Two people together erase somebody for good. Nothing brings it back.")
        self.add(w.label(told, "muted", wrap=True), self._slot, w.lines_of(asked, self._row, self._end))

    def _row(self, one: Request) -> Row:
        number = sum(n for _kind, n in one.kinds)
        count = ngettext("{n} record", "{n} records", number).format(n=number)
        who = (
            _("you asked this") if one.mine else _("asked by {name}").format(name=one.who or _("a colleague"))
        )
        badge = _("waits for a colleague") if one.mine else ""
        return Row(one.id, whom(one), f"{who} · {count}", badge=badge, icon="delete", icon_tone="danger")

    def _end(self, one: Request, row: Row) -> QWidget | None:
        if one.mine:
            return None
        return w.button(
            f"arrivals.agree.{one.id}",
            _("Look and agree…"),
            partial(self._ask, one),
            spoken=_("Look and agree: erase {name} for good").format(name=row.title),
        )

    def _ask(self, one: Request) -> None:
        self._slot.open(AgreePanel(self._tools, one, partial(self._agree, one), self._slot.clear))

    def _agree(self, one: Request) -> None:
        erasing, actor, panel = self._tools.erasures.erasing, self._tools.actor, self._slot.panel
        assert panel is not None
        self._context.jobs.run(
            lambda: erasing.agree(actor, one.id),
            self._done,
            panel.refuse,
            owner=self,
            text=_("Erasing for good…"),
        )


class StandingCard(w.Card):
    """What may still be there of what was erased, by space."""

    def __init__(self, tools: Tools, standing: Sequence[Standing]) -> None:
        super().__init__(_("What was erased for good"))
        self._terms = tools.terms
        done = all(one.done for one in standing)
        told = (
            _("Veldwerk has nothing of it on the storage any more, and every laptop has erased it.")
            if done
            else _("It takes some exchanges until it is gone everywhere. Here you see what is left.")
        )
        self.add(w.label(told, wrap=True), w.lines([self._row(one) for one in standing]))
        notes = tuple(dict.fromkeys(note for one in standing for note in one.notes))
        self.add(w.label(_("What Veldwerk cannot reach:"), "question"))
        self.add(points([("info", _(note)) for note in notes], "muted"))

    def _row(self, one: Standing) -> Row:
        left = []
        if one.own:
            left.append(_("Older packages of this laptop may still be on the storage. Exchange again."))
        if one.colleagues:
            who = ", ".join(name or _("a colleague") for name in one.colleagues)
            left.append(_("Not confirmed yet: {who}").format(who=who))
        space = self._terms.space(one.space, language())
        return Row(
            f"standing.{one.space}",
            space,
            "\n".join(left) or _("Nothing of Veldwerk is left there."),
            icon="done" if one.done else "clock",
            icon_tone="ok" if one.done else "warn",
        )
