"""The shared spaces of a vault and the keys of this device: what every action of sync begins with."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from veldwerk.domain.errors import N_, UserError
from veldwerk.services.access import Actor
from veldwerk.services.kit import seen
from veldwerk.services.sync_exchange import Exchange
from veldwerk.services.sync_memory import Keeping, Memory
from veldwerk.services.sync_ports import ObjectStore, Person, SealedSpace, Sealing, SyncVault, SyncWriter
from veldwerk.services.sync_session import Tools
from veldwerk.services.sync_state import STATE, State

DEVICE = "device"
"""Name of the blob with this device's keys, in space «»."""

BUSY = N_("A sync is already under way.")
NO_SPACE = N_("This vault has no shared space «{space}».")


@dataclass(frozen=True, slots=True)
class Shared:
    """Of one vault. One action on a store at a time (`alone`)."""

    tools: Tools
    sealing: Sealing
    _running: threading.Lock = field(default_factory=threading.Lock)

    @property
    def vault(self) -> SyncVault:
        return self.tools.vault

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One at a time: two would overwrite each other's memory. UserError `sync-busy`."""
        if not self._running.acquire(blocking=False):
            raise UserError(BUSY, code="sync-busy")
        try:
            yield
        finally:
            self._running.release()

    def device(self) -> bytes:
        """The keys of this device, made at first use."""
        known = self.vault.read(lambda r: Memory(r).blob("", DEVICE))
        if known is not None:
            return known
        fresh = self.sealing.new_device()

        def job(writer: SyncWriter) -> bytes:
            there = Memory(writer).blob("", DEVICE)
            if there is None:
                Keeping(writer).put_blob("", DEVICE, fresh)
            return there or fresh

        return self.vault.write(job)

    def forget_device(self) -> None:
        """The keys of this device go: it was removed from every space."""
        self.vault.write(lambda w: Keeping(w).put_blob("", DEVICE, None))

    def person(self, actor: Actor) -> Person:
        """Who sits at this device."""
        return Person(actor.worker, actor.name, self.vault.device)

    def request(self, actor: Actor) -> bytes:
        """What asks to let this device in."""
        return self.sealing.request(self.device(), self.person(actor))

    def labels(self) -> list[str]:
        """The spaces of this vault, shared or not."""
        return sorted(self.vault.spaces)

    def open(self, label: str) -> SealedSpace | None:
        """The space as it is known here; None when it is not shared yet."""
        blobs = self.vault.read(lambda r: {n: d for n, d in Memory(r).blobs(label).items() if _membership(n)})
        return self.sealing.load(self.device(), label, blobs) if "FORMAT" in blobs else None

    def required(self, label: str) -> SealedSpace:
        """The same; UserError `no-space`."""
        space = self.open(label)
        if space is None:
            raise UserError(NO_SPACE, code="no-space", space=label)
        return space

    def spaces(self) -> list[SealedSpace]:
        """All that are shared."""
        return [space for label in self.labels() if (space := self.open(label)) is not None]

    def exchange(self, space: SealedSpace, store: ObjectStore) -> Exchange:
        """One space with one store, for an action that tells no progress."""
        return Exchange(self.tools, space, store, lambda done, total: None)

    def remember(
        self,
        actor: Actor,
        label: str,
        objects: Mapping[str, bytes],
        action: str,
        *,
        unpublished: bool = False,
    ) -> None:
        """Keep membership objects; those that are `unpublished` go to a store at the next occasion."""

        def job(writer: SyncWriter) -> None:
            writer.join_space(label)
            Keeping(writer).put_blobs(label, objects)
            if unpublished:
                state = State.from_bytes(Memory(writer).blob(label, STATE))
                state.unpublished.extend(objects)
                Keeping(writer).put_blob(label, STATE, state.to_bytes())
            writer.audit_event(seen(actor, action, "space", label))

        self.vault.write(job)


def _membership(name: str) -> bool:
    return name == "FORMAT" or name.startswith(("members/", "keys/"))
