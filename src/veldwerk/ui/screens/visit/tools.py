"""What the pages of a visit work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from veldwerk.domain.instruments import Library
from veldwerk.domain.terms import Terms
from veldwerk.services.access import Actor
from veldwerk.services.people import People
from veldwerk.services.signals import Signals
from veldwerk.services.visits import Visits
from veldwerk.ui.page import Page
from veldwerk.ui.parts.saving import Saving


@dataclass(frozen=True, slots=True)
class Tools:
    """Services, words, the spaces that are open here, and the way to the appraisal of a visit."""

    actor: Actor
    visits: Visits
    people: People
    signals: Signals
    terms: Terms
    library: Library
    spaces: frozenset[str]
    saving: Saving
    appraise: Callable[[str], Page]
