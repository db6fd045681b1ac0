"""Appraisal and advice: a person judges, field by field; the advice says why and why not; the choice is free but said."""

from __future__ import annotations

from typing import Any

from tests.places import add_person, add_service
from tests.services.test_round import finished
from tests.ui.screens.conftest import Show, Shown
from veldwerk.services.access import Role


def appraising(shown: Shown, **answers: str) -> Any:
    """The appraisal page of a finished visit."""
    person = add_person(shown.place.work)
    done = finished(shown.place, person, **answers)
    screen = shown.go("people", person.id)
    page = shown.open(screen._tools.result(done.visit.id))
    page._to_appraisal()
    shown.hands.at_page("appraisal")
    shown.settle()
    return shown.front


def advised(shown: Shown, **answers: str) -> Any:
    appraising(shown, **answers)._confirm()
    shown.hands.at_page("advice")
    shown.settle()
    return shown.front


def test_what_was_not_said_starts_open_with_the_proposal_beside_it(show: Show) -> None:
    shown = show()
    page = appraising(shown, type_emotioneel="", type_sociaal="")
    inputs = page._inputs
    assert {field.value() for field in inputs.types.values()} == {""}
    assert "Voorstel: ja" in inputs.types["emotioneel"].hint and "2" in inputs.types["emotioneel"].hint
    assert set(inputs.read().types.values()) == {"onzeker"}


def test_how_long_is_asked_first_and_moves_the_situation_live(show: Show) -> None:
    shown = show()
    page = appraising(shown, duur_mnd="")
    assert shown.hands.at == "appraisal.duur_mnd"
    assert "Nog te vragen" in page._situation._ask.text()
    shown.hands.type("14")
    assert "Problematische" in page._situation._mark.text()
    assert "14 maanden" in page._situation._why.text()
    shown.hands.replace("2")
    assert "14" not in page._situation._why.text()


def test_lasting_needs_a_reason_and_forbids_solving(show: Show) -> None:
    shown = show()
    page = appraising(shown)
    inputs = page._inputs
    inputs.goal.choices.button_of("oplossen").click()
    inputs.permanent.check.click()
    assert inputs.goal.value() == "" and inputs.goal.complaint
    page._confirm()
    shown.settle()
    assert shown.front.id == "appraisal" and inputs.reason.complaint
    inputs.reason.edit.setPlainText("Henk komt niet terug; zij wil het dragen.")
    page._confirm()
    shown.hands.at_page("advice")
    assert shown.front._appraisal.situation == "blijvend"


def test_half_a_month_is_no_answer(show: Show) -> None:
    shown = show()
    page = appraising(shown)
    page._inputs.duration.edit.setText("2,5")
    page._confirm()
    shown.settle()
    assert shown.front.id == "appraisal" and page._inputs.duration.complaint


def test_every_suggestion_tells_rule_reason_source_and_answers(show: Show) -> None:
    shown = show()
    page = advised(shown)
    assert [card.kind for card in page._cards][: len(page._advice.kinds)] == list(page._advice.kinds)
    first = page._cards[0]
    first._turn()
    shown.settle()
    rule = page._advice.why(first.kind)[0]
    words = shown.words()
    assert f"Regel {rule.id}" in words and rule.reason.nl in words and "Bron:" in words and "Omdat:" in words


def test_what_can_never_be_cannot_be_ticked(show: Show) -> None:
    shown = show()
    page = advised(shown, wens="geen_hulp")
    never = [one.kind for one in page._advice.excluded if any(rule.override == "nooit" for rule in one.rules)]
    assert never
    cards = {card.kind: card for card in page._cards}
    assert not any(cards[kind].check.isEnabled() for kind in never)


def test_a_choice_beside_the_advice_asks_for_a_reason_and_keeps_it(show: Show) -> None:
    shown = show()
    page = advised(shown)
    other = next(iter(page._others._boxes))
    page._others._boxes[other].setChecked(True)
    assert not page._reason.isHidden()
    page._choose()
    shown.settle()
    assert page._reason.complaint
    page._reason.edit.setPlainText("Zij kent deze groep al.")
    page._choose()
    shown.settle()
    kept = shown.services.appraisals.latest(shown.actor, page._person.id)
    assert kept is not None and (kept.chosen, kept.override_reason) == ((other,), "Zij kent deze groep al.")


def test_waiting_is_a_full_choice_that_ends_in_the_diary(show: Show) -> None:
    shown = show()
    page = advised(shown)
    waiting = next(card for card in page._cards if card.kind == "afwachten")
    waiting.check.setChecked(True)
    assert page._reason.isHidden()
    page._choose()
    shown.settle()
    shown.part("advice.plan.afwachten").click()
    shown.settle()
    shown.hands.type("12-1-2027")
    shown.hands.tab_to("plan.do")
    shown.hands.enter()
    shown.settle()
    planned = [v for v in shown.services.visits.of(shown.actor, page._person.id) if v.status == "gepland"]
    assert [str(v.planned_on) for v in planned] == ["2027-01-12"]


def test_a_referral_begins_with_the_question_in_the_clients_words(show: Show) -> None:
    shown = show()
    add_service(shown.place.work, "rouwondersteuning")
    page = advised(shown)
    page._cards[0].check.setChecked(True)
    page._choose()
    shown.settle()
    shown.part(f"advice.begin.{page._cards[0].kind}").click()
    question = page._slot.findChild(object, "begin.question")
    question.setPlainText("")
    shown.part("begin.do").click()
    shown.settle()
    assert shown.services.referrals.of(shown.actor, page._person.id) == []
    question.setPlainText("Met iemand over Henk praten.")
    shown.part("begin.do").click()
    shown.hands.at_page("referrals")
    made = shown.services.referrals.of(shown.actor, page._person.id)[0]
    assert (made.question, made.suggested, bool(made.rule_ids)) == (
        "Met iemand over Henk praten.",
        True,
        True,
    )


def test_danger_shows_the_crisis_route_alone(show: Show) -> None:
    shown = show()
    page = appraising(shown)
    page._inputs._many["rode_vlaggen"].set_value(["suicidaliteit"])
    page._confirm()
    shown.hands.at_page("advice")
    shown.settle()
    assert shown.front._advice.kinds == ("crisis",)
    assert "Veiligheid gaat voor." in shown.words()


def test_a_welfare_worker_is_not_asked_for_health_codes(show: Show) -> None:
    shown = show(Role.WELFARE)
    page = appraising(shown)
    assert "gehoor" not in page._inputs._many["oorzaken"]._boxes
    assert "psychiatrie" not in page._inputs._many["complexiteit"]._boxes
    assert "schulden" in page._inputs._many["complexiteit"]._boxes


def test_what_was_filled_in_is_there_again_after_leaving(show: Show) -> None:
    shown = show()
    page = appraising(shown)
    page._inputs.words.edit.setPlainText("Weer naar het koor.")
    shown.hands.shortcut("Alt+Left")
    shown.settle()
    drafts = shown.services.visits.drafts(shown.actor)
    assert [draft.visit for draft in drafts] == [page._visit]
    shown.front._to_appraisal()
    shown.hands.at_page("appraisal")
    shown.settle()
    assert shown.front._inputs.words.value() == "Weer naar het koor."
    shown.front._confirm()
    shown.hands.at_page("advice")
    assert shown.services.visits.drafts(shown.actor) == []
