"""HTTP/1.1 as the stores need it: whole answers, bounded, over a few connections that are kept.

Written here and not taken from a library, because everything that goes wrong must be told apart (a certificate, a
name that is not known, an answer cut off, a log-in page in between), because headers matter (`Retry-After`, `Date`),
and because the certificates of the computer itself count: organisations have their own.
"""

from __future__ import annotations

import contextlib
import email.utils
import io
import time
import urllib.request
import zlib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from socket import gaierror
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from veldwerk.domain.errors import UserError
from veldwerk.sync.stores import names
from veldwerk.sync.stores.background import allow

if TYPE_CHECKING:
    import asyncio

MOST = 80 << 20
"""Bytes of one answer, unpacked; the largest object is far below."""
HEAD_MOST = 64 << 10
CONNECTIONS = 6
LONGEST_WAIT = 3600.0
"""Seconds of `Retry-After` that are believed."""
KEPT = 10.0
"""Seconds a connection may lie idle: servers hang up after 5 to 15."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers` by name in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def date(self) -> datetime | None:
        """What the server says the time is."""
        try:
            return email.utils.parsedate_to_datetime(self.headers["date"])
        except (KeyError, ValueError):
            return None

    def error(self) -> UserError:
        """What a status that is not wanted means; with the `after` seconds that the server asks for."""
        error = names.of_status(self.status)
        after = self._after()
        if after is not None:
            error.values["after"] = after
        return error

    def _after(self) -> float | None:
        text = self.headers.get("retry-after", "").strip()
        if text.isascii() and text.isdigit():
            return min(float(text), LONGEST_WAIT)
        with contextlib.suppress(ValueError):
            if text and self.date is not None:
                wait = (email.utils.parsedate_to_datetime(text) - self.date).total_seconds()
                return min(max(wait, 0.0), LONGEST_WAIT)
        return None

    def refuse_pages(self) -> None:
        """UserError when a web page came where an object or a confirmation was expected (SYNC 2.2)."""
        start = self.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        page = self.headers.get("content-type", "").lower().startswith("text/html")
        if self.status == 200 and self.body and (page or start.startswith((b"<!doctype html", b"<html"))):
            raise UserError(names.PORTAL, code="store-portal")


@dataclass(slots=True)
class _Line:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    used: float = 0.0


@dataclass(slots=True)
class Http:
    """One server. Used inside the loop of a `Background` only; deadlines are the caller's."""

    base: SplitResult
    _idle: list[_Line] = field(default_factory=list)
    _width: asyncio.Semaphore | None = None

    @classmethod
    def at(cls, url: str) -> Http:
        """The server of `url`."""
        return cls(urlsplit(url))

    @property
    def secure(self) -> bool:
        """Whether nobody on the way can read along."""
        return self.base.scheme == "https" or self.base.hostname in LOOPBACK

    @property
    def host(self) -> str:
        """As the header says it."""
        return self.base.netloc

    async def ask(
        self, method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        """The answer, whatever its status. UserError when there is none."""
        import asyncio
        from http.client import HTTPException

        if self._width is None:
            self._width = asyncio.Semaphore(CONNECTIONS)
        message = self._message(method, target, headers or {}, body)
        allow(len(body))
        async with self._width:
            try:
                return await self._exchange(method, message)
            except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
                raise sentence(error) from None
            except (HTTPException, ValueError, zlib.error):
                raise names.trouble("HTTP") from None

    def _message(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> bytes:
        lines = {"Host": self.host, "User-Agent": "Veldwerk", "Accept": "*/*", **headers}
        if body or method == "PUT":
            lines["Content-Length"] = str(len(body))
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        if "\n" in target or head.count("\r\n") != len(lines):
            raise names.trouble("HTTP")
        return f"{method} {target} HTTP/1.1\r\n{head}\r\n".encode("latin-1") + body

    async def _exchange(self, method: str, message: bytes) -> Answer:
        """Over a connection that was kept, or a new one when the server had hung up on it or had left something in it.

        wsgidav 4.3 sends the end of a body after an answer that has none, which would be taken for the next answer.
        """
        import asyncio

        while self._idle:
            line = self._idle.pop()
            if time.monotonic() - line.used < KEPT and not line.reader.at_eof():
                with contextlib.suppress(
                    OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError
                ):
                    return await self._over(line, method, message)
            line.writer.transport.abort()
        return await self._over(await self._connect(), method, message)

    async def _over(self, line: _Line, method: str, message: bytes) -> Answer:
        try:
            line.writer.write(message)
            await line.writer.drain()
            answer, keep = await _read(line.reader, method)
        except BaseException:
            line.writer.transport.abort()
            raise
        if keep:
            line.used = time.monotonic()
            self._idle.append(line)
        else:
            line.writer.transport.abort()
        return answer

    async def _connect(self) -> _Line:
        import asyncio
        import ssl

        host, tls = self.base.hostname or "", self.base.scheme == "https"
        port = self.base.port or (443 if tls else 80)
        proxy = _proxy(host) if tls else ""
        context = ssl.create_default_context() if tls else None
        if not proxy:
            reader, writer = await asyncio.open_connection(host, port, ssl=context)
            return _Line(reader, writer)
        by = urlsplit(proxy)
        reader, writer = await asyncio.open_connection(by.hostname or "", by.port or 8080)
        login = ""
        if by.username:
            plain = f"{unquote(by.username)}:{unquote(by.password or '')}"
            login = f"Proxy-Authorization: Basic {b64encode(plain.encode()).decode()}\r\n"
        writer.write(f"CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n{login}\r\n".encode())
        answer, _ = await _read(reader, "CONNECT")
        if answer.status != 200:
            writer.transport.abort()
            raise UserError(names.PROXY, code="store-proxy")
        await writer.start_tls(context or ssl.create_default_context(), server_hostname=host)
        return _Line(reader, writer)

    async def close(self) -> None:
        """Hang up."""
        import asyncio

        while self._idle:
            line = self._idle.pop()
            line.writer.transport.abort()
        await asyncio.sleep(0)


def _proxy(host: str) -> str:
    """The proxy that this computer uses for https, or empty."""
    if host in LOOPBACK or urllib.request.proxy_bypass(host):
        return ""
    found = urllib.request.getproxies().get("https", "")
    return found if "://" in found or not found else f"http://{found}"


async def _read(reader: asyncio.StreamReader, method: str) -> tuple[Answer, bool]:
    """An answer, and whether the connection can be used again."""
    from http.client import parse_headers

    while True:
        head = await reader.readuntil(b"\r\n\r\n")
        first, _, rest = head.partition(b"\r\n")
        version, _, status = first.decode("latin-1").partition(" ")
        if not version.startswith("HTTP/1.") or len(head) > HEAD_MOST:
            raise ValueError
        code = int(status[:3])
        if code >= 200:
            break
    parsed = parse_headers(io.BytesIO(rest))
    headers = {name.lower(): value for name, value in parsed.items()}
    keep = version != "HTTP/1.0" and "close" not in headers.get("connection", "").lower()
    if method in ("HEAD", "CONNECT") or code in (204, 304):
        return Answer(code, headers, b""), keep
    body = await _body(reader, headers)
    keep = keep and ("content-length" in headers or "transfer-encoding" in headers)
    return Answer(code, headers, _unpacked(body, headers)), keep


async def _body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    if "chunked" in headers.get("transfer-encoding", "").lower():
        return await _chunks(reader)
    if "content-length" in headers:
        size = int(headers["content-length"])
        if not 0 <= size <= MOST:
            raise ValueError
        allow(size)
        return await reader.readexactly(size)
    body = b""
    while more := await reader.read(1 << 16):
        allow(len(more))
        body += more
        if len(body) > MOST:
            raise ValueError
    return body


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = bytearray()
    while True:
        size = int((await reader.readuntil(b"\r\n")).split(b";")[0], 16)
        if size < 0 or len(body) + size > MOST:
            raise ValueError
        if size == 0:
            while await reader.readuntil(b"\r\n") != b"\r\n":
                pass
            return bytes(body)
        allow(size)
        body += await reader.readexactly(size)
        await reader.readexactly(2)


def _unpacked(body: bytes, headers: Mapping[str, str]) -> bytes:
    """Without the packing that a server or a proxy put around it, asked for or not."""
    if headers.get("content-encoding", "").lower() not in ("gzip", "x-gzip") or not body:
        return body
    packer = zlib.decompressobj(wbits=31)
    out = packer.decompress(body, MOST)
    if packer.unconsumed_tail or not packer.eof:
        raise ValueError
    return out


def sentence(error: Exception) -> UserError:
    """Why there was no answer."""
    import asyncio
    import ssl

    if isinstance(error, ssl.SSLError):  # before OSError, which it is too
        return UserError(names.CERTIFICATE, code="store-certificate")
    if isinstance(error, gaierror):
        return UserError(names.NO_HOST, code="store-no-host")
    if isinstance(error, asyncio.IncompleteReadError):
        return UserError(names.CUT, code="store-cut")
    if isinstance(error, asyncio.LimitOverrunError):
        return names.trouble("HTTP")
    return UserError(names.UNREACHABLE, code="store-unreachable")
