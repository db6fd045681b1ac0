"""A form filled in at the keyboard."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import walk
from tests.ui.cases import settle
from tests.ui.forms.conftest import Key, Keyboard, Mod, Open, part, session, shipped, shows, small_form
from veldwerk.ui.forms import FormView

OVER, MENSEN = "/data/over", "/data/mensen"


def start(opened: Open, **more: object) -> tuple[FormView, Keyboard]:
    view, keyboard = opened(session(small_form()), **more)
    view.restore(f"{OVER}/naam")
    return view, keyboard


def complaint(view: FormView, ref: str) -> str:
    labels = part(view, f"{ref}:block").findChildren(QLabel)
    return " ".join(x.text() for x in labels if x.property("kind") == "complaint" and x.isVisible())


def value(view: FormView, ref: str) -> str:
    return view.session.node(ref).value


def test_whole_form_by_keyboard_alone(opened: Open, qtbot: QtBot) -> None:
    view, keyboard = start(opened)
    keyboard.type("Truus")
    keyboard.key(Key.Key_Return)
    assert keyboard.at() == f"{OVER}/gevallen"
    keyboard.type("1")
    keyboard.key(Key.Key_Return)
    keyboard.type("2")
    keyboard.tab()
    keyboard.type("gisteren")
    keyboard.key(Key.Key_Return)
    keyboard.type("13")
    keyboard.key(Key.Key_Return)
    keyboard.type("10")
    keyboard.key(Key.Key_Return)
    keyboard.type("72,5")
    keyboard.key(Key.Key_Return)
    keyboard.type("tu")
    keyboard.key(Key.Key_Return)
    keyboard.type("Rustig")
    keyboard.key(Key.Key_Return, Mod.ControlModifier)
    assert keyboard.at() == f"{MENSEN}/s1"
    keyboard.type("13")
    assert keyboard.at() == f"{MENSEN}/verhaal"
    keyboard.type("Fijn gesprek")
    with qtbot.waitSignal(view.finished, timeout=3000) as done:
        keyboard.key(Key.Key_Return, Mod.ControlModifier | Mod.ShiftModifier)
    data = ElementTree.fromstring(done.args[0])
    found = {each.tag.rpartition("}")[2]: each.text for each in data.iter() if each.text}
    assert {name: found.get(name) for name in ("naam", "gevallen", "aantal", "wanneer", "letsel")} == {
        "naam": "Truus",
        "gevallen": "ja",
        "aantal": "2",
        "wanneer": "2026-11-23",
        "letsel": "ja soms",
    }
    assert (found["cijfer"], found["gewicht"], found["land"]) == ("10", "72.5", "l2")
    assert (found["s1"], found["s2"], found["verhaal"]) == ("ja", "soms", "Fijn gesprek")


def test_relevance_shows_and_hides_what_follows(opened: Open) -> None:
    view, keyboard = start(opened)
    keyboard.tab()
    assert not shows(view, f"{OVER}/aantal")
    keyboard.type("1")
    assert shows(view, f"{OVER}/aantal")
    assert shows(view, f"{OVER}/letsel")
    keyboard.type("2")
    assert not shows(view, f"{OVER}/aantal")


def test_arrow_keys_choose_and_delete_takes_back(opened: Open) -> None:
    view, keyboard = start(opened)
    keyboard.tab()
    keyboard.key(Key.Key_Space)
    keyboard.key(Key.Key_Right)
    assert value(view, f"{OVER}/gevallen") == "nee"
    keyboard.key(Key.Key_Delete)
    assert value(view, f"{OVER}/gevallen") == ""
    keyboard.tab()
    assert keyboard.at() == f"{OVER}/cijfer"


def test_choices_are_one_tab_stop(opened: Open) -> None:
    _view, keyboard = start(opened)
    keyboard.tab(2)
    assert keyboard.at() == f"{OVER}/cijfer"
    keyboard.key(Key.Key_Backtab, Mod.ShiftModifier)
    assert keyboard.at() == f"{OVER}/gevallen"


def test_a_complaint_waits_until_the_question_is_left_and_goes_when_it_is_mended(
    opened: Open, qtbot: QtBot
) -> None:
    view, keyboard = start(opened)
    view.restore(f"{OVER}/gevallen")
    keyboard.type("1")
    view.restore(f"{OVER}/aantal")
    keyboard.type("12")
    assert complaint(view, f"{OVER}/aantal") == ""
    keyboard.tab()
    assert complaint(view, f"{OVER}/aantal") == "Vul 1 tot en met 9 in."
    view.restore(f"{OVER}/aantal")
    keyboard.key(Key.Key_Backspace)
    qtbot.waitUntil(lambda: complaint(view, f"{OVER}/aantal") == "", timeout=3000)


@pytest.mark.parametrize(
    ("ref", "typed", "words"),
    [
        ("wanneer", "31-11-2025", "bestaat niet"),
        ("wanneer", "straks", "geen datum"),
        ("aantal", "veel", "geen getal"),
        ("aantal", "2,5", "zonder"),
    ],
)
def test_what_cannot_be_read_is_said_and_not_stored(opened: Open, ref: str, typed: str, words: str) -> None:
    view, keyboard = start(opened)
    view.restore(f"{OVER}/gevallen")
    keyboard.type("1")
    view.restore(f"{OVER}/{ref}")
    keyboard.type(typed)
    keyboard.tab()
    assert words in complaint(view, f"{OVER}/{ref}")
    assert value(view, f"{OVER}/{ref}") == ""
    edit = part(view, f"{OVER}/{ref}")
    assert isinstance(edit, QLineEdit)
    assert edit.text() == typed
    assert f"{OVER}/{ref}" in [problem.ref for problem in view.problems()]


def test_an_untouched_required_question_is_quiet_until_the_end(opened: Open) -> None:
    view, keyboard = start(opened)
    keyboard.tab()
    assert complaint(view, f"{OVER}/naam") == ""
    view.restore(f"{MENSEN}/verhaal")
    view.finish()
    assert keyboard.at() == f"{OVER}/naam"
    assert complaint(view, f"{OVER}/naam") == "Vul dit nog in."
    assert part(view, "form.problem").isVisible()
    keyboard.type("Truus")
    keyboard.tab()
    assert not part(view, "form.problem").isVisible()


def test_dates_and_numbers_are_written_the_dutch_way_when_left(opened: Open) -> None:
    view, keyboard = start(opened)
    view.restore(f"{OVER}/gevallen")
    keyboard.type("1")
    view.restore(f"{OVER}/wanneer")
    keyboard.type("3-11")
    keyboard.tab()
    edit = part(view, f"{OVER}/wanneer")
    assert isinstance(edit, QLineEdit)
    assert edit.text() == "03-11-2026"
    assert "dinsdag" in [x.text() for x in part(view, f"{OVER}/wanneer:block").findChildren(QLabel)]
    view.restore(f"{OVER}/gewicht")
    keyboard.type("72.5")
    keyboard.tab()
    weight = part(view, f"{OVER}/gewicht")
    assert isinstance(weight, QLineEdit)
    assert weight.text() == "72,5"


def test_a_digit_in_a_table_answers_and_goes_to_the_next_row(opened: Open) -> None:
    view, keyboard = start(opened)
    view.restore(f"{MENSEN}/s1")
    keyboard.type("2")
    assert (value(view, f"{MENSEN}/s1"), keyboard.at()) == ("nee", f"{MENSEN}/s2")


def test_pages_and_questions_by_ctrl(opened: Open) -> None:
    _view, keyboard = start(opened)
    keyboard.key(Key.Key_Down, Mod.ControlModifier)
    assert keyboard.at() == f"{OVER}/gevallen"
    keyboard.key(Key.Key_Up, Mod.ControlModifier)
    assert keyboard.at() == f"{OVER}/naam"
    keyboard.key(Key.Key_PageDown, Mod.ControlModifier)
    assert keyboard.at() == f"{MENSEN}/s1"
    keyboard.key(Key.Key_Up, Mod.ControlModifier)
    assert keyboard.at() == f"{OVER}/geheim"
    keyboard.key(Key.Key_Down, Mod.ControlModifier)
    assert keyboard.at() == f"{MENSEN}/s1"


def cards(view: FormView) -> list[str]:
    series = f"{MENSEN}/contact"
    count = view.session.node(series).count
    return [view.session.node(f"{series}[{at}]/wie").value for at in range(1, count + 1)]


def shown_names(view: FormView) -> list[str]:
    edits = part(view, f"{MENSEN}/contact:series").findChildren(QLineEdit)
    return [edit.text() for edit in sorted(edits, key=lambda e: e.objectName()) if edit.isVisible()]


def add_people(view: FormView, keyboard: Keyboard, *names: str) -> None:
    view.restore(f"{MENSEN}/s1")
    while view.session.node(f"{MENSEN}/contact").count:
        press(view, f"{MENSEN}/contact[1]:remove")
    for name in names:
        press(view, f"{MENSEN}/contact:add")
        assert keyboard.at().endswith("/wie")
        keyboard.type(name)
        keyboard.tab()


def press(view: FormView, name: str) -> None:
    target = part(view, name)
    assert isinstance(target, QPushButton)
    target.setFocus(Qt.FocusReason.TabFocusReason)
    target.click()


def test_people_are_added_taken_away_and_brought_back_in_place(opened: Open, qtbot: QtBot) -> None:
    view, keyboard = start(opened)
    add_people(view, keyboard, "Truus", "Piet", "Fatma")
    assert cards(view) == ["Truus", "Piet", "Fatma"]
    press(view, f"{MENSEN}/contact[2]:remove")
    assert cards(view) == ["Truus", "Fatma"]
    assert keyboard.at() == f"{MENSEN}/contact:undo"
    keyboard.key(Key.Key_Space)
    assert cards(view) == ["Truus", "Piet", "Fatma"]
    assert shown_names(view) == ["Truus", "Piet", "Fatma"]
    assert keyboard.at() == f"{MENSEN}/contact[2]/wie"


def test_after_taking_one_away_the_others_still_answer_their_own_question(opened: Open, qtbot: QtBot) -> None:
    view, keyboard = start(opened)
    add_people(view, keyboard, "Truus", "Piet")
    press(view, f"{MENSEN}/contact[1]:remove")
    view.restore(f"{MENSEN}/contact[1]/wie")
    keyboard.type("er")
    keyboard.tab()
    assert cards(view) == ["Pieter"]
    keyboard.type("2")
    assert value(view, f"{MENSEN}/contact[1]/vaak") == "nee"


def test_tab_walks_through_added_cards_in_the_order_of_the_page(opened: Open) -> None:
    view, keyboard = start(opened)
    add_people(view, keyboard, "Truus", "Piet")
    view.restore(f"{MENSEN}/contact[1]/wie")
    keyboard.tab()
    assert keyboard.at() == f"{MENSEN}/contact[1]/vaak"
    keyboard.tab(2)
    assert keyboard.at() == f"{MENSEN}/contact[2]/wie"


def test_a_draft_is_due_shortly_after_typing_and_while_typing_goes_on(opened: Open, qtbot: QtBot) -> None:
    view, keyboard = start(opened)
    drafts: list[bytes] = []
    view.draft_due.connect(drafts.append)
    keyboard.type("Tru")
    assert drafts == []
    qtbot.waitUntil(lambda: len(drafts) == 1, timeout=3000)
    assert b"Tru" in drafts[0]
    for _each in range(8):
        keyboard.type("u")
        qtbot.wait(250)
    assert len(drafts) > 1, "someone who types on for two seconds has lost nothing"


def test_a_draft_is_due_at_once_when_the_question_is_left_or_the_form_closed(opened: Open) -> None:
    view, keyboard = start(opened)
    drafts: list[bytes] = []
    view.draft_due.connect(drafts.append)
    keyboard.type("Truus")
    keyboard.tab()
    assert b"Truus" in drafts[-1]
    view.restore(f"{MENSEN}/verhaal")
    keyboard.type("Half afgemaa")
    view.close()
    assert b"Half afgemaa" in drafts[-1]


def test_a_draft_restores_the_answers_and_the_question(opened: Open, qtbot: QtBot) -> None:
    view, keyboard = start(opened)
    drafts: list[bytes] = []
    view.draft_due.connect(drafts.append)
    keyboard.type("Truus")
    add_people(view, keyboard, "Piet")
    view.restore(f"{MENSEN}/verhaal")
    keyboard.type("Vroeger")
    keyboard.key(Key.Key_Return)
    keyboard.type("was alles")
    at = view.current_ref()
    view.close()
    again, hands = opened(session(small_form(), instance=drafts[-1]))
    assert again.restore(at)
    assert hands.at() == at == f"{MENSEN}/verhaal"
    memo = part(again, at)
    assert isinstance(memo, QPlainTextEdit)
    assert memo.toPlainText() == "Vroeger\nwas alles"
    assert cards(again) == ["Piet"]
    assert value(again, f"{OVER}/naam") == "Truus"


def test_language_changes_words_and_keeps_answers_and_place(opened: Open) -> None:
    view, keyboard = start(opened)
    keyboard.type("Truus")
    view.set_language("en")
    words = [x.text() for x in view.findChildren(QLabel) if x.isVisible()]
    assert "What is your name?" in words
    assert "Hoe heet u?" not in words
    buttons = [x.text() for x in view.findChildren(QPushButton) if x.isVisible()]
    assert "Sometimes" in buttons
    assert "About you" in buttons
    assert value(view, f"{OVER}/naam") == "Truus"
    assert keyboard.at() == f"{OVER}/naam"


def test_questions_of_another_space_are_not_shown(opened: Open) -> None:
    view, _keyboard = start(opened, spaces={"casus"})
    assert view.findChild(QWidget, f"{OVER}/geheim:block") is None
    assert view.findChild(QWidget, f"{OVER}/naam:block") is not None
    assert not view.restore(f"{OVER}/geheim")


def test_scrolling_over_a_list_does_not_change_it(opened: Open) -> None:
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    view, keyboard = start(opened)
    view.restore(f"{OVER}/land")
    keyboard.type("tu")
    combo = part(view, f"{OVER}/land")
    middle = QPointF(combo.rect().center())
    none, kind = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    down = QPoint(0, -120)
    wheel = QWheelEvent(middle, combo.mapToGlobal(middle), down, down, none, Mod.NoModifier, kind, False)
    QApplication.sendEvent(combo, wheel)
    assert value(view, f"{OVER}/land") == "l2"


def test_how_to_ask_opens_under_the_question(opened: Open) -> None:
    view, keyboard = start(opened)
    words = next(x for x in view.findChildren(QLabel) if x.text() == "Vraag het rustig.")
    assert not words.isVisible()
    keyboard.key(Key.Key_I, Mod.ControlModifier)
    assert words.isVisible()
    press(view, f"{OVER}/naam:guidance")
    assert not words.isVisible()


def test_answering_one_question_draws_only_what_it_changed(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from veldwerk.ui.forms.block import QuestionBlock

    view, keyboard = start(opened)
    drawn: list[str] = []
    real = QuestionBlock.draw

    def draw(self: QuestionBlock, node: object, words: str) -> None:
        drawn.append(self.ref)
        real(self, node, words)  # type: ignore[arg-type]  # passed through

    monkeypatch.setattr(QuestionBlock, "draw", draw)
    view.restore(f"{OVER}/cijfer")
    drawn.clear()
    keyboard.type("7")
    assert set(drawn) == {f"{OVER}/cijfer"}


def test_outline_by_arrow_keys_and_into_the_page_by_enter(opened: Open) -> None:
    view, keyboard = start(opened)
    part(view, f"{OVER}:outline").setFocus(Qt.FocusReason.TabFocusReason)
    keyboard.key(Key.Key_Down)
    assert part(view, f"{MENSEN}:page").isVisible()
    keyboard.key(Key.Key_Return)
    assert keyboard.at() == f"{MENSEN}/s1"


def test_the_outline_says_how_far_each_part_is(opened: Open) -> None:
    view, keyboard = start(opened)
    about = part(view, f"{OVER}:outline")
    assert about.accessibleName() == "Over u: nog niet begonnen, 0 van 6"
    keyboard.type("Truus")
    keyboard.tab()
    keyboard.type("1")
    assert about.accessibleName() == "Over u: begonnen, 2 van 9"
    view.restore(f"{OVER}/naam")
    keyboard.key(Key.Key_A, Mod.ControlModifier)
    keyboard.key(Key.Key_Backspace)
    keyboard.tab()
    assert about.accessibleName() == "Over u: vraagt aandacht, 1 van 9"


def test_what_belongs_beside_the_form_is_there_when_there_is_room(opened: Open) -> None:
    aside = QLabel("Vorige keer")
    view, _keyboard = start(opened, aside=aside)
    assert aside.isVisible()
    view.resize(900, 500)
    assert not aside.isVisible()


def test_a_page_that_was_not_in_sight_shows_what_changed_meanwhile(opened: Open) -> None:
    view, keyboard = opened(session(shipped("huisbezoek75")))
    view.restore("/data/toestemming/toestemming_vastleggen")
    keyboard.type("1")
    view.restore("/data/wonen/woont_met")
    keyboard.type("1")
    view.restore("/data/toestemming/toestemming_vastleggen")
    keyboard.type("2")
    assert not view.restore("/data/wonen/woont_met")
    view.set_language("en")
    keyboard.type("1")
    assert view.restore("/data/wonen/woont_met")
    texts = [each.text() for each in part(view, "/data/wonen:page").findChildren(QLabel) if each.isVisible()]
    assert "Do you live alone, or with someone?" in texts
    assert part(view, "/data/wonen/woont_met=alleen").isChecked()  # type: ignore[attr-defined]  # it is a button


@pytest.mark.parametrize("name", ["huisbezoek75", "kort_bezoek"])
def test_every_page_of_a_shipped_form_is_named_apart_and_large_enough(opened: Open, name: str) -> None:
    view, _keyboard = opened(session(shipped(name)))
    consent = next(q.ref for q in view.session.questions() if q.name == "toestemming_vastleggen")
    view.restore(consent)
    _keyboard.type("1")
    for page in view._shown():
        view._show(page)
        settle()
        assert walk.nameless(view) == [], page
        assert walk.twins(view) == [], page
        assert walk.small(view) == [], page


def test_short_visit_takes_few_keys(opened: Open, qtbot: QtBot) -> None:
    view, keyboard = opened(session(shipped("kort_bezoek")))
    view.restore("/data/bezoek/bezoekdatum")
    keys = 0

    def go(*steps: str) -> None:
        nonlocal keys
        for step in steps:
            keys += 1
            keyboard.key(Key.Key_Return) if step == "enter" else keyboard.type(step)

    def on() -> None:
        nonlocal keys
        keys += 1
        keyboard.tab()

    go("enter", "enter", "1", "enter", "1", "enter")
    keyboard.type("Het gaat goed.")
    on()
    keyboard.type("Het huis is netjes.")
    on()
    on()
    on()
    assert keyboard.at() == "form.pause"
    keyboard.key(Key.Key_PageDown, Mod.ControlModifier)
    keyboard.type("Volgende week bellen.")
    on()
    go("1")
    with qtbot.waitSignal(view.finished, timeout=3000):
        keyboard.key(Key.Key_Return, Mod.ControlModifier | Mod.ShiftModifier)
    assert keys + 2 <= 30
