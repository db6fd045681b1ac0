"""The lock file installs the same packages everywhere, and names no place to get them from."""

from __future__ import annotations

import re

from tests.architecture.house import ROOT
from tools.windows_lock import for_windows

LOCK = (ROOT / "requirements.lock").read_text("utf-8")
BLOCKS = [block for block in re.split(r"\n(?=[A-Za-z0-9])", LOCK) if re.match(r"[A-Za-z0-9]\S*==", block)]


def test_every_package_has_a_hash() -> None:
    assert len(BLOCKS) > 100
    assert [block.split()[0] for block in BLOCKS if "--hash=sha256:" not in block] == []


def test_no_host_is_named() -> None:
    assert not re.search(
        r"://|--(index-url|extra-index-url|find-links|trusted-host)\b(?! via)", re.sub(r"#.*", "", LOCK)
    )


def test_qt_stays_below_the_version_that_loses_references() -> None:
    pins = {block.split("==")[0].lower(): block.split("==")[1].split()[0] for block in BLOCKS}
    assert pins["pyside6-essentials"] == pins["shiboken6"] == "6.11.3"


def test_windows_gets_its_own_packages_and_not_those_of_linux() -> None:
    windows = for_windows(LOCK, "3.12")
    assert "pywin32-ctypes==" in windows
    assert "colorama==" in windows
    assert "secretstorage==" not in windows
    assert " ; " not in windows
    assert "backports-tarfile==" not in windows, "only for Pythons before 3.12"
