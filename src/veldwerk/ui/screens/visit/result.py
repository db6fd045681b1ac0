"""What came out of a visit: the score with its category, what is missing, where it comes from, and what next."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from veldwerk.domain import instruments
from veldwerk.domain.instruments import Instrument, Score
from veldwerk.domain.people import Person
from veldwerk.domain.visits import Measurement, Visit
from veldwerk.texts import _, language, ngettext
from veldwerk.texts.dates import long_date
from veldwerk.ui import theme
from veldwerk.ui import widgets as w
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context, Screen
from veldwerk.ui.parts.persons import in_short
from veldwerk.ui.screens.visit.tools import Tools
from veldwerk.ui.widgets.basics import empty_layout

_TONES = {"geen": "ok", "matig": "warn", "ernstig": "danger", "zeer_ernstig": "danger"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Read at once: the visit, the person and what was measured, the loneliness scale first."""

    visit: Visit
    person: Person
    measured: tuple[Measurement, ...]


class ResultPage(Screen):
    """Shown after the form, and from the timeline."""

    id, icon = "result", "visit"
    kinds = frozenset({"measurement", "visit"})

    def __init__(self, context: Context, tools: Tools, visit: str) -> None:
        super().__init__(context)
        self._tools, self._visit = tools, visit
        self._person: Person | None = None

    def title(self) -> str:
        return _("Outcome of the visit")

    def subtitle(self) -> str:
        if self._person is None:
            return ""
        return in_short(self._person, self.context.today())

    def build(self) -> QWidget:
        self._main, self._side = w.column(gap=12), w.column(gap=12)
        columns = w.Columns(w.clear_box(self._main), w.clear_box(self._side))
        self._page = w.scrolled(w.clear_box(w.column(columns, None, margin=20)), "result.scroll")
        self._load()
        return self._page

    def _load(self) -> None:
        tools, visit = self._tools, self._visit

        def work() -> Outcome:
            found = tools.visits.get(tools.actor, visit)
            person = tools.people.get(tools.actor, found.person_id)
            measured = [m for m in tools.visits.measurements(tools.actor, person.id) if m.visit_id == visit]
            measured.sort(key=lambda one: (not one.instrument.startswith("djg"), one.instrument))
            return Outcome(found, person, tuple(measured))

        self.context.jobs.run(work, self._fill, owner=self._page, key="result")

    def _fill(self, found: Outcome) -> None:
        self._person = found.person
        self.context.window.retitle()
        empty_layout(self._main)
        empty_layout(self._side)
        if not found.measured:
            self._main.addWidget(
                w.Empty(
                    "result.empty",
                    _("Nothing was measured in this visit"),
                    _("That is fine. You can still say what you make of it."),
                    icon="visit",
                )
            )
        for one in found.measured:
            self._main.addWidget(self._card(one))
        if found.measured:
            self._main.addWidget(w.label(self._tools.library.notice.text(language()), "muted", wrap=True))
        self._main.addStretch(1)
        self._side.addWidget(self._next(found))
        self._side.addStretch(1)
        self._appraise.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- one measurement

    def _card(self, one: Measurement) -> QWidget:
        instrument = self._tools.library.get(one.instrument)
        score = instruments.score(instrument, one.answers, one.norm or None)
        known = instrument.categories.get(score.category or "")
        mark = w.badge(known.text(language()), _TONES.get(score.score_class or "", "soft")) if known else None
        card = w.Card(instrument.title.text(language()), right=mark)
        if score.total is not None and instrument.total_shown:
            card.add(self._figure(instrument, score))
        elif score.total is None and instrument.total_shown:
            card.add(w.label(_("not complete"), "question"))
        if subscales := self._subscales(instrument, score):
            card.add(w.lines(subscales))
        for alert in score.alerts:
            words = next((f.label.text(language()) for f in instrument.flags if f.id == alert), alert)
            line = w.row(w.icon_label("danger", "danger", 20), w.label(words, "question", wrap=True))
            line.setStretch(1, 1)
            card.add(line)
        for words in self._doubts(score) if instrument.kind == "schaal" else ():
            card.add(w.label(words, wrap=True))
        card.add(w.label(self._how(one), "muted", wrap=True))
        card.add(w.label(instrument.source.text(language()), "muted", wrap=True))
        return card

    def _figure(self, instrument: Instrument, score: Score) -> QWidget:
        highest = sum(max(item.points.values(), default=0) for item in instrument.items)
        words = _("of {highest} points").format(highest=highest)
        figure = w.label(str(score.total), "figure")
        line = w.row(figure, w.label(words, "muted"), None, gap=8)
        line.setAlignment(figure, Qt.AlignmentFlag.AlignBaseline)
        return w.clear_box(line)

    def _subscales(self, instrument: Instrument, score: Score) -> list[Row]:
        rows = []
        for part in instrument.subscales:
            points = score.subscales.get(part.id)
            if points == 0 and set(part.items) & set(score.missing):
                # No points for no answers is not a score of nought.
                rows.append(Row(part.id, part.label.text(language()), _("not complete")))
                continue
            category = instrument.categories.get(score.subscale_categories.get(part.id) or "")
            words = _("not valid: an answer is missing") if points is None else ""
            if points is not None:
                words = ngettext("{n} point", "{n} points", points).format(n=points)
                words += f" · {category.text(language())}" if category else ""
            rows.append(Row(part.id, part.label.text(language()), words))
        return rows

    def _doubts(self, score: Score) -> list[str]:
        found = []
        if score.missing:
            count = len(score.missing)
            words = ngettext("{count} answer is missing.", "{count} answers are missing.", count)
            found.append(words.format(count=count))
        if score.category_uncertain and score.interval is not None:
            words = _("The score lies between {low} and {high}: the outcome is not certain.")
            found.append(words.format(low=score.interval[0], high=score.interval[1]))
        if score.straight_lining:
            found.append(_("All answers are the same. Look back whether the questions were clear."))
        return found

    def _how(self, one: Measurement) -> str:
        library = self._tools.library
        mode = library.modes.get(one.mode)
        who = library.respondents.get(one.respondent)
        missing = ngettext("{count} missing", "{count} missing", one.missing).format(count=one.missing)
        parts = (
            long_date(one.measured_on) if one.measured_on else "",
            who.text(language()) if who else _("answered by the resident"),
            mode.text(language()) if mode else one.mode,
            missing,
        )
        return " · ".join(part for part in parts if part)

    # --- what next

    def _next(self, found: Outcome) -> QWidget:
        outcome = self._tools.terms.label("visit_outcome", found.visit.outcome, language())
        card = w.Card(_("How this visit ends"), w.label(outcome, "question", wrap=True))
        if found.visit.agreements:
            card.add(w.lines([Row("agreed", _("What was agreed"), found.visit.agreements)]))
        if found.visit.recall_on:
            card.add(w.lines([Row("recall", _("Again from"), long_date(found.visit.recall_on))]))
        self._appraise = w.button(
            "result.appraise", _("Make an appraisal"), self._to_appraisal, kind="primary", icon="talk"
        )
        to_person = w.button("result.person", _("To this person"), self._to_person)
        told = _("A score alone says nothing about what fits. First say what you make of it.")
        card.add(w.label(told, "muted", wrap=True), w.row(self._appraise, None), w.row(to_person, None))
        card.setMinimumWidth(theme.px(240))
        return card

    def _to_appraisal(self) -> None:
        self.context.window.open_over(self._tools.appraise(self._visit))

    def _to_person(self) -> None:
        if self._person is not None:
            self.context.go("people", self._person.id)
