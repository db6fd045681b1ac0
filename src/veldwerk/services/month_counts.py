"""What the vault counts for one month, before anything is protected (DOMAIN 7.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from veldwerk.services.ports import Reader


@dataclass(frozen=True, slots=True)
class Count:
    """What the vault counted for one indicator: value, whole, and rows of a breakdown."""

    n: int
    of: int | None
    rows: Mapping[str, tuple[int, int | None]]


def shifted(year: int, month: int, by: int) -> tuple[int, int]:
    index = year * 12 + month - 1 + by
    return index // 12, index % 12 + 1


def counted(reader: Reader, year: int, month: int, now: datetime) -> dict[str, Count]:
    """Counts of one month by indicator. The reference date is its last day (DOMAIN 7.1)."""
    first = date(year, month, 1)
    after = date(*shifted(year, month, 1), 1)
    last = after - timedelta(days=1)
    rows = reader.query(
        "month_figures",
        start=first.isoformat(),
        end=after.isoformat(),
        passed=min(after.isoformat(), now.isoformat()),
        year=date(year, 1, 1).isoformat(),
        reference=last.isoformat(),
        born=date(year - 75, last.month, min(last.day, 28 if last.month == 2 else last.day)).isoformat(),
        checked=(last - timedelta(days=180)).isoformat(),
    )
    found: dict[str, Count] = {}
    for row in rows:
        one, part = str(row["id"]), str(row["part"] or "")
        n = int(str(row["n"] or 0))
        of = int(str(row["whole"])) if row["whole"] is not None else None
        known = found.get(one, Count(0, None, {}))
        if part:
            known = Count(known.n + n, known.of, {**known.rows, part: (n, of)})
        else:
            known = Count(n, of, known.rows)
        found[one] = known
    return found
