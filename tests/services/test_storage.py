"""The storage of a vault: entered, tested, kept, changed and removed, without its secrets ever coming out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.sync.team import Colleague, Team
from veldwerk.domain.errors import UserError
from veldwerk.services.storage import HostKey, Place, Secret, StorageService
from veldwerk.services.sync_ports import ObjectStore
from veldwerk.sync.stores.memory import MemoryStore
from veldwerk.sync.stores.opening import Opening

DAV = "https://cloud.example/dav/team"
SFTP = "sftp://anna@host.example/map"
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS"


@dataclass
class Stores:
    """The real addresses and keys; what is opened is a memory that notes with what."""

    opened: list[tuple[str, Secret]] = field(default_factory=list)
    real: Opening = field(default_factory=Opening)

    def open(self, address: str, secret: Secret) -> ObjectStore:
        self.real.open(address, secret)
        self.opened.append((address, secret))
        return MemoryStore()

    def kind(self, address: str) -> str:
        return self.real.kind(address)

    def host_key(self, address: str) -> HostKey:
        return HostKey(KEY, self.real.fingerprint(KEY))

    def fingerprint(self, key: str) -> str:
        return self.real.fingerprint(key)


@pytest.fixture
def anna(tmp_path: Path) -> Iterator[Colleague]:
    team = Team(tmp_path)
    yield team.hire("Anna")
    team.close()


@pytest.fixture
def stores() -> Stores:
    return Stores()


@pytest.fixture
def service(anna: Colleague, stores: Stores) -> StorageService:
    return StorageService(anna.vault, stores)


def test_nothing_is_known_at_first(anna: Colleague, service: StorageService) -> None:
    assert service.place(anna.actor) is None
    with pytest.raises(UserError) as refused:
        service.store(anna.actor)
    assert refused.value.code == "no-store"


def test_what_was_entered_is_kept_and_opens_the_store(
    anna: Colleague, service: StorageService, stores: Stores
) -> None:
    secret = Secret("anna", "geheim woord")
    assert service.test(anna.actor, DAV, secret).ok
    assert service.place(anna.actor) is None  # a test keeps nothing
    service.keep(anna.actor, DAV, secret)
    assert service.place(anna.actor) == Place(DAV, "webdav", "anna", has_password=True)
    service.store(anna.actor)
    assert stores.opened[-1] == (DAV, secret)


def test_the_secret_never_shows_itself(anna: Colleague, service: StorageService) -> None:
    secret = Secret("anna", "geheim woord", private_key="PRIVATE")
    service.keep(anna.actor, DAV, secret)
    assert "geheim" not in repr(secret)
    assert "PRIVATE" not in repr(secret)
    assert "geheim" not in repr(service.place(anna.actor))
    lines = anna.vault.read(lambda r: r.audit(limit=10))
    assert any(line.event.action == "store-set" for line in lines)
    assert "geheim" not in repr(lines)
    anna.vault.close()
    assert b"geheim woord" not in Path(anna.vault.path).read_bytes()


def test_an_empty_field_keeps_what_was_there_for_the_same_account(
    anna: Colleague, service: StorageService, stores: Stores
) -> None:
    service.keep(anna.actor, DAV, Secret("anna", "eerste"))
    service.keep(anna.actor, DAV, Secret(password="tweede"))
    service.test(anna.actor, DAV)
    assert stores.opened[-1][1] == Secret("anna", "tweede")
    service.test(anna.actor, DAV, Secret("bert"))
    assert stores.opened[-1][1] == Secret("bert")
    service.test(anna.actor, "https://elders.example/dav")
    assert stores.opened[-1][1] == Secret()


def test_the_key_of_a_server_is_shown_and_confirmed_first(anna: Colleague, service: StorageService) -> None:
    with pytest.raises(UserError) as refused:
        service.keep(anna.actor, SFTP, Secret("anna", "geheim"))
    assert refused.value.code == "store-no-host-key"
    shown = service.host_key(anna.actor, SFTP)
    assert shown.fingerprint.startswith("SHA256:")
    service.keep(anna.actor, SFTP, Secret("anna", "geheim", shown.key))
    place = service.place(anna.actor)
    assert place is not None
    assert place.fingerprint == shown.fingerprint
    service.keep(anna.actor, SFTP, Secret(password="ander"))  # the key stays pinned
    assert service.place(anna.actor) == place


def test_removed_is_removed(anna: Colleague, service: StorageService) -> None:
    service.keep(anna.actor, DAV, Secret("anna", "geheim"))
    service.forget(anna.actor)
    assert service.place(anna.actor) is None
    assert anna.vault.read(lambda r: r.metas("sync-")) == {}


def test_an_address_that_is_refused_is_not_kept(anna: Colleague, service: StorageService) -> None:
    service.keep(anna.actor, DAV, Secret("anna", "geheim"))
    for address in ("ftp://x", "http://cloud.example/dav", "https://anna:geheim@cloud.example/"):
        with pytest.raises(UserError):
            service.keep(anna.actor, address)
    place = service.place(anna.actor)
    assert place is not None
    assert place.address == DAV
