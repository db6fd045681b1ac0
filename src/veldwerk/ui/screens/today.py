"""Today: the diary, what waits for attention, drafts, and how the week goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from veldwerk.domain import names
from veldwerk.domain.changes import Change
from veldwerk.domain.people import Person
from veldwerk.domain.terms import Terms
from veldwerk.services.access import Actor
from veldwerk.services.appraisals import DRAFT_FORM
from veldwerk.services.ports import Draft
from veldwerk.services.to_look import ToLook, Waiting
from veldwerk.services.today import Attention, Day, PlannedVisit, Today
from veldwerk.texts import _, language, ngettext
from veldwerk.texts.dates import ahead_day, day_and_month, relative_day, weekday_date
from veldwerk.ui import theme
from veldwerk.ui import widgets as w
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context, Page, Screen
from veldwerk.ui.parts.persons import address, courtesy
from veldwerk.ui.widgets.basics import empty_layout

OpenVisit = Callable[[str], Page]
Begun = tuple[Draft, Person | None]
_ICONS = {
    "signal": ("warn", "danger"),
    "reply": ("clock", "warn"),
    "outcome": ("flag", "warn"),
    "conflict": ("note", "info"),
}
_PAGES = {"signal": "signals", "reply": "referrals"}
FIRST = 8
"""Lines of a list before «and n more»."""


class TodayScreen(Screen):
    """What must I do now."""

    id, icon = "today", "today"
    kinds = frozenset({"visit", "signal", "referral_task", "person", "letter"})

    def __init__(
        self,
        context: Context,
        actor: Actor,
        today: Today,
        terms: Terms,
        open_visit: OpenVisit,
        open_intake: Callable[[], Page],
        two_texts: Callable[[str], Page],
        to_look: ToLook,
        arrivals: Callable[[], Page],
    ) -> None:
        super().__init__(context)
        self._actor = actor
        self._today = today
        self._terms = terms
        self._open_visit = open_visit
        self._open_intake = open_intake
        self._two_texts = two_texts
        self._to_look, self._arrivals = to_look, arrivals
        self._whole: set[str] = set()
        self._waiting = Waiting()

    def title(self) -> str:
        return _("Today")

    def subtitle(self) -> str:
        return weekday_date(self.context.today())

    def build(self) -> QWidget:
        self._main: QVBoxLayout = w.column(gap=8)
        self._side: QVBoxLayout = w.column(gap=12)
        page = w.Columns(w.clear_box(self._main), w.clear_box(self._side))
        self._page = w.scrolled(w.clear_box(w.column(page, margin=20)), "today.scroll")
        return self._page

    def enter(self, record: str) -> None:
        self._load()

    def refresh(self, changes: Sequence[Change]) -> None:
        self._load()

    def _load(self) -> None:
        def work() -> tuple[Day, Waiting]:
            return self._today.day(self._actor), self._to_look.waiting(self._actor)

        self.context.jobs.run(work, self._fill, owner=self._page, key="today")

    def _fill(self, found: tuple[Day, Waiting]) -> None:
        self._waiting = found[1]
        self._show(found[0])

    def _show(self, day: Day) -> None:
        self._drafted = {draft.visit for draft, _person in day.drafts}
        empty_layout(self._main)
        empty_layout(self._side)
        self._show_visits(day)
        self._show_drafts(day)
        self._show_ahead(day)
        self._main.addStretch(1)
        self._show_waiting()
        self._show_attention(day)
        self._show_week(day)
        self._show_quick()
        self._side.addStretch(1)
        window = self.context.window
        window.count("today", sum(1 for one in day.attention if one.late))
        for page, late in zip(("signals", "referrals"), day.late, strict=True):
            window.count(page, late)

    def _show_visits(self, day: Day) -> None:
        planned = [one for one in day.visits if not one.late]
        late = [one for one in day.visits if one.late]
        done = _("{done} of {all} done").format(done=day.done, all=len(planned))
        head = w.row(
            w.label(_("Visits today"), "card-title"), None, w.label(done if planned else "", "muted")
        )
        self._main.addLayout(head)
        first = next((one for one in planned if one.visit.status == "gepland"), None)
        for one in planned:
            self._main.addWidget(self._card(one, now=one is first))
        if not planned:
            self._main.addWidget(
                w.Empty(
                    "today.empty",
                    _("Nothing planned for today"),
                    _("Plan a visit from the page of a person."),
                    icon="today",
                    action=_("Go to people"),
                    clicked=partial(self.context.go, "people"),
                )
            )
        if late:
            title = ngettext(
                "{count} earlier visit not closed", "{count} earlier visits not closed", len(late)
            )
            self._main.addSpacing(theme.px(12))
            self._main.addWidget(w.label(title.format(count=len(late)), "card-title"))
            shown = late if "late" in self._whole else late[:FIRST]
            for one in shown:
                self._main.addWidget(self._card(one, now=False))
            if len(late) > len(shown):
                open_all = partial(self._open_whole, day, "late", f"today.start.{late[FIRST].visit.id}")
                self._main.addWidget(
                    self._more("late", len(late) - len(shown), _("earlier visits"), open_all)
                )

    def _more(self, name: str, number: int, what: str, act: Callable[[], object]) -> QWidget:
        words = ngettext("and {n} more: {what}", "and {n} more: {what}", number).format(n=number, what=what)
        return w.clear_box(w.row(w.button(f"today.more.{name}", words, act, kind="quiet"), None))

    def _open_whole(self, day: Day, name: str, first: str) -> None:
        """Show a list whole, with the keyboard on the first line that was not shown."""
        self._whole.add(name)
        self._show(day)
        if (found := self._page.findChild(QWidget, first)) is not None:
            found.setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, one: PlannedVisit, now: bool) -> QWidget:
        visit, person = one.visit, one.person
        status, tone, when = "", "", ""
        if visit.status == "uitgevoerd":
            status, tone = self._terms.label("visit_status", visit.status, language()), "ok"
        elif visit.signal_id:
            status, tone = _("Signal"), "danger"
        elif one.late and visit.planned_on is not None:
            status, tone = _("late"), "warn"
            when = relative_day(visit.planned_on, self.context.today())
        what = self._terms.label("contact_form", visit.contact_form, language())
        row = Row(
            visit.id,
            courtesy(person),
            " · ".join(part for part in (when, what, address(person)) if part),
            badge=status,
            tone=tone,
        )
        return w.RowCard(row, front=visit.planned_time or "–", end=self._action(one, now), soft=now)

    def _action(self, one: PlannedVisit, now: bool) -> QWidget:
        name = names.friendly_name(one.person)
        if one.visit.status == "uitgevoerd":
            return w.button(
                f"today.see.{one.visit.id}",
                _("Look"),
                partial(self.context.go, "people", one.person.id),
                kind="quiet",
                spoken=_("Look at {name}").format(name=name),
            )
        begun = one.visit.id in self._drafted
        spoken = _("Go on with the visit: {name}") if begun else _("Start visit: {name}")
        return w.button(
            f"today.start.{one.visit.id}",
            _("Go on") if begun else _("Start visit"),
            partial(self._start, one.visit.id),
            kind="primary" if now else "plain",
            icon="visit",
            spoken=spoken.format(name=name),
        )

    def _start(self, visit: str) -> None:
        self.context.window.open_over(self._open_visit(visit))

    def _show_drafts(self, day: Day) -> None:
        if not day.drafts:
            return
        card = w.Card(
            _("To finish"),
            w.lines_of(day.drafts, self._draft_row, self._resume),
            right=w.badge(str(len(day.drafts)), "info"),
        )
        self._main.addSpacing(theme.px(12))
        self._main.addWidget(card)

    def _draft_row(self, begun: Begun) -> Row:
        draft, person = begun
        name = names.friendly_name(person) if person else _("Somebody no longer in this vault")
        answered = ngettext("{count} answer", "{count} answers", draft.answered).format(count=draft.answered)
        form = self._terms.label("visit_form", draft.form, language())
        if draft.form == DRAFT_FORM:
            form = self._terms.label("kind", "appraisal", language())
        when = relative_day(draft.updated_at.date(), self.context.today())
        about = " · ".join(part for part in (form, answered if draft.answered else "", when) if part)
        return Row(draft.id, name, about, icon="doing")

    def _resume(self, begun: Begun, row: Row) -> QWidget:
        draft, _person = begun
        return w.button(
            f"today.resume.{draft.id}",
            _("Go on"),
            partial(self._start, draft.visit),
            spoken=_("Go on with {name}").format(name=row.title),
        )

    def _show_waiting(self) -> None:
        """What came in by exchanging and waits for a decision; all of it is on one page."""
        waiting = self._waiting
        rows = []
        for request, who, person in waiting.erasures:
            name = names.friendly_name(person) if person is not None else _("somebody")
            asks = _("{name} asks, you are the second person").format(name=who or _("A colleague"))
            title = _("Erase for good: {name}").format(name=name)
            rows.append(Row(request, title, asks, icon="delete", icon_tone="danger"))
        if waiting.twins:
            text = ngettext(
                "{n} visit may be filled in twice", "{n} visits may be filled in twice", waiting.twins
            )
            rows.append(Row("twins", text.format(n=waiting.twins), icon="visit", icon_tone="info"))
        if waiting.arrivals:
            text = ngettext("{n} thing came in to look at", "{n} things came in to look at", waiting.arrivals)
            rows.append(Row("arrivals", text.format(n=waiting.arrivals), icon="flag", icon_tone="warn"))
        if rows:
            look = w.button("today.to_look", _("Look at it"), self._open_arrivals, icon="flag")
            self._side.addWidget(w.Card(_("To look at"), w.lines(rows), w.row(look, None)))

    def _open_arrivals(self) -> None:
        self.context.window.open_over(self._arrivals())

    def _show_attention(self, day: Day) -> None:
        shown = day.attention if "attention" in self._whole else day.attention[:FIRST]
        body: QWidget = (
            w.lines_of(shown, self._attention_row, self._see)
            if shown
            else w.label(_("Nothing is waiting."), "muted")
        )
        right = w.badge(str(len(day.attention)), "danger") if shown else None
        card = w.Card(_("Asks attention"), body, right=right)
        rest = day.attention[len(shown) :]
        pages = [_PAGES.get(one.kind, "") for one in rest]
        for page, what in (
            ("signals", _("signals")),
            ("referrals", _("referrals")),
            ("", _("visits and notes")),
        ):
            if number := pages.count(page):
                first = f"today.attention.{rest[0].id}"
                # What has no list of its own is shown here.
                act = (
                    partial(self.context.go, page)
                    if page
                    else partial(self._open_whole, day, "attention", first)
                )
                card.add(self._more(page or "attention", number, what, act))
        self._side.addWidget(card)

    def _attention_title(self, one: Attention) -> str:
        if one.kind == "signal":
            urgency = self._terms.label("urgency", one.detail, language())
            return _("Signal: {urgency}").format(urgency=urgency.lower())
        if one.kind == "reply":
            return _("No reply from {recipient}").format(recipient=one.detail)
        if one.kind == "outcome":
            return _("Visit without an outcome")
        return _("A note with two texts")

    def _attention_row(self, one: Attention) -> Row:
        title = self._attention_title(one)
        name = courtesy(one.name) if one.name else ""
        when = self._due(one)
        icon, tone = _ICONS[one.kind]
        return Row(
            one.id, title, " · ".join(part for part in (name, when) if part), icon=icon, icon_tone=tone
        )

    def _due(self, one: Attention) -> str:
        if one.due is None:
            return ""
        day, today = one.due.date(), self.context.today()
        if one.kind == "reply":
            return _("due {day}").format(day=day_and_month(day))
        if one.kind == "signal" and one.late:
            return _("at the latest {day}, late").format(day=day_and_month(day))
        return relative_day(day, today)

    def _see(self, one: Attention, row: Row) -> QWidget:
        page = _PAGES.get(one.kind, "people")
        record = one.id if page != "people" else one.person
        texts = partial(self._open_two_texts, one.person)
        return w.button(
            f"today.attention.{one.id}",
            _("Look"),
            texts if one.kind == "conflict" else partial(self.context.go, page, record),
            kind="quiet",
            spoken=_("Look at {name}").format(name=f"{row.title}, {row.subtitle}"),
        )

    def _open_two_texts(self, person: str) -> None:
        self.context.window.open_over(self._two_texts(person))

    def _show_ahead(self, day: Day) -> None:
        if not day.ahead:
            return
        self._main.addSpacing(theme.px(12))
        self._main.addWidget(
            w.Card(_("Coming days"), w.lines_of(day.ahead, self._ahead_row, self._ahead_end))
        )

    def _ahead_row(self, one: PlannedVisit) -> Row:
        day = one.visit.planned_on
        when = ahead_day(day, self.context.today()) if day else ""
        what = self._terms.label("contact_form", one.visit.contact_form, language())
        about = " · ".join(
            part for part in (f"{when} {one.visit.planned_time}".strip(), what, address(one.person)) if part
        )
        return Row(one.visit.id, courtesy(one.person), about, icon="calendar")

    def _ahead_end(self, one: PlannedVisit, row: Row) -> QWidget:
        return w.button(
            f"today.ahead.{row.id}",
            _("Look"),
            partial(self.context.go, "people", one.person.id),
            kind="quiet",
            spoken=_("Look at {name}").format(name=f"{row.title}, {row.subtitle}"),
        )

    def _show_quick(self) -> None:
        signal = w.button("today.signal", _("Take in a signal"), self._take_in, icon="signals")
        person = w.button("today.person", _("Add a person"), self._add_person, icon="add")
        self._side.addWidget(w.Card(_("Quickly"), w.row(signal, None), w.row(person, None)))

    def _take_in(self) -> None:
        self.context.window.open_over(self._open_intake())

    def _add_person(self) -> None:
        self.context.commands.run("people.add")

    def _show_week(self, day: Day) -> None:
        visits, signals, letters = day.week
        figures = w.row(
            _figure(visits, ngettext("visit", "visits", visits)),
            _figure(signals, ngettext("signal", "signals", signals)),
            _figure(letters, ngettext("letter", "letters", letters)),
        )
        self._side.addWidget(w.Card(_("Last seven days"), w.clear_box(figures)))


def _figure(number: int, words: str) -> QWidget:
    return w.clear_box(w.column(w.label(str(number), "figure"), w.label(words, "muted"), gap=0))
