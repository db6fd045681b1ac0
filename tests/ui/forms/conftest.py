"""Sessions and views for the form tests, and a keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.forms.small_form import XFORM
from veldwerk.ui.forms import FormView
from veldwerk.xlsform import Form, Ports, Session, parse, read

ROOT = Path(__file__).resolve().parents[3]
TODAY = date(2026, 11, 24)
Key = Qt.Key
Mod = Qt.KeyboardModifier


@cache
def small_form() -> Form:
    return parse(XFORM)


@cache
def shipped(name: str) -> Form:
    return read(ROOT / "forms" / f"{name}.xlsx")


def session(form: Form, instance: bytes | None = None) -> Session:
    ports = Ports(clock=lambda: datetime(2026, 11, 24, 10, 0, tzinfo=UTC))
    return Session(form, ports, instance=instance)


class Keyboard:
    """Types into whatever has the focus, as a person would."""

    def __init__(self, view: FormView, qtbot: QtBot) -> None:
        self.view, self._qtbot = view, qtbot

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Mod.NoModifier, times: int = 1) -> None:
        for _each in range(times):
            target = QApplication.focusWidget()
            assert target is not None, "nothing has the focus"
            QTest.keyClick(target, key, modifier)

    def type(self, text: str) -> None:
        for letter in text:
            target = QApplication.focusWidget()
            assert target is not None, "nothing has the focus"
            if letter.isascii():
                QTest.keyClicks(target, letter)
            else:
                # QTest knows the keys of ASCII only.
                QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, 0, Mod.NoModifier, letter))

    def tab(self, times: int = 1) -> None:
        self.key(Key.Key_Tab, times=times)

    def at(self) -> str:
        """The ref of the question that has the keyboard; «button» names stay as they are."""
        target = QApplication.focusWidget()
        name = target.objectName() if target is not None else ""
        return name.partition("=")[0]


Open = Callable[..., tuple[FormView, Keyboard]]


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication) -> Iterator[Open]:
    """Opens a session in a shown window that has the focus."""
    views: list[FormView] = []

    def make(which: Session, **more: object) -> tuple[FormView, Keyboard]:
        view = FormView(which, lambda: TODAY, title="Bezoek", **more)  # type: ignore[arg-type]  # passed through
        views.append(view)
        view.resize(1178, 608)
        view.show()
        view.activateWindow()
        qtbot.waitUntil(view.isActiveWindow)
        return view, Keyboard(view, qtbot)

    yield make
    for view in views:
        view.close()
        view.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def part(view: FormView, name: str) -> QWidget:
    """The widget with this objectName."""
    found = view.findChild(QWidget, name)
    assert isinstance(found, QWidget), name
    return found


def shows(view: FormView, ref: str) -> bool:
    """Whether the question is on the page that is shown."""
    found = view.findChild(QWidget, f"{ref}:block")
    return isinstance(found, QWidget) and found.isVisible()
