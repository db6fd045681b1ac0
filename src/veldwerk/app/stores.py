"""From what a user types as the place to exchange, to a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veldwerk.services.ports import Clock, Ids
from veldwerk.services.storage import Secret
from veldwerk.services.store_check import StoreCheck
from veldwerk.services.sync_ports import ObjectStore
from veldwerk.sync.stores.background import Patience
from veldwerk.sync.stores.opening import Opening

if TYPE_CHECKING:
    from veldwerk.app.workplace import Workplace


def opening(clock: Clock, ids: Ids) -> Opening:
    """How this program opens stores: with its clock, and pauses that differ from laptop to laptop."""
    return Opening(Patience(jitter=lambda: ids.random_bytes(1)[0] / 255), clock.now)


def open_store(work: Workplace, url: str = "", secret: Secret | None = None) -> ObjectStore:
    """The store at `url`, or the one this vault keeps: a path, or one of the addresses of docs/sync.md 4.

    UserError `no-store` when none is known. A place that was tried and works is kept, so that it need not be typed
    again; UserError `store-address` for one that is no address, or holds a name or password.
    """
    if url:
        tried_store(work, url, secret).require()
    return work.storage.store(work.actor)


def tried_store(work: Workplace, url: str, secret: Secret | None = None) -> StoreCheck:
    """What the trial of the store at `url` said. Kept only when it works, and then the vault opens it from now on."""
    said = work.storage.test(work.actor, url, secret)
    if said.ok:
        work.storage.keep(work.actor, url, secret)
    return said


def remembered(work: Workplace) -> str:
    """The place this vault exchanges at, or empty."""
    place = work.storage.place(work.actor)
    return place.address if place is not None else ""
