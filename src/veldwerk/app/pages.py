"""The pages of an open vault, put together from the screens and the services each of them needs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from veldwerk.app.workplace import Workplace
from veldwerk.domain.changes import Change, Stamp
from veldwerk.services.ports import Applied
from veldwerk.ui.page import Context, Page
from veldwerk.ui.screens.today import TodayScreen

NOBODY = Stamp("", "", "")


class Bell(QObject):
    """Brings what was applied in the writing thread to the window's thread, so that open pages refresh."""

    rung = Signal(object)

    def __init__(self, context: Context, work: Workplace) -> None:
        super().__init__()
        self._context = context
        self.rung.connect(self._tell)
        work.vault.listen(self._applied)

    def _applied(self, applied: Applied) -> None:
        self.rung.emit(applied)

    def _tell(self, applied: Applied) -> None:
        changes = [
            Change(kind, record, path, None, None, NOBODY)
            for kind, record, paths in applied.changed
            for path in (paths or ("",))
        ]
        self._context.window.changed(changes)


def pages(context: Context, work: Workplace) -> Sequence[Page]:
    """The pages in the order of the rail."""
    services, actor = work.services, work.actor
    bell = Bell(context, work)
    found: list[Page] = [TodayScreen(context, actor, services.today, services.knowledge.terms, lambda visit: None)]
    context.keep(bell)
    return found
