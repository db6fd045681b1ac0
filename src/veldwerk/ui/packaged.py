"""Files that come inside other packages (fonts, icons), found without importing those packages.

`importlib.resources` imports the package and, with it, zipfile and more: a tenth of the start of the window.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def packaged(package: str, *parts: str) -> Path:
    """The path of a file inside `package`; FileNotFoundError when the package is not installed."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(package)
    return Path(spec.submodule_search_locations[0]).joinpath(*parts)
