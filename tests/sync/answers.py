"""A server on this machine that answers as a test says, byte for byte, and remembers what it was asked."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

DATE = "Mon, 02 Mar 2026 09:00:00 GMT"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request; header names in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


Say = Callable[[Asked], bytes | None]
"""The raw bytes of an answer, after which the connection stays; None hangs without a word until the end."""


def answer(status: int, body: bytes = b"", **headers: str) -> bytes:
    """A whole answer. `retry_after="5"` becomes the header Retry-After."""
    lines = {"Date": DATE, "Content-Length": str(len(body))}
    lines |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} Word\r\n{head}\r\n".encode() + body


@dataclass
class Server:
    """`say` may be changed while it runs; `hang_up` ends the connection after each answer."""

    say: Say
    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    hang_up: bool = False
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def methods(self) -> list[str]:
        """What was asked, in order."""
        return [one.method for one in self.asked]


@contextmanager
def serving(say: Say) -> Iterator[Server]:
    """The server, until the block ends."""
    server = Server(say)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            while True:
                line = self.rfile.readline()
                if not line.strip():
                    return
                method, target, _ = line.decode().split(" ", 2)
                headers = {}
                while (head := self.rfile.readline()).strip():
                    name, _, value = head.decode().partition(":")
                    headers[name.lower()] = value.strip()
                asked = Asked(method, target, headers, self.rfile.read(int(headers.get("content-length", 0))))
                server.asked.append(asked)
                said = server.say(asked)
                if said is None:
                    server.over.wait(30)
                    return
                self.wfile.write(said)
                if server.hang_up:
                    return

    class Threads(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that hung up is part of these tests."""

    with Threads(("127.0.0.1", 0), Handler) as tcp:
        server.url = f"http://127.0.0.1:{tcp.server_address[1]}"
        thread = threading.Thread(target=tcp.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            tcp.shutdown()
            thread.join()
