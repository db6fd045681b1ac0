"""From typing to drafts: what was typed is taken a moment later, and a draft asked for a moment after that."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from veldwerk.ui.forms.block import Block
from veldwerk.ui.forms.filling import Filling

PAUSE_MS, MOST_MS = 800, 1500
"""A draft is due this long after the last key, and this long after the first at most."""


class Drafting(QObject):
    """Knows which questions were typed in since they were last taken. `due(bytes)` asks to keep the draft."""

    due = Signal(object)

    def __init__(self, filling: Filling) -> None:
        super().__init__(filling)
        self._filling = filling
        self._dirty: list[Block] = []
        self._unsaved = False
        self._pause = self._timer(PAUSE_MS)
        self._most = self._timer(MOST_MS)
        filling.typed.connect(self._typed)
        filling.chose.connect(self._chose)
        filling.due.connect(self._wait)

    def _timer(self, wait: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(wait)
        timer.timeout.connect(self.flush)
        return timer

    def flush(self) -> None:
        """Take what was typed and ask to keep the draft, now."""
        self._pause.stop()
        self._most.stop()
        self.take()
        if self._unsaved:
            self._unsaved = False
            self.due.emit(self._filling.session.save())

    def take(self) -> None:
        """Make answers of what was typed."""
        dirty, self._dirty = self._dirty, []
        for block in dirty:
            if shiboken6.isValid(block):
                self._take(block)

    def _typed(self, block: Block) -> None:
        if block not in self._dirty:
            self._dirty.append(block)
        self._wait()

    def _chose(self, block: Block) -> None:
        block.touched = True
        self._dirty = [each for each in self._dirty if each is not block]
        self._take(block)

    def _take(self, block: Block) -> None:
        if block.control is not None:
            self._filling.answer(block.ref, block.control.value(), block.control.wrong())

    def _wait(self) -> None:
        self._unsaved = True
        self._pause.start()
        if not self._most.isActive():
            self._most.start()
