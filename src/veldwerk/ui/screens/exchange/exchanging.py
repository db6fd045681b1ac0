"""The tab that exchanges: where, how it stands for each space, now, and what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from veldwerk.domain.errors import UserError
from veldwerk.services.sync_state import SpaceStatus, SyncReport
from veldwerk.texts import _, ngettext
from veldwerk.texts.errors import sentence
from veldwerk.ui import icons, theme
from veldwerk.ui import widgets as w
from veldwerk.ui.jobs import Job, Progress
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context
from veldwerk.ui.parts.asking import ask_folder
from veldwerk.ui.parts.body import Body
from veldwerk.ui.screens.exchange import words
from veldwerk.ui.screens.exchange.office import Tools
from veldwerk.ui.widgets.basics import empty_layout

Standing = tuple[str, tuple[SpaceStatus, ...], frozenset[str]]
"""The place, each space, and which spaces are shared with a team."""


class Exchanging(QWidget):
    """Loads at each visit; `exchange()` is also a command."""

    def __init__(self, context: Context, tools: Tools) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._context, self._tools = context, tools
        self._job: Job[SyncReport] | None = None
        self._shared: frozenset[str] = frozenset()
        self._spaces: tuple[str, ...] = ()
        self._known = ""
        self._main = w.column(self._now_card(), self._problems(), gap=12)
        self._spaces_box = w.column(gap=12)
        self._main.addWidget(w.Card(_("How it stands"), w.clear_box(self._spaces_box)))
        self._main.addStretch(1)
        side = w.column(self._place_card(), self._promise_card(), None, gap=12)
        page = w.Columns(w.clear_box(self._main), w.clear_box(side), side_width=380)
        inner = w.column(page, margin=0)
        inner.setContentsMargins(theme.px(2), 0, theme.px(14), theme.px(16))
        self.setLayout(w.column(w.scrolled(Body(inner), "exchange.scroll"), gap=0))

    def _now_card(self) -> QWidget:
        self._sign = w.icon_label("exchange", "primary", 28)
        self._last = w.label("", "card-title", wrap=True)
        self._words = w.label("", "muted", wrap=True)
        self._do = w.button("exchange.now", _("Exchange now"), self.exchange, kind="primary", icon="exchange")
        self._found = w.button(
            "exchange.found", _("Begin a team here"), self._begin_team, kind="primary", icon="people"
        )
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Exchange under way"))
        self._stop = w.button(
            "exchange.stop", _("Stop"), self._cancel, icon="close", spoken=_("Stop the exchange")
        )
        self._moving = w.clear_box(w.row(self._bar, self._stop, gap=10))
        self._moving.hide()
        head = w.row(self._sign, gap=14)
        head.addLayout(w.column(self._last, self._words, gap=2), 1)
        return w.Card("", head, w.row(self._do, self._found, None), self._moving)

    def _problems(self) -> QWidget:
        self._wrong_box = w.column(gap=8)
        self._wrong = w.Card(_("Asks attention"), w.clear_box(self._wrong_box))
        self._wrong.hide()
        return self._wrong

    def _place_card(self) -> QWidget:
        self._place = w.TextField(
            "exchange.place",
            _("Shared folder or USB stick"),
            hint=_(
                "The folder that your team uses together. What lies there is unreadable without your team's keys."
            ),
            wide=True,
        )
        self._place.left.connect(self._keep_place)
        pick = w.button("exchange.pick", _("Choose a folder…"), self._pick, icon="folder")
        test = w.button("exchange.test", _("Test this place"), self._test, icon="check")
        self._tested = w.label("", "muted", wrap=True)
        self._tested.hide()
        return w.Card(_("Where"), self._place, w.row(pick, test, None), self._tested)

    def _promise_card(self) -> QWidget:
        lines = (
            ("lock", _("What you share is encrypted on this laptop, before it leaves.")),
            ("people", _("Each space has its own keys. Who is not a member cannot read it.")),
            ("offline", _("Without internet you simply go on working.")),
        )
        card = w.Card(_("Good to know"))
        for icon, text in lines:
            line = w.row(w.icon_label(icon, "muted", 18), w.label(text, "muted", wrap=True), gap=10)
            line.setStretch(1, 1)
            card.add(line)
        return card

    # --- showing

    def load(self) -> None:
        """Read how it stands, from this vault alone."""
        tools = self._tools

        def work() -> Standing:
            shared = frozenset(one.space for one in tools.sync.members(tools.actor))
            return tools.office.place(), tools.sync.status(tools.actor), shared

        self._context.jobs.run(work, self._fill, owner=self, key="exchange.status")

    def _fill(self, standing: Standing) -> None:
        place, statuses, self._shared = standing
        self._spaces = tuple(one.space for one in statuses)
        self._known = place
        if not self._place.edit.hasFocus():
            self._place.set_value(place)
        self._last.setText(words.last(statuses, self._context.today()))
        self._words.setText(self._advice(place, statuses))
        self._do.setEnabled(bool(self._shared) and self._job is None)
        self._do.setVisible(bool(self._shared))
        self._found.setVisible(not self._shared)
        self._show_spaces(statuses)
        self._show_problems([words.problem(p) for one in statuses for p in one.problems])
        self._context.window.sync_state(*words.header(statuses, bool(self._shared)))

    def _advice(self, place: str, statuses: Sequence[SpaceStatus]) -> str:
        if not self._shared:
            return _("This vault is not shared yet. Begin a team here, or join one at the tab «Team».")
        if not place:
            return _("Choose the place where your team exchanges.")
        pending = sum(one.pending for one in statuses)
        if pending:
            return ngettext("{n} change waits to be sent.", "{n} changes wait to be sent.", pending).format(
                n=pending
            )
        return _("Everything you wrote has been sent.")

    def _show_spaces(self, statuses: Sequence[SpaceStatus]) -> None:
        empty_layout(self._spaces_box)
        rows = []
        for one in statuses:
            shared = one.space in self._shared
            about = (
                [words.counts(one), words.received(one.received_by)] if shared else [_("only on this laptop")]
            )
            icon, tone = (
                ("done", "ok")
                if shared and not one.pending
                else ("upload", "info")
                if shared
                else ("lock", "muted")
            )
            rows.append(
                Row(
                    one.space,
                    words.space(self._tools.terms, one.space),
                    "\n".join(part for part in about if part),
                    meta=words.moment(one.synced_at, self._context.today()),
                    icon=icon,
                    icon_tone=tone,
                )
            )
        self._spaces_box.addWidget(w.lines(rows))

    def _show_problems(self, told: Sequence[str]) -> None:
        empty_layout(self._wrong_box)
        for text in dict.fromkeys(told):
            line = w.row(w.icon_label("warn", "warn", 18), w.label(text, wrap=True), gap=10)
            line.setStretch(1, 1)
            self._wrong_box.addWidget(w.clear_box(line))
        self._wrong.setVisible(bool(told))

    # --- the place

    def _pick(self) -> None:
        ask_folder(self, _("Choose the shared folder"), self._picked)

    def _picked(self, folder: Path) -> None:
        self._place.set_value(str(folder))
        self._keep_place()

    def _keep_place(self) -> None:
        place, office = self._place.value(), self._tools.office
        if place and place != self._known:
            self._known = place
            self._context.jobs.run(
                lambda: office.store(place), self._kept, self._no_place, owner=self, key="place"
            )

    def _kept(self, _store: object) -> None:
        self._place.complain("")

    def _no_place(self, error: UserError) -> None:
        self._place.complain(sentence(error))

    def _test(self) -> None:
        place, office = self._place.value(), self._tools.office
        self._tested.hide()
        if not place:
            self._place.complain(_("Choose a place first."))
            return
        self._context.jobs.run(
            lambda: office.try_store(place),
            self._works,
            self._no_place,
            owner=self,
            text=_("Testing this place…"),
        )

    def _works(self, notes: Sequence[str]) -> None:
        self._place.complain("")
        self._tested.setText(
            " ".join((_("This place works: writing, reading and removing went well."), *map(_, notes)))
        )
        self._tested.show()

    # --- exchanging

    def _begin_team(self) -> None:
        tools, spaces, place = self._tools, self._spaces, self._place.value()
        self._context.jobs.run(
            lambda: tools.sync.found(tools.actor, tools.office.store(place), spaces),
            self._founded,
            self._no_place,
            owner=self,
            text=_("Making the keys of your team…"),
        )

    def _founded(self, _nothing: object) -> None:
        self._context.notices.tell(
            _("Your team begins here. Exchange now, and let colleagues in at «Team»."), "ok"
        )
        self.load()
        self._do.setEnabled(True)
        self._do.setFocus(Qt.FocusReason.OtherFocusReason)

    def exchange(self) -> None:
        """Send and receive, with progress and a way to stop."""
        if self._job is not None or not self._do.isEnabled():
            return
        tools = self._tools

        def work(progress: Progress) -> SyncReport:
            def moved(done: int, total: int, label: str) -> None:
                progress.report(done, total, words.space(tools.terms, label))

            return tools.sync.sync(tools.actor, tools.office.store(), moved, lambda: progress.cancelled)

        self._do.setEnabled(False)
        self._bar.setRange(0, 0)
        self._moving.show()
        job = self._context.jobs.run_long(work, self._done, self._failed, owner=self, text=_("Exchanging…"))
        self._job = job
        job.moved.connect(self._moved)

    def _moved(self, done: int, total: int, text: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._words.setText(_("{space}: {n} so far").format(space=text, n=done))

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._end()
        self._context.notices.tell(_("Stopped. What was sent and received stays."), "info")
        self.load()

    def _end(self) -> None:
        self._job = None
        self._moving.hide()
        self._do.setEnabled(True)

    def _done(self, report: SyncReport) -> None:
        self._end()
        icons.put(self._sign, "done" if report.ok else "warn", "ok" if report.ok else "warn", 28)
        self._words.setText(
            _("Sent: {sent}. Received: {received}.").format(sent=report.sent, received=report.received)
        )
        if report.ok:
            self._context.notices.tell(
                _("Exchanged. Sent: {sent}. Received: {received}.").format(
                    sent=report.sent, received=report.received
                ),
                "ok",
            )
        else:
            self._context.notices.tell(
                _("The exchange did not go well everywhere. See what asks attention."), "warn"
            )
        self.load()

    def _failed(self, error: UserError) -> None:
        self._end()
        self._show_problems([sentence(error)])

    def focus(self) -> None:
        """Put the keyboard on what comes next: the place, or exchanging."""
        target: QWidget = self._do if self._do.isEnabled() else self._place.edit
        target.setFocus(Qt.FocusReason.TabFocusReason)


def _sign(shared: bool, pending: int) -> tuple[str, str]:
    if not shared:
        return "lock", "muted"
    return ("upload", "info") if pending else ("done", "ok")
