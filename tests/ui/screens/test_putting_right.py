"""What an exchange page asks of a person: a vault that was put back, and something that is lost on the storage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.places import PASSPHRASE, Place, add_person
from tests.ui.screens.own_vault import Opened
from tests.ui.screens.together import exchange, join, said
from veldwerk.app.parting import wanted
from veldwerk.domain.people import Person
from veldwerk.services.edits import find
from veldwerk.services.stuck import StuckStreams
from veldwerk.store import backup
from veldwerk.store.slots import slots_path
from veldwerk.system.clock import SetClock


@pytest.fixture
def karim(opened: Opened, tmp_path: Path) -> Iterator[Place]:
    place = join(opened, tmp_path)
    yield place
    place.work.close()


def files(folder: Path) -> dict[Path, bytes]:
    return {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def names(opened: Opened) -> set[str]:
    return {one.family_name for one in opened.work.vault.read(lambda r: find(r, Person))}


def put_back(opened: Opened, kept: Path, away: Callable[[], object] = lambda: None) -> None:
    """Lock, put the backup where the vault stood, and unlock: what somebody does after a broken disk. `away()` is called
    while the vault is closed."""
    work = opened.work
    path, around = work.vault.path, work.vault.around
    opened.window.lock()
    opened.desk.close()
    away()
    path.rename(path.with_suffix(".weg"))
    slots_path(path).rename(path.with_suffix(".weg.keys"))
    backup.restore(kept, path, around, passphrase=PASSPHRASE).close()
    opened.desk.unlock(opened.desk.vaults()[0].id, PASSPHRASE)
    opened.window.opened(opened.desk.vaults()[0])
    opened.wait()


@pytest.fixture
def restored(opened: Opened, karim: Place, tmp_path: Path) -> Path:
    """Our vault as it was before «Daarna» was added and sent, and «Vankarim» came; gives the folder of the store."""
    kept = backup.make(opened.work.vault, tmp_path / "kopie", keep=1)
    add_person(opened.work, family_name="Daarna")
    add_person(karim.work, family_name="Vankarim")
    exchange(opened, karim)
    exchange(opened, karim)
    assert {"Daarna", "Vankarim"} <= names(opened)
    put_back(opened, kept)
    assert not {"Daarna", "Vankarim"} & names(opened)
    return tmp_path / "samen"


def test_r28_nothing_goes_by_itself_before_somebody_saw_what_differs(opened: Opened, restored: Path) -> None:
    before = files(restored)
    add_person(opened.work, family_name="Nieuw")
    screen = opened.page("exchange", "exchange")
    assert opened.find("sync.state").text() == "Kijk hier even"
    assert isinstance(opened.work.clock, SetClock)
    opened.work.clock.advance(timedelta(days=1))
    screen.syncing.look()
    opened.wait()
    assert not wanted(opened.work)  # at locking neither
    assert "Deze kluis is teruggezet uit een reservekopie" in said(opened)
    opened.press("restored.look")
    words = said(opened)
    assert "van u staat wel op de opslag en niet in deze kluis" in words
    assert "van collega's is er sindsdien bij gekomen" in words
    assert "staat alleen in deze kluis" in words
    assert files(restored) == before
    opened.press("restored.stop")
    assert "van u staat wel op de opslag" not in said(opened)
    assert files(restored) == before
    opened.press("restored.look")
    opened.press("restored.go")
    assert {"Daarna", "Vankarim", "Nieuw"} <= names(opened)
    assert "teruggezet uit een reservekopie" not in said(opened)
    assert wanted(opened.work)


def test_r28_an_older_store_is_told_before_anything_is_sent(
    opened: Opened, karim: Place, tmp_path: Path
) -> None:
    """The store was put back too, to before our backup: nothing is deleted here, and it is said."""
    folder = tmp_path / "samen"
    older = files(folder)
    add_person(opened.work, family_name="Verstuurd")
    exchange(opened, karim)
    kept = backup.make(opened.work.vault, tmp_path / "kopie", keep=1)

    def put_store_back() -> None:
        for one in files(folder):
            one.unlink()
        for one, content in older.items():
            one.parent.mkdir(parents=True, exist_ok=True)
            one.write_bytes(content)

    put_back(opened, kept, put_store_back)
    opened.page("exchange", "exchange")
    opened.press("restored.look")
    assert "het is een andere, of een oudere kopie" in said(opened)
    opened.press("restored.go")
    assert "Verstuurd" in names(opened)


def test_a_store_that_is_away_is_a_sentence_and_the_question_stays(opened: Opened, restored: Path) -> None:
    restored.rename(restored.with_name("weg"))
    opened.page("exchange", "exchange")
    opened.press("restored.look")
    words = said(opened)
    assert "Deze kluis is teruggezet uit een reservekopie" in words
    assert "niet gevonden" in words
    assert opened.find("restored.look").isVisible()


def lose(opened: Opened, karim: Place, folder: Path) -> str:
    """A package of Karim is damaged on the store before we read it; gives his stream."""
    work, other = opened.work, karim.work
    exchange(opened, karim)
    before = set(files(folder))
    add_person(other, family_name="Kwijt")
    other.sync.sync(other.actor, other.storage.store(other.actor))
    (lost,) = (one for one in set(files(folder)) - before if "/cs/" in str(one))
    lost.write_bytes(b"rommel")
    opened.page("exchange", "exchange")
    opened.press("exchange.now")
    return next(one.stream for one in StuckStreams(work.vault, work.sync).all(work.actor))


def test_failure_44_what_is_lost_is_told_and_passed_over_after_reading_what_it_means(
    opened: Opened, karim: Place, tmp_path: Path
) -> None:
    stream = lose(opened, karim, tmp_path / "samen")
    words = said(opened)
    assert "Er ontbreekt iets op de opslag" in words
    assert "Een pakket ontbreekt of is beschadigd: Dossiers van het team" in words
    opened.press(f"stuck.pass.{stream}")
    assert "is voorgoed kwijt, voor iedereen" in said(opened)
    opened.press("pass.do")
    assert "Vraag eerst of die laptop nog kan uitwisselen." in said(opened)
    assert opened.work.sync._spaces()[0].skips == {}
    opened.find("pass.sure").click()
    opened.press("pass.do")
    assert "Het is overgeslagen." in opened.told
    opened.press("exchange.now")
    assert "Er ontbreekt iets op de opslag" not in said(opened)
    assert "Uitgewisseld." in opened.told
    assert "Kwijt" not in names(opened)
    # Karim still had it: it comes after all.
    exchange(opened, karim)
    assert "Kwijt" in names(opened)


def test_who_may_not_let_others_in_is_told_whom_to_ask(opened: Opened, karim: Place, tmp_path: Path) -> None:
    work = opened.work
    for space in ("kaart", "casus"):
        work.sync.set_role(
            work.actor, work.storage.store(work.actor), space,
            next(s for s in work.sync._spaces() if s.label == space).dev, "member",
        )  # fmt: skip
    stream = lose(opened, karim, tmp_path / "samen")
    assert "Vraag wie anderen mag toelaten om het over te slaan." in said(opened)
    assert not opened.window.findChildren(object, f"stuck.pass.{stream}")
