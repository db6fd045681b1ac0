"""The recovery key of the organisation: made once, kept in a safe, used when nobody can let anybody in any more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from veldwerk.domain.errors import UserError
from veldwerk.texts import _
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.parts.asking import ask_open, ask_save
from veldwerk.ui.parts.points import point
from veldwerk.ui.screens.exchange.office import Tools

KIT = "veldwerk-herstelsleutel.vwk"


class RecoveryCard(w.Card):
    """`joined(spaces)` when this laptop was let in by a kit; `fail(error)` shows what is wrong."""

    def __init__(
        self,
        context: Context,
        tools: Tools,
        read: Callable[[Path], bytes],
        joined: Callable[[Sequence[str]], object],
        fail: Callable[[UserError], object],
    ) -> None:
        super().__init__(_("When everybody lost access"))
        self._context, self._tools, self._read = context, tools, read
        self._joined, self._fail = joined, fail
        self._mine: tuple[str, ...] = ()
        text = _(
            "Your organisation can keep a key of its own on paper or on a stick. It lets a new laptop in when nobody "
            "else can any more, and it can read everything of the team. So it lies in a safe, and two people use it."
        )
        line = point("recovery", text, "muted")
        self._make = w.button("team.make_kit", _("Make a recovery key…"), self._ask_place, icon="save")
        self._use = w.button("team.use_kit", _("Use a recovery key…"), self._ask_kit, icon="key")
        self.add(line, w.clear_box(w.column(self._make, self._use, gap=8)))

    def show_mine(self, spaces: Sequence[str]) -> None:
        """The spaces that we administer: only for those a key can be made."""
        self._mine = tuple(spaces)
        self._make.setEnabled(bool(spaces))

    def _ask_place(self) -> None:
        ask_save(self, _("Save the recovery key"), KIT, "Veldwerk (*.vwk)", self.make)

    def make(self, place: Path) -> None:
        """Make a key for our spaces and save it at `place`."""
        tools, spaces = self._tools, self._mine

        def work() -> None:
            kit = tools.sync.make_recovery(tools.actor, tools.storage.store(tools.actor), spaces)
            tools.files.write(place, kit)

        self._context.jobs.run(
            work, self._made, self._fail, owner=self, text=_("Making the keys of your team…")
        )

    def _made(self, _nothing: object) -> None:
        self._context.notices.tell(
            _("The recovery key is saved. Put it in a safe now: who has it can read everything."), "warn"
        )

    def _ask_kit(self) -> None:
        ask_open(self, _("Use a recovery key…"), "Veldwerk (*.vwk)", self.use)

    def use(self, place: Path) -> None:
        """Let this laptop in with the key at `place`."""
        tools = self._tools

        def work() -> Sequence[str]:
            return tools.sync.recover(tools.actor, tools.storage.store(tools.actor), self._read(place))

        self._context.jobs.run(work, self._joined, self._fail, owner=self)
