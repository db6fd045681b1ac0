"""What the signals work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from veldwerk.domain.terms import Terms
from veldwerk.services.access import Actor
from veldwerk.services.forms import Forms
from veldwerk.services.halfway import Halfway
from veldwerk.services.people import People
from veldwerk.services.signals import Signals
from veldwerk.services.visits import Visits
from veldwerk.ui.page import Page
from veldwerk.ui.parts.saving import Saving


@dataclass(frozen=True, slots=True)
class Tools:
    """Services, words and the way to a visit (by its id)."""

    actor: Actor
    signals: Signals
    people: People
    visits: Visits
    forms: Forms
    terms: Terms
    saving: Saving
    halfway: Halfway
    new_id: Callable[[], str]
    visit: Callable[[str], Page]
