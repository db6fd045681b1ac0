"""What appraisal and advice work with."""

from __future__ import annotations

from dataclasses import dataclass

from veldwerk.domain.instruments import Library
from veldwerk.domain.terms import Terms
from veldwerk.services.access import Actor
from veldwerk.services.appraisals import Appraisals
from veldwerk.services.people import People
from veldwerk.services.referrals import Referrals
from veldwerk.services.visits import Visits
from veldwerk.ui.parts.saving import Saving


@dataclass(frozen=True, slots=True)
class Tools:
    """Services, words, and the spaces that are open here (health codes need `zorg`)."""

    actor: Actor
    visits: Visits
    people: People
    appraisals: Appraisals
    referrals: Referrals
    terms: Terms
    library: Library
    spaces: frozenset[str]
    saving: Saving
