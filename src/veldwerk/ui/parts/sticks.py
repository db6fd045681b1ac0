"""Watching for a stick: when a volume comes that holds our team's storage, it is told once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QStorageInfo, Qt, QTimer, Signal

from veldwerk.domain.errors import UserError

LOOK_MS = 4_000


def volumes() -> Sequence[Path]:
    """Where volumes hang now, without the one the system runs from."""
    root = QStorageInfo.root().rootPath()
    return [
        Path(one.rootPath())
        for one in QStorageInfo.mountedVolumes()
        if one.isValid() and one.isReady() and not one.isReadOnly() and one.rootPath() != root
    ]


class Sticks(QObject):
    """`found(folder)` with the folder on a fresh volume where our team exchanges.

    Looks in a thread of its own: asking a network drive that is gone may take for ever. `mounted` and `ours` block.
    """

    found = Signal(str)
    looked = Signal()
    _seen = Signal(object, object)

    def __init__(
        self,
        parent: QObject,
        ours: Callable[[Path], str],
        mounted: Callable[[], Sequence[Path]] = volumes,
    ) -> None:
        super().__init__(parent)
        self._ours, self._mounted = ours, mounted
        self._known: frozenset[Path] = frozenset()
        self._looking = False
        self._seen.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def watch(self, on: bool) -> None:
        """Begin or stop looking."""
        if on and not self._timer.isActive():
            self._timer.start()
            self.look()
        elif not on:
            self._timer.stop()

    def look(self) -> None:
        """Look once; one look at a time."""
        if self._looking:
            return
        self._looking = True
        known, mounted, ours = self._known, self._mounted, self._ours

        def work() -> None:
            now, places = known, []
            with suppress(OSError, UserError):  # a volume that goes while we look, a vault that locks
                now = frozenset(mounted())
                places = [place for one in sorted(now - known) if (place := ours(one))]
            with suppress(RuntimeError):  # the window was locked meanwhile
                self._seen.emit(now, places)

        threading.Thread(target=work, name="sticks", daemon=True).start()

    def _tell(self, now: frozenset[Path], places: Sequence[str]) -> None:
        self._looking = False
        self._known = now
        for place in places:
            self.found.emit(place)
        self.looked.emit()
