"""A visit: drafts by themselves, the place kept, finished once; its result says what it is and is not."""

from __future__ import annotations

from typing import Any

from tests.journeys.hands import Key, Mod
from tests.places import add_person
from tests.ui.screens.conftest import Show, Shown
from veldwerk.demo.round import ANSWERS, fill
from veldwerk.domain.visits import Visit
from veldwerk.services.access import Role
from veldwerk.ui.screens.visit.drafts import Keeper


def begun(shown: Shown, **more: object) -> tuple[Visit, Any]:
    person = add_person(shown.place.work)
    visit = shown.services.visits.plan(shown.actor, person.id, shown.place.clock.today(), **more)  # type: ignore[arg-type]
    page = shown.open(shown.go("people")._tools.visit(visit.id))
    shown.hands.until(lambda: shown.hands.at.startswith("/"))
    return visit, page


def agreed(shown: Shown, page: Any) -> None:
    """The resident lets us write down what is said: then the questions come."""
    assert page._form.restore("/data/toestemming/toestemming_vastleggen")
    shown.hands.type("1")


def filled(shown: Shown, page: Any, **answers: str) -> None:
    today = shown.place.clock.today().isoformat()
    fill(page._opened.work.session, {**ANSWERS, "bezoekdatum": today, **answers})


def test_what_is_typed_is_kept_as_a_draft_and_the_place_with_it(show: Show) -> None:
    shown = show()
    visit, page = begun(shown)
    agreed(shown, page)
    assert page._form.restore("/data/opening/hoe_gaat_het")
    shown.hands.type("Het gaat wel.")
    shown.hands.until(
        lambda: any(d.place.endswith("hoe_gaat_het") for d in shown.services.visits.drafts(shown.actor))
    )
    shown.hands.until(lambda: "Concept bewaard om 09:30" in shown.words())
    draft = shown.services.visits.drafts(shown.actor)[0]
    assert (draft.visit, draft.place) == (visit.id, "/data/opening/hoe_gaat_het")
    assert b"Het gaat wel." in draft.instance


def test_going_back_keeps_the_draft_and_coming_again_is_at_the_same_question(show: Show) -> None:
    shown = show()
    visit, page = begun(shown)
    agreed(shown, page)
    page._form.restore("/data/opening/hoe_gaat_het")
    shown.hands.type("Wel")
    shown.hands.shortcut("Alt+Left")
    shown.settle()
    assert shown.front.id == "people"
    again = shown.open(shown.go("people")._tools.visit(visit.id))
    shown.hands.until(lambda: shown.hands.at == "/data/opening/hoe_gaat_het")
    assert again._opened.work.recovered
    shown.hands.type(" goed")
    again._form.flush()
    assert again._opened.work.session.node("/data/opening/hoe_gaat_het").value == "Wel goed"


def test_finishing_with_open_questions_stays_and_complains_in_place(show: Show) -> None:
    shown = show()
    visit, _page = begun(shown)
    shown.hands.key(Key.Key_Return, Mod.ControlModifier | Mod.ShiftModifier)
    shown.settle()
    assert shown.front.id == "visit"
    assert shown.services.visits.get(shown.actor, visit.id).status == "gepland"


def test_the_result_shows_score_category_source_and_that_it_is_no_diagnosis(show: Show) -> None:
    shown = show()
    visit, page = begun(shown)
    filled(shown, page)
    page._form.finish()
    shown.hands.at_page("result")
    shown.settle()
    words = shown.words()
    for needed in (
        "matig eenzaam",
        "van 6 punten",
        "emotionele eenzaamheid",
        "De Jong Gierveld",
        "geen diagnose",
    ):
        assert needed in words, needed
    assert shown.services.visits.get(shown.actor, visit.id).status == "uitgevoerd"
    assert shown.services.visits.drafts(shown.actor) == []
    assert shown.has("result.appraise")


def test_a_missing_answer_is_counted_and_never_filled_in(show: Show) -> None:
    shown = show()
    _visit, page = begun(shown)
    filled(shown, page, djg_10="")
    page._form.finish()
    shown.hands.at_page("result")
    shown.settle()
    words = shown.words()
    assert "Er ontbreekt 1 antwoord." in words and "niet geldig: er ontbreekt een antwoord" in words


def test_a_done_visit_opens_as_its_result(show: Show) -> None:
    shown = show()
    visit, page = begun(shown)
    filled(shown, page)
    page._form.finish()
    shown.hands.at_page("result")
    shown.hands.shortcut("Alt+Left")
    shown.open(shown.go("people")._tools.visit(visit.id))
    shown.hands.at_page("result")


def test_a_draft_that_was_overtaken_or_ended_is_not_written(show: Show) -> None:
    shown = show()
    person = add_person(shown.place.work)
    visits = shown.services.visits
    visit = visits.plan(shown.actor, person.id, shown.place.clock.today())
    work = visits.begin(shown.actor, visit)
    keeper = Keeper(visits, shown.actor, work)
    early, late = keeper.number(), keeper.number()
    assert keeper.save(late, b"<new/>", "", 2)
    assert not keeper.save(early, b"<old/>", "", 1)
    assert visits.drafts(shown.actor)[0].instance == b"<new/>"
    fill(work.session, {**ANSWERS, "bezoekdatum": "2026-11-24"})
    keeper.finish()
    assert not keeper.save(keeper.number(), b"<ghost/>", "", 3)
    assert visits.drafts(shown.actor) == []


def test_why_and_last_time_stand_beside_the_form(show: Show) -> None:
    shown = show()
    _visit, page = begun(shown)
    filled(shown, page, afspraken="Wij bellen in maart.")
    page._form.finish()
    shown.hands.at_page("result")
    person = shown.front._person
    again = shown.services.visits.plan(shown.actor, person.id, shown.place.clock.today())
    shown.open(shown.go("people")._tools.visit(again.id))
    shown.hands.until(lambda: shown.hands.at.startswith("/"))
    words = shown.words()
    assert "Vorige keer" in words and "Wij bellen in maart." in words


def test_a_welfare_worker_sees_no_health_question(show: Show) -> None:
    shown = show(Role.WELFARE)
    _visit, page = begun(shown)
    shown.settle()
    hidden = [
        q.ref for q in page._opened.work.session.questions() if q.name in ("gezondheid_ervaren", "whooley_1")
    ]
    assert hidden
    for ref in hidden:
        assert not page._form.restore(ref)
