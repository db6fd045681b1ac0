"""«Test deze opslag»: what every store must be able to do, tried with one small and one larger object."""

from __future__ import annotations

from veldwerk.domain.errors import UserError
from veldwerk.services.sync_ports import ObjectStore
from veldwerk.sync.stores.names import NOT_KEPT

SMALL = b"veldwerk proef\n"
LARGE = bytes(range(256)) * 4096


def probe(store: ObjectStore) -> None:
    """Write, read back, list, delete. Raises UserError of the store, or `store-not-kept`."""
    for name, data in (("proef/klein", SMALL), ("proef/groot", LARGE)):
        store.delete(name)
        store.put(name, data)
        kept = store.get(name) == data and name in store.list("proef/")
        store.delete(name)
        if not kept or store.get(name) is not None:
            raise UserError(NOT_KEPT, code="store-not-kept")
