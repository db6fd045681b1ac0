"""The inputs of DOMAIN 4.1 as fields, and the appraisal that they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from veldwerk.domain.appraisal import TypeProposal
from veldwerk.domain.visits import HEALTH_CAUSES, HEALTH_COMPLEXITY, HEALTH_FLAGS, Appraisal
from veldwerk.domain.vocabulary import FIELDS, GOALS, JUDGEMENTS, TYPES
from veldwerk.texts import _
from veldwerk.texts.errors import sentence
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.parts.ticks import TicksField
from veldwerk.ui.widgets import CheckField, ChoiceField, DateField, Field, MemoField, NumberField

LOSSES = frozenset({"verlies_partner", "verlies_dierbare"})
_HEALTH = {"oorzaken": HEALTH_CAUSES, "complexiteit": HEALTH_COMPLEXITY, "rode_vlaggen": HEALTH_FLAGS}
_ONE = {
    "competenties": "competences",
    "coping": "coping",
    "sociale_behoefte": "social_need",
    "wens": "wish",
    "regie": "control",
}
_MANY = {"oorzaken": "causes", "complexiteit": "complexity", "rode_vlaggen": "red_flags"}
_TRUTH = {
    "professional_betrokken": "professional_involved",
    "vrijwilliger_beschikbaar": "volunteer_available",
    "geen_passend_aanbod": "no_fitting_offer",
}
"""Inputs by shape, with the record fields that keep them."""


class Inputs:
    """Makes the cards with their fields; `read()` is the appraisal as it stands on the screen."""

    def __init__(
        self,
        context: Context,
        start: Appraisal,
        proposals: Mapping[str, TypeProposal],
        care: bool,
        changed: Callable[[], object],
    ) -> None:
        self._context, self._start, self._care, self._changed = context, start, care, changed
        self._one: dict[str, ChoiceField] = {}
        self._many: dict[str, TicksField] = {}
        self._truth: dict[str, CheckField] = {}
        self.cards: list[QWidget] = [
            self._since(),
            self._types(proposals),
            self._causes(),
            self._wishes(),
            self._weight(),
            self._judgement(),
            self._goal(),
        ]
        self._tune()

    # --- cards

    def _watch(self, field: Field) -> Field:
        field.changed.connect(self._touched)
        return field

    def _since(self) -> QWidget:
        start = self._start
        asked = _("How long this has been going on decides much: ask it first.")
        self.duration = NumberField(
            "appraisal.duur_mnd",
            _("Since when? In months"),
            number=start.duration_months,
            hint=asked if start.duration_months is None else "",
            unit=_("months"),
        )
        self.areas = NumberField(
            "appraisal.doorwerking",
            _("On how many areas of life does it work through?"),
            number=start.spill_over,
            hint=_("Sleeping, eating, health, money, going out, contact with family, and so on"),
            unit=_("areas"),
        )
        return w.Card(_("How long, and how far"), self._watch(self.duration), self._watch(self.areas))

    def _types(self, proposals: Mapping[str, TypeProposal]) -> QWidget:
        card = w.Card(_("Kinds of loneliness"))
        told = _("You decide; the score only proposes. What you leave open counts as uncertain.")
        card.add(w.label(told, "muted", wrap=True))
        self.types: dict[str, ChoiceField] = {}
        answers = [(code, _(words)) for code, words in JUDGEMENTS.items()]
        for kind, words in TYPES.items():
            hint = ""
            if (found := proposals.get(kind)) is not None:
                proposed = JUDGEMENTS[found.answer]
                hint = _("Proposal: {answer}. {reason}").format(
                    answer=_(proposed).lower(), reason=sentence(found.reason)
                )
            given = str(self._start.types.get(kind, ""))
            shown = given if given != "onzeker" or self._start.confirmed_on else ""
            field = ChoiceField(
                f"appraisal.{kind}", _(words), answers, value=shown, hint=hint, clearable=True
            )
            self.types[kind] = field
            card.add(self._watch(field))
        return card

    def _ticks(self, name: str, columns: int) -> Field:
        known = FIELDS[name]
        codes = [
            (code, _(words)) for code, words in known.codes.items() if self._care or code not in _HEALTH[name]
        ]
        value = getattr(self._start, _MANY[name])
        self._many[name] = field = TicksField(
            f"appraisal.{name}", _(known.label), codes, value=value, columns=columns
        )
        return self._watch(field)

    def _choice(self, name: str) -> Field:
        known = FIELDS[name]
        options = [(code, _(words)) for code, words in known.codes.items()]
        value = getattr(self._start, _ONE[name])
        self._one[name] = field = ChoiceField(f"appraisal.{name}", _(known.label), options, value=value)
        return self._watch(field)

    def _causes(self) -> QWidget:
        self.loss = NumberField(
            "appraisal.verlies_mnd",
            _("How long ago was the loss?"),
            number=self._start.loss_months,
            unit=_("months"),
        )
        return w.Card(_("What lies behind it"), self._ticks("oorzaken", 3), self._watch(self.loss))

    def _wishes(self) -> QWidget:
        return w.Card(
            _("The person and the wish"),
            self._choice("wens"),
            self._choice("sociale_behoefte"),
            self._choice("regie"),
            self._choice("coping"),
            self._choice("competenties"),
        )

    def _weight(self) -> QWidget:
        return w.Card(
            _("What makes it heavier"), self._ticks("rode_vlaggen", 2), self._ticks("complexiteit", 2)
        )

    def _judgement(self) -> QWidget:
        start = self._start
        self.permanent = CheckField(
            "appraisal.blijvend",
            _("In my judgement what is missed cannot be replaced"),
            value=start.permanent,
        )
        self.reason = MemoField(
            "appraisal.permanent_reason",
            _("Why, and what did you say about it together?"),
            value=start.permanent_reason,
            lines=2,
            required=True,
        )
        card = w.Card(_("Your judgement"), self._watch(self.permanent), self._watch(self.reason))
        for name, kept in _TRUTH.items():
            field = CheckField(f"appraisal.{name}", _(FIELDS[name].label), value=bool(getattr(start, kept)))
            self._truth[name] = field
            card.add(self._watch(field))
        return card

    def _goal(self) -> QWidget:
        start = self._start
        self.goal = ChoiceField(
            "appraisal.goal_kind",
            _("What do you work towards?"),
            [(code, _(words)) for code, words in GOALS.items()],
            value=start.goal_kind,
            clearable=True,
        )
        self.words = MemoField(
            "appraisal.goal_words",
            _("The goal in the words of the resident"),
            value=start.goal_words,
            lines=2,
        )
        self.review = DateField(
            "appraisal.review_on", _("When do you look back?"), today=self._context.today, day=start.review_on
        )
        return w.Card(_("Goal"), self._watch(self.goal), self._watch(self.words), self._watch(self.review))

    # --- what follows from an answer

    def _touched(self) -> None:
        self._tune()
        self._changed()

    def _tune(self) -> None:
        """Show what only makes sense with another answer."""
        self.reason.setVisible(self.permanent.value())
        self.loss.setVisible(bool(LOSSES & set(self._many["oorzaken"].value())))
        forbidden = self.permanent.value()
        self.goal.choices.button_of("oplossen").setEnabled(not forbidden)
        if forbidden and self.goal.value() == "oplossen":
            self.goal.set_value("")
            self.goal.complain(_("Lasting loneliness is not solved: ease it, or learn to live with it."))
        elif self.goal.value() or not forbidden:
            self.goal.complain("")

    def check(self) -> Field | None:
        """Complain where something cannot be read; the first such field."""
        wrong: list[Field] = []
        for field in (self.duration, self.areas, self.loss):
            number = field.number()
            fits = field.readable() and (number is None or (number >= 0 and number == int(number)))
            field.complain("" if fits else _("Write a whole number."))
            wrong += [] if fits else [field]
        if not self.review.readable():
            wrong.append(self.review)
        if self.permanent.value() and not self.reason.value():
            self.reason.complain(_("Write down why you think this is lasting, and that you talked about it."))
            wrong.append(self.reason)
        return wrong[0] if wrong else None

    def read(self) -> Appraisal:
        """The appraisal as it stands here; unreadable numbers count as not filled in."""
        values: dict[str, object] = {
            "types": {kind: field.value() or "onzeker" for kind, field in self.types.items()},
            "duration_months": _whole(self.duration),
            "spill_over": _whole(self.areas) or 0,
            "loss_months": _whole(self.loss) if not self.loss.isHidden() else None,
            "permanent": self.permanent.value(),
            "permanent_reason": self.reason.value() if self.permanent.value() else "",
            "goal_kind": self.goal.value(),
            "goal_words": self.words.value(),
            "review_on": self.review.day(),
        }
        values |= {kept: self._one[name].value() or "onbekend" for name, kept in _ONE.items()}
        values |= {kept: self._many[name].value() for name, kept in _MANY.items()}
        values |= {kept: self._truth[name].value() for name, kept in _TRUTH.items()}
        return replace(self._start, **values)  # type: ignore[arg-type]  # each value has the type of its field


def _whole(field: NumberField) -> int | None:
    number = field.number()
    return int(number) if number is not None and number >= 0 else None
