"""From what a user types as the place to exchange, to a store."""

from __future__ import annotations

from veldwerk.app.workplace import Workplace
from veldwerk.domain.errors import N_, UserError
from veldwerk.services.sync_ports import ObjectStore, StoreCheck
from veldwerk.sync.stores import opening

PLACE = "sync-place"


def open_store(work: Workplace, url: str = "") -> ObjectStore:
    """The store at `url`, or the one this vault remembers: a path, or one of the addresses of docs/sync.md 4.

    UserError when none is known. A place that was tried and works is remembered, so that it need not be typed again;
    UserError `store-address` for one that is no address, or holds a name or password.
    """
    place = url or remembered(work)
    if not place:
        raise UserError(
            N_("Choose a place to exchange first, such as a folder or a USB stick."), code="no-store"
        )
    if url:
        return tried_store(work, url)[0]
    return opening.open_store(place)


def tried_store(work: Workplace, url: str) -> tuple[ObjectStore, StoreCheck]:
    """The store at `url` and what its trial said; remembered only when it works. Raises what the trial raises."""
    store = opening.open_store(url)
    said = store.check()
    if said.ok:
        work.vault.write(lambda w: w.set_meta(PLACE, url.encode()))
    return store, said


def remembered(work: Workplace) -> str:
    """The place this vault exchanges at, or empty."""
    data = work.vault.read(lambda r: r.meta(PLACE))
    return data.decode() if data else ""
