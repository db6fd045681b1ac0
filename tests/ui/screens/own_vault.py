"""A window on a vault of one's own: the seeded one, copied. The fixture is `opened`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.places import PASSPHRASE
from tests.ui.cases import close
from tests.ui.screens.cases import quiet
from tests.ui.seeded import OpenDesk, copied
from veldwerk.app.workplace import Workplace
from veldwerk.ui.page import Place, Settings
from veldwerk.ui.window import Window


@dataclass(frozen=True, slots=True)
class Opened:
    """A window in front, and the vault behind it."""

    window: Window
    desk: OpenDesk

    @property
    def work(self) -> Workplace:
        """The open vault."""
        assert self.desk.work is not None
        return self.desk.work

    def page(self, name: str, record: str = "") -> Any:
        """Go to a page; the screen, once it has loaded."""
        assert self.window.shell is not None
        self.window.shell.go(Place(name, record))
        self.wait()
        return self.window.shell._pages[name]

    def find(self, name: str) -> Any:
        """The visible widget with this objectName."""
        found = [one for one in self.window.findChildren(QWidget, name) if one.isVisible()]
        assert found, f"there is no {name} in sight"
        return found[-1]

    def press(self, name: str) -> None:
        """Press a button, and wait for what it does."""
        self.find(name).click()
        self.wait()

    def wait(self) -> None:
        """Wait until the window does nothing any more."""
        quiet(self.window)

    def again(self) -> None:
        """Lock, and open the vault again."""
        self.window.lock()
        self.desk.unlock(self.desk.vaults()[0].id, PASSPHRASE)
        self.window.opened(self.desk.vaults()[0])
        self.wait()

    @property
    def told(self) -> str:
        """What the notice bar says."""
        assert self.window.shell is not None
        notice = self.window.shell.notices.shown
        return notice.text if notice is not None else ""


@contextmanager
def open_copy(qtbot: QtBot, folder: Path) -> Iterator[Opened]:
    """The seeded vault, copied into `folder`, unlocked in a window."""
    desk = OpenDesk(copied(folder))
    desk.unlock(desk.vaults()[0].id, PASSPHRASE)
    window = Window(desk, Settings())
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.opened(desk.vaults()[0])
    quiet(window)
    yield Opened(window, desk)
    window.lock()
    close(window)
