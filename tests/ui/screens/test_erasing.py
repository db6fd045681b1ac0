"""Somebody is erased for good by two people: asked at the person, agreed to by a colleague, and what is left is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.places import Place, add_person
from tests.ui.screens.own_vault import Opened
from tests.ui.screens.together import exchange, join, said
from veldwerk.domain.people import Person
from veldwerk.services.edits import find


@pytest.fixture
def karim(opened: Opened, tmp_path: Path) -> Iterator[Place]:
    place = join(opened, tmp_path)
    yield place
    place.work.close()


def names(place: object) -> set[str]:
    return {one.family_name for one in place.vault.read(lambda r: find(r, Person))}  # type: ignore[attr-defined]  # a workplace


def details(opened: Opened, person: str) -> None:
    opened.page("people", person)
    opened.find("person.tabs.facts").click()
    opened.wait()


def show(opened: Opened) -> None:
    opened.page("exchange")
    assert opened.window.shell is not None
    opened.window.shell.commands.run("arrivals")
    opened.wait()


def test_asking_at_the_person_says_what_goes_and_waits_for_a_colleague(opened: Opened, karim: Place) -> None:
    person = add_person(opened.work, family_name="Vergeten")
    details(opened, person.id)
    opened.press("person.erase")
    words = said(opened)
    assert "Dit verdwijnt: Persoon (1)" in words
    assert "Niets haalt het terug" in words
    assert "tot een collega op een andere laptop akkoord geeft" in words
    opened.press("erase.do")
    assert "Lees eerst wat dit betekent." in said(opened)
    opened.find("erase.sure").click()
    opened.press("erase.do")
    assert "Gevraagd." in opened.told
    assert "Het wacht tot een collega akkoord geeft." in said(opened)
    assert "Vergeten" in names(opened.work)
    opened.press("person.erasing")
    words = said(opened)
    assert "u hebt dit gevraagd" in words
    assert "wacht op een collega" in words
    assert "Bekijken en akkoord geven" not in words  # nobody is the second person of an own request
    exchange(opened, karim)
    request = karim.work.sync.erasing.asked(karim.work.actor)[0]
    karim.work.sync.erasing.agree(karim.work.actor, request.request)
    exchange(opened, karim)
    exchange(opened, karim)
    assert "Vergeten" not in names(opened.work) | names(karim.work)
    opened.page("people", person.id)
    assert "Vergeten" not in said(opened)


def test_the_second_person_sees_it_on_today_agrees_and_reads_what_may_be_left(
    opened: Opened, karim: Place
) -> None:
    person = add_person(karim.work, family_name="Vergeten")
    exchange(opened, karim)
    karim.work.sync.erasing.ask(karim.work.actor, person.id)
    exchange(opened, karim)
    opened.page("exchange")
    opened.page("today")
    assert "Voorgoed wissen: Annie Vergeten" in said(opened).replace("van der ", "")
    assert "Karim Haddad vraagt dit, u bent de tweede persoon" in said(opened)
    opened.press("today.to_look")
    request = opened.work.sync.erasing.asked(opened.work.actor)[0].request
    opened.press(f"arrivals.agree.{request}")
    assert "Dit verdwijnt: Persoon (1)" in said(opened)
    opened.press("agree.do")
    assert "Bespreek dit eerst met uw collega." in said(opened)
    assert "Vergeten" in names(opened.work)
    opened.find("agree.sure").click()
    opened.press("agree.do")
    assert "voorgoed gewist" in opened.told
    assert "Vergeten" not in names(opened.work)
    assert "Oudere pakketten van deze laptop kunnen nog op de opslag staan." in said(opened)
    opened.work.sync.sync(opened.work.actor, opened.work.storage.store(opened.work.actor))
    show(opened)
    words = said(opened)
    assert "Wat voorgoed is gewist" in words
    assert "Nog niet bevestigd: Karim Haddad" in words
    assert "Nextcloud" in words  # what no program of ours reaches
    for _round in range(3):
        exchange(opened, karim)
    show(opened)
    words = said(opened)
    assert "Nog niet bevestigd" not in words
    assert "Veldwerk heeft er niets meer van op de opslag staan" in words


def test_a_vault_that_shares_nothing_says_so_at_the_panel(opened: Opened) -> None:
    details(opened, opened.work.services.people.lines(opened.work.actor)[0].id)
    opened.press("person.erase")
    opened.find("erase.sure").click()
    opened.press("erase.do")
    assert "In de gedeelde delen van deze kluis staat niets over deze persoon." in said(opened)
