"""The referrals of one person."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from veldwerk.domain.referrals import Referral
from veldwerk.texts import _, language
from veldwerk.texts.dates import long_date
from veldwerk.ui import widgets as w
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context
from veldwerk.ui.screens.people.tools import Tools
from veldwerk.ui.widgets.basics import empty_layout

_TONES = {"draft": "warn", "active": "info", "on-hold": "warn", "completed": "ok"}


class Referred(QWidget):
    """A card with a line for each; looking at one goes to the referrals."""

    def __init__(self, context: Context, tools: Tools) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._context, self._tools = context, tools
        self._box = w.column(gap=12)
        self.setLayout(self._box)

    def show_person(self, person: str) -> None:
        """Read and show."""
        tools = self._tools
        self._context.jobs.run(
            lambda: tools.referrals.of(tools.actor, person), self._fill, owner=self, key="person.referrals"
        )

    def _fill(self, referrals: Sequence[Referral]) -> None:
        empty_layout(self._box)
        if not referrals:
            self._box.addWidget(
                w.Empty(
                    "referred.empty",
                    _("No referrals yet"),
                    _("A referral begins with the advice after a visit."),
                    icon="referrals",
                )
            )
            return
        rows = [self._row(one) for one in referrals]
        self._box.addWidget(w.Card("", w.lines(rows, self._look)))

    def _row(self, one: Referral) -> Row:
        kind = self._tools.interventions.get(one.kind, {}).get(language(), one.kind)
        day = long_date(one.created_on) if one.created_on else ""
        about = " · ".join(part for part in (day, one.question) if part)
        state = self._tools.terms.label("referral_status", one.status, language())
        return Row(one.id, kind, about, state, _TONES.get(one.status, ""), icon="referrals")

    def _look(self, row: Row) -> QWidget:
        return w.button(
            f"referred.see.{row.id}",
            _("Look"),
            partial(self._context.go, "referrals", row.id),
            kind="quiet",
            spoken=_("Look at {name}").format(name=f"{row.title}, {row.subtitle}"),
        )
