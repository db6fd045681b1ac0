"""Real servers on loopback, each in a folder of its own, stopped when the tests end."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

USER, PASSWORD = "tester", "not-a-secret"
SCRIPTS = Path(sys.executable).parent
PATH = os.pathsep.join((str(SCRIPTS), os.environ.get("PATH", ""), "/usr/sbin"))


class WebDav(NamedTuple):
    """A WebDAV collection one may write in, without a slash at the end. Without a user it is open."""

    url: str
    user: str = ""
    password: str = ""


class S3(NamedTuple):
    """An S3 bucket."""

    endpoint: str
    bucket: str
    key: str
    secret: str
    region: str = "us-east-1"


class Sftp(NamedTuple):
    """An SFTP server: log in with the password, or with the key file when there is one. `folder` may be written."""

    host: str
    port: int
    user: str
    folder: str
    password: str = ""
    key: Path | None = None


def program(name: str) -> str:
    """The full path of a server program, or a skip that says how to get it."""
    found = shutil.which(name, path=PATH)
    if found is None:
        pytest.skip(f"{name} is not installed; `make test-servers` as root installs it")
    return found


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str | Path],
    port: int,
    log: Path,
    *,
    user: str | None = None,
    env: dict[str, str] | None = None,
) -> Iterator[None]:
    """Run a server until the block ends; the block begins when `port` answers. A server that dies shows its log."""
    words = [str(word) for word in command]
    with log.open("wb") as out, subprocess.Popen(words, stdout=out, stderr=out, user=user, env=env) as server:
        try:
            wait_for(port, server, log)
            yield
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


def wait_for(port: int, server: subprocess.Popen[bytes], log: Path, seconds: float = 30) -> None:
    """Wait until something answers on `port`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if server.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"the server on port {port} did not start: {log.read_text(errors='replace')[-2000:]}")


@contextmanager
def rclone(kind: str, folder: Path, port: int, log: Path, *more: str) -> Iterator[None]:
    """`rclone serve` of a folder."""
    command = [
        program("rclone"),
        "serve",
        kind,
        folder,
        "--addr",
        f"127.0.0.1:{port}",
        "--config",
        os.devnull,
        *more,
    ]
    with running(command, port, log):
        yield


APACHE = """\
ServerRoot /usr/lib/apache2
Listen 127.0.0.1:{port}
PidFile {run}/apache.pid
ServerName localhost
LoadModule mpm_event_module modules/mod_mpm_event.so
LoadModule authz_core_module modules/mod_authz_core.so
LoadModule dav_module modules/mod_dav.so
LoadModule dav_fs_module modules/mod_dav_fs.so
LoadModule dav_lock_module modules/mod_dav_lock.so
{user}
ErrorLog {run}/error.log
DAVLockDB {run}/lock
DocumentRoot {data}
<Directory {data}>
  Dav On
  Require all granted
</Directory>
"""

SSHD = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {run}/host
PidFile none
AuthorizedKeysFile {run}/authorized
StrictModes no
PasswordAuthentication no
PermitRootLogin prohibit-password
UsePAM no
Subsystem sftp internal-sftp
"""


@contextmanager
def small_disk(place: Path, kilobytes: int) -> Iterator[Path]:
    """A disk of its own at `place`, so small that it gets full. Needs root on Linux."""
    place.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", place]
    if sys.platform != "linux" or os.geteuid() != 0 or subprocess.run(mount, check=False).returncode:
        pytest.skip("a small disk needs root and the right to mount")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=False)


@contextmanager
def apache(folder: Path, disk: int = 0) -> Iterator[WebDav]:
    """Apache with mod_dav, as many organisations run it; on a disk of `disk` kilobytes when that is given."""
    # A home of its own: other runs of pytest close theirs to everybody but root, and so to the user www-data.
    with tempfile.TemporaryDirectory(prefix="veldwerk-apache-") as name, ExitStack() as stack:
        home, port = Path(name), free_port()
        data, run = home / "data", home / "run"
        data.mkdir()
        run.mkdir()
        home.chmod(0o755)
        if disk:
            stack.enter_context(small_disk(data, disk))
        as_root = os.geteuid() == 0
        if as_root:
            for path in (data, run):
                shutil.chown(path, "www-data", "www-data")
        user = "User www-data\nGroup www-data" if as_root else ""
        text = APACHE.format(port=port, run=run, data=data, user=user)
        (home / "apache.conf").write_text(text, encoding="utf-8")
        command = [program("apache2"), "-f", home / "apache.conf", "-DFOREGROUND"]
        with running(command, port, folder / "apache.log"):
            yield WebDav(f"http://127.0.0.1:{port}")


@contextmanager
def openssh(folder: Path) -> Iterator[Sftp]:
    """OpenSSH's own SFTP, with a key; its files are in `folder / "data"`, which may be there."""
    port, run, data = free_port(), folder / "run", folder / "data"
    run.mkdir()
    data.mkdir(exist_ok=True)
    server = program("sshd")
    for name in ("host", "client"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", run / name], check=True)
    shutil.copy(run / "client.pub", run / "authorized")
    (run / "sshd.conf").write_text(SSHD.format(port=port, run=run), encoding="utf-8")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    with running([server, "-D", "-e", "-f", run / "sshd.conf"], port, folder / "sshd.log"):
        yield Sftp("127.0.0.1", port, getpass.getuser(), str(data), key=run / "client")


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A new PostgreSQL cluster; gives its connection string. PostgreSQL refuses to run as root."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not versions:
        pytest.skip("postgresql is not installed; `make test-servers` as root installs it")
    # A home of its own: other runs of pytest close theirs to everybody but root, and so to the user postgres.
    with tempfile.TemporaryDirectory(prefix="veldwerk-pg-") as name:
        home, port, user = Path(name), free_port(), None
        data = home / "data"
        data.mkdir()
        home.chmod(0o755)
        if os.geteuid() == 0:
            user = "postgres"
            shutil.chown(data, user, user)
        initdb = [
            str(versions[-1] / "initdb"),
            "-D",
            str(data),
            "-U",
            USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "-N",
        ]
        subprocess.run([*initdb, "--locale", "C"], check=True, user=user, capture_output=True, cwd=home)
        command = [versions[-1] / "postgres", "-D", data, "-p", str(port), "-c", "listen_addresses=127.0.0.1"]
        with running([*command, "-c", f"unix_socket_directories={data}"], port, folder / "pg.log", user=user):
            _wait_until_taken_in([versions[-1] / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)])
            yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"


def _wait_until_taken_in(ready: Sequence[str | Path], seconds: float = 30) -> None:
    """PostgreSQL answers its port before it lets anybody in; `ready` succeeds when it does."""
    end = time.monotonic() + seconds
    while subprocess.run(ready, check=False).returncode and time.monotonic() < end:
        time.sleep(0.05)


CUPSD = """\
Listen 127.0.0.1:{port}
Browsing Off
DefaultAuthType None
LogLevel info
<Location />
  Order allow,deny
  Allow localhost
</Location>
<Location /admin>
  Order allow,deny
  Allow localhost
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
CUPS_FILES = """\
ServerRoot {run}
DataDir /usr/share/cups
ServerBin /usr/lib/cups
StateDir {run}/state
CacheDir {run}/cache
RequestRoot {run}/spool
TempDir {run}/temp
ErrorLog {run}/error_log
AccessLog {run}/access_log
PageLog {run}/page_log
SystemGroup root lpadmin
"""


@contextmanager
def cups(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """A print server of our own with a printer that makes PDF files; gives its name and the environment that
    reaches it. The printer's program needs root."""
    server = program("cupsd")
    if os.geteuid() != 0:
        pytest.skip("a CUPS server of one's own needs root")
    open_the_way(folder)
    port, run = free_port(), folder / "run"
    for name in ("", "state", "cache", "spool", "temp", "ppd"):
        (run / name).mkdir()
    (run / "temp").chmod(0o1777)  # the filters run as user lp
    (run / "cupsd.conf").write_text(CUPSD.format(port=port), encoding="utf-8")
    (run / "cups-files.conf").write_text(CUPS_FILES.format(run=run), encoding="utf-8")
    env = {**os.environ, "CUPS_SERVER": f"127.0.0.1:{port}"}
    command = [server, "-f", "-c", run / "cupsd.conf", "-s", run / "cups-files.conf"]
    with running(command, port, folder / "cupsd.log"):
        make = ["lpadmin", "-p", "PDF", "-v", "cups-pdf:/", "-m", "lsb/usr/cups-pdf/CUPS-PDF_opt.ppd", "-E"]
        subprocess.run([*make, "-o", "PageSize=A4"], env=env, check=True, capture_output=True)
        yield "PDF", env


def open_the_way(folder: Path) -> None:
    """Let a server that gave up root walk down to `folder`: pytest's folders are closed to others."""
    for place in (folder, *folder.parents):
        if place.stat().st_uid == os.geteuid() and "pytest" in str(place):
            place.chmod(place.stat().st_mode | 0o055)
