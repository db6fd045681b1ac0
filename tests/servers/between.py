"""What may stand between us and a server: a wire that is cut, a proxy that meddles, a page to log in at.

`Wire` passes bytes and knows nothing of them, so that it serves SFTP too; `Meddler` reads HTTP.
"""

from __future__ import annotations

import gzip
import http.client
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

PAGE = b"<!DOCTYPE html><html><body>Meld u aan bij dit netwerk</body></html>"


@dataclass
class Wire:
    """`cut_up` and `cut_down`: bytes a connection may send or get before it breaks; `silent`: nothing passes."""

    host: str
    port: int
    here: int = 0
    cut_up: int | None = None
    cut_down: int | None = None
    silent: bool = False
    up: int = 0
    down: int = 0

    def mend(self) -> None:
        """From now on all passes."""
        self.cut_up = self.cut_down = None
        self.silent = False


@contextmanager
def wire_to(host: str, port: int) -> Iterator[Wire]:
    """A wire to a server, until the block ends."""
    wire = Wire(host, port)

    def pump(source: socket.socket, target: socket.socket, up: bool) -> None:
        passed = 0
        with suppress(OSError):
            while data := source.recv(1 << 16):
                limit = wire.cut_up if up else wire.cut_down
                while wire.silent:
                    if over.wait(0.01):
                        return
                if limit is not None and passed + len(data) > limit:
                    target.sendall(data[: max(0, limit - passed)])
                    break
                passed += len(data)
                target.sendall(data)
                if up:
                    wire.up += len(data)
                else:
                    wire.down += len(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError), socket.create_connection((wire.host, wire.port), timeout=30) as server:
                server.settimeout(None)
                back = threading.Thread(target=pump, args=(server, self.request, False), daemon=True)
                back.start()
                pump(self.request, server, True)
                back.join()

    over = threading.Event()
    with _Threads(("127.0.0.1", 0), Handler) as tcp:
        wire.here = tcp.server_address[1]
        threading.Thread(target=tcp.serve_forever, args=(0.02,), daemon=True).start()
        yield wire
        over.set()
        tcp.shutdown()


class _Threads(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Connections that break are what this is for."""


@dataclass
class Meddler:
    """`mode` is «» (pass on), `page`, `retag` (packs answers, changes tags and times), `lost` (does a PUT but never
    answers it) or `short` (1000 bytes of each object, then hangs up). `only` limits it to targets that hold it."""

    host: str
    port: int
    url: str = ""
    mode: str = ""
    only: str = ""
    requests: list[tuple[str, str]] = field(default_factory=list)
    up: int = 0
    down: int = 0

    def reset(self) -> None:
        """Count anew."""
        self.requests.clear()
        self.up = self.down = 0


@contextmanager
def meddling_with(host: str, port: int) -> Iterator[Meddler]:
    """A proxy before an HTTP server, until the block ends."""
    meddler = Meddler(host, port)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            upstream = http.client.HTTPConnection(meddler.host, meddler.port, timeout=30)
            try:
                while self._one(upstream):
                    pass
            finally:
                upstream.close()

        def _one(self, upstream: http.client.HTTPConnection) -> bool:
            line = self.rfile.readline()
            if not line.strip():
                return False
            heads = [line]
            while (head := self.rfile.readline()).strip():
                heads.append(head)
            pairs = [head.decode("latin-1").split(":", 1) for head in heads[1:]]
            fields = {name.strip(): value.strip() for name, value in pairs}
            length = int({name.lower(): value for name, value in fields.items()}.get("content-length", 0))
            body = self.rfile.read(length)
            method, target, _ = line.decode("latin-1").split(" ", 2)
            meddler.requests.append((method, target))
            meddler.up += sum(map(len, heads)) + 2 + len(body)
            mode = meddler.mode if meddler.only in target else ""
            if mode == "page":
                return self._say(200, {"Content-Type": "text/html"}, b"" if method == "HEAD" else PAGE)
            upstream.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
            for name, value in fields.items():
                upstream.putheader(name, value)
            upstream.endheaders(body or None)
            answer = upstream.getresponse()
            data = answer.read()
            if mode == "lost" and method == "PUT":
                return False
            drop = ("content-length", "transfer-encoding", "connection")
            kept = {name: value for name, value in answer.getheaders() if name.lower() not in drop}
            if method == "HEAD":
                return self._say(answer.status, kept, b"", answer.getheader("content-length") or "0")
            if mode == "short" and method == "GET" and answer.status == 200:
                self._say(answer.status, kept, data[:1000], str(len(data)))
                return False
            if mode == "retag":
                kept |= {
                    "ETag": f'W/"{len(meddler.requests)}-gzip"',
                    "Last-Modified": "Thu, 01 Jan 1970 00:00:00 GMT",
                }
                if data and "Content-Encoding" not in kept:
                    data = gzip.compress(data)
                    kept["Content-Encoding"] = "gzip"
            return self._say(answer.status, kept, data)

        def _say(self, status: int, fields: dict[str, str], data: bytes, length: str = "") -> bool:
            lines = [f"HTTP/1.1 {status} Word", *(f"{name}: {value}" for name, value in fields.items())]
            if status not in (204, 304):
                lines.append(f"Content-Length: {length or len(data)}")
            raw = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + data
            meddler.down += len(raw)
            with suppress(OSError):
                self.wfile.write(raw)
            return True

    with _Threads(("127.0.0.1", 0), Handler) as tcp:
        meddler.url = f"http://127.0.0.1:{tcp.server_address[1]}"
        threading.Thread(target=tcp.serve_forever, args=(0.02,), daemon=True).start()
        yield meddler
        tcp.shutdown()
