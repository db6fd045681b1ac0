"""Print one line a suite (`name passed failed skipped`), then every failure; see `frame` for the rules."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parents[2] / "src"


def main(arguments: list[str] | None = None) -> int:
    """Run the suites over DIR; exit 0 when nothing failed but what is listed with its reason."""
    if str(SOURCE) not in sys.path:
        sys.path.insert(0, str(SOURCE))
    from tests.conformance.frame import Result, exit_code, run_suite, suites, sunk

    parser = argparse.ArgumentParser(prog="python -m tests.conformance")
    parser.add_argument("dir", type=Path, help="folder laid out like shared/data: forms/, domain/, hsds/")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of lines")
    parser.add_argument("--suite", action="append", default=[], help="only this suite (may be repeated)")
    parser.add_argument("--stride", type=int, default=1, help="only each n-th case")
    parser.add_argument(
        "--floors",
        action="store_true",
        help="exit 1 only when a suite passes fewer cases than floors.toml holds",
    )
    options = parser.parse_args(arguments)
    if not options.dir.is_dir():
        parser.error(f"not a folder: {options.dir}")
    results: list[Result] = []
    for name, function in suites().items():
        if options.suite and name not in options.suite:
            continue
        result = run_suite(name, function, options.dir, stride=options.stride)
        results.append(result)
        if not options.json:
            print(result.name, result.passed, result.failed, result.skipped, flush=True)
    if options.json:
        print(json.dumps([_plain(result) for result in results], ensure_ascii=False, indent=1, default=str))
    else:
        _print_failures(results)
    if options.floors:
        below = sunk(results)
        for name in below:
            print(f"{name}: below its floor in tests/conformance/floors.toml")
        return int(bool(below))
    return exit_code(results)


def _print_failures(results: list[Any]) -> None:
    for result in results:
        if result.listed_too_many:
            print(f"{result.name}: more than 2 % of the suite is listed as a deviation")
        for failure in result.failures:
            known = f" known: {failure.deviation}" if failure.deviation else ""
            print(
                f"{result.name} {failure.id}: input {failure.input!r} expected {failure.expected!r}", end=" "
            )
            print(f"got {failure.got!r}{known}")


def _plain(result: Any) -> dict[str, object]:
    return {
        "suite": result.name,
        "passed": result.passed,
        "failed": result.failed,
        "skipped": result.skipped,
        "stride": result.stride,
        "seconds": round(result.seconds, 2),
        "failures": [
            {"id": f.id, "input": f.input, "expected": f.expected, "got": f.got, "deviation": f.deviation}
            for f in result.failures
        ],
    }


if __name__ == "__main__":
    sys.exit(main())
