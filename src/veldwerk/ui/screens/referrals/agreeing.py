"""Consent: what is read out, what will be shared, who agreed, how and when. Then the recipient is fixed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from veldwerk.domain import names
from veldwerk.domain.consent import Consent
from veldwerk.domain.referrals import Referral
from veldwerk.domain.social_map import Service
from veldwerk.services.letters import REQUIRED
from veldwerk.services.referrals import ReferralFile
from veldwerk.texts import _, language
from veldwerk.texts.dates import long_date
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.parts.facts import facts
from veldwerk.ui.parts.panel import Panel
from veldwerk.ui.parts.ticks import TicksField
from veldwerk.ui.screens.referrals.tools import Tools
from veldwerk.ui.widgets.basics import empty_layout

SENSITIVE = frozenset({"eenzaamheid"})
"""Ticked only when asked for by name (DOMAIN 6.4)."""


class ConsentPanel(Panel):
    """`done(task)` once the consent is kept and the referral is put to this recipient.

    `known` is a consent for this recipient that still holds.
    """

    def __init__(
        self,
        context: Context,
        tools: Tools,
        file: ReferralFile,
        service: Service,
        done: Callable[[object], object],
        leave: Callable[[], object],
        known: Consent | None = None,
    ) -> None:
        title = _("Consent for {recipient}").format(recipient=service.name)
        super().__init__("consent", title, self._save, _("Record consent and choose"), leave)
        self._context, self._tools, self._file = context, tools, file
        self._service, self._done = service, done
        self._offered = tools.letters.categories(file.referral.kind, service)
        self._wording = w.label("", "name", wrap=True)
        self._wording.setAccessibleName(_("Read this out"))
        self._shared = w.column(gap=0)
        self._make_fields()
        if known is not None:
            self.fields.addWidget(self._known_line(known))
        self.fields.addWidget(w.Card(_("Read this out"), self._wording, soft=True))
        self.put("categories", self._ticks)
        self.fields.addWidget(w.Card(_("This will be in the letter"), w.clear_box(self._shared)))
        for name, field in (
            ("given_by", self._given_by),
            ("who", self._who),
            ("how", self._how),
            ("on", self._on),
        ):
            self.put(name, field)
        self._who.hide()
        self._say()

    def _make_fields(self) -> None:
        tools, today = self._tools, self._context.today
        self._ticks = TicksField(
            "consent.categories",
            _("What may be shared?"),
            [(code, tools.term("data_category", code)) for code in self._offered],
            value=[code for code in self._offered if code not in SENSITIVE],
        )
        self._ticks.changed.connect(self._say)
        self._given_by = w.ChoiceField(
            "consent.given_by",
            _("Who agrees?"),
            [("bewoner", _("The resident")), ("vertegenwoordiger", _("A representative"))],
            value="bewoner",
        )
        self._given_by.changed.connect(self._turn)
        self._who = w.TextField("consent.who", _("Name of the representative"), width=280)
        self._how = w.ChoiceField(
            "consent.how", _("How"), tools.terms.options("consent_how", language()), value="mondeling"
        )
        self._on = w.DateField("consent.on", _("Day"), today=today, day=today(), required=True)

    def _known_line(self, known: Consent) -> QWidget:
        """A consent for this recipient that still holds: it need not be asked again."""
        parts = ", ".join(self._tools.term("data_category", code) for code in known.categories)
        day = long_date(known.given_on) if known.given_on else ""
        told = _("There is a consent of {date} for this recipient: {parts}.").format(date=day, parts=parts)
        use = w.button("consent.use", _("Use that one"), partial(self._use, known), icon="check")
        words = w.label(told, wrap=True)
        line = w.row(w.icon_label("info", "info", 20), words, use, gap=10)
        line.setStretch(1, 1)
        return w.Card("", line)

    def _use(self, known: Consent) -> None:
        tools, referral, service = self._tools, self._file.referral, self._service
        self._context.jobs.run(
            lambda: tools.referrals.address(tools.actor, referral, service, known),
            self._done,
            self.refuse,
            owner=self,
        )

    def _turn(self) -> None:
        self._who.setVisible(self._given_by.value() == "vertegenwoordiger")

    def _words(self) -> str:
        parts = [self._tools.term("data_category", code) for code in self._ticks.value()]
        listed = (
            _("{first} and {last}").format(first=", ".join(parts[:-1]), last=parts[-1])
            if parts[1:]
            else "".join(parts)
        )
        return _(
            "Is it all right that I pass these on to {recipient}: {what}? Then they can contact you. "
            "You may always change your mind."
        ).format(recipient=self._service.name, what=listed)

    def _say(self) -> None:
        self._ticks.complain("")
        self._wording.setText(f"«{self._words()}»")
        empty_layout(self._shared)
        rows = [
            (self._tools.term("data_category", code), value_of(code, self._file))
            for code in self._ticks.value()
        ]
        self._shared.addWidget(facts(rows))

    def _save(self) -> None:
        missing = [code for code in REQUIRED if code in self._offered and code not in self._ticks.value()]
        if missing:
            needed = ", ".join(self._tools.term("data_category", code) for code in missing)
            self._ticks.complain(_("There is no letter without: {parts}.").format(parts=needed))
        self._on.complain(self._on.complaint or ("" if self._on.day() else _("Choose a day.")))
        representative = self._given_by.value() == "vertegenwoordiger"
        self._who.complain(_("Who agreed?") if representative and not self._who.value() else "")
        if not self.ready():
            return
        self.do.setEnabled(False)
        tools, referral, service = self._tools, self._file.referral, self._service
        consent = Consent(
            id="",
            person_id=self._file.person.id,
            purpose="verwijzing",
            recipient=service.name,
            categories=self._ticks.value(),
            wording=self._words(),
            given_on=self._on.day(),
            given_by=self._who.value() if representative else "bewoner",
            how=self._how.value() or "mondeling",
        )
        self._context.jobs.run(
            lambda: _agree(tools, referral, service, consent), self._done, self.refuse, owner=self
        )


def _agree(tools: Tools, referral: Referral, service: Service, consent: Consent) -> object:
    kept = tools.people.record_consent(tools.actor, consent)
    return tools.referrals.address(tools.actor, referral, service, kept)


def value_of(category: str, file: ReferralFile) -> str:
    """What of this person stands in the letter under a category."""
    person, referral = file.person, file.referral
    lines = [*referral.facts.splitlines(), *referral.already_done.splitlines()]
    values = {
        "naam": names.formal_name(person),
        "geboortedatum": long_date(person.birth_date) if person.birth_date else "",
        "telefoon": person.phones[0].number if person.phones else "",
        "vraag": f"«{referral.question}»" if referral.question else "",
        "bevindingen": " · ".join(line.strip() for line in lines if line.strip()),
        "doel": referral.goal_words,
        "praktisch": _("what you write down when making the letter"),
        "eenzaamheid": _("kind of loneliness and situation, from the appraisal"),
    }
    return values.get(category, "") or _("nothing known: stays out")


def known_consent(tools: Tools, file: ReferralFile, service: Service, on: date) -> Consent | None:
    """The newest consent of this person for this recipient that holds on that day; blocks."""
    needed = {code for code in REQUIRED if code in tools.letters.categories(file.referral.kind, service)}
    for one in tools.people.file(tools.actor, file.person.id).consents:
        if one.purpose == "verwijzing" and one.covers(service.name, frozenset(needed), on):
            return one
    return None
