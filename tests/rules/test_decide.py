"""A choice held against the advice (REQ-REF-03)."""

from __future__ import annotations

import pytest

from tests.conformance.domain_suites import rules
from veldwerk.domain.appraisal import read_case
from veldwerk.domain.errors import UserError
from veldwerk.rules.advise import advise
from veldwerk.rules.decide import decide

GRIEF = advise(
    read_case(
        {
            "score_class": "ernstig",
            "typen": ["emotioneel"],
            "duur_mnd": 3,
            "oorzaken": ["verlies_partner"],
            "verlies_mnd": 3,
            "wens": "hulp",
            "sociale_behoefte": "ja",
        }
    ),
    rules(),
)
EXISTENTIAL = advise(
    read_case({"score_class": "matig", "typen": ["existentieel"], "duur_mnd": 8, "wens": "hulp"}), rules()
)


def test_a_suggestion_needs_no_reason() -> None:
    found = decide(GRIEF, ["rouwondersteuning"])
    assert not found.deviates


def test_what_is_not_suggested_needs_a_reason() -> None:
    with pytest.raises(UserError) as caught:
        decide(GRIEF, ["vervoer"])
    assert caught.value.code == "reason-needed"
    found = decide(GRIEF, ["vervoer"], "  Mevrouw wil naar het graf. ")
    assert (found.unsuggested, found.reason, found.deviates) == (
        ("vervoer",),
        "Mevrouw wil naar het graf.",
        True,
    )


def test_a_rule_with_a_reason_can_be_set_aside() -> None:
    found = decide(GRIEF, ["ggz"], "Al langer in behandeling.")
    assert found.overridden == ("N07",)


def test_never_means_never() -> None:
    with pytest.raises(UserError) as caught:
        decide(EXISTENTIAL, ["ontmoeten_activiteit"], "Wil het zelf graag.")
    assert (caught.value.code, caught.value.values["rule"]) == ("choice-forbidden", "N01")
    assert decide(EXISTENTIAL, ["ontmoeten_activiteit", "gesprek"], "Wil het zelf graag.").overridden == ()
