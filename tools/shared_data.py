"""Where the data made by others is, when it is there. Standard library only: tests and tasks both ask."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ABSENT = "needs the shared data: set VELDWERK_DATA, or put it in ../shared/data"


def find() -> Path | None:
    """The folder with vectors and foreign files, or None. A neighbour folder counts only if its README is this
    project's: it describes `domain/` and its vectors."""
    named = os.environ.get("VELDWERK_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    readme = folder / "README.md"
    if not readme.is_file():
        return None
    text = readme.read_text(encoding="utf-8")
    return folder if "`domain/`" in text and "vectors" in text else None
