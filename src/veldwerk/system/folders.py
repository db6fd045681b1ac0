"""Folders a vault must not lie in: those a cloud program copies while we write, and those on a network.

A sync client copies the database and its log at different moments, which loses the last lines or breaks the
file;
network file systems lock unreliably. Recognised by name and marker, so a clever set-up can escape: the
handbook
says so.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

from veldwerk.domain.errors import UserError


class Risk(StrEnum):
    """Why a folder is refused."""

    CLOUD = "cloud"
    NETWORK = "network"


_CLOUD_NAMES: Final = re.compile(
    r"onedrive( ?[-\u2013\u2014] ?.+)?|dropbox( \(.+\))?|google ?drive(-.+@.+)?|my drive|mijn drive|drivefs"
    r"|icloud ?drive|com~apple~clouddocs|mobile documents|nextcloud\d?|owncloud|box( sync)?"
    r"|pcloud ?drive|syncthing|sync|stack|proton ?drive|mega( sync)?",
    re.IGNORECASE,
)
_CLOUD_STARTS: Final = (
    "onedrive", "googledrive", "google drive", "dropbox", "icloud", "surfdrive", "nextcloud", "owncloud", "pcloud",
    "box sync",
)  # fmt: skip
"""Below the home folder, whatever begins so is a client's folder: they add an account or an organisation."""
_AMBIGUOUS: Final = {"sync", "box", "stack", "mega"}
"""Ordinary words too: these count only directly under the home folder."""
_MARKERS: Final = (".stfolder", ".dropbox", ".dropbox.cache", ".owncloudsync.log", ".nextcloudsync.log")
_MARKER_GLOBS: Final = (".sync_*.db", "._sync_*.db")
_CLOUD_VARIABLES: Final = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_NETWORK_TYPES: Final = {
    "9p", "afpfs", "afs", "ceph", "cifs", "davfs", "fuse.davfs2", "fuse.glusterfs", "fuse.rclone",
    "fuse.s3fs",
    "fuse.sshfs", "gfs2", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb2", "smb3", "smbfs",
}  # fmt: skip
_MOUNTS: Final = Path("/proc/mounts")
_DRIVE_REMOTE: Final = 4


def require_local(
    folder: Path,
    *,
    home: Path | None = None,
    variables: Mapping[str, str] = os.environ,
    mounts: Path = _MOUNTS,
) -> None:
    """Raise a UserError that says what is wrong when a vault in `folder` would be at risk."""
    risk = risk_of(folder, home=home, variables=variables, mounts=mounts)
    if risk is Risk.CLOUD:
        raise UserError(
            "This folder is copied by a cloud program: {folder}. That damages a vault. "
            "Choose a folder that stays on this laptop.",
            code="vault-in-cloud",
            folder=folder,
        )
    if risk is Risk.NETWORK:
        raise UserError(
            "This folder is on a network: {folder}. A vault only works safely on this laptop itself. "
            "Choose another folder.",
            code="vault-on-network",
            folder=folder,
        )


def risk_of(
    folder: Path,
    *,
    home: Path | None = None,
    variables: Mapping[str, str] = os.environ,
    mounts: Path = _MOUNTS,
) -> Risk | None:
    """Why a vault must not lie in `folder` (which may not exist yet), or None when nothing speaks against
    it."""
    whole = folder.absolute()
    if _on_network(whole, mounts):
        return Risk.NETWORK
    places = {whole, whole.resolve()}
    if any(_in_cloud(place, home or Path.home(), variables) for place in places):
        return Risk.CLOUD
    return None


def _in_cloud(folder: Path, home: Path, variables: Mapping[str, str]) -> bool:
    roots = [Path(variables[name]) for name in _CLOUD_VARIABLES if variables.get(name)]
    return any(place in roots or _marked(place) or _named(place, home) for place in (folder, *folder.parents))


def _named(place: Path, home: Path) -> bool:
    """Whether the folder has a cloud program's usual name or place."""
    if place.parent.name == "CloudStorage" and place.parent.parent.name == "Library":
        return True  # macOS keeps every provider's folder there
    below = any(place != top and place.is_relative_to(top) for top in (home, home.resolve()))
    if below and (place.name.casefold().startswith(_CLOUD_STARTS) or place.name == "STACK"):
        return True
    if not _CLOUD_NAMES.fullmatch(place.name):
        return False
    return place.name.casefold() not in _AMBIGUOUS or place.parent == home


def _marked(place: Path) -> bool:
    """Whether a sync client left its mark. The home folder's own `.dropbox` holds settings and is no mark."""
    try:
        names = any(
            (place / name).exists() and not (place / name / "info.json").exists() for name in _MARKERS
        )
        return names or any(any(place.glob(pattern)) for pattern in _MARKER_GLOBS)
    except OSError:
        return False


def _on_network(folder: Path, mounts: Path) -> bool:
    text = str(folder)
    if text.startswith((r"\\", "//")) and not text.startswith((r"\\?\\", r"\\.\\")):
        return True
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)) == _DRIVE_REMOTE
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    best, kind = -1, ""
    for line in lines:
        parts = line.split()
        if len(parts) >= 3:
            point = Path(re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), parts[1]))
            if folder.is_relative_to(point) and len(point.parts) >= best:
                best, kind = len(point.parts), parts[2]
    return kind in _NETWORK_TYPES
