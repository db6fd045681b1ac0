"""What every store must do, whatever it is made of."""

from __future__ import annotations

import pytest

from veldwerk.domain.errors import UserError
from veldwerk.services.sync_ports import ObjectStore

SPACE = "0123456789abcdef0123456789abcdef"
NAME = f"{SPACE}/dev/0123456789abcdef.01234567/cs/0000000001-01234567.vwc"


def keeps_the_contract(store: ObjectStore) -> None:
    """The five calls, on an empty store."""
    assert store.get(NAME) is None
    assert store.list(f"{SPACE}/heads/") == []
    store.delete(NAME)
    data = bytes(range(256)) * 3000
    store.put(NAME, data)
    assert store.get(NAME) == data
    store.put(NAME, data)
    with pytest.raises(UserError) as refused:
        store.put(NAME, b"something else")
    assert refused.value.code == "name-taken"
    assert store.get(NAME) == data
    heads = [f"{SPACE}/heads/0123456789abcdef.01234567-000000000{n}-01234567.vwh" for n in (2, 1)]
    for name in heads:
        store.put(name, name.encode())
    store.put(f"{SPACE}/FORMAT", b"{}")
    assert store.list(f"{SPACE}/heads/") == sorted(heads)
    assert store.list(f"{SPACE}/dev/0123456789abcdef.01234567/cs/") == [NAME]
    assert store.list(f"{SPACE}/dev/") == []
    assert store.get(f"{SPACE}/FORMAT") == b"{}"
    store.delete(heads[0])
    assert store.list(f"{SPACE}/heads/") == [heads[1]]
    assert store.get(heads[0]) is None
    store.put(heads[0], b"")
    assert store.get(heads[0]) == b""
    for odd in ("../x", "A/b", "x/", "/x", "x//y", "naam met spatie", "ü", "x" * 120):
        with pytest.raises(ValueError, match="name"):
            store.put(odd, b"x")
    assert store.check().ok
