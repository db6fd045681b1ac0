"""Making very many objects at once without the garbage collector going through them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MUCH = 20_000
"""Objects made; a form of some tens of questions stays below it."""


@contextmanager
def building() -> Iterator[None]:
    """Put the cyclic collector off while a form or a long list is read.

    Nothing that is made there is garbage before it is finished, and the collector's repeated walks over it took half of
    the time of opening a large form. Memory that is no longer referred to is still given back at once.
    After much was made the collector goes through that once here, where people wait anyway, not during a first answer.
    """
    ran = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if ran:
            if gc.get_count()[0] > _MUCH:
                gc.collect(1)
            gc.enable()
