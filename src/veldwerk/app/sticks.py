"""Whether a volume holds the storage of our team: looked up by the file that names the space, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from veldwerk.app.stores import opening
from veldwerk.app.workplace import Workplace
from veldwerk.services.storage import Secret
from veldwerk.services.sync_memory import Memory
from veldwerk.services.sync_ports import ObjectStore

FORMAT = "FORMAT"
MOST = 60
"""Folders looked into on one volume."""


def formats(work: Workplace) -> dict[str, bytes]:
    """The id of each shared space on a store, with the bytes of its FORMAT."""
    labels = sorted(work.vault.spaces)
    known = work.vault.read(lambda r: [Memory(r).blob(label, FORMAT) for label in labels])
    return {str(json.loads(data)["space"]): data for data in known if data is not None}


def team_place(work: Workplace, volume: Path) -> str:
    """The folder on `volume` where our team exchanges, or «»."""
    ours = formats(work)
    if not ours:
        return ""
    for number, folder in enumerate(_folders(volume)):
        if number >= MOST:
            break
        with suppress(OSError):
            if any(
                (folder / space / FORMAT).read_bytes() == data
                for space, data in ours.items()
                if (folder / space).is_dir()
            ):
                return str(folder)
    return ""


def folder_store(work: Workplace, folder: str) -> ObjectStore:
    """The store in `folder`, to be used once: a stick of a colleague is not where we exchange from now on."""
    return opening(work.clock, work.ids).open(folder, Secret())


def _folders(volume: Path) -> Iterator[Path]:
    """The volume itself, and the folders on it."""
    yield volume
    with suppress(OSError):
        yield from sorted(one for one in volume.iterdir() if one.is_dir() and not one.is_symlink())
