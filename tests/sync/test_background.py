"""The thread that waits on the network: how it ends."""

from __future__ import annotations

import asyncio
import threading

import pytest

from veldwerk.domain.errors import UserError
from veldwerk.sync.stores.background import Background, Patience


def test_calls_under_way_end_before_the_connection_is_hung_up() -> None:
    """The other way round, an answer that came in between kept a connection that nobody closed."""
    background, begun, told = Background(Patience(once=30, whole=30)), threading.Event(), list[str]()

    async def call() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            told.append("call ended")

    async def hang_up() -> None:
        told.append("hung up")

    def wait() -> None:
        with pytest.raises(UserError) as caught:
            background.run(call)
        told.append(caught.value.code)

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert begun.wait(10)
    background.close(hang_up)
    waiting.join(10)
    assert told[0] == "call ended"
    assert sorted(told[1:]) == ["hung up", "store-timeout"]
