"""Words of an appraisal: fields, their codes and their labels (DOMAIN 4.1, 4.3). Labels are message ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from veldwerk.domain.errors import N_

UNKNOWN = "onbekend"

Shape = Literal["one", "many", "months", "count", "truth"]
"""one code; a set of codes; whole months or None; a whole number or None; true, false or None."""


@dataclass(frozen=True, slots=True)
class Field:
    """One input of an appraisal. `codes` maps each allowed code to its label."""

    id: str
    label: str
    shape: Shape
    codes: Mapping[str, str]


def _field(name: str, label: str, shape: Shape, codes: Mapping[str, str] | None = None) -> tuple[str, Field]:
    return name, Field(name, label, shape, codes or {})


TYPES = {
    "sociaal": N_("Social loneliness"),
    "emotioneel": N_("Emotional loneliness"),
    "existentieel": N_("Existential loneliness"),
}

SITUATIONS = {
    "geen": N_("Not lonely"),
    "onbekend": N_("Not known yet"),
    "normaal": N_("Normal loneliness"),
    "dreigend": N_("Threatening loneliness"),
    "problematisch": N_("Problematic loneliness"),
    "blijvend": N_("Lasting loneliness"),
}

GOALS = {
    "oplossen": N_("Solve"),
    "verminderen": N_("Reduce"),
    "verlichten": N_("Ease"),
    "hanteren": N_("Learn to live with it"),
    "stabiliseren": N_("Keep stable"),
    "vangnet": N_("Safety net"),
}

JUDGEMENTS = {"nee": N_("No"), "onzeker": N_("Uncertain"), "ja": N_("Yes")}

COMPLEXITY = {
    "psychiatrie": N_("Psychiatric problems"),
    "schulden": N_("Debts"),
    "verslaving": N_("Addiction"),
    "agressie": N_("Aggression"),
    "cognitie_ernstig": N_("Severe memory problems"),
    "zorgmijding": N_("Avoids care"),
    "suicidaliteit_historie": N_("Earlier suicidal thoughts or attempts"),
}

RED_FLAGS = {
    "suicidaliteit": N_("Suicidal thoughts"),
    "acute_nood": N_("Acute distress"),
    "delier": N_("Acute confusion"),
    "mishandeling_vermoeden": N_("Suspected abuse"),
    "acute_onveiligheid": N_("Acute danger"),
    "zelfverwaarlozing": N_("Self-neglect"),
}

CAUSES = {
    "verlies_partner": N_("Loss of partner"),
    "verlies_dierbare": N_("Loss of a loved one"),
    "verhuizing": N_("Moved house"),
    "rolverlies": N_("Loss of a role"),
    "lichamelijke_beperking": N_("Physical limitation"),
    "gehoor": N_("Hearing"),
    "zicht": N_("Sight"),
    "mobiliteit": N_("Mobility"),
    "vervoer": N_("Transport"),
    "psychische_klachten": N_("Mental health complaints"),
    "depressie_screen_positief": N_("Core questions about low mood answered with yes"),
    "cognitie": N_("Memory"),
    "schulden": N_("Debts"),
    "wonen": N_("Housing"),
    "onveilige_buurt": N_("Unsafe neighbourhood"),
    "uitsluiting": N_("Excluded by others"),
    "mantelzorg": N_("Cares for somebody"),
    "conflict": N_("Conflict"),
}

FIELDS: Mapping[str, Field] = dict(
    (
        _field(
            "score_class",
            N_("Loneliness score"),
            "one",
            {
                "geen": N_("Not lonely"),
                "matig": N_("Moderately lonely"),
                "ernstig": N_("Severely lonely"),
                "zeer_ernstig": N_("Very severely lonely"),
                UNKNOWN: N_("Unknown"),
            },
        ),
        _field("typen", N_("Kinds of loneliness"), "many", TYPES),
        _field("duur_mnd", N_("Months since it began"), "months"),
        _field("doorwerking", N_("Areas of life affected"), "count"),
        _field("oorzaken", N_("Causes"), "many", CAUSES),
        _field("verlies_mnd", N_("Months since the loss"), "months"),
        _field(
            "competenties",
            N_("Social skills"),
            "one",
            {"voldoende": N_("Sufficient"), "beperkt": N_("Limited"), UNKNOWN: N_("Unknown")},
        ),
        _field(
            "coping",
            N_("Way of coping"),
            "one",
            {"actief": N_("Active"), "passief": N_("Passive"), UNKNOWN: N_("Unknown")},
        ),
        _field(
            "sociale_behoefte",
            N_("Wants more contact"),
            "one",
            {"ja": N_("Yes"), "ambivalent": N_("In doubt"), "nee": N_("No"), UNKNOWN: N_("Unknown")},
        ),
        _field(
            "wens",
            N_("Wish of the client"),
            "one",
            {
                "hulp": N_("Wants help"),
                "alleen_praten": N_("Only wants to talk"),
                "later": N_("Later"),
                "geen_hulp": N_("Does not want help"),
                UNKNOWN: N_("Unknown"),
            },
        ),
        _field(
            "regie",
            N_("Control over own life"),
            "one",
            {
                "voldoende": N_("Sufficient"),
                "onder_druk": N_("Under pressure"),
                "verloren": N_("Lost"),
                UNKNOWN: N_("Unknown"),
            },
        ),
        _field("complexiteit", N_("Complexity"), "many", COMPLEXITY),
        _field("rode_vlaggen", N_("Red flags"), "many", RED_FLAGS),
        _field("blijvend", N_("Lasting"), "truth"),
        _field("professional_betrokken", N_("A professional is involved"), "truth"),
        _field("vrijwilliger_beschikbaar", N_("A volunteer is available"), "truth"),
        _field("geen_passend_aanbod", N_("No fitting offer"), "truth"),
    )
)
"""Inputs of DOMAIN 4.1 in its order."""

SITUATION = Field("situatie", N_("Situation"), "one", SITUATIONS)
"""Derived from the inputs; rules may test it."""
