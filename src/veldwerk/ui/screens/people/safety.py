"""The reporting code (meldcode): five steps in plain words, who reads along, and whom to ring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from veldwerk.domain.errors import UserError
from veldwerk.domain.people import Person
from veldwerk.domain.safety import STEPS, SafetyRecord
from veldwerk.domain.terms import Terms
from veldwerk.services.access import Actor
from veldwerk.services.edits import Edit
from veldwerk.services.people import People
from veldwerk.services.ports import Files
from veldwerk.services.safety import Held, Officer, Safety
from veldwerk.services.storage import StorageService
from veldwerk.texts import _, language
from veldwerk.texts.dates import long_date
from veldwerk.ui import widgets as w
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context, Screen
from veldwerk.ui.parts.asking import ask_save
from veldwerk.ui.parts.body import Body
from veldwerk.ui.parts.panel import Slot
from veldwerk.ui.parts.persons import in_short
from veldwerk.ui.parts.saving import Saving
from veldwerk.ui.screens.people.safety_panels import BeginPanel, GoPanel, OfficerPanel, StepPanel, step_title
from veldwerk.ui.widgets.basics import empty_layout

INVITATION = "veldwerk-uitnodiging.vwi"
NO_NUMBER = "-"


@dataclass(frozen=True, slots=True)
class SafetyTools:
    """What the reporting code works with."""

    actor: Actor
    safety: Safety
    people: People
    storage: StorageService
    files: Files
    terms: Terms
    saving: Saving


class SafetyBox(QWidget):
    """The records about one person that are ours to read, or with person «» all of them; nothing of any other."""

    def __init__(self, context: Context, tools: SafetyTools) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._context, self._tools = context, tools
        self._person = ""
        self._slot = Slot()
        self._box = w.column(gap=12)
        self.setLayout(w.column(self._slot, self._box, self._numbers(), None, gap=12))

    def _numbers(self) -> QWidget:
        rows = [
            Row(number, words, meta="" if number == NO_NUMBER else number, icon="phone")
            for number, words in self._tools.terms.options("safety_number", language())
        ]
        return w.Card(_("Whom to ring"), w.lines(rows))

    # --- showing

    def show_person(self, person: str) -> None:
        """Read and show; an open panel goes when it is another person."""
        if person != self._person:
            self._slot.clear()
        self._person, tools = person, self._tools
        self._context.jobs.run(
            lambda: tools.safety.of(tools.actor, person), self._fill, owner=self, key="person.safety"
        )

    def _reload(self) -> None:
        self.show_person(self._person)

    def _fill(self, records: Sequence[Held]) -> None:
        empty_layout(self._box)
        for one in records:
            self._box.addWidget(self._card(one))
        if self._person and all(one.record.closed_on is not None for one in records):
            self._box.addWidget(self._beginning())
        elif not records:
            self._box.addWidget(
                w.Empty(
                    "safety.none",
                    _("No reporting code"),
                    _(
                        "What you begin on the page of a person, or what a colleague shares with you, stands here."
                    ),
                    icon="shield",
                )
            )

    def _beginning(self) -> QWidget:
        text = _(
            "Worried about violence, abuse or neglect? Follow the five steps. What you write here only you can read, "
            "and the attention officer once you let them in."
        )
        self._begin = w.button("safety.begin", _("Begin the reporting code…"), self._ask_begin, icon="shield")
        return w.Card(_("Reporting code"), w.label(text, wrap=True), w.row(self._begin, None))

    def _card(self, held: Held) -> QWidget:
        record = held.record
        rows = [self._row(held, step) for step in STEPS]
        end = partial(self._write_button, held) if record.closed_on is None else None
        begun = long_date(record.opened_on) if record.opened_on else ""
        title = _("Reporting code: {name}").format(name=record.person_name)
        state = (
            _("Begun on {date}").format(date=begun)
            if record.closed_on is None
            else _("Closed on {date}").format(date=long_date(record.closed_on))
        )
        parts: list[QWidget] = [w.label(state, "muted", wrap=True), w.lines(rows, end), self._reading(held)]
        if record.closed_on is None:
            close = w.button(
                f"safety.close.{record.id}",
                _("Close the reporting code"),
                partial(self._close, record),
                spoken=_("Close: {what}").format(what=title),
            )
            parts.append(w.clear_box(w.row(close, None)))
        return w.Card(title, *parts)

    def _row(self, held: Held, step: int) -> Row:
        record, terms = held.record, self._tools.terms
        parts = [record.note(step)]
        if step == 2 and record.consulted:
            day = long_date(record.consulted_on) if record.consulted_on else ""
            asked = terms.label("safety_answer", record.consulted, language())
            parts.append(_("Veilig Thuis asked: {answer} {date}").format(answer=asked, date=day).strip())
        if step == 5:
            for words, code in ((_("Report needed"), record.report), (_("Help possible"), record.help)):
                if code:
                    parts.append(f"{words}: {terms.label('safety_answer', code, language())}")
        day_of = record.on(step)
        skipped = step == 3 and record.step3_skipped
        badge = _("left out") if skipped else long_date(day_of) if day_of else _("still to do")
        tone = "ok" if day_of or skipped else ""
        about = "\n".join(part for part in parts if part)
        return Row(str(step), step_title(terms, step), about, badge, tone, icon="note")

    def _write_button(self, held: Held, row: Row) -> QWidget:
        return w.button(
            f"safety.write.{held.record.id}.{row.id}",
            _("Write down"),
            partial(self._open_step, held, int(row.id)),
            kind="quiet",
            spoken=_("Write down: {what}").format(what=row.title),
        )

    def _reading(self, held: Held) -> QWidget:
        """Who reads along, and what the handler can do about it."""
        record = held.record
        if not held.officer:
            words = _("Nobody reads along. Let the attention officer of your organisation in.")
        elif record.attention == self._tools.actor.worker:
            words = _("You read along as attention officer.")
        elif held.received:
            words = _("{name} reads along as attention officer.").format(name=held.officer)
        else:
            words = _("{name} may read along, and has not received everything yet.").format(name=held.officer)
        line = w.row(w.icon_label("people", "muted", 18), w.label(words, wrap=True), gap=10)
        line.setStretch(1, 1)
        if record.handler == self._tools.actor.worker:
            what = _("Take access away…") if held.officer else _("Let the attention officer in…")
            act = self._ask_go if held.officer else self._ask_officer
            line.addWidget(w.button(f"safety.officer.{record.id}", what, partial(act, held)))
        return w.clear_box(line)

    # --- doing

    def _done(self, _made: object = None) -> None:
        self._slot.clear()
        self._tools.saving.saved()
        self._reload()

    def _written(self, edit: Edit) -> None:
        """As `_done`, for what the handler may take back."""
        self._slot.clear()
        self._tools.saving.saved(edit)
        self._reload()

    def _refuse(self, error: UserError) -> None:
        panel = self._slot.panel
        if panel is not None:
            panel.refuse(error)
        else:
            self._context.notices.fail(error)

    def _ask_begin(self) -> None:
        self._slot.open(BeginPanel(self.begin, self._slot.clear), self._begin)

    def begin(self) -> None:
        """Begin a record about the person that is shown."""
        tools, person = self._tools, self._person

        def work() -> SafetyRecord:
            return tools.safety.begin(tools.actor, tools.people.get(tools.actor, person))

        self._context.jobs.run(work, self._done, self._refuse, owner=self)

    def _open_step(self, held: Held, step: int) -> None:
        panel = StepPanel(self._context, self._tools.terms, held, step, self._keep, self._slot.clear)
        self._slot.open(panel)

    def _keep(self, held: Held, after: SafetyRecord) -> None:
        tools = self._tools
        notes = {path: tuple(v.hlc for v in versions) for path, versions in held.notes.items()}
        self._context.jobs.run(
            lambda: tools.safety.save(tools.actor, held.record, after, notes),
            self._written,
            self._refuse,
            owner=self,
        )

    def _close(self, record: SafetyRecord) -> None:
        tools = self._tools
        self._context.jobs.run(
            lambda: tools.safety.close(tools.actor, record),
            self._written,
            self._context.notices.fail,
            owner=self,
        )

    def _ask_officer(self, held: Held) -> None:
        tools = self._tools
        self._context.jobs.run(
            lambda: tools.safety.officers(tools.actor), partial(self._offer, held), owner=self
        )

    def _offer(self, held: Held, officers: Sequence[Officer]) -> None:
        self._slot.open(OfficerPanel(officers, partial(self._ask_place, held), self._slot.clear))

    def _ask_place(self, held: Held, officer: Officer) -> None:
        ask_save(
            self,
            _("Save the invitation"),
            INVITATION,
            "Veldwerk (*.vwi)",
            partial(self.let_in, held.record.id, officer),
        )

    def let_in(self, record: str, officer: Officer, place: Path) -> None:
        """Let `officer` in and save the invitation at `place`."""
        tools = self._tools

        def work() -> None:
            store = tools.storage.store(tools.actor)
            tools.files.write(place, tools.safety.let_in(tools.actor, store, record, officer))

        self._context.jobs.run(
            work,
            partial(self._invited, officer),
            self._refuse,
            owner=self,
            text=_("Making the invitation…"),
        )

    def _invited(self, officer: Officer, _nothing: object) -> None:
        told = _("The invitation is saved. Give it to {name}, and exchange. Only that laptop can open it.")
        self._context.notices.tell(told.format(name=officer.name), "ok")
        self._done()

    def _ask_go(self, held: Held) -> None:
        self._slot.open(GoPanel(held.officer, partial(self._let_go, held.record.id), self._slot.clear))

    def _let_go(self, record: str) -> None:
        tools = self._tools
        self._context.jobs.run(
            lambda: tools.safety.let_go(tools.actor, tools.storage.store(tools.actor), record),
            self._done,
            self._refuse,
            owner=self,
            text=_("Making new keys…"),
        )


class SafetyPage(Screen):
    """The records about `person`, or all that are ours: an attention officer may not have the file of the person."""

    id, icon = "safety", "shield"
    kinds = frozenset({SafetyRecord.KIND})

    def __init__(self, context: Context, tools: SafetyTools, person: str = "") -> None:
        super().__init__(context)
        self._tools, self._person = tools, person
        self._about = ""

    def title(self) -> str:
        return _("Reporting code")

    def subtitle(self) -> str:
        return self._about

    def build(self) -> QWidget:
        self._box = SafetyBox(self.context, self._tools)
        tools, person = self._tools, self._person
        if person:
            self.context.jobs.run(lambda: tools.people.get(tools.actor, person), self._named, owner=self._box)
        return w.scrolled(Body(w.column(self._box, margin=20)), "safety.scroll")

    def _named(self, person: Person) -> None:
        """Whom it is about, so that it is not begun for somebody else."""
        self._about = in_short(person, self.context.today())
        self.context.window.retitle()

    def enter(self, record: str) -> None:
        self._box.show_person(self._person)

    def refresh(self, changes: Sequence[object]) -> None:
        self._box.show_person(self._person)
