"""What the page works with."""

from __future__ import annotations

from dataclasses import dataclass

from veldwerk.domain.terms import Terms
from veldwerk.services.access import Actor
from veldwerk.services.erasures import Erasures
from veldwerk.services.sync_arrivals import Arrivals
from veldwerk.services.sync_review import Review
from veldwerk.services.twins import Twins
from veldwerk.ui.parts.saving import Saving


@dataclass(frozen=True, slots=True)
class Tools:
    """Who looks, what waits and what one does about it."""

    actor: Actor
    arrivals: Arrivals
    review: Review
    erasures: Erasures
    twins: Twins
    terms: Terms
    saving: Saving
