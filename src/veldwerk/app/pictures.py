"""Pictures of every page of a vault, drawn without a screen: for the documentation, and to look at a round."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from veldwerk import texts
from veldwerk.app.desk import Desk
from veldwerk.app.pages import Book
from veldwerk.domain.errors import UserError
from veldwerk.system import paths
from veldwerk.ui import theme
from veldwerk.ui.page import Context, Page, Place, Settings
from veldwerk.ui.window import Window

FOLDER = "screenshots"
SIZE = (1366, 768)
MODES = ("light", "dark")
PATIENCE_S = 20.0
Step = Callable[["Camera"], None]


class _Desk(Desk):
    """Keeps the book, so that pages which open over others can be asked for."""

    book: Book | None = None

    def pages(self, context: Context) -> Sequence[Page]:
        if self.work is None:
            raise UserError("The vault is locked.", code="locked")
        self.book = Book(context, self.work)
        return self.book.pages()


class Camera:
    """A window on one vault, and what is worth showing in it."""

    def __init__(self, vault: Path, passphrase: str, mode: str) -> None:
        self.desk = _Desk(vault)
        self.desk.unlock(str(vault), passphrase)
        self.window = Window(self.desk, Settings(language=texts.language(), mode=mode))
        self.window.resize(*SIZE)
        self.window.show()
        self.window.opened(self.desk.vaults()[0])
        self.settle()

    @property
    def book(self) -> Book:
        """What makes the pages."""
        assert self.desk.book is not None
        return self.desk.book

    def go(self, page: str, record: str = "") -> None:
        """Show a page."""
        assert self.window.shell is not None
        self.window.shell.go(Place(page, record))

    def over(self, page: Page) -> None:
        """Show a page over the one in front."""
        assert self.window.shell is not None
        self.window.shell.open_over(page)

    def settle(self) -> None:
        """Until the window does nothing any more."""
        end, quiet = time.monotonic() + PATIENCE_S, 0
        while quiet < 6 and time.monotonic() < end:
            loop = QEventLoop()
            QTimer.singleShot(15, loop.quit)
            loop.exec()
            busy = self.window.shell is not None and self.window.shell.jobs.busy
            quiet = 0 if busy else quiet + 1

    def shoot(self, path: Path) -> None:
        """Keep what is seen."""
        self.settle()
        self.window.grab().save(str(path))

    def close(self) -> None:
        """Let window and vault go."""
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _steps(camera: Camera) -> dict[str, Step]:
    """The pages, at the person whose round it was: the newest referral tells who."""
    assert camera.desk.work is not None
    services, actor = camera.desk.work.services, camera.desk.work.actor
    files = services.referrals.files(actor, open_only=False)
    steps: dict[str, Step] = {"today": lambda c: c.go("today")}
    if files:
        referral = files[0].referral
        visits = [v for v in services.visits.of(actor, referral.person_id) if v.status == "uitgevoerd"]
        appraisal = services.appraisals.latest(actor, referral.person_id)
        steps["people"] = lambda c: c.go("people", referral.person_id)
        if visits:
            steps["result"] = lambda c: c.over(c.book.result(visits[0].id))
            steps["appraisal"] = lambda c: c.over(c.book.appraise(visits[0].id))
        if appraisal is not None:
            steps["advice"] = lambda c: c.over(c.book.advise(appraisal))
        steps["referrals"] = lambda c: c.go("referrals", referral.id)
    else:
        steps["people"] = lambda c: c.go("people")
    planned = [one for one in services.today.day(actor).visits if one.visit.status == "gepland"]
    if planned:
        steps["visit"] = lambda c: c.over(c.book.visit(planned[0].visit.id))
    steps["intake"] = lambda c: c.over(c.book.intake())
    for page in ("signals", "map", "letters", "month", "exchange"):
        steps[page] = lambda c, page=page: c.go(page)  # type: ignore[misc]  # binds the name of this turn
    return steps


def take(folder: Path, vault: Path, passphrase: str, modes: Sequence[str] = MODES) -> list[str]:
    """Write a picture of each page of `vault` into `folder`/screenshots; the file names, from `folder`."""
    app = QApplication.instance() or QApplication(["veldwerk"])
    assert isinstance(app, QApplication)
    app.setApplicationName("Veldwerk")
    texts.install(paths.locale(), texts.language())
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    made: list[str] = []
    for mode in modes:
        theme.apply(app, mode, 100)
        camera = Camera(vault, passphrase, mode)
        for name, step in _steps(camera).items():
            step(camera)
            file = f"{FOLDER}/{name}-{mode}.png"
            camera.shoot(folder / file)
            made.append(file)
        camera.close()
    return made
