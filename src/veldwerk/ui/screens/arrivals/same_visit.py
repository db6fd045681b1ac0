"""«Is this the same visit?»: two visits to one person on one day, each with what it says, and three answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from veldwerk.domain import names
from veldwerk.domain.visits import Visit
from veldwerk.services.edits import Edit
from veldwerk.services.twins import Pair
from veldwerk.texts import _, language
from veldwerk.texts.dates import clock_time, relative_day
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.screens.arrivals.tools import Tools


class SameVisitCard(w.Card):
    """One pair. `done()` is called when the answer is kept."""

    def __init__(self, context: Context, tools: Tools, pair: Pair, done: Callable[[], object]) -> None:
        self._name = names.friendly_name(pair.person)
        super().__init__(_("Is this the same visit? {name}").format(name=self._name))
        self._context, self._tools, self._pair, self._done = context, tools, pair, done
        day = pair.first.finished_at
        told = _("Two colleagues each filled in a visit: {day}. Both are kept, whatever you choose.")
        when = relative_day(day.date(), context.today()) if day is not None else ""
        self.add(w.label(told.format(day=when), wrap=True))
        visits = w.row(*(self._visit(number) for number in (0, 1)), gap=12)
        for at in (0, 1):
            visits.setStretch(at, 1)
        self.add(visits)
        both = w.button(
            f"twin.both.{pair.id}",
            _("Two visits: keep both"),
            self._both,
            icon="check",
            spoken=_("Two visits, keep both: {name}").format(name=self._name),
        )
        look = w.button(
            f"twin.look.{pair.id}",
            _("Look at the person"),
            partial(context.go, "people", pair.person.id),
            kind="quiet",
            spoken=_("Look at {name}").format(name=self._name),
        )
        after = _("The double stays in the history and is not counted in the month.")
        self.add(w.row(both, look, None), w.label(after, "muted", wrap=True))

    def _visit(self, number: int) -> QWidget:
        pair, terms = self._pair, self._tools.terms
        one = (pair.first, pair.second)[number]
        who = pair.names[number] or _("a colleague")
        moment = one.finished_at
        at = clock_time(moment) if moment is not None else ""
        about = " · ".join(
            part
            for part in (
                at,
                terms.label("contact_form", one.contact_form, language()),
                terms.label("visit_outcome", one.outcome, language()) if one.outcome else "",
            )
            if part
        )
        keep = w.button(
            f"twin.keep.{one.id}",
            _("One visit: count this one"),
            partial(self._one, one),
            spoken=_("One visit, count the one of {who}: {name}").format(who=who, name=self._name),
        )
        body = w.column(
            w.label(who, "question", wrap=True),
            w.label(about, "muted", wrap=True),
            w.label(one.agreements or _("Nothing was agreed."), wrap=True),
            None,
            6,
            w.row(keep, None),
            gap=4,
        )
        return w.Card("", body)

    def _one(self, kept: Visit) -> None:
        twins, actor, pair = self._tools.twins, self._tools.actor, self._pair
        self._context.jobs.run(lambda: twins.double(actor, pair, kept.id), self._kept, owner=self)

    def _both(self) -> None:
        twins, actor, pair = self._tools.twins, self._tools.actor, self._pair
        self._context.jobs.run(lambda: twins.apart(actor, pair), self._kept, owner=self)

    def _kept(self, edit: Edit) -> None:
        self._tools.saving.saved(edit)
        self._done()
