"""The servers by name, and a store at each."""

from __future__ import annotations

from tests.servers.machines import S3, Sftp, WebDav
from veldwerk.services.storage import Secret
from veldwerk.sync.stores.background import Patience
from veldwerk.sync.stores.opening import Opening
from veldwerk.sync.stores.s3 import S3Store
from veldwerk.sync.stores.sftp import SftpStore
from veldwerk.sync.stores.webdav import WebDavStore

Server = WebDav | S3 | Sftp
Store = WebDavStore | S3Store | SftpStore
WEBDAV = ["webdav_rclone", "webdav_wsgidav", "webdav_apache", "webdav_nginx", "webdav_sabre"]
HTTP = [*WEBDAV, "s3_rclone", "s3_moto"]
SFTP = ["sftp_rclone", "sftp_openssh", "sftp_asyncssh"]
SERVERS = [*HTTP, *SFTP]
QUICK = Patience(once=10, whole=30, pauses=(0.1,))


def opened(place: Server, patience: Patience = QUICK, folder: str = "") -> Store:
    """A store at `place`, through its address as a user types it; `folder` below what is there."""
    opening = Opening(patience)
    if isinstance(place, Sftp):
        address = f"sftp://{place.user}@{place.host}:{place.port}/{place.folder.lstrip('/')}{folder}"
        key = place.key.read_text(encoding="utf-8") if place.key else ""
        if not place.folder.startswith("/"):  # below the home that the server gives
            address = f"sftp://{place.user}@{place.host}:{place.port}{folder}"
        shown = opening.host_key(address).key
        store = opening.open(address, Secret("", place.password, shown, key))
    elif isinstance(place, S3):
        address = f"s3+{place.endpoint}/{place.bucket}{folder}?region={place.region}"
        store = opening.open(address, Secret(place.key, place.secret))
    else:
        store = opening.open(place.url + folder, Secret(place.user, place.password))
    assert isinstance(store, WebDavStore | S3Store | SftpStore)
    return store


def where(place: Server) -> tuple[str, int]:
    """Host and port."""
    if isinstance(place, Sftp):
        return place.host, place.port
    host, _, port = (place.endpoint if isinstance(place, S3) else place.url).rpartition("/")[2].partition(":")
    return host, int(port)


def through(place: Server, port: int) -> Server:
    """The same server, reached at another port of this machine."""
    if isinstance(place, Sftp):
        return place._replace(port=port)
    if isinstance(place, S3):
        return place._replace(endpoint=f"http://127.0.0.1:{port}")
    return place._replace(url=f"http://127.0.0.1:{port}")
