"""One person: head, what can be done, and tabs. Each tab is told when something changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from veldwerk.domain import names
from veldwerk.domain.errors import NotFound, UserError
from veldwerk.domain.organisation import PublishedForm
from veldwerk.domain.people import Person
from veldwerk.domain.visits import Visit
from veldwerk.services.people import PersonFile
from veldwerk.services.visits import Visits
from veldwerk.texts import _, language, ngettext
from veldwerk.texts.dates import long_date, relative_day
from veldwerk.ui import icons, theme
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.parts.beside import beside
from veldwerk.ui.parts.panel import Slot
from veldwerk.ui.parts.persons import address, age, disc
from veldwerk.ui.parts.plan import SHIPPED, PlanPanel
from veldwerk.ui.screens.people.consents import Consents
from veldwerk.ui.screens.people.erasing import ErasingCard
from veldwerk.ui.screens.people.facts import Facts
from veldwerk.ui.screens.people.measured import Measured
from veldwerk.ui.screens.people.referred import Referred
from veldwerk.ui.screens.people.timeline import Timeline
from veldwerk.ui.screens.people.tools import Tools
from veldwerk.ui.widgets.basics import empty_layout


class Detail(QWidget):
    """Shows one person at a time; `person` is the id, "" before any. `gone()` is called when that one is not here."""

    def __init__(self, context: Context, tools: Tools, gone: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._context, self._tools, self._gone = context, tools, gone
        self.person = ""
        self._known: Person | None = None
        self._disc = QLabel()
        self._name = w.label("", "title", wrap=True)
        self._badges = w.row(gap=6)
        self._about = w.label("", "muted", wrap=True)
        self._alert = w.Card(soft=False)
        self._slot = Slot()
        self._tabs = w.Tabs("person.tabs", _("What to see of this person"))
        self._timeline = Timeline(context, tools, self._open_visit)
        self._facts = Facts(context, tools)
        self._erasing = ErasingCard(context, tools)
        self._measured = Measured(context, tools)
        self._consents = Consents(context, tools, self.reload)
        self._referred = Referred(context, tools)
        for option, words, page in (
            ("timeline", _("Timeline"), self._timeline),
            ("facts", _("Details"), w.clear_box(w.column(self._facts, self._erasing, gap=12))),
            ("measured", _("Measurements"), self._measured),
            ("consent", _("Consent"), self._consents),
            ("referred", _("Referrals"), self._referred),
        ):
            self._tabs.add(option, words, page)
        self._tabs.changed.connect(self._turned)
        inner = w.column(
            self._head(),
            self._actions(),
            self._slot,
            self._alert_card(),
            self._two_texts_card(),
            self._tabs,
            None,
            gap=12,
        )
        inner.setContentsMargins(0, 0, theme.px(10), theme.px(16))
        box = w.column(w.scrolled(w.clear_box(inner), "person.scroll"), gap=0)
        self.setLayout(box)

    def _head(self) -> QWidget:
        first = w.row(self._name, self._badges, gap=10)
        first.setStretch(0, 1)
        words = w.column(first, self._about, gap=2)
        head = w.row(self._disc, gap=14)
        head.addLayout(words, 1)
        return w.clear_box(head)

    def _actions(self) -> QWidget:
        self._begin = w.button(
            "person.begin", _("Begin a visit"), self.begin_visit, kind="primary", icon="visit"
        )
        self._plan_button = w.button("person.plan", _("Plan a visit"), self.plan, icon="calendar")
        signal = w.button("person.signal", _("Take in a signal"), self._signal, icon="signals")
        safety = w.button("person.safety", _("Reporting code"), self._open_safety, icon="shield")
        return beside(self._begin, self._plan_button, signal, safety, gap=8)

    def _alert_card(self) -> QWidget:
        self._alert_words = w.label("", wrap=True)
        line = w.row(w.icon_label("warn", "warn", 20), self._alert_words, gap=10)
        line.setStretch(1, 1)
        self._alert.add(line)
        self._alert.hide()
        return self._alert

    def _two_texts_card(self) -> QWidget:
        self._two_words = w.label("", wrap=True)
        look = w.button("person.two_texts", _("Look at the texts"), self._open_two_texts, icon="note")
        line = w.row(w.icon_label("note", "info", 20), self._two_words, look, gap=10)
        line.setStretch(1, 1)
        self._two = w.Card(soft=True)
        self._two.add(line)
        self._two.hide()
        return self._two

    # --- showing

    def show_person(self, person: str) -> None:
        """Read and show; an open panel goes when it is another person."""
        if person != self.person:
            self.flush()
            self._slot.clear()
        self.person = person
        self.reload()

    def reload(self) -> None:
        """Read again what is shown."""
        if not self.person:
            return
        person, tools = self.person, self._tools
        self._context.jobs.run(
            lambda: tools.people.file(tools.actor, person),
            self._fill,
            self._missing,
            owner=self,
            key="person.file",
        )
        self._context.jobs.run(
            lambda: tools.conflicts.about(tools.actor, person), self._tell_two, owner=self, key="person.two"
        )
        self._turned(self._tabs.value())

    def _missing(self, error: UserError) -> None:
        """Taken away or erased, here or by a colleague: nothing of this person stays in sight."""
        if isinstance(error, NotFound):
            self.person, self._known = "", None
            self._slot.clear()
            self._gone()
        self._context.notices.fail(error)

    def _tell_two(self, number: int) -> None:
        words = ngettext(
            "{n} note was written in two places at once.",
            "{n} notes were written in two places at once.",
            number,
        )
        self._two_words.setText(words.format(n=number))
        self._two.setVisible(number > 0)

    def _open_two_texts(self) -> None:
        self._context.window.open_over(self._tools.two_texts(self.person, ""))

    def _open_safety(self) -> None:
        self._context.window.open_over(self._tools.safety(self.person))

    def _turned(self, tab: str) -> None:
        if tab == "measured":
            self._measured.show_person(self.person)
        elif tab == "referred":
            self._referred.show_person(self.person)

    def _fill(self, file: PersonFile) -> None:
        person = self._known = file.person
        self._disc.setPixmap(icons.initials_disc(disc(person), 56))
        self._name.setText(names.friendly_name(person))
        self._about.setText(self._about_words(person))
        self._show_badges(file)
        self._alert_words.setText(person.alerts)
        self._alert.setVisible(bool(person.alerts.strip()))
        self._timeline.show_file(file)
        self._facts.show_file(file)
        self._erasing.show_person(person)
        self._consents.show_file(file)

    def _about_words(self, person: Person) -> str:
        born = ""
        if person.birth_date is not None:
            born = _("{date} ({age})").format(
                date=long_date(person.birth_date), age=age(person, self._context.today())
            )
        phones = [f"{one.number} ({one.label})" if one.label else one.number for one in person.phones]
        return " · ".join(part for part in (born, address(person), *phones) if part)

    def _show_badges(self, file: PersonFile) -> None:
        empty_layout(self._badges)
        person, terms = file.person, self._tools.terms
        marks: list[tuple[str, str]] = []
        if person.status not in ("", "actief"):
            marks.append((terms.label("person_status", person.status, language()), ""))
        if person.no_visits:
            marks.append((_("No visits, please"), "warn"))
        if any(item.kind == "signal" and item.state != "afgerond" for item in file.timeline):
            marks.append((_("Open signal"), "danger"))
        if any(
            item.kind == "referral" and item.state in ("draft", "active", "on-hold") for item in file.timeline
        ):
            marks.append((_("Referred"), "info"))
        if person.living == "alleen":
            marks.append((terms.label("living", "alleen", language()), "soft"))
        for words, tone in marks[:3]:
            self._badges.addWidget(w.badge(words, tone))

    def focus(self) -> None:
        """Put the keyboard on the first thing to do."""
        self._begin.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Save what was typed and not yet left."""
        self._facts.flush()

    # --- doing

    def begin_visit(self) -> None:
        """Open the visit that is due, or a new one of today."""
        person, tools, today = self.person, self._tools, self._context.today()
        if person:
            self._context.jobs.run(
                lambda: _due(tools.visits, tools, person, today),
                self._open_visit,
                owner=self,
                key="person.begin",
            )

    def _open_visit(self, visit: str) -> None:
        self._context.window.open_over(self._tools.visit(visit))

    def plan(self) -> None:
        """Open the panel that plans a visit."""
        if self.person:
            self._context.jobs.run(self._tools.forms.all, self._open_plan, owner=self)

    def _open_plan(self, forms: Sequence[PublishedForm]) -> None:
        choices = [(one.form_id, one.title) for one in forms]
        panel = PlanPanel(
            self._context,
            self._tools.actor,
            self._tools.visits,
            self._tools.terms,
            self.person,
            choices,
            self._planned,
            self._slot.clear,
        )
        self._slot.open(panel, self._plan_button)

    def _planned(self, visit: Visit) -> None:
        self._slot.clear()
        self._tools.saving.saved()
        when = relative_day(visit.planned_on, self._context.today()) if visit.planned_on else ""
        words = _("Planned: {when} {time}").format(when=when, time=visit.planned_time).strip()
        self._context.notices.offer(words, _("Begin now"), partial(self._open_visit, visit.id))

    def _signal(self) -> None:
        self._context.window.open_over(self._tools.signal(self.person))


def _due(visits: Visits, tools: Tools, person: str, today: date) -> str:
    """The id of the earliest visit that is planned for today or before, or of a new one."""
    open_now = [
        one
        for one in visits.of(tools.actor, person)
        if one.status == "gepland" and one.planned_on is not None and one.planned_on <= today
    ]
    if open_now:
        return min(open_now, key=lambda one: (str(one.planned_on), one.planned_time)).id
    return visits.plan(tools.actor, person, today, form=SHIPPED).id
