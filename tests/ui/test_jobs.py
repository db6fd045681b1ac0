"""Work in a thread, its result on the window's thread; commands by id."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from veldwerk.domain.errors import UserError
from veldwerk.ui.commands import Command, Commands
from veldwerk.ui.jobs import Job, Jobs, Progress
from veldwerk.ui.widgets.status import StatusBar


def test_work_runs_in_a_thread_and_lands_on_ours(qtbot: QtBot) -> None:
    jobs, seen = Jobs(), []

    def work() -> int:
        seen.append(threading.get_ident())
        return 42

    jobs.run(work, lambda result: seen.extend((result, threading.get_ident())))
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen[0] != threading.get_ident()
    assert seen[1:] == [42, threading.get_ident()]
    assert not jobs.busy


def test_an_error_for_people_goes_to_who_asked_or_to_the_notices(qtbot: QtBot) -> None:
    jobs, told, general = Jobs(), [], []
    jobs.trouble.connect(general.append)

    def work() -> None:
        raise UserError("No")

    jobs.run(work, failed=told.append)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert general == []
    jobs.run(work)
    qtbot.waitUntil(lambda: len(general) == 1)
    assert str(general[0]) == "No"


def test_a_fault_is_told_and_not_swallowed(qtbot: QtBot) -> None:
    jobs, general = Jobs(), []
    jobs.trouble.connect(general.append)

    def work() -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        jobs.run(work)
        qtbot.waitUntil(lambda: len(general) == 1)
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_only_the_newest_answer_of_a_key_counts(qtbot: QtBot) -> None:
    jobs, gate, seen = Jobs(), threading.Event(), []

    def slow() -> str:
        gate.wait(5)
        return "old"

    jobs.run(slow, seen.append, key="search")
    jobs.run(lambda: "new", seen.append, key="search")
    qtbot.waitUntil(lambda: bool(seen))
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert seen == ["new"]


def test_nothing_is_called_for_an_owner_that_is_gone(qtbot: QtBot) -> None:
    jobs, gate, seen = Jobs(), threading.Event(), []
    owner = QObject()
    jobs.run(lambda: gate.wait(5), seen.append, owner=owner)
    owner.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gate.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert seen == []


def test_slow_work_shows_and_can_be_stopped(qtbot: QtBot) -> None:
    jobs, seen, began = Jobs(), [], threading.Event()
    bar = StatusBar(jobs)
    qtbot.addWidget(bar)
    bar.show()

    def work(progress: Progress) -> str:
        began.set()
        at = 0
        while not progress.cancelled:
            at = min(at + 1, 9)
            progress.report(at, 10, "counting")
            threading.Event().wait(0.01)
        progress.report(10, 10)
        return "never"

    job: Job[str] = jobs.run_long(work, seen.append, text="Counting all visits")
    assert not bar._bar.isVisible()
    with qtbot.waitSignal(jobs.slow, timeout=5000):
        assert began.wait(5)
    qtbot.waitUntil(lambda: bar._doing.text() == "counting")
    assert bar._bar.isVisible()
    bar._stop.click()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert not job.running
    assert seen == []
    assert not bar._bar.isVisible()


def test_commands_act_by_id_when_they_can(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    commands, done = Commands(window), []
    allowed = [False]
    commands.add(Command("save", "Save", lambda: done.append("save"), "Ctrl+S", when=lambda: allowed[0]))
    assert not commands.run("save")
    assert commands.possible() == []
    allowed[0] = True
    assert commands.run("save")
    window.actions()[0].trigger()
    assert done == ["save", "save"]
    assert window.actions()[0].objectName() == "save"
    commands.clear()
    assert window.actions() == []
    assert not commands.run("save")


def test_a_command_added_again_takes_the_place_of_the_old(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    commands, done = Commands(window), []
    commands.add(Command("a", "Old", lambda: done.append("old"), "Ctrl+S"))
    commands.add(Command("a", "New", lambda: done.append("new"), "Ctrl+S"))
    assert [c.text for c in commands] == ["New"]
    assert len(window.actions()) == 1
    commands.run("a")
    assert done == ["new"]


@pytest.mark.parametrize("threads", [1, 2])
def test_waiting_stops_what_is_under_way(qtbot: QtBot, threads: int) -> None:
    jobs = Jobs(threads=threads)

    def work(progress: Progress) -> None:
        while True:
            progress.report(0, 0)
            threading.Event().wait(0.005)

    jobs.run_long(work)
    assert jobs.wait(5000)


def test_a_finished_job_keeps_nothing_alive(qtbot: QtBot) -> None:
    jobs, seen = Jobs(), []

    class Screenful:
        def take(self, result: int) -> None:
            seen.append(result)

    screen = Screenful()
    job = jobs.run(lambda: 1, screen.take)
    gone = weakref.ref(screen)
    del screen
    qtbot.waitUntil(lambda: seen == [1])
    gc.collect()
    assert gone() is None
    assert not job.running
