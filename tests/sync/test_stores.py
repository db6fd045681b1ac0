"""The stores, on loopback: each keeps the contract, and says in a sentence what goes wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.sync.contract import NAME, SPACE, keeps_the_contract
from tests.sync.sftp_here import sftp_here
from tests.sync.team import Team
from veldwerk.domain.errors import UserError
from veldwerk.services.storage import Secret
from veldwerk.services.sync_ports import ObjectStore
from veldwerk.sync.stores.background import Patience
from veldwerk.sync.stores.folder import FolderStore
from veldwerk.sync.stores.memory import MemoryStore
from veldwerk.sync.stores.opening import open_store
from veldwerk.sync.stores.s3 import S3Store
from veldwerk.sync.stores.sftp import Login, SftpStore, host_key
from veldwerk.sync.stores.webdav import WebDavStore

QUICK = Patience(once=5, whole=10, pauses=(0.01,))


@pytest.fixture
def webdav_server(tmp_path: Path) -> Iterator[str]:
    from cheroot.wsgi import Server
    from wsgidav.wsgidav_app import WsgiDAVApp

    root = tmp_path / "dav"
    root.mkdir()
    config = {
        "provider_mapping": {"/": str(root)},
        "simple_dc": {"user_mapping": {"*": {"anna": {"password": "geheim"}}}},
        "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
        "verbose": 0,
        "logging": {"enable": False},
    }
    server = Server(("127.0.0.1", 0), WsgiDAVApp(config))
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.bind_addr[1]}"
    server.stop()
    thread.join()


@pytest.fixture
def s3_server() -> Iterator[str]:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    import urllib.request

    request = urllib.request.Request(f"http://{host}:{port}/emmer", method="PUT")
    urllib.request.urlopen(request, timeout=30).close()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def sftp_server(tmp_path: Path) -> Iterator[Login]:
    root = tmp_path / "sftp"
    root.mkdir()
    with sftp_here(root, "anna", "geheim") as (port, public):
        yield Login("127.0.0.1", "anna", public, port, "/", "geheim")


def test_memory_keeps_the_contract() -> None:
    keeps_the_contract(MemoryStore())


def test_a_folder_keeps_the_contract(tmp_path: Path) -> None:
    keeps_the_contract(FolderStore(tmp_path))
    assert [path.name for path in tmp_path.rglob("*.tmp")] == []


def test_webdav_keeps_the_contract(webdav_server: str) -> None:
    store = WebDavStore(webdav_server + "/", "anna", "geheim", QUICK)
    keeps_the_contract(store)
    store.close()


def test_s3_keeps_the_contract(s3_server: str) -> None:
    store = S3Store(s3_server, "emmer", "a", "b", folder="team/noord", patience=QUICK)
    keeps_the_contract(store)
    store.close()


def test_sftp_keeps_the_contract(sftp_server: Login) -> None:
    store = SftpStore(sftp_server, QUICK)
    keeps_the_contract(store)
    store.close()


@pytest.mark.parametrize("kind", ["webdav", "s3", "sftp"])
def test_two_vaults_over_a_server(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    server = request.getfixturevalue(f"{kind}_server")
    stores: dict[str, Callable[[], ObjectStore]] = {
        "webdav": lambda: WebDavStore(server, "anna", "geheim", QUICK),
        "s3": lambda: S3Store(server, "emmer", "a", "b", patience=QUICK),
        "sftp": lambda: SftpStore(server, QUICK),
    }
    store = stores[kind]()
    team = Team(tmp_path)
    anna, bert = team.hire("Anna"), team.hire("Bert")
    team.found(anna, store, bert)
    person = anna.person("Wilhelmina")
    bert.person("Johannes")
    assert all(report.ok for report in team.settle(store, 3))
    assert bert.row(person) is not None
    assert anna.digest() == bert.digest()
    team.close()
    store.close()  # type: ignore[attr-defined]


def test_a_stick_that_was_pulled_out_leaves_no_half_object(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    folder = tmp_path / SPACE / "heads"
    folder.mkdir(parents=True)
    name = f"{SPACE}/heads/0123456789abcdef.01234567-0000000001-01234567.vwh"
    (folder / f"~{name.rpartition('/')[2]}.tmp").write_bytes(b"half")
    assert store.get(name) is None
    assert store.list(f"{SPACE}/heads/") == []
    store.put(name, b"whole")
    assert store.get(name) == b"whole"
    assert [path.name for path in folder.iterdir()] == [name.rpartition("/")[2]]


def test_a_folder_that_is_gone_is_an_error_and_not_empty(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "weg")
    for call in (
        lambda: store.get(NAME),
        lambda: store.list("x/"),
        lambda: store.put(NAME, b""),
        lambda: store.delete(NAME),
    ):
        with pytest.raises(UserError) as refused:
            call()
        assert refused.value.code == "store-missing"
    said = store.check()
    assert not said.ok
    assert [line.code for line in said.lines] == ["store-missing"]
    assert not (tmp_path / "weg").exists()


def test_a_wrong_password_says_so(webdav_server: str, sftp_server: Login) -> None:
    from dataclasses import replace

    for store in (
        WebDavStore(webdav_server, "anna", "fout", QUICK),
        SftpStore(replace(sftp_server, password="fout"), QUICK),
    ):
        with pytest.raises(UserError) as refused:
            store.get(NAME)
        assert refused.value.code == "store-password"
        store.close()


def test_another_server_under_the_same_name_is_refused(sftp_server: Login) -> None:
    from dataclasses import replace

    import asyncssh

    shown = host_key("127.0.0.1", sftp_server.port)
    assert shown.key.split()[:2] == sftp_server.host_key.split()[:2]
    assert shown.fingerprint.startswith("SHA256:")
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    store = SftpStore(replace(sftp_server, host_key=other), QUICK)
    with pytest.raises(UserError) as refused:
        store.get(NAME)
    assert refused.value.code == "store-other-server"
    store.close()


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("ftp://x/y", "store-address"),
        ("http://cloud.example/dav", "store-insecure"),
        ("s3+http://cloud.example/emmer", "store-insecure"),
        ("sftp://anna@host/map", "store-no-host-key"),
        ("foo://x/y", "store-address"),
        ("s3://emmer/map", "store-address"),
        ("my_store://x", "store-address"),
        ("https://cloud.example:poort/dav", "store-address"),
        ("https://[cloud/dav", "store-address"),
        ("https://anna:geheim@cloud.example/dav", "store-address"),
        ("https://anna@cloud.example/dav", "store-address"),
        ("s3+https://sleutel:geheim@s3.example/emmer", "store-address"),
        ("sftp://anna:geheim@host/map", "store-address"),
    ],
)
def test_addresses_that_are_refused(address: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        open_store(address)
    assert refused.value.code == code
    assert "geheim" not in str(refused.value)


def test_addresses_of_folders(tmp_path: Path) -> None:
    for address in (str(tmp_path), tmp_path.as_uri()):
        open_store(address).put(NAME, b"x")
        assert (tmp_path / NAME).read_bytes() == b"x"
        (tmp_path / NAME).unlink()


def test_an_address_of_webdav(webdav_server: str) -> None:
    store = open_store(webdav_server, Secret("anna", "geheim"))
    store.put(NAME, b"x")
    assert store.get(NAME) == b"x"
    store.close()  # type: ignore[attr-defined]
