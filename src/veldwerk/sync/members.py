"""The membership log of a space: who may read and write, from when, until when (SYNC 2.3–2.4, DESIGN 8).

`members/<n:010>-<sha8>.vwm`, each entry naming the hash of one before it, signed by an administrator. Two
administrators who write at the same moment both stay, in order of (n, sha); a revocation beats an addition.
The same set of entries gives the same members everywhere, whatever order they came in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from veldwerk.domain.errors import N_, UserError
from veldwerk.services.sync_ports import RECOVERY, Member, Object, Person
from veldwerk.sync import envelope
from veldwerk.sync.envelope import Envelope
from veldwerk.sync.keyfiles import Opened
from veldwerk.sync.keys import DeviceKeys, decrypt, device_name, encrypt, fingerprint

MAGIC = b"VWMB1\n"
NAME = re.compile(r"^members/(\d{10})-([0-9a-f]{8})\.vwm$")
ROLES = ("admin", "member", "reader", RECOVERY)
CHOSEN = ("admin", "member", "reader")
WRITERS = ("admin", "member")
ADDERS = ("admin", RECOVERY)

NOT_ADMIN = N_("Only an administrator of this space can change its members.")
LAST_ADMIN = N_(
    "This is the last device that may let others in. Let another one do that first, or nobody could any more."
)


@dataclass(frozen=True, slots=True)
class Device:
    """A device as the log knows it. `cut` is None while it is active, `until` while it may write or never could: up to
    there counts what a reader wrote before."""

    dev: str
    sign: str
    age: str
    role: str
    person: Person
    cut: Mapping[str, tuple[int, str]] | None = None
    until: Mapping[str, tuple[int, str]] | None = None

    @property
    def wrote(self) -> bool:
        """Whether it may write, or could once."""
        return self.role in WRITERS or self.until is not None

    def member(self) -> Member:
        return Member(
            dev=self.dev,
            role=self.role,
            person=self.person,
            fingerprint=fingerprint(self.sign, self.age),
            revoked=self.cut is not None,
            cut=self.cut,
            until=self.until,
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log, parsed but not yet believed."""

    n: int
    sha: str
    raw: Envelope

    @property
    def do(self) -> str:
        return self.raw.text("do")


@dataclass(slots=True)
class Log:
    """The believed state. `epochs` is (n, epoch id) of each epoch, `accepted` n to the shas at that place, `signers`
    the public keys of all who ever let devices in, `skips` what readers pass over."""

    devices: dict[str, Device] = field(default_factory=dict)
    epochs: dict[str, int] = field(default_factory=dict)
    accepted: dict[int, list[str]] = field(default_factory=dict)
    authors: dict[str, list[str]] = field(default_factory=dict)
    signers: dict[str, str] = field(default_factory=dict)
    skips: dict[tuple[str, int], str] = field(default_factory=dict)

    @property
    def newest(self) -> tuple[int, str]:
        """(n, sha) of the last entry, (0, «») for an empty log."""
        if not self.accepted:
            return (0, "")
        n = max(self.accepted)
        return n, max(self.accepted[n])

    @property
    def epoch(self) -> str:
        """The epoch to write with: the newest by (n, id)."""
        return max(self.epochs, key=lambda one: (self.epochs[one], one))

    def last_admin(self, dev: str) -> bool:
        """Whether nobody would administer the space without `dev`."""
        admins = {one.dev for one in self.devices.values() if one.role == "admin" and one.cut is None}
        return admins == {dev}

    def active(self, dev: str) -> Device:
        """The device, when it may take part; UserError `object-forged` or `member-revoked`."""
        device = self.devices.get(dev)
        if device is None:
            raise envelope.forged()
        if device.cut is not None:
            raise UserError(REVOKED, code="member-revoked")
        return device


REVOKED = N_(
    "A device that was removed from this space or only reads along still sends. What it sends is refused."
)


def read(space: str, objects: Mapping[str, bytes]) -> list[Entry]:
    """The entries among `objects`, well named and of this space, in order of (n, sha)."""
    entries = []
    for name, data in objects.items():
        match = NAME.match(name)
        sha = envelope.sha256(data)
        if match is None or not sha.startswith(match[2]):
            continue
        try:
            raw = envelope.open_envelope(MAGIC, data)
            if raw.text("space") == space and raw.number("n") == int(match[1]):
                entries.append(Entry(int(match[1]), sha, raw))
        except UserError:
            continue
    return sorted(entries, key=lambda entry: (entry.n, entry.sha))


@dataclass(frozen=True, slots=True)
class Root:
    """What replaying starts from: the hash of FORMAT and the founder's key; `memory` of what was decrypted."""

    format_sha: str
    founder: str
    memory: Opened


Kept = dict[tuple[str, int], frozenset[str]]
"""(device, place in the log) to the shas of its entries up to there that still count."""
ENDING = ("revoke", "role")
FOREVER = 10**10


def replay(entries: Iterable[Entry], root: Root, epoch_keys: Mapping[str, str]) -> Log:
    """Believe what follows from the founder's key; leave out the rest.

    Runs twice: an entry that a revoked administrator dated back is not in the list of those that its
    revocation lets stand, and falls out in the second run.
    """
    entries = list(entries)
    kept: Kept = {}
    for entry in _run(entries, root, epoch_keys, {})[1]:
        if entry.do in ENDING:
            names = entry.raw.header.get("keep")
            dev, keep = entry.raw.text("dev"), names if isinstance(names, list) else []
            upto = FOREVER if entry.do == "revoke" else entry.n
            if entry.raw.text("by") == dev:
                keep = [*keep, entry.sha]  # who steps down knows of the entry that says so
            kept[dev, upto] = kept.get((dev, upto), frozenset()) | {str(one) for one in keep}
    return _run(entries, root, epoch_keys, kept)[0]


def _run(
    entries: list[Entry], root: Root, epoch_keys: Mapping[str, str], kept: Kept
) -> tuple[Log, list[Entry]]:
    """The log, and the entries that did something."""
    log, believed = Log(), []
    for entry in entries:
        before = [root.format_sha] if entry.n == 1 else log.accepted.get(entry.n - 1, [])
        try:
            if entry.raw.text("prev") not in before:
                continue
            by = entry.raw.text("by")
            if entry.do != "revoke" and _dated_back(entry, by, kept):
                continue
            _check_signer(log, entry, root.founder)
            if _apply(log, entry, epoch_keys, root.memory):
                believed.append(entry)
        except UserError:
            continue
        log.accepted.setdefault(entry.n, []).append(entry.sha)
        log.authors.setdefault(by, []).append(entry.sha)
    return log, believed


def _dated_back(entry: Entry, by: str, kept: Kept) -> bool:
    """Whether who ended an administrator, or its role, did not know of this entry of it."""
    return any(dev == by and entry.n <= upto and entry.sha not in shas for (dev, upto), shas in kept.items())


def _check_signer(log: Log, entry: Entry, founder: str) -> None:
    if entry.n == 1:
        if entry.do != "found" or entry.raw.text("sign") != founder or log.devices:
            raise envelope.forged()
        entry.raw.verify(founder)
        return
    signer = log.active(entry.raw.text("by"))
    if signer.role not in (ADDERS if entry.do == "add" else ("admin",)):
        raise envelope.forged()
    entry.raw.verify(signer.sign)


def _apply(log: Log, entry: Entry, epoch_keys: Mapping[str, str], memory: Opened) -> bool:
    """Take an entry up; gives whether it changed what it is about. UserError when it makes no sense."""
    raw, done = entry.raw, True
    dev = raw.text("dev")
    if entry.do in ("found", "add"):
        done = _let_in(log, entry, _person(entry, epoch_keys, memory))
    elif entry.do == "revoke":
        done = _end(log, raw)
    elif entry.do == "role":
        done = _change(log, raw)
    elif entry.do == "skip":
        log.skips[(raw.text("stream"), raw.number("seq"))] = raw.text("sha")
    elif entry.do != "epoch":
        raise envelope.damaged()
    if "next" in raw.header:
        log.epochs[raw.text("next")] = entry.n
    if dev in log.devices and log.devices[dev].role in ADDERS:
        log.signers[dev] = log.devices[dev].sign
    return done


def _let_in(log: Log, entry: Entry, person: Person) -> bool:
    raw, dev = entry.raw, entry.raw.text("dev")
    sign, age, role = raw.text("sign"), raw.text("age"), raw.text("role")
    if dev != device_name(sign, age) or role not in ROLES:
        raise envelope.forged()
    if dev in log.devices:
        return False
    log.devices[dev] = Device(dev, sign, age, role, person)
    return True


def _end(log: Log, raw: Envelope) -> bool:
    """A removal; without effect on the last administrator, so that two who leave at once leave one behind."""
    device = log.devices.get(raw.text("dev"))
    if device is None:
        raise envelope.forged()
    cut = _cut(raw)
    if log.last_admin(device.dev):
        return False
    if device.cut is not None:
        cut = {s: min(cut[s], device.cut[s]) for s in cut.keys() & device.cut.keys()}
    log.devices[device.dev] = replace(device, cut=cut)
    return True


def _change(log: Log, raw: Envelope) -> bool:
    """Another role. It gives whether an administrator became less; without effect on the last one, on a removed device
    and on recovery keys."""
    device, role = log.devices.get(raw.text("dev")), raw.text("role")
    if device is None or role not in CHOSEN:
        raise envelope.forged()
    cut = _cut(raw) if role == "reader" else None
    if device.cut is not None or device.role == RECOVERY or role == device.role or log.last_admin(device.dev):
        return False
    log.devices[device.dev] = replace(device, role=role, until=cut)
    return device.role == "admin"


def _person(entry: Entry, epoch_keys: Mapping[str, str], memory: Opened) -> Person:
    """Who it is, where our keys open it; a member whose name we cannot read is still a member."""
    epoch, body = entry.raw.text("epoch"), entry.raw.body
    identity = epoch_keys.get(epoch)
    if identity is None:
        return Person("", "", "")
    try:
        data = memory.get(epoch, entry.sha, lambda: decrypt(body, [identity]))
        value = envelope.parse_object(data or b"")
    except UserError:
        return Person("", "", "")
    return Person(str(value.get("worker", "")), str(value.get("name", "")), str(value.get("device", "")))


def _cut(raw: Envelope) -> dict[str, tuple[int, str]]:
    value = raw.header.get("cut")
    if not isinstance(value, dict):
        raise envelope.damaged()
    out = {}
    for stream, place in value.items():
        if not (isinstance(place, list) and len(place) == 2 and isinstance(place[0], int)):
            raise envelope.damaged()
        out[str(stream)] = (place[0], str(place[1]))
    return out


# --- writing


@dataclass(frozen=True, slots=True)
class Draft:
    """What every new entry needs: the place in the log and the epoch whose key hides the names."""

    space: str
    n: int
    prev: str
    epoch: str
    epoch_recipient: str


def _entry(draft: Draft, by: DeviceKeys, fields: Mapping[str, object], body: bytes) -> Object:
    header = {
        "space": draft.space, "n": draft.n, "prev": draft.prev, "epoch": draft.epoch, "by": by.dev, **fields
    }  # fmt: skip
    data = envelope.seal(MAGIC, header, body, by.seed)
    return f"members/{draft.n:010d}-{envelope.sha256(data)[:8]}.vwm", data


def write_add(
    draft: Draft, by: DeviceKeys, sign: str, age: str, role: str, person: Person, *, founding: bool = False
) -> Object:
    """An entry that lets a device in. Names go only inside the part sealed to the epoch."""
    body = encrypt(
        envelope.canonical({"worker": person.worker, "name": person.name, "device": person.device}),
        [draft.epoch_recipient],
    )
    fields: dict[str, object] = {
        "do": "found" if founding else "add",
        "dev": device_name(sign, age),
        "sign": sign,
        "age": age,
        "role": role,
    }
    if founding:
        fields["next"] = draft.epoch
    return _entry(draft, by, fields, body)


def write_revoke(
    draft: Draft,
    by: DeviceKeys,
    dev: str,
    cut: Mapping[str, tuple[int, str]],
    keep: Iterable[str],
    next_epoch: str,
) -> Object:
    """An entry that ends `dev`: what it sent up to `cut` stays; `keep` are its own entries that still count."""
    fields = {
        "do": "revoke",
        "dev": dev,
        "cut": {stream: list(place) for stream, place in cut.items()},
        "keep": sorted(keep),
        "next": next_epoch,
    }
    return _entry(draft, by, fields, b"")


def write_role(
    draft: Draft,
    by: DeviceKeys,
    dev: str,
    role: str,
    cut: Mapping[str, tuple[int, str]],
    keep: Iterable[str],
) -> Object:
    """An entry that gives `dev` another role; what a reader sent up to `cut` stays. `keep` as in `write_revoke`."""
    fields: dict[str, object] = {"do": "role", "dev": dev, "role": role, "keep": sorted(keep)}
    if role == "reader":
        fields["cut"] = {stream: list(place) for stream, place in cut.items()}
    return _entry(draft, by, fields, b"")


def write_epoch(draft: Draft, by: DeviceKeys, next_epoch: str) -> Object:
    """An entry that only begins a new epoch: after two removals at once each could still read the other's key."""
    return _entry(draft, by, {"do": "epoch", "dev": by.dev, "next": next_epoch}, b"")


def write_skip(draft: Draft, by: DeviceKeys, stream: str, seq: int, sha: str) -> Object:
    """An entry by which readers pass over one changeset, or a segment named by its last one."""
    dev = stream.partition(".")[0]
    return _entry(draft, by, {"do": "skip", "dev": dev, "stream": stream, "seq": seq, "sha": sha}, b"")
