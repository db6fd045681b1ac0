"""The appraisal: every input a field, the situation beside it with its reason, nothing confirmed in one sweep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from veldwerk.domain.appraisal import HOUSE_RULE_NOTE
from veldwerk.domain.errors import UserError
from veldwerk.domain.people import Person
from veldwerk.domain.visits import Appraisal
from veldwerk.domain.vocabulary import FIELDS
from veldwerk.services.appraisals import Proposal
from veldwerk.texts import _
from veldwerk.texts.errors import sentence
from veldwerk.ui import theme
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context, Page, Screen
from veldwerk.ui.parts.persons import in_short
from veldwerk.ui.screens.appraisal.inputs import Inputs
from veldwerk.ui.screens.appraisal.situation import SituationCard
from veldwerk.ui.screens.appraisal.tools import Tools
from veldwerk.ui.widgets import Field
from veldwerk.ui.widgets.basics import empty_layout

PAUSE_MS = 800
"""What is filled in is kept as a draft this long after the last change."""


@dataclass(frozen=True, slots=True)
class _Read:
    person: Person
    proposal: Proposal
    start: Appraisal


class AppraisalPage(Screen):
    """Opened over the result of a visit; ends in the advice."""

    id, icon = "appraisal", "talk"

    def __init__(
        self, context: Context, tools: Tools, visit: str, advise: Callable[[Appraisal], Page]
    ) -> None:
        super().__init__(context)
        self._tools, self._visit, self._advise = tools, visit, advise
        self._person: Person | None = None
        self._inputs: Inputs | None = None
        self._ended = False

    def title(self) -> str:
        return _("Appraisal")

    def subtitle(self) -> str:
        if self._person is None:
            return ""
        return in_short(self._person, self.context.today())

    def build(self) -> QWidget:
        self._main: QVBoxLayout = w.column(gap=12)
        self._side: QVBoxLayout = w.column(gap=12)
        self._main_area = w.scrolled(w.clear_box(self._main), "appraisal.scroll")
        side = w.scrolled(w.clear_box(self._side), "appraisal.side")
        columns = w.Columns(self._main_area, side, side_width=320)
        self._page = w.clear_box(w.column(columns, margin=16))
        self._pause = QTimer(self._page)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._keep)
        tools, visit = self._tools, self._visit

        def work() -> _Read:
            found = tools.visits.get(tools.actor, visit)
            proposal = tools.appraisals.propose(tools.actor, found)
            latest = tools.appraisals.latest(tools.actor, found.person_id)
            again = latest is not None and latest.visit_id == visit
            start = latest if again and latest is not None else proposal.appraisal
            typed = tools.appraisals.draft(tools.actor, visit)
            return _Read(tools.people.get(tools.actor, found.person_id), proposal, typed or start)

        self.context.jobs.run(work, self._fill, owner=self._page)
        return self._page

    def _fill(self, read: _Read) -> None:
        self._person = read.person
        self.context.window.retitle()
        empty_layout(self._main)
        proposals = {one.kind: one for one in read.proposal.types}
        self._inputs = Inputs(
            self.context, read.start, proposals, "zorg" in self._tools.spaces, self._touched
        )
        for card in self._inputs.cards:
            self._main.addWidget(card)
        self._main.addStretch(1)
        edges = self._main.contentsMargins()
        edges.setRight(theme.px(12))
        self._main.setContentsMargins(edges)
        self._fill_side(read)
        self._tell()
        first: Field = self._inputs.duration
        first.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_side(self, read: _Read) -> None:
        self._situation = SituationCard()
        self._side.addWidget(self._situation)
        known = FIELDS["score_class"].codes.get(read.start.score_class, "")
        score = w.Card(_("The score"), w.label(_(known) if known else _("Unknown"), "question", wrap=True))
        score.add(
            w.label(
                _("From the loneliness scale of this visit. You do not change it here."), "muted", wrap=True
            )
        )
        self._side.addWidget(score)
        self._wrong = w.label("", "complaint", wrap=True)
        self._wrong.hide()
        self._confirm_button = w.button(
            "appraisal.confirm", _("Confirm and see what fits"), self._confirm, kind="primary", icon="check"
        )
        self._side.addWidget(self._wrong)
        self._side.addLayout(w.row(self._confirm_button, None))
        note = w.label(
            _("{note}: the limits of the situation.").format(note=_(HOUSE_RULE_NOTE)), "muted", wrap=True
        )
        self._side.addWidget(note)
        self._side.addStretch(1)

    def _touched(self) -> None:
        self._tell()
        self._pause.start()

    def _keep(self) -> None:
        """Keep what is filled in so far as a draft."""
        if self._inputs is not None and not self._ended:
            tools, typed = self._tools, self._inputs.read()
            self.context.jobs.run(
                lambda: tools.appraisals.save_draft(tools.actor, typed), lambda _done: tools.saving.saved()
            )

    def leave(self) -> bool:
        if self._pause.isActive():
            self._pause.stop()
            self._keep()
        return True

    def _tell(self) -> None:
        """The situation for what is filled in now, with its reason."""
        if self._inputs is not None:
            self._situation.show_situation(self._tools.appraisals.situation(self._inputs.read()))

    def _confirm(self) -> None:
        if self._inputs is None:
            return
        if (wrong := self._inputs.check()) is not None:
            wrong.control.setFocus(Qt.FocusReason.OtherFocusReason)
            self._main_area.ensureWidgetVisible(wrong)
            return
        self._confirm_button.setEnabled(False)
        self._pause.stop()
        self._ended = True
        tools, made = self._tools, self._inputs.read()
        self.context.jobs.run(
            lambda: tools.appraisals.confirm(tools.actor, made),
            self._confirmed,
            self._refused,
            owner=self._page,
        )

    def _refused(self, error: UserError) -> None:
        self._confirm_button.setEnabled(True)
        self._ended = False
        self._wrong.setText(sentence(error))
        self._wrong.show()

    def _confirmed(self, made: Appraisal) -> None:
        self._tools.saving.saved()
        self.context.window.close_over()
        self.context.window.open_over(self._advise(made))
