"""Brings what was written in the vault's thread to the window's thread, so that open pages refresh."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal

from veldwerk.domain.changes import Change, Stamp
from veldwerk.services.ports import Applied, Vault

NOBODY = Stamp("", "", "")


class Bell(QObject):
    """Rings from making until `silence`; `tell` is called on the thread that made it, with what changed."""

    _rung = Signal(object)

    def __init__(self, tell: Callable[[Sequence[Change]], object], vault: Vault) -> None:
        super().__init__()
        self._tell_all = tell
        self._lock = threading.Lock()
        self._on = True
        self._rung.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._unlisten = vault.listen(self._applied)

    def silence(self) -> None:
        """Ring no more; what is already under way is dropped."""
        with self._lock:
            self._on = False
        self._unlisten()

    def _applied(self, applied: Applied) -> None:
        """In the writing thread."""
        with self._lock:
            if self._on:
                self._rung.emit(applied)

    def _tell(self, applied: Applied) -> None:
        if not self._on:
            return
        self._tell_all(
            [
                Change(kind, record, path, None, None, NOBODY)
                for kind, record, paths in applied.changed
                for path in (paths or ("",))
            ]
        )
