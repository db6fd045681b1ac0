"""`python -m tests.screenshots DIR [--modes light,dark,sun] [--scale 100]`: every page of the kit as a picture."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtCore import QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.gallery import GalleryDoors
from veldwerk import texts
from veldwerk.ui import theme
from veldwerk.ui.page import Place, Settings
from veldwerk.ui.window import Window

ROOT = Path(__file__).resolve().parents[2]


def settle(ms: int = 60) -> None:
    """Let layouts, timers and deletions happen."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def grab(widget: QWidget, path: Path) -> None:
    settle()
    widget.grab().save(str(path))


def gallery(app: QApplication, out: Path, mode: str, scale: int, size: tuple[int, int]) -> None:
    """The kit: unlock, first run, and the five gallery pages."""
    theme.apply(app, mode, scale)
    settings = Settings(mode=mode, scale=scale)
    window = Window(GalleryDoors(), settings)
    window.resize(*size)
    window.show()
    grab(window, out / f"kit-lock-{mode}.png")
    window.show_first_run()
    grab(window, out / f"kit-first-{mode}.png")
    window.opened(GalleryDoors().vaults()[0])
    assert window.shell is not None
    window.shell.sync_state("3 nog te versturen")
    window.shell.count("people", 3)
    window.shell.status.saved("Opgeslagen om 10:42")
    window.shell.status.offer_undo("Ongedaan maken: telefoon gewijzigd", lambda: None)
    for page in ("today", "people", "visit", "month", "letters"):
        window.shell.go(Place(page))
        grab(window, out / f"kit-{page}-{mode}.png")
    window.shell.notices.offer("Telefoonnummer gewijzigd.", "Ongedaan maken", lambda: None)
    window.shell.commands.run("palette")
    grab(window, out / f"kit-palette-{mode}.png")
    window.close()
    window.deleteLater()
    settle()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots")
    parser.add_argument("dir", type=Path)
    parser.add_argument("--modes", default="light,dark")
    parser.add_argument("--scale", type=int, default=100)
    parser.add_argument("--size", default="1366x768")
    args = parser.parse_args()
    args.dir.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    app.setApplicationName("Veldwerk")
    texts.install(ROOT / "resources" / "locale", "nl")
    width, height = (int(part) for part in args.size.split("x"))
    for mode in args.modes.split(","):
        gallery(app, args.dir, mode, args.scale, (width, height))


if __name__ == "__main__":
    main()
