"""Exchange and settings on screen: the place, problems, membership, safety, looks, letterhead, forms, logbook."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel

from tests.places import PASSPHRASE
from tests.ui.screens.own_vault import Opened
from veldwerk.domain.errors import UserError
from veldwerk.services.logbook import Logbook
from veldwerk.ui.screens.exchange import words
from veldwerk.ui.screens.exchange.exchanging import Exchanging
from veldwerk.ui.screens.exchange.looks import Looks
from veldwerk.ui.screens.exchange.organisation import Organisation
from veldwerk.ui.screens.exchange.security import PassphrasePanel, Security
from veldwerk.ui.screens.exchange.team import Team


def said(opened: Opened) -> str:
    return "\n".join(label.text() for label in opened.window.findChildren(QLabel) if label.isVisible())


def begin_team(opened: Opened, folder: Path) -> Exchanging:
    folder.mkdir(exist_ok=True)
    page = opened.page("exchange", "exchange")._exchanging
    page._where.picked(folder)
    opened.wait()
    opened.press("exchange.found")
    return page  # type: ignore[no-any-return]  # found on the screen


def test_a_place_is_tested_line_by_line(opened: Opened, tmp_path: Path) -> None:
    where = opened.page("exchange", "exchange")._exchanging._where
    where.fields.folder.set_value(str(tmp_path / "nergens"))
    opened.press("exchange.test")
    assert where.fields.folder.complaint
    assert "Deze plek werkt niet." in said(opened)
    where.fields.folder.set_value(str(tmp_path))
    opened.press("exchange.test")
    assert where.fields.folder.complaint == ""
    words = said(opened)
    assert "Deze plek werkt." in words
    assert words.count("goed") >= 2
    assert opened.work.storage.place(opened.work.actor) is None


def test_exchanging_says_what_was_sent_and_the_header_agrees(opened: Opened, tmp_path: Path) -> None:
    page = begin_team(opened, tmp_path / "samen")
    assert "te sturen" in said(opened)
    opened.press("exchange.now")
    status = opened.work.sync.status(opened.work.actor)
    assert sum(one.pending for one in status) == 0 and all(one.synced_at for one in status)
    assert "Alles wat u schreef, is verstuurd." in said(opened) or "Verstuurd:" in said(opened)
    assert opened.find("sync.state").text() == "Alles verstuurd"
    assert not page._syncing.running


def test_a_stick_that_is_gone_is_a_sentence_and_nothing_is_lost(opened: Opened, tmp_path: Path) -> None:
    begin_team(opened, tmp_path / "samen")
    (tmp_path / "samen").rename(tmp_path / "uitgetrokken")
    opened.press("exchange.now")
    assert "Vraagt aandacht" in said(opened)
    assert sum(one.pending for one in opened.work.sync.status(opened.work.actor)) > 0


def test_letting_in_needs_the_eight_words_compared(opened: Opened, tmp_path: Path) -> None:
    begin_team(opened, tmp_path / "samen")
    opened.page("exchange", "team")
    team = opened.window.findChild(Team)
    assert team is not None
    words_of = opened.work.sync.fingerprint(opened.work.actor)
    assert all(word in said(opened) for word in words_of.replace("-", " ").split())
    place = tmp_path / "verzoek.vwr"
    place.write_bytes(opened.work.sync.request(opened.work.actor))
    team._read_request(place)
    opened.wait()
    opened.press("invite.do")
    assert "Vergelijk eerst de acht woorden." in said(opened)
    assert not opened.find("invite.spaces.zorg").isChecked()


def test_a_file_that_is_no_request_is_refused_in_a_sentence(opened: Opened, tmp_path: Path) -> None:
    opened.page("exchange", "team")
    team = opened.window.findChild(Team)
    assert team is not None
    (tmp_path / "iets.vwr").write_bytes(b"geen verzoek")
    team._read_request(tmp_path / "iets.vwr")
    opened.wait()
    assert team._trouble.isVisible() and team._trouble.text()


def test_the_passphrase_changes_only_with_the_old_one(opened: Opened) -> None:
    opened.page("exchange", "security")
    opened.press("security.passphrase")
    panel = opened.window.findChild(PassphrasePanel)
    assert panel is not None
    fresh = "vijf vrolijke ganzen"
    for field, value in ((panel._old, "niet dit"), (panel._new, fresh), (panel._again, fresh)):
        field.set_value(value)
    opened.press("pass.do")
    assert panel._old.complaint
    panel._old.set_value(PASSPHRASE)
    opened.press("pass.do")
    vault = opened.desk.vaults()[0].id
    opened.window.lock()
    opened.desk.unlock(vault, fresh)


def test_a_weak_passphrase_is_refused_at_the_field(opened: Opened) -> None:
    opened.page("exchange", "security")
    opened.press("security.passphrase")
    panel = opened.window.findChild(PassphrasePanel)
    assert panel is not None
    panel._old.set_value(PASSPHRASE)
    panel._new.set_value("kort")
    opened.press("pass.do")
    assert panel._new.complaint and not panel._again.complaint


def test_a_new_recovery_sheet_opens_the_vault_and_is_shown_once(opened: Opened) -> None:
    opened.page("exchange", "security")
    opened.press("security.recovery")
    opened.press("recovery.do")
    security = opened.window.findChild(Security)
    assert security is not None
    code = security._slot._box.itemAt(0).widget()._code  # type: ignore[union-attr]  # the panel
    assert code.replace("-", "  ") in said(opened)
    opened.press("recovery.leave")
    assert code.replace("-", "  ") not in said(opened)
    vault = opened.desk.vaults()[0].id
    opened.window.lock()
    opened.desk.recover(vault, code, "een heel nieuwe start")


def test_a_backup_is_made_and_proved(opened: Opened) -> None:
    opened.page("exchange", "security")
    opened.press("security.backup")
    assert "Reservekopie gemaakt en beproefd" in said(opened)
    assert list((opened.work.vault.path.parent / "backups").glob("*.vault"))


def test_looks_and_locking_are_settings_of_the_window(opened: Opened) -> None:
    kept = []
    opened.desk.remember = kept.append  # type: ignore[method-assign]  # nothing is written in a test
    opened.page("exchange", "looks")
    looks = opened.window.findChild(Looks)
    assert looks is not None
    looks._mode.set_value("dark")
    looks._mode.changed.emit()
    opened.wait()
    assert kept[-1].mode == "dark" and kept[-1].language == "nl"
    opened.page("exchange", "security")
    security = opened.window.findChild(Security)
    assert security is not None
    security._minutes.set_value("30")
    security._minutes.changed.emit()
    opened.wait()
    assert kept[-1].idle_minutes == 30


def test_the_letterhead_is_saved_on_leaving_and_never_without_a_return_address(opened: Opened) -> None:
    opened.page("exchange", "organisation")
    page = opened.window.findChild(Organisation)
    assert page is not None
    page._fields["phone"].set_value("030-000 00 99")
    page._fields["phone"].left.emit()
    opened.wait()
    assert opened.work.services.letters.letterhead().phone == "030-000 00 99"
    page._fields["street"].set_value("")
    page._fields["street"].left.emit()
    opened.wait()
    assert page._fields["street"].complaint
    assert opened.work.services.letters.letterhead().street


def test_a_form_from_a_file_is_published_or_refused_with_the_reason(opened: Opened, tmp_path: Path) -> None:
    from veldwerk.system import paths

    opened.page("exchange", "organisation")
    page = opened.window.findChild(Organisation)
    assert page is not None
    before = len(opened.work.services.forms.all())
    (tmp_path / "kapot.xlsx").write_bytes(b"geen werkblad")
    page._publish(tmp_path / "kapot.xlsx")
    opened.wait()
    assert page._trouble.isVisible() and page._trouble.text()
    page._publish(paths.forms() / "kort_bezoek.xlsx")
    opened.wait()
    assert not page._trouble.isVisible() and "Gepubliceerd" in opened.told
    assert len(opened.work.services.forms.all()) == before
    opened.press("forms.shipped")
    assert "al gepubliceerd" in opened.told


def test_the_logbook_shows_our_own_lines_the_newest_first(opened: Opened) -> None:
    opened.page("letters")
    opened.page("exchange", "log")
    table = opened.find("log.table")
    recent = Logbook(opened.work.services.kit).recent(opened.work.actor, 200)
    assert table.rowCount() == len(recent) > 0
    assert [line.seq for line in recent] == sorted((line.seq for line in recent), reverse=True)
    assert table.item(0, 0).text().startswith("Gelezen: ")


def test_a_problem_names_whose_device_it_is_about() -> None:
    from veldwerk.services.sync_state import Problem, Receipt

    told = words.problem(Problem.of(UserError("This sentence is in no catalogue."), "Karim"))
    assert told == "Karim: This sentence is in no catalogue."
    assert words.received([Receipt("d", "Karim", 3, 4), Receipt("e", "Mieke", 4, 4)]) == (
        "Ontvangen door Karim: 3 van 4, Mieke: alles"
    )
