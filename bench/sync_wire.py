"""A process that stands between a program and a server, passes bytes and counts them: payload, HTTP and all.

`python -m bench.sync_wire PORT` prints its own port, and answers each line on standard input with «up down».
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Counted:
    """A running counter before `port`."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self._process, self.port = process, port

    def taken(self) -> tuple[int, int]:
        """(up, down) since the last time."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        up, down = self._process.stdout.readline().split()
        return int(up), int(down)


@contextmanager
def counted(port: int) -> Iterator[Counted]:
    """A counter before a server on this machine, until the block ends."""
    command = [sys.executable, "-m", "bench.sync_wire", str(port)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Counted(process, int(process.stdout.readline()))
        finally:
            process.terminate()


async def _count(port: int) -> None:
    passed = [0, 0]

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, side: int) -> None:
        with suppress(OSError):
            while data := await reader.read(1 << 16):
                passed[side] += len(data)
                writer.write(data)
                await writer.drain()
        writer.close()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, here = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(pump(reader, here, 0), pump(there, writer, 1))

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    loop = asyncio.get_running_loop()
    while await loop.run_in_executor(None, sys.stdin.readline):
        print(*passed, flush=True)
        passed[:] = [0, 0]


if __name__ == "__main__":
    asyncio.run(_count(int(sys.argv[1])))
