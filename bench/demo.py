"""Making the practice vault of a team, and how much of it is bytes: `demo --people 5000 --years 5`."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure, room
from veldwerk.app.workplace import Workplace, open_workplace
from veldwerk.cli.demo import make
from veldwerk.demo.round import PASSPHRASE
from veldwerk.domain.records import Row
from veldwerk.domain.register import KINDS


def json_bytes(work: Workplace) -> int:
    """All records as JSON with their ids, one object each."""
    total, spaces = 0, sorted(work.vault.spaces)
    for kind in KINDS:
        after = ""
        while rows := _rows(work, kind, spaces, after):
            for record, row in rows:
                whole = {"id": record, **{name: v for name, v in row.items() if v not in (None, "", {})}}
                total += len(json.dumps(whole, ensure_ascii=False).encode())
            after = rows[-1][0]
    return total


def _rows(work: Workplace, kind: str, spaces: list[str], after: str) -> list[tuple[str, Row]]:
    return work.vault.read(lambda r: r.scan(kind, spaces, after=after, limit=2000))


def measure(quick: bool) -> Iterator[Figure]:
    """Seconds, bytes and memory."""
    people, years = (200, 2) if quick else (5000, 5)
    with tempfile.TemporaryDirectory() as folder:
        vault = Path(folder) / "demo.vault"
        begin = time.perf_counter()
        counts = make(vault, people=people, years=years, visits_per_year=1.0, seed=1)
        took = time.perf_counter() - begin
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
            1024 if sys.platform != "darwin" else 1 << 20
        )
        with open_workplace(vault, PASSPHRASE) as work:
            plain = json_bytes(work)
        stored = vault.stat().st_size
    visits = counts["visit"]
    yield Figure(f"demo: {people} people, {years} years", took, "s", most=None if quick else 120)
    yield Figure(f"demo: records a second, {sum(counts.values()):,}", sum(counts.values()) / took, "/s")
    yield Figure(
        f"demo: vault bytes a visit, {visits:,} visits", stored / visits, "B", plain / visits,
        "all records as JSON", 2.0,
    )  # fmt: skip
    yield Figure("demo: memory at its most", peak, "MB", most=350)


if __name__ == "__main__":
    room(measure)
