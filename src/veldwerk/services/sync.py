"""Sync: founding spaces, letting devices in, sending and receiving, and saying truly how it stands (DESIGN 8).

Joins the vault and an object store through `sync_ports`; knows neither SQL nor keys. One sync at a time.
Members are in `sync_members`, one space with one store in `sync_exchange`.
"""

from __future__ import annotations

from collections.abc import Callable

from veldwerk.services.access import Actor, Right, require
from veldwerk.services.ports import Clock, Ids
from veldwerk.services.sync_arrivals import Arrivals
from veldwerk.services.sync_course import Course
from veldwerk.services.sync_erasing import Erasing
from veldwerk.services.sync_leaving import Departure, departures, take_over
from veldwerk.services.sync_members import Membership
from veldwerk.services.sync_ports import Asking, Card, ObjectStore, SealedSpace, Sealing, SyncVault
from veldwerk.services.sync_receipts import status_of
from veldwerk.services.sync_round import Progress, exchange_all
from veldwerk.services.sync_session import Tools
from veldwerk.services.sync_spaces import Shared
from veldwerk.services.sync_state import Difference, SpaceMembers, SpaceStatus, SyncReport


class SyncService(Membership):
    """Every call takes an actor. Slow calls (`found`, `invite`, `revoke`, `sync`) belong in a worker thread."""

    def __init__(
        self, vault: SyncVault, sealing: Sealing, clock: Clock, ids: Ids, course: Course | None = None
    ) -> None:
        super().__init__(Shared(Tools(vault, clock, ids, course or Course()), sealing))
        self._vault, self._clock, self._ids = vault, clock, ids

    def _spaces(self) -> list[SealedSpace]:
        return self._shared.spaces()

    def fingerprint(self, actor: Actor) -> str:
        """Eight words of this device, to read to the administrator."""
        require(actor, Right.SYNC)
        return self._shared.sealing.fingerprint(self._shared.device())

    def request(self, actor: Actor) -> bytes:
        """What this device hands to an administrator (by USB stick, QR code or text) to be let in."""
        require(actor, Right.SYNC)
        return self._shared.request(actor)

    def read_request(self, actor: Actor, request: Asking) -> Card:
        """Who asks, with the eight words to compare; UserError when the request is damaged."""
        require(actor, Right.MEMBERS)
        return self._shared.sealing.read_request(request)

    def members(self, actor: Actor) -> tuple[SpaceMembers, ...]:
        """The members of every shared space of this vault."""
        require(actor, Right.SYNC)
        return tuple(SpaceMembers(space.label, space.members) for space in self._spaces())

    def departures(self, actor: Actor) -> tuple[Departure, ...]:
        """Removed devices: when they handed over their work and destroyed their keys, and what was refused."""
        require(actor, Right.MEMBERS)
        return departures(self._vault, self._spaces())

    def take_over(self, actor: Actor, space: str, dev: str) -> int:
        """Apply what a removed device had not sent, as changes of this one; gives how many. UserError `sync-busy`."""
        require(actor, Right.MEMBERS)
        with self._shared.alone():
            return take_over(self._vault, self._shared.required(space), actor, dev, self._ids.new_id())

    @property
    def arrivals(self) -> Arrivals:
        """What came in and asks for a look."""
        return Arrivals(self._vault, self._clock, self._ids)

    @property
    def erasing(self) -> Erasing:
        """Erasing for good, by two people."""
        return Erasing(self._vault, self._ids, self._spaces)

    def sync(
        self,
        actor: Actor,
        store: ObjectStore,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> SyncReport:
        """Send and receive in every shared space; never raises for what a store or a colleague does wrong.

        The report tells; `ok` is False when anything did not go as it should. UserError `sync-busy`.
        Once `cancelled()`, which is asked from several threads, it ends within a moment, also while the store hangs.
        """
        require(actor, Right.SYNC)
        with self._shared.alone():
            return exchange_all(self._shared, store, progress, cancelled)

    def compare(self, actor: Actor, store: ObjectStore) -> tuple[Difference, ...]:
        """How `store` and this vault differ, by space; nothing is written there. UserErrors of the store."""
        require(actor, Right.SYNC)
        with self._shared.alone():
            return tuple(self._shared.exchange(space, store).compare() for space in self._spaces())

    def status(self, actor: Actor) -> tuple[SpaceStatus, ...]:
        """How it stands, by space, from this vault alone."""
        require(actor, Right.SYNC)
        shared = self._shared
        return tuple(status_of(self._vault, label, shared.open(label)) for label in shared.labels())
