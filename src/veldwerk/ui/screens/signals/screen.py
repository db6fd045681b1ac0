"""The list of signals, the most pressing first, and the one that was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from veldwerk.domain.changes import Change
from veldwerk.domain.signals import Signal
from veldwerk.services.signals import SignalLine
from veldwerk.texts import _, ngettext
from veldwerk.ui import widgets as w
from veldwerk.ui.commands import Command
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context, Screen
from veldwerk.ui.screens.signals.detail import Detail
from veldwerk.ui.screens.signals.intake import IntakePage
from veldwerk.ui.screens.signals.tools import Tools
from veldwerk.ui.screens.signals.words import due_words, signal_row
from veldwerk.ui.widgets.turns import Turns

OPEN, ALL = "open", "all"


class SignalsScreen(Screen):
    """What worries us."""

    id, icon = "signals", "signals"
    kinds = frozenset({"signal", "person", "visit"})

    def __init__(self, context: Context, tools: Tools) -> None:
        super().__init__(context)
        self._tools = tools
        self._wanted = ""
        self._lines: dict[str, SignalLine] = {}
        self._built = False
        context.commands.add(
            Command(
                "signal.take_in",
                _("Take in a signal"),
                self.take_in,
                "Ctrl+Shift+S",
                "signals",
                group=_("Signal"),
            )
        )

    def title(self) -> str:
        return _("Signals")

    def subtitle(self) -> str:
        if not self._built:
            return ""
        count = sum(1 for line in self._lines.values() if line.signal.status != "afgerond")
        return ngettext("{count} open", "{count} open", count).format(count=count)

    def build(self) -> QWidget:
        self._built = True
        self._which = w.Segmented("signals.which", _("Which signals"), [(OPEN, _("Open")), (ALL, _("All"))])
        self._which.changed.connect(lambda _value: self._load())
        add = w.button("signals.new", _("Take in a signal"), self.take_in, icon="add")
        self._list = w.RecordList("signals.list", _("Signals"))
        self._list.chosen.connect(self._choose)
        self._list.opened.connect(self._open)
        none = w.Empty(
            "signals.empty",
            _("No open signals"),
            _("When somebody reports a worry, take it in here. Ctrl+Shift+S works everywhere."),
            icon="signals",
            action=_("Take in a signal"),
            clicked=self.take_in,
        )
        self._lists = Turns()
        self._lists.add(self._list)
        self._lists.add(none)
        head = w.column(w.row(self._which, None, add), gap=8, margin=12)
        left = w.Card()
        if (layout := left.layout()) is not None:
            layout.setContentsMargins(0, 0, 0, 0)
        left.body.setSpacing(0)
        left.add(head, self._lists)
        left.body.setStretch(1, 1)
        nothing = w.Empty(
            "signals.nothing",
            _("Choose a signal"),
            _("Here you see what was reported and what has to be done."),
            icon="signals",
        )
        self._detail = Detail(self.context, self._tools)
        self._sides = Turns()
        self._sides.add(nothing)
        self._sides.add(self._detail)
        self._split = w.SplitView("signals.split", left, self._sides, master_width=400)
        self._load()
        return w.clear_box(w.column(self._split, margin=16))

    def _load(self) -> None:
        tools, open_only = self._tools, self._which.value() != ALL
        self.context.jobs.run(
            lambda: tools.signals.lines(tools.actor, open_only=open_only),
            self._fill,
            owner=self._list,
            key="signals.list",
        )

    def _fill(self, lines: Sequence[SignalLine]) -> None:
        self._lines = {line.signal.id: line for line in lines}
        now = self.context.now()
        groups: dict[str, list[Row]] = {}
        for line in lines:
            groups.setdefault(self._group(line.signal), []).append(signal_row(line, self._tools.terms, now))
        rows: list[Row] = []
        for title in self._order():
            if found := groups.get(title):
                rows.append(Row(f"group.{title}", title, heading=True, meta=str(len(found))))
                rows += found
        self._list.show_rows(rows)
        self._lists.turn_to(0 if rows else 1)
        late = sum(1 for line in lines if due_words(line.signal, now)[1] == "danger")
        self.context.window.count("signals", late)
        self.context.window.retitle()
        if self._wanted and self._list.choose(self._wanted):
            self._wanted = ""
        if self._detail.signal in self._lines:
            return
        if not self._detail.signal and not self._wanted and rows:
            self._list.choose_first()

    def _order(self) -> tuple[str, ...]:
        return (_("To do now"), _("To be taken up"), _("Taken up"), _("Closed"))

    def _group(self, signal: Signal) -> str:
        now_, later, taken, closed = self._order()
        if signal.status == "afgerond":
            return closed
        if due_words(signal, self.context.now())[1] == "danger":
            return now_
        return taken if signal.first_attempt_at is not None else later

    # --- one signal

    def enter(self, record: str) -> None:
        if not record:
            return
        self._wanted = "" if self._list.choose(record) else record
        self._show(record)
        self._split.show_detail()

    def _choose(self, signal: str) -> None:
        self._show(signal)
        self.context.window.noted(signal)

    def _open(self, _signal: str) -> None:
        self._split.show_detail()
        self._detail.focus()

    def _show(self, signal: str) -> None:
        self._sides.turn_to(1)
        self._detail.show_signal(signal)

    def refresh(self, changes: Sequence[Change]) -> None:
        self._load()
        self._detail.reload()

    def leave(self) -> bool:
        self._detail.keep()
        return True

    # --- taking in

    def take_in(self) -> None:
        """Open the intake over whatever is in front."""
        self.context.window.open_over(IntakePage(self.context, self._tools, self.taken))

    def taken(self, signal: Signal) -> None:
        """A signal was kept: choose it when the list is in front, else offer to look."""
        if self._built and self._split.isVisible():
            self._wanted = signal.id
            self._show(signal.id)
            self._split.show_detail()
            self._detail.focus()
            return
        words = _("Signal {number} was taken in.").format(number=signal.number)
        self.context.notices.offer(words, _("Look"), partial(self.context.go, "signals", signal.id))
