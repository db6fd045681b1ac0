"""The tab that exchanges: how it stands for each space, now, what waits, what went wrong, where and when."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from veldwerk.domain.errors import UserError
from veldwerk.services.storage import Place
from veldwerk.services.stuck import Stuck
from veldwerk.services.sync_state import Problem, SpaceStatus, SyncReport
from veldwerk.services.sync_waiting import Change
from veldwerk.texts import _, ngettext
from veldwerk.ui import icons, theme
from veldwerk.ui import widgets as w
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context
from veldwerk.ui.parts.body import Body
from veldwerk.ui.parts.points import points
from veldwerk.ui.parts.syncing import Standing, Syncing, pending
from veldwerk.ui.screens.exchange import words
from veldwerk.ui.screens.exchange.attention import AttentionCard
from veldwerk.ui.screens.exchange.office import Tools
from veldwerk.ui.screens.exchange.place import PlaceCard
from veldwerk.ui.screens.exchange.restored import RestoredCard
from veldwerk.ui.screens.exchange.stuck import StuckCard
from veldwerk.ui.screens.exchange.times import TimesCard
from veldwerk.ui.screens.exchange.unsent import UnsentCard
from veldwerk.ui.widgets.basics import empty_layout

Found = tuple[Place | None, list[Change], int, int, list[Stuck]]
"""The place, what waits to be sent, how many notes have two texts, how many things wait for a look, what is missing."""


class Exchanging(QWidget):
    """Loads at each visit; `syncing` does the work, here and behind the scenes."""

    def __init__(self, context: Context, tools: Tools, syncing: Syncing) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._context, self._tools, self._syncing = context, tools, syncing
        self._place: Place | None = None
        ways = {
            "again": self.exchange,
            "team": lambda: context.go("exchange", "team"),
            "place": self._to_place,
            "handbook": lambda: context.commands.run("handbook"),
            "arrivals": self._open_arrivals,
        }
        self._attention = AttentionCard(tools.advice, ways)
        self._unsent = UnsentCard(context, tools.terms)
        self._stuck = StuckCard(context, tools, self.load)
        self._restored = RestoredCard(context, tools, syncing)
        self._where = PlaceCard(context, tools, self.load)
        self._times = TimesCard(context, tools, syncing.read)
        self._spaces_box = w.column(gap=12)
        stands = w.Card(_("How it stands"), w.clear_box(self._spaces_box))
        main = w.column(
            self._now_card(),
            self._restored,
            self._attention,
            self._stuck,
            self._look_card(),
            stands,
            self._unsent,
            None,
            gap=12,
        )
        side = w.column(self._where, self._times, self._promise_card(), None, gap=12)
        page = w.Columns(w.clear_box(main), w.clear_box(side), side_width=380)
        inner = w.column(page, margin=0)
        inner.setContentsMargins(theme.px(2), 0, theme.px(14), theme.px(16))
        self.setLayout(w.column(w.scrolled(Body(inner), "exchange.scroll"), gap=0))
        syncing.told.connect(self._stands)
        syncing.begun.connect(self._begun)
        syncing.moved.connect(self._moved)
        syncing.ended.connect(self._ended)

    def _now_card(self) -> QWidget:
        self._sign = w.icon_label("exchange", "primary", 28)
        self._last = w.label("", "card-title", wrap=True)
        self._words = w.label("", "muted", wrap=True)
        self._next = w.label("", "muted", wrap=True)
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
        head.addLayout(w.column(self._last, self._words, self._next, gap=2), 1)
        return w.Card("", head, w.row(self._do, self._found, None), self._moving)

    def _look_card(self) -> QWidget:
        """What waits for a person: notes with two texts, and what came in and needs a decision."""
        self._texts_words, self._look_words = w.label("", wrap=True), w.label("", wrap=True)
        texts = w.button("exchange.two_texts", _("Look at the texts"), self._open_texts, icon="note")
        look = w.button("exchange.arrivals", _("Look at it"), self._open_arrivals, icon="flag")
        first = w.row(w.icon_label("note", "info", 20), self._texts_words, texts, gap=10)
        second = w.row(w.icon_label("flag", "warn", 20), self._look_words, look, gap=10)
        for line in (first, second):
            line.setStretch(1, 1)
        self._texts, self._look = w.clear_box(first), w.clear_box(second)
        self._looks = w.Card(_("To look at"))
        self._looks.add(self._look, self._texts)
        self._looks.hide()
        return self._looks

    def _promise_card(self) -> QWidget:
        lines = (
            ("lock", _("What you share is encrypted on this laptop, before it leaves.")),
            ("people", _("Each space has its own keys. Who is not a member cannot read it.")),
            ("offline", _("Without internet you simply go on working.")),
        )
        card = w.Card(_("Good to know"), points(lines, "muted"))
        bin_ = w.button("exchange.bin", _("Bin of 30 days"), self._open_arrivals, kind="quiet", icon="delete")
        card.add(w.row(bin_, None))
        return card

    # --- showing

    def load(self) -> None:
        """Read how it stands, from this vault alone."""
        self._syncing.read()

    def _stands(self, standing: Standing) -> None:
        """Something is known anew: show it, and ask what belongs to it."""
        shared = bool(standing.shared)
        self._last.setText(words.last(standing.spaces, self._context.today()))
        if not self._syncing.running:
            self._words.setText(self._advice(standing))
        self._next.setText(words.next_time(self._syncing.next(), self._context.now()))
        self._next.setVisible(bool(self._next.text()))
        self._do.setEnabled(shared and not self._syncing.running)
        self._do.setVisible(shared and not standing.restored)
        self._restored.show_restored(standing.restored)
        self._found.setVisible(not shared)
        self._times.show_when(standing.when)
        self._show_spaces(standing.spaces, standing.shared)
        self._attention.show_problems([p for one in standing.spaces for p in one.problems])
        if not self.isVisible():
            return  # read again when somebody looks
        tools = self._tools
        waiting = [one for one in standing.spaces if one.space in standing.shared]

        def work() -> Found:
            return (
                tools.storage.place(tools.actor),
                tools.waiting.unsent(tools.actor, waiting),
                tools.conflicts.count(tools.actor),
                tools.to_look.waiting(tools.actor).total,
                tools.stuck.all(tools.actor),
            )

        self._context.jobs.run(work, self._fill, owner=self, key="exchange.found")

    def _fill(self, found: Found) -> None:
        self._place, changes, texts, waiting, stuck = found
        self._stuck.show_stuck(stuck)
        self._where.show_place(self._place)
        self._unsent.show_changes(changes)
        told = ngettext(
            "{n} note was written in two places at once.",
            "{n} notes were written in two places at once.",
            texts,
        )
        self._texts_words.setText(told.format(n=texts))
        self._texts.setVisible(texts > 0)
        told = ngettext(
            "{n} thing came in that you must decide about.",
            "{n} things came in that you must decide about.",
            waiting,
        )
        self._look_words.setText(told.format(n=waiting))
        self._look.setVisible(waiting > 0)
        self._looks.setVisible(texts + waiting > 0)

    def _advice(self, standing: Standing) -> str:
        if not standing.shared:
            return _("This vault is not shared yet. Begin a team here, or join one at the tab «Team».")
        if not standing.place:
            return _("Choose the place where your team exchanges.")
        if standing.restored:
            return _("Look first what differs from the storage.")
        if self._syncing.offline:
            return _("No connection with the place. You can go on working; it is tried again by itself.")
        number = pending(standing.spaces)
        if number:
            return ngettext("{n} change waits to be sent.", "{n} changes wait to be sent.", number).format(
                n=number
            )
        return _("Everything you wrote has been sent.")

    def _show_spaces(self, statuses: Sequence[SpaceStatus], shared: frozenset[str]) -> None:
        empty_layout(self._spaces_box)
        rows = []
        for one in statuses:
            mine = one.space in shared
            about = (
                [words.counts(one), words.received(one.received_by)] if mine else [_("only on this laptop")]
            )
            icon, tone = ("lock", "muted")
            if mine:
                icon, tone = ("upload", "info") if one.pending else ("done", "ok")
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

    # --- exchanging

    def _begin_team(self) -> None:
        tools = self._tools
        if self._place is None:
            self._where.complain(_("Choose a place first."))
            self._to_place()
            return
        spaces = tuple(one.space for one in self._syncing.standing.spaces) if self._syncing.standing else ()
        self._context.jobs.run(
            lambda: tools.sync.found(tools.actor, tools.storage.store(tools.actor), spaces),
            self._founded,
            self._not_founded,
            owner=self,
            text=_("Making the keys of your team…"),
        )

    def _founded(self, _nothing: object) -> None:
        self._context.notices.tell(
            _("Your team begins here. Exchange now, and let colleagues in at «Team»."), "ok"
        )
        self.load()
        self._do.setEnabled(True)
        self._do.show()
        self._do.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_founded(self, error: UserError) -> None:
        self._attention.show_problems([Problem.of(error)])

    def exchange(self) -> None:
        """Send and receive, with progress and a way to stop."""
        self._syncing.run(by_hand=True)

    def _begun(self) -> None:
        self._do.setEnabled(False)
        self._bar.setRange(0, 0)
        self._moving.show()

    def _moved(self, done: int, total: int, space: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        name = words.space(self._tools.terms, space)
        self._words.setText(_("{space}: {n} so far").format(space=name, n=done))

    def _cancel(self) -> None:
        self._words.setText(_("Stopping…"))
        self._syncing.cancel()

    def _ended(self, report: SyncReport | None, error: UserError | None, _by_hand: bool) -> None:
        self._moving.hide()
        self._do.setEnabled(True)
        if report is not None:
            icons.put(self._sign, "done" if report.ok else "warn", "ok" if report.ok else "warn", 28)
        if error is not None:
            self._attention.show_problems([Problem.of(error)])

    def _to_place(self) -> None:
        self._where.fields.kind.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_texts(self) -> None:
        self._context.window.open_over(self._tools.two_texts())

    def _open_arrivals(self) -> None:
        self._context.window.open_over(self._tools.arrivals())

    def focus(self) -> None:
        """Put the keyboard on what comes next: the place, or exchanging."""
        target: QWidget = self._do if self._do.isEnabled() else self._where.fields.folder.edit
        target.setFocus(Qt.FocusReason.TabFocusReason)
