"""Signals: taken in quickly, facts apart from judgement, their clocks in words, closed with an outcome."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.journeys.hands import Hands
from tests.places import NOW, add_person
from tests.ui.screens.conftest import Show, Shown
from tests.ui.screens.own_vault import Opened
from veldwerk.domain.signals import Signal
from veldwerk.ui.screens.signals.words import due_sentence, due_words, inform_words


def taken_in(shown: Shown, **more: object) -> Signal:
    fields: dict[str, object] = {"id": "", "facts": "Gordijnen dicht.", "reporter_name": "Buur", **more}
    return shown.services.signals.take_in(shown.actor, Signal(**fields))  # type: ignore[arg-type]


def fields_shown(root: QWidget) -> list[str]:
    """Questions that are to be seen: lines, texts, and rows of choices counted once."""
    from veldwerk.ui.widgets import Field

    return [field.name for field in root.findChildren(Field) if field.isVisible()]


def test_the_intake_opens_anywhere_with_at_most_six_questions(show: Show) -> None:
    shown = show()
    shown.go("people")
    shown.hands.shortcut("Ctrl+Shift+S")
    shown.settle()
    assert shown.front.id == "intake"
    assert shown.hands.at == "intake.facts"
    assert len(fields_shown(shown.window)) <= 6
    before = fields_shown(shown.window)
    shown.part("intake.more").click()
    assert set(fields_shown(shown.window)) > set(before)


def test_facts_are_needed_and_the_complaint_stands_at_the_field(show: Show) -> None:
    shown = show()
    shown.hands.shortcut("Ctrl+Shift+S")
    shown.hands.tab_to("intake.save")
    shown.hands.enter()
    assert shown.front._facts.complaint and shown.hands.at == "intake.facts"
    assert shown.services.signals.all(shown.actor) == []


@pytest.mark.parametrize(("typed", "warned"), [("Zij lijkt dement", True), ("De post ligt op de mat", False)])
def test_a_judgement_among_the_facts_gets_a_soft_word(show: Show, typed: str, warned: bool) -> None:
    shown = show()
    shown.hands.shortcut("Ctrl+Shift+S")
    shown.hands.type(typed)
    assert shown.front._careful.isVisible() is warned
    shown.hands.tab_to("intake.save")
    shown.hands.enter()
    assert [s.facts for s in shown.services.signals.all(shown.actor)] == [typed]


def test_a_fully_anonymous_reporter_loses_name_and_number(show: Show) -> None:
    shown = show()
    shown.hands.shortcut("Ctrl+Shift+S")
    shown.hands.type("Gordijnen dicht")
    shown.part("intake.name").setFocus()
    shown.hands.type("Mevrouw Van Dam")
    intake = shown.front
    intake._turn()
    intake._secret.set_value("volledig_anoniem")
    intake._secret.changed.emit()
    assert not shown.has("intake.name") and not shown.has("intake.phone")
    intake._save()
    shown.settle()
    kept = shown.services.signals.all(shown.actor)[0]
    assert (kept.reporter_name, kept.anonymity) == ("", "volledig_anoniem")


def test_the_clock_starts_when_it_was_received(show: Show) -> None:
    shown = show()
    shown.hands.shortcut("Ctrl+Shift+S")
    shown.hands.type("Gordijnen dicht")
    intake = shown.front
    intake._urgency.set_value("U1")
    intake._turn()
    shown.part("intake.day").setFocus()
    shown.hands.replace("gisteren")
    shown.hands.tab_to("intake.save")
    shown.hands.enter()
    shown.settle()
    kept = shown.services.signals.all(shown.actor)[0]
    assert kept.received_at == NOW.replace(second=0, microsecond=0) - timedelta(days=1)
    assert kept.first_attempt_due == kept.received_at + timedelta(hours=24)


def test_late_signals_stand_first_and_are_counted_on_the_rail(show: Show) -> None:
    shown = show()
    late = taken_in(shown, urgency="U1", received_at=NOW - timedelta(days=3))
    later = taken_in(shown, urgency="U4", received_at=NOW)
    screen = shown.go("signals")
    assert [row.id for row in screen._list.rows if not row.heading] == [late.id, later.id]
    assert "2 dagen te laat" in screen._list.rows[1].badge
    assert shown.window.shell is not None
    assert shown.part("go.signals").number == 1


def test_an_attempt_stops_the_clock_and_a_close_asks_how_it_ended(show: Show) -> None:
    shown = show()
    person = add_person(shown.place.work)
    made = taken_in(shown, person_id=person.id)
    shown.go("signals", made.id)
    shown.part("signal.reached").click()
    shown.settle()
    assert shown.services.signals.get(shown.actor, made.id).contact_at is not None
    shown.part("signal.close").click()
    shown.part("close.do").click()
    shown.settle()
    assert shown.services.signals.get(shown.actor, made.id).status == "opgepakt"
    shown.part("close.outcome.hulp").click()
    shown.part("close.do").click()
    shown.settle()
    closed = shown.services.signals.get(shown.actor, made.id)
    assert (closed.status, closed.outcome) == ("afgerond", "hulp")


def test_facts_and_opinion_stand_apart_and_secrecy_is_not_promised(show: Show) -> None:
    shown = show()
    made = taken_in(shown, judgement="Zij redt het niet.", anonymity="anoniem_voor_client")
    shown.go("signals", made.id)
    words = shown.words()
    assert "Een mening, geen feit." in words
    assert "Volledige geheimhouding kunt u niet beloven" in words


def test_a_signal_is_linked_to_somebody_found_by_name(show: Show) -> None:
    shown = show()
    person = add_person(shown.place.work)
    made = taken_in(shown, address="Lindenhof 12")
    shown.go("signals", made.id)
    shown.part("signal.link").setFocus()
    shown.hands.enter()
    picker = shown.part("link.search")
    assert isinstance(picker, QLineEdit) and picker.hasFocus()
    shown.hands.until(lambda: shown.part("link.list").current_id() == person.id)
    shown.hands.enter()
    shown.settle()
    assert shown.services.signals.get(shown.actor, made.id).person_id == person.id
    assert shown.has("signal.plan") and shown.part("signal.plan").isEnabled()


def test_the_resident_is_told_within_a_month_red_five_days_before() -> None:
    made = Signal(id="s", inform_before=NOW.date() + timedelta(days=5))
    assert inform_words(made, NOW.date())[1] == "danger"
    assert inform_words(made, NOW.date() - timedelta(days=1))[1] == "info"
    told = Signal(id="s", inform_before=NOW.date(), client_informed="ja")
    assert inform_words(told, NOW.date()) == ("", "")


def test_after_the_attempt_the_reporter_is_what_waits() -> None:
    tried = Signal(id="s", first_attempt_at=NOW, feedback_due=NOW.date() - timedelta(days=1))
    assert due_words(tried, NOW)[1] == "danger"
    assert due_words(Signal(id="s", status="afgerond", first_attempt_due=NOW), NOW) == ("afgerond", "")


def test_the_sentence_of_the_clock_says_the_weekday_once() -> None:
    ahead = due_sentence(Signal(id="s", first_attempt_due=NOW + timedelta(days=3)), NOW)
    assert ahead.count("dag ") == 1 and "(" not in ahead
    assert "2 dagen te laat" in due_sentence(Signal(id="s", first_attempt_due=NOW - timedelta(days=2)), NOW)


def test_nothing_typed_is_left_in_the_window_after_lock(show: Show) -> None:
    shown = show()
    shown.hands.shortcut("Ctrl+Shift+S")
    shown.hands.type("Geheim over de buurvrouw")
    shown.window.lock()
    shown.settle()
    left = [edit.toPlainText() for edit in shown.window.findChildren(QPlainTextEdit)]
    assert "Geheim over de buurvrouw" not in left


def test_weighing_by_keyboard_keeps_the_keyboard_and_the_page_where_they_were(show: Show) -> None:
    shown = show()
    shown.window.resize(1100, 560)
    made = shown.services.signals.take_in(
        shown.actor, Signal(id="", facts="Dicht. " * 80, urgency="U3", received_at=NOW)
    )
    shown.go("signals", made.id)
    shown.part("signal.urgency.U3").setFocus(Qt.FocusReason.TabFocusReason)
    shown.part("signal.scroll").ensureWidgetVisible(shown.part("signal.urgency.U3"))
    shown.part("signal.urgency.U2").setFocus(Qt.FocusReason.TabFocusReason)
    shown.part("signal.urgency.U2").setChecked(True)
    shown.settle()
    at = QApplication.focusWidget()
    assert at is not None and at.objectName() == "signal.urgency.U2"
    assert not at.visibleRegion().isEmpty()


@pytest.mark.parametrize("away", ["Escape", "Ctrl+3", "lock"])
def test_a_half_typed_signal_is_there_again(opened: Opened, qtbot: QtBot, away: str) -> None:
    hands = Hands(opened.window, qtbot)
    opened.page("people")
    hands.shortcut("Ctrl+Shift+S")
    hands.type("De krant ligt er nog")
    if away == "lock":
        opened.again()
    else:
        hands.shortcut(away)
    opened.wait()
    assert opened.window.shell is not None and opened.window.shell.front is not None
    assert opened.window.shell.front.id != "intake"
    waiting = opened.work.services.today.day(opened.work.actor).drafts
    assert [draft.form for draft, _person in waiting] == ["huisbezoek75"]
    hands.shortcut("Ctrl+Shift+S")
    opened.wait()
    assert opened.find("intake.facts").toPlainText() == "De krant ligt er nog"
    opened.press("intake.save")
    hands.shortcut("Ctrl+Shift+S")
    opened.wait()
    assert opened.find("intake.facts").toPlainText() == ""


def test_cancel_throws_a_half_typed_signal_away(show: Show) -> None:
    shown = show()
    shown.hands.shortcut("Ctrl+Shift+S")
    shown.hands.type("De krant ligt er nog")
    shown.part("intake.leave").click()
    shown.settle()
    assert shown.services.halfway.values(shown.actor, "signal") == {}
