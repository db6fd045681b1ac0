"""The small panels of a referral: practical needs, a step with its reason, a note, closing, two texts into one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from veldwerk.domain import names
from veldwerk.domain.referrals import Referral, ReferralNote, ReferralTask
from veldwerk.services.ports import NoteVersion
from veldwerk.services.referrals import ReferralFile
from veldwerk.texts import _, language
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.parts.panel import Panel
from veldwerk.ui.parts.typed import Kept, Typed
from veldwerk.ui.screens.referrals.tools import Tools

Done = Callable[[object], object]
Leave = Callable[[], object]

BUSINESS = {
    "accepted": ("accepted", "intake-planned", "called"),
    "in-progress": ("started",),
    "on-hold": ("waitlist",),
    "rejected": ("declined-no-capacity", "declined-not-eligible", "referred-on"),
    "failed": ("no-show", "appointment-cancelled", "cannot-reach-client", "no-reply"),
    "cancelled": ("client-declined", "no-reply"),
    "completed": ("completed", "no-reply"),
}
"""What may be said of a step, the likeliest first (SOCIAL_MAP 2.3)."""


class LetterPanel(Panel):
    """Practical needs of this person; then the letter is made."""

    def __init__(
        self, context: Context, tools: Tools, task: ReferralTask, asks_needs: bool, done: Done, leave: Leave
    ) -> None:
        title = _("Letter to {recipient}").format(recipient=task.recipient)
        super().__init__("letter", title, self._make, _("Make the letter"), leave)
        self._context, self._tools, self._task, self._done = context, tools, task, done
        self._needs = w.MemoField(
            "letter.practical",
            _("What is good to know beforehand?"),
            hint=_("One thing a line: hears less on the right, rather in the morning. May stay empty."),
            lines=3,
        )
        if asks_needs:
            self.put("practical", self._needs)
        else:
            self._needs.setParent(self)
            self._needs.hide()
            words = _("The letter holds what was agreed: findings, goal and the question in own words.")
            self.fields.addWidget(w.label(words, "muted", wrap=True))
        self._language = w.ChoiceField(
            "letter.language",
            _("Language of the letter"),
            [("nl", _("Dutch")), ("en", _("English"))],
            value="nl",
        )
        self.put("language", self._language)

    def begin(self) -> None:
        super().begin()
        if self._needs.isHidden():
            self.do.setFocus()

    def _make(self) -> None:
        tools, task, needs, code = self._tools, self._task, self._needs.value(), self._language.value()
        self.do.setEnabled(False)
        self._context.jobs.run(
            lambda: tools.letters.for_task(tools.actor, task, practical=needs, language=code),
            self._done,
            self.refuse,
            owner=self,
            text=_("Making the letter…"),
        )


class StepPanel(Panel):
    """One step of the table, with what it was about and why."""

    def __init__(
        self,
        context: Context,
        tools: Tools,
        task: ReferralTask,
        status: str,
        needs_reason: bool,
        done: Done,
        leave: Leave,
    ) -> None:
        super().__init__("step", step_words(status), self._step, step_words(status), leave)
        self._context, self._tools, self._task, self._done = context, tools, task, done
        self._status, self._needs = status, needs_reason
        options = [(code, tools.term("business_status", code)) for code in BUSINESS.get(status, ())]
        self._business = w.ChoiceField(
            "step.business", _("What happened?"), options, value=options[0][0] if len(options) == 1 else ""
        )
        question = _("What came of it?") if status == "completed" else _("Why?")
        self._reason = w.MemoField("step.reason", question, lines=2, required=needs_reason)
        if options:
            self.put("business", self._business)
        else:
            self._business.setParent(self)
            self._business.hide()
        self.put("reason", self._reason)

    def _step(self) -> None:
        reason = self._reason.value()
        self._reason.complain(_("Write down the reason.") if self._needs and not reason else "")
        if not self.ready():
            return
        self.do.setEnabled(False)
        tools, task, status, business = self._tools, self._task, self._status, self._business.value()
        self._context.jobs.run(
            lambda: tools.referrals.step(tools.actor, task, status, business=business, reason=reason),
            self._done,
            self.refuse,
            owner=self,
        )


def step_words(status: str) -> str:
    """What the button of a step says."""
    return {
        "accepted": _("Recipient takes it on"),
        "in-progress": _("It has started"),
        "on-hold": _("On the waiting list"),
        "completed": _("Completed"),
        "failed": _("It did not work out"),
        "cancelled": _("Withdraw"),
        "rejected": _("Recipient declines"),
    }.get(status, status)


class NotePanel(Panel):
    """A dated note on the referral."""

    def __init__(self, context: Context, tools: Tools, referral: Referral, done: Done, leave: Leave) -> None:
        super().__init__("note", _("Add a note"), self._add, _("Keep this note"), leave)
        self._context, self._tools, self._referral, self._done = context, tools, referral, done
        self._spoke_to = w.TextField("note.spoke_to", _("Spoke to"), width=280)
        self._text = w.MemoField("note.text", _("What was said or done?"), lines=3, required=True)
        self._promised = w.TextField("note.promised", _("What was promised?"), wide=True)
        self._next = w.TextField("note.next_step", _("Next step"), wide=True)
        self.put("text", self._text)
        self.put("spoke_to", self._spoke_to)
        self.put("promised", self._promised)
        self.put("next_step", self._next)
        typing: dict[str, Kept] = {
            "text": self._text,
            "spoke_to": self._spoke_to,
            "promised": self._promised,
            "next_step": self._next,
        }
        self.typed = Typed(
            context,
            tools.actor,
            tools.halfway,
            f"{ReferralNote.KIND}:{referral.id}",
            typing,
            self,
            person=referral.person_id,
        )

    def _added(self, note: ReferralNote) -> None:
        self.forget()
        self._done(note)

    def _add(self) -> None:
        text = self._text.value()
        self._text.complain("" if text else _("The note is empty."))
        if not self.ready():
            return
        self.do.setEnabled(False)
        tools, referral = self._tools, self._referral
        more = {
            "spoke_to": self._spoke_to.value(),
            "promised": self._promised.value(),
            "next_step": self._next.value(),
        }
        self._context.jobs.run(
            lambda: tools.referrals.add_note(tools.actor, referral, text, **more),
            self._added,
            self.refuse,
            owner=self,
        )


class ClosePanel(Panel):
    """What came of it; closing is always a decision of a person (REQ-REF-08)."""

    def __init__(self, context: Context, tools: Tools, referral: Referral, done: Done, leave: Leave) -> None:
        super().__init__("close", _("Close this referral"), self._close, _("Close the referral"), leave)
        self._context, self._tools, self._referral, self._done = context, tools, referral, done
        self._result = w.ChoiceField(
            "close.result", _("What came of it?"), tools.terms.options("referral_result", language())
        )
        self.put("result", self._result)

    def _close(self) -> None:
        result = self._result.value()
        self._result.complain("" if result else _("Choose what came of it."))
        if not self.ready():
            return
        self.do.setEnabled(False)
        tools, referral = self._tools, self._referral
        self._context.jobs.run(
            lambda: tools.referrals.close(tools.actor, referral, result), self._done, self.refuse, owner=self
        )


class TwoTextsCard(w.Card):
    """Two colleagues changed one text apart: both are shown, and one text is made of them."""

    def __init__(
        self,
        context: Context,
        tools: Tools,
        record: Referral | ReferralNote,
        path: str,
        versions: Sequence[NoteVersion],
        who: Callable[[str], str],
    ) -> None:
        super().__init__(_("Two texts for «{field}»").format(field=field_words(path)), soft=True)
        self._context, self._tools, self._record, self._path = context, tools, record, path
        self._versions = tuple(versions)
        self.add(
            w.label(_("Colleagues changed this apart from each other. Nothing was lost."), "muted", wrap=True)
        )
        for number, version in enumerate(versions, start=1):
            self.add(self._version(number, version, who))
        together = "\n".join(dict.fromkeys(version.text for version in versions if version.text.strip()))
        self._field = w.MemoField(
            f"two.{record.id}.{path}", _("Make one text of it"), value=together, lines=3
        )
        keep = w.button(
            f"two.keep.{record.id}.{path}",
            _("Keep this text"),
            self._keep,
            kind="primary",
            icon="check",
            spoken=_("Keep this text: {field}").format(field=field_words(path)),
        )
        self.add(self._field, w.row(keep, None))

    def _version(self, number: int, version: NoteVersion, who: Callable[[str], str]) -> QWidget:
        take = w.button(
            f"two.take.{self._record.id}.{self._path}.{number}",
            _("Take this one"),
            partial(self._take, version.text),
            spoken=_("Take text {number} of {name}").format(number=number, name=who(version.worker)),
        )
        words = w.column(
            w.label(who(version.worker), "small"), w.label(version.text or _("(empty)"), wrap=True), gap=2
        )
        line = w.row(gap=12)
        line.addLayout(words, 1)
        line.addWidget(take)
        return w.clear_box(line)

    def _take(self, text: str) -> None:
        self._field.set_value(text)

    def _keep(self) -> None:
        tools, record, path, text = self._tools, self._record, self._path, self._field.value()
        self._context.jobs.run(
            lambda: tools.referrals.settle(tools.actor, record, path, text, self._versions),
            self._kept,
            owner=self,
        )

    def _kept(self, _edit: object) -> None:
        self._tools.saving.saved()


def field_words(path: str) -> str:
    """What a text is called."""
    return {
        "question": _("Question"),
        "facts": _("What we see"),
        "already_done": _("What has been done"),
        "goal_words": _("Goal"),
        "text": _("Note"),
        "promised": _("Promised"),
        "next_step": _("Next step"),
    }.get(path, path)


def about(file: ReferralFile, tools: Tools) -> str:
    """«mevrouw A. de Vries · maatje», in one line."""
    return f"{names.formal_name(file.person)} · {tools.kind(file.referral.kind)}"
