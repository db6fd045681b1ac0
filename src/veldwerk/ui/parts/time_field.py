"""A time of day as people type it: 10:30, 10.30, 1030 or 10."""

from __future__ import annotations

import re

from veldwerk.texts import _
from veldwerk.ui.widgets import TextField

_TIME = re.compile(r"(\d{1,2})(?:[:.u ]?(\d{2}))?")


def read_time(text: str) -> str | None:
    """«HH:MM», empty for nothing, None for what is not a time."""
    clean = text.strip().lower()
    if not clean:
        return ""
    found = _TIME.fullmatch(clean)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


class TimeField(TextField):
    """Empty is allowed; anything else must be a time. Written out whole on leaving."""

    def __init__(self, name: str, question: str, *, value: str = "", hint: str = "") -> None:
        super().__init__(name, question, value=value, hint=hint, width=110, placeholder=_("hh:mm"))
        self.left.connect(self._settle)

    def time(self) -> str:
        """«HH:MM» or empty."""
        return read_time(self.value()) or ""

    def _settle(self) -> None:
        read = read_time(self.value())
        if read is None:
            self.complain(_("This is not a time. Write 10:30."))
            return
        self.complain("")
        self.edit.setText(read)
