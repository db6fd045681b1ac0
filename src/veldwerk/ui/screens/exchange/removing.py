"""Removing a device from the team: what it means is told before it is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from veldwerk.services.sync_attendance import Attendee
from veldwerk.texts import _
from veldwerk.ui.parts.points import points
from veldwerk.ui.parts.sure import SurePanel
from veldwerk.ui.parts.ticks import TicksField
from veldwerk.ui.screens.exchange import words
from veldwerk.ui.screens.exchange.office import Tools


class RemovePanel(SurePanel):
    """From which spaces, and what follows; `go(spaces)`."""

    def __init__(
        self,
        tools: Tools,
        one: Attendee,
        spaces: Sequence[str],
        go: Callable[[tuple[str, ...]], object],
        leave: Callable[[], object],
    ) -> None:
        name = one.member.person.name or _("a colleague")
        title = _("Take away the access of {name}, laptop {marks}").format(name=name, marks=one.marks)
        super().__init__(
            "remove", title, _("Take the access away"), lambda: go(self._spaces.value()), leave, danger=True
        )
        self.fields.addWidget(
            points(
                (
                    (
                        "done",
                        _(
                            "What you received from this laptop until now stays. Exchange first, to have the latest."
                        ),
                    ),
                    ("close", _("What it sends after that is refused by everybody. This cannot be undone.")),
                    ("key", _("New keys are made. What is written from now on, it cannot read.")),
                    (
                        "lock",
                        _(
                            "When it next makes contact it hands over unsent work, locks itself and destroys its keys."
                        ),
                    ),
                    (
                        "warn",
                        _(
                            "What was on it already may have been read. Withdraw its password of the storage too."
                        ),
                    ),
                )
            )
        )
        self._spaces = TicksField(
            "remove.spaces",
            _("From what?"),
            [(space, words.space(tools.terms, space)) for space in spaces],
            value=spaces,
        )
        self.put("spaces", self._spaces)
        self.ask(_("I have read this"), _("Read first what this means."))

    def _go(self) -> None:
        self._spaces.complain("" if self._spaces.value() else _("Choose at least one."))
        super()._go()
