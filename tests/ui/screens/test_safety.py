"""The reporting code in the window: begun after asking, five steps, an attention officer with an invitation as a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from tests.places import Place, add_person, knowledge, make_place
from tests.ui.screens.conftest import Show, Shown
from veldwerk.services.access import Role
from veldwerk.services.safety import Safety
from veldwerk.system import paths
from veldwerk.ui.screens.people import SafetyPage

OTHER_WORDS = re.compile(r"verdachte|dader|suspect(?!ed abuse)|perpetrator|culprit", re.IGNORECASE)


@pytest.fixture
def fatima(tmp_path: Path) -> Iterator[Place]:
    place = make_place(tmp_path / "fatima", Role.NURSE, "Fatima Amrani", forms=False)
    yield place
    place.work.close()


def safety(place: Place) -> Safety:
    return Safety(place.work.services.kit, place.work.vault, place.work.sync)


def press(shown: Shown, name: str) -> None:
    shown.part(name).click()
    shown.settle()


def open_safety(shown: Shown, person: str) -> None:
    shown.go("people", person)
    press(shown, "person.safety")


def begun(shown: Shown) -> tuple[str, str]:
    """A person, and the record that was begun about them by hand."""
    person = add_person(shown.place.work).id
    open_safety(shown, person)
    press(shown, "safety.begin")
    shown.part("safety.new.sure").click()
    press(shown, "safety.new.do")
    [held] = safety(shown.place).of(shown.actor, person)
    return person, held.record.id


def test_nothing_is_begun_before_it_is_asked_and_the_numbers_stand_there(show: Show) -> None:
    shown = show()
    person = add_person(shown.place.work).id
    open_safety(shown, person)
    assert shown.front.subtitle().startswith("Mevr. Van der Meer")
    words = shown.words()
    for number in ("112", "0800-2000", "113 of 0800-0113", "088 0767 000"):
        assert number in words
    press(shown, "safety.begin")
    press(shown, "safety.new.do")
    assert "Vink dit eerst aan." in shown.words()
    assert safety(shown.place).of(shown.actor, person) == ()


def test_the_five_steps_are_written_down_and_both_decisions_close_it(show: Show) -> None:
    shown = show()
    person, record = begun(shown)
    words = shown.words()
    for title in (
        "Stap 1: signalen",
        "Stap 2: overleg",
        "Stap 3: het gesprek",
        "Stap 4: wegen",
        "Stap 5: beslissen",
    ):
        assert title in words
    press(shown, f"safety.write.{record}.1")
    shown.part("safety.note").setPlainText("Blauwe plek op de arm")
    press(shown, "safety.step.do")
    assert "geen dag" in shown.words()
    shown.part("safety.on").setText("vandaag")
    press(shown, "safety.step.do")
    assert "Blauwe plek op de arm" in shown.words()
    press(shown, f"safety.close.{record}")
    [held] = safety(shown.place).of(shown.actor, person)
    assert held.record.closed_on is None
    press(shown, f"safety.write.{record}.5")
    shown.part("safety.report.nee").click()
    shown.part("safety.help.ja").click()
    press(shown, "safety.step.do")
    press(shown, f"safety.close.{record}")
    [held] = safety(shown.place).of(shown.actor, person)
    assert (held.record.report, held.record.help) == ("nee", "ja")
    assert held.record.closed_on == shown.place.clock.today()
    assert not shown.has(f"safety.write.{record}.1")
    assert shown.has("safety.begin")
    press(shown, "status.undo")
    assert safety(shown.place).of(shown.actor, person)[0].record.closed_on is None
    assert shown.has(f"safety.write.{record}.1")


def test_the_attention_officer_is_let_in_with_a_file_and_reads_along(
    show: Show, tmp_path: Path, fatima: Place
) -> None:
    shown = show()
    work, other = shown.place.work, fatima.work
    (tmp_path / "samen").mkdir()
    work.storage.keep(work.actor, str(tmp_path / "samen"))
    store = work.storage.store(work.actor)
    work.sync.found(work.actor, store, ["kaart", "casus"])
    other.sync.join(
        other.actor, work.sync.invite(work.actor, store, other.sync.request(other.actor), ["kaart", "casus"])
    )
    person, record = begun(shown)
    press(shown, f"safety.officer.{record}")
    offered = shown.part("safety.officer")
    assert [offered.itemText(at).split(" (")[0] for at in range(offered.count())] == ["Fatima Amrani"]
    press(shown, "safety.let_in.do")
    assert "Kies een collega." in shown.words()
    offered.setCurrentIndex(0)
    press(shown, "safety.let_in.do")
    dialog = shown.window.findChild(QFileDialog, "ask.save")
    assert dialog is not None
    place = tmp_path / "fatima.vwi"
    dialog.fileSelected.emit(str(place))
    dialog.close()
    shown.settle()
    assert other.sync.join(other.actor, place.read_bytes()) == (f"veilig-{record}",)
    for one in (work, other, work):
        assert one.sync.sync(one.actor, store).ok
    open_safety(shown, person)
    assert "Fatima Amrani leest mee als aandachtsfunctionaris." in shown.words()
    [held] = safety(fatima).of(other.actor)
    assert held.record.person_name == "Annie van der Meer"
    page = shown.go("exchange")
    assert page is not None
    assert f"veilig-{record}" not in shown.words()


def test_a_record_without_a_file_of_the_person_stands_on_a_page_of_its_own(show: Show) -> None:
    shown = show()
    begun(shown)
    assert shown.window.shell is not None
    assert shown.window.shell.commands.run("safety")
    shown.settle()
    assert isinstance(shown.front, SafetyPage)
    assert "Meldcode: Annie van der Meer" in shown.words()


def test_no_word_on_screen_accuses_anybody() -> None:
    """DOMAIN 3.5 and REQ-MC-01: what was seen is written down; nobody is called suspect or offender."""
    resources = paths.resources()
    texts = [
        *resources.glob("locale/nl/*.po"),
        *resources.glob("handbook/*/*.md"),
        resources / "terms" / "terms.toml",
    ]
    assert len(texts) > 20
    for text in texts:
        found = [line for line in text.read_text().splitlines() if OTHER_WORDS.search(line)]
        assert not found, text.name
    assert knowledge().terms.space("veilig-0192") == "Meldcode"
