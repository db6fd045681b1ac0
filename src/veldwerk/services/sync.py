"""Sync: founding spaces, letting devices in, sending and receiving, and saying truly how it stands (DESIGN 8).

Joins the vault and an object store through `sync_ports`; knows neither SQL nor keys. One sync at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from veldwerk.domain.errors import N_, UserError
from veldwerk.services.access import Actor, Right, may_join, require, require_space
from veldwerk.services.ports import AuditEvent, Clock, Ids
from veldwerk.services.safety_space import require_guest
from veldwerk.services.store_calls import Interruptible
from veldwerk.services.sync_arrivals import Arrivals
from veldwerk.services.sync_course import Course
from veldwerk.services.sync_erasing import Erasing
from veldwerk.services.sync_exchange import Exchange, Stopped
from veldwerk.services.sync_leaving import Departure, departures, take_over
from veldwerk.services.sync_memory import Keeping, Memory
from veldwerk.services.sync_ports import (
    RECOVERY,
    Asking,
    Card,
    Known,
    Object,
    ObjectStore,
    Person,
    SealedSpace,
    Sealing,
    SyncVault,
    SyncWriter,
)
from veldwerk.services.sync_receipts import lost_place, status_of
from veldwerk.services.sync_recovery import Kit, spaces_of
from veldwerk.services.sync_session import Place, Tools
from veldwerk.services.sync_state import (
    STATE,
    Difference,
    SpaceMembers,
    SpaceReport,
    SpaceStatus,
    State,
    SyncReport,
)

DEVICE = "device"
"""Name of the blob with this device's keys, in space «»."""

BUSY = N_("A sync is already under way.")
UNKNOWN = N_("This device shares no space with you. Let it in with a request.")
NO_SPACE = N_("This vault has no shared space «{space}».")
ALREADY = N_("This vault already shares «{space}» with another team. Ask your team lead.")
UNREACHABLE = frozenset(
    f"store-{what}"
    for what in ["unreachable", "password", "timeout", "portal", "certificate", "no-host", "proxy"]
)
"""What holds for the next space too."""

Progress = Callable[[int, int, str], object]
"""done, total (0 = unknown), space."""


class SyncService:
    """Every call takes an actor. Slow calls (`found`, `invite`, `revoke`, `sync`) belong in a worker thread."""

    def __init__(
        self, vault: SyncVault, sealing: Sealing, clock: Clock, ids: Ids, course: Course | None = None
    ) -> None:
        self._vault, self._sealing, self._clock, self._ids = vault, sealing, clock, ids
        self._tools = Tools(vault, clock, ids, course or Course())
        self._running = threading.Lock()

    # --- who we are

    def _device(self) -> bytes:
        """The keys of this device, made at first use."""
        known = self._vault.read(lambda r: Memory(r).blob("", DEVICE))
        if known is not None:
            return known
        fresh = self._sealing.new_device()

        def job(writer: SyncWriter) -> bytes:
            there = Memory(writer).blob("", DEVICE)
            if there is None:
                Keeping(writer).put_blob("", DEVICE, fresh)
            return there or fresh

        return self._vault.write(job)

    def _person(self, actor: Actor) -> Person:
        return Person(actor.worker, actor.name, self._vault.device)

    def fingerprint(self, actor: Actor) -> str:
        """Eight words of this device, to read to the administrator."""
        require(actor, Right.SYNC)
        return self._sealing.fingerprint(self._device())

    def request(self, actor: Actor) -> bytes:
        """What this device hands to an administrator (by USB stick, QR code or text) to be let in."""
        require(actor, Right.SYNC)
        return self._sealing.request(self._device(), self._person(actor))

    def read_request(self, actor: Actor, request: Asking) -> Card:
        """Who asks, with the eight words to compare; UserError when the request is damaged."""
        require(actor, Right.MEMBERS)
        return self._sealing.read_request(request)

    # --- spaces and members

    def _open(self, label: str) -> SealedSpace | None:
        blobs = self._vault.read(lambda r: {n: d for n, d in Memory(r).blobs(label).items() if _shared(n)})
        return self._sealing.load(self._device(), label, blobs) if "FORMAT" in blobs else None

    def _labels(self) -> list[str]:
        return sorted(self._vault.spaces)

    def _spaces(self) -> list[SealedSpace]:
        return [space for label in self._labels() if (space := self._open(label)) is not None]

    def found(self, actor: Actor, store: ObjectStore, spaces: Iterable[str]) -> None:
        """Found `spaces` with this device as administrator, and put them on `store`.

        A space that this vault already shares is put on `store` as well: that is how a team moves to another
        store. Raises UserError of the store; what was founded stays founded, call again to publish it.
        """
        require(actor, Right.MEMBERS)
        for label in spaces:
            require_space(actor, label)
            space = self._open(label)
            if space is None:
                created = self._clock.today().isoformat()
                space = self._sealing.found(
                    self._device(), label, self._ids.random_bytes(16), created, self._person(actor)
                )
                self._remember(actor, label, space.objects, "found")
            with self._alone():
                self._exchange(space, store).publish_all()

    def known(self, actor: Actor, dev: str) -> Known:
        """What `invite` takes for a device that shares a space with us already; UserError when none does."""
        require(actor, Right.MEMBERS)
        spaces = (s for s in self._spaces() if any(m.dev == dev and not m.revoked for m in s.members))
        found = next(spaces, None)
        if found is None:
            raise UserError(UNKNOWN, code="not-member")
        return found.known(dev)

    def invite(
        self, actor: Actor, store: ObjectStore, request: Asking, spaces: Iterable[str], role: str = "member"
    ) -> bytes:
        """Let the device of `request` into `spaces`; gives the invitation, which that device alone can open.

        `role` is `admin`, `member` or `reader`. Compare the eight words of `read_request` first. The entries go
        to `store` now, or at the next sync when it cannot be reached.
        """
        require(actor, Right.MEMBERS)
        card = self._sealing.read_request(request)
        joined: dict[str, Mapping[str, bytes]] = {}
        with self._alone():
            for label in spaces:
                space = self._required(label)
                require_guest(self._vault, label, card.person.worker)
                if not any(m.dev == card.dev and not m.revoked for m in space.members):
                    fresh = dict(space.add(request, role))
                    space = space.absorb(fresh)
                    self._remember(actor, label, fresh, "invite", unpublished=True)
                joined[label] = space.objects
                self._publish(store, space)
        return self._sealing.invitation(self._device(), request, joined)

    def join(self, actor: Actor, invitation: bytes) -> tuple[str, ...]:
        """Become a member by an invitation; gives the spaces. UserError `invitation-other`, `already-shared`.

        AccessDenied when it holds a space that the actor's role does not work in.
        """
        require(actor, Right.SYNC)
        spaces = self._sealing.open_invitation(self._device(), invitation)
        for label, objects in spaces.items():
            require_space(actor, label)
            known = self._open(label)
            if known is not None and known.objects["FORMAT"] != objects["FORMAT"]:
                raise UserError(ALREADY, code="already-shared", space=label)
        for label, objects in spaces.items():
            self._remember(actor, label, objects, "join")
        return tuple(sorted(spaces))

    def revoke(self, actor: Actor, store: ObjectStore, space: str, dev: str) -> None:
        """End a device: what we have applied of it stays, what it sends later is refused; a new epoch begins."""
        require(actor, Right.MEMBERS)
        with self._alone():
            one = self._required(space)
            self._change(actor, store, one, "revoke", one.revoke(dev, self._applied(space, dev)))

    def set_role(self, actor: Actor, store: ObjectStore, space: str, dev: str, role: str) -> None:
        """Make a device `admin`, `member` or `reader`; of a reader stays what we have applied.

        UserError `not-admin`, `last-admin`, `not-member`.
        """
        require(actor, Right.MEMBERS)
        with self._alone():
            one = self._required(space)
            entry = one.role(dev, role, self._applied(space, dev))
            self._change(actor, store, one, "role", (entry,))

    def _applied(self, space: str, dev: str) -> dict[str, tuple[int, str]]:
        cursors = self._vault.read(lambda r: Memory(r).cursors(space))
        return {stream: (c.seq, c.sha) for stream, c in cursors.items() if stream.startswith(f"{dev}.")}

    def _change(
        self, actor: Actor, store: ObjectStore, space: SealedSpace, action: str, made: Iterable[Object]
    ) -> None:
        fresh = dict(made)
        self._remember(actor, space.label, fresh, action, unpublished=True)
        self._publish(store, space.absorb(fresh))

    def make_recovery(self, actor: Actor, store: ObjectStore, spaces: Iterable[str]) -> bytes:
        """Recovery keys for `spaces`: gives the kit to keep in a safe, and nowhere else. UserErrors of `invite`."""
        require(actor, Right.MEMBERS)
        device, labels = self._sealing.new_device(), list(spaces)
        nobody = Person("", "", "")
        self.invite(actor, store, self._sealing.request(device, nobody), labels, RECOVERY)
        opened = [self._required(label) for label in labels]
        return Kit(device, {one.label: (one.prefix, one.objects["FORMAT"]) for one in opened}).to_bytes()

    def recover(self, actor: Actor, store: ObjectStore, kit: bytes) -> tuple[str, ...]:
        """Let this device in as administrator with a recovery kit, when nobody is left who can; gives the spaces.

        UserError `bad-kit`, `store-missing`, `already-shared`; AccessDenied as `join`.
        """
        require(actor, Right.MEMBERS)
        opened = Kit.from_bytes(kit)
        request, joined = self.request(actor), {}
        with self._alone():
            for space in spaces_of(self._sealing, opened, store):
                if may_join(actor, space.label):
                    fresh = dict(space.add(request, "admin"))
                    joined[space.label] = space.absorb(fresh)
                    for item in fresh.items():
                        Place(store, space.prefix).put(item)
        objects = {label: space.objects for label, space in joined.items()}
        return self.join(actor, self._sealing.invitation(opened.device, request, objects))

    def compare(self, actor: Actor, store: ObjectStore) -> tuple[Difference, ...]:
        """How `store` and this vault differ, by space; nothing is written there. UserErrors of the store."""
        require(actor, Right.SYNC)
        with self._alone():
            return tuple(self._exchange(space, store).compare() for space in self._spaces())

    def skip(self, actor: Actor, store: ObjectStore, space: str, stream: str) -> None:
        """Pass over the changeset at which `stream` is stuck in this vault, for everybody: it is lost for good.

        When its owner still has it, it comes again by itself. UserError `not-admin`, `nothing-lost`.
        """
        require(actor, Right.MEMBERS)
        with self._alone():
            one = self._required(space)
            entry = one.skip(stream, *lost_place(self._vault, one, stream))
            self._change(actor, store, one, "skip", (entry,))

    def departures(self, actor: Actor) -> tuple[Departure, ...]:
        """Removed devices: when they handed over their work and destroyed their keys, and what was refused."""
        require(actor, Right.MEMBERS)
        return departures(self._vault, self._spaces())

    def take_over(self, actor: Actor, space: str, dev: str) -> int:
        """Apply what a removed device had not sent, as changes of this one; gives how many."""
        require(actor, Right.MEMBERS)
        return take_over(self._vault, self._required(space), actor, dev, self._ids.new_id())

    @property
    def arrivals(self) -> Arrivals:
        """What came in and asks for a look."""
        return Arrivals(self._vault, self._clock, self._ids)

    @property
    def erasing(self) -> Erasing:
        """Erasing for good, by two people."""
        return Erasing(self._vault, self._ids, self._spaces)

    def members(self, actor: Actor) -> tuple[SpaceMembers, ...]:
        """The members of every shared space of this vault."""
        require(actor, Right.SYNC)
        return tuple(SpaceMembers(space.label, space.members) for space in self._spaces())

    def _required(self, label: str) -> SealedSpace:
        space = self._open(label)
        if space is None:
            raise UserError(NO_SPACE, code="no-space", space=label)
        return space

    def _remember(
        self,
        actor: Actor,
        label: str,
        objects: Mapping[str, bytes],
        action: str,
        *,
        unpublished: bool = False,
    ) -> None:
        def job(writer: SyncWriter) -> None:
            writer.join_space(label)
            Keeping(writer).put_blobs(label, objects)
            if unpublished:
                state = State.from_bytes(Memory(writer).blob(label, STATE))
                state.unpublished.extend(objects)
                Keeping(writer).put_blob(label, STATE, state.to_bytes())
            writer.audit_event(AuditEvent(action, "space", label, worker=actor.worker, role=actor.role.value))

        self._vault.write(job)

    def _publish(self, store: ObjectStore, space: SealedSpace) -> None:
        """Send waiting membership objects now if we can; `sync` does it otherwise."""
        try:
            self._exchange(space, store).publish()
        except UserError as error:
            if not error.code.startswith("store-"):
                raise

    # --- sync

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
        with self._alone():
            return self._sync(store, progress, cancelled)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One at a time: two would overwrite each other's memory. UserError `sync-busy`."""
        if not self._running.acquire(blocking=False):
            raise UserError(BUSY, code="sync-busy")
        try:
            yield
        finally:
            self._running.release()

    def _exchange(self, space: SealedSpace, store: ObjectStore) -> Exchange:
        return Exchange(self._tools, space, store, lambda done, total: None)

    def _sync(
        self, store: ObjectStore, progress: Progress | None, cancelled: Callable[[], bool] | None
    ) -> SyncReport:
        reports: list[SpaceReport] = []
        left: list[bool] = []

        def look() -> None:
            if cancelled is not None and cancelled():
                raise Stopped

        place = Interruptible(store, look) if cancelled is not None else store
        for space in self._spaces():

            def step(done: int, total: int, label: str = space.label) -> None:
                look()
                if progress is not None:
                    progress(done, total, label)

            exchange = Exchange(self._tools, space, place, step)
            try:
                reports.append(exchange.run(self._clock.now().isoformat(timespec="seconds")))
            except Stopped:
                return SyncReport((*reports, exchange.report()), cancelled=True)
            except UserError as error:
                reports.append(exchange.failed(error))
                if error.code in UNREACHABLE:
                    break
            left.append(exchange.left)
        departed = bool(left) and all(left) and len(left) == len(self._spaces())
        if departed:
            self._vault.write(lambda w: Keeping(w).put_blob("", DEVICE, None))
            self._vault.destroy_keys()
        return SyncReport(tuple(reports), departed=departed)

    def status(self, actor: Actor) -> tuple[SpaceStatus, ...]:
        """How it stands, by space, from this vault alone."""
        require(actor, Right.SYNC)
        return tuple(status_of(self._vault, label, self._open(label)) for label in self._labels())


def _shared(name: str) -> bool:
    return name == "FORMAT" or name.startswith(("members/", "keys/"))
