"""Instruments as data and their scoring, by hand and by property (DOMAIN 1)."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conformance.domain_suites import RESOURCES, library
from veldwerk.domain.errors import UserError
from veldwerk.domain.instruments import Measurement, compare, read_library, score
from veldwerk.domain.instruments.definition import CLOSED_LICENCES, MISSING, Instrument

ALL = library().instruments
DJG6 = library().get("djg6")
DJG11 = library().get("djg11")


def answers_of(instrument: Instrument, missing: bool = True) -> st.SearchStrategy[dict[str, object]]:
    blanks: tuple[object, ...] = (None, *MISSING) if missing else ()
    return st.fixed_dictionaries({i.id: st.sampled_from((*i.codes, *blanks)) for i in instrument.items})


any_filled = st.sampled_from(sorted(ALL)).flatmap(lambda k: st.tuples(st.just(ALL[k]), answers_of(ALL[k])))


@pytest.mark.parametrize(
    ("answers", "total", "category"),
    [
        ({"3": "ja", "9": "ja", "10": "ja", "4": "min_of_meer", "7": "ja", "8": "ja"}, 4, "matig_eenzaam"),
        (dict.fromkeys(("3", "4", "7", "8", "9", "10"), "min_of_meer"), 6, "ernstig_eenzaam"),
        (dict.fromkeys(("3", "4", "7", "8", "9", "10"), "nee"), 3, "matig_eenzaam"),
    ],
)
def test_djg6_by_hand(answers: dict[str, object], total: int, category: str) -> None:
    outcome = score(DJG6, answers)
    assert (outcome.total, outcome.category) == (total, category)


def test_missing_item_leaves_an_interval_and_says_the_category_is_uncertain() -> None:
    answers: dict[str, object] = {
        str(n): "ja" if n in (1, 2, 4, 5, 7, 8, 11) else "nee" for n in range(1, 12)
    }
    outcome = score(DJG11, {**answers, "3": "weet_niet"})
    assert (outcome.total, outcome.interval, outcome.category_uncertain) == (2, (2, 3), True)
    assert outcome.subscales == {"emotional": None, "social": 0}


def test_refused_not_known_and_not_asked_all_count_as_missing() -> None:
    outcome = score(DJG6, {"3": "weigert", "4": "weet_niet", "7": None})
    assert outcome.missing == ("3", "4", "7", "8", "9", "10")
    assert outcome.total is None
    assert not outcome.valid


def test_unknown_code_names_the_item_and_is_never_zero() -> None:
    with pytest.raises(UserError) as caught:
        score(DJG6, {"3": "misschien"})
    assert caught.value.values["item"] == "3"
    with pytest.raises(UserError, match="no item «99»"):
        score(DJG6, {"99": "ja"})


def test_truth_value_is_no_number() -> None:
    with pytest.raises(UserError):
        score(library().get("phq2"), {"1": True, "2": 0})


def test_straight_lining_warns_without_touching_the_score() -> None:
    same = score(DJG6, dict.fromkeys(("3", "4", "7", "8", "9", "10"), "ja"))
    assert same.straight_lining
    assert same.total == 3
    assert not score(DJG6, {**dict.fromkeys(("3", "4", "7", "8", "9"), "ja"), "10": "nee"}).straight_lining


def test_norm_sets_use_their_own_words() -> None:
    answers: dict[str, object] = {"3": "ja", "4": "nee", "7": "nee", "8": "ja", "9": "ja", "10": "ja"}
    assert score(DJG6, answers, "manual").category == "ernstig_eenzaam"
    assert score(DJG6, answers, "cbs").category == "sterk_eenzaam"
    with pytest.raises(UserError, match="no norm set"):
        score(DJG6, answers, "ggd")


def test_phq9_question_nine_alerts_on_an_incomplete_form() -> None:
    outcome = score(library().get("phq9"), {"9": 1})
    assert outcome.total is None
    assert outcome.alerts == ("safety_alert",)
    assert score(library().get("phq9"), {"9": 0}).alerts == ()


def test_nobody_else_answers_a_loneliness_scale() -> None:
    DJG6.check_respondent("interview")
    with pytest.raises(UserError):
        DJG6.check_respondent("proxy")
    library().get("leefgebieden").check_respondent("proxy")


def test_meaning_map_asks_to_talk_but_has_no_sum() -> None:
    card = library().get("zingevingskaart")
    quiet = score(card, {"doel": "onder_druk", "waarde": "draagt"})
    pressed = score(card, {"doel": "onder_druk", "waarde": "onder_druk"})
    missing = score(card, {"regie": "ontbreekt"})
    assert [one.flags["bespreek_existentieel"] for one in (quiet, pressed, missing)] == [False, True, True]
    assert {one.total for one in (quiet, pressed, missing)} == {None}


def test_spill_over_is_the_number_of_areas_with_yes() -> None:
    outcome = score(
        library().get("leefgebieden"),
        {
            "verlies": "probleem",
            "verlies_doorwerking": "ja",
            "wonen_doorwerking": "nee",
            "geheugen_doorwerking": "ja",
        },
    )
    assert outcome.subscales == {"doorwerking": 2}


def test_closed_licence_is_off_and_without_texts() -> None:
    closed = [one for one in ALL.values() if one.licence in CLOSED_LICENCES]
    assert {one.id for one in closed} == {"lsns6", "tfi", "mastery7", "mlq", "cbs_ucla6"}
    assert not any(one.on or any(item.text for item in one.items) for one in closed)


def test_what_is_offered_and_to_whom() -> None:
    welfare = {one.id for one in library().offered("welzijnswerker")}
    assert welfare == {"djg6", "djg11", "direct_ons", "ucla3", "zingevingskaart", "leefgebieden"}
    assert {one.id for one in library().offered("wijkverpleegkundige")} == welfare | {"whooley2", "phq2"}


def test_health_screens_live_in_the_care_space() -> None:
    assert {one.space for one in ALL.values() if one.measures == "somberheid"} == {"zorg"}


def test_form_binding_names_instrument_and_item() -> None:
    instrument, item = library().bound("djg6/3")
    assert (instrument.id, item.id) == ("djg6", "3")
    with pytest.raises(UserError):
        library().bound("djg6/1")


@given(any_filled)
def test_score_does_not_depend_on_the_order_of_answers(filled: tuple[Instrument, dict[str, object]]) -> None:
    instrument, answers = filled
    shuffled = list(answers.items())
    random.Random(len(answers)).shuffle(shuffled)
    assert score(instrument, dict(shuffled)) == score(instrument, answers)


@given(any_filled)
def test_total_needs_enough_answers_and_lies_within_its_interval(
    filled: tuple[Instrument, dict[str, object]],
) -> None:
    instrument, answers = filled
    outcome = score(instrument, answers)
    if outcome.total is not None:
        assert instrument.total_missing_max is not None
        assert len(outcome.missing) <= instrument.total_missing_max
        assert outcome.interval is not None
        assert outcome.interval[0] == outcome.total <= outcome.interval[1]


@given(any_filled, st.data())
def test_a_further_missing_answer_never_makes_a_total(
    filled: tuple[Instrument, dict[str, object]], data: st.DataObject
) -> None:
    instrument, answers = filled
    blank = data.draw(st.sampled_from(sorted(answers)))
    if score(instrument, answers).total is None:
        assert score(instrument, {**answers, blank: None}).total is None


@given(any_filled, st.data())
def test_interval_holds_every_completion(
    filled: tuple[Instrument, dict[str, object]], data: st.DataObject
) -> None:
    instrument, answers = filled
    interval = score(instrument, answers).interval
    complete = {
        item.id: answers[item.id]
        if answers[item.id] not in (None, *MISSING)
        else data.draw(st.sampled_from(item.codes))
        for item in instrument.items
    }
    total = score(instrument, complete).total
    if interval is not None and total is not None:
        assert interval[0] <= total <= interval[1]


def _measured(total: int, mode: str = "gesprek") -> Measurement:
    answers: dict[str, object] = {
        item.id: item.codes[0 if item.direction == "positive" else -1] for item in DJG11.items
    }
    for item in DJG11.items[:total]:
        answers[item.id] = "min_of_meer"
    return Measurement(score(DJG11, answers), mode, answers)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (9, 5, "waarschijnlijk_minder"),
        (9, 6, "geen_zekere_verandering"),
        (2, 6, "waarschijnlijk_meer"),
        (5, 5, "geen_zekere_verandering"),
    ],
)
def test_change_is_told_from_measurement_error(before: int, after: int, verdict: str) -> None:
    found = compare(DJG11, _measured(before), _measured(after))
    assert found.verdict == verdict
    assert found.sentence.values["needed"] == 4
    assert len(found.moved) == abs(before - after)


def test_only_like_is_compared_with_like() -> None:
    assert compare(DJG11, _measured(9), _measured(5, "telefoon")).verdict == "niet_vergelijkbaar"
    other = Measurement(score(DJG6, {}), "gesprek", {})
    assert compare(DJG11, _measured(9), other).verdict == "niet_vergelijkbaar"


def _definition() -> dict[str, Any]:
    import tomllib

    folder = RESOURCES / "instruments"
    return {
        stem: tomllib.loads((folder / f"{stem}.toml").read_text(encoding="utf-8"))
        for stem in ("common", "djg6")
    }


@pytest.mark.parametrize(
    ("break_it", "place"),
    [
        (lambda d: d["djg6"].pop("licence"), "djg6.toml › licence"),
        (
            lambda d: d["djg6"]["items"][2].update(direction="sideways"),
            "djg6.toml › items › 3 (7) › direction",
        ),
        (lambda d: d["djg6"]["norms"][0]["total"][1].update({"from": 3}), "djg6.toml"),
        (lambda d: d["djg6"]["norms"][0]["total"].pop(), "djg6.toml"),
        (lambda d: d["djg6"].update(licence="toestemming_nodig"), "djg6.toml"),
        (lambda d: d["djg6"]["points"]["negative"].update(maybe=1), "djg6.toml › points › negative"),
        (lambda d: d["djg6"].update(colour="red"), "djg6.toml"),
        (lambda d: d["djg6"].update(id="djg7"), "djg6.toml"),
        (lambda d: d["common"].pop("notice"), "common.toml › notice"),
    ],
)
def test_a_fault_in_a_definition_names_its_place(break_it: Any, place: str) -> None:
    files = copy.deepcopy(_definition())
    read_library(files)
    break_it(files)
    with pytest.raises(UserError) as caught:
        read_library(files)
    assert caught.value.values["place"] == place
