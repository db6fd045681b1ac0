"""From the start of a process to a painted window: bare PySide6, our unlock screen, and on to a painted Today."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure, p50, room

PASSPHRASE = "vier rustige eenden"

BARE = """
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel
class Look(QObject):
    def eventFilter(self, what, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, app.quit)
        return False
app = QApplication([])
label = QLabel("Veldwerk")
look = Look()
label.installEventFilter(look)
label.resize(1366, 768)
label.show()
app.exec()
print("{}", flush=True)
"""

OURS = """
import json, sys, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
from veldwerk import texts
from veldwerk.app.desk import Desk, remembered_settings
from veldwerk.system import paths
from veldwerk.ui import theme
from veldwerk.ui.qt_words import load_qt_words
from veldwerk.ui.window import Window
app = QApplication([])
settings = remembered_settings("nl")
texts.install(paths.locale(), "nl")
load_qt_words("nl")
theme.apply(app, settings.mode, settings.scale)
desk = Desk(Path(sys.argv[1]))
window = Window(desk, settings)
window.show()
app.processEvents()
window.repaint()
print("painted", flush=True)
if sys.argv[2:]:
    entry = desk.vaults()[0]
    begin = time.perf_counter()
    desk.unlock(entry.id, sys.argv[2])
    window.opened(entry)
    app.processEvents()
    while window.shell.jobs.busy:
        app.processEvents()
    app.processEvents()
    window.repaint()
    print(json.dumps({"today": (time.perf_counter() - begin) * 1000}), flush=True)
desk.close()
import os
os._exit(0)
"""


def spawn(script: str, *arguments: str) -> tuple[float, str]:
    """Milliseconds from spawn to the first line, and what follows."""
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert process.stdout is not None
    process.stdout.readline()
    took = (time.perf_counter() - begin) * 1000
    rest = process.stdout.read()
    if process.wait():
        raise SystemExit("the window did not start")
    return took, rest


def make_vault(folder: Path, people: int) -> Path:
    """A practice vault with a diary, so that Today has something to show."""
    from veldwerk.app.workplace import Profile, create_workplace
    from veldwerk.demo import generate
    from veldwerk.services.access import Role

    path = folder / "start.vault"
    profile = Profile("", "Sanne de Boer", Role.NURSE, "Wijkteam De Linde", practice=True)
    work, _ = create_workplace(path, PASSPHRASE, profile)
    with work:
        generate(work, people=people, years=1)
    return path


def derivation(vault: Path) -> float:
    """Milliseconds that the key derivation takes here."""
    from veldwerk.store import slots

    place = slots.slots_path(vault)
    begin = time.perf_counter()
    slots.unlock(slots.read(place), slots.PASSPHRASE, PASSPHRASE, place.name)
    return (time.perf_counter() - begin) * 1000


def measure(quick: bool) -> Iterator[Figure]:
    """Medians, bare and ours in turn, so that a busy moment hits both."""
    times = 3 if quick else 5
    with tempfile.TemporaryDirectory() as folder:
        vault = make_vault(Path(folder), 20 if quick else 500)
        spawn(BARE)
        spawn(OURS, str(vault))
        bare, ours, today, keys = [], [], [], []
        for _ in range(times):
            bare.append(spawn(BARE)[0])
            took, rest = spawn(OURS, str(vault), PASSPHRASE)
            ours.append(took)
            today.append(float(json.loads(rest)["today"]))
            keys.append(derivation(vault))
    yield Figure(
        "start: to the painted unlock screen", p50(ours), "ms", p50(bare), "bare PySide6 window", 1.8
    )
    yield Figure(
        "start: unlock to a painted Today, less the key",
        max(0.0, p50(today) - p50(keys)), "ms", p50(bare), "bare PySide6 window", 2.0,
    )  # fmt: skip


if __name__ == "__main__":
    room(measure)
