"""A store from its address: a path, `https://…` (WebDAV), `s3+https://…`, `sftp://…`.

Each adapter is loaded when it is used. Passwords never stand in an address: they are handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from veldwerk.domain.errors import N_, UserError
from veldwerk.services.sync_ports import ObjectStore

UNKNOWN = N_("This is not the address of a storage: give a folder, https://…, s3+https://… or sftp://….")
IN_ADDRESS = N_("Leave name and password out of the address: it is kept and shown.")
INSECURE = N_("This address is not encrypted. Use https, so that your password cannot be read on the way.")
NO_HOST_KEY = N_("The key of this server is not known yet. Test the storage first.")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """What a store asks of us. For S3 `user` is the access key; for SFTP `host_key` is pinned."""

    user: str = ""
    password: str = ""
    host_key: str = ""
    private_key: str = ""


def open_store(address: str, secret: Secret | None = None) -> ObjectStore:
    """The store at `address`; nothing is asked of it yet.

    `s3+https://endpoint/bucket/folder?region=eu`, `sftp://user@host:22/folder`, `https://host/dav/folder`,
    `file:///media/stick/veldwerk` or a plain path. Raises UserError `store-address`, `store-insecure`,
    `store-no-host-key`.
    """
    secret = secret or Secret()
    parts = _parts(address)
    if len(parts.scheme) < 2:  # no scheme, or the letter of a Windows drive
        return _folder(Path(address))
    if parts.scheme == "file":
        return _folder(Path(unquote(parts.path)))
    if parts.scheme in ("http", "s3+http") and parts.hostname not in LOOPBACK:
        raise UserError(INSECURE, code="store-insecure")
    if parts.scheme in ("http", "https"):
        from veldwerk.sync.stores.opendal_store import webdav

        return webdav(address, secret.user, secret.password)
    if parts.scheme in ("s3+https", "s3+http"):
        from veldwerk.sync.stores.opendal_store import s3

        bucket, _, folder = parts.path.strip("/").partition("/")
        region = parse_qs(parts.query).get("region", ["us-east-1"])[0]
        endpoint = f"{parts.scheme[3:]}://{parts.netloc}"
        return s3(endpoint, bucket, secret.user, secret.password, region, folder)
    if parts.scheme == "sftp" and parts.hostname:
        return _sftp(parts.hostname, parts.port or 22, unquote(parts.username or ""), parts.path, secret)
    raise UserError(UNKNOWN, code="store-address")


def _parts(address: str) -> SplitResult:
    """The parts of an address. A user may stand only in `sftp://user@host`, a password nowhere."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises for one that is no number
    except ValueError:
        raise UserError(UNKNOWN, code="store-address") from None
    if "://" in address and not parts.scheme:
        raise UserError(UNKNOWN, code="store-address")
    if parts.password is not None or (parts.username is not None and parts.scheme != "sftp"):
        raise UserError(IN_ADDRESS, code="store-address")
    return parts


def _folder(path: Path) -> ObjectStore:
    from veldwerk.sync.stores.folder import FolderStore

    return FolderStore(path)


def _sftp(host: str, port: int, user: str, path: str, secret: Secret) -> ObjectStore:
    from veldwerk.sync.stores.sftp import Login, SftpStore

    if not secret.host_key:
        raise UserError(NO_HOST_KEY, code="store-no-host-key")
    return SftpStore(
        Login(
            host=host,
            port=port,
            user=user or secret.user,
            host_key=secret.host_key,
            folder=unquote(path) or ".",
            password=secret.password,
            private_key=secret.private_key,
        )
    )
