"""After an edit: «saved at», and the offer to undo it by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from veldwerk.services.edits import Edit
from veldwerk.texts import _
from veldwerk.texts.dates import clock_time
from veldwerk.ui.page import Context


class Saving:
    """Tells the status line. `undo` makes the inverse edit; it blocks, and raises UserError when it is too late."""

    def __init__(self, context: Context, undo: Callable[[Edit], object]) -> None:
        self._context = context
        self._undo = undo

    def saved(self, edit: Edit | None = None, what: str = "") -> None:
        """Say that it is saved; offer to undo `edit`, called `what` or by its own name, or take the offer away."""
        moment = clock_time(self._context.now())
        self._context.status.saved(_("Saved at {time}").format(time=moment))
        if edit is None:
            # An older offer no longer undoes what was just saved.
            self._context.status.offer_undo("", None)
            return
        words = _("Undo: {what}").format(what=what or _(edit.name))
        self._context.status.offer_undo(words, partial(self._take_back, edit))

    def _take_back(self, edit: Edit) -> None:
        self._context.jobs.run(lambda: self._undo(edit), self._undone)

    def _undone(self, _edit: object) -> None:
        self._context.status.saved(_("Undone"))
