"""One signal: its clocks, facts apart from judgement, and what is done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from veldwerk.domain.organisation import PublishedForm
from veldwerk.domain.people import Person
from veldwerk.domain.signals import Signal
from veldwerk.domain.visits import Visit
from veldwerk.services.edits import Edit
from veldwerk.services.signals import OUTCOMES, SignalLine
from veldwerk.texts import _, language
from veldwerk.texts.dates import long_date, long_moment, relative_day
from veldwerk.ui import theme
from veldwerk.ui import widgets as w
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context
from veldwerk.ui.parts.beside import beside
from veldwerk.ui.parts.new_person import NewPersonPanel
from veldwerk.ui.parts.panel import Slot
from veldwerk.ui.parts.persons import address, age
from veldwerk.ui.parts.plan import PlanPanel
from veldwerk.ui.screens.signals.panels import ClosePanel, LinkPanel
from veldwerk.ui.screens.signals.tools import Tools
from veldwerk.ui.screens.signals.words import TONES, about, due_sentence, due_words, inform_words, tell_words
from veldwerk.ui.widgets import ChoiceField
from veldwerk.ui.widgets.basics import empty_layout


@dataclass(frozen=True, slots=True)
class _Read:
    line: SignalLine
    visits: tuple[Visit, ...]


class Detail(QWidget):
    """Shows one signal at a time; `signal` is its id."""

    def __init__(self, context: Context, tools: Tools) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._context, self._tools = context, tools
        self.signal = ""
        self._line: SignalLine | None = None
        self._shown: _Read | None = None
        self._slot = Slot()
        self._head, self._body = w.column(gap=12), w.column(gap=12)
        inner = w.column(w.clear_box(self._head), self._slot, w.clear_box(self._body), None, gap=12)
        inner.setContentsMargins(0, 0, theme.px(10), theme.px(16))
        self._area = w.scrolled(w.clear_box(inner), "signal.scroll")
        self.setLayout(w.column(self._area, gap=0))
        self._first: QWidget | None = None

    def show_signal(self, signal: str) -> None:
        """Read and show; an open panel goes when it is another one."""
        if signal != self.signal:
            self._slot.clear()
            self._shown = None
        self.signal = signal
        self.reload()

    def reload(self) -> None:
        """Read again what is shown."""
        if not self.signal:
            return
        tools, signal = self._tools, self.signal

        def work() -> _Read:
            found = tools.signals.get(tools.actor, signal)
            person = tools.people.get(tools.actor, found.person_id) if found.person_id else None
            visits = tools.visits.of(tools.actor, found.person_id) if found.person_id else []
            return _Read(SignalLine(found, person), tuple(v for v in visits if v.signal_id == signal))

        self._context.jobs.run(work, self._fill, owner=self, key="signal")

    def focus(self) -> None:
        """Put the keyboard on the first thing to do."""
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._focus_wanted = True

    _focus_wanted = False

    # --- showing

    def _fill(self, read: _Read) -> None:
        if read == self._shown:
            return
        same = self._shown is not None
        self._shown, self._line = read, read.line
        focus = self._context_focus()
        old = self.findChildren(QWidget, focus) if focus else []
        bar = self._area.verticalScrollBar()
        at = bar.value() if same else 0
        empty_layout(self._head)
        empty_layout(self._body)
        self._fill_head(read.line)
        done = read.line.signal.status == "afgerond"
        for card in (
            self._whom(read),
            self._facts(read.line.signal),
            self._opinion(read.line.signal),
            None if done else self._weigh(read.line.signal),
            self._reporter(read.line.signal),
        ):
            if card is not None:
                self._body.addWidget(card)
        wanted, self._focus_wanted = self._focus_wanted, False
        if wanted or (focus is not None and not self._focus_again(focus, old)):
            self.focus()
        if not wanted:
            QTimer.singleShot(0, bar, partial(bar.setValue, at))

    def _focus_again(self, name: str, old: Sequence[QWidget]) -> bool:
        """The keyboard back where it was in what was drawn anew; False when that is no longer there."""
        found = [one for one in self.findChildren(QWidget, name) if name and one not in old]
        if found:
            found[0].setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(found)

    def _context_focus(self) -> str | None:
        """The name of what has the keyboard in what is now drawn anew; None when it is elsewhere."""
        focus = QApplication.focusWidget()
        inside = focus is not None and self.isAncestorOf(focus) and not self._slot.isAncestorOf(focus)
        return focus.objectName() if focus is not None and inside else None

    def _fill_head(self, line: SignalLine) -> None:
        signal, terms, lang = line.signal, self._tools.terms, language()
        title = w.label(about(line), "title", wrap=True)
        marks = w.row(
            title,
            w.badge(terms.label("urgency", signal.urgency, lang), TONES.get(signal.urgency, "")),
            w.badge(terms.label("signal_status", signal.status, lang), "soft"),
            gap=8,
        )
        marks.setStretch(0, 1)
        received = long_moment(signal.received_at) if signal.received_at else ""
        under = _("{number} · received {when}").format(number=signal.number, when=received)
        self._head.addWidget(
            w.clear_box(w.column(w.clear_box(marks), w.label(under, "muted", wrap=True), gap=2))
        )
        if signal.status == "afgerond":
            outcome = terms.label("signal_outcome", signal.outcome, lang)
            closed = long_date(signal.closed_on) if signal.closed_on else ""
            self._head.addWidget(
                w.label(_("Closed on {date}: {outcome}").format(date=closed, outcome=outcome))
            )
            self._first = None
            return
        self._head.addWidget(self._clocks(signal))
        self._head.addWidget(self._actions(line))

    def _clocks(self, signal: Signal) -> QWidget:
        now = self._context.now()
        box = w.column(gap=6)
        tone = due_words(signal, now)[1]
        for words, ink, icon in (
            (due_sentence(signal, now), tone, "clock"),
            (*inform_words(signal, self._context.today()), "info"),
        ):
            if words:
                line = w.row(w.icon_label(icon, ink or "muted", 20), w.label(words, wrap=True), gap=8)
                line.setStretch(1, 1)
                box.addLayout(line)
        return w.Card("", box)

    def _actions(self, line: SignalLine) -> QWidget:
        signal = line.signal
        primary: Callable[[bool], str] = lambda on: "primary" if on else "plain"  # noqa: E731
        waiting = signal.contact_at is None
        linked = line.person is not None
        reached = w.button(
            "signal.reached",
            _("Spoken to"),
            partial(self._attempt, True),
            icon="phone",
            kind=primary(linked and waiting),
        )
        missed = w.button("signal.missed", _("Not reached"), partial(self._attempt, False))
        plan = w.button(
            "signal.plan",
            _("Plan a visit"),
            self._plan,
            icon="calendar",
            kind=primary(linked and not waiting),
        )
        plan.setEnabled(linked)
        close = w.button("signal.close", _("Round off"), self._close, spoken=_("Close this signal"))
        self._plan_button, self._close_button = plan, close
        self._first = reached if linked else None
        return beside(reached, missed, plan, close, gap=8)

    def _whom(self, read: _Read) -> QWidget:
        line = read.line
        card = w.Card(_("About whom"))
        if line.person is None:
            if line.signal.address:
                card.add(w.label(line.signal.address, wrap=True))
            link = w.button("signal.link", _("Choose a person"), self._link, kind="primary", icon="search")
            new = w.button("signal.person", _("Add a person"), self._new_person, icon="add")
            self._first = link
            card.add(beside(link, new, gap=8))
            return card
        person = line.person
        about_person = " · ".join(
            part for part in (age(person, self._context.today()), address(person)) if part
        )
        rows = [Row(f"person.{person.id}", about(line), about_person, icon="person")]
        for visit in read.visits:
            when = relative_day(visit.planned_on, self._context.today()) if visit.planned_on else ""
            state = self._tools.terms.label("visit_status", visit.status, language())
            rows.append(
                Row(
                    f"visit.{visit.id}",
                    _("Visit {when}").format(when=when),
                    visit.planned_time,
                    state,
                    "ok",
                    icon="visit",
                )
            )
        card.add(w.lines(rows, self._end))
        return card

    def _end(self, row: Row) -> QWidget | None:
        kind, _dot, record = row.id.partition(".")
        if kind == "person":
            go = partial(self._context.go, "people", record)
            spoken = _("Look at {name}").format(name=row.title)
            return w.button("signal.see", _("Look"), go, kind="quiet", spoken=spoken)
        begin = partial(self._open_visit, record)
        return w.button(
            f"signal.visit.{record}", _("Open"), begin, kind="quiet", spoken=f"{_('Open')}: {row.title}"
        )

    def _facts(self, signal: Signal) -> QWidget:
        terms, lang = self._tools.terms, language()
        card = w.Card(_("What was seen or heard"), w.label(signal.facts, wrap=True))
        worries = ", ".join(terms.label("worry", code, lang) for code in signal.worries)
        rows = [
            Row(name, title, text)
            for name, title, text in (
                ("since", _("Since when"), signal.since),
                ("already", _("Done already"), signal.already_done),
                ("worries", _("Worries about"), worries),
            )
            if text
        ]
        if rows:
            card.add(w.lines(rows))
        return card

    def _opinion(self, signal: Signal) -> QWidget | None:
        if not signal.judgement.strip():
            return None
        note = w.label(_("An opinion, not a fact."), "muted", wrap=True)
        return w.Card(_("What the reporter thinks"), w.label(signal.judgement, wrap=True), note)

    def _weigh(self, signal: Signal) -> QWidget:
        options = self._tools.terms.options("urgency", language())
        weighed = bool(signal.triaged_by)
        hint = "" if weighed else _("Not weighed by a professional yet.")
        field = ChoiceField("signal.urgency", _("Urgency"), options, value=signal.urgency, hint=hint)
        field.changed.connect(partial(self._triage, field))
        card = w.Card(_("Weighing"), field)
        if not weighed:
            agree = w.button(
                "signal.weigh", _("This urgency is right"), partial(self._triage, field), icon="check"
            )
            card.add(w.row(agree, None))
        return card

    def _reporter(self, signal: Signal) -> QWidget:
        terms, lang = self._tools.terms, language()
        who = terms.label("reporter", signal.reporter_kind, lang)
        name = " · ".join(part for part in (signal.reporter_name, signal.reporter_phone) if part)
        rows = [Row("who", who, name or _("No name known"), icon="person")]
        rows.append(Row("secret", terms.label("anonymity", signal.anonymity, lang), "", icon="shield"))
        card = w.Card(_("Reporter"), w.lines(rows))
        if signal.anonymity == "anoniem_voor_client":
            words = _(
                "The name stays out of what the resident sees. Full secrecy cannot be promised: "
                "there is a right of access."
            )
            card.add(w.label(words, "muted", wrap=True))
        if signal.feedback_at is not None:
            card.add(w.label(_("Told on {date}.").format(date=long_date(signal.feedback_at)), "muted"))
        elif signal.feedback_due is not None:
            told = tell_words(signal.feedback_due, self._context.today())
            button = w.button("signal.told", _("The reporter was told"), self._told, icon="check")
            card.add(w.label(told, wrap=True), w.row(button, None))
        return card

    # --- doing

    def _run(self, work: Callable[[Signal], object], done: Callable[[object], object] | None = None) -> None:
        if self._line is not None:
            signal = self._line.signal
            self._context.jobs.run(lambda: work(signal), done or self._saved, owner=self)

    def _saved(self, result: object) -> None:
        self._tools.saving.saved(result if isinstance(result, Edit) else None)
        self.reload()

    def _triage(self, field: ChoiceField) -> None:
        tools, urgency = self._tools, field.value()
        self._run(lambda signal: tools.signals.triage(tools.actor, signal, urgency))

    def _attempt(self, reached: bool) -> None:
        tools = self._tools
        self._run(lambda signal: tools.signals.attempt(tools.actor, signal, reached=reached))

    def _told(self) -> None:
        tools = self._tools
        self._run(lambda signal: tools.signals.feedback(tools.actor, signal))

    def _link(self) -> None:
        typed = self._line.signal.address.split(",")[0] if self._line is not None else ""
        self._slot.open(LinkPanel(self._context, self._tools, typed, self._linked_to, self._slot.clear))

    def _linked_to(self, person: str) -> None:
        tools = self._tools
        self._slot.clear()
        self._focus_wanted = True
        self._run(lambda signal: tools.signals.link(tools.actor, signal, person))

    def _new_person(self) -> None:
        signal = self._line.signal if self._line is not None else None
        panel = NewPersonPanel(
            self._context,
            self._tools.actor,
            self._tools.people,
            self._tools.terms,
            self._tools.new_id,
            self._made_person,
            self._slot.clear,
            self._tools.halfway,
            key=f"person:{signal.id}" if signal else "person",
            address=signal.address if signal else "",
            area=signal.area if signal else "",
        )
        self._slot.open(panel)

    def keep(self) -> None:
        """Keep what is half typed."""
        self._slot.keep()

    def _made_person(self, person: Person) -> None:
        self._linked_to(person.id)

    def _plan(self) -> None:
        self._context.jobs.run(self._tools.forms.all, self._open_plan, owner=self)

    def _open_plan(self, forms: Sequence[PublishedForm]) -> None:
        if self._line is None or self._line.person is None:
            return
        panel = PlanPanel(
            self._context,
            self._tools.actor,
            self._tools.visits,
            self._tools.terms,
            self._line.person.id,
            [(one.form_id, one.title) for one in forms],
            self._planned,
            self._slot.clear,
            signal=self._line.signal.id,
        )
        self._slot.open(panel, self._plan_button)

    def _planned(self, visit: Visit) -> None:
        self._slot.clear()
        self._tools.saving.saved()
        self.reload()
        when = relative_day(visit.planned_on, self._context.today()) if visit.planned_on else ""
        words = _("Planned: {when} {time}").format(when=when, time=visit.planned_time).strip()
        self._context.notices.offer(words, _("Begin now"), partial(self._open_visit, visit.id))

    def _open_visit(self, visit: str) -> None:
        self._context.window.open_over(self._tools.visit(visit))

    def _close(self) -> None:
        options = [(code, self._tools.terms.label("signal_outcome", code, language())) for code in OUTCOMES]
        self._slot.open(ClosePanel(options, self._closed_with, self._slot.clear), self._close_button)

    def _closed_with(self, outcome: str) -> None:
        tools = self._tools
        self._slot.clear()
        self._run(lambda signal: tools.signals.close(tools.actor, signal, outcome))
