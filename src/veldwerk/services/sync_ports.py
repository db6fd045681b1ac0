"""What sync needs from outside: an object store, the streams of a vault, the sealing of spaces (SYNC 2.3).

A **stream** is `<dev16>.<inc8>`: the changesets of one device since it last started afresh.
A **space** is named here by its label (`casus`); on the store it has an id that says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from veldwerk.domain.changes import Op
from veldwerk.services.ports import Reader, Writer
from veldwerk.services.store_check import StoreCheck as StoreCheck
from veldwerk.services.sync_shapes import Farewell, Head, Manifest, ParkedOp, Segment, Snap

T = TypeVar("T")

RECOVERY = "recovery"
"""Role of the keys that an organisation keeps on paper or on a stick: they read every epoch and let a device in, and
do nothing else."""


# --- the store: five calls


class ObjectStore(Protocol):
    """A dumb place for objects. Names are `[a-z0-9.-]` joined by slashes, under 100 characters a part.

    Every call ends within the deadline of the store, and raises UserError with a code that begins with `store-`
    (docs/sync.md 5). Safe to use from several threads at a time.
    """

    def put(self, name: str, data: bytes) -> None:
        """Write once. The same bytes again is fine; other bytes under the name raise code `name-taken`."""
        ...

    def get(self, name: str) -> bytes | None:
        """The object, or None when it is not there (which proves nothing)."""
        ...

    def list(self, prefix: str) -> list[str]:
        """Full names of the objects directly under folder `prefix` (ends in a slash), sorted; foreign files not."""
        ...

    def delete(self, name: str) -> None:
        """Remove; nothing happens when it is not there."""
        ...

    def check(self) -> StoreCheck:
        """«Test deze opslag»: what it must be able to do, tried; what goes wrong is a line, not raised."""
        ...


# --- the streams of a vault


class SyncReader(Reader, Protocol):
    """A Reader that also tells what the vault remembers of its streams."""

    def pending(self, space: str, limit: int = 1000) -> list[tuple[int, Op]]:
        """(log seq, op) of own changes that are in no sealed object yet, oldest first."""
        ...

    def pending_count(self, space: str) -> int: ...

    def last_seq(self) -> int:
        """The newest log line."""
        ...

    def living(self, space: str) -> int:
        """How many records of a space are not deleted."""
        ...

    def holds(self, space: str) -> bool:
        """Whether there is any record of a space."""
        ...

    def stood(self, kind: str, record: str, upto: int) -> bool:
        """Whether a record is not deleted and has log lines up to `upto`."""
        ...

    def summary_ops(self, space: str, after: int, upto: int, limit: int) -> list[tuple[int, Op]]:
        """(log seq, op) of everything behind `after` up to `upto` that is no unsealed change of our own."""
        ...

    def erased_count(self, space: str) -> int:
        """How many records of a space were erased for good."""
        ...

    def asked_erasures(self) -> list[Op]:
        """Ops that ask to erase a record which is still here, oldest first."""
        ...

    def about_person(self, person: str) -> list[tuple[str, str, str]]:
        """(kind, record, space) of everything about a person, deleted records too."""
        ...

    def deleted_since(self, at: int) -> list[tuple[int, bool, Op]]:
        """(moment in ms, whether it was done here, delete op) of records that are deleted now, newest first."""
        ...

    def parked_ops(self, space: str) -> list[ParkedOp]:
        """What waits in this vault, oldest first."""
        ...

    def fresh(self, op: Op) -> bool:
        """Whether the log does not have it yet."""
        ...

    def sealed_get(self, space: str, name: str) -> bytes | None:
        """The bytes of one of our sealed objects."""
        ...

    def cursors(self, space: str) -> Mapping[str, str]:
        """Stream to how far it was applied, as we wrote it."""
        ...

    def meta(self, key: str) -> bytes | None: ...

    def metas(self, prefix: str) -> Mapping[str, bytes]: ...


class SyncWriter(SyncReader, Writer, Protocol):
    """The same inside a job of the lane; everything in the transaction of that job."""

    def sealed_put(self, space: str, name: str, content: bytes, upto: int) -> None:
        """Keep a sealed object that holds our ops up to log line `upto`."""
        ...

    def mark_sent(self, space: str, name: str) -> None: ...

    def sealed_drop(self, space: str, name: str) -> None:
        """Forget the bytes of a sent object."""
        ...

    def park(self, ops: Sequence[Op], *, edit: str, reason: str) -> None:
        """Keep ops without applying them, until somebody decides."""
        ...

    def release(self, seqs: Sequence[int]) -> None:
        """Apply parked ops (by their place in the parking) that waited for a person."""
        ...

    def set_cursor(self, space: str, stream: str, value: str) -> None: ...

    def set_meta(self, key: str, value: bytes | None) -> None: ...

    def join_space(self, space: str) -> None: ...

    def forget_space(self, space: str) -> None:
        """Take away what this vault holds of a space for one record; its place in the vault stays known."""
        ...


class SyncVault(Protocol):
    """A vault as sync uses it."""

    @property
    def device(self) -> str: ...

    @property
    def spaces(self) -> frozenset[str]: ...

    def write(self, job: Callable[[SyncWriter], T]) -> T: ...

    def read(self, job: Callable[[SyncReader], T]) -> T: ...

    def destroy_keys(self) -> None:
        """Nothing opens this vault any more, once it is closed."""
        ...


# --- sealing: formats, keys and signatures


@dataclass(frozen=True, slots=True)
class Person:
    """Who is behind a device. Only ever written inside an encrypted part."""

    worker: str
    name: str
    device: str


@dataclass(frozen=True, slots=True)
class Member:
    """One device in a space. `cut` is set for a revoked one: stream to the last (seq, sha) that counts; `until` the
    same for one that became a reader."""

    dev: str
    role: str
    person: Person
    fingerprint: str
    revoked: bool = False
    cut: Mapping[str, tuple[int, str]] | None = None
    until: Mapping[str, tuple[int, str]] | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A device that asks to join: what a person compares before letting it in."""

    dev: str
    person: Person
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Known:
    """A device that shares a space with us: its public keys and who is behind it. It stands for a request."""

    sign: str
    age: str
    person: Person


Asking = bytes | Known

Object = tuple[str, bytes]
"""Name inside the space, and bytes."""


class SealedSpace(Protocol):
    """One space as this device knows it: verified membership and the epoch keys it may read."""

    @property
    def label(self) -> str: ...

    @property
    def prefix(self) -> str:
        """Where the space is on a store, with a slash at the end."""
        ...

    @property
    def dev(self) -> str:
        """The name of this device."""
        ...

    @property
    def members(self) -> tuple[Member, ...]: ...

    @property
    def newest(self) -> tuple[int, str]:
        """(n, sha) of the newest membership entry."""
        ...

    @property
    def beside(self) -> tuple[str, ...]:
        """The shas of entries that were written at the same moment as another, sorted."""
        ...

    def knows(self, n: int, shas: Iterable[str]) -> bool:
        """Whether we know the entries `shas`, and one at place `n`."""
        ...

    @property
    def objects(self) -> Mapping[str, bytes]:
        """FORMAT, members/… and keys/… by name."""
        ...

    def active(self) -> bool:
        """Whether this device is a member that was not revoked."""
        ...

    def ready(self) -> bool:
        """Whether this device has the key that members write with now."""
        ...

    def absorb(self, objects: Mapping[str, bytes]) -> SealedSpace:
        """The same space with further membership entries and key files; bad ones are left out."""
        ...

    def known(self, dev: str) -> Known:
        """An active member; UserErrors of `open_changeset`."""
        ...

    def add(self, request: Asking, role: str) -> tuple[Object, ...]:
        """Key file and membership entry that let the device of `request` in; UserError when we may not."""
        ...

    def revoke(self, dev: str, cut: Mapping[str, tuple[int, str]]) -> tuple[Object, ...]:
        """The key file of a new epoch, and the entry that ends `dev` with a cut-off (seq, sha) for each stream."""
        ...

    def role(self, dev: str, role: str, cut: Mapping[str, tuple[int, str]]) -> Object:
        """The entry that makes `dev` an `admin`, a `member` or a `reader`, with the cut-off of `revoke` for the last."""
        ...

    def skip(self, stream: str, seq: int, sha: str) -> Object:
        """The entry by which an administrator lets everybody pass over a changeset that is lost for good."""
        ...

    @property
    def skips(self) -> Mapping[tuple[str, int], str]:
        """(stream, seq) to the sha of what is passed over; a segment is named by its last changeset."""
        ...

    def repair(self) -> tuple[Object, ...]:
        """What an administrator has to add when two of them acted at once: a key file for all, a clean epoch."""
        ...

    def changeset(self, stream: str, seq: int, prev: str, ops: Sequence[Mapping[str, object]]) -> Object:
        """A signed, sealed changeset; `prev` is the sha of the one before («» for the first)."""
        ...

    def open_changeset(
        self, stream: str, seq: int, prev: str, sha: str, data: bytes, *, own: bool = False, had: int = 0
    ) -> list[Mapping[str, object]]:
        """Its ops; `own`: one that this device sealed, to be read whatever became of it. Up to `had` an active
        member has applied the stream, so that a cut-off before it does not hold.

        UserError: `object-damaged`, `object-forged`, `object-foreign`, `object-replayed`, `member-revoked`,
        `key-missing`, `update-needed`.
        """
        ...

    def head(self, head: Head) -> Object: ...

    def open_head(self, name: str, data: bytes) -> Head: ...

    def sign_erasure(self, kind: str, record: str, request: str) -> tuple[str, str]:
        """(device, signature): our agreement that a record is erased for good."""
        ...

    def erasure_signed(self, kind: str, record: str, fields: Mapping[str, object]) -> bool:
        """Whether every signature in `fields` (`{request, by: {device: signature}}`) holds; when there is more than
        one, devices of two different workers must have signed."""
        ...

    def farewell(self, at: str, ops: Sequence[Mapping[str, object]]) -> Object:
        """What a removed device leaves for the administrators: its unsent ops, and when (ISO 8601) it left."""
        ...

    def open_farewell(self, name: str, data: bytes) -> Farewell:
        """UserErrors of `open_changeset`; `key-missing` where it was not meant for us."""
        ...

    def segment(self, stream: str, first: int, parts: Sequence[bytes]) -> tuple[Segment, bytes]:
        """Own changesets from seq `first` on, joined as they are; the same parts give the same bytes."""
        ...

    def open_segment(self, stream: str, segment: Segment, data: bytes) -> list[tuple[int, str, bytes]]:
        """(seq, sha, bytes) of each changeset in it. UserErrors of `open_changeset`."""
        ...

    def snapshot_part(self, snap: str, number: int, ops: Sequence[Mapping[str, object]]) -> bytes:
        """Part `number` of the snapshot with id `snap`, sealed and signed."""
        ...

    def open_part(self, manifest: Manifest, number: int, data: bytes) -> list[Mapping[str, object]]:
        """The ops of a part. UserErrors of `open_changeset`."""
        ...

    def manifest(
        self, snap: str, frontier: Mapping[str, tuple[int, str]], parts: Sequence[tuple[int, str]]
    ) -> tuple[Manifest, bytes]: ...

    def open_manifest(self, dev: str, snap: Snap, data: bytes) -> Manifest:
        """A manifest that counts: signed by an active administrator. UserErrors of `open_changeset`."""
        ...


class Sealing(Protocol):
    """The cryptographic side of sync; `veldwerk.sync.sealing` is it."""

    def new_device(self) -> bytes:
        """Fresh keys of a device (secret; kept in the vault only)."""
        ...

    def fingerprint(self, device: bytes) -> str:
        """Eight words that two people compare."""
        ...

    def request(self, device: bytes, person: Person) -> bytes:
        """What a new device hands to an administrator: public keys and who is behind it."""
        ...

    def read_request(self, request: Asking) -> Card: ...

    def found(self, device: bytes, label: str, space_id: bytes, created: str, person: Person) -> SealedSpace:
        """A new space with this device as its first member and administrator; `space_id` is 16 random bytes."""
        ...

    def dev(self, device: bytes) -> str:
        """The name of a device (`dev16`) from its keys."""
        ...

    def load(self, device: bytes, label: str, objects: Mapping[str, bytes]) -> SealedSpace:
        """The space out of remembered objects; what does not verify is left out. UserError without a FORMAT."""
        ...

    def invitation(self, device: bytes, request: Asking, spaces: Mapping[str, Mapping[str, bytes]]) -> bytes:
        """Label to objects, sealed to the device that asked."""
        ...

    def open_invitation(self, device: bytes, invitation: bytes) -> Mapping[str, Mapping[str, bytes]]:
        """Label to objects; UserError when it was not meant for this device, or damaged."""
        ...
