"""When Veldwerk exchanges by itself."""

from __future__ import annotations

from collections.abc import Callable

from veldwerk.services.sync_when import EVERY, When
from veldwerk.texts import _, ngettext
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.screens.exchange.office import Tools


class TimesCard(w.Card):
    """Each choice works at once and is kept; `kept()` is called then."""

    def __init__(self, context: Context, tools: Tools, kept: Callable[[], object]) -> None:
        super().__init__(_("When"))
        self._context, self._tools, self._kept = context, tools, kept
        often = [(str(n), ngettext("Every {n} minute", "Every {n} minutes", n).format(n=n)) for n in EVERY]
        self._every = w.SelectField(
            "times.every", _("While you work"), [*often, ("0", _("Only when you ask for it"))]
        )
        self._start = w.CheckField("times.start", _("After unlocking"))
        self._lock = w.CheckField("times.lock", _("When locking"))
        self._sticks = w.CheckField("times.sticks", _("Ask when your team's stick is plugged in"))
        for field in (self._every, self._start, self._lock, self._sticks):
            field.changed.connect(self._keep)
        self.add(
            w.label(
                _("It never gets in the way of your work. Without a connection nothing happens."),
                "muted",
                wrap=True,
            ),
            self._every,
            self._start,
            self._lock,
            self._sticks,
        )

    def show_when(self, when: When) -> None:
        """Show what was chosen."""
        for field, value in (
            (self._start, when.at_start),
            (self._lock, when.at_lock),
            (self._sticks, when.sticks),
        ):
            blocked = field.check.blockSignals(True)
            field.set_value(value)
            field.check.blockSignals(blocked)
        self._every.set_value(str(when.every))

    def _keep(self) -> None:
        when = When(
            self._start.value(), self._lock.value(), int(self._every.value() or "15"), self._sticks.value()
        )
        tools = self._tools
        self._context.jobs.run(
            lambda: tools.timetable.keep(tools.actor, when), lambda _none: self._done(), owner=self
        )

    def _done(self) -> None:
        self._tools.saving.saved()
        self._kept()
