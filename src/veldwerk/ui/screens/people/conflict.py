"""Two people wrote in the same note: both texts are shown, and both are kept unless somebody chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from veldwerk.services.ports import NoteVersion
from veldwerk.texts import _
from veldwerk.ui import widgets as w
from veldwerk.ui.widgets.basics import empty_layout

Settle = Callable[[str, tuple[str, ...]], object]


class Versions(QWidget):
    """Hidden while there is one text. `settle(text, versions seen)` makes one of them."""

    def __init__(self, me: str, settle: Settle) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._me, self._settle = me, settle
        self._shown: tuple[NoteVersion, ...] = ()
        self._box = w.column(gap=10)
        self.setLayout(self._box)
        self.hide()

    def show_versions(self, versions: Sequence[NoteVersion]) -> None:
        """Show the texts side by side with what can be done, when they differ."""
        fresh = tuple(versions)
        if fresh == self._shown:
            return
        self._shown = fresh
        empty_layout(self._box)
        self.setVisible(len(fresh) > 1)
        if len(fresh) < 2:
            return
        told = _("This was written in two places at once. Nothing is lost: choose what stays.")
        self._box.addWidget(w.label(told, wrap=True))
        for at, version in enumerate(fresh, start=1):
            mine = version.worker == self._me
            who = _("You wrote") if mine else _("Your colleague wrote")
            keep = w.button(
                f"versions.keep.{at}",
                _("Keep only this"),
                partial(self._one, version),
                kind="quiet",
                spoken=_("Keep only what stands under {who}, number {n}").format(who=who, n=at),
            )
            self._box.addWidget(w.Card(who, w.label(version.text, wrap=True), right=keep))
        both = w.button("versions.both", _("Keep both texts"), self._both, kind="primary")
        self._box.addLayout(w.row(both, None))

    def _hlcs(self) -> tuple[str, ...]:
        return tuple(version.hlc for version in self._shown)

    def _both(self) -> None:
        texts = dict.fromkeys(version.text.strip() for version in self._shown if version.text.strip())
        self._settle("\n\n".join(texts), self._hlcs())

    def _one(self, version: NoteVersion) -> None:
        self._settle(version.text, self._hlcs())
