"""Notes with two texts in the window: found from three places, settled or left, taken back, worked by keyboard."""

from __future__ import annotations

from tests.ui.screens.own_vault import Opened
from veldwerk.services.sync_conflicts import Conflict, Conflicts
from veldwerk.ui.screens.conflicts import ConflictsPage
from veldwerk.ui.screens.conflicts.detail import Detail


def waiting(opened: Opened) -> list[Conflict]:
    return Conflicts(opened.work.services.kit).open(opened.work.actor)


def page(opened: Opened) -> ConflictsPage:
    assert opened.window.shell is not None
    front = opened.window.shell.front
    assert isinstance(front, ConflictsPage)
    return front


def show(opened: Opened) -> ConflictsPage:
    assert opened.window.shell is not None
    opened.page("today")
    opened.window.shell.commands.run("conflicts")
    opened.wait()
    return page(opened)


def said(opened: Opened) -> str:
    from tests.ui import walk

    return "\n".join(text for widget in walk.shown(opened.window) for text in walk.texts(widget) if text)


def test_both_texts_stand_there_with_who_wrote_them_and_both_are_kept_by_default(opened: Opened) -> None:
    show(opened)
    first = waiting(opened)[0]
    words = said(opened)
    assert "U schreef" in words
    assert all(one.text in words for one in first.texts)
    assert opened.find("conflict.text").toPlainText() == first.together
    opened.press("conflict.keep")
    left = waiting(opened)
    assert first.id not in {one.id for one in left}
    row = opened.work.vault.read(lambda r: r.get(first.kind, first.record))
    assert row is not None
    assert row[first.path] == first.together


def test_later_leaves_it_and_goes_to_the_next(opened: Opened) -> None:
    front = show(opened)
    before = waiting(opened)
    assert len(before) > 1
    opened.find("conflict.text").setPlainText("half getypt")
    opened.press("conflict.later")
    assert front._list.current_id() == before[1].id
    assert len(waiting(opened)) == len(before)
    front._list.choose(before[0].id, tell=True)
    opened.wait()
    assert opened.find("conflict.text").toPlainText() == "half getypt"


def test_one_text_can_be_taken_and_changed(opened: Opened) -> None:
    show(opened)
    first = waiting(opened)[0]
    opened.press("conflict.take.2")
    memo = opened.find("conflict.text")
    assert memo.toPlainText() == first.texts[1].text
    memo.setPlainText(first.texts[1].text + " Bel eerst.")
    opened.press("conflict.keep")
    row = opened.work.vault.read(lambda r: r.get(first.kind, first.record))
    assert row is not None
    assert row[first.path] == first.texts[1].text + " Bel eerst."


def test_who_settled_what_is_listed_and_can_be_taken_back(opened: Opened) -> None:
    front = show(opened)
    first = waiting(opened)[0]
    opened.press("conflict.keep")
    done = next(one for one in front._settled.values() if one.record == first.record)
    front._list.choose(done.id, tell=True)
    opened.wait()
    assert "U hebt deze teksten samengevoegd" in said(opened)
    opened.press("conflict.back")
    assert first.id in {one.id for one in waiting(opened)}
    assert "Beide teksten zijn terug" in opened.told


def test_undo_of_the_status_line_brings_both_texts_back(opened: Opened) -> None:
    show(opened)
    first = waiting(opened)[0]
    opened.press("conflict.keep")
    opened.press("status.undo")
    assert first.id in {one.id for one in waiting(opened)}


def test_today_and_the_person_lead_to_the_texts(opened: Opened) -> None:
    first = next(one for one in waiting(opened) if one.person is not None)
    assert first.person is not None
    opened.page("people", first.person.id)
    opened.press("person.two_texts")
    assert first.id in page(opened)._open
    assert opened.window.shell is not None
    opened.window.shell.back()
    today = opened.page("today")
    today._whole.add("attention")
    today._load()
    opened.wait()
    opened.press(f"today.attention.{first.record}")
    assert first.id in page(opened)._open


def test_a_text_that_was_typed_is_not_lost_by_going_back(opened: Opened) -> None:
    show(opened)
    opened.find("conflict.text").setPlainText("nog niet bewaard")
    assert opened.window.shell is not None
    opened.window.shell.back()
    opened.wait()
    assert isinstance(opened.window.shell.front, ConflictsPage)
    assert "nog niet bewaard" in opened.told
    opened.press("notice.action")
    assert not isinstance(opened.window.shell.front, ConflictsPage)


def test_a_text_that_comes_in_while_typing_is_shown_and_what_was_typed_stays(opened: Opened) -> None:
    front = show(opened)
    first = waiting(opened)[0]
    detail = opened.window.findChild(Detail)
    assert detail is not None
    opened.find("conflict.text").setPlainText("mijn tekst")
    kit = opened.work.services.kit
    from veldwerk.domain.changes import Action, Op, Stamp

    def job(writer):  # type: ignore[no-untyped-def]  # a writer of the vault
        stamp = Stamp(writer.next_hlc(), kit.vault.device, "iemand")
        op = Op(
            first.kind,
            first.record,
            Action.SET,
            {first.path: "een derde"},
            stamp,
            "casus",
            {first.path: ("0",)},
        )
        return writer.apply([op], edit="derde")

    kit.vault.write(job)
    opened.wait()
    assert "een derde" in said(opened)
    assert "Er kwam nog een tekst bij" in said(opened)
    assert opened.find("conflict.text").toPlainText() == "mijn tekst"
    assert front._list.current_id() == first.id
