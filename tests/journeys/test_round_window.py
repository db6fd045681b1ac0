"""The care part of the round through the window, by keyboard alone: from a call of a neighbour to a referral."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.hands import Hands, Key, Mod
from tests.places import PASSPHRASE, add_service, knowledge, make_place
from tests.ui.cases import close
from veldwerk.app.desk import Desk
from veldwerk.demo.round import ANSWERS
from veldwerk.domain import names
from veldwerk.system.clock import SetClock
from veldwerk.ui import theme
from veldwerk.ui.page import Settings
from veldwerk.ui.window import Window

pytestmark = pytest.mark.journey

HEARD = {**ANSWERS, "vorm": "thuis", "horen": "ja"}
"""What the resident says, in the codes that the form offers."""

FACTS = "De gordijnen blijven al drie weken overdag dicht."


class Office(Desk):
    """The real doors on one vault, at the clock of the test."""

    def __init__(self, vault: Path, clock: SetClock) -> None:
        super().__init__(vault, clock=clock, knowledge=knowledge())


@pytest.fixture
def office(tmp_path: Path) -> Office:
    place = make_place(tmp_path)
    add_service(place.work, "rouwondersteuning")
    place.work.close()
    return Office(place.path, place.clock)


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, office: Office) -> Iterator[Window]:
    qapp.setEffectEnabled(Qt.UIEffect.UI_AnimateCombo, False)
    theme.apply(qapp, "light", 100)
    made = Window(office, Settings())
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.lock()
    close(made)


def unlock(hands: Hands) -> None:
    hands.type(PASSPHRASE)
    hands.enter()
    hands.until(lambda: hands.window.shell is not None)
    hands.wait()


def take_in_a_signal(hands: Hands) -> None:
    hands.shortcut("Ctrl+Shift+S")
    assert hands.at == "intake.facts"
    hands.type(FACTS)
    hands.key(Key.Key_Tab)
    hands.type("Lindenhof 12, Zeist")
    hands.tab_to("intake.name")
    hands.type("Mevrouw Van Dam")
    hands.tab_to("intake.save")
    hands.enter()


def add_the_person(hands: Hands) -> None:
    hands.shortcut("Ctrl+3")
    hands.tab_to("signal.person")
    hands.enter()
    assert hands.at == "new.initials"
    for text in ("A.M.", "Annie", "van der", "Meer"):
        hands.type(text)
        hands.key(Key.Key_Tab)
    hands.tab_to("new.do")
    hands.enter()


def plan_the_visit(hands: Hands) -> None:
    hands.until(lambda: hands.at == "signal.reached")
    hands.enter()
    hands.tab_to("signal.plan")
    hands.enter()
    hands.type("vandaag")
    hands.tab_to("plan.time")
    hands.type("1030")
    hands.tab_to("plan.do")
    hands.enter()


def do_the_visit(hands: Hands) -> None:
    hands.tab_to("signal.visit.*")
    hands.enter()
    hands.at_page("visit")
    hands.until(lambda: hands.at.startswith("/"))
    answered = hands.fill(HEARD)
    assert {"djg_3", "djg_10", "uitkomst"} <= set(answered), answered
    hands.key(Key.Key_Return, Mod.ControlModifier | Mod.ShiftModifier)
    hands.at_page("result")


def appraise(hands: Hands) -> None:
    hands.until(lambda: hands.at == "result.appraise")
    hands.enter()
    hands.at_page("appraisal")
    hands.until(lambda: hands.at == "appraisal.duur_mnd")
    hands.tab_to("appraisal.verlies_mnd")
    hands.type("8")
    hands.tab_to("appraisal.confirm")
    hands.enter()


def begin_the_referral(hands: Hands) -> None:
    hands.at_page("advice")
    hands.until(lambda: hands.at.startswith("advice.choose."))
    assert hands.at == "advice.choose.rouwondersteuning"
    hands.key(Key.Key_Space)
    hands.tab_to("advice.keep")
    hands.enter()
    assert hands.at == "advice.begin.rouwondersteuning"
    hands.enter()
    assert hands.at == "begin.question"
    hands.tab_to("begin.do")
    hands.enter()
    hands.at_page("referrals")


def test_a_whole_round_without_a_mouse(window: Window, office: Office, qtbot: QtBot) -> None:
    hands = Hands(window, qtbot)
    unlock(hands)
    take_in_a_signal(hands)
    add_the_person(hands)
    plan_the_visit(hands)
    do_the_visit(hands)
    appraise(hands)
    begin_the_referral(hands)

    assert office.work is not None
    services, actor = office.work.services, office.work.actor
    signal = services.signals.all(actor)[0]
    person = services.people.get(actor, signal.person_id)
    assert (signal.facts, signal.reporter_name, names.friendly_name(person)) == (
        FACTS,
        "Mevrouw Van Dam",
        "Annie van der Meer",
    )
    visit = services.visits.of(actor, person.id)[0]
    assert (visit.status, visit.planned_time, visit.signal_id) == ("uitgevoerd", "10:30", signal.id)
    score = next(m for m in services.visits.measurements(actor, person.id) if m.instrument == "djg6")
    assert (score.total, score.category) == (3, "matig_eenzaam")
    appraisal = services.appraisals.latest(actor, person.id)
    assert appraisal is not None and appraisal.chosen == ("rouwondersteuning",) and appraisal.loss_months == 8
    referral = services.referrals.of(actor, person.id)[0]
    assert referral.kind == "rouwondersteuning" and referral.rule_ids
    assert referral.question == HEARD["doel_eigen_woorden"]
    assert services.visits.drafts(actor) == []
