"""Panels of the reporting code: beginning it, writing down a step, letting the attention officer in and out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from veldwerk.domain.safety import SafetyRecord
from veldwerk.domain.terms import Terms
from veldwerk.services.safety import Held, Officer
from veldwerk.texts import _, language
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.parts.panel import Panel
from veldwerk.ui.parts.sure import SurePanel
from veldwerk.ui.widgets import CheckField, ChoiceField, DateField, MemoField, SelectField


def step_title(terms: Terms, step: int) -> str:
    """«Stap 1: signalen»."""
    return terms.label("note_field", f"{SafetyRecord.KIND}/step{step}_note", language())


def hint(step: int) -> str:
    """What belongs in a step."""
    return {
        1: _("What did you see and hear, and when? Keep that apart from what you think of it."),
        2: _("Ask the attention officer, and if needed Veilig Thuis (0800-2000). You need not give a name."),
        3: _("What did you say to the person concerned, and what was the answer?"),
        4: _("How serious is it, and how sure are you? When in doubt, always ask Veilig Thuis."),
        5: _("Two decisions: is a report needed, and can help be given? Write down why."),
    }[step]


class BeginPanel(SurePanel):
    """Asks once more before a record is begun; `go()`."""

    def __init__(self, go: Callable[[], object], leave: Callable[[], object]) -> None:
        super().__init__("safety.new", _("Begin the reporting code"), _("Begin"), go, leave)
        text = _(
            "The record stands apart from the file. It is on no list, in no letter and in no figure. Colleagues do not "
            "see that it is there. In immediate danger ring 112 first."
        )
        self.fields.addWidget(w.label(text, wrap=True))
        self.ask(_("I begin the five steps for this person"), _("Tick this first."))


class StepPanel(Panel):
    """Day, text and what else a step asks; `keep(held, changed record)`."""

    def __init__(
        self,
        context: Context,
        terms: Terms,
        held: Held,
        step: int,
        keep: Callable[[Held, SafetyRecord], object],
        leave: Callable[[], object],
    ) -> None:
        super().__init__("safety.step", step_title(terms, step), self._save, _("Keep"), leave)
        record = held.record
        self._held, self._step, self._keep_it = held, step, keep
        answers = terms.options("safety_answer", language())
        self._on = DateField("safety.on", _("On which day"), today=context.today, day=record.on(step))
        self._note = MemoField(
            "safety.note", _("What was done"), value=record.note(step), hint=hint(step), lines=4
        )
        self.put(f"step{step}_on", self._on)
        self.put(f"step{step}_note", self._note)
        self._more: dict[str, ChoiceField | CheckField | DateField] = {}
        if step == 2:
            self._add(
                "consulted",
                ChoiceField(
                    "safety.consulted", _("Was Veilig Thuis asked?"), answers, value=record.consulted
                ),
            )
            self._add(
                "consulted_on",
                DateField(
                    "safety.consulted_on",
                    _("When was Veilig Thuis asked?"),
                    today=context.today,
                    day=record.consulted_on,
                ),
            )
        elif step == 3:
            words = _("No talk: that would not be safe. The reason stands above.")
            self._add("step3_skipped", CheckField("safety.skipped", words, value=record.step3_skipped))
        elif step == 5:
            self._add(
                "report",
                ChoiceField("safety.report", _("Is a report needed?"), answers, value=record.report),
            )
            self._add("help", ChoiceField("safety.help", _("Can help be given?"), answers, value=record.help))

    def _add(self, name: str, field: ChoiceField | CheckField | DateField) -> None:
        self._more[name] = field
        self.put(name, field)

    def _save(self) -> None:
        # What the service refused is judged anew; a day that cannot be read keeps its complaint.
        for field in self._fields.values():
            if not isinstance(field, DateField) or field.readable():
                field.complain("")
        if not self.ready():
            return
        more: dict[str, object] = {
            name: field.day() if isinstance(field, DateField) else field.value()
            for name, field in self._more.items()
        }
        step = self._step
        more |= {f"step{step}_on": self._on.day(), f"step{step}_note": self._note.value().strip()}
        self.do.setEnabled(False)
        self._keep_it(self._held, replace(self._held.record, **more))  # type: ignore[arg-type]  # values have the types of their fields


class OfficerPanel(Panel):
    """Which laptop of which colleague; `go(officer)`."""

    def __init__(
        self, officers: Sequence[Officer], go: Callable[[Officer], object], leave: Callable[[], object]
    ) -> None:
        title = _("Let the attention officer in")
        super().__init__("safety.let_in", title, self._go, _("Make the invitation…"), leave)
        self._act_on, self._known = go, {one.dev: one for one in officers}
        text = _(
            "Choose who keeps watch over the reporting code in your organisation. They can read and write everything "
            "of this record, and nobody else can. You hand over the invitation yourself, as a file."
        )
        self.fields.addWidget(w.label(text, wrap=True))
        if not officers:
            nobody = _("You share nothing with a colleague yet. Exchange with your team first.")
            self.fields.addWidget(w.label(nobody, "complaint", wrap=True))
            self.do.setEnabled(False)
        options = [(one.dev, f"{one.name} ({one.marks})") for one in officers]
        laptop = _("The words are the first two of the eight words of the laptop.")
        self._who = SelectField("safety.officer", _("Attention officer"), options, hint=laptop)
        self.put("officer", self._who)

    def _go(self) -> None:
        chosen = self._known.get(self._who.value())
        self._who.complain("" if chosen is not None else _("Choose a colleague."))
        if chosen is not None:
            self._act_on(chosen)


class GoPanel(Panel):
    """Asks once more before the attention officer loses access; `go()`."""

    def __init__(self, name: str, go: Callable[[], object], leave: Callable[[], object]) -> None:
        title = _("Take the access of {name} away").format(name=name)
        super().__init__("safety.go", title, self._go, _("Take access away"), leave)
        self._act_on = go
        text = _(
            "What {name} wrote stays. On that laptop the record disappears at its next exchange, not before. Then you "
            "can let another attention officer in."
        )
        self.fields.addWidget(w.label(text.format(name=name), wrap=True))

    def _go(self) -> None:
        self.do.setEnabled(False)
        self._act_on()
