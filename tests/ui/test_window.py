"""The window from unlock to lock, by keyboard."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.cases import close, settle
from tests.ui.gallery import GalleryDoors
from veldwerk.domain.changes import Change, Stamp
from veldwerk.ui import theme
from veldwerk.ui.first_run import FirstRun
from veldwerk.ui.lock import LockScreen
from veldwerk.ui.page import Context, Page, Place, Screen, Settings
from veldwerk.ui.shell import Shell
from veldwerk.ui.widgets import label
from veldwerk.ui.window import Window


class Probe(Screen):
    """A page that writes down what happens to it."""

    icon = "people"

    def __init__(self, context: Context, name: str, kinds: Sequence[str], log: list[str]) -> None:
        super().__init__(context)
        self.id, self.kinds, self.log = name, frozenset(kinds), log
        self.stays = False

    def title(self) -> str:
        return self.id.title()

    def build(self) -> QWidget:
        self.log.append(f"build {self.id}")
        return label(self.id)

    def enter(self, record: str) -> None:
        self.log.append(f"enter {self.id} {record}".strip())

    def refresh(self, changes: Sequence[Change]) -> None:
        self.log.append(f"refresh {self.id} {len(changes)}")

    def leave(self) -> bool:
        return not self.stays


class ProbeDoors(GalleryDoors):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.probes: list[Probe] = []

    def pages(self, context: Context) -> Sequence[Page]:
        self.probes = [
            Probe(context, "one", ["visit"], self.seen),
            Probe(context, "two", ["person"], self.seen),
        ]
        return self.probes


def change(kind: str) -> Change:
    return Change(kind, "r", "name", "a", "b", Stamp("0", "d", "w"))


@pytest.fixture
def doors() -> ProbeDoors:
    return ProbeDoors()


@pytest.fixture
def window(qtbot: QtBot, doors: ProbeDoors) -> Iterator[Window]:
    made = Window(doors)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    close(made)


@pytest.fixture
def shell(window: Window, doors: ProbeDoors) -> Shell:
    window.opened(doors.vaults()[0])
    assert window.shell is not None
    return window.shell


def _type(qtbot: QtBot, text: str) -> None:
    at = QApplication.focusWidget()
    assert at is not None
    qtbot.keyClicks(at, text)


def _key(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    at = QApplication.focusWidget() or QApplication.activeWindow()
    assert at is not None
    qtbot.keyClick(at, key, modifier)


# --- unlock


def test_unlocking_by_keyboard(qtbot: QtBot, window: Window) -> None:
    screen = window.centralWidget()
    assert isinstance(screen, LockScreen)
    assert QApplication.focusWidget() is screen.passphrase.edit
    assert "demo" in screen._hint.text()
    _type(qtbot, "wrong")
    _key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(screen.passphrase.complaint))
    assert screen.passphrase.value() == ""
    assert window.shell is None
    qtbot.waitUntil(screen.passphrase.edit.hasFocus)
    _type(qtbot, "demo")
    _key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.shell is not None)


def test_an_empty_passphrase_is_not_tried(qtbot: QtBot, window: Window, doors: ProbeDoors) -> None:
    _key(qtbot, Qt.Key.Key_Return)
    assert doors.log == []


def test_a_lost_passphrase(qtbot: QtBot, window: Window, doors: ProbeDoors) -> None:
    screen = window.centralWidget()
    assert isinstance(screen, LockScreen)
    window.findChild(QWidget, "lock.lost").click()
    screen.code.set_value("WRONG")
    screen.fresh.set_value("short")
    window.findChild(QWidget, "lock.recover").click()
    assert screen.fresh.complaint
    assert doors.log == []
    screen.fresh.set_value("paard wolk kachel")
    window.findChild(QWidget, "lock.recover").click()
    qtbot.waitUntil(lambda: bool(screen.code.complaint))
    screen.code.set_value("ABCD")
    window.findChild(QWidget, "lock.recover").click()
    qtbot.waitUntil(lambda: window.shell is not None)


def test_first_run_makes_a_vault_and_insists_on_the_sheet(qtbot: QtBot) -> None:
    doors = GalleryDoors(vaults=())
    window = Window(doors)
    window.show()
    screen = window.centralWidget()
    assert isinstance(screen, FirstRun)
    screen.passphrase.set_value("kort")
    screen._to_who()
    assert screen.passphrase.complaint
    screen.passphrase.set_value("paard wolk kachel dertien")
    screen.again.set_value("paard wolk kachel")
    screen._to_who()
    assert screen.again.complaint
    screen.again.set_value("paard wolk kachel dertien")
    screen._to_who()
    window.findChild(QWidget, "first.make").click()
    assert screen.worker.complaint
    screen.worker.set_value("Anna de Boer")
    screen.organisation.set_value("Zorggroep")
    window.findChild(QWidget, "first.make").click()
    assert screen.role.complaint
    screen.role.set_value("nurse")
    window.findChild(QWidget, "first.make").click()
    qtbot.waitUntil(lambda: doors.made is not None and bool(screen._code))
    assert doors.made is not None
    assert (doors.made.worker, doors.made.role) == ("Anna de Boer", "nurse")
    assert screen.passphrase.value() == ""
    assert not screen._done.isEnabled()
    window.findChild(QWidget, "first.print").click()
    assert doors.log == ["print"]
    screen.kept.check.setChecked(True)
    screen._done.click()
    assert window.shell is not None
    close(window)


# --- moving about


def test_pages_are_built_at_the_first_visit_only(shell: Shell, doors: ProbeDoors) -> None:
    assert doors.seen == ["build one", "enter one"]
    shell.go(Place("two", "r1"))
    shell.go(Place("one"))
    shell.go(Place("two"))
    assert doors.seen[2:] == ["build two", "enter two r1", "enter one", "enter two"]


def test_back_and_forward_return_to_the_record(qtbot: QtBot, shell: Shell) -> None:
    shell.go(Place("two", "a"))
    shell.noted("b")
    shell.go(Place("one"))
    shell.back()
    assert shell.place == Place("two", "b")
    shell.back()
    assert shell.place == Place("one")
    assert not shell.can_go_back
    shell.forward()
    assert shell.place == Place("two", "b")


def test_shortcuts_go_to_pages(qtbot: QtBot, shell: Shell) -> None:
    _key(qtbot, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: shell.place == Place("two"))
    _key(qtbot, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: shell.place == Place("one"))


def test_changes_reach_the_page_in_front_at_once_and_others_at_their_visit(
    shell: Shell, doors: ProbeDoors
) -> None:
    shell.go(Place("two"))
    shell.go(Place("one"))
    doors.seen.clear()
    shell.changed([change("visit"), change("person"), change("person")])
    assert doors.seen == ["refresh one 1"]
    shell.go(Place("two"))
    assert doors.seen[1:] == ["enter two", "refresh two 2"]
    shell.changed([change("letter")])
    assert len(doors.seen) == 3


def test_a_page_over_another_returns_to_it(shell: Shell, doors: ProbeDoors) -> None:
    visit = Probe(shell.context, "visit", ["visit"], doors.seen)
    shell.open_over(visit)
    assert shell.front is visit
    assert shell.header.title.text() == "Visit"
    shell.changed([change("visit")])
    assert doors.seen[-1] == "refresh visit 1"
    visit.stays = True
    shell.go(Place("two"))
    assert shell.front is visit
    visit.stays = False
    shell.back()
    assert shell.front is doors.probes[0]
    assert doors.seen[-1] == "refresh one 1"


def test_a_page_may_refuse_to_be_left(shell: Shell, doors: ProbeDoors) -> None:
    doors.probes[0].stays = True
    shell.go(Place("two"))
    assert shell.place == Place("one")
    assert shell.rail._items["one"].isChecked()


def test_the_palette_finds_pages_and_records(qtbot: QtBot, window: Window, shell: Shell) -> None:
    opened: list[str] = []
    from veldwerk.ui.palette import Found

    shell.finder.add(
        lambda typed: [
            Found("p", "Aïcha", lambda: opened.append("open"), also=lambda: opened.append("visit"))
        ]
    )
    _key(qtbot, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(shell.palette_box.isVisible)
    _type(qtbot, "two")
    _key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.place == Place("two"))
    for modifier, done in (
        (Qt.KeyboardModifier.NoModifier, "open"),
        (Qt.KeyboardModifier.ControlModifier, "visit"),
    ):
        shell.commands.run("palette")
        _type(qtbot, "aic")
        qtbot.waitUntil(lambda: "p" in shell.palette_box._offers)
        _key(qtbot, Qt.Key.Key_Return, modifier)
        qtbot.waitUntil(lambda done=done: bool(opened) and opened[-1] == done)
    shell.commands.run("palette")
    _key(qtbot, Qt.Key.Key_Escape)
    assert not shell.palette_box.isVisible()


def test_f1_lists_every_shortcut(qtbot: QtBot, window: Window, shell: Shell) -> None:
    shell.commands.run("shortcuts")
    dialog = window.findChild(QWidget, "shortcuts.dialog")
    assert dialog is not None
    table = dialog.findChild(QWidget, "shortcuts.list")
    keys = {table.item(at, 1).text() for at in range(table.rowCount())}
    assert {"Ctrl+1", "Ctrl+2", "Ctrl+K", "Ctrl+L", "F1", "F6"} <= keys
    dialog.close()


def test_f6_goes_round_the_parts(qtbot: QtBot, shell: Shell) -> None:
    shell.commands.run("next-part")
    first = QApplication.focusWidget()
    assert first is not None
    shell.commands.run("next-part")
    assert QApplication.focusWidget() is not first


# --- locking and settings


def test_locking_replaces_the_page_and_empties_the_clipboard(
    qtbot: QtBot, window: Window, shell: Shell, doors: ProbeDoors
) -> None:
    QGuiApplication.clipboard().setText("name of a person")
    shell.commands.run("lock")
    assert window.shell is None
    assert isinstance(window.centralWidget(), LockScreen)
    assert QGuiApplication.clipboard().text() == ""
    assert doors.log == ["close"]
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert window.findChild(QWidget, "shell") is None


def test_idle_time_locks(qtbot: QtBot, window: Window, shell: Shell) -> None:
    assert window._idle.isActive()
    assert window._idle.interval() == 10 * 60_000
    window._idle.timeout.emit()
    assert window.shell is None
    assert not window._idle.isActive()


def test_input_starts_the_idle_time_again(qtbot: QtBot, window: Window, shell: Shell) -> None:
    window._idle.stop()
    handle = window.windowHandle()
    from PySide6.QtTest import QTest

    QTest.keyClick(handle, Qt.Key.Key_Shift)
    assert window._idle.isActive()


def test_another_language_builds_the_window_anew_at_the_same_place(
    qtbot: QtBot, window: Window, shell: Shell, doors: ProbeDoors
) -> None:
    shell.go(Place("two", "r"))
    shell.use(Settings(language="en"))
    qtbot.waitUntil(lambda: window.shell is not shell)
    assert window.shell is not None
    assert window.shell.place == Place("two", "r")
    assert window.shell.header.lock.text() == "Lock"
    assert doors.remembered == Settings(language="en")


def test_another_look_keeps_the_pages(qtbot: QtBot, window: Window, shell: Shell) -> None:
    shell.use(Settings(mode="dark"))
    qtbot.waitUntil(lambda: theme.current().tokens.dark)
    assert window.shell is shell


def test_the_focus_ring_shows_after_tab_and_goes_at_a_click(
    qtbot: QtBot, window: Window, shell: Shell
) -> None:
    ring = window.findChild(QWidget, "focus.ring")
    shell.header.lock.setFocus()
    assert not ring.isVisible()
    from PySide6.QtTest import QTest

    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab)
    qtbot.waitUntil(ring.isVisible)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert not isinstance(focused, QLineEdit)
    assert ring.geometry().intersects(
        focused.rect().translated(focused.mapTo(window, focused.rect().topLeft()))
    )
    QTest.mousePress(window.windowHandle(), Qt.MouseButton.LeftButton)
    assert not ring.isVisible()


def test_the_practice_strip_is_on_every_page_of_a_practice_vault(window: Window, shell: Shell) -> None:
    assert shell.findChild(QWidget, "practice") is not None


def test_locking_and_unlocking_leaves_no_widgets_behind(
    qtbot: QtBot, window: Window, doors: ProbeDoors
) -> None:
    counts = []
    for _ in range(4):
        window.opened(doors.vaults()[0])
        settle(0)
        window.lock()
        settle(0)
        gc.collect()
        counts.append(len(QApplication.allWidgets()))
    assert counts[-1] <= counts[1]
