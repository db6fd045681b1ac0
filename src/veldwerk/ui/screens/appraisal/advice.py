"""The advice: what fits in order, what does not, what must go together; the professional chooses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from veldwerk.domain.errors import UserError
from veldwerk.domain.people import Person
from veldwerk.domain.referrals import Referral
from veldwerk.domain.visits import Appraisal, Visit
from veldwerk.rules.advise import Advice
from veldwerk.services.edits import Edit
from veldwerk.texts import _, language, ngettext
from veldwerk.texts.errors import sentence
from veldwerk.ui import theme
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context, Screen
from veldwerk.ui.parts.panel import Slot
from veldwerk.ui.parts.persons import in_short
from veldwerk.ui.parts.plan import PlanPanel
from veldwerk.ui.parts.ticks import TicksField
from veldwerk.ui.screens.appraisal.begin import BeginPanel
from veldwerk.ui.screens.appraisal.cards import KindCard
from veldwerk.ui.screens.appraisal.reasons import rule_lines
from veldwerk.ui.screens.appraisal.situation import SituationCard
from veldwerk.ui.screens.appraisal.tools import Tools
from veldwerk.ui.widgets.basics import empty_layout

WAITING = ("afwachten", "hercontact")


@dataclass(frozen=True, slots=True)
class _Read:
    person: Person
    advice: Advice


class AdvicePage(Screen):
    """Opened over, after the appraisal; a referral begins here."""

    id, icon = "advice", "talk"

    def __init__(self, context: Context, tools: Tools, appraisal: Appraisal) -> None:
        super().__init__(context)
        self._tools, self._appraisal = tools, appraisal
        self._person: Person | None = None
        self._advice: Advice | None = None
        self._cards: list[KindCard] = []

    def title(self) -> str:
        return _("What fits")

    def subtitle(self) -> str:
        if self._person is None:
            return ""
        return in_short(self._person, self.context.today())

    def build(self) -> QWidget:
        self._main: QVBoxLayout = w.column(gap=10)
        self._side: QVBoxLayout = w.column(gap=12)
        area = w.scrolled(w.clear_box(self._main), "advice.scroll")
        side = w.scrolled(w.clear_box(self._side), "advice.side")
        self._page = w.clear_box(w.column(w.Columns(area, side, side_width=340), margin=16))
        tools, appraisal = self._tools, self._appraisal

        def work() -> _Read:
            person = tools.people.get(tools.actor, appraisal.person_id)
            return _Read(person, tools.appraisals.advice(tools.actor, appraisal))

        self.context.jobs.run(work, self._fill, owner=self._page)
        return self._page

    # --- what is shown

    def _fill(self, read: _Read) -> None:
        self._person, self._advice = read.person, read.advice
        self.context.window.retitle()
        empty_layout(self._main)
        empty_layout(self._side)
        edges = self._main.contentsMargins()
        edges.setRight(theme.px(12))
        self._main.setContentsMargins(edges)
        self._side.setContentsMargins(edges)
        self._fill_suggestions(read.advice)
        self._fill_excluded(read.advice)
        self._fill_others(read.advice)
        self._main.addStretch(1)
        self._fill_side(read.advice)
        self._changed()
        first = self._cards[0].check if self._cards else self._keep
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, found: object) -> KindCard:
        assert self._advice is not None
        card = KindCard(
            self._advice,
            self._tools.appraisals.table,
            found,  # type: ignore[arg-type]  # a suggestion or an exclusion of the advice
            self._changed,
            getattr(found, "kind", "") in self._appraisal.chosen,
        )
        self._cards.append(card)
        return card

    def _fill_suggestions(self, advice: Advice) -> None:
        if advice.stop:
            words = _("Safety comes first. Other suggestions are not shown now.")
            line = w.row(w.icon_label("danger", "danger", 22), w.label(words, "question", wrap=True))
            line.setStretch(1, 1)
            card = w.Card("", line)
            card.add(rule_lines(advice, self._tools.appraisals.table, advice.fired))
            self._main.addWidget(card)
        title = _("This fits, in this order") if advice.suggestions else _("Nothing to suggest yet")
        self._main.addWidget(w.label(title, "card-title"))
        if not advice.suggestions:
            words = _("There are too few answers to suggest something. Go back to the appraisal.")
            self._main.addWidget(w.label(words, "muted", wrap=True))
        for suggestion in advice.suggestions:
            self._main.addWidget(self._card(suggestion))

    def _fill_excluded(self, advice: Advice) -> None:
        if not advice.excluded:
            return
        count = len(advice.excluded)
        words = ngettext("{count} kind does not fit now", "{count} kinds do not fit now", count)
        box = w.column(gap=8)
        for found in advice.excluded:
            box.addWidget(self._card(found))
        self._main.addLayout(self._fold("advice.excluded", words.format(count=count), w.clear_box(box)))

    def _fill_others(self, advice: Advice) -> None:
        table = self._tools.appraisals.table
        known = {*advice.kinds, *(one.kind for one in advice.excluded)}
        options = [
            (code, one.label.text(language()))
            for code, one in table.interventions.items()
            if code not in known
        ]
        self._others = TicksField(
            "advice.others",
            _("Not suggested, and not excluded"),
            options,
            value=[kind for kind in self._appraisal.chosen if kind not in known],
            hint=_("You may choose one of these with a reason."),
        )
        self._others.changed.connect(self._changed)
        if advice.stop:
            self._others.setEnabled(False)
        self._main.addLayout(self._fold("advice.more", _("Something else"), w.Card("", self._others)))

    def _fold(self, name: str, words: str, body: QWidget) -> QVBoxLayout:
        body.hide()
        opener = w.button(name, words, partial(_toggle, body), kind="quiet", icon="down")
        return w.column(w.row(opener, None), body, gap=6)

    def _fill_side(self, advice: Advice) -> None:
        place = SituationCard()
        place.show_situation(advice.situatie)
        self._slot = Slot()
        self._side.addWidget(self._choice_card())
        self._side.addWidget(self._slot)
        self._side.addWidget(place)
        lang = language()
        if advice.required:
            needed = w.Card(_("This goes with it"))
            for one in advice.required:
                rules = ", ".join(rule.id for rule in one.rules)
                line = w.row(
                    w.icon_label("todo", "muted", 18), w.label(one.label.text(lang), wrap=True), gap=8
                )
                line.setStretch(1, 1)
                line.addWidget(w.label(rules, "muted"))
                needed.add(line)
            self._side.addWidget(needed)
        if advice.together:
            card = w.Card(_("Only together"))
            for pair in advice.together:
                card.add(w.label(self._together(advice, pair.kind, pair.partners), wrap=True))
            self._side.addWidget(card)
        self._side.addStretch(1)

    def _together(self, advice: Advice, kind: str, partners: frozenset[str]) -> str:
        label = self._label
        names = ", ".join(sorted(label(one).lower() for one in partners))
        rule = next((pair.rule.id for pair in advice.together if pair.kind == kind), "")
        return _("{kind} only together with one of: {partners} ({rule})").format(
            kind=label(kind), partners=names, rule=rule
        )

    def _label(self, kind: str) -> str:
        return self._tools.appraisals.table.interventions[kind].label.text(language())

    # --- choosing

    def _choice_card(self) -> QWidget:
        self._told = w.label("", wrap=True)
        self._reason = w.MemoField(
            "advice.reason",
            _("Why do you choose this?"),
            value=self._appraisal.override_reason,
            lines=2,
            required=True,
        )
        self._wrong = w.label("", "complaint", wrap=True)
        self._wrong.hide()
        self._keep = w.button(
            "advice.keep", _("Record this choice"), self._choose, kind="primary", icon="check"
        )
        self._next = w.column(gap=8)
        return w.Card(
            _("Your choice"), self._told, self._reason, self._wrong, w.row(self._keep, None), self._next
        )

    def chosen(self) -> list[str]:
        """The kinds that are ticked: first what is suggested, in its order."""
        return [card.kind for card in self._cards if card.check.isChecked()] + list(self._others.value())

    def _changed(self) -> None:
        if self._advice is None or not hasattr(self, "_told"):
            return
        chosen = self.chosen()
        names = ", ".join(self._label(kind) for kind in chosen)
        self._told.setText(names or _("Tick one kind or more. Waiting is a full choice."))
        objections = self._advice.objections(chosen)
        beside = [kind for kind in chosen if kind not in self._advice.kinds]
        self._reason.setVisible(bool(objections or beside))
        self._keep.setEnabled(bool(chosen))
        empty_layout(self._next)
        self._wrong.hide()

    def _choose(self) -> None:
        tools, appraisal, kinds = self._tools, self._appraisal, self.chosen()
        reason = self._reason.value() if not self._reason.isHidden() else ""
        self._keep.setEnabled(False)
        self.context.jobs.run(
            lambda: tools.appraisals.choose(tools.actor, appraisal, kinds, reason),
            partial(self._kept, kinds, reason),
            self._refused,
            owner=self._page,
        )

    def _refused(self, error: UserError) -> None:
        self._keep.setEnabled(True)
        if error.code == "reason-needed":
            self._reason.show()
            self._reason.complain(sentence(error))
            self._reason.control.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._wrong.setText(sentence(error))
        self._wrong.show()

    def _kept(self, kinds: list[str], reason: str, edit: Edit) -> None:
        self._reason.complain("")
        self._appraisal = replace(self._appraisal, chosen=tuple(kinds), override_reason=reason)
        self._tools.saving.saved(edit)
        empty_layout(self._next)
        table = self._tools.appraisals.table
        first: QWidget | None = None
        for kind in kinds:
            made: QWidget | None = None
            if table.interventions[kind].referral:
                made = self._step(
                    f"advice.begin.{kind}", _("Begin referral"), partial(self._begin, kind), kind
                )
            elif kind in WAITING:
                made = self._step(f"advice.plan.{kind}", _("Plan the next contact"), self._plan, kind)
            first = first or made
        done = w.button("advice.done", _("Done: to this person"), self._done, kind="quiet")
        self._next.addLayout(w.row(done, None))
        (first or done).setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, name: str, words: str, act: Callable[[], object], kind: str) -> QWidget:
        made = w.button(name, words, act, icon="next", spoken=f"{words}: {self._label(kind)}")
        line = w.column(w.label(self._label(kind), "question", wrap=True), w.row(made, None), gap=4)
        self._next.addLayout(line)
        return made

    # --- after the choice

    def _begin(self, kind: str) -> None:
        assert self._advice is not None
        rules = [rule.id for rule in self._advice.why(kind)]
        panel = BeginPanel(
            self.context,
            self._tools,
            self._appraisal,
            kind,
            self._label(kind),
            rules,
            self._begun,
            self._slot.clear,
        )
        self._slot.open(panel)

    def _begun(self, referral: Referral) -> None:
        self._tools.saving.saved()
        self.context.go("referrals", referral.id)

    def _plan(self) -> None:
        if self._person is not None:
            panel = PlanPanel(
                self.context,
                self._tools.actor,
                self._tools.visits,
                self._tools.terms,
                self._person.id,
                (),
                self._planned,
                self._slot.clear,
                on=self._appraisal.review_on,
            )
            self._slot.open(panel)

    def _planned(self, _visit: Visit) -> None:
        self._slot.clear()
        self._tools.saving.saved()
        self.context.notices.tell(_("The next contact is in the diary."), "ok")

    def _done(self) -> None:
        self.context.go("people", self._appraisal.person_id)


def _toggle(body: QWidget) -> None:
    body.setVisible(body.isHidden())
