"""Starting the window, and taking pictures of it."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
from pathlib import Path

from veldwerk import texts

WARM_AFTER_MS = 400


def run(vault: Path | None = None, *, language: str = "nl", practice: bool = False) -> int:
    """Open the window on `vault`, or on the vaults of this laptop; the exit code of the program."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from veldwerk.app.desk import Desk, remembered_settings
    from veldwerk.system import logs, paths
    from veldwerk.ui import theme
    from veldwerk.ui.qt_words import load_qt_words
    from veldwerk.ui.window import Window

    logs.start(paths.state_dir())
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Veldwerk")
    settings = remembered_settings(language)
    texts.install(paths.locale(), "en" if settings.language == "en" else "nl")
    load_qt_words(settings.language)
    theme.apply(app, settings.mode, settings.scale)
    window = Window(Desk(vault, practice=practice), settings)
    window.resize(1366, 768)
    window.show()
    QTimer.singleShot(WARM_AFTER_MS, lambda: threading.Thread(target=_warm, daemon=True).start())
    return int(app.exec())


def _warm() -> None:
    """Load what unlocking needs while the passphrase is typed."""
    import veldwerk.app.pages
    import veldwerk.app.workplace  # noqa: F401


def picture_pages(folder: Path, vault: Path, passphrase: str) -> list[str]:
    """Pictures of each page of `vault` in `folder`, light and dark; the file names. Draws without a screen.

    Looks at a copy: opening a page may begin a visit, and a picture must change nothing.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from veldwerk.app.pictures import take

    with tempfile.TemporaryDirectory(prefix="veldwerk-") as temporary:
        for part in vault.parent.glob(f"{vault.name}*"):
            shutil.copyfile(part, Path(temporary) / part.name)
        return take(folder, Path(temporary) / vault.name, passphrase)
