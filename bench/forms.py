"""The form engine beside @getodk/xforms-engine and rxeval: the same tasks, in turn, in one run.

Opening is reading the compiled XForm until a session stands, in a fresh process. With the shared data WHO VA and SOAR
are measured, and always forms made here.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import form_engines, form_samples
from bench.figures import Figure, p50, p95, room
from bench.form_engines import PEER, RXEVAL, Result
from tools import shared_data

_CORPUS = "forms/corpus/"
BORROWED = {
    "WHO VA": f"{_CORPUS}getodk-javarosa/src/jmh/resources/whova_form.xml",
    "SOAR": f"{_CORPUS}enketo-enketo/enketo-core/test/forms/SOAR_facilitysurvey_full_2017May11_Kenya.xml",
}
SERIES = 100
_SOAR_SERIES = "/data/S2Q2_1-3"
Runs = Sequence[Result]


def tasks(folder: Path, quick: bool) -> dict[str, dict]:
    """name → what to do (see `form_ours`); the forms made here are written to `folder`."""
    most = 150 if quick else 1000
    made = {
        "500 questions": ("sections.xml", form_samples.sections(20, 25)),
        "lines": ("series.xml", form_samples.series()),
        "10,000 choices": (
            "choices.xml", form_samples.choices("region = /data/region", form_samples.inline_places())
        ),
        "10,000 scanned": (
            "scanned.xml",
            form_samples.choices("concat(region, '') = /data/region", form_samples.inline_places()),
        ),
        "5,000 in a CSV": (
            "csv.xml", form_samples.choices("region = /data/region", form_samples.csv_places(folder))
        ),
    }  # fmt: skip
    for file, xml in made.values():
        (folder / file).write_bytes(xml)
    found: dict[str, dict] = {name: {"form": str(folder / file)} for name, (file, _xml) in made.items()}
    shared = shared_data.find()
    for name, path in BORROWED.items():
        if shared is None or not (shared / path).is_file():
            print(f"forms: {name} not measured, {shared_data.ABSENT}")
        else:
            found[name] = {"form": str(shared / path), "most": most}
    found["500 questions"]["most"] = most
    found["lines"] |= {"series": "/data/line", "length": SERIES}
    if "SOAR" in found:
        found["SOAR"] |= {"series": _SOAR_SERIES, "length": 20 if quick else SERIES}
    regions = [f"r{n}" for n in range(5 if quick else 30)]
    for name, left in (("10,000 choices", 100), ("10,000 scanned", 100), ("5,000 in a CSV", 50)):
        found[name] |= {"answer": "/data/region", "choices": "/data/place", "values": regions, "left": left}
    return found


def measure(quick: bool) -> Iterator[Figure]:
    """Each task by each engine in a fresh process, three rounds in turn; the median counts."""
    with tempfile.TemporaryDirectory() as folder:
        for name, task in tasks(Path(folder), quick).items():
            rounds = [_round(task) for _ in range(1 if quick else 3)]
            yield from _figures(name, *(_merged(one) for one in zip(*rounds, strict=True)))


def _round(task: dict) -> tuple[Result, Result, Result]:
    own = form_engines.ours([task])[0]
    beside = next(iter(form_engines.peer([task])), {})
    again = {**task, "trace": own["trace"]}
    return own, beside, next(iter(form_engines.rxeval([again])), {})


def _merged(rounds: Runs) -> dict:
    """The median opening, and all answers, additions and filters of the rounds together."""
    done = [one for one in rounds if one and "error" not in one]
    for one in rounds:
        if "error" in one:
            print(f"forms: not measured, {one['error']}")
    merged: dict = {"open": statistics.median([one["open"] for one in done])} if done else {}
    for key in ("answers", "adds", "filters"):
        merged[key] = [value for one in done for value in one.get(key, [])]
    return merged


def _figures(name: str, own: dict, beside: dict, third: dict) -> Iterator[Figure]:
    asked_open = {"WHO VA": 8.0}.get(name)
    limit = {"5,000 in a CSV": 150.0}.get(name)
    for against, other in ((PEER, beside), (RXEVAL, third)):
        if against == RXEVAL and own["filters"]:
            continue  # it has no choices
        first = against == PEER
        opening = other.get("open")
        yield Figure(
            f"forms: open {name}", own["open"], "ms", opening, against,
            times_faster=asked_open if first else None, most=limit,
        )  # fmt: skip
        for what, value in (("p50", p50), ("p95", p95), ("worst", max)):
            if own["answers"]:
                yield Figure(
                    f"forms: answer {name}, {what} of {len(own['answers'])}", value(own["answers"]), "ms",
                    value(other["answers"]) if other["answers"] else None, against,
                    times_most=1.0 if what != "worst" and first else None, most=10 if what == "worst" else None,
                )  # fmt: skip
        if own["adds"]:
            yield Figure(
                f"forms: add one at {SERIES}, {name}", p50(own["adds"]), "ms",
                p50(other["adds"]) if other["adds"] else None, against, times_faster=20 if first else None,
            )  # fmt: skip
        if own["filters"]:
            yield Figure(
                f"forms: filter {name}", p50(own["filters"]), "ms",
                p50(other["filters"]) if other["filters"] else None, against,
                most=1.0 if "scanned" not in name else None,
            )  # fmt: skip


if __name__ == "__main__":
    room(measure)
