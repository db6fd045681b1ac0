"""Definitions of the figures in a month summary, as data (DOMAIN 7.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from veldwerk.domain.bilingual import Bilingual
from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.parsing import Node

GROUPS = {
    "B": N_("Visits"),
    "S": N_("Signals"),
    "L": N_("Loneliness"),
    "D": N_("Referrals"),
    "V": N_("Volunteers"),
    "C": N_("Neighbourhood and coalition"),
    "Q": N_("Quality of the records"),
}
"""Groups by the first letter of an id, in the order of the report."""

UNITS = {
    "personen": N_("people"),
    "bezoeken": N_("visits"),
    "pogingen": N_("attempts"),
    "signalen": N_("signals"),
    "metingen": N_("measurements"),
    "verwijzingen": N_("referrals"),
    "meldingen": N_("reports"),
    "vrijwilligers": N_("volunteers"),
    "koppelingen": N_("matches"),
    "check-ins": N_("check-ins"),
    "momenten": N_("moments"),
    "berichten": N_("messages"),
    "plekken": N_("entries"),
    "notities": N_("notes"),
    "uren": N_("hours"),
    "duur": N_("duration"),
}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure: what it is called, how it is counted and over what; `version` is printed beside each
    value.

    `computed` says whether this release counts it; `sensitive` asks for the group rule of small-cell
    protection.
    """

    id: str
    version: int
    label: Bilingual
    formula: Bilingual
    denominator: Bilingual | None
    unit: str
    sensitive: bool
    computed: bool

    @property
    def group(self) -> str:
        """The group the figure belongs to: the first letter of its id."""
        return self.id[0]


def read_indicators(data: Mapping[str, object], name: str = "indicators.toml") -> dict[str, Indicator]:
    """Definitions by id, in the order of the report. `UserError` names the row of what is wrong."""
    root = Node(data, name).only(("indicators",))
    found: dict[str, Indicator] = {}
    for node in root.at("indicators").elements("id"):
        node.only(("id", "version", "label", "formula", "denominator", "unit", "sensitive", "computed"))
        one = Indicator(
            id=node.text("id"),
            version=node.integer("version"),
            label=node.bilingual("label"),
            formula=node.bilingual("formula"),
            denominator=node.bilingual("denominator") if node.has("denominator") else None,
            unit=node.choice("unit", UNITS),
            sensitive=node.truth("sensitive", False),
            computed=node.truth("computed", False),
        )
        if one.group not in GROUPS:
            raise node.fail(N_("{place}: an id starts with the letter of its group"))
        if one.id in found:
            raise node.fail(N_("{place}: this id stands here twice"))
        found[one.id] = one
    return found


def computed(indicators: Mapping[str, Indicator]) -> tuple[Indicator, ...]:
    """The figures this release counts."""
    return tuple(one for one in indicators.values() if one.computed)


def get(indicators: Mapping[str, Indicator], indicator_id: str) -> Indicator:
    """The definition with this id; `UserError` when there is none."""
    found = indicators.get(indicator_id)
    if found is None:
        raise UserError(
            N_("There is no figure «{indicator}»"), code="unknown-indicator", indicator=indicator_id
        )
    return found
