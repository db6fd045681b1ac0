"""A professional's choice held against the advice: what needs a reason, and what cannot be (REQ-REF-03)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from veldwerk.domain.errors import N_, UserError
from veldwerk.rules.advise import Advice


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice that may stand. `overridden` are rule ids, `unsuggested` kinds; with either, `reason` is
    written.
    """

    kinds: tuple[str, ...]
    overridden: tuple[str, ...]
    unsuggested: tuple[str, ...]
    reason: str

    @property
    def deviates(self) -> bool:
        """Counts as «afgeweken van voorstel» (indicator D08)."""
        return bool(self.overridden or self.unsuggested)


def decide(advice: Advice, kinds: Collection[str], reason: str = "") -> Decision:
    """Check a choice of kinds. `UserError` when a rule forbids it for good, or when a reason is missing."""
    objections = advice.objections(kinds)
    for objection in objections:
        if objection.rule.override == "nooit":
            raise UserError(
                N_("This choice is not possible (rule {rule})"),
                code="choice-forbidden",
                rule=objection.rule.id,
                kind=objection.kind,
            )
    overridden = tuple(dict.fromkeys(objection.rule.id for objection in objections))
    unsuggested = tuple(kind for kind in kinds if kind not in advice.kinds)
    if (overridden or unsuggested) and not reason.strip():
        raise UserError(
            N_("This differs from the advice: write down why"),
            code="reason-needed",
            rules=", ".join(overridden),
            kinds=", ".join(unsuggested),
        )
    return Decision(tuple(kinds), overridden, unsuggested, reason.strip())
