"""Every screen in a state worth looking at: the walk test and the screenshots go through this one list.

A case makes a shown `Window`. Add a screen: one line in `tests/ui/screens/cases.py`, made by `real` with the steps
that lead to it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from tests.ui.gallery import GalleryDoors
from tests.ui.screens.cases import PAGES
from tests.ui.screens.office import OFFICE
from veldwerk.ui.first_run import FirstRun
from veldwerk.ui.lock import LockScreen
from veldwerk.ui.page import Place, Settings
from veldwerk.ui.window import Window

Case = Callable[[Settings, tuple[int, int]], Window]


def settle(ms: int = 30) -> None:
    """Let layouts, timers and deletions happen."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()
    for _ in range(8):
        QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def close(window: Window) -> None:
    """Close a case's window and let it go."""
    window.close()
    window.deleteLater()
    settle(0)


def _open(settings: Settings, size: tuple[int, int]) -> Window:
    window = Window(GalleryDoors(), settings)
    window.resize(*size)
    window.show()
    settle()
    return window


def _lock(settings: Settings, size: tuple[int, int]) -> Window:
    return _open(settings, size)


def _recover(settings: Settings, size: tuple[int, int]) -> Window:
    window = _open(settings, size)
    screen = window.centralWidget()
    assert isinstance(screen, LockScreen)
    screen._turn(1)
    settle()
    return window


def _first(step: int) -> Case:
    def make(settings: Settings, size: tuple[int, int]) -> Window:
        window = _open(settings, size)
        window.show_first_run()
        screen = window.centralWidget()
        assert isinstance(screen, FirstRun)
        screen._made("K7QF-9M2X-4TRW-8HDP-3VNB-6YCJ-5GZE-1LAS")
        screen._steps.turn_to(step)
        settle()
        return window

    return make


def _page(page: str) -> Case:
    def make(settings: Settings, size: tuple[int, int]) -> Window:
        window = _open(settings, size)
        window.opened(GalleryDoors().vaults()[0])
        assert window.shell is not None
        window.shell.go(Place(page))
        window.shell.count("people", 3)
        settle()
        return window

    return make


CASES: dict[str, Case] = {
    "lock": _lock,
    "recover": _recover,
    "first-1": _first(0),
    "first-2": _first(1),
    "first-3": _first(2),
    **{f"kit-{page}": _page(page) for page in ("today", "people", "signals", "visit", "month", "letters")},
    **PAGES,
    **OFFICE,
}
