"""Situation, kinds and goals (DOMAIN 4.1 to 4.3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conformance.domain_suites import library
from veldwerk.domain.appraisal import (
    Case,
    Goal,
    Thresholds,
    TypeJudgement,
    check_goal,
    confirmed_types,
    propose_types,
    read_case,
    score_class,
    situatie,
)
from veldwerk.domain.errors import UserError
from veldwerk.domain.instruments import score
from veldwerk.domain.vocabulary import FIELDS, SITUATIONS

LONELY = {"score_class": "matig", "typen": ["sociaal"]}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"score_class": "geen"}, "geen"),
        ({}, "onbekend"),
        ({"score_class": "geen", "blijvend": True}, "geen"),
        ({**LONELY, "duur_mnd": 1, "blijvend": True}, "blijvend"),
        ({**LONELY, "duur_mnd": 1, "doorwerking": 2}, "problematisch"),
        ({**LONELY, "duur_mnd": 12, "doorwerking": 1}, "problematisch"),
        ({**LONELY, "duur_mnd": 12, "doorwerking": 0}, "dreigend"),
        ({**LONELY, "duur_mnd": 11, "doorwerking": 1}, "dreigend"),
        ({**LONELY, "score_class": "ernstig", "duur_mnd": 12}, "problematisch"),
        ({**LONELY, "score_class": "zeer_ernstig", "duur_mnd": 11}, "dreigend"),
        ({**LONELY, "duur_mnd": 6}, "dreigend"),
        ({**LONELY, "duur_mnd": 5}, "normaal"),
        ({**LONELY, "duur_mnd": None}, "dreigend"),
        ({"score_class": "geen", "typen": ["existentieel"], "duur_mnd": 5}, "normaal"),
    ],
)
def test_situation_by_the_table(values: dict[str, object], expected: str) -> None:
    assert situatie(read_case(values)).value == expected


def test_reason_says_what_made_it_problematic() -> None:
    found = situatie(read_case({**LONELY, "duur_mnd": 3, "doorwerking": 2}))
    assert [str(reason) for reason in found.reasons] == ["it affects 2 areas of life"]
    one = situatie(read_case({**LONELY, "duur_mnd": 14, "doorwerking": 1}))
    assert [str(r) for r in one.reasons] == ["it has lasted 14 months", "it affects 1 area of life"]


def test_unknown_duration_is_asked_first_and_counted_apart() -> None:
    found = situatie(read_case({**LONELY, "doorwerking": 0}))
    assert found.ask_first == ("duur_mnd",)
    assert found.duration_unknown
    assert [str(reason) for reason in found.reasons] == ["the duration was not asked"]
    assert not situatie(read_case({**LONELY, "doorwerking": 0, "duur_mnd": 7})).duration_unknown


def test_thresholds_are_settings() -> None:
    case = read_case({**LONELY, "duur_mnd": 7})
    assert situatie(case, Thresholds(threatening_months=8)).value == "normaal"


def test_only_confirmed_yes_counts_as_a_kind() -> None:
    judgements = {
        "sociaal": TypeJudgement("sociaal", "ja", confirmed=True),
        "emotioneel": TypeJudgement("emotioneel", "ja"),
        "existentieel": TypeJudgement("existentieel", "onzeker", confirmed=True),
    }
    assert confirmed_types(judgements) == {"sociaal"}
    assert read_case({"typen": {"sociaal": "ja", "emotioneel": "onzeker", "existentieel": "nee"}}).typen == {
        "sociaal"
    }


def test_proposal_follows_the_subscales_and_never_says_existential() -> None:
    emotional = score(
        library().get("djg6"), {"3": "ja", "4": "ja", "7": "ja", "8": "ja", "9": "nee", "10": "nee"}
    )
    card = score(library().get("zingevingskaart"), {"doel": "ontbreekt"})
    found = {one.kind: one.answer for one in propose_types({"djg6": emotional, "zingevingskaart": card})}
    assert found == {"sociaal": "nee", "emotioneel": "ja", "existentieel": "onzeker"}


def test_longer_scale_speaks_with_its_own_limit() -> None:
    one_point = {str(n): "ja" if n in (1, 3, 4, 7, 8, 11) else "nee" for n in range(1, 12)}
    long = score(library().get("djg11"), one_point)
    short = score(library().get("djg6"), {k: one_point[k] for k in ("3", "4", "7", "8", "9", "10")})
    found = {one.kind: one.answer for one in propose_types({"djg6": short, "djg11": long})}
    assert found == {"sociaal": "nee", "emotioneel": "nee"}


def test_score_class_never_comes_from_network_or_frailty() -> None:
    small = score(library().get("lsns6"), dict.fromkeys("123456", 0))
    assert score_class({"lsns6": small}) == "onbekend"
    severe = score(library().get("djg6"), dict.fromkeys(("3", "4", "7", "8", "9", "10"), "min_of_meer"))
    assert score_class({"djg6": severe, "lsns6": small}) == "ernstig"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"typen": ["romantisch"]}, "typen"),
        ({"duur_mnd": -1}, "duur_mnd"),
        ({"duur_mnd": "lang"}, "duur_mnd"),
        ({"doorwerking": True}, "doorwerking"),
        ({"blijvend": "ja"}, "blijvend"),
        ({"wens": "misschien"}, "wens"),
        ({"leeftijd": 80}, "leeftijd"),
        ({"oorzaken": {"schulden": 1}}, "oorzaken"),
    ],
)
def test_a_wrong_input_names_its_field(values: dict[str, object], field: str) -> None:
    with pytest.raises(UserError) as caught:
        read_case(values)
    assert caught.value.values["field"] == field


def test_unknown_is_a_value_everywhere() -> None:
    blank = read_case(dict.fromkeys(FIELDS))
    assert (
        blank
        == Case()
        == read_case({name: "onbekend" for name, one in FIELDS.items() if one.shape != "many"})
    )


@given(
    st.builds(
        Case,
        score_class=st.sampled_from(sorted(FIELDS["score_class"].codes)),
        typen=st.frozensets(st.sampled_from(sorted(FIELDS["typen"].codes))),
        duur_mnd=st.none() | st.integers(0, 400),
        doorwerking=st.none() | st.integers(0, 12),
        blijvend=st.none() | st.booleans(),
    )
)
def test_every_case_has_one_situation_with_a_reason(case: Case) -> None:
    found = situatie(case)
    assert found.value in SITUATIONS
    assert found.reasons
    assert all(str(reason) for reason in found.reasons)


def test_goal_needs_words_date_and_fits_the_situation() -> None:
    check_goal(
        Goal("verlichten", "Eén avond in de week niet alleen eten", "2027-02-01"), frozenset({"oplossen"})
    )
    for goal, code in (
        (Goal("genezen", "x", "2027-02-01"), "unknown-goal"),
        (Goal("oplossen", "x", "2027-02-01"), "forbidden-goal"),
        (Goal("hanteren", " ", "2027-02-01"), "goal-without-words"),
        (Goal("hanteren", "x", ""), "goal-without-date"),
    ):
        with pytest.raises(UserError) as caught:
            check_goal(goal, frozenset({"oplossen"}))
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("typen", [[]]),
        ("typen", [{}]),
        ("typen", {"sociaal": []}),
        ("typen", {"sociaal": {}}),
        ("wens", []),
        ("wens", {}),
        ("oorzaken", [["verlies_partner"]]),
        ("duur_mnd", []),
        ("blijvend", {}),
    ],
)
def test_a_value_of_another_shape_names_its_field(field: str, value: object) -> None:
    with pytest.raises(UserError) as refused:
        read_case({field: value})
    assert (refused.value.code, refused.value.values["field"]) == ("invalid-value", field)


def test_an_unknown_field_is_named_whatever_it_holds() -> None:
    with pytest.raises(UserError) as refused:
        read_case({"sociaal": []})
    assert refused.value.values["field"] == "sociaal"
