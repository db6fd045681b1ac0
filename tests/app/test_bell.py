"""What is written in the vault's thread is told on the window's, until it is silenced."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from veldwerk.app.bell import Bell
from veldwerk.domain.changes import Change
from veldwerk.services.ports import Applied


class Lane:
    """A vault as far as a bell needs one; `commit` tells from a thread of its own."""

    def __init__(self) -> None:
        self.listeners: list[Callable[[Applied], None]] = []

    def listen(self, listener: Callable[[Applied], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def commit(self, applied: Applied) -> None:
        def tell() -> None:
            for listener in tuple(self.listeners):
                listener(applied)

        thread = threading.Thread(target=tell)
        thread.start()
        thread.join()


APPLIED = Applied((("person", "p1", ("street", "city")), ("visit", "v1", ())))


def test_changes_arrive_on_the_windows_thread(qtbot: QtBot, qapp: QApplication) -> None:
    told: list[tuple[threading.Thread, Sequence[Change]]] = []
    lane = Lane()
    bell = Bell(lambda changes: told.append((threading.current_thread(), changes)), lane)  # type: ignore[arg-type]
    lane.commit(APPLIED)
    qtbot.waitUntil(lambda: bool(told))
    thread, changes = told[0]
    assert thread is threading.main_thread()
    assert [(c.kind, c.record, c.path) for c in changes] == [
        ("person", "p1", "street"),
        ("person", "p1", "city"),
        ("visit", "v1", ""),
    ]
    bell.silence()


def test_a_silenced_bell_drops_what_was_under_way(qtbot: QtBot, qapp: QApplication) -> None:
    told: list[Sequence[Change]] = []
    lane = Lane()
    bell = Bell(told.append, lane)  # type: ignore[arg-type]
    lane.commit(APPLIED)
    bell.silence()
    qapp.processEvents()
    assert told == [] and lane.listeners == []
