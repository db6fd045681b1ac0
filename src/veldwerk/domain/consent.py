"""Consent per purpose, recipient and category of data (DOMAIN 3.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from veldwerk.domain.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Record):
    """What one person allowed: `purpose` (verwijzing, dossier, terugkoppeling), `recipient` by name, `categories`.

    `how` is mondeling or schriftelijk; `wording` is the sentence that was read out.
    """

    KIND: ClassVar[str] = "consent"
    person_id: str = ""
    purpose: str = ""
    recipient: str = ""
    categories: tuple[str, ...] = ()
    wording: str = ""
    given_on: date | None = None
    given_by: str = ""
    how: str = "mondeling"
    ends_on: date | None = None
    withdrawn_on: date | None = None
    recorded_by: str = ""

    def active(self, on: date) -> bool:
        """Whether it holds on that day: given, not ended, not withdrawn."""
        return (
            self.given_on is not None
            and self.given_on <= on
            and (self.ends_on is None or on <= self.ends_on)
            and (self.withdrawn_on is None or on < self.withdrawn_on)
        )

    def covers(self, recipient: str, categories: frozenset[str], on: date) -> bool:
        """Whether all `categories` may go to `recipient` on that day."""
        return self.active(on) and self.recipient == recipient and categories <= set(self.categories)
