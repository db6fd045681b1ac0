"""Choosing a recipient from the social map: why it may fit, what is not known, and how fresh that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from veldwerk.domain.social_map import Service
from veldwerk.services.referrals import ReferralFile
from veldwerk.services.social_map import Candidate, freshness
from veldwerk.texts import _
from veldwerk.texts.dates import long_date
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.parts.panel import Panel
from veldwerk.ui.screens.referrals.tools import Tools
from veldwerk.ui.widgets.basics import empty_layout

FIRST = 5
"""Candidates shown before «more»."""


class ChoosingCard(w.Card):
    """Loads the candidates of one referral; `chosen(service)` when one is taken, `gap()` when none fits."""

    def __init__(
        self,
        context: Context,
        tools: Tools,
        file: ReferralFile,
        chosen: Callable[[Service], object],
        gap: Callable[[], object],
        focus: bool = False,
    ) -> None:
        """With `focus` the first candidate gets the keyboard once they are there."""
        title = _("Choose a recipient: {kind}").format(kind=tools.kind(file.referral.kind))
        super().__init__(title)
        self.setObjectName("referral.choosing")
        self._context, self._tools, self._file, self._chosen = context, tools, file, chosen
        self._open_gap, self._focus = gap, focus
        self._found: list[Candidate] = []
        self._first: QPushButton | None = None
        self._box = w.column(gap=8)
        self._gap = w.button(
            "referral.gap", _("Nothing fits: record the missing offer"), gap, kind="quiet", icon="flag"
        )
        self.add(w.clear_box(self._box), w.row(self._gap, None))
        self._load()

    def _load(self) -> None:
        kind, person, tools = self._file.referral.kind, self._file.person, self._tools
        self._context.jobs.run(
            lambda: tools.social_map.candidates(tools.actor, kind, person),
            self._fill,
            owner=self,
            key="referral.candidates",
        )

    def _fill(self, found: Sequence[Candidate]) -> None:
        tried = {task.service_id for task in self._file.tasks}
        self._found = [one for one in found if one.service.id not in tried]
        self._show(FIRST)
        if self._focus and self._first is not None:
            self._first.setFocus(Qt.FocusReason.TabFocusReason)
            self._focus = False

    def _show(self, most: int) -> None:
        empty_layout(self._box)
        if not self._found:
            self._box.addWidget(
                w.Empty(
                    "referral.none",
                    _("The social map has nothing that fits"),
                    _(
                        "Record what is missing, so that the coalition sees it. Nothing of the client is in it."
                    ),
                    icon="map",
                    action=_("Record the missing offer"),
                    clicked=self._open_gap,
                )
            )
            self._gap.hide()
            return
        self._gap.show()
        for at, one in enumerate(self._found[:most]):
            if at:
                self._box.addWidget(w.line())
            self._box.addWidget(self._line(one, first=at == 0))
        more = len(self._found) - most
        if more > 0:
            words = _("Show {n} more").format(n=more)
            self._box.addWidget(
                w.button(
                    "referral.more", words, partial(self._show, len(self._found)), kind="quiet", icon="down"
                )
            )

    def _line(self, one: Candidate, first: bool) -> QWidget:
        service, today = one.service, self._context.today()
        state = freshness(service, today)
        words = w.column(w.label(service.name, "name", wrap=True), gap=3)
        about = [service.organization_name, service.city, service.phone]
        words.addWidget(w.label(" · ".join(part for part in about if part), "muted", wrap=True))
        if one.reasons:
            because = ", ".join(_(reason) for reason in one.reasons)
            words.addLayout(_sign_line("check", "ok", _("Fits: {reasons}").format(reasons=because)))
        if one.unknown:
            missing = ", ".join(_(part) for part in one.unknown)
            words.addLayout(_sign_line("help", "muted", _("Not known: {parts}").format(parts=missing)))
        if state != "fresh":
            day = long_date(service.checked_on) if service.checked_on else ""
            old = _("Not checked since {date}").format(date=day) if day else _("Never checked")
            words.addLayout(_sign_line("clock", "warn" if state == "stale" else "danger", old))
        line = w.row(gap=12)
        line.addLayout(words, 1)
        act = self._act(service, state, first)
        if first:
            self._first = act
        line.addLayout(w.column(act, None, gap=0))
        return w.clear_box(line)

    def _act(self, service: Service, state: str, first: bool) -> QPushButton:
        if state == "ask":
            return w.button(
                f"referral.asked.{service.id}",
                _("I rang: it is right"),
                partial(self._confirm, service),
                icon="phone",
                spoken=_("I rang: it is right: {name}").format(name=service.name),
            )
        return w.button(
            f"referral.choose.{service.id}",
            _("Choose"),
            partial(self._chosen, service),
            kind="primary" if first else "plain",
            spoken=_("Choose {name}").format(name=service.name),
        )

    def _confirm(self, service: Service) -> None:
        tools = self._tools
        self._context.jobs.run(
            lambda: tools.social_map.confirm(tools.actor, service), self._confirmed, owner=self
        )

    def _confirmed(self, _edit: object) -> None:
        self._tools.saving.saved()
        self._load()


class GapPanel(Panel):
    """What was missing, in words without the client (REQ-SK-04)."""

    def __init__(
        self,
        context: Context,
        tools: Tools,
        file: ReferralFile,
        done: Callable[[object], object],
        leave: Callable[[], object],
    ) -> None:
        super().__init__("gap", _("Record a missing offer"), self._save, _("Record"), leave)
        self._context, self._tools, self._done, self._kind = context, tools, done, file.referral.kind
        self._area = w.TextField("gap.area", _("Area"), value=file.person.area, width=220)
        self._reason = w.MemoField(
            "gap.reason",
            _("What was missing?"),
            hint=_("For example: no men's group in the afternoon. Write nothing about the client."),
            lines=2,
            required=True,
        )
        self.put("reason", self._reason)
        self.put("area", self._area)

    def _save(self) -> None:
        area, reason, tools, kind = self._area.value(), self._reason.value(), self._tools, self._kind
        self.do.setEnabled(False)
        self._context.jobs.run(
            lambda: tools.social_map.record_gap(tools.actor, kind, area, reason),
            self._done,
            self.refuse,
            owner=self,
        )


def _sign_line(icon: str, tone: str, text: str) -> QHBoxLayout:
    line = w.row(w.icon_label(icon, tone, 16), w.label(text, "muted", wrap=True), gap=6)
    line.setStretch(1, 1)
    return line
