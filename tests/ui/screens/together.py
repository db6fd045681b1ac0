"""A colleague in the same team, over a folder, beside the window under test."""

from __future__ import annotations

from pathlib import Path

from tests.places import Place, make_place
from tests.ui.screens.own_vault import Opened
from veldwerk.services.access import Role


def join(opened: Opened, tmp_path: Path) -> Place:
    """Karim, welfare worker, administrator too, who has everything."""
    folder = tmp_path / "samen"
    folder.mkdir()
    work = opened.work
    work.storage.keep(work.actor, str(folder))
    store = work.storage.store(work.actor)
    spaces = ["kaart", "casus"]
    work.sync.found(work.actor, store, spaces)
    place = make_place(tmp_path / "karim", Role.WELFARE, "Karim Haddad", forms=False)
    other = place.work
    other.storage.keep(other.actor, str(folder))
    asked = other.sync.request(other.actor)
    other.sync.join(other.actor, work.sync.invite(work.actor, store, asked, spaces, "admin"))
    exchange(opened, place)
    return place


def exchange(opened: Opened, karim: Place) -> None:
    """We, Karim, and we again."""
    for work in (opened.work, karim.work, opened.work):
        work.sync.sync(work.actor, work.storage.store(work.actor))
    opened.wait()


def said(opened: Opened) -> str:
    """All words on the page in front."""
    from tests.ui import walk

    return "\n".join(text for widget in walk.shown(opened.window) for text in walk.texts(widget) if text)
