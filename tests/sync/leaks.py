"""Looking for words in bytes that should say nothing: as they are, and in every form somebody might have put them in."""

from __future__ import annotations

import base64
import binascii
import contextlib
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping

from backports import zstd

RUN = re.compile(rb"[A-Za-z0-9_\-\x80-\xff ]{4,}")
BASE64 = re.compile(rb"[A-Za-z0-9+/_\-]{16,}")
HEX = re.compile(rb"[0-9a-fA-F]{16,}")
MOST = 1 << 24


def views(data: bytes, depth: int = 2) -> Iterator[bytes]:
    """The bytes, and what they may hide: packed, base64 at each of its four places, two bytes a sign, hexadecimal."""
    yield data
    for start in (0, 1):
        yield data[start::2]  # what UTF-16 writes for European letters, without its zeros
    if not depth:
        return
    for inner in _unpacked(data):
        yield from views(inner, depth - 1)
    for run in BASE64.findall(data):
        plain = run.replace(b"-", b"+").replace(b"_", b"/")
        for start in range(4):
            piece = plain[start:]
            with contextlib.suppress(binascii.Error):
                yield from views(base64.b64decode(piece[: len(piece) // 4 * 4]), depth - 1)
    for run in HEX.findall(data):
        for start in (0, 1):
            piece = run[start:]
            yield bytes.fromhex(piece[: len(piece) // 2 * 2].decode())


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Everything in `data` that zstd, zlib, gzip or raw deflate would unpack, wherever it begins."""
    for match in re.finditer(rb"\x28\xb5\x2f\xfd", data):
        with contextlib.suppress(zstd.ZstdError):
            yield zstd.ZstdDecompressor().decompress(data[match.start() :], MOST)
    for match in re.finditer(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08", data):
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj(47).decompress(data[match.start() :], MOST)
    with contextlib.suppress(zlib.error):
        yield zlib.decompressobj(-15).decompress(data, MOST)


def leaks(objects: Mapping[str, bytes], words: Iterable[str], raw: Iterable[bytes] = ()) -> set[str]:
    """Those of `words` and `raw` byte strings that some object or name gives away.

    A word of fewer than eight signs would turn up by chance in millions of random ones.
    """
    wanted = {word.encode() for word in words}
    assert all(len(one) >= 8 for one in wanted)
    found: set[str] = set()
    for name, data in objects.items():
        for view in views(name.encode() + b"\n" + data):
            text = b"\n".join(RUN.findall(view))
            found |= {word.decode() for word in wanted if word in text}
            found |= {one.hex() for one in raw if one in view}
    return found
