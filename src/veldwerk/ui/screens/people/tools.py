"""What the parts of the people screen work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from veldwerk.domain.instruments import Library
from veldwerk.domain.terms import Terms
from veldwerk.services.access import Actor
from veldwerk.services.erasures import Erasures
from veldwerk.services.forms import Forms
from veldwerk.services.halfway import Halfway
from veldwerk.services.people import People
from veldwerk.services.referrals import Referrals
from veldwerk.services.sync_conflicts import Conflicts
from veldwerk.services.visits import Visits
from veldwerk.ui.page import Page
from veldwerk.ui.parts.saving import Saving

Opener = Callable[[str], Page]


@dataclass(frozen=True, slots=True)
class Tools:
    """Services, words and ways out. `visit(visit id)`, `signal(person id)`, `safety(person id)` and `two_texts(person id,
    id of the conflict to begin with or «»)` make pages that open over this one."""

    actor: Actor
    people: People
    visits: Visits
    forms: Forms
    referrals: Referrals
    terms: Terms
    library: Library
    interventions: Mapping[str, Mapping[str, str]]
    saving: Saving
    halfway: Halfway
    new_id: Callable[[], str]
    visit: Opener
    signal: Opener
    result: Opener
    conflicts: Conflicts
    two_texts: Callable[[str, str], Page]
    safety: Opener
    erasures: Erasures
