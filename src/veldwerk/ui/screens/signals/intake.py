"""Taking in a signal in under a minute: six things first, the rest behind «more»."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from veldwerk.domain.errors import UserError
from veldwerk.domain.people import Person
from veldwerk.domain.signals import Signal
from veldwerk.texts import _, language
from veldwerk.texts.errors import sentence
from veldwerk.ui import theme
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context, Screen
from veldwerk.ui.parts.beside import beside
from veldwerk.ui.parts.persons import courtesy
from veldwerk.ui.parts.ticks import TicksField
from veldwerk.ui.parts.time_field import TimeField
from veldwerk.ui.parts.typed import Kept, Typed
from veldwerk.ui.screens.signals.tools import Tools
from veldwerk.ui.widgets import ChoiceField, DateField, Field, MemoField, SelectField, TextField

SECRET = "volledig_anoniem"  # noqa: S105  # a code of the term list, not a password
HIDDEN = "anoniem_voor_client"
_JUDGING = re.compile(
    r"\b(crimineel\w*|dement\w*|alzheimer\w*|depressie\w*|depressief|psychotisch\w*|verslaafd\w*|alcoholist\w*|"
    r"verward\w*|gek|gestoord\w*|criminal|demented|depressed|psychotic|addict\w*|alcoholic|crazy)\b",
    re.IGNORECASE,
)
"""Words that judge or diagnose: a soft warning, nothing more (REQ-SIG-01)."""


class IntakePage(Screen):
    """Opened over any page; `done(signal)` after it is kept, with this page already closed."""

    id, icon = "intake", "signals"

    def __init__(
        self,
        context: Context,
        tools: Tools,
        done: Callable[[Signal], object],
        person: str = "",
        about: str = "",
    ) -> None:
        super().__init__(context)
        self._tools, self._done = tools, done
        self._person, self._about = person, ""
        self._typed: Typed | None = None

    def title(self) -> str:
        return _("Take in a signal")

    def subtitle(self) -> str:
        return self._about

    def build(self) -> QWidget:
        terms, lang = self._tools.terms, language()
        self._facts = MemoField(
            "intake.facts", _("What was seen or heard? Only facts."), required=True, lines=3
        )
        self._facts.changed.connect(self._listen)
        self._careful = w.label("", "muted", wrap=True)
        self._careful.hide()
        self._where = TextField("intake.address", _("Whom or which address is it about?"))
        if self._person:
            self._where.hide()
        reporters = terms.options("reporter", lang)
        self._who = SelectField("intake.reporter", _("Who reports it?"), reporters, value="buur")
        self._name = TextField("intake.name", _("Name, if known"), width=240)
        self._phone = TextField("intake.phone", _("Phone, if known"), width=200)
        self._urgency = ChoiceField(
            "intake.urgency", _("How urgent?"), terms.options("urgency", lang), value="U3"
        )
        self._urgency.changed.connect(self._tell_urgency)
        self._danger = w.label("", "complaint", wrap=True)
        self._danger.hide()
        self._more = self._rest()
        self._more.hide()
        self._opener = w.button("intake.more", _("More to fill in"), self._turn, kind="quiet", icon="down")
        save = w.button("intake.save", _("Keep this signal"), self._save, kind="primary", icon="check")
        away = w.button("intake.leave", _("Cancel"), self._cancel)
        first = w.Card(
            "",
            self._facts,
            self._careful,
            self._where,
            beside(self._who, self._name, self._phone),
            self._urgency,
            self._danger,
        )
        self._box: QVBoxLayout = w.column(
            first, w.row(self._opener, None), self._more, w.row(save, away, None), None
        )
        self._box.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        inner = w.clear_box(self._box)
        inner.setMaximumWidth(theme.px(860))
        outer = w.row(inner, None, gap=0)
        outer.setStretch(0, 100)
        page = w.scrolled(w.clear_box(outer), "intake.scroll")
        out = QShortcut(QKeySequence(Qt.Key.Key_Escape), page, self.context.window.close_over)
        out.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return page

    def enter(self, record: str) -> None:
        tools, person = self._tools, self._person
        if person:
            self.context.jobs.run(
                lambda: tools.people.get(tools.actor, person), self._tell_person, owner=self._facts
            )
        self._facts.control.setFocus(Qt.FocusReason.OtherFocusReason)
        key = f"{Signal.KIND}:{person}" if person else Signal.KIND
        self._typed = Typed(
            self.context,
            tools.actor,
            tools.halfway,
            key,
            self._typing(),
            self._facts,
            self._back_again,
            person=person,
        )

    def leave(self) -> bool:
        if self._typed is not None:
            self._typed.keep()
        return True

    def _typing(self) -> dict[str, Kept]:
        return {
            "facts": self._facts,
            "address": self._where,
            "reporter_kind": self._who,
            "reporter_name": self._name,
            "reporter_phone": self._phone,
            "urgency": self._urgency,
            "judgement": self._judgement,
            "since": self._since,
            "already_done": self._already,
            "worries": self._worries,
            "anonymity": self._secret,
            "client_informed": self._informed,
            "channel": self._channel,
            "day": self._day,
            "time": self._time,
        }

    def _back_again(self) -> None:
        """What came back is all to be seen, the hour it was received too."""
        self._more.show()
        self._listen()
        self._tell_urgency()
        self._tell_secret()

    def _cancel(self) -> None:
        if self._typed is not None:
            self._typed.drop()
        self.context.window.close_over()

    def _tell_person(self, person: Person) -> None:
        self._about = courtesy(person)
        self.context.window.retitle()

    def _rest(self) -> QWidget:
        terms, lang = self._tools.terms, language()
        self._judgement = MemoField(
            "intake.judgement",
            _("What does the reporter think of it?"),
            hint=_("An opinion is welcome; it stays apart from the facts."),
            lines=2,
        )
        self._since = TextField("intake.since", _("Since when?"))
        self._already = TextField("intake.already", _("What did the reporter do already?"))
        self._worries = TicksField(
            "intake.worries", _("Worries about"), terms.options("worry", lang), columns=3
        )
        self._secret = SelectField(
            "intake.anonymity", _("May the name be mentioned?"), terms.options("anonymity", lang)
        )
        self._secret.set_value("open")
        self._secret.changed.connect(self._tell_secret)
        self._promise = w.label("", "muted", wrap=True)
        self._promise.hide()
        self._informed = ChoiceField(
            "intake.informed",
            _("Does the resident know of this report?"),
            terms.options("informed", lang),
            value="onbekend",
        )
        self._channel = SelectField(
            "intake.channel", _("How did it come in?"), terms.options("channel", lang)
        )
        self._channel.set_value("telefoon")
        now = self.context.now()
        self._day = DateField("intake.day", _("Received on"), today=self.context.today, day=now.date())
        self._time = TimeField("intake.time", _("At"), value=f"{now:%H:%M}")
        when = _("The clock starts when it was received, not when it is typed in.")
        return w.Card(
            "",
            self._judgement,
            self._since,
            self._already,
            self._worries,
            self._secret,
            self._promise,
            self._informed,
            beside(self._day, self._time, self._channel),
            w.label(when, "muted", wrap=True),
        )

    def _turn(self) -> None:
        self._more.setVisible(self._more.isHidden())
        if not self._more.isHidden():
            self._judgement.control.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what follows from an answer

    def _listen(self) -> None:
        found = _JUDGING.search(self._facts.value())
        words = _(
            "«{word}» is a judgement. Write what was seen; the judgement has a place of its own under «More»."
        )
        self._careful.setText(words.format(word=found[0]) if found else "")
        self._careful.setVisible(found is not None)
        if self._facts.value():
            self._facts.complain("")

    def _tell_urgency(self) -> None:
        now = self._urgency.value() == "U0"
        words = _("Danger now: call 112 first. Out of hours the GP post; at suicidal thoughts 113.")
        self._danger.setText(words if now else "")
        self._danger.setVisible(now)

    def _tell_secret(self) -> None:
        value = self._secret.value()
        for field in (self._name, self._phone):
            field.setVisible(value != SECRET)
            if value == SECRET:
                field.set_value("")
        words = _(
            "The name stays out of what the resident sees. Full secrecy cannot be promised: there is a right of access."
        )
        self._promise.setText(words if value == HIDDEN else "")
        self._promise.setVisible(value == HIDDEN)

    # --- keeping

    def _received(self) -> datetime | None:
        day, time, now = self._day.day(), self._time.time(), self.context.now()
        if day is None:
            return None
        hour, minute = (int(part) for part in (time or "00:00").split(":"))
        return now.replace(
            year=day.year, month=day.month, day=day.day, hour=hour, minute=minute, second=0, microsecond=0
        )

    def _signal(self) -> Signal:
        return Signal(
            id="",
            person_id=self._person,
            received_at=self._received(),
            channel=self._channel.value(),
            reporter_kind=self._who.value(),
            reporter_name=self._name.value(),
            reporter_phone=self._phone.value(),
            anonymity=self._secret.value(),
            client_informed=self._informed.value(),
            address=self._where.value(),
            facts=self._facts.value(),
            judgement=self._judgement.value(),
            since=self._since.value(),
            already_done=self._already.value(),
            worries=self._worries.value(),
            urgency=self._urgency.value(),
        )

    def _save(self) -> None:
        tools, made = self._tools, self._signal()
        if not self._facts.value():
            self._facts.complain(_("Write down what was seen or heard."))
            self._facts.control.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        wrong: list[Field] = [field for field in (self._day, self._time) if field.complaint]
        if wrong:
            wrong[0].control.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.context.jobs.run(
            lambda: tools.signals.take_in(tools.actor, made), self._kept, self._refused, owner=self._facts
        )

    def _refused(self, error: UserError) -> None:
        if error.values.get("field") == "facts":
            self._facts.complain(sentence(error))
        else:
            self.context.notices.fail(error)

    def _kept(self, signal: Signal) -> None:
        if self._typed is not None:
            self._typed.drop()
        self.context.window.close_over()
        self._tools.saving.saved()
        self._done(signal)
