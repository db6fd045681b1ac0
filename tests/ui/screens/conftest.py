"""A window on a small vault of one's own, and a worker's hands on its keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.journeys.hands import Hands
from tests.places import Place, knowledge, make_place
from tests.ui.cases import close
from tests.ui.screens.cases import quiet
from tests.ui.screens.own_vault import Opened, open_copy
from veldwerk.app.bundle import Services
from veldwerk.app.desk import Desk
from veldwerk.services.access import Actor, Role
from veldwerk.ui.doors import VaultEntry
from veldwerk.ui.page import Place as Where
from veldwerk.ui.page import Settings
from veldwerk.ui.window import Window


class PlaceDesk(Desk):
    """Doors to a vault that a test has open already."""

    def __init__(self, place: Place) -> None:
        super().__init__(place.path, clock=place.clock, knowledge=knowledge())
        self.work = place.work

    def remember(self, settings: Settings) -> None:
        """The looks of a test are nobody's choice."""


@dataclass(slots=True)
class Shown:
    """A window, what is in its vault, and the keyboard."""

    window: Window
    place: Place
    hands: Hands

    @property
    def services(self) -> Services:
        return self.place.work.services

    @property
    def actor(self) -> Actor:
        return self.place.work.actor

    def go(self, page: str, record: str = "") -> Any:
        """Show a page; the page comes back."""
        assert self.window.shell is not None
        self.window.shell.go(Where(page, record))
        quiet(self.window)
        return self.window.shell._pages[page]

    @property
    def front(self) -> Any:
        """The page in front."""
        assert self.window.shell is not None
        return self.window.shell.front

    def open(self, page: Any) -> Any:
        """Show a page over the one in front."""
        assert self.window.shell is not None
        self.window.shell.open_over(page)
        quiet(self.window)
        return page

    def settle(self) -> None:
        quiet(self.window)

    def part(self, name: str) -> Any:
        """The widget with this objectName."""
        found = self.window.findChild(QWidget, name)
        assert found is not None, name
        return found

    def has(self, name: str) -> bool:
        """Whether a widget of this name is to be seen."""
        found = self.window.findChild(QWidget, name)
        return isinstance(found, QWidget) and found.isVisible()

    def words(self) -> str:
        """All words on the page in front."""
        from tests.ui import walk

        return "\n".join(text for widget in walk.shown(self.window) for text in walk.texts(widget) if text)


Show = Callable[..., Shown]


@pytest.fixture
def show(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Show]:
    """Opens a window on a fresh vault of a worker of some role."""
    made: list[Shown] = []

    def start(role: Role = Role.NURSE) -> Shown:
        place = make_place(tmp_path, role)
        window = Window(PlaceDesk(place), Settings())
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.opened(VaultEntry("place", "Sanne", "De Linde"))
        quiet(window)
        made.append(Shown(window, place, Hands(window, qtbot)))
        return made[-1]

    yield start
    for one in made:
        one.window.lock()
        close(one.window)


@pytest.fixture
def opened(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Opened]:
    """A window on the seeded vault with a team's work in it, copied for this test."""
    with open_copy(qtbot, tmp_path) as made:
        yield made
