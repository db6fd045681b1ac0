"""What erasing somebody for good takes away, told before it is asked and before it is agreed to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from veldwerk.domain.terms import Terms
from veldwerk.texts import _, language
from veldwerk.ui.parts.points import points


def what_goes(terms: Terms, kinds: Sequence[tuple[str, int]]) -> QWidget:
    """Which records, where from, and that nothing brings them back."""
    listed = ", ".join(f"{terms.label('kind', kind, language())} ({n})" for kind, n in kinds)
    return points(
        (
            ("delete", _("This goes: {records}").format(records=listed)),
            (
                "device",
                _("It goes from this laptop at once, and from every other one when that next exchanges."),
            ),
            ("warn", _("Nothing brings it back: not the bin, not undoing, not a colleague.")),
            (
                "lock",
                _("Backups and printed letters stay outside. After it you see what may still be somewhere."),
            ),
        )
    )
