"""People: found, added, changed in place, and never silently overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.journeys.hands import Hands
from tests.places import add_person
from tests.ui.screens.conftest import Show
from tests.ui.screens.own_vault import Opened
from veldwerk.domain.changes import Action, Change, Stamp, ops_of
from veldwerk.domain.people import Person
from veldwerk.domain.visits import Visit
from veldwerk.services.ports import Writer

Key = Qt.Key


def test_an_empty_vault_says_how_to_begin(show: Show) -> None:
    shown = show()
    shown.go("people")
    assert shown.has("people.nobody.action")


def test_search_narrows_and_says_when_nobody_matches(show: Show) -> None:
    shown = show()
    first, second = add_person(shown.place.work), add_person(shown.place.work, family_name="Prins", infix="")
    screen = shown.go("people")
    assert {row.id for row in screen._list.rows} == {first.id, second.id}
    shown.hands.shortcut("Ctrl+F")
    shown.hands.type("prin")
    shown.hands.enter()
    assert [row.id for row in screen._list.rows] == [second.id]
    shown.hands.type("xx")
    shown.hands.enter()
    assert shown.has("people.nomatch.action")


def test_the_chosen_person_stays_chosen_when_others_come_in(show: Show) -> None:
    shown = show()
    add_person(shown.place.work)
    chosen = add_person(shown.place.work, family_name="Prins", infix="")
    screen = shown.go("people", chosen.id)
    add_person(shown.place.work, family_name="Aalders", infix="")
    shown.settle()
    assert len(screen._list.rows) == 3
    assert (screen._list.current_id(), screen._detail.person) == (chosen.id, chosen.id)


def test_a_person_without_a_family_name_is_complained_about_in_place(show: Show) -> None:
    shown = show()
    screen = shown.go("people")
    shown.hands.shortcut("Ctrl+Shift+P")
    shown.hands.tab_to("new.family_name")
    shown.hands.key(Key.Key_Tab)
    panel = shown.part("new")
    assert panel.family.complaint
    panel.family.set_value("Bakker")
    shown.hands.tab_to("new.do")
    shown.hands.enter()
    shown.settle()
    assert [row.title for row in screen._list.rows] == ["Bakker"]
    assert screen._detail._known.family_name == "Bakker"


def test_a_field_saves_when_it_is_left_and_the_change_can_be_undone_by_name(show: Show) -> None:
    shown = show()
    person = add_person(shown.place.work)
    screen = shown.go("people", person.id)
    screen._detail._tabs.choose("facts")
    shown.settle()
    shown.part("person.street").setFocus()
    shown.hands.replace("Kade")
    shown.hands.key(Key.Key_Tab)
    shown.settle()
    assert shown.services.people.get(shown.actor, person.id).street == "Kade"
    undo = shown.part("status.undo")
    assert "Straat" in undo.text()
    undo.click()
    shown.settle()
    assert shown.services.people.get(shown.actor, person.id).street == "Lindenhof"
    assert shown.part("person.street").text() == "Lindenhof"


def test_what_is_being_typed_survives_a_change_from_elsewhere(show: Show) -> None:
    shown = show()
    person = add_person(shown.place.work)
    screen = shown.go("people", person.id)
    screen._detail._tabs.choose("facts")
    shown.settle()
    shown.part("person.street").setFocus()
    shown.hands.replace("Ka")
    shown.services.people.save(shown.actor, person, replace(person, city="Utrecht"))
    shown.settle()
    assert (shown.part("person.street").text(), shown.part("person.city").text()) == ("Ka", "Utrecht")
    shown.hands.type("de")
    shown.hands.key(Key.Key_Tab)
    shown.settle()
    kept = shown.services.people.get(shown.actor, person.id)
    assert (kept.street, kept.city) == ("Kade", "Utrecht")


def test_a_birth_date_in_the_future_is_refused_at_the_field(show: Show) -> None:
    shown = show()
    person = add_person(shown.place.work)
    screen = shown.go("people", person.id)
    screen._detail._tabs.choose("facts")
    shown.settle()
    shown.part("person.birth_date").setFocus()
    shown.hands.replace("1-1-2030")
    shown.hands.key(Key.Key_Tab)
    shown.settle()
    assert screen._detail._facts._fields["birth_date"].complaint
    assert shown.services.people.get(shown.actor, person.id).birth_date == person.birth_date


def colleague_writes(shown_person: Person, text: str, device: str = "collega-laptop"):  # type: ignore[no-untyped-def]
    """An op as it comes from a colleague who had not seen our text."""

    def job(writer: Writer) -> None:
        stamp = Stamp(writer.next_hlc(), device, "collega")
        change = Change(Person.KIND, shown_person.id, "alerts", "", text, stamp, Action.SET, ())
        writer.apply(ops_of([change], {shown_person.id: "casus"}), edit="van-elders", local=False)

    return job


def test_two_texts_of_one_note_lead_to_both_and_both_are_kept(show: Show) -> None:
    shown = show()
    person = add_person(shown.place.work, alerts="Heeft een hond.")
    shown.place.work.vault.write(colleague_writes(person, "Bel twee keer."))
    screen = shown.go("people", person.id)
    screen._detail._tabs.choose("facts")
    shown.settle()
    assert shown.has("facts.two_texts") and not shown.has("person.alerts")
    shown.part("facts.two_texts").click()
    shown.settle()
    words = shown.words()
    assert "U schreef" in words and "Uw collega schreef" in words
    shown.part("conflict.keep").click()
    shown.settle()
    kept = shown.services.people.get(shown.actor, person.id).alerts
    assert set(kept.split("\n\n")) == {"Heeft een hond.", "Bel twee keer."}
    shown.window.shell.back()
    shown.settle()
    assert shown.has("person.alerts") and not shown.has("facts.two_texts")


def test_the_note_of_a_person_opens_first_among_others_with_two_texts(show: Show) -> None:
    shown = show()
    person = add_person(shown.place.work, alerts="Heeft een hond.")
    shown.place.work.vault.write(colleague_writes(person, "Bel twee keer."))
    visit = shown.services.visits.plan(shown.actor, person.id, shown.place.clock.today())
    shown.place.clock.advance(timedelta(hours=1))

    def job(writer: Writer) -> None:
        for device, text in (("laptop-1", "Eerst zo."), ("laptop-2", "En toen zo.")):
            stamp = Stamp(writer.next_hlc(), device, "collega")
            change = Change(Visit.KIND, visit.id, "agreements", "", text, stamp, Action.SET, ())
            writer.apply(ops_of([change], {visit.id: "casus"}), edit=device, local=False)

    shown.place.work.vault.write(job)
    screen = shown.go("people", person.id)
    screen._detail._tabs.choose("facts")
    shown.settle()
    shown.part("person.two_texts").click()
    shown.settle()
    assert len(shown.front._open) == 2
    assert shown.front._list.current_id() == f"visit/{visit.id}/agreements"  # the newest
    shown.window.shell.back()
    shown.settle()
    shown.part("facts.two_texts").click()
    shown.settle()
    assert shown.front._list.current_id() == f"person/{person.id}/alerts"
    assert "Heeft een hond." in shown.part("conflict.text").toPlainText()


def test_a_visit_is_planned_with_a_day_that_exists(show: Show) -> None:
    shown = show()
    person = add_person(shown.place.work)
    shown.go("people", person.id)
    shown.hands.shortcut("Ctrl+Shift+B")
    assert shown.hands.at == "plan.on"
    shown.hands.type("31-2")
    shown.hands.tab_to("plan.do")
    shown.hands.enter()
    assert shown.services.visits.of(shown.actor, person.id) == []
    shown.part("plan.on").setFocus()
    shown.hands.replace("morgen")
    shown.hands.tab_to("plan.time")
    shown.hands.type("9")
    shown.hands.tab_to("plan.do")
    shown.hands.enter()
    shown.settle()
    visit: Visit = shown.services.visits.of(shown.actor, person.id)[0]
    assert (str(visit.planned_on), visit.planned_time) == ("2026-11-25", "09:00")
    assert shown.has(f"timeline.begin.{visit.id}")


def test_beginning_a_visit_opens_the_one_that_is_due(show: Show) -> None:
    shown = show()
    person = add_person(shown.place.work)
    due = shown.services.visits.plan(shown.actor, person.id, shown.place.clock.today(), time="10:30")
    shown.go("people", person.id)
    shown.hands.shortcut("Ctrl+N")
    shown.hands.at_page("visit")
    assert shown.front._visit == due.id
    assert len(shown.services.visits.of(shown.actor, person.id)) == 1


def test_a_consent_is_recorded_and_withdrawn(show: Show) -> None:
    shown = show()
    person = add_person(shown.place.work)
    screen = shown.go("people", person.id)
    screen._detail._tabs.choose("consent")
    shown.settle()
    shown.part("consent.new").click()
    shown.part("consent.recipient").setFocus()
    shown.hands.type("Stichting De Brug")
    shown.hands.tab_to("consent.do")
    shown.hands.enter()
    shown.settle()
    consent = shown.services.people.file(shown.actor, person.id).consents[0]
    assert (consent.recipient, consent.active(shown.place.clock.today())) == ("Stichting De Brug", True)
    shown.part(f"consent.withdraw.{consent.id}").click()
    shown.settle()
    assert (
        not shown.services.people.file(shown.actor, person.id).consents[0].active(shown.place.clock.today())
    )


def test_the_palette_finds_a_person_and_begins_a_visit(show: Show) -> None:
    shown = show()
    person = add_person(shown.place.work)
    shown.go("people")
    shown.hands.shortcut("Ctrl+K")
    shown.hands.type("annie")
    palette = shown.part("palette")
    shown.hands.until(lambda: palette.list.current_id() == person.id)
    shown.hands.key(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    shown.hands.at_page("visit")
    assert shown.services.visits.of(shown.actor, person.id)[0].started_at is not None


@pytest.mark.parametrize("away", ["Escape", "lock"])
def test_a_half_typed_person_is_there_again(opened: Opened, qtbot: QtBot, away: str) -> None:
    hands = Hands(opened.window, qtbot)
    hands.shortcut("Ctrl+Shift+P")
    hands.tab_to("new.family_name")
    hands.type("Bakker")
    if away == "lock":
        opened.again()
    else:
        hands.shortcut(away)
    opened.wait()
    hands.shortcut("Ctrl+Shift+P")
    opened.wait()
    assert opened.find("new.family_name").text() == "Bakker"
    opened.press("new.do")
    hands.shortcut("Ctrl+Shift+P")
    opened.wait()
    assert opened.find("new.family_name").text() == ""
