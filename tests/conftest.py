"""What every test stands on: no screen, one time zone, Dutch texts, and the borrowed data when it is
there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# Before anything imports Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")
os.environ["TZ"] = "Europe/Amsterdam"

import pytest
from hypothesis import HealthCheck, settings

from tools import shared_data as shared

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile(
    "ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("ci")

# These start servers, kill processes or run for long: `make test-servers`, `make torture`, `make soak`.
ON_REQUEST = {"servers", "torture", "soak"}


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues once (not in each xdist worker), so that a clone or a new string needs no
    step."""
    if not hasattr(config, "workerinput"):
        from tools import catalogues

        catalogues.compile_all()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the on-request folders out unless they are named on the command line."""
    folder = next((part for part in collection_path.parts if part in ON_REQUEST), None)
    if folder is None or ROOT / "tests" / folder not in (collection_path, *collection_path.parents):
        return None
    return None if any(folder in Path(arg).parts for arg in config.invocation_params.args) else True


@pytest.fixture(autouse=True)
def _dutch() -> None:
    """Every test starts in Dutch, whatever the one before it chose."""
    from veldwerk import texts

    texts.install(ROOT / "resources" / "locale", "nl")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The borrowed data, or a skip that says why."""
    folder = shared.find()
    if folder is None:
        pytest.skip(shared.ABSENT)
    return folder


if sys.platform != "win32":
    import time

    time.tzset()
