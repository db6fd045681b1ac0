"""The team in the window: who is in, asking by code or text, comparing eight words, letting in, taking access away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from tests.places import Place, add_person, make_place
from tests.ui.screens.own_vault import Opened
from veldwerk.services.access import Role
from veldwerk.services.sync_text import from_text, to_text
from veldwerk.ui.screens.exchange.role import RolePanel
from veldwerk.ui.screens.exchange.team import Team


@pytest.fixture
def karim(tmp_path: Path) -> Iterator[Place]:
    place = make_place(tmp_path / "karim", Role.WELFARE, "Karim Haddad", forms=False)
    yield place
    place.work.close()


def begin_team(opened: Opened, folder: Path) -> Team:
    folder.mkdir()
    work = opened.work
    work.storage.keep(work.actor, str(folder))
    work.sync.found(work.actor, work.storage.store(work.actor), sorted(work.vault.spaces))
    opened.page("exchange", "team")
    found = opened.window.findChild(Team)
    assert found is not None
    return found


def said(opened: Opened) -> str:
    from tests.ui import walk

    return "\n".join(text for widget in walk.shown(opened.window) for text in walk.texts(widget) if text)


def let_in(opened: Opened, karim: Place) -> None:
    """Karim's request comes as text, and the invitation goes back as text."""
    opened.press("team.paste_request")
    opened.find("paste.text").setPlainText("Hoi!\n" + to_text(karim.work.sync.request(karim.work.actor)))
    opened.press("paste.do")
    words = karim.work.sync.fingerprint(karim.work.actor).replace("-", " ").split()
    assert all(word in said(opened) for word in words)
    opened.find("invite.compared").click()
    opened.find("invite.way.text").click()
    opened.press("invite.do")
    invitation = from_text(opened.find("give.text").toPlainText())
    karim.work.sync.join(karim.work.actor, invitation)
    opened.press("give.leave")


def test_letting_in_by_text_from_request_to_member(opened: Opened, tmp_path: Path, karim: Place) -> None:
    begin_team(opened, tmp_path / "samen")
    let_in(opened, karim)
    words = said(opened)
    assert "Karim Haddad" in words
    assert "nog niets van gezien" in words
    karim.work.sync.sync(karim.work.actor, opened.work.storage.store(opened.work.actor))
    opened.page("exchange", "exchange")
    opened.press("exchange.now")
    opened.page("exchange", "team")
    assert "laatst iets van gezien vandaag" in said(opened)


def test_our_own_request_is_shown_as_code_and_text_with_our_eight_words(opened: Opened) -> None:
    opened.page("exchange", "team")
    opened.press("team.show_request")
    shown = from_text(opened.find("give.text").toPlainText())
    card = opened.work.sync.read_request(opened.work.actor, shown)
    assert card.fingerprint == opened.work.sync.fingerprint(opened.work.actor)
    opened.press("give.do")
    assert from_text(QGuiApplication.clipboard().text()) == shown
    assert "Gekopieerd" in said(opened)


def test_what_is_no_request_is_refused_at_the_field(opened: Opened, tmp_path: Path) -> None:
    begin_team(opened, tmp_path / "samen")
    opened.press("team.paste_request")
    opened.find("paste.text").setPlainText("dit is geen verzoek!")
    opened.press("paste.do")
    assert "geen verzoek of uitnodiging" in said(opened)


def test_what_taking_access_away_means_is_read_before_it_is_done(
    opened: Opened, tmp_path: Path, karim: Place
) -> None:
    team = begin_team(opened, tmp_path / "samen")
    let_in(opened, karim)
    own = opened.work.sync._spaces()[0].dev
    dev = next(one.dev for one in opened.work.sync.members(opened.work.actor)[0].members if one.dev != own)
    opened.press(f"team.remove.{dev}")
    words = said(opened)
    for part in (
        "blijft",
        "weigert iedereen",
        "nieuwe sleutels",
        "vernietigt de sleutels",
        "wachtwoord van de opslag",
    ):
        assert part in words
    opened.press("remove.do")
    assert "Lees eerst wat dit betekent." in said(opened)
    opened.find("remove.sure").click()
    opened.press("remove.do")
    assert "De toegang is ingetrokken." in opened.told
    assert "geen lid meer" in said(opened)
    assert not team._slot.busy
    members = [m for one in opened.work.sync.members(opened.work.actor) for m in one.members if m.dev == dev]
    assert members
    assert all(m.revoked for m in members)


def roles(opened: Opened, name: str) -> set[str]:
    found = [m for one in opened.work.sync.members(opened.work.actor) for m in one.members]
    return {m.role for m in found if m.person.name == name}


def test_a_laptop_is_made_one_that_lets_others_in_then_one_that_reads_along(
    opened: Opened, tmp_path: Path, karim: Place
) -> None:
    begin_team(opened, tmp_path / "samen")
    let_in(opened, karim)
    members = opened.work.sync.members(opened.work.actor)[0].members
    dev = next(m.dev for m in members if m.person.name == "Karim Haddad")
    opened.press(f"team.role.{dev}")
    opened.press("role.do")
    assert "Deze laptop heeft die rol al." in said(opened)
    opened.find("role.role.admin").click()
    assert "laat anderen toe en trekt toegang in" in said(opened)
    opened.press("role.do")
    assert "De rol is gewijzigd." in opened.told
    assert roles(opened, "Karim Haddad") == {"admin"}
    opened.press(f"team.role.{dev}")
    opened.find("role.role.reader").click()
    opened.press("role.do")
    assert roles(opened, "Karim Haddad") == {"reader"}
    assert "leest mee" in said(opened)
    store = opened.work.storage.store(opened.work.actor)
    opened.page("exchange", "exchange")
    opened.press("exchange.now")
    karim.work.sync.sync(karim.work.actor, store)
    told = karim.work.sync.members(karim.work.actor)[0].members
    assert next(m.role for m in told if m.person.name == "Karim Haddad") == "reader"


def test_the_last_one_who_lets_others_in_cannot_step_down_and_is_told_why(
    opened: Opened, tmp_path: Path, karim: Place
) -> None:
    begin_team(opened, tmp_path / "samen")
    let_in(opened, karim)
    me = opened.work.sync._spaces()[0].dev
    opened.press(f"team.role.{me}")
    opened.find("role.role.member").click()
    assert "Daarna kunt u zelf geen rollen meer wijzigen." in said(opened)
    opened.press("role.do")
    assert "Dit is de laatste laptop die anderen kan toelaten." in said(opened)
    assert roles(opened, opened.work.actor.name) == {"admin"}
    opened.press("role.leave")
    assert not opened.window.findChildren(RolePanel)


def test_who_may_not_let_others_in_changes_no_roles(opened: Opened, tmp_path: Path, karim: Place) -> None:
    other = karim.work
    (tmp_path / "van-karim").mkdir()
    other.storage.keep(other.actor, str(tmp_path / "van-karim"))
    store = other.storage.store(other.actor)
    other.sync.found(other.actor, store, ["kaart", "casus"])
    request = opened.work.sync.request(opened.work.actor)
    opened.work.sync.join(
        opened.work.actor, other.sync.invite(other.actor, store, request, ["kaart", "casus"])
    )
    opened.page("exchange", "team")
    assert "Karim Haddad" in said(opened)
    assert "Rol wijzigen" not in said(opened)


def test_joining_by_pasting_an_invitation(opened: Opened, tmp_path: Path, karim: Place) -> None:
    other = karim.work
    folder = tmp_path / "van-karim"
    folder.mkdir()
    other.storage.keep(other.actor, str(folder))
    store = other.storage.store(other.actor)
    other.sync.found(other.actor, store, ["kaart", "casus"])
    request = opened.work.sync.request(opened.work.actor)
    invitation = other.sync.invite(other.actor, store, request, ["kaart", "casus"])
    opened.page("exchange", "team")
    opened.press("team.paste_invitation")
    opened.find("paste.text").setPlainText(to_text(invitation))
    opened.press("paste.do")
    assert "U bent nu lid" in opened.told
    assert "Karim Haddad" in said(opened)
    assert "Alleen wie anderen mag toelaten" in said(opened)
    assert not opened.find("team.open_request").isEnabled()


def test_what_became_of_a_removed_laptop_is_told_and_its_work_taken_over(
    opened: Opened, tmp_path: Path, karim: Place
) -> None:
    team = begin_team(opened, tmp_path / "samen")
    let_in(opened, karim)
    work, other = opened.work, karim.work
    store = work.storage.store(work.actor)
    other.sync.sync(other.actor, store)
    other_dev = next(
        m.dev for m in work.sync.members(work.actor)[0].members if m.person.name == "Karim Haddad"
    )
    for space in sorted({one.space for one in other.sync.members(other.actor)}):
        work.sync.revoke(work.actor, store, space, other_dev)
    work.sync.sync(work.actor, store)
    add_person(other, family_name="Onverzonden")
    team.load()
    opened.wait()
    assert "De sleutels staan nog op die laptop." in said(opened)
    report = other.sync.sync(other.actor, store)
    assert report.departed
    opened.page("exchange", "exchange")
    opened.press("exchange.now")
    opened.page("exchange", "team")
    assert "vernietigde de sleutels" in said(opened)
    opened.press(f"team.take_over.{other_dev}")
    assert "overgenomen" in opened.told
    assert "Onverzonden" in {one.person.family_name for one in work.services.people.lines(work.actor)}


def test_a_recovery_key_lets_a_new_laptop_in(opened: Opened, tmp_path: Path, karim: Place) -> None:
    team = begin_team(opened, tmp_path / "samen")
    kit = tmp_path / "herstel.vwk"
    team._recovery.make(kit)
    opened.wait()
    assert "Leg hem nu in een kluis" in opened.told
    karim.work.storage.keep(karim.work.actor, str(tmp_path / "samen"))
    store = karim.work.storage.store(karim.work.actor)
    assert "casus" in karim.work.sync.recover(karim.work.actor, store, kit.read_bytes())
