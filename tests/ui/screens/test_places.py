"""The storage in the window: the address of each kind, secrets that are never shown again, the key of a server confirmed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.screens.own_vault import Opened
from veldwerk.domain.errors import UserError
from veldwerk.services.storage import HostKey, Place, Secret
from veldwerk.services.store_check import CheckLine, StoreCheck, Verdict
from veldwerk.ui.screens.exchange.addresses import Fields

ADDRESSES = {
    "webdav": "https://cloud.example.nl/remote.php/dav/files/sanne/team",
    "s3": "s3+https://s3.example.nl/emmer/team%20oost?region=eu-west-1",
    "sftp": "sftp://sanne@sftp.example.nl:2222/srv/team",
    "folder": "/media/stick/veldwerk",
}


@pytest.mark.parametrize("kind", ADDRESSES)
def test_an_address_is_shown_in_its_fields_and_comes_back_the_same(qapp: QApplication, kind: str) -> None:
    fields = Fields()
    fields.show_place(Place(ADDRESSES[kind], kind, user="sanne", has_password=True))
    assert fields.kind.value() == kind
    assert fields.address() == ADDRESSES[kind]
    assert fields.secret("").password == ""
    assert fields._password.edit.placeholderText()


@pytest.mark.parametrize("kind", ["webdav", "s3", "sftp", "folder"])
def test_half_an_address_is_none(qapp: QApplication, kind: str) -> None:
    fields = Fields()
    fields.kind.set_value(kind)
    assert fields.address() == ""


@dataclass
class Storage:
    """A storage service that answers as told, and remembers what it was asked."""

    check: StoreCheck = field(default_factory=lambda: StoreCheck((CheckLine("write", Verdict.OK, "Well."),)))
    key: HostKey = field(default_factory=lambda: HostKey("ssh-ed25519 AAAA", "SHA256:abc"))
    kept: list[tuple[str, Secret]] = field(default_factory=list)
    tested: list[Secret] = field(default_factory=list)

    def place(self, _actor: object) -> Place | None:
        return None

    def host_key(self, _actor: object, address: str) -> HostKey:
        if "weg" in address:
            raise UserError(
                "The storage cannot be reached. Are you connected to the network?", code="store-unreachable"
            )
        return self.key

    def test(self, _actor: object, _address: str, secret: Secret) -> StoreCheck:
        self.tested.append(secret)
        return self.check

    def keep(self, _actor: object, address: str, secret: Secret) -> None:
        self.kept.append((address, secret))


def card(opened: Opened, storage: Storage, kind: str) -> Any:
    from dataclasses import replace

    where = opened.page("exchange", "exchange")._exchanging._where
    where._tools = replace(where._tools, storage=storage)
    where.fields.kind.set_value(kind)
    where._turned()
    return where


def type_sftp(where: Any, server: str = "sftp.example.nl") -> None:
    for name, value in (("server", server), ("path", "team"), ("user", "sanne")):
        where.fields._texts[name].set_value(value)
    where.fields._password.set_value("geheim")


def test_the_key_of_a_server_is_confirmed_by_a_person_before_anything_is_sent(opened: Opened) -> None:
    storage = Storage()
    where = card(opened, storage, "sftp")
    type_sftp(where)
    opened.press("exchange.use")
    assert storage.tested == []
    assert storage.kept == []
    assert where._confirm.isVisible()
    assert where._confirm_words.text() == "SHA256:abc"
    opened.press("exchange.use")
    assert storage.kept == []
    where._confirmed.set_value(True)
    opened.press("exchange.use")
    ((address, secret),) = storage.kept
    assert address == "sftp://sanne@sftp.example.nl/team"
    assert secret == Secret("sanne", "geheim", "ssh-ed25519 AAAA", "")
    assert where.fields.secret("").password == ""


def test_another_key_than_the_confirmed_one_asks_again(opened: Opened) -> None:
    storage = Storage()
    where = card(opened, storage, "sftp")
    type_sftp(where)
    opened.press("exchange.test")
    where._confirmed.set_value(True)
    where._show_key(HostKey("ssh-ed25519 BBBB", "SHA256:xyz"))
    assert not where._confirmed.value()


def test_a_server_that_is_not_there_is_a_sentence(opened: Opened) -> None:
    where = card(opened, Storage(), "sftp")
    type_sftp(where, "weg.example.nl")
    opened.press("exchange.test")
    assert "niet bereikbaar" in where._trouble.text() or "bereik" in where._trouble.text()


def test_a_place_that_does_not_work_is_not_kept_and_each_line_is_shown(opened: Opened) -> None:
    bad = CheckLine("list", Verdict.BAD, "The storage refuses the name or password.", {}, "store-password")
    storage = Storage(check=StoreCheck((CheckLine("write", Verdict.OK, "Removing went well."), bad)))
    where = card(opened, storage, "webdav")
    where.fields._texts["url"].set_value("https://cloud.example.nl/map/")
    opened.press("exchange.use")
    assert storage.kept == []
    assert where._report.count() == 3
    assert where._trouble.isVisible()
