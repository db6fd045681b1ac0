"""The list of notes with two texts, over the page where it was asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from veldwerk.domain.changes import Change
from veldwerk.domain.register import KINDS, Merge
from veldwerk.services.sync_conflicts import Conflict, Settled
from veldwerk.texts import _, ngettext
from veldwerk.ui import widgets as w
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context, Screen
from veldwerk.ui.screens.conflicts import words
from veldwerk.ui.screens.conflicts.detail import Detail, Tools

Found = tuple[list[Conflict], list[Settled]]
DONE = "done"
"""Id of the heading over what was settled."""


class ConflictsPage(Screen):
    """Open notes first, then what was settled. `person` shows those of one person only, `first` is chosen first."""

    id, icon = "conflicts", "note"
    kinds = frozenset(
        kind
        for kind, spec in KINDS.items()
        if any(field.merge is Merge.NOTE for field in spec.fields.values())
    )

    def __init__(self, context: Context, tools: Tools, person: str = "", first: str = "") -> None:
        super().__init__(context)
        self._tools, self._person, self._first = tools, person, first
        self._open: dict[str, Conflict] = {}
        self._settled: dict[str, Settled] = {}

    def title(self) -> str:
        return _("Notes with two texts")

    def build(self) -> QWidget:
        self._list = w.RecordList("conflicts.list", _("Notes with two texts"))
        self._list.chosen.connect(self._choose)
        left = w.Card()
        left.add(self._list)
        self._detail = Detail(self.context, self._tools, self._next)
        self._split = w.SplitView("conflicts.split", left, self._detail, master_width=340)
        self._none = w.Empty(
            "conflicts.none",
            _("Every note has one text"),
            _(
                "When you and a colleague change the same note without seeing each other's text, both stand here."
            ),
            icon="done",
            action=_("Back"),
            clicked=self.context.window.back,
        )
        self._body = w.column(self._split, self._none, margin=16)
        self._none.hide()
        return w.clear_box(self._body)

    def enter(self, record: str) -> None:
        self._load()

    def refresh(self, changes: Sequence[Change]) -> None:
        self._load()

    def leave(self) -> bool:
        """Refuse to go while a text was typed and not kept: it would be lost."""
        if self._list.rows and self._detail.typed:
            self.context.notices.offer(
                _("You changed this text and did not keep it."), _("Throw away"), self._throw_away, "warn"
            )
            return False
        return True

    def _throw_away(self) -> None:
        self._detail.forget()
        self.context.window.back()

    def _load(self) -> None:
        tools, person = self._tools, self._person

        def work() -> Found:
            settled = tools.conflicts.settled(tools.actor)
            if person:
                settled = [one for one in settled if one.person is not None and one.person.id == person]
            return tools.conflicts.open(tools.actor, person), settled

        self.context.jobs.run(work, self._fill, owner=self._list, key="conflicts.list")

    def _fill(self, found: Found) -> None:
        self._open = {one.id: one for one in found[0]}
        self._settled = {one.id: one for one in found[1]}
        rows = [self._row(one) for one in found[0]]
        if found[1]:
            rows.append(Row(DONE, _("Brought together"), heading=True))
            rows += [self._done_row(one) for one in found[1]]
        chosen = self._list.current_id() or self._first
        self._list.show_rows(rows)
        self._split.setVisible(bool(rows))
        self._none.setVisible(not rows)
        if self._list.choose(chosen):
            self._choose(chosen)
        else:
            self._detail.clear()
            self._list.choose_first()
        focused: QWidget | None = self._list.window().focusWidget()
        if rows and (focused is None or not self._split.isAncestorOf(focused)):
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, one: Conflict) -> Row:
        number = len(one.texts)
        return Row(
            one.id,
            words.whose(self._tools.terms, one),
            words.place(self._tools.terms, one),
            badge=ngettext("{n} text", "{n} texts", number).format(n=number),
            tone="info",
            icon="note",
        )

    def _done_row(self, one: Settled) -> Row:
        when = words.moment(one.at, self.context.today())
        return Row(
            one.id,
            words.whose(self._tools.terms, one),
            " · ".join((words.field(self._tools.terms, one), when)),
            icon="done",
        )

    def _choose(self, chosen: str) -> None:
        if chosen in self._open:
            self._detail.show_open(self._open[chosen])
        elif chosen in self._settled:
            self._detail.show_settled(self._settled[chosen])
        self._split.show_detail()

    def _next(self) -> None:
        """The open note after this one; the list again when there is none."""
        waiting = list(self._open)
        here = self._list.current_id()
        at = waiting.index(here) + 1 if here in waiting else 0
        if at < len(waiting):
            self._list.choose(waiting[at], tell=True)
        self._load()
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)
