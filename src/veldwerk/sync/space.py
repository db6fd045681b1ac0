"""A space: FORMAT, its membership, the epoch keys this device may read, and the objects made with them.

Everything is a pure function of (keys of the device, label, objects): the vault remembers the objects, the store
only carries them. So what a store leaves out or puts back changes nothing that was once known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from veldwerk.domain.errors import N_, UserError
from veldwerk.services.sync_ports import RECOVERY, Asking, Known, Member, Object, Person
from veldwerk.services.sync_shapes import Farewell, Head, Manifest, Segment, Snap
from veldwerk.sync import (
    changeset,
    envelope,
    erasing,
    farewell,
    heads,
    keyfiles,
    members,
    segments,
    snapshots,
)
from veldwerk.sync.changeset import named
from veldwerk.sync.keyfiles import Opened, epoch_id, write_keys
from veldwerk.sync.keys import NO_KEY, DeviceKeys, new_identity, public_of
from veldwerk.sync.members import Device, Draft
from veldwerk.sync.requests import open_request

FORMAT = "FORMAT"
FORMAT_VERSION = 1

UNKNOWN_MEMBER = N_("This device is not a member of the space.")


@dataclass(frozen=True, slots=True)
class Founding:
    """The content of FORMAT: the space's id and the key that its membership starts from."""

    space: str
    founder: str
    sha: str


def write_format(space: str, created: str, by: DeviceKeys) -> bytes:
    """FORMAT: plain canonical JSON with a signature, readable by anybody who finds the folder."""
    content = {"format": FORMAT_VERSION, "space": space, "founder": by.public, "created": created}
    return envelope.canonical(
        {**content, "sig": envelope.sign(b"VWFM1\n" + envelope.canonical(content), by.seed)}
    )


def read_format(data: bytes) -> Founding:
    """Raises UserError `object-damaged`, `object-forged` or `update-needed`."""
    value = envelope.parse_object(data)
    signature = value.pop("sig", None)
    space, founder, version = value.get("space"), value.get("founder"), value.get("format")
    if not (isinstance(space, str) and isinstance(founder, str) and isinstance(signature, str)):
        raise envelope.damaged()
    if not isinstance(version, int) or version > FORMAT_VERSION:
        raise UserError(envelope.UPDATE, code="update-needed")
    envelope.check_signature(founder, signature, b"VWFM1\n" + envelope.canonical(value))
    if not re.fullmatch(r"[0-9a-f]{32}", space):
        raise envelope.damaged()
    return Founding(space, founder, envelope.sha256(data))


class Space:
    """See the module; matches `services.sync_ports.SealedSpace`."""

    def __init__(
        self,
        keys: DeviceKeys,
        label: str,
        objects: Mapping[str, bytes],
        dictionaries: Sequence[bytes] = (),
        recovery: Sequence[str] = (),
        app: str = "",
        opened: Opened | None = None,
    ) -> None:
        """`opened` remembers what this process decrypted before."""
        if FORMAT not in objects:
            raise envelope.damaged()
        self._keys, self._label, self._app = keys, label, app
        self._dictionaries, self._recovery = tuple(dictionaries), tuple(recovery)
        self._opened = opened if opened is not None else Opened()
        self._founding = read_format(objects[FORMAT])
        entries = members.read(self._founding.space, objects)
        root = members.Root(self._founding.sha, self._founding.founder, self._opened)
        log = members.replay(entries, root, {})
        found = keyfiles.read(self._founding.space, objects, log.signers, list(log.epochs))
        self._readers = found.readers()
        self._epochs = found.opened(keys, self._opened)
        self._log = members.replay(entries, root, self._epochs)
        believed = {sha for shas in self._log.accepted.values() for sha in shas}
        self._objects = {
            name: data
            for name, data in objects.items()
            if name == FORMAT or name in found.names or envelope.sha256(data) in believed
        }

    # --- what is known

    @property
    def label(self) -> str:
        return self._label

    @property
    def id(self) -> str:
        return self._founding.space

    @property
    def prefix(self) -> str:
        return f"{self._founding.space}/"

    @property
    def dev(self) -> str:
        return self._keys.dev

    @property
    def members(self) -> tuple[Member, ...]:
        return tuple(self._log.devices[dev].member() for dev in sorted(self._log.devices))

    @property
    def newest(self) -> tuple[int, str]:
        return self._log.newest

    @property
    def beside(self) -> tuple[str, ...]:
        twins = (shas for shas in self._log.accepted.values() if len(shas) > 1)
        return tuple(sorted(sha for shas in twins for sha in shas))

    def knows(self, n: int, shas: Iterable[str]) -> bool:
        known = {sha for there in self._log.accepted.values() for sha in there}
        return n <= self.newest[0] and known.issuperset(sha for sha in shas if sha)

    @property
    def objects(self) -> Mapping[str, bytes]:
        return dict(self._objects)

    def active(self) -> bool:
        device = self._log.devices.get(self.dev)
        return device is not None and device.cut is None

    def ready(self) -> bool:
        return self._log.epoch in self._epochs

    def let_in_by(self, sign: str) -> bool:
        """Whether the key (hex) is one that may let devices in: of an active administrator, or the recovery keys."""
        devices = self._log.devices.values()
        return any(d.sign == sign and d.role in members.ADDERS and d.cut is None for d in devices)

    def absorb(self, objects: Mapping[str, bytes]) -> Space:
        everything = {**objects, **self._objects}
        return Space(
            self._keys,
            self._label,
            everything,
            self._dictionaries,
            self._recovery,
            self._app,
            self._opened,
        )

    # --- members

    def _admin(self, *roles: str) -> None:
        """Raise UserError `not-admin` unless this device is an active administrator, or has one of `roles`."""
        device = self._log.devices.get(self.dev)
        if device is None or device.cut is not None or device.role not in ("admin", *roles):
            raise UserError(members.NOT_ADMIN, code="not-admin")

    def _draft(self) -> Draft:
        n, sha = self.newest
        epoch, identity = self._writing()
        return Draft(self.id, n + 1, sha, epoch, public_of(identity))

    def _active(self) -> dict[str, str]:
        """Device to age recipient of all that may read now."""
        return {dev: device.age for dev, device in self._log.devices.items() if device.cut is None}

    def known(self, dev: str) -> Known:
        device = self._log.active(dev)
        return Known(device.sign, device.age, device.person)

    def add(self, request: Asking, role: str) -> tuple[Object, ...]:
        self._admin(RECOVERY)
        asked = open_request(request)
        entry = members.write_add(self._draft(), self._keys, asked.sign, asked.age, role, asked.person)
        return self.absorb(dict([entry])).key_file({}), entry

    def key_file(self, fresh: Mapping[str, str]) -> Object:
        """All epochs that we know, and `fresh` ones, for every device that is active now."""
        return write_keys(self.id, {**self._epochs, **fresh}, self._active(), self._keys, self._recovery)

    def revoke(self, dev: str, cut: Mapping[str, tuple[int, str]]) -> tuple[Object, ...]:
        self._admin()
        if dev not in self._log.devices:
            raise UserError(UNKNOWN_MEMBER, code="not-member")
        if self._log.last_admin(dev):
            raise UserError(members.LAST_ADMIN, code="last-admin")
        draft, identity = self._draft(), new_identity()
        fresh = epoch_id(draft.n, identity)
        entry = members.write_revoke(draft, self._keys, dev, cut, self._log.authors.get(dev, []), fresh)
        return self.absorb(dict([entry])).key_file({fresh: identity}), entry

    def role(self, dev: str, role: str, cut: Mapping[str, tuple[int, str]]) -> Object:
        self._admin()
        device = self._log.devices.get(dev)
        if device is None or device.cut is not None or device.role == RECOVERY:
            raise UserError(UNKNOWN_MEMBER, code="not-member")
        if role != "admin" and self._log.last_admin(dev):
            raise UserError(members.LAST_ADMIN, code="last-admin")
        return members.write_role(self._draft(), self._keys, dev, role, cut, self._log.authors.get(dev, []))

    def skip(self, stream: str, seq: int, sha: str) -> Object:
        self._admin()
        return members.write_skip(self._draft(), self._keys, stream, seq, sha)

    @property
    def skips(self) -> Mapping[tuple[str, int], str]:
        return dict(self._log.skips)

    def repair(self) -> tuple[Object, ...]:
        device = self._log.devices.get(self.dev)
        if device is None or device.cut is not None or device.role != "admin" or not self.ready():
            return ()
        readers = self._readers.get(self._log.epoch, [])
        removed = {dev for dev, one in self._log.devices.items() if one.cut is not None}
        if any(removed & to for to in readers):
            draft, identity = self._draft(), new_identity()
            fresh = epoch_id(draft.n, identity)
            entry = members.write_epoch(draft, self._keys, fresh)
            return self.absorb(dict([entry])).key_file({fresh: identity}), entry
        return () if any(to >= set(self._active()) for to in readers) else (self.key_file({}),)

    # --- objects

    def _writing(self) -> tuple[str, str]:
        """The epoch to write with and its identity; UserError `key-missing` when it is not ours (yet)."""
        epoch = self._log.epoch
        if epoch not in self._epochs:
            raise UserError(NO_KEY, code="key-missing")
        return epoch, self._epochs[epoch]

    def changeset(self, stream: str, seq: int, prev: str, ops: Sequence[Mapping[str, object]]) -> Object:
        epoch, identity = self._writing()
        place = changeset.Place(self.id, stream, seq, prev)
        return changeset.write(place, ops, self._keys, epoch, public_of(identity), named(self._dictionaries))

    def open_changeset(
        self, stream: str, seq: int, prev: str, sha: str, data: bytes, *, own: bool = False, had: int = 0
    ) -> list[Mapping[str, object]]:
        sign = self._keys.public if own else self._author(stream, seq, sha, had).sign
        raw = changeset.check(data, changeset.Place(self.id, stream, seq, prev), sha, sign)
        identity = self._epochs.get(raw.text("epoch"))
        if identity is None:
            raise UserError(NO_KEY, code="key-missing")
        return changeset.read(raw, identity, named(self._dictionaries))

    def _author(self, stream: str, seq: int, sha: str, had: int) -> Device:
        """The device behind a stream, if its word counted at `seq`."""
        device = self._log.devices.get(stream.partition(".")[0])
        if device is None or not device.wrote:
            raise envelope.forged()
        cut = device.cut if device.cut is not None else device.until
        if cut is not None:
            last, last_sha = cut.get(stream, (0, ""))
            if seq > max(last, had) or (seq == last and sha != last_sha):
                raise UserError(members.REVOKED, code="member-revoked")
        return device

    def sign_erasure(self, kind: str, record: str, request: str) -> tuple[str, str]:
        said = erasing.statement(self.id, kind, record, request)
        return self.dev, envelope.sign(said, self._keys.seed)

    def erasure_signed(self, kind: str, record: str, fields: Mapping[str, object]) -> bool:
        said = erasing.statement(self.id, kind, record, str(fields.get("request", "")))
        workers = set()
        by = erasing.signatures(fields)
        for dev, signature in by.items():
            device = self._log.devices.get(dev)
            if device is None or not device.wrote:
                return False
            if not envelope.signed_by(device.sign, signature, said):
                return False
            workers.add(device.person.worker or dev)
        return len(workers) == len(by) > 0

    def farewell(self, at: str, ops: Sequence[Mapping[str, object]]) -> Object:
        admins = [d.age for d in self._log.devices.values() if d.role == "admin" and d.cut is None]
        return farewell.write(self.id, at, ops, self._keys, admins)  # there always is one (`last_admin`)

    def open_farewell(self, name: str, data: bytes) -> Farewell:
        raw = farewell.check(self.id, name, data)
        device = self._log.devices.get(raw.text("dev"))
        if device is None or device.cut is None:
            raise envelope.forged()
        raw.verify(device.sign)
        return farewell.read(raw, self._keys.age)

    def segment(self, stream: str, first: int, parts: Sequence[bytes]) -> tuple[Segment, bytes]:
        return segments.write(self.id, stream, first, parts, self._keys)

    def open_segment(self, stream: str, segment: Segment, data: bytes) -> list[tuple[int, str, bytes]]:
        device = self._log.devices.get(stream.partition(".")[0])
        if device is None:
            raise envelope.forged()
        return segments.read(self.id, stream, segment, data, device.sign)

    def snapshot_part(self, snap: str, number: int, ops: Sequence[Mapping[str, object]]) -> bytes:
        epoch, identity = self._writing()
        return snapshots.write_part(self.id, snap, number, ops, self._keys, (epoch, public_of(identity)))

    def manifest(
        self, snap: str, frontier: Mapping[str, tuple[int, str]], parts: Sequence[tuple[int, str]]
    ) -> tuple[Manifest, bytes]:
        self._admin()
        return snapshots.write_manifest(self.id, snap, frontier, parts, self._keys)

    def open_manifest(self, dev: str, snap: Snap, data: bytes) -> Manifest:
        device = self._log.active(dev)
        if device.role != "admin":
            raise envelope.forged()
        return snapshots.read_manifest(self.id, dev, snap, data, device.sign)

    def open_part(self, manifest: Manifest, number: int, data: bytes) -> list[Mapping[str, object]]:
        device = self._log.active(manifest.dev)
        raw = snapshots.check_part(self.id, manifest, number, data, device.sign)
        identity = self._epochs.get(raw.text("epoch"))
        if identity is None:
            raise UserError(NO_KEY, code="key-missing")
        return snapshots.read_part(raw, identity)

    def head(self, head: Head) -> Object:
        return heads.write(self.id, head, self._keys, self._app)

    def open_head(self, name: str, data: bytes) -> Head:
        head, raw = heads.open_head(self.id, name, data)
        device = self._log.devices.get(head.stream.partition(".")[0])
        if device is None:
            raise envelope.forged()
        raw.verify(device.sign)
        return head


def found(
    keys: DeviceKeys,
    label: str,
    space: str,
    created: str,
    person: Person,
    dictionaries: Sequence[bytes] = (),
    recovery: Sequence[str] = (),
    app: str = "",
) -> Space:
    """A new space: FORMAT, the founder as administrator, the first epoch."""
    data = write_format(space, created, keys)
    identity = new_identity()
    epoch = epoch_id(1, identity)
    draft = Draft(space, 1, envelope.sha256(data), epoch, public_of(identity))
    entry = members.write_add(draft, keys, keys.public, keys.recipient, "admin", person, founding=True)
    key_file = write_keys(space, {epoch: identity}, {keys.dev: keys.recipient}, keys, recovery)
    return Space(keys, label, {FORMAT: data, **dict([entry, key_file])}, dictionaries, recovery, app)
