"""The second half of the round through the window, by keyboard alone: from a referral begun to a second vault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from tests.journeys.hands import Hands, Key, Mod
from tests.places import PASSPHRASE, Place, add_person, add_service, knowledge, make_place
from tests.services.test_round import appraised
from tests.ui.cases import close
from veldwerk.app.desk import Desk
from veldwerk.app.workplace import Workplace
from veldwerk.services.access import Role
from veldwerk.sync.stores.folder import FolderStore
from veldwerk.system.clock import SetClock
from veldwerk.ui import theme
from veldwerk.ui.page import Settings
from veldwerk.ui.window import Window

pytestmark = pytest.mark.journey

KIND = "rouwondersteuning"
SPACES = {"kaart", "coalitie", "casus"}


class Office(Desk):
    """The real doors on one vault, at the clock of the test."""

    def __init__(self, vault: Path, clock: SetClock) -> None:
        super().__init__(vault, clock=clock, knowledge=knowledge())


@dataclass(frozen=True, slots=True)
class Begun:
    """A nurse's vault with one referral begun, a welfare worker's vault, and an empty shared folder."""

    office: Office
    welfare: Place
    folder: Path
    out: Path


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[Begun]:
    place = make_place(tmp_path)
    work = place.work
    add_service(work, KIND)
    appraisal = appraised(place, add_person(work))
    work.services.referrals.create(
        work.actor,
        appraisal,
        KIND,
        question="Iemand om mee te praten.",
        rule_ids=["S05"],
        named_contact="Sanne",
    )
    work.close()
    welfare = make_place(tmp_path, Role.WELFARE, "Karim Haddad", forms=False)
    for name in ("samen", "uit"):
        (tmp_path / name).mkdir()
    yield Begun(Office(place.path, place.clock), welfare, tmp_path / "samen", tmp_path / "uit")
    welfare.work.close()


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, begun: Begun) -> Iterator[Window]:
    qapp.setEffectEnabled(Qt.UIEffect.UI_AnimateCombo, False)
    theme.apply(qapp, "light", 100)
    made = Window(begun.office, Settings())
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.lock()
    close(made)


def answer_dialog(hands: Hands, path: Path) -> None:
    """Type a path in the file dialog that is open, and accept it."""
    hands.until(lambda: isinstance(QApplication.activeWindow(), QFileDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, QFileDialog)
    line = dialog.findChild(QLineEdit)
    assert line is not None
    line.selectAll()
    QTest.keyClicks(line, str(path))
    QTest.keyClick(line, Key.Key_Return)
    hands.until(lambda: not isinstance(QApplication.activeWindow(), QFileDialog))
    hands.window.activateWindow()
    hands.wait()


def choose_with_consent(hands: Hands) -> None:
    hands.window.setFocus()
    hands.shortcut("Ctrl+5")
    hands.tab_to("referral.choose.*")
    hands.enter()
    assert hands.at == "consent.categories.naam"
    hands.tab_to("consent.do")
    hands.enter()
    hands.until(lambda: hands.at == "referral.letter")


def make_and_save_the_letter(hands: Hands, out: Path) -> None:
    hands.enter()
    assert hands.at == "letter.practical"
    hands.type("Hoort rechts minder goed.")
    hands.tab_to("letter.do")
    hands.enter()
    hands.at_page("letters")
    hands.until(lambda: hands.at == "letter.print")
    hands.shortcut("Ctrl+S")
    assert hands.at == "save.do"
    hands.enter()
    answer_dialog(hands, out / "brief.pdf")
    hands.until(lambda: (out / "brief.pdf").exists())


def send(hands: Hands) -> None:
    hands.tab_to("letter.referral")
    hands.enter()
    hands.at_page("referrals")
    hands.tab_to("referral.send")
    hands.enter()
    hands.until(lambda: hands.at == "referral.reply")


def reply(hands: Hands, code: str) -> None:
    hands.shortcut("Ctrl+1")  # from anywhere
    hands.shortcut("Ctrl+Shift+A")
    assert hands.at == "reply.code"
    hands.type(code.lower())
    hands.until(lambda: hands.at.startswith("reply.digit"))
    hands.type("1")
    hands.enter()
    hands.at_page("referrals")


def write_a_note(hands: Hands) -> None:
    hands.shortcut("Ctrl+Shift+N")
    assert hands.at == "note.text"
    hands.type("Gebeld: er is plek vanaf volgende week.")
    hands.key(Key.Key_Tab)
    hands.type("de coördinator")
    hands.key(Key.Key_Return, Mod.ControlModifier)
    hands.wait()


def month(hands: Hands, out: Path) -> None:
    hands.shortcut("Ctrl+7")
    hands.at_page("month")
    hands.shortcut("Ctrl+E")
    answer_dialog(hands, out)
    hands.until(lambda: len(list(out.glob("maand-*"))) == 3)


def begin_a_team(hands: Hands, folder: Path) -> None:
    hands.shortcut("Ctrl+8")
    hands.at_page("exchange")
    hands.tab_to("exchange.place")
    hands.replace(str(folder))
    hands.key(Key.Key_Return)
    hands.wait()
    hands.tab_to("exchange.found")
    hands.enter()
    hands.until(lambda: hands.at == "exchange.now")
    hands.enter()


def let_in(hands: Hands, request: Path, invitation: Path) -> None:
    hands.tab_to("exchange.tabs.exchange")
    hands.key(Key.Key_Right)
    hands.wait()
    hands.tab_to("team.open_request")
    hands.enter()
    answer_dialog(hands, request)
    hands.until(lambda: hands.at == "invite.compared")
    hands.key(Key.Key_Space)
    hands.tab_to("invite.spaces.zorg")
    assert not hands.focus.isChecked()  # type: ignore[attr-defined]  # a check box
    hands.tab_to("invite.do")
    hands.enter()
    answer_dialog(hands, invitation)
    hands.until(invitation.exists)
    hands.wait()
    hands.shortcut("Ctrl+Shift+U")
    hands.wait()


def test_from_a_referral_begun_to_the_second_vault_without_a_mouse(
    window: Window, begun: Begun, qtbot: QtBot
) -> None:
    hands = Hands(window, qtbot)
    hands.type(PASSPHRASE)
    hands.enter()
    hands.until(lambda: window.shell is not None)
    hands.wait()
    choose_with_consent(hands)
    make_and_save_the_letter(hands, begun.out)
    work = begun.office.work
    assert work is not None
    send(hands)
    file = work.services.referrals.files(work.actor)[0]
    assert file.task is not None
    reply(hands, file.task.reply_code)
    write_a_note(hands)
    month(hands, begun.out)
    begin_a_team(hands, begun.folder)
    request, invitation = begun.out / "verzoek.vwr", begun.out / "uitnodiging.vwi"
    request.write_bytes(begun.welfare.work.sync.request(begun.welfare.work.actor))
    let_in(hands, request, invitation)

    assert (begun.out / "brief.pdf").read_bytes().startswith(b"%PDF")
    _nurse_has_it(work)
    _welfare_receives_it(begun, invitation)


def _nurse_has_it(work: Workplace) -> None:
    file = work.services.referrals.files(work.actor)[0]
    assert file.task is not None
    assert (file.task.status, file.referral.status) == ("accepted", "active")
    assert [event.after for event in file.task.history] == ["requested", "accepted"]
    assert [(note.text, note.spoke_to) for note in file.notes] == [
        ("Gebeld: er is plek vanaf volgende week.", "de coördinator")
    ]
    letter = work.services.letters.of_task(work.actor, file.task.id)[0]
    assert (letter.status, letter.prints) == ("gedrukt", 1)
    assert set(letter.shared) >= {"naam", "vraag"} and "eenzaamheid" not in letter.shared
    consent = work.services.people.file(work.actor, file.person.id).consents[0]
    assert consent.recipient == file.task.recipient and consent.wording and consent.given_by == "bewoner"


def _welfare_receives_it(begun: Begun, invitation: Path) -> None:
    welfare = begun.welfare.work
    assert set(welfare.sync.join(welfare.actor, invitation.read_bytes())) == SPACES
    report = welfare.sync.sync(welfare.actor, FolderStore(begun.folder))
    assert report.ok and report.received > 0
    work = begun.office.work
    assert work is not None
    ours, theirs = (one.services.referrals.files(one.actor)[0] for one in (work, welfare))
    assert (theirs.referral, theirs.tasks, theirs.notes) == (ours.referral, ours.tasks, ours.notes)
