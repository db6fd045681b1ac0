"""Something of a colleague is missing on the storage: what that means, and for an administrator passing over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from veldwerk.services.stuck import Stuck
from veldwerk.texts import _
from veldwerk.ui import widgets as w
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context
from veldwerk.ui.parts.panel import Slot
from veldwerk.ui.parts.points import points
from veldwerk.ui.parts.sure import SurePanel
from veldwerk.ui.screens.exchange import words
from veldwerk.ui.screens.exchange.office import Tools
from veldwerk.ui.widgets.basics import empty_layout


class PassPanel(SurePanel):
    """What passing over means; `go()`."""

    def __init__(self, name: str, go: Callable[[], object], leave: Callable[[], object]) -> None:
        title = _("Pass over what is missing of {name}").format(name=name)
        super().__init__("pass", title, _("Pass over it"), go, leave, danger=True)
        self.fields.addWidget(
            points(
                (
                    (
                        "warn",
                        _("What was in this package is lost for good, for everybody. This cannot be undone."),
                    ),
                    ("exchange", _("What {name} wrote after it comes in again.").format(name=name)),
                    ("history", _("It stands in the logbook that you chose this.")),
                    ("undo", _("If that laptop turns up and still has it, it comes after all.")),
                )
            )
        )
        self.ask(
            _("The laptop of {name} does not come back").format(name=name),
            _("First ask whether that laptop can still exchange."),
        )


class StuckCard(w.Card):
    """Hidden while nothing is missing. `done()` is called when something was passed over."""

    def __init__(self, context: Context, tools: Tools, done: Callable[[], object]) -> None:
        super().__init__(_("Something is missing on the storage"))
        self._context, self._tools, self._done = context, tools, done
        self._slot = Slot()
        self._box = w.column(gap=8)
        told = _("It comes by itself when that laptop next exchanges. The rest simply goes on.")
        self.add(w.label(told, "muted", wrap=True), self._slot, w.clear_box(self._box))
        self.hide()

    def show_stuck(self, stuck: Sequence[Stuck]) -> None:
        """Show these."""
        empty_layout(self._box)
        if stuck:
            self._box.addWidget(w.lines_of(stuck, self._row, self._end))
        else:
            self._slot.clear()
        self.setVisible(bool(stuck))

    def _row(self, one: Stuck) -> Row:
        space = words.space(self._tools.terms, one.space)
        about = [_("A package is missing or damaged: {space}").format(space=space)]
        if one.gone:
            about.append(_("This laptop is no longer a member, so it does not send it again."))
        if not one.ours_to_pass:
            about.append(_("Does it stay like this? Ask who may let others in to pass over it."))
        return Row(one.id, _name(one), "\n".join(about), icon="warn", icon_tone="warn")

    def _end(self, one: Stuck, row: Row) -> QWidget | None:
        if not one.ours_to_pass:
            return None
        return w.button(
            f"stuck.pass.{one.stream}",
            _("Pass over…"),
            partial(self._ask, one),
            kind="quiet",
            spoken=_("Pass over what is missing of {name}").format(name=row.title),
        )

    def _ask(self, one: Stuck) -> None:
        self._slot.open(PassPanel(_name(one), partial(self._pass, one), self._slot.clear))

    def _pass(self, one: Stuck) -> None:
        tools, panel = self._tools, self._slot.panel
        assert panel is not None

        def work() -> None:
            store = tools.storage.store(tools.actor)
            tools.sync.skip(tools.actor, store, one.space, one.stream)

        self._context.jobs.run(
            work, self._passed, panel.refuse, owner=self, text=_("Passing over what is missing…")
        )

    def _passed(self, _nothing: object) -> None:
        self._slot.clear()
        self._context.notices.tell(_("It is passed over. Exchange now: then everybody goes on."), "ok")
        self._done()


def _name(one: Stuck) -> str:
    return one.name or _("a colleague")
