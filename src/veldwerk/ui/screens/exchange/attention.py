"""What asks attention after an exchange: each a sentence, what one can do about it, and where there is, a button."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from veldwerk.services.handbook import Advice
from veldwerk.services.sync_state import Problem
from veldwerk.texts import _
from veldwerk.ui import theme
from veldwerk.ui import widgets as w
from veldwerk.ui.parts.syncing import OFFLINE
from veldwerk.ui.screens.exchange import words
from veldwerk.ui.widgets.basics import empty_layout

TEAM = frozenset(
    {"member-removed", "member-revoked", "key-missing", "not-member", "not-admin", "already-shared"}
)
PLACE = frozenset(
    {
        "store-password",
        "store-refused",
        "store-address",
        "store-insecure",
        "store-no-host-key",
        "store-other-server",
    }
)


class AttentionCard(w.Card):
    """Hidden while nothing is wrong. `ways` are the buttons: `again`, `team`, `place`, `arrivals`, `handbook`."""

    def __init__(
        self, advice: Callable[[], Mapping[str, Advice]], ways: Mapping[str, Callable[[], object]]
    ) -> None:
        super().__init__(_("Asks attention"))
        self._advice, self._ways = advice, ways
        self._box = w.column(gap=12)
        self.add(w.clear_box(self._box))
        self.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show each problem once, with what to do."""
        empty_layout(self._box)
        advice = self._advice() if problems else {}
        told: dict[str, Problem] = {}
        for one in problems:
            told.setdefault(words.problem(one), one)
        for number, (text, one) in enumerate(told.items(), start=1):
            self._box.addWidget(self._line(number, text, one, advice.get(one.code)))
        self.setVisible(bool(told))

    def _line(self, number: int, text: str, one: Problem, advice: Advice | None) -> QWidget:
        calm = one.code in OFFLINE
        sign = w.icon_label("offline" if calm else "warn", "muted" if calm else "warn", 20)
        body = w.column(w.label(text, "question", wrap=True), gap=2)
        if advice is not None:
            body.addWidget(w.label(advice.text.replace("*", ""), "muted", wrap=True))
        way, what = self._way(one.code)
        act = self._ways[way]
        code = w.label(_("Code: {code}").format(code=one.code), "small")
        button = w.button(f"attention.{number}", what, act, spoken=f"{what}: {text}")
        body.addSpacing(theme.px(6))
        body.addLayout(w.row(button, code, None, gap=12))
        line = w.row(gap=10)
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(body, 1)
        return w.clear_box(line)

    @staticmethod
    def _way(code: str) -> tuple[str, str]:
        if code in TEAM:
            return "team", _("Look at the team")
        if code == "many-deletes":
            return "arrivals", _("Look at it")
        if code in PLACE:
            return "place", _("Look at the place")
        if code in OFFLINE or code in ("store-full", "sync-busy", "object-damaged"):
            return "again", _("Try again")
        return "handbook", _("Open the handbook")
