"""Everything that waits for a decision of a person after exchanging, counted once for Today and for the exchange page."""

from __future__ import annotations

from dataclasses import dataclass

from veldwerk.domain.people import Person
from veldwerk.services.access import Actor
from veldwerk.services.erasures import Erasures
from veldwerk.services.sync_review import Review
from veldwerk.services.twins import Twins


@dataclass(frozen=True, slots=True)
class Waiting:
    """Erasures that wait for this worker, as (request, who asks, about whom), pairs of visits that may be one, and
    how much came in that needs a look."""

    erasures: tuple[tuple[str, str, Person | None], ...] = ()
    twins: int = 0
    arrivals: int = 0

    @property
    def total(self) -> int:
        return len(self.erasures) + self.twins + self.arrivals


class ToLook:
    """Reads this vault alone."""

    def __init__(self, review: Review, erasures: Erasures, twins: Twins) -> None:
        self._review, self._erasures, self._twins = review, erasures, twins

    def waiting(self, actor: Actor) -> Waiting:
        """What waits for `actor` now (R15: nothing is parked silently)."""
        asked = tuple((one.id, one.who, one.person) for one in self._erasures.for_me(actor))
        return Waiting(asked, self._twins.count(actor), self._review.count(actor))
