"""Key files: all epochs of a space, sealed to every device that may read them.

`keys/<epoch id>-<sha8>.vwk`, magic `VWKY1\\n`. Only as many are opened as it takes to have every epoch: with fifty
members there are fifty of them, and nearly always the newest is enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from veldwerk.domain.errors import UserError
from veldwerk.services.sync_ports import Object
from veldwerk.sync import envelope
from veldwerk.sync.envelope import Envelope
from veldwerk.sync.keys import DeviceKeys, decrypt, encrypt, public_of

MAGIC = b"VWKY1\n"
NAME = re.compile(r"^keys/(\d{1,6}\.[0-9a-f]{16})-([0-9a-f]{8})\.vwk$")
EPOCH = re.compile(r"^\d{1,6}\.[0-9a-f]{16}$")


class Opened:
    """What this process decrypted, by (key that opened it, hash of the object): members do not change every sync.

    Never written down: it is as secret as the keys, and lives as long as the open vault.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], bytes | None] = {}

    def get(self, key: str, sha: str, work: Callable[[], bytes]) -> bytes | None:
        """The result of `work`, done once; None when it raises UserError."""
        if (key, sha) not in self._known:
            try:
                self._known[key, sha] = work()
            except UserError:
                self._known[key, sha] = None
        return self._known[key, sha]


@dataclass(frozen=True, slots=True)
class KeyFile:
    """One that an administrator signed, still closed."""

    name: str
    sha: str
    epoch: str
    to: frozenset[str]
    raw: Envelope


@dataclass(frozen=True, slots=True)
class KeyFiles:
    """Those of a space that count; `wanted` are the epochs of its log."""

    files: tuple[KeyFile, ...] = ()
    wanted: Collection[str] = field(default_factory=tuple)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(one.name for one in self.files)

    def readers(self) -> dict[str, list[frozenset[str]]]:
        """Epoch to the readers of each of its files."""
        out: dict[str, list[frozenset[str]]] = {}
        for one in self.files:
            out.setdefault(one.epoch, []).append(one.to)
        return out

    def opened(self, keys: DeviceKeys, memory: Opened) -> dict[str, str]:
        """The epochs that this device may read: the newest and widest files first, until none is missing."""
        epochs: dict[str, str] = {}
        mine = [one for one in self.files if keys.dev in one.to]
        for one in sorted(mine, key=lambda one: (_order(one.epoch), len(one.to), one.sha), reverse=True):
            if one.epoch in epochs and all(epoch in epochs for epoch in self.wanted):
                continue
            epochs |= _epochs(memory.get(keys.dev, one.sha, partial(decrypt, one.raw.body, [keys.age])))
        return epochs


def _epochs(data: bytes | None) -> dict[str, str]:
    try:
        content = envelope.parse_object(data or b"")
    except UserError:
        return {}
    return {epoch: str(text) for epoch, text in content.items() if _is_epoch(epoch, text)}


def read(
    space: str, objects: Mapping[str, bytes], signers: Mapping[str, str], wanted: Collection[str]
) -> KeyFiles:
    """The key files among `objects` that one of `signers` (device to public key) signed."""
    found = []
    for name, data in objects.items():
        match, sha = NAME.match(name), envelope.sha256(data)
        if match is None or not sha.startswith(match[2]):
            continue
        try:
            raw = envelope.open_envelope(MAGIC, data)
            sign = signers.get(raw.text("by"))
            if sign is None or raw.text("space") != space or EPOCH.match(raw.text("epoch")) is None:
                continue
            raw.verify(sign)
        except UserError:
            continue
        to = raw.header.get("to")
        names = frozenset(str(one) for one in to) if isinstance(to, list) else frozenset()
        found.append(KeyFile(name, sha, raw.text("epoch"), names, raw))
    return KeyFiles(tuple(found), wanted)


def epoch_id(n: int, identity: str) -> str:
    """`<n>.<16 hex of the recipient's hash>`: two epochs made at the same moment stay apart."""
    return f"{n}.{envelope.sha256(public_of(identity).encode())[:16]}"


def write_keys(
    space: str, epochs: Mapping[str, str], to: Mapping[str, str], by: DeviceKeys, beside: Iterable[str] = ()
) -> Object:
    """`keys/<epoch>-<sha8>.vwk`: all epochs, sealed to every device that may read them.

    `to` is device to age recipient; `beside` are recipients that are no device.
    """
    newest = max(epochs, key=_order)
    body = encrypt(envelope.canonical(dict(epochs)), [*to.values(), *beside])
    header = {"space": space, "epoch": newest, "by": by.dev, "to": sorted(to)}
    data = envelope.seal(MAGIC, header, body, by.seed)
    return f"keys/{newest}-{envelope.sha256(data)[:8]}.vwk", data


def _order(epoch: str) -> tuple[int, str]:
    n, _, digest = epoch.partition(".")
    return int(n), digest


def _is_epoch(epoch: str, identity: object) -> bool:
    """Whether an identity is the one that the epoch's id was made from."""
    if not isinstance(identity, str) or EPOCH.match(epoch) is None:
        return False
    try:
        return epoch == epoch_id(_order(epoch)[0], identity)
    except UserError:
        return False
