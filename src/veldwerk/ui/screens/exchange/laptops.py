"""Who is a member on which laptop, and what can be done about each: what it may, taking access away, taking over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from veldwerk.domain.errors import UserError
from veldwerk.services.sync_attendance import Attendee
from veldwerk.services.sync_leaving import Departure
from veldwerk.services.sync_ports import RECOVERY
from veldwerk.texts import _, ngettext
from veldwerk.ui import widgets as w
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context
from veldwerk.ui.parts.panel import Slot
from veldwerk.ui.screens.exchange import words
from veldwerk.ui.screens.exchange.office import Tools
from veldwerk.ui.screens.exchange.removing import RemovePanel
from veldwerk.ui.screens.exchange.role import RolePanel
from veldwerk.ui.widgets.basics import empty_layout


class Laptops(w.Card):
    """The list. Panels open in `slot`; `fail(error)` shows what went wrong, `done()` comes when membership changed."""

    def __init__(
        self,
        context: Context,
        tools: Tools,
        slot: Slot,
        fail: Callable[[UserError], object],
        done: Callable[[], object],
    ) -> None:
        super().__init__(_("Who is a member"))
        self._context, self._tools, self._slot = context, tools, slot
        self._fail, self._done = fail, done
        self._mine: tuple[str, ...] = ()
        self._gone: dict[str, list[Departure]] = {}
        self._box = w.column(gap=12)
        self.add(w.clear_box(self._box))

    def show_everyone(
        self, everyone: Sequence[Attendee], mine: Sequence[str], gone: Sequence[Departure]
    ) -> None:
        """Show these; `mine` are the spaces we administer, `gone` what became of removed devices."""
        self._mine = tuple(mine)
        self._gone = {one.dev: [d for d in gone if d.dev == one.dev] for one in everyone}
        empty_layout(self._box)
        if everyone:
            self._box.addWidget(w.lines_of(everyone, self._row, lambda one, _row: self._end(one)))
            return
        self._box.addWidget(
            w.Empty(
                "team.none",
                _("Not in a team yet"),
                _("Begin a team at the tab «Exchange», or join one with an invitation."),
                icon="people",
            )
        )

    def _row(self, one: Attendee) -> Row:
        name = one.member.person.name or _("a colleague")
        title = _("{name} (you, this laptop)").format(name=name) if one.me else name
        today = self._context.today()
        about = (
            words.attendee(one, self._tools.terms, today),
            *words.departed(self._gone.get(one.dev, ()), today),
        )
        return Row(
            one.dev,
            title,
            "\n".join(about),
            badge=_("no longer a member") if one.revoked else "",
            icon="device",
            icon_tone="faint" if one.revoked else "ok",
        )

    def _end(self, one: Attendee) -> QWidget | None:
        """What can be done about a device: what it may, take its access away, or take over what it left."""
        left = [d for d in self._gone.get(one.dev, ()) if d.ops and not d.taken and d.space in self._mine]
        if left:
            return w.button(
                f"team.take_over.{one.dev}",
                _("Take over its work"),
                partial(self._take_over, left),
                icon="upload",
                spoken=_("Take over the work of {name}").format(name=one.member.person.name),
            )
        ours = self._ours(one)
        if not ours or one.member.role == RECOVERY:
            return None
        named = {"name": one.member.person.name, "marks": one.marks}
        role = w.button(
            f"team.role.{one.dev}",
            _("Change role…"),
            partial(self.ask_role, one),
            kind="quiet",
            spoken=_("Change the role of {name}, laptop {marks}").format(**named),
        )
        if one.me:
            return role
        remove = w.button(
            f"team.remove.{one.dev}",
            _("Take access away…"),
            partial(self.ask_remove, one),
            kind="quiet",
            spoken=_("Take access away: {name}, laptop {marks}").format(**named),
        )
        return w.clear_box(w.column(w.row(None, role), w.row(None, remove), gap=0))

    def _ours(self, one: Attendee) -> tuple[str, ...]:
        """The spaces in which we may change something about it."""
        return tuple(space for space, m in one.spaces.items() if space in self._mine and not m.revoked)

    # --- what it may

    def ask_role(self, one: Attendee) -> None:
        """Open the panel with what this laptop may."""
        self._slot.open(
            RolePanel(self._tools, one, self._ours(one), partial(self._give_role, one), self._slot.clear)
        )

    def _give_role(self, one: Attendee, spaces: tuple[str, ...], role: str) -> None:
        tools = self._tools

        def work() -> None:
            store = tools.storage.store(tools.actor)
            for space in spaces:
                if one.spaces[space].role != role:
                    tools.sync.set_role(tools.actor, store, space, one.dev, role)

        self._context.jobs.run(
            work, self._role_given, self._role_refused, owner=self, text=_("Changing the role…")
        )

    def _role_given(self, _nothing: object) -> None:
        self._slot.clear()
        self._context.notices.tell(_("The role is changed. Exchange now, so that everybody knows it."), "ok")
        self._done()

    def _role_refused(self, error: UserError) -> None:
        panel = self._slot.panel
        if panel is not None:
            panel.refuse(error)
        self._done()  # in an earlier space it may have changed

    # --- taking access away, and what was left

    def ask_remove(self, one: Attendee) -> None:
        """Open the panel that says what taking access away means."""
        self._slot.open(
            RemovePanel(self._tools, one, self._ours(one), partial(self._remove, one), self._slot.clear)
        )

    def _remove(self, one: Attendee, spaces: tuple[str, ...]) -> None:
        tools = self._tools

        def work() -> None:
            store = tools.storage.store(tools.actor)
            for space in spaces:
                tools.sync.revoke(tools.actor, store, space, one.dev)

        self._context.jobs.run(work, self._removed, self._not_removed, owner=self, text=_("Making new keys…"))

    def _removed(self, _nothing: object) -> None:
        self._slot.clear()
        self._context.notices.tell(
            _("The access is taken away. Exchange now, so that everybody knows it."), "ok"
        )
        self._done()

    def _not_removed(self, error: UserError) -> None:
        self._slot.clear()
        self._fail(error)

    def _take_over(self, left: Sequence[Departure]) -> None:
        tools = self._tools

        def work() -> int:
            return sum(tools.sync.take_over(tools.actor, one.space, one.dev) for one in left)

        self._context.jobs.run(work, self._taken_over, self._fail, owner=self)

    def _taken_over(self, number: int) -> None:
        text = ngettext("{n} change was taken over.", "{n} changes were taken over.", number)
        self._context.notices.tell(text.format(n=number), "ok")
        self._done()
