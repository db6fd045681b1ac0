"""One note with two texts: each text with its writer, the text that will be kept, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from veldwerk.domain.errors import UserError
from veldwerk.domain.terms import Terms
from veldwerk.services.access import Actor
from veldwerk.services.edits import Edit
from veldwerk.services.sync_conflicts import Conflict, Conflicts, Settled, Text
from veldwerk.texts import _
from veldwerk.texts.errors import sentence
from veldwerk.ui import theme
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.parts.body import Body
from veldwerk.ui.parts.saving import Saving
from veldwerk.ui.screens.conflicts import words
from veldwerk.ui.widgets.basics import empty_layout


@dataclass(frozen=True, slots=True)
class Tools:
    """Who looks, the service, words for codes, and telling that something was saved."""

    actor: Actor
    conflicts: Conflicts
    terms: Terms
    saving: Saving


class Detail(QWidget):
    """Shows one open note or one that was settled. `later()` is called when the user goes on to the next one."""

    def __init__(self, context: Context, tools: Tools, later: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._context, self._tools, self._later = context, tools, later
        self._shown: Conflict | Settled | None = None
        self._memo: w.MemoField | None = None
        self._half: dict[str, str] = {}
        self._box = w.column(gap=12)
        inner = w.column(w.clear_box(self._box), None, gap=0)
        inner.setContentsMargins(0, 0, theme.px(10), theme.px(16))
        self.setLayout(w.column(w.scrolled(Body(inner), "conflict.scroll"), gap=0))

    @property
    def typed(self) -> bool:
        """Whether a text was changed by hand and not kept yet."""
        return bool(self._half) or self._changed

    @property
    def _changed(self) -> bool:
        one = self._shown
        return isinstance(one, Conflict) and self._memo is not None and self._memo.value() != one.together

    def forget(self) -> None:
        """Throw away what was typed."""
        self._memo = None
        self._half.clear()

    def clear(self) -> None:
        """Show nothing; what was typed is there again when this note is shown again."""
        if self._shown is not None and self._memo is not None and self._changed:
            self._half[self._shown.id] = self._memo.value()
        self._shown = self._memo = None
        empty_layout(self._box)

    def show_open(self, one: Conflict) -> None:
        """Show a note that waits. What was typed stays when a text came in meanwhile, and that is told."""
        before = self._shown
        if before == one:
            return
        same = before is not None and before.id == one.id
        self.clear()
        self._shown = one
        told = _("This was written in two places at once. Nothing is lost: choose what stays, now or later.")
        if same:
            told = _("Another text came in. Look at all of them before you keep your text.")
        self._box.addWidget(self._head(one, told))
        for number, text in enumerate(one.texts, start=1):
            self._box.addWidget(self._text(text, self._take_button(text, number)))
        self._box.addWidget(self._kept(one, self._half.pop(one.id, "")))

    def _head(self, one: Conflict | Settled, told: str) -> QWidget:
        terms = self._tools.terms
        return w.clear_box(
            w.column(
                w.label(words.whose(terms, one), "title", wrap=True),
                w.label(words.place(terms, one), "question", wrap=True),
                w.label(told, "muted", wrap=True),
                gap=2,
            )
        )

    def _text(self, text: Text, take: QWidget | None = None) -> QWidget:
        """One text with who wrote it and when; soft where there is nothing to choose any more."""
        body = w.label(text.text or _("(empty)"), wrap=True)
        body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        who = words.writer(text, self._tools.actor.worker)
        title = _("{who}, {when}").format(who=who, when=words.moment(text.at, self._context.today()))
        return w.Card(title, body, soft=take is None, right=take)

    def _take_button(self, text: Text, number: int) -> QWidget:
        who = words.writer(text, self._tools.actor.worker)
        return w.button(
            f"conflict.take.{number}",
            _("Take only this text"),
            partial(self._put, text.text),
            kind="quiet",
            spoken=_("Take only the text under {who}, number {n}").format(who=who, n=number),
        )

    def _kept(self, one: Conflict, typed: str) -> QWidget:
        self._memo = w.MemoField(
            "conflict.text",
            _("What stays"),
            value=typed or one.together,
            hint=_("Both texts stand here. You may change them into one."),
            lines=4,
        )
        keep = w.button("conflict.keep", _("Keep this text"), self._settle, kind="primary", icon="check")
        both = w.button("conflict.both", _("Both texts"), partial(self._put, one.together), icon="undo")
        later = w.button("conflict.later", _("Later"), self._later)
        promise = _("The texts above stay in the history, with who chose.")
        return w.Card("", self._memo, w.row(keep, both, later, None), w.label(promise, "muted", wrap=True))

    def _put(self, text: str) -> None:
        if self._memo is not None:
            self._memo.set_value(text)
            self._memo.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _settle(self) -> None:
        one, tools = self._shown, self._tools
        if not isinstance(one, Conflict) or self._memo is None:
            return
        text = self._memo.value()
        self._context.jobs.run(
            lambda: tools.conflicts.settle(tools.actor, one, text), self._settled, self._refused, owner=self
        )

    def _settled(self, edit: Edit) -> None:
        self._memo = None  # what stood in it is kept
        self._tools.saving.saved(edit)
        self._later()

    def _refused(self, error: UserError) -> None:
        if self._memo is not None:
            self._memo.complain(sentence(error))

    # --- what was settled

    def show_settled(self, one: Settled) -> None:
        """Show what was brought together, by whom, and offer to take it back."""
        if self._shown == one:
            return
        self.clear()
        self._shown = one
        me, today = self._tools.actor.worker, self._context.today()
        told = _("{who}, {when}.").format(who=words.settler(one, me), when=words.moment(one.at, today))
        self._box.addWidget(self._head(one, told))
        self._box.addWidget(w.Card(_("What was kept"), w.label(one.text or _("(empty)"), wrap=True)))
        for text in one.texts:
            self._box.addWidget(self._text(text))
        back = w.button(
            "conflict.back", _("Take this back: both texts again"), partial(self._take_back, one), icon="undo"
        )
        self._box.addWidget(w.clear_box(w.row(back, None)))

    def _take_back(self, one: Settled) -> None:
        tools = self._tools
        self._context.jobs.run(
            lambda: tools.conflicts.unsettle(tools.actor, one), self._taken_back, owner=self
        )

    def _taken_back(self, _edit: object) -> None:
        self._tools.saving.saved()
        self._context.notices.tell(_("Both texts are back. You can bring them together again."), "ok")
        self._later()
