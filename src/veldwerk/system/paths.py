"""Where things are: the user's data folder, and what travels with the program."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from platformdirs import PlatformDirs

_DIRS = PlatformDirs("veldwerk", appauthor=False)
_PACKAGE = Path(__file__).resolve().parent.parent


def data_dir() -> Path:
    """The folder for vaults: local to this machine, so never a roaming profile."""
    return _DIRS.user_data_path


def state_dir() -> Path:
    """The folder for logs and window positions."""
    return _DIRS.user_state_path


def default_vault() -> Path:
    """The vault that is opened when none is named."""
    return data_dir() / "veldwerk.vault"


def demo_vault() -> Path:
    """The practice vault of `veldwerk demo`."""
    return data_dir() / "oefenkluis" / "oefen.vault"


def resources() -> Path:
    """The folder with catalogues, instruments, rules and letter texts."""
    return _travelling("resources")


def forms() -> Path:
    """The folder with XLSForm workbooks."""
    return _travelling("forms")


def locale() -> Path:
    """The folder with the compiled message catalogues."""
    return resources() / "locale"


@cache
def _travelling(name: str) -> Path:
    """A folder that travels with the program: unpacked by PyInstaller, inside the wheel, or beside the
    source.
    Raises FileNotFoundError: then the installation is broken, and nothing can work."""
    frozen = getattr(sys, "_MEIPASS", None)
    places = [Path(frozen) / "veldwerk" / name] if frozen else []
    # The checkout comes before the package: an editable install may hold an older copy.
    places += [_PACKAGE.parent.parent / name, _PACKAGE / name]
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(f"the folder {name} is missing from this installation")
