"""WebDAV (RFC 4918): Nextcloud, Apache, nginx, … by GET, HEAD, PUT, DELETE, PROPFIND, and MKCOL where a folder lacks.

No conditional writes, locks, ETags or times: servers lie about them (SYNC 0.3–0.5). `put` looks first, and the service
reads back. A listing asks for one property, so that an entry costs a third of what servers send by themselves.
"""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import quote, unquote, urlsplit

from veldwerk.domain.errors import N_, UserError
from veldwerk.sync.stores import names
from veldwerk.sync.stores.background import Patience
from veldwerk.sync.stores.http_store import HttpStore, Now, parsed
from veldwerk.sync.stores.names import checked, valid
from veldwerk.sync.stores.probe import Facts
from veldwerk.sync.stores.wire import Answer

TRASH = N_(
    "This server may keep what is removed in a waste basket or as an older version. It stays unreadable there, "
    "but it takes room: ask its owner how long it is kept."
)
_XML = {"Content-Type": "application/xml", "Accept-Encoding": "gzip"}
_KIND = b'<propfind xmlns="DAV:"><prop><resourcetype/></prop></propfind>'
_ROOM = b'<propfind xmlns="DAV:"><prop><quota-available-bytes/></prop></propfind>'


class WebDavStore(HttpStore):
    """A collection that exists, such as `https://cloud.example/remote.php/dav/files/user/Veldwerk`."""

    def __init__(
        self,
        url: str,
        user: str = "",
        password: str = "",
        patience: Patience | None = None,
        now: Now | None = None,
    ) -> None:
        super().__init__(url, patience, now)
        # A slash at the end would make `//name`, which some servers refuse.
        self._root = quote(urlsplit(url).path.rstrip("/"), safe="/%:@!$&'()*+,;=~-._")
        login = b64encode(f"{user}:{password}".encode()).decode()
        self._login = {"Authorization": f"Basic {login}"} if user or password else {}

    async def _object(self, method: str, name: str) -> Answer:
        return await self._ask(method, name)

    async def _ask(
        self, method: str, name: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        target = f"{self._root}/{name}"
        return await self._http.ask(method, target, {**self._login, **(headers or {})}, body)

    async def _write(self, name: str, data: bytes) -> None:
        kind = {"Content-Type": "application/octet-stream"}
        answer = await self._ask("PUT", name, data, kind)
        if answer.status in (403, 404, 409, 500) and "/" in name:  # a folder above lacks; nginx says 500
            await self._make(name.rpartition("/")[0])
            answer = await self._ask("PUT", name, data, kind)
        answer.refuse_pages()
        if answer.status not in (200, 201, 204):
            raise answer.error()

    async def _make(self, folder: str) -> None:
        """Make a folder, and what lacks above it; never the root of the store itself."""
        answer = await self._ask("MKCOL", f"{folder}/")
        above = folder.rpartition("/")[0]
        if answer.status in (403, 404, 409) and above:
            await self._make(above)
            answer = await self._ask("MKCOL", f"{folder}/")
        if answer.status not in (200, 201, 204, 301, 405):  # 405 and 301: it is there
            raise answer.error()

    def list(self, prefix: str) -> list[str]:
        """Names directly under a folder."""
        folder = checked(prefix.rstrip("/"))

        async def work() -> list[str]:
            answer = await self._ask("PROPFIND", f"{folder}/", _KIND, {**_XML, "Depth": "1"})
            if answer.status in (404, 410):
                return []
            answer.refuse_pages()
            if answer.status != 207:
                raise answer.error() if answer.status >= 300 else names.trouble(answer.status)
            return [prefix + name for name in files_of(answer.body) if valid(name)]

        return sorted(set(self._background.run(work)))

    async def _facts(self) -> Facts:
        answer = await self._ask("PROPFIND", "", _ROOM, {**_XML, "Depth": "0"})
        return Facts(free=_room(answer), skew=self._skew(answer), secure=self._http.secure, keeps=TRASH)


def files_of(body: bytes) -> list[str]:
    """The last parts of the addresses in a listing that are no folders."""
    found = []
    for entry in parsed(body).iter("{DAV:}response"):
        path = urlsplit(entry.findtext("{DAV:}href", "")).path
        if entry.find(".//{DAV:}resourcetype/{DAV:}collection") is None and not path.endswith("/"):
            found.append(unquote(path.rpartition("/")[2]))
    return found


def _room(answer: Answer) -> int | None:
    """Bytes left; None for a server that does not say (Nextcloud says −3 for «no limit»)."""
    if answer.status != 207:
        return None
    try:
        text = next(parsed(answer.body).iter("{DAV:}quota-available-bytes")).text or ""
        return size if (size := int(text)) >= 0 else None
    except (StopIteration, ValueError, UserError):
        return None
