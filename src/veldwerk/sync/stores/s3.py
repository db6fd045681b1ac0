"""S3 and what speaks like it: path-style addresses, Signature Version 4, ListObjectsV2.

Requests are signed with the server's own clock, learned from its first answer: a laptop whose clock is a day off
would otherwise be refused. No conditional writes: some servers take them and overwrite (SYNC 0.4).
"""

from __future__ import annotations

import hashlib
import hmac
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from xml.etree import ElementTree

from veldwerk.domain.errors import N_, UserError
from veldwerk.sync.stores import names
from veldwerk.sync.stores.background import Patience
from veldwerk.sync.stores.http_store import HttpStore, Now, parsed
from veldwerk.sync.stores.names import checked, valid
from veldwerk.sync.stores.probe import Facts
from veldwerk.sync.stores.wire import Answer

VERSIONS = N_(
    "This bucket keeps older versions of what is removed. They stay unreadable, but take room: let its owner set an "
    "end to them."
)
_KEYS = (b"InvalidAccessKeyId", b"SignatureDoesNotMatch", b"AuthorizationHeaderMalformed")
_SIGNED = "host;x-amz-content-sha256;x-amz-date"


class S3Store(HttpStore):
    """A bucket that exists; `folder` keeps everything under one prefix in it."""

    def __init__(
        self,
        endpoint: str,
        bucket: str,
        key: str,
        secret: str,
        region: str = "us-east-1",
        folder: str = "",
        patience: Patience | None = None,
        now: Now | None = None,
    ) -> None:
        super().__init__(endpoint.rstrip("/"), patience, now)
        self._bucket, self._key, self._secret, self._region = bucket, key, secret, region
        self._prefix = f"{folder.strip('/')}/" if folder.strip("/") else ""
        self._theirs: tuple[datetime, float] | None = None

    async def _object(self, method: str, name: str) -> Answer:
        return await self._ask(method, name)

    async def _time(self) -> datetime:
        """The time on the server."""
        if self._theirs is None:
            answer = await self._http.ask("HEAD", f"/{quote(self._bucket)}")
            theirs = answer.date or (self._now() if self._now is not None else None)
            if theirs is None:
                raise names.trouble("Date")
            self._theirs = (theirs.astimezone(UTC), time.monotonic())
        at, since = self._theirs
        return at + timedelta(seconds=time.monotonic() - since)

    async def _ask(
        self, method: str, name: str = "", query: dict[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        stamp = (await self._time()).strftime("%Y%m%dT%H%M%SZ")
        path = "/" + quote(f"{self._bucket}/{self._prefix + name if name else ''}".rstrip("/"), safe="/~")
        asked = "&".join(f"{_quoted(k)}={_quoted(v)}" for k, v in sorted((query or {}).items()))
        digest = hashlib.sha256(body).hexdigest()
        headers = {"x-amz-content-sha256": digest, "x-amz-date": stamp}
        lines = "".join(f"{k}:{v}\n" for k, v in (("host", self._http.host), *sorted(headers.items())))
        request = "\n".join((method, path, asked, lines, _SIGNED, digest))
        headers["Authorization"] = self._signature(stamp, request)
        return await self._http.ask(method, f"{path}?{asked}" if asked else path, headers, body)

    def _signature(self, stamp: str, request: str) -> str:
        scope = f"{stamp[:8]}/{self._region}/s3/aws4_request"
        text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
        key = f"AWS4{self._secret}".encode()
        for part in (*scope.split("/"), text):
            key = hmac.digest(key, part.encode(), "sha256")
        return (
            f"AWS4-HMAC-SHA256 Credential={self._key}/{scope}, SignedHeaders={_SIGNED}, Signature={key.hex()}"
        )

    def _error(self, answer: Answer) -> UserError:
        """S3 says more in its text than in its status."""
        if any(word in answer.body for word in _KEYS):
            return UserError(names.PASSWORD, code="store-password")
        if b"QuotaExceeded" in answer.body:
            return UserError(names.FULL, code="store-full")
        if b"SlowDown" in answer.body or b"RequestTimeout" in answer.body:
            return UserError(names.BUSY, code="store-busy")
        return answer.error()

    def _absent(self, answer: Answer) -> bool:
        return answer.status == 404 and b"NoSuchBucket" not in answer.body

    async def _write(self, name: str, data: bytes) -> None:
        answer = await self._ask("PUT", name, body=data)
        answer.refuse_pages()
        if answer.status != 200:
            raise self._error(answer)

    async def _looked(self, name: str, answer: Answer) -> UserError:
        """The same question by GET has a text."""
        return self._error(await self._ask("GET", name) if answer.status in (400, 403) else answer)

    def list(self, prefix: str) -> list[str]:
        """Names directly under a folder."""
        checked(prefix.rstrip("/"))
        start = len(self._prefix)

        async def work() -> list[str]:
            found: list[str] = []
            more = ""
            while True:
                query = {"list-type": "2", "prefix": self._prefix + prefix, "delimiter": "/"}
                page = await self._page({**query, "continuation-token": more} if more else query)
                found += [key.text or "" for key in _all(page, "Contents/{*}Key")]
                more = page.findtext("{*}NextContinuationToken", "")
                if not more or page.findtext("{*}IsTruncated", "") != "true":
                    return found

        names_ = {key[start:] for key in self._background.run(work)}
        return sorted(name for name in names_ if name.startswith(prefix) and valid(name))

    async def _page(self, query: dict[str, str]) -> ElementTree.Element:
        answer = await self._ask("GET", query=query)
        answer.refuse_pages()
        if answer.status != 200:
            raise self._error(answer)
        return parsed(answer.body)

    async def _facts(self) -> Facts:
        answer = await self._ask("GET", query={"versioning": ""})
        keeps = VERSIONS if answer.status == 200 and b"<Status>Enabled" in answer.body else ""
        return Facts(skew=self._skew(answer), secure=self._http.secure, keeps=keeps)


def _quoted(text: str) -> str:
    return quote(text, safe="~")


def _all(page: ElementTree.Element, path: str) -> list[ElementTree.Element]:
    return page.findall("{*}" + path)
