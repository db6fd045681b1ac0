"""An SFTP server inside the test itself, by asyncssh."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def sftp_here(root: Path, user: str, password: str) -> Iterator[tuple[int, str]]:
    """Serves `root`; gives the port and the public key of the server."""
    import asyncssh

    key = asyncssh.generate_private_key("ssh-ed25519")

    open_ones: set[Any] = set()

    class Server(asyncssh.SSHServer):
        def connection_made(self, conn: Any) -> None:
            open_ones.add(conn)

        def begin_auth(self, username: str) -> bool:
            return True

        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, word: str) -> bool:
            return (username, word) == (user, password)

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> Any:
        return await asyncssh.listen(
            "127.0.0.1",
            0,
            server_host_keys=[key],
            server_factory=Server,
            sftp_factory=lambda chan: asyncssh.SFTPServer(chan, chroot=os.fsencode(root)),
        )

    server = asyncio.run_coroutine_threadsafe(start(), loop).result(30)
    yield server.get_port(), key.export_public_key().decode().strip()

    async def stop() -> None:
        server.close()
        await server.wait_closed()
        # A client that hung up without a word has left its connection half open here.
        for one in open_ones:
            one.abort()
        await asyncio.wait_for(asyncio.gather(*(one.wait_closed() for one in open_ones)), 10)
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0.05)

    asyncio.run_coroutine_threadsafe(stop(), loop).result(30)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
