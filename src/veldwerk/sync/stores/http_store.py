"""What WebDAV and S3 have in common: objects by GET, HEAD, PUT and DELETE, written once, over one server's HTTP."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime, timedelta
from xml.etree import ElementTree

from veldwerk.domain.errors import UserError
from veldwerk.services.store_check import StoreCheck
from veldwerk.sync.stores import names
from veldwerk.sync.stores.background import Background, Patience
from veldwerk.sync.stores.names import checked, taken
from veldwerk.sync.stores.probe import Facts, probe
from veldwerk.sync.stores.wire import Answer, Http

Now = Callable[[], datetime]


class HttpStore(ABC):
    """No conditional writes: servers take them and overwrite (SYNC 0.3–0.5). `put` looks first."""

    def __init__(self, url: str, patience: Patience | None, now: Now | None) -> None:
        self._http = Http.at(url)
        self._now = now
        self._background = Background(patience or Patience())

    @abstractmethod
    async def _object(self, method: str, name: str) -> Answer:
        """Ask something without a body about one object."""

    @abstractmethod
    async def _write(self, name: str, data: bytes) -> None:
        """Write an object that is not there; UserError when it did not go."""

    @abstractmethod
    async def _facts(self) -> Facts:
        """What the server says of itself."""

    def _absent(self, answer: Answer) -> bool:
        """Whether an answer says that the object, and not the whole place, is not there."""
        return answer.status in (404, 410)

    def _error(self, answer: Answer) -> UserError:
        """What an answer that is not wanted means."""
        return answer.error()

    async def _looked(self, name: str, answer: Answer) -> UserError:
        """What an answer to HEAD means, which has no text."""
        return self._error(answer)

    def put(self, name: str, data: bytes) -> None:
        """Write once."""
        checked(name)

        async def work() -> None:
            looked = await self._object("HEAD", name)
            if looked.status == 200:
                there = await self._read(name)
                if there is not None:
                    if there != data:
                        raise taken()
                    return
            elif looked.status != 404:
                raise await self._looked(name, looked)
            await self._write(name, data)

        self._background.run(work)

    async def _read(self, name: str) -> bytes | None:
        answer = await self._object("GET", name)
        if self._absent(answer):
            return None
        answer.refuse_pages()
        if answer.status != 200:
            raise self._error(answer)
        return answer.body

    def get(self, name: str) -> bytes | None:
        """The object, or None."""
        checked(name)
        return self._background.run(lambda: self._read(name))

    def delete(self, name: str) -> None:
        """Remove."""
        checked(name)

        async def work() -> None:
            answer = await self._object("DELETE", name)
            answer.refuse_pages()
            if answer.status not in (200, 202, 204) and not self._absent(answer):
                raise self._error(answer)

        self._background.run(work)

    def check(self) -> StoreCheck:
        """«Test deze opslag»."""
        return probe(self, lambda: self._background.run(self._facts))

    def _skew(self, answer: Answer) -> timedelta | None:
        """How far our clock is ahead of the server's; None when either does not tell."""
        return self._now() - answer.date if self._now is not None and answer.date is not None else None

    def close(self) -> None:
        """Hang up."""
        self._background.close(self._http.close)

    @abstractmethod
    def list(self, prefix: str) -> list[str]:
        """Names directly under a folder."""


def parsed(body: bytes) -> ElementTree.Element:
    """XML without a document type: no entities that grow. UserError for anything else."""
    try:
        if b"<!DOCTYPE" in body[:1000]:
            raise ElementTree.ParseError
        return ElementTree.fromstring(body)  # noqa: S314
    except ElementTree.ParseError:
        raise names.trouble("XML") from None
