"""Two hands on a keyboard: everything goes to what has the focus, nothing is clicked."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from veldwerk.ui.forms import FormView
from veldwerk.ui.window import Window

Key = Qt.Key
Mod = Qt.KeyboardModifier
PATIENCE_MS = 15_000


class Hands:
    """Types into a window, waits for its work, and knows where the keyboard is."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window, self._qtbot = window, qtbot

    @property
    def focus(self) -> QWidget:
        """What has the keyboard: a widget, or the window when none has it."""
        return QApplication.focusWidget() or self.window

    @property
    def at(self) -> str:
        """The objectName of what has the keyboard."""
        found = QApplication.focusWidget()
        return found.objectName() if found is not None else ""

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Mod.NoModifier, times: int = 1) -> None:
        for _each in range(times):
            QTest.keyClick(self.focus, key, modifier)

    def shortcut(self, keys: str) -> None:
        """A combination such as «Ctrl+Shift+S»."""
        combined = QKeySequence(keys)[0]
        QTest.keyClick(self.focus, combined.key(), combined.keyboardModifiers())
        self.wait()

    def enter(self) -> None:
        self.key(Key.Key_Return)
        self.wait()

    def type(self, text: str) -> None:
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(self.focus, letter)
            else:
                # QTest knows the keys of ASCII only.
                QApplication.sendEvent(self.focus, QKeyEvent(QEvent.Type.KeyPress, 0, Mod.NoModifier, letter))

    def tab_to(self, name: str, most: int = 150) -> None:
        """Press Tab until the keyboard is at `name` (a whole objectName, or its beginning with a * at the end)."""
        passed: list[str] = []
        for _each in range(most):
            if self.at == name or (name.endswith("*") and self.at.startswith(name[:-1])):
                return
            passed.append(self.at)
            self.key(Key.Key_Tab)
        raise AssertionError(f"Tab never comes at {name}; it came past {passed}")

    def replace(self, text: str) -> None:
        """Type over what stands in a line."""
        self.key(Key.Key_A, Mod.ControlModifier)
        self.type(text)

    def until(self, what: object) -> None:
        """Wait until a condition holds."""
        self._qtbot.waitUntil(what, timeout=PATIENCE_MS)  # type: ignore[arg-type]  # a callable giving bool

    def wait(self) -> None:
        """Wait until the window does nothing any more."""
        quiet = 0

        def idle() -> bool:
            nonlocal quiet
            shell = self.window.shell
            busy = self.window.jobs.busy or (shell is not None and shell.jobs.busy)
            quiet = 0 if busy else quiet + 1
            return quiet > 3

        self.until(idle)

    def at_page(self, page: str) -> None:
        """Wait until this page is in front."""

        def there() -> bool:
            shell = self.window.shell
            return shell is not None and shell.front is not None and shell.front.id == page

        self.until(there)
        self.wait()

    # --- forms

    def fill(self, answers: Mapping[str, str]) -> list[str]:
        """Walk through the form with Ctrl+Down and answer by question name; the names that were answered."""
        form = self.window.findChild(FormView)
        assert form is not None
        done: list[str] = []
        seen: set[str] = set()
        for _each in range(400):
            ref = self.at.partition("=")[0]
            name = ref.rsplit("/", 1)[-1]
            if name in answers and ref not in seen:
                self._answer(form, ref, answers[name])
                done.append(name)
                if self.at.partition("=")[0] != ref:
                    continue  # a digit in a row of a grid goes on by itself
            if ref.startswith("/"):
                seen.add(ref)
            before = self.at
            self.key(Key.Key_Down, Mod.ControlModifier)
            QApplication.processEvents()
            if not self.at.startswith("/") or self.at == before:
                return done
        raise AssertionError("the form has no end")

    def _answer(self, form: FormView, ref: str, value: str) -> None:
        question = next(q for q in form.session.questions() if q.ref == ref)
        choices = [choice.value for choice in form.session.node(ref).choices]
        if not choices:
            self.type(value)
            return
        if len(choices) > 9:
            self._pick(ref, value)
            return
        self.type(str(choices.index(value) + 1))
        assert form.session.node(ref).value == value, (question.name, form.session.node(ref).value)

    def _pick(self, ref: str, value: str) -> None:
        """More choices than digits: Tab along the boxes and press Space at the one wanted."""
        for _each in range(40):
            if self.at == f"{ref}={value}":
                if isinstance(self.focus, QAbstractButton) and not self.focus.isChecked():
                    self.key(Key.Key_Space)
                return
            self.key(Key.Key_Tab)
        raise AssertionError(f"{ref} offers no {value}")
