"""WebDAV (Nextcloud, Apache, …) and S3, through opendal.

Neither can be trusted with conditional writes (SYNC 0.3–0.4), so `put` looks first and the service reads back.
No RetryLayer: it loops without end on a truncated answer (SYNC 0.7); retries are ours, around whole calls.
opendal says most trouble as one kind of error with the HTTP status in its text; it is parsed out of it here.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from veldwerk.domain.errors import UserError
from veldwerk.services.sync_ports import StoreCheck
from veldwerk.sync.stores import names
from veldwerk.sync.stores.background import Background, Patience
from veldwerk.sync.stores.names import checked, taken, valid
from veldwerk.sync.stores.probe import probe

if TYPE_CHECKING:
    import opendal

T = TypeVar("T")

_STATUS = re.compile(r"status: (\d{3})")
_KEYS = ("InvalidAccessKeyId", "SignatureDoesNotMatch", "AuthorizationHeaderMalformed")
_BY_STATUS = {
    401: (names.PASSWORD, "store-password"),
    403: (names.REFUSED, "store-refused"),
    404: (names.MISSING, "store-missing"),
    405: (names.REFUSED, "store-refused"),
    409: (names.MISSING, "store-missing"),
    423: (names.BUSY, "store-busy"),
    429: (names.BUSY, "store-busy"),
    502: (names.BUSY, "store-busy"),
    503: (names.BUSY, "store-busy"),
    504: (names.SLOW, "store-timeout"),
    507: (names.FULL, "store-full"),
}
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def sentence(error: Exception) -> UserError:
    """What went wrong, for a person. 409 in WebDAV means that the folder above is not there."""
    text = str(error)
    if any(word in text for word in _KEYS):
        return UserError(names.PASSWORD, code="store-password")
    found = _STATUS.search(text)
    if found is not None:
        status = int(found[1])
        if status in _BY_STATUS:
            message, code = _BY_STATUS[status]
            return UserError(message, code=code)
        return names.trouble(status)
    if "timeout" in text:
        return UserError(names.SLOW, code="store-timeout")
    if "send http request" in text or "error sending request" in text:
        return UserError(names.UNREACHABLE, code="store-unreachable")
    return names.trouble(type(error).__name__)


class OpendalStore:
    """Made by `webdav` or `s3`. `secure` is whether the connection is encrypted or stays on this machine."""

    def __init__(self, operator: opendal.AsyncOperator, patience: Patience, secure: bool) -> None:
        self._operator = operator
        self._background = Background(patience)
        self._secure = secure

    def _run(self, work: Callable[[], Awaitable[T]]) -> T:
        async def told() -> T:
            try:
                return await work()
            except (UserError, TimeoutError):
                raise
            except Exception as error:
                raise sentence(error) from None

        return self._background.run(told)

    def put(self, name: str, data: bytes) -> None:
        async def work() -> None:
            there = await self._read(name)
            if there is None:
                await self._operator.write(name, data)
            elif there != data:
                raise taken()

        checked(name)
        self._run(work)

    async def _read(self, name: str) -> bytes | None:
        from opendal.exceptions import NotFound

        try:
            return bytes(await self._operator.read(name))
        except NotFound:
            return None

    def get(self, name: str) -> bytes | None:
        checked(name)
        return self._run(lambda: self._read(name))

    def list(self, prefix: str) -> list[str]:
        from opendal.exceptions import NotFound

        async def work() -> set[str]:
            try:
                return {entry.path async for entry in await self._operator.list(prefix)}
            except NotFound:
                return set()

        start = len(prefix)
        return sorted(
            name
            for name in self._run(work)
            if name.startswith(prefix) and "/" not in name[start:] and valid(name)
        )

    def delete(self, name: str) -> None:
        checked(name)
        self._run(lambda: self._operator.delete(name))

    def check(self) -> StoreCheck:
        probe(self)
        return StoreCheck(ok=True, notes=() if self._secure else (names.INSECURE,))

    def close(self) -> None:
        self._background.close()


def _operator(scheme: str, patience: Patience, **options: str) -> opendal.AsyncOperator:
    import opendal
    from opendal.layers import TimeoutLayer

    layer = TimeoutLayer(timeout=patience.once, io_timeout=patience.once)
    return opendal.AsyncOperator(scheme, **{k: v for k, v in options.items() if v}).layer(layer)


def _secure(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in LOOPBACK


def webdav(url: str, user: str = "", password: str = "", patience: Patience | None = None) -> OpendalStore:
    """A WebDAV collection that exists, such as `https://cloud.example/remote.php/dav/files/user/Veldwerk`."""
    patience = patience or Patience()
    # A slash at the end makes `//name`, which some servers refuse.
    operator = _operator("webdav", patience, endpoint=url.rstrip("/"), username=user, password=password)
    return OpendalStore(operator, patience, _secure(url))


def s3(
    endpoint: str,
    bucket: str,
    key: str,
    secret: str,
    region: str = "us-east-1",
    folder: str = "",
    patience: Patience | None = None,
) -> OpendalStore:
    """A bucket that exists; `folder` keeps everything under one prefix in it."""
    patience = patience or Patience()
    operator = _operator(
        "s3",
        patience,
        endpoint=endpoint.rstrip("/"),
        bucket=bucket,
        access_key_id=key,
        secret_access_key=secret,
        region=region,
        root=f"/{folder.strip('/')}/" if folder else "",
        disable_config_load="true",
        disable_ec2_metadata="true",
    )
    return OpendalStore(operator, patience, _secure(endpoint))
