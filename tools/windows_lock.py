"""Prove from any machine that requirements.lock installs on Windows: every package that Windows asks for has a wheel
there whose hash is in the lock. `python -m tools.windows_lock`.

pip judges the markers of a requirement by the machine it runs on, even for another platform; so they are judged here.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13")


def for_windows(lock: str, python: str) -> str:
    """The lock as Windows on x86-64 with `python` reads it, without markers."""
    here = {
        "sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64",
        "python_version": python, "python_full_version": f"{python}.0", "implementation_name": "cpython",
        "platform_python_implementation": "CPython", "extra": "",
    }  # fmt: skip
    kept = []
    for block in re.split(r"\n(?=[A-Za-z0-9])", lock):
        head, _, rest = block.partition("\n")
        match = re.fullmatch(r"(\S+==\S+)(?: ; (.+?))? \\", head)
        if match and (match[2] is None or Marker(match[2]).evaluate(here)):
            kept.append(f"{match[1]} \\\n{rest}")
    return "\n".join(kept)


def main() -> int:
    """Ask pip for the wheels of each Python; 0 when all are there."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for python in PYTHONS if "--all" in sys.argv else PYTHONS[1:2]:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "windows.txt").write_text(for_windows(lock, python), encoding="utf-8")
            pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "-q", "--no-deps"]
            platform = ["--only-binary=:all:", "--platform", "win_amd64", "--python-version", python]
            done = subprocess.run(
                [*pip, *platform, "--require-hashes", "-d", folder / "wheels", "-r", folder / "windows.txt"],
                check=False,
            )
            if done.returncode:
                print(f"Windows, Python {python}: the lock does not install")
                return 1
            wheels = len(list((folder / "wheels").iterdir()))
            print(f"Windows, Python {python}: {wheels} wheels, all with a known hash")
    return 0


if __name__ == "__main__":
    sys.exit(main())
