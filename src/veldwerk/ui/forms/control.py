"""What every way of answering has in common."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from veldwerk.ui.widgets import set_kind
from veldwerk.xlsform import Node, Question

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ERASE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


def digit(event: QKeyEvent) -> int | None:
    """The digit of a key without Ctrl or Alt, else None."""
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
    text = event.text()
    return int(text) if plain and len(text) == 1 and text in "0123456789" else None


class Control(QWidget):
    """One question's answer. Values are those of the engine: text, ISO dates, choice values apart by spaces."""

    answered = Signal()
    """A choice was made: take the value now."""
    typed = Signal()
    """Text changed: take the value a moment later, or when the question is left."""
    moved_on = Signal()
    """Enter: on to the next question."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self.question = question
        self._about = ""
        self._hint = ""

    def value(self) -> str:
        """The answer as it stands in the control; "" when empty or not readable."""
        return ""

    def wrong(self) -> str:
        """Why what was typed is no answer at all (a date that does not exist); "" when it can be one."""
        return ""

    def draw(self, node: Node) -> None:
        """Show the value, choices and readonly state of `node`; what is being typed stays as it is."""

    def stops(self) -> list[QWidget]:
        """What Tab can land on, in order."""
        return []

    def tidy(self) -> None:
        """The question was left: write what was typed in its usual form."""

    def focus(self) -> None:
        """Put the keyboard here."""
        stops = self.stops()
        target = next(
            (w for w in stops if w.focusPolicy() & Qt.FocusPolicy.TabFocus), stops[0] if stops else None
        )
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def describe(self, about: str, hint: str, complaint: str) -> None:
        """Say to a screen reader what is asked, and what is wrong; the look follows."""
        self._about, self._hint = about, hint
        self.setAccessibleName(about)
        for stop in self.stops():
            self._describe(stop, complaint)

    def _describe(self, stop: QWidget, complaint: str) -> None:
        stop.setAccessibleName(self._about)
        stop.setAccessibleDescription(" ".join(part for part in (complaint, self._hint) if part))
        wrong = "true" if complaint else "false"
        if (stop.property("wrong") or "false") != wrong:
            set_kind(stop, wrong=wrong)
