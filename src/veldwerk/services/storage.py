"""The storage a vault exchanges at: its address, what it asks of us, and the key that its server showed.

Name, password and keys are kept in the vault, which is encrypted, and nowhere else: never in an address, a log or an
error, and never handed back to a screen. They belong to this laptop and are no part of what is exchanged.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Protocol, TypeVar

from veldwerk.domain.errors import N_, UserError
from veldwerk.services.access import Actor, Right, require
from veldwerk.services.ports import AuditEvent
from veldwerk.services.store_check import StoreCheck
from veldwerk.services.sync_ports import ObjectStore, SyncReader, SyncWriter

T = TypeVar("T")

PLACE = "sync-place"
LOGIN = "sync-login"

NONE = N_("Choose a place to exchange first, such as a folder or a USB stick.")
NEW_KEY = N_("Compare the key of this server with its owner first, and confirm it.")


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """What a store asks of us. For S3 `user` is the access key; for SFTP `host_key` is pinned."""

    user: str = ""
    password: str = ""
    host_key: str = ""
    private_key: str = ""


@dataclass(frozen=True, slots=True)
class HostKey:
    """The key a server shows now. A person compares `fingerprint` (SHA256:…) with what its owner says."""

    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Place:
    """The storage as a screen may show it: no password, only whether there is one.

    `kind` is `folder`, `webdav`, `s3` or `sftp`; `fingerprint` that of the pinned key of an SFTP server.
    """

    address: str
    kind: str
    user: str = ""
    has_password: bool = False
    has_private_key: bool = False
    fingerprint: str = ""


class Stores(Protocol):
    """How addresses become stores; `veldwerk.sync.stores.opening` is it."""

    def open(self, address: str, secret: Secret) -> ObjectStore:
        """UserError `store-address`, `store-insecure`, `store-no-host-key`. Asks nothing of the store."""
        ...

    def kind(self, address: str) -> str:
        """`folder`, `webdav`, `s3` or `sftp`; UserError `store-address`."""
        ...

    def host_key(self, address: str) -> HostKey:
        """The key the SFTP server at `address` shows now. Asks the server."""
        ...

    def fingerprint(self, key: str) -> str:
        """The fingerprint of a key as kept; UserError `store-no-host-key` for what is no key."""
        ...


class Keeper(Protocol):
    """A vault, as far as the storage is concerned."""

    def write(self, job: Callable[[SyncWriter], T]) -> T: ...

    def read(self, job: Callable[[SyncReader], T]) -> T: ...


class StorageService:
    """Enter, test, change and remove the storage. `test`, `host_key` and the stores it gives go to the network."""

    def __init__(self, vault: Keeper, stores: Stores) -> None:
        self._vault, self._stores = vault, stores

    def place(self, actor: Actor) -> Place | None:
        """The storage of this vault, or None."""
        require(actor, Right.SYNC)
        address, secret = self._kept()
        if not address:
            return None
        return Place(
            address=address,
            kind=self._stores.kind(address),
            user=secret.user,
            has_password=bool(secret.password),
            has_private_key=bool(secret.private_key),
            fingerprint=self._stores.fingerprint(secret.host_key) if secret.host_key else "",
        )

    def store(self, actor: Actor) -> ObjectStore:
        """The storage of this vault, opened; UserError `no-store` when there is none."""
        require(actor, Right.SYNC)
        address, secret = self._kept()
        if not address:
            raise UserError(NONE, code="no-store")
        return self._stores.open(address, secret)

    def host_key(self, actor: Actor, address: str) -> HostKey:
        """The key that the SFTP server at `address` shows, to be confirmed by a person before `keep`."""
        require(actor, Right.SYNC)
        return self._stores.host_key(address)

    def test(self, actor: Actor, address: str, secret: Secret | None = None) -> StoreCheck:
        """«Test deze opslag». Nothing is kept. Without a secret, the one kept for this address is used."""
        require(actor, Right.SYNC)
        store = self._stores.open(address, self._meant(address, secret))
        try:
            return store.check()
        finally:
            close(store)

    def keep(self, actor: Actor, address: str, secret: Secret | None = None) -> None:
        """Use this storage from now on. Fields left empty in `secret` keep what was kept for the same address.

        UserError `store-host-key` when an SFTP server's key was neither confirmed now nor before; those of `open`.
        """
        require(actor, Right.SYNC)
        meant = self._meant(address, secret)
        if self._stores.kind(address) == "sftp" and not meant.host_key:
            raise UserError(NEW_KEY, code="store-no-host-key")
        close(self._stores.open(address, meant))
        self._put(actor, "store-set", address, meant)

    def forget(self, actor: Actor) -> None:
        """Remove the address and everything secret about it. What was exchanged stays where it is."""
        require(actor, Right.SYNC)
        self._put(actor, "store-forgotten", "", Secret())

    def _meant(self, address: str, secret: Secret | None) -> Secret:
        known, kept = self._kept()
        if known != address:
            return secret or Secret()
        if secret is None:
            return kept
        if (
            secret.user and secret.user != kept.user
        ):  # another account: its password is not that of the former
            return replace(secret, host_key=secret.host_key or kept.host_key)
        return Secret(**{name: value or getattr(kept, name) for name, value in asdict(secret).items()})

    def _kept(self) -> tuple[str, Secret]:
        def job(reader: SyncReader) -> tuple[str, Secret]:
            address, data = reader.meta(PLACE) or b"", reader.meta(LOGIN)
            return address.decode(), Secret(**json.loads(data)) if data else Secret()

        return self._vault.read(job)

    def _put(self, actor: Actor, action: str, address: str, secret: Secret) -> None:
        def job(writer: SyncWriter) -> None:
            data = json.dumps(asdict(secret)).encode() if secret != Secret() else None
            writer.set_meta(PLACE, address.encode() or None)
            writer.set_meta(LOGIN, data)
            writer.audit_event(AuditEvent(action, "store", "", worker=actor.worker, role=actor.role.value))

        self._vault.write(job)


def close(store: ObjectStore) -> None:
    """Let go of connections; stores without any have nothing to close."""
    end = getattr(store, "close", None)
    if end is not None:
        end()
