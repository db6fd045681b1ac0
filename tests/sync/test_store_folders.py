"""What folders and servers are left with: our own litter goes, that of others stays; lists longer than a page."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tests.sync.answers import Asked, answer, serving
from tests.sync.contract import SPACE
from tests.sync.sftp_here import sftp_here
from tests.sync.team import Team
from veldwerk.domain.errors import UserError
from veldwerk.services.storage import Secret, StorageService
from veldwerk.sync.stores.background import Patience
from veldwerk.sync.stores.folder import FolderStore
from veldwerk.sync.stores.opening import Opening
from veldwerk.sync.stores.s3 import S3Store
from veldwerk.sync.stores.sftp import Login, SftpStore

HEADS = f"{SPACE}/heads"
OLD = "~0123456789abcdef.01234567-0000000001-01234567.vwh.tmp"
NEW = "~0123456789abcdef.01234567-0000000002-01234567.vwh.tmp"
NAME = f"{HEADS}/0123456789abcdef.01234567-0000000003-01234567.vwh"
QUICK = Patience(once=5, whole=10, pauses=())


def _litter(root: Path) -> Path:
    """A temporary file of ours of two days ago, one of now, and files that are not ours."""
    folder = root / HEADS
    folder.mkdir(parents=True)
    for name in (OLD, NEW, "~Brief.docx.tmp", "desktop.ini"):
        (folder / name).write_bytes(b"half")
    now = (folder / NEW).stat().st_mtime
    for name in (OLD, "~Brief.docx.tmp"):
        os.utime(folder / name, (now - 172_800, now - 172_800))
    return folder


def test_a_folder_is_cleaned_of_our_own_old_litter_alone(tmp_path: Path) -> None:
    folder = _litter(tmp_path)
    FolderStore(tmp_path).put(NAME, b"x")
    left = {path.name for path in folder.iterdir()}
    assert left == {NAME.rpartition("/")[2], NEW, "~Brief.docx.tmp", "desktop.ini"}


def test_an_sftp_server_is_cleaned_of_our_own_old_litter_alone(tmp_path: Path) -> None:
    folder = _litter(tmp_path)
    with sftp_here(tmp_path, "anna", "geheim") as (port, public):
        store = SftpStore(Login("127.0.0.1", "anna", public, port, "/", "geheim"), QUICK)
        store.put(NAME, b"x")
        store.close()
    left = {path.name for path in folder.iterdir()}
    assert left == {NAME.rpartition("/")[2], NEW, "~Brief.docx.tmp", "desktop.ini"}


def test_a_full_stick_keeps_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError) as refused:
        FolderStore(tmp_path).put(NAME, b"x" * 1000)
    assert refused.value.code == "store-full"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["con", "aux.vwc", "lpt1.vwh", "x/nul", "com9.x", "naam.", ".x"])
def test_names_that_windows_cannot_keep_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        FolderStore(tmp_path).put(name, b"x")


def test_a_test_of_a_folder_tells_room_and_leaves_nothing(tmp_path: Path) -> None:
    said = FolderStore(tmp_path).check()
    assert said.ok
    assert [line.step for line in said.lines] == ["write", "list", "large", "names", "remove", "room"]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_list_of_more_than_a_page_comes_whole() -> None:
    names = [f"{HEADS}/{n:016x}.vwh" for n in range(5)]

    def say(asked: Asked) -> bytes:
        if asked.method == "HEAD":
            return answer(200)
        at = int(asked.target.partition("continuation-token=")[2].partition("&")[0] or 0)
        more = f"<IsTruncated>true</IsTruncated><NextContinuationToken>{at + 2}</NextContinuationToken>"
        keys = "".join(f"<Contents><Key>team/{name}</Key></Contents>" for name in names[at : at + 2])
        page = f'<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{keys}'
        return answer(200, f"{page}{more if at + 2 < len(names) else ''}</ListBucketResult>".encode())

    with serving(say) as server:
        store = S3Store(server.url, "emmer", "a", "b", folder="team", patience=QUICK)
        assert store.list(f"{HEADS}/") == names
        store.close()
        assert server.methods == ["HEAD", "GET", "GET", "GET"]


def test_the_whole_way_of_an_sftp_storage_from_its_key_to_its_removal(tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    team = Team(tmp_path)
    anna = team.hire("Anna")
    service = StorageService(anna.vault, Opening(QUICK))
    with sftp_here(tmp_path / "server", "anna", "geheim") as (port, public):
        address = f"sftp://anna@127.0.0.1:{port}/"
        shown = service.host_key(anna.actor, address)
        assert shown.key.split()[:2] == public.split()[:2]
        secret = Secret(password="geheim", host_key=shown.key)
        assert service.test(anna.actor, address, secret).ok
        assert service.test(anna.actor, address, Secret(password="fout", host_key=shown.key)).lines[
            0
        ].code == ("store-password")
        service.keep(anna.actor, address, secret)
        anna.service.found(anna.actor, store := service.store(anna.actor), ["casus"])
        assert anna.sync(store).ok
        store.close()  # type: ignore[attr-defined]
        service.forget(anna.actor)
        assert service.place(anna.actor) is None
    team.close()
