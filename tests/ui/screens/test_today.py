"""Today: the diary, what waits with its reason, and the way to each of them."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from tests.places import NOW, add_person, later
from tests.services.test_round import addressed
from tests.ui.screens.conftest import Show
from veldwerk.domain.signals import Signal
from veldwerk.ui.page import Settings


def test_an_empty_day_says_where_to_begin(show: Show) -> None:
    shown = show()
    assert shown.has("today.empty.action")
    assert shown.has("today.signal") and shown.has("today.person")


def test_the_next_visit_is_the_one_primary_thing_and_the_coming_days_are_told(show: Show) -> None:
    shown = show()
    today = shown.place.clock.today()
    first, second, late, ahead = (
        add_person(shown.place.work, family_name=name, infix="")
        for name in ("Eerste", "Tweede", "Late", "Later")
    )
    visits = shown.services.visits
    second_visit = visits.plan(shown.actor, second.id, today, time="11:00")
    first_visit = visits.plan(shown.actor, first.id, today, time="09:00")
    late_visit = visits.plan(shown.actor, late.id, today - timedelta(days=3))
    coming = visits.plan(shown.actor, ahead.id, today + timedelta(days=2), time="10:00")
    shown.settle()
    kinds = {
        v.id: shown.part(f"today.start.{v.id}").property("kind")
        for v in (first_visit, second_visit, late_visit)
    }
    assert kinds == {first_visit.id: "primary", second_visit.id: "plain", late_visit.id: "plain"}
    assert shown.has(f"today.ahead.{coming.id}")
    assert "1 eerder bezoek niet afgerond" in shown.words()


def test_a_signal_that_is_late_is_counted_and_leads_to_itself(show: Show) -> None:
    shown = show()
    made = shown.services.signals.take_in(
        shown.actor, Signal(id="", facts="Dicht.", urgency="U1", received_at=NOW - timedelta(days=3))
    )
    shown.settle()
    assert shown.part("go.today").number == 1
    shown.part(f"today.attention.{made.id}").click()
    shown.settle()
    assert (shown.front.id, shown.front._detail.signal) == ("signals", made.id)


def test_a_referral_without_reply_names_its_recipient_and_leads_to_itself(show: Show) -> None:
    shown = show()
    person = add_person(shown.place.work)
    task = shown.services.referrals.send(shown.actor, addressed(shown.place, person, "maatje"))
    later(shown.place, 15)
    shown.go("people")
    shown.go("today")
    assert f"Geen antwoord van {task.recipient}" in shown.words()
    shown.part(f"today.attention.{task.referral_id}").click()
    shown.settle()
    assert shown.front.id == "referrals"


def test_a_draft_goes_on_from_today(show: Show) -> None:
    shown = show()
    person = add_person(shown.place.work)
    visit = shown.services.visits.plan(shown.actor, person.id, shown.place.clock.today())
    work = shown.services.visits.begin(shown.actor, visit)
    shown.services.visits.save_draft(shown.actor, work, work.session.save(), "")
    shown.go("people")
    shown.go("today")
    shown.part(f"today.resume.{work.draft}").click()
    shown.hands.at_page("visit")
    assert shown.front._visit == visit.id


def test_another_language_builds_the_window_anew_and_changes_still_arrive(show: Show) -> None:
    shown = show()
    shown.window.use(Settings(language="en"))
    shown.settle()
    assert "Nothing planned for today" in shown.words()
    person = add_person(shown.place.work)
    shown.services.visits.plan(shown.actor, person.id, shown.place.clock.today(), time="10:00")
    shown.hands.until(lambda: "Mrs Van der Meer" in shown.words())


def test_what_does_not_fit_is_counted_and_leads_to_its_page(show: Show) -> None:
    shown = show()
    for n in range(10):
        shown.services.signals.take_in(
            shown.actor,
            Signal(
                id="",
                facts=f"Dicht {n}.",
                urgency="U1" if n == 9 else "U3",
                received_at=NOW - timedelta(days=30),
            ),
        )
    shown.settle()
    assert shown.part("today.more.signals").text() == "en nog 2: signalen"
    assert shown.part("go.signals").number == 10, "counted right after the vault is opened"
    shown.part("today.more.signals").click()
    shown.settle()
    assert shown.front.id == "signals"
    assert shown.part("go.signals").number == 10


def test_earlier_visits_that_do_not_fit_are_shown_on_asking(show: Show) -> None:
    shown = show()
    person = add_person(shown.place.work)
    today = shown.place.clock.today()
    made = [
        shown.services.visits.plan(shown.actor, person.id, today - timedelta(days=days))
        for days in range(1, 11)
    ]
    shown.settle()
    newest = f"today.start.{made[0].id}"
    assert not shown.has(newest)
    assert shown.part("today.more.late").text() == "en nog 2: eerdere bezoeken"
    shown.part("today.more.late").click()
    shown.settle()
    assert shown.has(newest)


def test_a_visit_with_a_draft_goes_on_and_does_not_start_anew(show: Show) -> None:
    shown = show()
    person = add_person(shown.place.work)
    visit = shown.services.visits.plan(shown.actor, person.id, shown.place.clock.today())
    shown.go("people")
    shown.go("today")
    assert shown.part(f"today.start.{visit.id}").text() == "Start bezoek"
    work = shown.services.visits.begin(shown.actor, visit)
    shown.services.visits.save_draft(shown.actor, work, work.session.save(), "")
    shown.go("people")
    shown.go("today")
    starts = [one.text() for one in shown.window.findChildren(QWidget, f"today.start.{visit.id}")]
    assert starts[-1] == "Verder"


def test_an_offer_to_undo_goes_away_with_the_next_save(show: Show) -> None:
    from veldwerk.ui.parts.saving import Saving

    shown = show()
    person = add_person(shown.place.work)
    edit = shown.services.people.remove(shown.actor, person)
    saving = Saving(shown.front.context, lambda _edit: None)
    saving.saved(edit)
    assert shown.has("status.undo")
    saving.saved()
    assert not shown.has("status.undo")
