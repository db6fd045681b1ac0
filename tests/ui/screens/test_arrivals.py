"""Many deletes wait for a person, late data is told, the bin gives back, and a removed laptop locks itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.places import Place, add_person
from tests.ui.screens.own_vault import Opened
from tests.ui.screens.together import exchange, join, said
from veldwerk.domain.people import Person
from veldwerk.services.edits import find
from veldwerk.ui.lock import LockScreen


@pytest.fixture
def karim(opened: Opened, tmp_path: Path) -> Iterator[Place]:
    """A colleague in the same team, over a folder, who has everything."""
    place = join(opened, tmp_path)
    yield place
    place.work.close()


def people(work: object) -> list[Person]:
    return work.vault.read(lambda r: find(r, Person))  # type: ignore[attr-defined,no-any-return]  # a workplace


def delete_many(opened: Opened, karim: Place) -> int:
    before = len(people(opened.work))
    for one in people(karim.work)[:15]:
        karim.work.services.people.remove(karim.work.actor, one)
    exchange(opened, karim)
    return before


def show(opened: Opened) -> None:
    assert opened.window.shell is not None
    opened.page("exchange", "exchange")
    opened.page("today")
    opened.window.shell.commands.run("arrivals")
    opened.wait()


def test_r27_many_deletes_wait_and_can_be_refused(opened: Opened, karim: Place) -> None:
    before = delete_many(opened, karim)
    assert len(people(opened.work)) == before
    opened.page("exchange", "exchange")
    opened.press("exchange.arrivals")
    words = said(opened)
    assert "15 gegevens zijn in één keer verwijderd" in words
    assert "Karim Haddad" in words
    opened.press("arrivals.keep.casus")
    assert "15 gegevens blijven" in opened.told
    assert "Er wacht niets op u" in said(opened)
    exchange(opened, karim)
    assert len(people(opened.work)) == len(people(karim.work)) == before


def test_r27_many_deletes_that_are_right_go_to_the_bin_and_come_back_from_it(
    opened: Opened, karim: Place
) -> None:
    before = delete_many(opened, karim)
    show(opened)
    opened.press("arrivals.let_go.casus")
    assert len(people(opened.work)) == before - 15
    words = said(opened)
    assert "Weggehaald door Karim Haddad" in words
    gone = next(iter(opened.work.sync.arrivals.bin(opened.work.actor)))
    opened.press("arrivals.more.bin")
    opened.press(f"arrivals.back.{gone.record}")
    assert "Teruggehaald" in opened.told
    assert gone.record in {one.id for one in people(opened.work)}
    exchange(opened, karim)
    assert gone.record in {one.id for one in people(karim.work)}


def test_r22_what_comes_after_closing_is_told_and_reopens_nothing(opened: Opened, karim: Place) -> None:
    person = add_person(karim.work, family_name="Laatkomer")
    exchange(opened, karim)
    known = opened.work.services.people.get(opened.work.actor, person.id)
    opened.work.services.people.save(opened.work.actor, known, replace(known, status="overleden"))
    visit = karim.work.services.visits.plan(
        karim.work.actor, person.id, karim.clock.today(), form="huisbezoek_75"
    )
    exchange(opened, karim)
    show(opened)
    assert "Kwam binnen na het sluiten van het dossier" in said(opened)
    assert opened.work.services.people.get(opened.work.actor, person.id).status == "overleden"
    opened.press(f"arrivals.seen.{visit.id}")
    assert "Kwam binnen na het sluiten" not in said(opened)


def test_the_empty_page_says_what_will_be_here(opened: Opened) -> None:
    show(opened)
    words = said(opened)
    assert "Er wacht niets op u" in words
    assert "De prullenbak is leeg." in words


def test_a_removed_laptop_hands_over_and_locks_itself_with_a_sentence(opened: Opened, karim: Place) -> None:
    """An administrator may remove the own device too: at the next contact it goes like any other."""
    work = opened.work
    mine = work.sync.fingerprint(work.actor)
    dev = next(m.dev for m in work.sync.members(work.actor)[0].members if m.fingerprint == mine)
    store = work.storage.store(work.actor)
    for space in ("kaart", "casus"):
        work.sync.revoke(work.actor, store, space, dev)
    opened.page("exchange", "exchange")
    opened.press("exchange.now")
    assert opened.window.shell is None
    screen = opened.window.centralWidget()
    assert isinstance(screen, LockScreen)
    assert "Uw toegang is ingetrokken" in screen._told.text()
