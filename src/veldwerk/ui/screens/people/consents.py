"""What somebody allowed, for whom and for what; recording a new consent, and taking one back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from veldwerk.domain.consent import Consent
from veldwerk.services.people import PersonFile
from veldwerk.texts import _, language
from veldwerk.texts.dates import long_date
from veldwerk.ui import widgets as w
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context
from veldwerk.ui.parts.panel import Panel, Slot
from veldwerk.ui.parts.ticks import TicksField
from veldwerk.ui.screens.people.tools import Tools
from veldwerk.ui.widgets import ChoiceField, DateField, MemoField, TextField
from veldwerk.ui.widgets.basics import empty_layout


class Consents(QWidget):
    """The tab: a line for each consent, and the panel that records one."""

    def __init__(self, context: Context, tools: Tools, reload: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._context, self._tools, self._reload = context, tools, reload
        self._person = ""
        self._shown: tuple[Consent, ...] | None = None
        self._list = w.column(gap=12)
        self._slot = Slot()
        self._new = w.button("consent.new", _("Record a consent"), self._open, icon="add")
        self.setLayout(w.column(w.row(self._new, None), self._slot, self._list, gap=12))

    def show_file(self, file: PersonFile) -> None:
        """Show the consents of this person."""
        if file.person.id != self._person:
            self._slot.clear()
        if file.person.id == self._person and file.consents == self._shown:
            return
        self._person, self._shown = file.person.id, file.consents
        empty_layout(self._list)
        if not file.consents:
            self._list.addWidget(
                w.Empty(
                    "consent.empty",
                    _("No consent recorded yet"),
                    _("Without consent nothing is shared about this person."),
                    icon="shield",
                )
            )
            return
        self._list.addWidget(w.Card("", w.lines_of(file.consents, self._row, self._end)))

    def _row(self, one: Consent) -> Row:
        terms, lang = self._tools.terms, language()
        today = self._context.today()
        given = _("{date}, {how}, by {who}").format(
            date=long_date(one.given_on) if one.given_on else "",
            how=terms.label("consent_how", one.how, lang).lower(),
            who=one.given_by,
        )
        what = ", ".join(terms.label("data_category", code, lang) for code in one.categories)
        if one.active(today):
            state, tone = _("Holds"), "ok"
        elif one.withdrawn_on is not None:
            state, tone = _("Withdrawn on {date}").format(date=long_date(one.withdrawn_on)), ""
        else:
            state, tone = _("Ended"), ""
        title = one.recipient or terms.label("consent_purpose", one.purpose, lang)
        about = "\n".join(part for part in (given, what) if part)
        return Row(one.id, title, about, state, tone, icon="shield")

    def _end(self, one: Consent, row: Row) -> QWidget | None:
        if not one.active(self._context.today()):
            return None
        return w.button(
            f"consent.withdraw.{one.id}",
            _("Withdraw"),
            partial(self._withdraw, one),
            kind="quiet",
            spoken=_("Withdraw the consent for {name}").format(name=row.title),
        )

    def _withdraw(self, one: Consent) -> None:
        tools = self._tools
        self._context.jobs.run(
            lambda: tools.people.withdraw_consent(tools.actor, one), tools.saving.saved, owner=self
        )

    def _open(self) -> None:
        self._slot.open(
            ConsentPanel(self._context, self._tools, self._person, self._kept, self._slot.clear), self._new
        )

    def _kept(self, _consent: Consent) -> None:
        self._slot.clear()
        self._tools.saving.saved()
        self._reload()


class ConsentPanel(Panel):
    """Records one consent as it was given."""

    def __init__(
        self,
        context: Context,
        tools: Tools,
        person: str,
        done: Callable[[Consent], object],
        leave: Callable[[], object],
    ) -> None:
        super().__init__("consent", _("Record a consent"), self._save, _("Record"), leave)
        self._context, self._tools, self._person, self._done = context, tools, person, done
        terms, lang = tools.terms, language()
        self._purpose = ChoiceField(
            "consent.purpose", _("What for"), terms.options("consent_purpose", lang), value="verwijzing"
        )
        self._recipient = TextField(
            "consent.recipient", _("For whom"), hint=_("The name of the organisation")
        )
        self._what = TicksField(
            "consent.categories",
            _("What may be shared"),
            terms.options("data_category", lang),
            value=("naam", "telefoon", "vraag"),
        )
        self._wording = MemoField(
            "consent.wording",
            _("What was asked"),
            value=_("May I pass on your name, phone number and question?"),
            lines=2,
            required=True,
        )
        self._by = TextField("consent.by", _("Who agreed"), value=_("the resident"), width=260, required=True)
        self._on = DateField(
            "consent.on", _("On which day"), today=context.today, day=context.today(), required=True
        )
        self._how = ChoiceField(
            "consent.how", _("How"), terms.options("consent_how", lang), value="mondeling"
        )
        for name, field in (
            ("purpose", self._purpose),
            ("recipient", self._recipient),
            ("categories", self._what),
            ("wording", self._wording),
            ("given_by", self._by),
            ("given_on", self._on),
            ("how", self._how),
        ):
            self.put(name, field)

    def _save(self) -> None:
        if not self.ready():
            return
        tools = self._tools
        made = Consent(
            id="",
            person_id=self._person,
            purpose=self._purpose.value(),
            recipient=self._recipient.value(),
            categories=self._what.value(),
            wording=self._wording.value(),
            given_on=self._on.day(),
            given_by=self._by.value(),
            how=self._how.value(),
        )
        self.do.setEnabled(False)
        self._context.jobs.run(
            lambda: tools.people.record_consent(tools.actor, made), self._done, self.refuse, owner=self
        )
