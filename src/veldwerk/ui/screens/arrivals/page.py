"""The page over the one where it was asked for. Nothing here is decided by the program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtWidgets import QWidget

from veldwerk.domain.changes import Change
from veldwerk.domain.register import KINDS
from veldwerk.services.erasures import Request
from veldwerk.services.sync_arrivals import MANY_DELETES, Binned, Item
from veldwerk.services.sync_erasing import Standing
from veldwerk.services.sync_review import Told
from veldwerk.services.twins import Pair
from veldwerk.texts import _, language, ngettext
from veldwerk.ui import widgets as w
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context, Screen
from veldwerk.ui.parts.body import Body
from veldwerk.ui.screens.arrivals import words
from veldwerk.ui.screens.arrivals.erasing import RequestsCard, StandingCard
from veldwerk.ui.screens.arrivals.same_visit import SameVisitCard
from veldwerk.ui.screens.arrivals.tools import Tools
from veldwerk.ui.widgets.basics import empty_layout

FIRST = 8
"""Lines of a list before «show all»."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the page shows."""

    asked: list[Request] = field(default_factory=list)
    twins: list[Pair] = field(default_factory=list)
    waiting: list[Told] = field(default_factory=list)
    binned: list[Told] = field(default_factory=list)
    standing: tuple[Standing, ...] = ()


class ArrivalsPage(Screen):
    """Erasures that wait, visits that may be one, held deletes, late data, what cannot be used, and the bin."""

    id, icon = "arrivals", "flag"
    kinds = frozenset(KINDS)

    def __init__(self, context: Context, tools: Tools) -> None:
        super().__init__(context)
        self._tools = tools
        self._whole: set[str] = set()
        self._found = Found()

    def title(self) -> str:
        return _("To look at")

    def build(self) -> QWidget:
        self._box = w.column(gap=12)
        inner = w.column(w.clear_box(self._box), None, margin=20)
        self._page = w.scrolled(Body(inner), "arrivals.scroll")
        return self._page

    def enter(self, record: str) -> None:
        self._load()

    def refresh(self, changes: Sequence[Change]) -> None:
        self._load()

    def _load(self) -> None:
        tools = self._tools

        def work() -> Found:
            actor = tools.actor
            return Found(
                tools.erasures.waiting(actor),
                tools.twins.open(actor),
                tools.review.waiting(actor),
                tools.review.bin(actor),
                tools.erasures.erasing.standing(actor),
            )

        self.context.jobs.run(work, self._fill, owner=self._page, key="arrivals")

    def _fill(self, found: Found) -> None:
        self._found = found
        empty_layout(self._box)
        waiting = found.waiting
        if found.asked:
            self._box.addWidget(RequestsCard(self.context, self._tools, found.asked, self._erased))
        for pair in found.twins:
            self._box.addWidget(SameVisitCard(self.context, self._tools, pair, self._load))
        held = [one for one in waiting if _reason(one) == MANY_DELETES]
        for space in dict.fromkeys(one.what.space for one in held):
            self._box.addWidget(self._held(space, [one for one in held if one.what.space == space]))
        if late := [one for one in waiting if _reason(one) == "late"]:
            self._box.addWidget(self._late(late))
        if rest := [one for one in waiting if _reason(one) not in (MANY_DELETES, "late")]:
            self._box.addWidget(self._unused(rest))
        if not (waiting or found.asked or found.twins):
            self._box.addWidget(
                w.Empty(
                    "arrivals.none",
                    _("Nothing waits for you"),
                    _("What comes in and needs a decision of yours stands here."),
                    icon="done",
                )
            )
        self._box.addWidget(self._bin(found.binned))
        if found.standing:
            self._box.addWidget(StandingCard(self._tools, found.standing))

    def _erased(self, number: int) -> None:
        text = ngettext(
            "{n} record is erased for good. Exchange now, so that it goes everywhere.",
            "{n} records are erased for good. Exchange now, so that they go everywhere.",
            number,
        )
        self._done(text.format(n=number))

    # --- many deletes at once

    def _held(self, space: str, held: list[Told]) -> QWidget:
        where = self._tools.terms.space(space, language())
        number = ngettext(
            "{n} record was deleted at once: {space}", "{n} records were deleted at once: {space}", len(held)
        )
        who = ", ".join(dict.fromkeys(words.who(one) for one in held))
        told = _(
            "By {who}. They still stand on your laptop. Is this right? Ring your colleague when you do not know."
        ).format(who=who)
        rows = [
            Row(one.id, words.title(self._tools.terms, one), icon="delete")
            for one in self._cut(f"held.{space}", held)
        ]
        away = w.button(
            f"arrivals.let_go.{space}",
            _("It is right: let them go"),
            partial(self._let_go, space),
            icon="delete",
        )
        keep = w.button(
            f"arrivals.keep.{space}",
            _("It is a mistake: keep them"),
            partial(self._keep, space),
            kind="primary",
            icon="undo",
        )
        after = _("Let go, they lie in the bin for 30 days. Kept, they come back on every laptop.")
        card = w.Card(
            number.format(n=len(held), space=where),
            w.label(told, wrap=True),
            w.lines(rows),
        )
        self._more(card, f"held.{space}", len(held))
        card.add(w.row(keep, away, None), w.label(after, "muted", wrap=True))
        return card

    def _let_go(self, space: str) -> None:
        arrivals, actor = self._tools.arrivals, self._tools.actor
        self.context.jobs.run(lambda: arrivals.let_delete(actor, space), self._let_gone, owner=self._page)

    def _let_gone(self, number: int) -> None:
        self._done(
            ngettext("{n} record is in the bin now.", "{n} records are in the bin now.", number).format(
                n=number
            )
        )

    def _keep(self, space: str) -> None:
        arrivals, actor = self._tools.arrivals, self._tools.actor
        self.context.jobs.run(lambda: arrivals.keep(actor, space), self._kept, owner=self._page)

    def _kept(self, number: int) -> None:
        self._done(
            ngettext(
                "{n} record stays, and comes back everywhere.",
                "{n} records stay, and come back everywhere.",
                number,
            ).format(n=number)
        )

    def _done(self, text: str) -> None:
        self._tools.saving.saved()
        self.context.notices.tell(text, "ok")
        self._load()

    # --- late, unused, bin

    def _late(self, late: list[Told]) -> QWidget:
        told = _(
            "This came in about somebody whose file is closed. It stands in the file; nothing was reopened."
        )
        by_id = {one.id: one for one in late}
        rows = [
            Row(one.id, words.title(self._tools.terms, one), words.who(one), icon="clock", icon_tone="info")
            for one in self._cut("late", late)
        ]
        card = w.Card(
            _("Came after the file was closed"),
            w.label(told, "muted", wrap=True),
            w.lines(rows, lambda row: self._late_end(by_id[row.id], row)),
        )
        self._more(card, "late", len(late))
        return card

    def _late_end(self, one: Told, row: Row) -> QWidget:
        spoken = {"name": row.title}
        look = w.button(
            f"arrivals.look.{one.what.record}",
            _("Look"),
            partial(self._look, one),
            kind="quiet",
            spoken=_("Look at {name}").format(**spoken),
        )
        seen = w.button(
            f"arrivals.seen.{one.what.record}",
            _("Seen"),
            partial(self._seen, one),
            kind="quiet",
            icon="check",
            spoken=_("Seen: {name}").format(**spoken),
        )
        return w.clear_box(w.row(look, seen, gap=0))

    def _look(self, one: Told) -> None:
        if one.person is not None:
            self.context.go("people", one.person.id)

    def _seen(self, one: Told) -> None:
        arrivals, actor, item = self._tools.arrivals, self._tools.actor, one.what
        assert isinstance(item, Item)
        self.context.jobs.run(
            lambda: arrivals.looked_at(actor, item), lambda _none: self._load(), owner=self._page
        )

    def _unused(self, rest: list[Told]) -> QWidget:
        rows = [
            Row(
                f"{one.id}/{_reason(one)}",
                words.title(self._tools.terms, one),
                f"{words.who(one)}\n{words.why(_reason(one))}",
                icon="warn",
                icon_tone="warn",
            )
            for one in self._cut("unused", rest)
        ]
        card = w.Card(_("Kept, but not used yet"), w.lines(rows))
        self._more(card, "unused", len(rest))
        return card

    def _bin(self, binned: list[Told]) -> QWidget:
        told = _(
            "What was taken away stays here for 30 days. Who brings it back, brings it back for everybody."
        )
        card = w.Card(_("Bin"), w.label(told, "muted", wrap=True))
        if not binned:
            card.add(w.label(_("The bin is empty."), wrap=True))
            return card
        by_id = {one.id: one for one in binned}
        rows = [
            Row(
                one.id,
                words.title(self._tools.terms, one),
                words.binned(one, self.context.today()),
                icon="delete",
            )
            for one in self._cut("bin", binned)
        ]
        card.add(w.lines(rows, lambda row: self._bin_end(by_id[row.id], row)))
        self._more(card, "bin", len(binned))
        return card

    def _bin_end(self, one: Told, row: Row) -> QWidget:
        return w.button(
            f"arrivals.back.{one.what.record}",
            _("Bring back"),
            partial(self._bring_back, one),
            icon="undo",
            spoken=_("Bring back: {name}").format(name=row.title),
        )

    def _bring_back(self, one: Told) -> None:
        arrivals, actor, what = self._tools.arrivals, self._tools.actor, one.what
        assert isinstance(what, Binned)
        self.context.jobs.run(
            lambda: arrivals.bring_back(actor, [what]), lambda _none: self._back(one), owner=self._page
        )

    def _back(self, one: Told) -> None:
        self._done(_("Brought back: {name}").format(name=words.title(self._tools.terms, one)))

    # --- long lists

    def _cut(self, name: str, found: list[Told]) -> list[Told]:
        return found if name in self._whole else found[:FIRST]

    def _more(self, card: w.Card, name: str, number: int) -> None:
        rest = number - FIRST
        if rest > 0 and name not in self._whole:
            text = ngettext("Show {n} more", "Show {n} more", rest).format(n=rest)
            card.add(
                w.row(
                    w.button(f"arrivals.more.{name}", text, partial(self._open_whole, name), kind="quiet"),
                    None,
                )
            )

    def _open_whole(self, name: str) -> None:
        self._whole.add(name)
        self._fill(self._found)


def _reason(one: Told) -> str:
    return one.what.reason if isinstance(one.what, Item) else ""
