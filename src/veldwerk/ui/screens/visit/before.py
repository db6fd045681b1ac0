"""Beside the form: why this visit, and what was said the last time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from veldwerk.domain.people import Person
from veldwerk.domain.signals import Signal
from veldwerk.domain.visits import Measurement, Visit
from veldwerk.services.visits import Work
from veldwerk.texts import _, language
from veldwerk.texts.dates import long_date, relative_day
from veldwerk.ui import theme
from veldwerk.ui import widgets as w
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context
from veldwerk.ui.screens.visit.tools import Tools


@dataclass(frozen=True, slots=True)
class Opened:
    """All that the page needs, read at once."""

    work: Work
    person: Person
    signal: Signal | None
    last: Visit | None
    measured: tuple[Measurement, ...]


def read(tools: Tools, visit_id: str, language_code: str) -> Opened | None:
    """Open the form of a visit and look up what came before; None when the visit is done already."""
    actor, visits = tools.actor, tools.visits
    visit = visits.get(actor, visit_id)
    if visit.status in ("uitgevoerd", "dubbel"):
        return None
    work = visits.begin(actor, visit, language=language_code)
    earlier = [one for one in visits.of(actor, visit.person_id) if one.finished_at and one.id != visit_id]
    last = max(earlier, key=lambda one: str(one.finished_at)) if earlier else None
    measured = visits.measurements(actor, visit.person_id) if last else []
    return Opened(
        work,
        tools.people.get(actor, visit.person_id),
        tools.signals.get(actor, visit.signal_id) if visit.signal_id else None,
        last,
        tuple(one for one in measured if last is not None and one.visit_id == last.id),
    )


def beside(context: Context, tools: Tools, opened: Opened) -> QWidget:
    """The column right of the form."""
    box = w.column(gap=12)
    if opened.signal is not None:
        box.addWidget(w.Card(_("Why this visit"), w.label(opened.signal.facts, wrap=True)))
    if opened.person.alerts.strip():
        box.addWidget(w.Card(_("Mind this"), w.label(opened.person.alerts, wrap=True)))
    box.addWidget(_last(context, tools, opened.last, opened.measured))
    box.addStretch(1)
    area = w.scrolled(w.clear_box(box), "visit.beside")
    area.setFixedWidth(theme.px(264))
    return area


def _last(context: Context, tools: Tools, last: Visit | None, measured: Sequence[Measurement]) -> QWidget:
    if last is None or last.finished_at is None:
        return w.Card(_("Last time"), w.label(_("This is the first visit."), "muted", wrap=True))
    terms, lang = tools.terms, language()
    day = relative_day(last.finished_at.date(), context.today())
    rows = [Row("day", _("Visit"), f"{day} · {terms.label('visit_outcome', last.outcome, lang)}")]
    if last.agreements:
        rows.append(Row("agreed", _("What was agreed"), last.agreements))
    for one in measured:
        instrument = tools.library.get(one.instrument)
        known = instrument.categories.get(one.category)
        if known is not None:
            rows.append(Row(one.id, instrument.short, known.text(lang)))
    if last.recall_on is not None:
        rows.append(Row("recall", _("Again from"), long_date(last.recall_on)))
    return w.Card(_("Last time"), w.lines(rows))
