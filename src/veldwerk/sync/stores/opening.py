"""A store from its address: a path, `https://…` (WebDAV), `s3+https://…`, `sftp://…`.

Each adapter is loaded when it is used. Passwords never stand in an address: they are handed in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from veldwerk.domain.errors import N_, UserError
from veldwerk.services.storage import HostKey, Secret
from veldwerk.services.sync_ports import ObjectStore
from veldwerk.sync.stores.background import Patience
from veldwerk.sync.stores.names import NO_HOST_KEY

UNKNOWN = N_("This is not the address of a storage: give a folder, https://…, s3+https://… or sftp://….")
IN_ADDRESS = N_("Leave name and password out of the address: it is kept and shown.")
INSECURE = N_("This address is not encrypted. Use https, so that your password cannot be read on the way.")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
_KINDS = {"http": "webdav", "https": "webdav", "s3+http": "s3", "s3+https": "s3", "sftp": "sftp"}


@dataclass(frozen=True, slots=True)
class Opening:
    """How this program opens stores; matches `services.storage.Stores`. `now` is aware."""

    patience: Patience | None = None
    now: Callable[[], datetime] | None = None

    def kind(self, address: str) -> str:
        """`folder`, `webdav`, `s3` or `sftp`; UserError `store-address`, `store-insecure`."""
        return _checked(address)[0]

    def open(self, address: str, secret: Secret) -> ObjectStore:
        """The store at `address`; nothing is asked of it yet.

        `s3+https://endpoint/bucket/folder?region=eu`, `sftp://user@host:22/folder`, `https://host/dav/folder`,
        `file:///media/stick/veldwerk` or a plain path. UserError `store-address`, `store-insecure`,
        `store-no-host-key`.
        """
        kind, parts = _checked(address)
        if kind == "folder":
            from veldwerk.sync.stores.folder import FolderStore

            path = Path(unquote(parts.path)) if parts.scheme == "file" else Path(address)
            return FolderStore(path, self.patience)
        if kind == "webdav":
            from veldwerk.sync.stores.webdav import WebDavStore

            return WebDavStore(address, secret.user, secret.password, self.patience, self.now)
        return self._s3(parts, secret) if kind == "s3" else self._sftp(parts, secret)

    def _s3(self, parts: SplitResult, secret: Secret) -> ObjectStore:
        from veldwerk.sync.stores.s3 import S3Store

        bucket, _, folder = unquote(parts.path).strip("/").partition("/")
        region = parse_qs(parts.query).get("region", ["us-east-1"])[0]
        endpoint = f"{parts.scheme[3:]}://{parts.netloc}"
        return S3Store(
            endpoint, bucket, secret.user, secret.password, region, folder, self.patience, self.now
        )

    def _sftp(self, parts: SplitResult, secret: Secret) -> ObjectStore:
        from veldwerk.sync.stores.sftp import Login, SftpStore

        if not secret.host_key:
            raise UserError(NO_HOST_KEY, code="store-no-host-key")
        login = Login(
            host=parts.hostname or "",
            port=parts.port or 22,
            user=unquote(parts.username or "") or secret.user,
            host_key=secret.host_key,
            folder=unquote(parts.path) or ".",
            password=secret.password,
            private_key=secret.private_key,
        )
        return SftpStore(login, self.patience)

    def host_key(self, address: str) -> HostKey:
        """The key that the SFTP server at `address` shows now."""
        from veldwerk.sync.stores.sftp import host_key

        kind, parts = _checked(address)
        if kind != "sftp":
            raise UserError(UNKNOWN, code="store-address")
        return host_key(parts.hostname or "", parts.port or 22, self.patience)

    def fingerprint(self, key: str) -> str:
        """`SHA256:…` of a key as kept."""
        from veldwerk.sync.stores.sftp import fingerprint

        return fingerprint(key)


def open_store(address: str, secret: Secret | None = None) -> ObjectStore:
    """The store at `address`, without a clock to compare; see `Opening.open`."""
    return Opening().open(address, secret or Secret())


def _checked(address: str) -> tuple[str, SplitResult]:
    """What kind of address it is, and its parts. A user may stand only in `sftp://user@host`, a password nowhere."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises for one that is no number
    except ValueError:
        raise UserError(UNKNOWN, code="store-address") from None
    if "://" in address and not parts.scheme:
        raise UserError(UNKNOWN, code="store-address")
    if parts.password is not None or (parts.username is not None and parts.scheme != "sftp"):
        raise UserError(IN_ADDRESS, code="store-address")
    if parts.scheme == "file" or len(parts.scheme) < 2:  # no scheme, or the letter of a Windows drive
        return "folder", parts
    kind = _KINDS.get(parts.scheme)
    if kind is None or not parts.hostname or (kind == "s3" and not parts.path.strip("/")):
        raise UserError(UNKNOWN, code="store-address")
    if parts.scheme in ("http", "s3+http") and parts.hostname not in LOOPBACK:
        raise UserError(INSECURE, code="store-insecure")
    return kind, parts
