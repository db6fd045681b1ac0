"""Failure 12 of SYNC 5 on disks that really get full: a folder, Apache, OpenSSH, rclone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers import machines
from tests.servers.machines import PASSWORD, USER, WebDav
from tests.servers.places import opened
from tests.sync.team import Team
from veldwerk.services.sync_ports import ObjectStore
from veldwerk.sync.stores.folder import FolderStore

DISK = 600
"""Kilobytes."""


@contextmanager
def _full(kind: str, folder: Path) -> Iterator[tuple[ObjectStore, str]]:
    """A store on a small disk, and the code of a full one there."""
    if kind == "folder":
        with machines.small_disk(folder / "disk", DISK) as disk:
            yield FolderStore(disk), "store-full"
    elif kind == "apache":
        with machines.apache(folder, DISK) as place:
            yield opened(place), "store-full"
    elif kind == "openssh":
        with machines.small_disk(folder / "data", DISK), machines.openssh(folder) as sftp:
            yield opened(sftp), "store-full"
    else:
        port = machines.free_port()
        login = ("--user", USER, "--pass", PASSWORD)
        with (
            machines.small_disk(folder / "disk", DISK) as disk,
            machines.rclone("webdav", disk, port, folder / "log", *login),
        ):
            # rclone says 405 to a PUT for whatever went wrong with its disk
            yield opened(WebDav(f"http://127.0.0.1:{port}", USER, PASSWORD)), "store-refused"


@pytest.mark.parametrize("kind", ["folder", "apache", "openssh", "rclone"])
def test_failure_12_what_was_stored_counts_and_the_rest_goes_when_there_is_room(
    kind: str, tmp_path: Path
) -> None:
    (tmp_path / "team").mkdir()
    team = Team(tmp_path / "team", int.from_bytes(os.urandom(4)))
    with _full(kind, tmp_path) as (store, code):
        anna, bert = team.hire("Anna"), team.hire("Bert")
        team.found(anna, store, bert)
        ballast = [f"proef/{n}" for n in range(8)]
        for name in ballast:
            store.put(name, os.urandom(60_000))
        for n in range(20):
            anna.person(f"Persoon{n}", city=os.urandom(9_000).hex())
            if n % 4 == 3:
                anna.sync(store)  # an object each time, until there is no room
        report = anna.sync(store)
        assert {p.code for p in report.spaces[0].problems} == {code}
        status = anna.status()
        assert 0 < status.pending < 20
        assert bert.sync(store).received == status.sent
        for name in ballast:
            store.delete(name)
        assert anna.sync(store).ok
        assert bert.sync(store).ok
        assert anna.digest() == bert.digest()
        assert bert.vault.read(lambda r: r.counts())["person"] == 20
        if not isinstance(store, FolderStore):
            store.close()  # type: ignore[attr-defined]
    team.close()
