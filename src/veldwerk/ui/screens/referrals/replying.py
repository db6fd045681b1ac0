"""Entering a reply slip: the code, the ticked box, done. Ten seconds with the keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from veldwerk.domain import reply_code
from veldwerk.domain.errors import UserError
from veldwerk.domain.referrals import ReferralTask
from veldwerk.services.referrals import ReferralFile
from veldwerk.texts import _, language
from veldwerk.texts.errors import sentence
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.parts.panel import Panel
from veldwerk.ui.screens.referrals.panels import about
from veldwerk.ui.screens.referrals.tools import Tools


class ReplyPanel(Panel):
    """The focus goes on by itself: after the last character of the code to the boxes; 1 to 4 or an arrow chooses,
    Ctrl+Enter keeps it. `done(task)` afterwards.
    """

    def __init__(
        self,
        context: Context,
        tools: Tools,
        done: Callable[[ReferralTask], object],
        leave: Callable[[], object],
        code: str = "",
    ) -> None:
        super().__init__("reply", _("Enter a reply"), self._enter, _("Keep this reply"), leave)
        self._context, self._tools, self._done = context, tools, done
        self._code = w.TextField(
            "reply.code", _("Reply code on the slip"), value=code, width=180, placeholder="ABC 2345"
        )
        self._whose = w.label("", "muted", wrap=True)
        options = [(digit, f"{digit}  {words}") for digit, words in tools.terms.options("reply", language())]
        self._digit = w.ChoiceField("reply.digit", _("Which box was ticked?"), options)
        self._words = w.TextField(
            "reply.words", _("What was written beside it"), hint=_("May stay empty"), wide=True
        )
        self.put("code", self._code)
        self.fields.addWidget(self._whose)
        self.put("digit", self._digit)
        self.put("words", self._words)
        self._code.changed.connect(self._typed)
        self._code.left.connect(self._look)
        self._words.edit.returnPressed.connect(self._enter)
        if code:
            self._look()

    def _typed(self) -> None:
        self._code.complain("")
        if len(reply_code.clean(self._code.value())) >= reply_code.LENGTH:
            self._look()
            if not self._code.complaint:
                self._digit.choices.setFocus(Qt.FocusReason.TabFocusReason)

    def _look(self) -> None:
        typed = self._code.value()
        if not typed:
            return
        try:
            code = reply_code.read(typed)
        except UserError as error:
            self._code.complain(sentence(error))
            self._whose.setText("")
            return
        self._code.edit.setText(reply_code.grouped(code))
        tools = self._tools
        self._context.jobs.run(
            lambda: tools.referrals.by_code(tools.actor, code),
            self._found,
            self.refuse,
            owner=self,
            key="reply",
        )

    def _found(self, file: ReferralFile) -> None:
        task = next(
            (one for one in file.tasks if one.reply_code == reply_code.clean(self._code.value())), None
        )
        recipient = task.recipient if task is not None else ""
        self._whose.setText(
            _("{who}, to {recipient}").format(who=about(file, self._tools), recipient=recipient)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typing = self._code.edit.hasFocus() or self._words.edit.hasFocus()
        if not typing and event.text() in ("1", "2", "3", "4"):
            self._digit.set_value(event.text())
            self._digit.complain("")
            self._words.edit.setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)

    def _enter(self) -> None:
        if not self._code.value():
            self._code.complain(_("Type the code that stands on the slip."))
        digit = self._digit.value()
        self._digit.complain("" if digit else _("Choose 1, 2, 3 or 4."))
        if not self.ready():
            return
        self.do.setEnabled(False)
        tools, code, words = self._tools, self._code.value(), self._words.value()
        self._context.jobs.run(
            lambda: tools.referrals.reply(tools.actor, code, int(digit), words),
            self._done,
            self.refuse,
            owner=self,
        )
