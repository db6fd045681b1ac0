"""What the parts of the referrals screen work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from veldwerk.domain.terms import Terms
from veldwerk.rules.table import RuleTable
from veldwerk.services.access import Actor
from veldwerk.services.halfway import Halfway
from veldwerk.services.letters import Letters
from veldwerk.services.people import People
from veldwerk.services.referrals import Referrals
from veldwerk.services.social_map import SocialMap
from veldwerk.texts import language
from veldwerk.ui.parts.saving import Saving


@dataclass(frozen=True, slots=True)
class Tools:
    """Services, words and who is who. `names` gives worker id to name and blocks."""

    actor: Actor
    referrals: Referrals
    social_map: SocialMap
    people: People
    letters: Letters
    table: RuleTable
    terms: Terms
    names: Callable[[], Mapping[str, str]]
    saving: Saving
    halfway: Halfway

    def kind(self, code: str) -> str:
        """The words for an intervention kind."""
        known = self.table.interventions.get(code)
        return known.label.text(language()) if known is not None else code

    def term(self, group: str, code: str) -> str:
        """The words for a code."""
        return self.terms.label(group, code, language())
