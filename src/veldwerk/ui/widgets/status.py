"""The status line: what was saved and when, what can be undone, what is under way with ✕."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QFrame, QProgressBar

from veldwerk.texts import _
from veldwerk.ui import icons, theme
from veldwerk.ui.jobs import Job, Jobs
from veldwerk.ui.widgets.basics import Elided, button, icon_label, label, literal, row


class StatusBar(QFrame):
    """Listens to `Jobs`; screens call `saved` and `offer_undo`."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setProperty("kind", "foot")
        self._sign = icon_label("done", "ok", 18)
        self._saved = label("", "muted")
        self._undo = button("status.undo", "", self._do_undo, kind="quiet", icon="undo")
        self._act: Callable[[], object] | None = None
        self._exchanged = label("", "muted")
        self._doing = Elided("", "muted")
        self._doing.setMinimumWidth(theme.px(160))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(theme.px(160))
        self._stop = button("status.cancel", _("Stop this"), self._cancel, kind="icon", icon="close")
        self._shown: list[Job[Any]] = []
        box = row(
            self._sign,
            self._saved,
            self._undo,
            None,
            self._exchanged,
            self._doing,
            self._bar,
            self._stop,
            gap=8,
        )
        box.setContentsMargins(theme.px(20), theme.px(2), theme.px(12), theme.px(2))
        box.setStretch(5, 1)
        self.setLayout(box)
        self.setFixedHeight(theme.px(42))
        for part in (self._sign, self._undo):
            part.hide()
        self._show_progress()
        jobs.slow.connect(self._begin)
        jobs.quiet.connect(self._end)

    def saved(self, text: str) -> None:
        """Say that it is saved: «Saved at 10:42»."""
        self._sign.setVisible(bool(text))
        self._saved.setText(text)

    def exchanged(self, text: str) -> None:
        """Say when the last exchange was and when the next one is: seen while nothing is under way."""
        self._exchanged.setText(text)
        self._exchanged.setVisible(bool(text) and not self._shown)

    def offer_undo(self, text: str, act: Callable[[], object] | None) -> None:
        """Offer to undo: «Undo: phone changed»; None takes the offer away."""
        self._act = act
        self._undo.setText(literal(text))
        self._undo.setAccessibleName(text)
        icons.put(self._undo, "undo", "primary", 18)
        self._undo.setVisible(act is not None)

    def _do_undo(self) -> None:
        act = self._act
        self.offer_undo("", None)
        if act is not None:
            act()

    def _begin(self, job: Job[Any]) -> None:
        if not job.running:
            return
        self._shown.append(job)
        job.moved.connect(self._moved)
        self._show_progress()

    def _end(self, job: Job[Any]) -> None:
        if job in self._shown:
            self._shown.remove(job)
            self._show_progress()

    def _moved(self, done: int, total: int, text: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if text:
            self._doing.setText(text)

    def _show_progress(self) -> None:
        job = self._shown[-1] if self._shown else None
        for part in (self._doing, self._bar):
            part.setVisible(job is not None)
        self._exchanged.setVisible(job is None and bool(self._exchanged.text()))
        self._stop.setVisible(job is not None and job.can_cancel)
        self._bar.setRange(0, 0)
        words = job.text if job is not None and job.text else _("Working…")
        self._doing.setText(words)
        self._bar.setAccessibleName(words)

    def _cancel(self) -> None:
        if self._shown:
            self._shown[-1].cancel()
