"""A question on the page: label, hint, control, and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from veldwerk.texts import _
from veldwerk.ui.commands import shown_shortcut
from veldwerk.ui.forms.control import Control
from veldwerk.ui.forms.labels import Words
from veldwerk.ui.forms.words import to_plain
from veldwerk.ui.speech import announce
from veldwerk.ui.widgets import button, icon_label, label
from veldwerk.ui.widgets.basics import column, row
from veldwerk.xlsform import Node, Question

HELP_KEYS = "Ctrl+I"
"""Opens how to ask the question that has the keyboard; the button beside it is for the mouse."""


class Block(QFrame):
    """A question with its control.

    `touched` = the user did something, `where` = which card of a repeat it is on, for who cannot see that.
    """

    stepped = Signal()

    def __init__(self, question: Question, control: Control | None) -> None:
        super().__init__()
        self.setObjectName(f"{question.ref}:block")
        self.question = question
        self.control = control
        self.touched = False
        self.complaint = ""
        self.where = ""
        if control is not None:
            control.typed.connect(self._typed)
            control.moved_on.connect(self.stepped)

    @property
    def ref(self) -> str:
        return self.question.ref

    def _typed(self) -> None:
        self.touched = True

    def blocks(self) -> list[Block]:
        """Itself: parts of a page all tell their blocks."""
        return [self]

    def stops(self) -> list[QWidget]:
        """What Tab can land on, in order."""
        return self.control.stops() if self.control is not None else []

    def draw(self, node: Node, complaint: str) -> None:
        """Show the state of the question."""

    def about(self, node: Node) -> str:
        """What is asked, as a screen reader says it."""
        words = to_plain(node.label) or self.question.name
        if node.required:
            words = _("{question} (required)").format(question=words)
        return f"{words} ({self.where})" if self.where else words

    def speak(self, complaint: str) -> None:
        """Say a new complaint aloud, once."""
        if complaint and complaint != self.complaint and self.isVisible():
            announce(self, complaint)
        self.complaint = complaint


class Complaint(QFrame):
    """The line that says what is wrong; hidden while nothing is."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Words("", "complaint")
        line = row(gap=6)
        line.addWidget(icon_label("danger", "danger", 18), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.words, 1)
        self.setLayout(line)

    def say(self, text: str) -> None:
        """Show `text`."""
        self.words.say(text)
        self.setVisible(bool(text))


class QuestionBlock(Block):
    """Label above, «required» in words, hint, control, complaint; and how to ask it, when the form says so."""

    def __init__(self, question: Question, control: Control) -> None:
        super().__init__(question, control)
        self._label = Words("", "question")
        self._required = label(_("required"), "muted")
        self._hint = Words("", "muted")
        self._help: QWidget | None = None
        self._guidance: Words | None = None
        self._complaint: Complaint | None = None
        self._head: QHBoxLayout = row(self._label, gap=8)
        self._head.addWidget(self._required, 0, Qt.AlignmentFlag.AlignBottom)
        self._head.addStretch(1)
        self._box: QVBoxLayout = column(self._head, self._hint, control, gap=4)
        self.setLayout(self._box)

    def draw(self, node: Node, complaint: str) -> None:
        assert self.control is not None
        self._label.say(node.label or self.question.name)
        self._required.setVisible(node.required)
        self._hint.say(node.hint)
        self._hint.setVisible(bool(node.hint))
        self._guide(node.guidance, self.about(node))
        self.control.draw(node)
        if complaint and self._complaint is None:
            self._complaint = Complaint()
            self._box.insertWidget(3, self._complaint)
        if self._complaint is not None:
            self._complaint.say(complaint)
        self.control.describe(self.about(node), to_plain(node.hint), complaint)
        self.speak(complaint)
        self.setVisible(node.relevant)

    def _guide(self, guidance: str, about: str) -> None:
        if guidance and self._guidance is None:
            name = f"{self.ref}:guidance"
            self._help = button(name, _("How to ask this"), self.toggle_guidance, kind="icon", icon="help")
            self._help.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self._help.setToolTip(f"{_('How to ask this')} ({shown_shortcut(HELP_KEYS)})")
            self._head.addWidget(self._help, 0, Qt.AlignmentFlag.AlignTop)
            self._guidance = Words("", "muted")
            self._guidance.hide()
            self._box.addWidget(self._guidance)
        if self._guidance is not None and self._help is not None:
            self._guidance.say(guidance)
            self._help.setVisible(bool(guidance))
            self._help.setAccessibleName(_("How to ask this: {question}").format(question=about))

    def toggle_guidance(self) -> None:
        """Show or hide how to ask this question, when the form says so."""
        if self._guidance is None:
            return
        self._guidance.setVisible(self._guidance.isHidden())
        if not self._guidance.isHidden():
            announce(self, to_plain(self._guidance.text()))


class NoteBlock(Block):
    """Words to read, aloud or not. The appearance «warning» makes them stand out."""

    def __init__(self, question: Question) -> None:
        super().__init__(question, None)
        warning = "warning" in question.appearance
        self.setProperty("kind", "notice" if warning else "well")
        self.setProperty("tone", "warn" if warning else "")
        self._label = Words("", "question" if warning else "")
        self._hint = Words("", "muted")
        self._guidance = Words("", "muted")
        words = column(self._label, self._hint, self._guidance, gap=4)
        line = row(gap=10, margin=12)
        sign = icon_label("warn" if warning else "talk", "warn" if warning else "muted", 20)
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self.setLayout(line)

    def draw(self, node: Node, complaint: str) -> None:
        self._label.say(node.label)
        for words, text in ((self._hint, node.hint), (self._guidance, node.guidance)):
            words.say(text)
            words.setVisible(bool(text))
        self.setVisible(node.relevant)
