"""The stores against real servers: the contract, two vaults, and what a careless server does to an upload."""

from __future__ import annotations

import base64
import os
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.servers.machines import S3, Sftp, WebDav
from tests.sync.contract import keeps_the_contract
from tests.sync.team import Team
from veldwerk.sync.stores.background import Patience
from veldwerk.sync.stores.opendal_store import OpendalStore, s3, webdav
from veldwerk.sync.stores.sftp import Login, SftpStore, host_key

Store = OpendalStore | SftpStore
SERVERS = [
    "webdav_rclone",
    "webdav_wsgidav",
    "webdav_apache",
    "s3_rclone",
    "s3_moto",
    "sftp_rclone",
    "sftp_openssh",
]
QUICK = Patience(once=10, whole=30, pauses=(0.1,))


@pytest.fixture(params=SERVERS)
def place(request: pytest.FixtureRequest) -> WebDav | S3 | Sftp:
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


def _open(place: WebDav | S3 | Sftp) -> Store:
    if isinstance(place, WebDav):
        return webdav(place.url, place.user, place.password, QUICK)
    if isinstance(place, S3):
        return s3(place.endpoint, place.bucket, place.key, place.secret, place.region, patience=QUICK)
    private = place.key.read_text(encoding="utf-8") if place.key else ""
    shown = host_key(place.host, place.port)
    login = Login(place.host, place.user, shown, place.port, place.folder, place.password, private)
    return SftpStore(login, QUICK)


def test_the_contract(place: WebDav | S3 | Sftp) -> None:
    store = _open(place)
    keeps_the_contract(store)
    store.close()


def test_two_vaults(place: WebDav | S3 | Sftp, tmp_path: Path) -> None:
    store = _open(place)
    team = Team(tmp_path, int.from_bytes(os.urandom(4)))
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    person = anna.person("Wilhelmina", alerts="bel eerst")
    team.settle(store)
    anna.change(person, alerts="hond")
    bert.change(person, alerts="slecht ter been")
    assert all(report.ok for report in team.settle(store, 3))
    assert anna.alerts(person) == bert.alerts(person) == {"hond", "slecht ter been"}
    assert anna.digest() == bert.digest()
    assert anna.status().received_by[0].ops == 2
    team.close()
    store.close()


def _cut_put(url: str, user: str, password: str, name: str, data: bytes, sent: int) -> None:
    """A PUT that says it will send `data`, sends `sent` bytes, and hangs up (SYNC 0.5)."""
    parts = urlsplit(url)
    login = base64.b64encode(f"{user}:{password}".encode()).decode()
    head = (
        f"PUT {parts.path}/{name} HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Basic {login}\r\n"
        f"Content-Length: {len(data)}\r\n\r\n"
    )
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=10) as wire:
        wire.sendall(head.encode() + data[:sent])


@pytest.mark.parametrize("server", ["webdav_rclone", "webdav_wsgidav"])
@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_an_upload_cut_off_halfway_is_never_applied_and_is_mended(
    server: str, share: float, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    place: WebDav = request.getfixturevalue(server)
    store = _open(place)
    team = Team(tmp_path, int.from_bytes(os.urandom(4)))
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    anna.person("Eerste")
    team.settle(store)
    anna.person("Tweede")
    anna.sync(store)
    space = anna.service._spaces()[0]
    row = anna.vault.read(lambda r: r.metas(f"sealed/casus/{space.dev}.{anna.inc('casus')}/"))
    name = space.prefix + _name(max(row.items())[1])
    data = store.get(name)
    assert data is not None
    _cut_put(place.url, place.user, place.password, name, data, int(len(data) * share))
    _settles(lambda: store.get(name) != data)
    bert.sync(store)
    anna.sync(store)
    assert bert.sync(store).spaces[0].waiting == 0
    assert anna.digest() == bert.digest()
    team.close()
    store.close()


def _name(about: bytes) -> str:
    import json

    return str(json.loads(about)["name"])


def _settles(spoilt: Callable[[], bool]) -> None:
    """Give the server a moment to notice that the connection is gone; some keep the old object."""
    import time

    for _ in range(20):
        if spoilt():
            return
        time.sleep(0.05)
