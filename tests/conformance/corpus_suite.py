"""corpus: forms of eight projects. Ours must load what the peer loads; what the peer refuses we may refuse in words."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.conformance.frame import Case, suite
from tests.conformance.lines import json_lines
from tests.conformance.scenario_driver import Ids
from veldwerk.xlsform import FormError, Ports, Session, read

_SLOWEST = 30.0
_NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@suite("corpus")
def run(data_dir: Path) -> Iterable[Case]:
    """One case a form with a verdict of the peer."""
    forms = data_dir / "forms"
    for row in json_lines(forms / "corpus_verdicts.jsonl"):
        path = forms / "corpus" / row["file"]
        yield Case(
            row["file"],
            lambda row=row, path=path: _check(row, path),
            input=row["file"],
            expected="loads" if row["status"] == "success" else "loads, or a sentence why not",
            skip="" if path.exists() else "the form is not there",
        )


def _check(row: dict[str, Any], path: Path) -> tuple[bool, object]:
    started = time.perf_counter()
    try:
        Session(read(path), Ports(clock=lambda: _NOW, new_id=Ids())).questions()
    except FormError as error:
        return row["status"] != "success", f"refused: {error}"
    taken = time.perf_counter() - started
    return taken < _SLOWEST, "loads" if taken < _SLOWEST else f"takes {taken:.0f} s"
