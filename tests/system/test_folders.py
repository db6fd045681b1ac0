"""Which folders a vault must not lie in."""

import sys
from pathlib import Path

import pytest

from veldwerk.domain.errors import UserError
from veldwerk.system.folders import Risk, require_local, risk_of
from veldwerk.texts.errors import sentence

NO_MOUNTS = Path("nowhere")


def risk(folder: Path, home: Path, **more: object) -> Risk | None:
    return risk_of(folder, home=home, variables={}, mounts=NO_MOUNTS, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name",
    ["OneDrive", "OneDrive - Stichting Zorg", "Dropbox", "Dropbox (Personal)", "Google Drive", "Nextcloud", "Sync",
     "Library/CloudStorage/Whatever-x@example.org", "Library/Mobile Documents", "iCloudDrive", "Mijn Drive"],
)  # fmt: skip
def test_cloud_folders_are_known_by_name(tmp_path: Path, name: str) -> None:
    assert risk(tmp_path / name / "werk" / "kluis", tmp_path) is Risk.CLOUD


@pytest.mark.parametrize(
    "name",
    ["Documents", "veldwerk", "projects/sync", "archive/box", "archive/stack", "Documenten - Gemeente"],
)
def test_ordinary_folders_are_let_be(tmp_path: Path, name: str) -> None:
    assert risk(tmp_path / name, tmp_path) is None


@pytest.mark.parametrize("marker", [".stfolder", ".dropbox.cache", ".sync_5f3a.db"])
def test_a_renamed_cloud_folder_is_known_by_its_mark(tmp_path: Path, marker: str) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / marker).touch()
    assert risk(tmp_path / "work" / "deep" / "vaults", tmp_path) is Risk.CLOUD


def test_the_settings_of_dropbox_in_the_home_folder_are_no_mark(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").mkdir()
    (tmp_path / ".dropbox" / "info.json").touch()
    assert risk(tmp_path / "vaults", tmp_path) is None


def test_windows_tells_where_onedrive_is(tmp_path: Path) -> None:
    found = risk_of(
        tmp_path / "W" / "vault", home=tmp_path, variables={"OneDrive": str(tmp_path / "W")}, mounts=NO_MOUNTS
    )
    assert found is Risk.CLOUD


@pytest.mark.skipif(sys.platform == "win32", reason="mount table of Linux")
def test_a_link_into_a_cloud_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "vaults").symlink_to(tmp_path / "Dropbox")
    assert risk(tmp_path / "vaults" / "mine", tmp_path) is Risk.CLOUD


@pytest.mark.skipif(sys.platform == "win32", reason="mount table of Linux")
@pytest.mark.parametrize(
    ("kind", "expected"), [("cifs", Risk.NETWORK), ("nfs4", Risk.NETWORK), ("ext4", None)]
)
def test_network_mounts_are_known_by_type(tmp_path: Path, kind: str, expected: Risk | None) -> None:
    table = tmp_path / "mounts"
    table.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {tmp_path}/my\\040share {kind} rw 0 0\n")
    folder = tmp_path / "my share" / "vaults"
    assert risk_of(folder, home=tmp_path, variables={}, mounts=table) is expected
    assert risk_of(tmp_path / "own", home=tmp_path, variables={}, mounts=table) is None


def test_a_refusal_is_a_dutch_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        require_local(tmp_path / "OneDrive", home=tmp_path, variables={}, mounts=NO_MOUNTS)
    assert caught.value.code == "vault-in-cloud"
    assert sentence(caught.value).startswith("Deze map wordt gekopieerd door een cloudprogramma")


@pytest.mark.parametrize(
    "name",
    ["OneDrive \u2013 Gemeente", "OneDrive-Personal", "GoogleDrive-x@example.org", "SURFdrive", "STACK", "deep/STACK",
     "werk/Nextcloud2 (zorg)", "pCloudDrive", "Box Sync", "iCloud Drive (archief)", "ownCloud - Stad"],
)  # fmt: skip
def test_a_client_names_its_folder_with_more_behind_it(tmp_path: Path, name: str) -> None:
    assert risk(tmp_path / name / "kluis", tmp_path) is Risk.CLOUD


@pytest.mark.parametrize("name", ["Sync", "OneDriven", "Documenten - Gemeente"])
def test_outside_the_home_folder_ordinary_words_are_let_be(tmp_path: Path, name: str) -> None:
    assert risk(tmp_path / name / "kluis", tmp_path / "home") is None


def test_outside_the_home_folder_an_organisation_behind_a_long_dash_is_known(tmp_path: Path) -> None:
    assert risk(tmp_path / "OneDrive \u2013 Gemeente" / "kluis", tmp_path / "home") is Risk.CLOUD
