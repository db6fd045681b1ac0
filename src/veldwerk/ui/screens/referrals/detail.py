"""One referral: where it stands, what can be done now, and what stands in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from veldwerk.domain import names
from veldwerk.domain.consent import Consent
from veldwerk.domain.referrals import TRANSITIONS, Letter, Referral, ReferralNote, ReferralTask
from veldwerk.domain.social_map import Service
from veldwerk.services.referrals import ReferralFile, overdue
from veldwerk.texts import _, ngettext
from veldwerk.texts.dates import long_date
from veldwerk.ui import theme
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.parts.body import Body
from veldwerk.ui.parts.facts import facts
from veldwerk.ui.parts.panel import Panel, Slot
from veldwerk.ui.screens.referrals import panels, reading
from veldwerk.ui.screens.referrals.agreeing import ConsentPanel, known_consent
from veldwerk.ui.screens.referrals.choosing import ChoosingCard, GapPanel
from veldwerk.ui.screens.referrals.stages import OVER, badge, steps
from veldwerk.ui.screens.referrals.strip import strip
from veldwerk.ui.screens.referrals.tools import Tools
from veldwerk.ui.widgets.basics import empty_layout

Loaded = tuple[ReferralFile, Sequence[Letter], Mapping[str, str], Service | None]


class Detail(QWidget):
    """Shows one referral; `referral` is the id, "" before any."""

    def __init__(self, context: Context, tools: Tools, reply: panels.Done) -> None:
        """`reply(code)` opens the panel that enters a reply slip."""
        super().__init__()
        self.setProperty("kind", "clear")
        self._context, self._tools, self._reply = context, tools, reply
        self.referral = ""
        self._file: ReferralFile | None = None
        self._focus_next = False
        self._first: QPushButton | None = None
        self._name = w.label("", "title", wrap=True)
        self._about = w.label("", "muted", wrap=True)
        self._badges = w.row(gap=6)
        self._person = w.button(
            "referral.person", _("To the person"), self._to_person, kind="quiet", icon="person"
        )
        self._strip = w.column(gap=0)
        self._slot = Slot()
        self._now: QVBoxLayout = w.column(gap=12)
        self._now_box = w.clear_box(self._now)
        self._rest: QVBoxLayout = w.column(gap=12)
        first = w.row(self._name, self._person, gap=10)
        first.setStretch(0, 1)
        second = w.row(self._badges, self._about, gap=10)
        second.setStretch(1, 1)
        inner = w.column(
            w.clear_box(w.column(first, second, gap=2)),
            w.clear_box(self._strip),
            self._slot,
            self._now_box,
            w.clear_box(self._rest),
            None,
            gap=12,
        )
        inner.setContentsMargins(0, 0, theme.px(10), theme.px(16))
        self._scroll = w.scrolled(Body(inner), "referral.scroll")
        self.setLayout(w.column(self._scroll, gap=0))

    # --- showing

    def show_referral(self, referral: str) -> None:
        """Read and show; an open panel goes when it is another referral."""
        if referral != self.referral:
            self._leave()
            self._scroll.verticalScrollBar().setValue(0)
        self.referral = referral
        self.reload()

    def reload(self) -> None:
        """Read again what is shown."""
        if self.referral:
            referral, tools = self.referral, self._tools
            self._context.jobs.run(
                lambda: _load(tools, referral), self._fill, owner=self, key="referral.file"
            )

    def _fill(self, loaded: Loaded) -> None:
        file, letters, who, service = loaded
        self._file, self.referral = file, file.referral.id
        tools, today = self._tools, self._context.today()
        self._name.setText(names.friendly_name(file.person))
        self._about.setText(tools.kind(file.referral.kind))
        empty_layout(self._badges)
        self._badges.addWidget(w.badge(*badge(file, tools, today)))
        empty_layout(self._strip)
        closed = file.referral.status in ("completed", "revoked")
        self._strip.addWidget(strip(steps(file.task, letters, closed)))
        empty_layout(self._now)
        self._first = None if closed else self._fill_now(file, letters, service)
        self._fill_rest(file, who)
        if self._focus_next and not self._slot.busy:
            (self._first or self._person).setFocus(Qt.FocusReason.TabFocusReason)
            self._focus_next = False

    def _fill_now(
        self, file: ReferralFile, letters: Sequence[Letter], service: Service | None
    ) -> QPushButton | None:
        """What can be done now; the button of what is most likely, None while candidates are being read."""
        task = file.task
        if task is None or task.status in OVER - {"completed"}:
            self._now.addWidget(
                ChoosingCard(
                    self._context, self._tools, file, self._ask_consent, self._open_gap, self._focus_next
                )
            )
            self._focus_next = False
            if task is not None:
                self._now.addWidget(self._close_line(file.referral))
            return None
        acts = self._acts(file, task, letters, service)
        self._now.addWidget(self._task_card(task, letters, acts))
        return acts[0] if acts else None

    def _task_card(
        self, task: ReferralTask, letters: Sequence[Letter], acts: Sequence[QPushButton]
    ) -> QWidget:
        card = w.Card(_("Now"), facts(reading.task_facts(task, self._tools)))
        advice = self._advice(task, letters)
        if advice:
            line = w.row(w.icon_label("info", "info", 18), w.label(advice, wrap=True), gap=8)
            line.setStretch(1, 1)
            card.add(line)
        flow_box = QWidget()
        flow_box.setProperty("kind", "clear")
        flow = w.FlowLayout(flow_box, 8)
        policy = flow_box.sizePolicy()
        policy.setHeightForWidth(True)
        flow_box.setSizePolicy(policy)
        for made in acts:
            flow.addWidget(made)
        card.add(flow_box)
        return card

    def _advice(self, task: ReferralTask, letters: Sequence[Letter]) -> str:
        today = self._context.today()
        if overdue(task, today) and task.due_on is not None:
            return _("The reply was due on {date}. Ring the recipient, and write down what was said.").format(
                date=long_date(task.due_on)
            )
        if task.status == "draft" and not letters:
            return _("Consent is recorded. Now make the letter.")
        if task.status == "draft" and not any(letter.prints for letter in letters):
            return _("The letter is ready. Print or save it, then mark it as sent.")
        if task.status == "draft":
            return _("The letter went to paper. Mark it as sent once it is on its way.")
        if task.status == "on-hold":
            return _("While waiting, the client has you as the one to call.")
        return ""

    def _acts(
        self, file: ReferralFile, task: ReferralTask, letters: Sequence[Letter], service: Service | None
    ) -> list[QPushButton]:
        """What can be done now; the first one is the most likely."""
        acts: list[QPushButton] = []
        printed = any(letter.prints for letter in letters)
        if task.status == "draft":
            if not letters:
                acts.append(
                    w.button(
                        "referral.letter",
                        _("Make the letter"),
                        partial(self._open_letter, task, service),
                        kind="primary",
                        icon="letters",
                    )
                )
            else:
                acts += [self._see_letter(letters[0], "plain" if printed else "primary")]
                acts.append(
                    w.button(
                        "referral.send",
                        _("Sent"),
                        partial(self._send, task),
                        kind="primary" if printed else "plain",
                        icon="referrals",
                        spoken=_("Mark as sent"),
                    )
                )
        elif task.status == "requested":
            acts.append(
                w.button(
                    "referral.reply",
                    _("Enter the reply"),
                    partial(self._reply, task.reply_code),
                    kind="primary",
                    icon="mail",
                    spoken=_("Enter the reply of {recipient}").format(recipient=task.recipient),
                )
            )
        if task.status == "completed":
            acts.append(self._close_button(file.referral, "primary"))
        acts += self._steps(task)
        if task.status != "draft" and letters:
            acts.append(self._see_letter(letters[0], "plain"))
        if task.status not in ("draft", "completed"):
            acts.append(self._close_button(file.referral, "plain"))
        return acts

    def _see_letter(self, letter: Letter, kind: str) -> QPushButton:
        go = partial(self._context.go, "letters", letter.id)
        return w.button("referral.see_letter", _("See the letter"), go, kind=kind, icon="letters")

    def _steps(self, task: ReferralTask) -> list[QPushButton]:
        """The steps the table allows from here, apart from sending, which has its own button."""
        first = task.status in ("accepted", "in-progress", "on-hold")
        made = []
        for status, needs_reason in TRANSITIONS[task.status].items():
            if status == "requested":
                continue
            kind = "primary" if first else "plain"
            first = False
            step = partial(self._open_step, task, status, needs_reason)
            made.append(w.button(f"referral.step.{status}", panels.step_words(status), step, kind=kind))
        return made

    def _close_button(self, referral: Referral, kind: str) -> QPushButton:
        act = partial(self._open_close, referral)
        return w.button("referral.close", _("Close this referral"), act, kind=kind, icon="flag")

    def _close_line(self, referral: Referral) -> QWidget:
        return w.clear_box(w.row(self._close_button(referral, "plain"), None))

    def _fill_rest(self, file: ReferralFile, who: Mapping[str, str]) -> None:
        empty_layout(self._rest)
        for (record_id, path), versions in file.conflicts.items():
            records: list[Referral | ReferralNote] = [file.referral, *file.notes]
            record = next((one for one in records if one.id == record_id), None)
            if record is not None:
                call = partial(_name, who)
                self._rest.addWidget(
                    panels.TwoTextsCard(self._context, self._tools, record, path, versions, call)
                )
        self._rest.addWidget(self._notes_card(file, who))
        self._rest.addWidget(reading.question_card(file, self._tools))
        self._rest.addWidget(reading.why_card(file, self._tools))
        happened = reading.history_card(file, self._tools, who)
        if happened is not None:
            self._rest.addWidget(happened)

    def _notes_card(self, file: ReferralFile, who: Mapping[str, str]) -> QWidget:
        self._note_button = w.button("referral.note", _("Add a note"), self.add_note, icon="note")
        count = len(file.notes)
        title = ngettext("{n} note", "{n} notes", count).format(n=count) if count else _("Notes")
        return w.Card(title, reading.note_lines(file, who), right=self._note_button)

    # --- doing

    def _open(self, panel: Panel, back: QWidget | None = None) -> None:
        self._now_box.hide()
        self._slot.open(panel, back)
        self._scroll.verticalScrollBar().setValue(0)

    def _leave(self) -> None:
        self._slot.clear()
        self._now_box.show()

    def _did(self, _result: object = None) -> None:
        self._focus_next = True
        self._leave()
        self._tools.saving.saved()
        self.reload()

    def _ask_consent(self, service: Service) -> None:
        file, tools, today = self._file, self._tools, self._context.today()
        if file is not None:
            self._context.jobs.run(
                lambda: known_consent(tools, file, service, today),
                partial(self._open_consent, file, service),
                owner=self,
            )

    def _open_consent(self, file: ReferralFile, service: Service, known: Consent | None) -> None:
        self._open(ConsentPanel(self._context, self._tools, file, service, self._did, self._leave, known))

    def _open_gap(self) -> None:
        if self._file is not None:
            self._open(GapPanel(self._context, self._tools, self._file, self._gap_recorded, self._leave))

    def _gap_recorded(self, _gap: object) -> None:
        self._did()
        self._context.notices.tell(_("The missing offer was recorded. The coalition will see it."), "ok")

    def _open_letter(self, task: ReferralTask, service: Service | None) -> None:
        asks = service is None or self._file is None
        if service is not None and self._file is not None:
            asks = "praktisch" in self._tools.letters.categories(self._file.referral.kind, service)
        self._open(panels.LetterPanel(self._context, self._tools, task, asks, self._letter_made, self._leave))

    def _letter_made(self, letter: object) -> None:
        self._did()
        if isinstance(letter, Letter):
            self._context.go("letters", letter.id)

    def _send(self, task: ReferralTask) -> None:
        tools = self._tools
        self._context.jobs.run(lambda: tools.referrals.send(tools.actor, task), self._sent, owner=self)

    def _sent(self, task: ReferralTask) -> None:
        self._did()
        due = long_date(task.due_on) if task.due_on is not None else ""
        self._context.notices.tell(_("Marked as sent. A reply is due on {date}.").format(date=due), "ok")

    def _open_step(self, task: ReferralTask, status: str, needs_reason: bool) -> None:
        if not needs_reason and status != "completed":
            tools = self._tools
            business = panels.BUSINESS.get(status, ("",))[0]
            self._context.jobs.run(
                lambda: tools.referrals.step(tools.actor, task, status, business=business),
                self._did,
                owner=self,
            )
            return
        needs = needs_reason or not task.feedback
        self._open(panels.StepPanel(self._context, self._tools, task, status, needs, self._did, self._leave))

    def _open_close(self, referral: Referral) -> None:
        self._open(panels.ClosePanel(self._context, self._tools, referral, self._did, self._leave))

    def add_note(self) -> None:
        """Open the panel that adds a dated note, or return to it."""
        if isinstance(self._slot.panel, panels.NotePanel):
            self._slot.panel.begin()
        elif self._file is not None:
            panel = panels.NotePanel(self._context, self._tools, self._file.referral, self._did, self._leave)
            self._open(panel, self._note_button)

    def keep(self) -> None:
        """Keep what is half typed."""
        self._slot.keep()

    def _to_person(self) -> None:
        if self._file is not None:
            self._context.go("people", self._file.person.id)

    def focus(self) -> None:
        """Put the keyboard on the first thing to do."""
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._focus_next = True

    def focus_soon(self) -> None:
        """The same, once what is being read is shown."""
        self._focus_next = True


def _name(who: Mapping[str, str], worker: str) -> str:
    return who.get(worker) or _("a colleague")


def _load(tools: Tools, referral: str) -> Loaded:
    file = tools.referrals.get(tools.actor, referral)
    task = file.task
    letters = tools.letters.of_task(tools.actor, task.id) if task is not None else []
    service = tools.social_map.get(tools.actor, task.service_id) if task is not None else None
    return file, letters, tools.names(), service
