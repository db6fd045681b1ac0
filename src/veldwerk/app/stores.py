"""From what a user types as the place to exchange, to a store."""

from __future__ import annotations

from veldwerk.app.workplace import Workplace
from veldwerk.domain.errors import N_, UserError
from veldwerk.services.sync_ports import ObjectStore
from veldwerk.sync.stores import opening

PLACE = "sync-place"


def open_store(work: Workplace, url: str = "") -> ObjectStore:
    """The store at `url`, or the one this vault remembers: a path, or one of the addresses of docs/sync.md 4.

    UserError when none is known. The place is remembered, so that it need not be typed again.
    """
    place = url or remembered(work)
    if not place:
        raise UserError(
            N_("Choose a place to exchange first, such as a folder or a USB stick."), code="no-store"
        )
    store = opening.open_store(place)
    if url:
        work.vault.write(lambda w: w.set_meta(PLACE, place.encode()))
    return store


def remembered(work: Workplace) -> str:
    """The place this vault exchanges at, or empty."""
    data = work.vault.read(lambda r: r.meta(PLACE))
    return data.decode() if data else ""
