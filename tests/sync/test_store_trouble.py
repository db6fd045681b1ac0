"""What a server, a network or a login page may do to a store: each its own code and sentence, and never for ever."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.sync.answers import DATE, Asked, answer, serving
from tests.sync.contract import NAME, SPACE
from veldwerk.domain.errors import UserError
from veldwerk.services.store_check import Verdict
from veldwerk.sync.stores.background import Patience
from veldwerk.sync.stores.s3 import S3Store
from veldwerk.sync.stores.webdav import WebDavStore

QUICK = Patience(once=5, whole=10, pauses=(0.01,))
Store = WebDavStore | S3Store
HTML = b"\n <!DOCTYPE html><html><body>Log in</body></html>"


def _store(kind: str, url: str, patience: Patience = QUICK) -> Store:
    if kind == "webdav":
        return WebDavStore(f"{url}/map", "anna", "geheim", patience)
    return S3Store(url, "emmer", "a", "b", patience=patience)


@contextmanager
def _closing(store: Store) -> Iterator[Store]:
    try:
        yield store
    finally:
        store.close()


def _calls(store: Store) -> list[Callable[[], object]]:
    return [
        lambda: store.get(NAME),
        lambda: store.put(NAME, b"x"),
        lambda: store.list(f"{SPACE}/heads/"),
        lambda: store.delete(NAME),
    ]


def _code(call: Callable[[], object]) -> UserError:
    with pytest.raises(UserError) as refused:
        call()
    return refused.value


@pytest.mark.parametrize("kind", ["webdav", "s3"])
@pytest.mark.parametrize(
    ("status", "code"),
    [
        (301, "store-portal"),
        (401, "store-password"),
        (403, "store-refused"),
        (409, "store-missing"),
        (412, "store-trouble"),
        (413, "store-limit"),
        (423, "store-locked"),
        (429, "store-busy"),
        (500, "store-trouble"),
        (503, "store-busy"),
        (507, "store-full"),
        (511, "store-portal"),
    ],
)
def test_a_status_becomes_a_sentence(kind: str, status: int, code: str) -> None:
    with serving(lambda _: answer(status)) as server, _closing(_store(kind, server.url)) as store:
        for call in _calls(store):
            error = _code(call)
            assert error.code == code
            assert server.url not in str(error)
            assert "geheim" not in str(error)


@pytest.mark.parametrize("kind", ["webdav", "s3"])
def test_what_may_pass_is_tried_again_and_what_will_not_is_asked_once(kind: str) -> None:
    with serving(lambda _: answer(503)) as server, _closing(_store(kind, server.url)) as store:
        _code(lambda: store.get(NAME))
        assert server.methods.count("GET") == 2
        server.say = lambda _: answer(403)
        server.asked.clear()
        _code(lambda: store.get(NAME))
        assert server.methods == ["GET"]


def test_a_missing_object_is_none_and_a_missing_folder_is_empty() -> None:
    for kind in ("webdav", "s3"):
        with serving(lambda _: answer(404)) as server, _closing(_store(kind, server.url)) as store:
            assert store.get(NAME) is None
            store.delete(NAME)
            if kind == "webdav":
                assert store.list(f"{SPACE}/heads/") == []


def test_s3_says_in_words_what_its_status_hides() -> None:
    words = {
        b"<Error><Code>InvalidAccessKeyId</Code></Error>": "store-password",
        b"<Error><Code>SignatureDoesNotMatch</Code></Error>": "store-password",
        b"<Error><Code>QuotaExceeded</Code></Error>": "store-full",
        b"<Error><Code>SlowDown</Code></Error>": "store-busy",
        b"<Error><Code>AccessDenied</Code></Error>": "store-refused",
    }
    for body, code in words.items():
        say = lambda asked, body=body: answer(403, b"" if asked.method == "HEAD" else body)  # noqa: E731
        with serving(say) as server, _closing(_store("s3", server.url)) as store:
            assert [_code(call).code for call in _calls(store)] == [code] * 4
    gone = b"<Error><Code>NoSuchBucket</Code></Error>"
    say = lambda asked: answer(404, b"" if asked.method == "HEAD" else gone)  # noqa: E731
    with serving(say) as server, _closing(_store("s3", server.url)) as store:
        assert [_code(call).code for call in _calls(store)] == ["store-missing"] * 4


@pytest.mark.parametrize("kind", ["webdav", "s3"])
@pytest.mark.parametrize("typed", [True, False], ids=["typed", "untyped"])
def test_a_log_in_page_is_no_object_and_no_confirmation(kind: str, typed: bool) -> None:
    def say(asked: Asked) -> bytes:
        page = b"" if asked.method == "HEAD" else HTML
        return answer(200, page, **({"content_type": "text/html; charset=utf-8"} if typed else {}))

    with serving(say) as server, _closing(_store(kind, server.url)) as store:
        assert [_code(call).code for call in _calls(store)] == ["store-portal"] * 4
        said = store.check()
        assert not said.ok
        assert [line.code for line in said.lines] == ["store-portal"]


def test_the_server_says_how_long_to_wait_and_we_do() -> None:
    waits = iter([answer(429, retry_after="1"), answer(200, b"x")])
    with serving(lambda _: next(waits)) as server:
        slept: list[float] = []
        patience = Patience(once=5, whole=30, pauses=(0.0,), jitter=lambda: slept.append(1) or 0.0)
        with _closing(_store("webdav", server.url, patience)) as store:
            assert store.get(NAME) == b"x"
        assert slept == [1]
        assert len(server.asked) == 2


@pytest.mark.parametrize("wait", ["600", "Mon, 02 Mar 2026 09:10:00 GMT"])
def test_longer_than_anybody_waits_is_told_at_once(wait: str) -> None:
    with serving(lambda _: answer(503, retry_after=wait)) as server:
        with _closing(_store("webdav", server.url)) as store:
            error = _code(lambda: store.get(NAME))
        assert error.code == "store-busy"
        assert error.values["after"] == 600
        assert len(server.asked) == 1


@pytest.mark.parametrize("kind", ["webdav", "s3"])
def test_a_server_that_never_answers_ends_at_the_deadline(kind: str) -> None:
    patience = Patience(once=0.2, whole=0.4, pauses=(0.05, 0.05, 0.05))
    with serving(lambda _: None) as server, _closing(_store(kind, server.url, patience)) as store:
        assert {_code(call).code for call in _calls(store)} == {"store-timeout"}


def test_an_answer_cut_off_is_given_up_and_not_asked_for_ever() -> None:
    with serving(lambda _: answer(200, b"x" * 100_000)[:1200]) as server:
        server.hang_up = True
        with _closing(_store("webdav", server.url)) as store:
            assert _code(lambda: store.get(NAME)).code == "store-cut"
        assert len(server.asked) == 2


def test_an_answer_without_an_end_is_given_up() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"
    odd = (head, b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", b"SSH-2.0\r\n\r\n", b"HTTP/1.1 x\r\n\r\n")
    for said in odd:
        with serving(lambda _, said=said: said) as server, _closing(_store("webdav", server.url)) as store:
            assert _code(lambda: store.get(NAME)).code == "store-trouble"


def test_packed_and_chunked_answers_are_read_and_a_bomb_is_not() -> None:
    data = b"veldwerk" * 1000
    chunks = b"".join(b"%x;a=b\r\n%s\r\n" % (len(part), part) for part in (data[:5], data[5:]))
    said = {
        "gzip": answer(200, gzip.compress(data), content_encoding="gzip"),
        "chunked": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\nX: y\r\n\r\n",
        "early": b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\n" + answer(200, data),
    }
    for name, raw in said.items():
        with serving(lambda _, raw=raw: raw) as server, _closing(_store("webdav", server.url)) as store:
            assert store.get(NAME) == data, name
            assert store.get(NAME) == data, name
    bomb = answer(200, gzip.compress(bytes(100 << 20)), content_encoding="gzip")
    with serving(lambda _: bomb) as server, _closing(_store("webdav", server.url)) as store:
        assert _code(lambda: store.get(NAME)).code == "store-trouble"


def test_a_server_that_hung_up_meanwhile_is_called_again() -> None:
    with serving(lambda _: answer(200, b"x")) as server:
        server.hang_up = True
        with _closing(_store("webdav", server.url, Patience(pauses=()))) as store:
            assert [store.get(NAME) for _ in range(3)] == [b"x"] * 3


def test_nobody_at_home_and_a_name_that_does_not_exist() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for url, code in (
        (f"http://127.0.0.1:{port}", "store-unreachable"),
        ("https://x.invalid", "store-no-host"),
    ):
        with _closing(_store("webdav", url)) as store:
            assert _code(lambda s=store: s.get(NAME)).code == code


def _certificate(folder: Path) -> Path:
    """A key and a certificate that nobody vouches for, in one file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2040, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / "server.pem"
    path.write_bytes(private + made.public_bytes(pem))
    return path


def test_a_certificate_nobody_vouches_for_is_refused_before_the_password_leaves(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(tmp_path))
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with (
                pytest.raises(OSError),
                listener.accept()[0] as plain,
                context.wrap_socket(plain, server_side=True) as wire,
            ):
                heard.append(wire.recv(1000))

        thread = threading.Thread(target=serve)
        thread.start()
        with _closing(_store("webdav", f"https://127.0.0.1:{listener.getsockname()[1]}")) as store:
            assert _code(lambda: store.get(NAME)).code == "store-certificate"
        thread.join()
    assert heard in ([], [b""])


def test_a_proxy_that_refuses_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda _: answer(407)) as server:
        monkeypatch.setenv("https_proxy", server.url.replace("//", "//anna:gehe%20im@"))
        monkeypatch.delenv("no_proxy", raising=False)
        with _closing(_store("webdav", "https://cloud.example")) as store:
            assert _code(lambda: store.get(NAME)).code == "store-proxy"
        assert server.methods == ["CONNECT"]
        assert server.asked[0].target == "cloud.example:443"
        assert server.asked[0].headers["proxy-authorization"] == "Basic YW5uYTpnZWhlIGlt"


def test_the_clock_of_the_server_is_compared_and_room_told() -> None:
    room = b'<a:multistatus xmlns:a="DAV:"><a:quota-available-bytes>50000000</a:quota-available-bytes></a:multistatus>'
    kept: dict[str, bytes] = {}

    def say(asked: Asked) -> bytes:
        name = asked.target.removeprefix("/map/")
        if asked.method == "PUT":
            kept[name] = asked.body
            return answer(201)
        if asked.method == "DELETE":
            return answer(204 if kept.pop(name, None) is not None else 404)
        if asked.method == "PROPFIND":
            entries = "".join(
                f"<response><href>/map/{one}</href><propstat><prop><resourcetype/></prop></propstat></response>"
                for one in kept
            )
            return answer(
                207, f'<multistatus xmlns="DAV:">{entries}</multistatus>'.encode() if name else room
            )
        return answer(200, kept[name]) if name in kept and asked.method == "GET" else answer(404)

    theirs = datetime.strptime(DATE, "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    with serving(say) as server:
        for ahead, verdict in ((timedelta(minutes=2), Verdict.OK), (timedelta(hours=-3), Verdict.NOTE)):
            store = WebDavStore(f"{server.url}/map", patience=QUICK, now=lambda a=ahead: theirs + a)
            said = store.check()
            store.close()
            assert said.ok, said
            lines = {line.step: line for line in said.lines}
            assert lines["clock"].verdict is verdict
            assert lines["room"].verdict is Verdict.NOTE
            assert lines["room"].values == {"free": 50}
            assert lines["keeps"].verdict is Verdict.NOTE
            assert lines["secure"].verdict is Verdict.OK  # it stays on this machine
        assert lines["clock"].values == {"minutes": 180}
    assert kept == {}


def test_s3_signs_with_the_time_of_the_server() -> None:
    with serving(lambda _: answer(404)) as server, _closing(_store("s3", server.url)) as store:
        store.get(NAME)
        assert server.methods == ["HEAD", "GET"]
        assert server.asked[1].headers["x-amz-date"].startswith("20260302T0900")


def test_a_listing_with_a_document_type_is_refused() -> None:
    body = b'<!DOCTYPE x [<!ENTITY a "b">]><multistatus xmlns="DAV:"/>'
    with serving(lambda _: answer(207, body)) as server, _closing(_store("webdav", server.url)) as store:
        assert _code(lambda: store.list("proef/")).code == "store-trouble"
