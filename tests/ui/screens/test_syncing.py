"""Exchanging by itself: due by the clock on the wall, one at a time, quiet without a connection; sticks; at lock."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.screens.own_vault import Opened
from veldwerk.app.parting import Parting
from veldwerk.app.sticks import team_place
from veldwerk.services.sync_when import Timetable, When
from veldwerk.system.clock import SetClock
from veldwerk.ui.lock import LockScreen
from veldwerk.ui.parts.sticks import Sticks
from veldwerk.ui.parts.syncing import Syncing


def begin_team(opened: Opened, folder: Path) -> Syncing:
    """The seeded vault shares its spaces through `folder`, and has exchanged once."""
    folder.mkdir()
    work = opened.work
    work.storage.keep(work.actor, str(folder))
    work.sync.found(work.actor, work.storage.store(work.actor), sorted(work.vault.spaces))
    screen = opened.page("exchange")
    opened.press("exchange.now")
    return screen.syncing  # type: ignore[no-any-return]  # of the screen


def clock(opened: Opened) -> SetClock:
    found = opened.work.clock
    assert isinstance(found, SetClock)
    return found


def change(opened: Opened) -> None:
    work = opened.work
    person = work.services.people.get(work.actor, work.services.people.lines(work.actor)[0].id)
    from dataclasses import replace

    work.services.people.save(work.actor, person, replace(person, gp_name=f"dokter {clock(opened).now()}"))


def pending(opened: Opened) -> int:
    return sum(one.pending for one in opened.work.sync.status(opened.work.actor))


def test_it_exchanges_by_itself_when_it_is_due_and_says_nothing_of_it(opened: Opened, tmp_path: Path) -> None:
    syncing = begin_team(opened, tmp_path / "samen")
    assert opened.window.shell is not None
    opened.window.shell.notices.dismiss()
    change(opened)
    syncing.look()
    opened.wait()
    assert pending(opened) == 1
    assert opened.find("sync.state").text() == "1 te sturen"
    clock(opened).advance(timedelta(minutes=16))
    syncing.look()
    opened.wait()
    assert pending(opened) == 0
    assert opened.told == ""


def test_after_a_sleep_of_the_laptop_the_first_look_finds_it_due(opened: Opened, tmp_path: Path) -> None:
    syncing = begin_team(opened, tmp_path / "samen")
    change(opened)
    clock(opened).advance(timedelta(days=2))
    syncing.look()
    opened.wait()
    assert pending(opened) == 0


def test_without_a_connection_it_is_calm_and_tried_less_often(opened: Opened, tmp_path: Path) -> None:
    syncing = begin_team(opened, tmp_path / "samen")
    (tmp_path / "samen").rename(tmp_path / "weg")
    assert opened.window.shell is not None
    opened.window.shell.notices.dismiss()
    change(opened)
    for _again in range(3):
        clock(opened).advance(timedelta(hours=2))
        syncing.look()
        opened.wait()
    assert syncing.offline
    assert opened.told == ""
    assert opened.find("sync.state").text() == "1 te sturen"
    following = syncing.next()
    assert following is not None
    assert following - clock(opened).now() > timedelta(minutes=30)
    (tmp_path / "weg").rename(tmp_path / "samen")
    clock(opened).advance(timedelta(hours=2))
    syncing.look()
    opened.wait()
    assert not syncing.offline
    assert opened.find("sync.state").text() == "Alles verstuurd"


def test_only_by_hand_never_begins_by_itself(opened: Opened, tmp_path: Path) -> None:
    syncing = begin_team(opened, tmp_path / "samen")
    Timetable(opened.work.vault).keep(opened.work.actor, When(every=0))
    syncing.read()
    opened.wait()
    change(opened)
    clock(opened).advance(timedelta(days=9))
    syncing.look()
    opened.wait()
    assert pending(opened) == 1
    assert syncing.next() is None


def test_one_at_a_time(opened: Opened, tmp_path: Path) -> None:
    syncing = begin_team(opened, tmp_path / "samen")
    assert syncing.run(by_hand=True)
    assert not syncing.run(by_hand=True)
    opened.wait()
    assert not syncing.running


def test_stopped_in_the_status_line_it_can_begin_again(opened: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    syncing = begin_team(opened, tmp_path / "samen")
    assert syncing.run(by_hand=True)
    with qtbot.waitSignal(syncing.ended):
        syncing.cancel()
    opened.wait()
    assert not syncing.running
    assert "Gestopt" in opened.told
    assert syncing.run(by_hand=True)
    opened.wait()


def test_the_status_line_says_when_the_last_one_was_and_when_the_next_is(
    opened: Opened, tmp_path: Path
) -> None:
    begin_team(opened, tmp_path / "samen")
    opened.page("today")
    from tests.ui import walk

    told = [text for widget in walk.shown(opened.window) for text in walk.texts(widget) if text]
    assert any("Laatst uitgewisseld" in text and "volgende" in text for text in told)


def test_times_are_chosen_in_the_window_and_kept(opened: Opened, tmp_path: Path) -> None:
    begin_team(opened, tmp_path / "samen")
    opened.find("times.lock").click()
    opened.wait()
    assert Timetable(opened.work.vault).get(opened.work.actor) == When(at_lock=False)


def test_a_stick_with_our_team_on_it_is_offered_once(opened: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    begin_team(opened, tmp_path / "samen")
    stick, other = tmp_path / "stick", tmp_path / "ander"
    for volume in (stick, other):
        volume.mkdir()
    (tmp_path / "samen").rename(stick / "veldwerk")
    mounted: list[Path] = [other]
    found: list[str] = []
    sticks = Sticks(opened.window, lambda volume: team_place(opened.work, volume), lambda: mounted)
    sticks.found.connect(found.append)
    for add in ([], [stick], []):
        mounted.extend(add)
        with qtbot.waitSignal(sticks.looked):
            sticks.look()
    assert found == [str(stick / "veldwerk")]
    mounted.remove(stick)
    with qtbot.waitSignal(sticks.looked):
        sticks.look()
    mounted.append(stick)
    with qtbot.waitSignal(sticks.looked):
        sticks.look()
    assert len(found) == 2


def test_the_offer_of_a_stick_exchanges_there_and_keeps_the_place(opened: Opened, tmp_path: Path) -> None:
    begin_team(opened, tmp_path / "samen")
    (tmp_path / "samen").rename(tmp_path / "stick")
    change(opened)
    opened.page("exchange").sticks.found.emit(str(tmp_path / "stick"))
    assert opened.told == "Stick gevonden: nu uitwisselen?"
    opened.press("notice.action")
    assert pending(opened) == 0
    place = opened.work.storage.place(opened.work.actor)
    assert place is not None
    assert place.address == str(tmp_path / "samen")


def test_at_lock_the_screen_goes_at_once_and_the_last_changes_are_sent(
    opened: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    begin_team(opened, tmp_path / "samen")
    work = opened.work
    change(opened)
    assert pending(opened) == 1
    before = sum(1 for _one in (tmp_path / "samen").rglob("*.vwc"))
    opened.window.lock()
    assert isinstance(opened.window.centralWidget(), LockScreen)
    assert opened.desk.work is None
    qtbot.waitUntil(lambda: not opened.window.jobs.busy)
    assert sum(1 for _one in (tmp_path / "samen").rglob("*.vwc")) == before + 1
    with pytest.raises(Exception):  # noqa: B017  # the vault is closed: whichever way it says so
        work.sync.status(work.actor)
    opened.again()
    assert pending(opened) == 0


def test_unlocking_while_the_last_changes_are_sent_ends_that_first(opened: Opened, tmp_path: Path) -> None:
    begin_team(opened, tmp_path / "samen")
    change(opened)
    opened.again()
    assert opened.work is not None
    opened.wait()
    assert pending(opened) in (0, 1)


def test_a_parting_that_never_began_closes_the_vault(opened: Opened) -> None:
    work = opened.work
    opened.desk._silence()
    opened.desk.work = None
    parting = Parting(work)
    parting.end()
    parting.run()
    opened.desk._parting = parting
    opened.again()
