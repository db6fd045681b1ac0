"""One fixture a server; each starts when the first test asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.servers import dav_machines, machines
from tests.servers.machines import PASSWORD, S3, USER, Sftp, WebDav
from tests.sync.sftp_here import sftp_here

WSGIDAV = """\
host: 127.0.0.1
port: {port}
server: cheroot
provider_mapping: {{"/": "{data}"}}
simple_dc: {{user_mapping: {{"*": {{"{user}": {{"password": "{password}"}}}}}}}}
http_authenticator: {{accept_basic: true, accept_digest: false, default_to_digest: false}}
verbose: 1
"""


@pytest.fixture(scope="session")
def new_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Gives a new folder."""
    return tmp_path_factory.mktemp


@pytest.fixture(scope="session")
def webdav_rclone(new_folder: Callable[[str], Path]) -> Iterator[WebDav]:
    folder, port = new_folder("webdav-rclone"), machines.free_port()
    (folder / "data").mkdir()
    login = ("--user", USER, "--pass", PASSWORD, "--etag-hash", "MD5")
    with machines.rclone("webdav", folder / "data", port, folder / "log", *login):
        yield WebDav(f"http://127.0.0.1:{port}", USER, PASSWORD)


@pytest.fixture(scope="session")
def webdav_wsgidav(new_folder: Callable[[str], Path]) -> Iterator[WebDav]:
    folder, port = new_folder("webdav-wsgidav"), machines.free_port()
    (folder / "data").mkdir()
    text = WSGIDAV.format(port=port, data=folder / "data", user=USER, password=PASSWORD)
    (folder / "wsgidav.yaml").write_text(text, encoding="utf-8")
    with machines.running(
        [machines.program("wsgidav"), "--config", folder / "wsgidav.yaml"], port, folder / "log"
    ):
        yield WebDav(f"http://127.0.0.1:{port}", USER, PASSWORD)


@pytest.fixture(scope="session")
def webdav_apache(new_folder: Callable[[str], Path]) -> Iterator[WebDav]:
    with machines.apache(new_folder("webdav-apache")) as server:
        yield server


@pytest.fixture(scope="session")
def webdav_nginx(new_folder: Callable[[str], Path]) -> Iterator[WebDav]:
    with dav_machines.nginx(new_folder("webdav-nginx")) as server:
        yield server


@pytest.fixture(scope="session")
def webdav_sabre(new_folder: Callable[[str], Path]) -> Iterator[WebDav]:
    with dav_machines.sabre(new_folder("webdav-sabre")) as server:
        yield server


@pytest.fixture(scope="session")
def s3_rclone(new_folder: Callable[[str], Path]) -> Iterator[S3]:
    folder, port = new_folder("s3-rclone"), machines.free_port()
    (folder / "data" / "coalition").mkdir(parents=True)
    with machines.rclone("s3", folder / "data", port, folder / "log", "--auth-key", f"{USER},{PASSWORD}"):
        yield S3(f"http://127.0.0.1:{port}", "coalition", USER, PASSWORD)


@pytest.fixture(scope="session")
def s3_moto(new_folder: Callable[[str], Path]) -> Iterator[S3]:
    import urllib.request

    folder, port = new_folder("s3-moto"), machines.free_port()
    command = [machines.program("moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    with machines.running(command, port, folder / "log"):
        request = urllib.request.Request(f"http://127.0.0.1:{port}/coalition", method="PUT")
        urllib.request.urlopen(request, timeout=30).close()
        yield S3(f"http://127.0.0.1:{port}", "coalition", USER, PASSWORD)


@pytest.fixture(scope="session")
def sftp_rclone(new_folder: Callable[[str], Path]) -> Iterator[Sftp]:
    folder, port = new_folder("sftp-rclone"), machines.free_port()
    (folder / "data").mkdir()
    login = (
        "--user",
        USER,
        "--pass",
        PASSWORD,
        "--vfs-cache-mode",
        "full",
        "--cache-dir",
        str(folder / "cache"),
    )
    with machines.rclone("sftp", folder / "data", port, folder / "log", *login):
        yield Sftp("127.0.0.1", port, USER, ".", password=PASSWORD)


@pytest.fixture(scope="session")
def sftp_openssh(new_folder: Callable[[str], Path]) -> Iterator[Sftp]:
    with machines.openssh(new_folder("sftp-openssh")) as server:
        yield server


@pytest.fixture(scope="session")
def sftp_asyncssh(new_folder: Callable[[str], Path]) -> Iterator[Sftp]:
    with sftp_here(new_folder("sftp-asyncssh"), USER, PASSWORD) as (port, _):
        yield Sftp("127.0.0.1", port, USER, ".", password=PASSWORD)


@pytest.fixture(scope="session")
def postgresql(new_folder: Callable[[str], Path]) -> Iterator[str]:
    """A connection string of an empty PostgreSQL database."""
    with machines.postgresql(new_folder("postgresql")) as server:
        yield server


@pytest.fixture(scope="session")
def cups(new_folder: Callable[[str], Path]) -> Iterator[tuple[str, dict[str, str]]]:
    """A printer that makes PDF files, and the environment that reaches it."""
    with machines.cups(new_folder("cups")) as server:
        yield server
