"""A folder on a server, over SFTP, through asyncssh.

The server's host key is pinned: a server that shows another one is refused. Written to a temporary name, then
renamed; the temporary name follows from the object's, so that the next try writes over it.
"""

from __future__ import annotations

import contextlib
import posixpath
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from socket import gaierror
from typing import TYPE_CHECKING, TypeVar

from veldwerk.domain.errors import N_, UserError
from veldwerk.services.storage import HostKey
from veldwerk.services.store_check import StoreCheck
from veldwerk.sync.stores import names
from veldwerk.sync.stores.background import Background, Patience, allow
from veldwerk.sync.stores.names import checked, taken, valid
from veldwerk.sync.stores.probe import Facts, probe

if TYPE_CHECKING:
    import asyncio

    import asyncssh

T = TypeVar("T")

LITTER_AGE = 86_400
"""Seconds after which a temporary file is nobody's any more, by the clock of the server."""
BAD_KEY = N_("The private key cannot be read. Give it as OpenSSH writes it, without a passphrase.")
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


def host_key(host: str, port: int = 22, patience: Patience | None = None) -> HostKey:
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
        shown = background.run(ask)
    finally:
        background.close()
    return HostKey(shown, fingerprint(shown))


def fingerprint(key: str) -> str:
    """`SHA256:…` of a public key, as `ssh-keygen -l` says it. UserError `store-no-host-key` for what is no key."""
    import asyncssh

    try:
        return asyncssh.import_public_key(key).get_fingerprint()
    except asyncssh.KeyImportError:
        raise UserError(names.NO_HOST_KEY, code="store-no-host-key") from None


def sentence(error: Exception) -> UserError:
    """What went wrong, for a person."""
    import asyncssh

    kinds: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str, str], ...] = (
        (gaierror, names.NO_HOST, "store-no-host"),
        (asyncssh.PermissionDenied, names.PASSWORD, "store-password"),
        (asyncssh.KeyImportError, BAD_KEY, "store-key"),
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
        self._connecting: asyncio.Lock | None = None
        self._folders: set[str] = set()

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
        import asyncio

        if self._connecting is None:
            self._connecting = asyncio.Lock()
        async with self._connecting:
            if self._client is None:
                self._client = await self._connect()
            return self._client

    async def _connect(self) -> asyncssh.SFTPClient:
        import asyncssh

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
        self._folders.clear()
        return client

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
                allow((await file.stat()).size or 0)
                data: object = await file.read()
                return data if isinstance(data, bytes) else None
        except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
            return None

    def put(self, name: str, data: bytes) -> None:
        """Write once."""
        path = self._path(name)

        async def work(client: asyncssh.SFTPClient) -> None:
            if await client.exists(path):
                there = await self._read(client, path)
                if there is not None:
                    if there != data:
                        raise taken()
                    return
            allow(len(data))
            await self._write(client, path, data)

        self._run(work)

    async def _write(self, client: asyncssh.SFTPClient, path: str, data: bytes) -> None:
        import asyncssh

        folder, _, last = path.rpartition("/")
        part = posixpath.join(folder, f"~{last}.tmp")
        if folder not in self._folders:
            await client.makedirs(folder, exist_ok=True)
            await self._sweep(client, folder)
            self._folders.add(folder)
        try:
            async with client.open(part, "wb") as file:
                await file.write(data)
                with contextlib.suppress(asyncssh.SFTPOpUnsupported):
                    await file.fsync()
        except asyncssh.SFTPFailure:  # OpenSSH's only word for a disk that is full
            room = await self._room(client)
            with contextlib.suppress(asyncssh.SFTPError):
                await client.remove(part)
            if room is not None and room < len(data):
                raise UserError(names.FULL, code="store-full") from None
            raise
        await client.rename(part, path)

    @staticmethod
    async def _sweep(client: asyncssh.SFTPClient, folder: str) -> None:
        """Take away temporary files of ours that are long left: a day older than the newest file there."""
        import asyncssh

        with contextlib.suppress(asyncssh.SFTPError):
            found = [(str(entry.filename), entry.attrs.mtime or 0) async for entry in client.scandir(folder)]
            newest = max((at for _, at in found), default=0)
            for name, at in found:
                ours = name.startswith("~") and name.endswith(".tmp") and valid(name[1:-4])
                if ours and at < newest - LITTER_AGE:
                    await client.remove(posixpath.join(folder, name))

    def get(self, name: str) -> bytes | None:
        """The object, or None."""
        path = self._path(name)
        return self._run(lambda client: self._read(client, path))

    def list(self, prefix: str) -> list[str]:
        """Names directly under a folder."""
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
        """Remove."""
        path = self._path(name)

        async def work(client: asyncssh.SFTPClient) -> None:
            import asyncssh

            with contextlib.suppress(asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
                await client.remove(path)

        self._run(work)

    def check(self) -> StoreCheck:
        """«Test deze opslag»."""
        return probe(self, lambda: self._run(self._facts))

    async def _facts(self, client: asyncssh.SFTPClient) -> Facts:
        return Facts(free=await self._room(client), secure=True)

    async def _room(self, client: asyncssh.SFTPClient) -> int | None:
        """Bytes left, where the server tells."""
        import asyncssh

        with contextlib.suppress(asyncssh.SFTPError):
            room = await client.statvfs(self._login.folder)
            return room.bavail * room.frsize
        return None

    def close(self) -> None:
        """Hang up."""
        self._background.close(self._disconnect)
