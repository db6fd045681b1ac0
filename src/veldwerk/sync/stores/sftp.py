"""A folder on a server, over SFTP, through asyncssh (opendal's wheel has no SFTP).

The server's host key is pinned: a server that shows another one is refused. Written to a temporary name, then
renamed; the temporary name follows from the object's, so that the next try writes over it.
"""

from __future__ import annotations

import contextlib
import posixpath
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from veldwerk.domain.errors import N_, UserError
from veldwerk.services.sync_ports import StoreCheck
from veldwerk.sync.stores import names
from veldwerk.sync.stores.background import Background, Patience
from veldwerk.sync.stores.names import checked, taken, valid
from veldwerk.sync.stores.probe import probe

if TYPE_CHECKING:
    import asyncssh

T = TypeVar("T")

OTHER_SERVER = N_("The server is not the one that was agreed on: its key is different. Nothing was sent.")


@dataclass(frozen=True, slots=True, repr=False)
class Login:
    """Where and as whom. `host_key` is the server's public key («ssh-ed25519 AAAA…»), `private_key` OpenSSH text."""

    host: str
    user: str
    host_key: str
    port: int = 22
    folder: str = "."
    password: str = ""
    private_key: str = ""


def host_key(host: str, port: int = 22, patience: Patience | None = None) -> str:
    """The key that a server shows now, for a person to compare before it is pinned."""
    import asyncssh

    async def ask() -> str:
        try:
            key = await asyncssh.get_server_host_key(host, port, config=None)
        except (OSError, asyncssh.Error) as error:
            raise sentence(error) from None
        if key is None:
            raise UserError(names.UNREACHABLE, code="store-unreachable")
        return key.export_public_key().decode().strip()

    background = Background(patience or Patience())
    try:
        return background.run(ask)
    finally:
        background.close()


def sentence(error: Exception) -> UserError:
    """What went wrong, for a person."""
    import asyncssh

    kinds: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str, str], ...] = (
        (asyncssh.PermissionDenied, names.PASSWORD, "store-password"),
        (asyncssh.HostKeyNotVerifiable, OTHER_SERVER, "store-other-server"),
        (asyncssh.SFTPPermissionDenied, names.REFUSED, "store-refused"),
        ((asyncssh.SFTPNoSpaceOnFilesystem, asyncssh.SFTPQuotaExceeded), names.FULL, "store-full"),
        ((asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath), names.MISSING, "store-missing"),
        ((asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection), names.UNREACHABLE, "store-unreachable"),
        (asyncssh.SFTPError, "", ""),
        ((OSError, asyncssh.Error), names.UNREACHABLE, "store-unreachable"),
    )
    for kind, message, code in kinds:
        if isinstance(error, kind):
            return UserError(message, code=code) if code else names.trouble(type(error).__name__)
    return names.trouble(type(error).__name__)


class SftpStore:
    """`login.folder` must exist on the server. One connection, made at first use and again when it was lost."""

    def __init__(self, login: Login, patience: Patience | None = None) -> None:
        self._login = login
        self._background = Background(patience or Patience())
        self._client: asyncssh.SFTPClient | None = None
        self._connection: asyncssh.SSHClientConnection | None = None

    def _run(self, work: Callable[[asyncssh.SFTPClient], Awaitable[T]]) -> T:
        async def told() -> T:
            try:
                return await work(await self._connected())
            except (UserError, TimeoutError):
                raise
            except Exception as error:
                told_as = sentence(error)
                if told_as.code == "store-unreachable":
                    await self._disconnect()
                raise told_as from None

        return self._background.run(told)

    async def _connected(self) -> asyncssh.SFTPClient:
        import asyncssh

        if self._client is None:
            login = self._login
            self._connection = await asyncssh.connect(
                login.host,
                login.port,
                username=login.user,
                password=login.password or None,
                client_keys=[asyncssh.import_private_key(login.private_key)] if login.private_key else None,
                known_hosts=([asyncssh.import_public_key(login.host_key)], [], []),
                agent_path=None,
                config=None,
            )
            client = await self._connection.start_sftp_client()
            if not await client.isdir(login.folder):
                await self._disconnect()
                raise UserError(names.MISSING, code="store-missing")
            self._client = client
        return self._client

    async def _disconnect(self) -> None:
        connection, self._connection, self._client = self._connection, None, None
        if connection is not None:
            connection.abort()
            with contextlib.suppress(Exception):
                await connection.wait_closed()

    def _path(self, name: str) -> str:
        return posixpath.join(self._login.folder, checked(name))

    async def _read(self, client: asyncssh.SFTPClient, path: str) -> bytes | None:
        import asyncssh

        try:
            async with client.open(path, "rb") as file:
                data: object = await file.read()
                return data if isinstance(data, bytes) else None
        except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
            return None

    def put(self, name: str, data: bytes) -> None:
        path = self._path(name)
        part = posixpath.join(posixpath.dirname(path), f"~{posixpath.basename(path)}.tmp")

        async def work(client: asyncssh.SFTPClient) -> None:
            import asyncssh

            there = await self._read(client, path)
            if there is not None:
                if there != data:
                    raise taken()
                return
            await client.makedirs(posixpath.dirname(path), exist_ok=True)
            async with client.open(part, "wb") as file:
                await file.write(data)
                with contextlib.suppress(asyncssh.SFTPOpUnsupported):
                    await file.fsync()
            await client.rename(part, path)

        self._run(work)

    def get(self, name: str) -> bytes | None:
        path = self._path(name)
        return self._run(lambda client: self._read(client, path))

    def list(self, prefix: str) -> list[str]:
        path = self._path(prefix.rstrip("/"))

        async def work(client: asyncssh.SFTPClient) -> set[str]:
            import asyncssh

            try:
                return {
                    str(entry.filename)
                    async for entry in client.scandir(path)
                    if entry.attrs.type != asyncssh.FILEXFER_TYPE_DIRECTORY
                }
            except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
                return set()

        return sorted(prefix + name for name in self._run(work) if valid(name))

    def delete(self, name: str) -> None:
        path = self._path(name)

        async def work(client: asyncssh.SFTPClient) -> None:
            import asyncssh

            with contextlib.suppress(asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
                await client.remove(path)

        self._run(work)

    def check(self) -> StoreCheck:
        probe(self)
        return StoreCheck(ok=True)

    def close(self) -> None:
        self._background.close(self._disconnect)
