"""rxeval doing the tasks of form_ours.py, with the answers given there (`trace`): one line of JSON a task.

It works out the whole form each time it is asked, so an answer is a set and a recompute. It has no choices.
Run with the folder it is installed in on PYTHONPATH.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import rxeval

NOW = {"today": "2026-03-02", "now": "2026-03-02T10:30:00Z"}


def measured(task: dict) -> dict:
    """Milliseconds of one task."""
    begin = time.perf_counter()
    session = rxeval.Session(Path(task["form"]).read_text(encoding="utf-8"), **NOW)
    session.recompute()
    result: dict = {"open": (time.perf_counter() - begin) * 1000, "answers": [], "adds": [], "refused": 0}
    for ref, value in task.get("trace", []):
        begin = time.perf_counter()
        try:
            session.set(ref, value)
        except ValueError:  # in a series that jr:count makes, which it does not do
            result["refused"] += 1
            continue
        session.recompute()
        result["answers"].append((time.perf_counter() - begin) * 1000)
    for _ in range(task.get("length", 0)):
        begin = time.perf_counter()
        session.add_row(task["series"])
        session.recompute()
        result["adds"].append((time.perf_counter() - begin) * 1000)
    result["adds"] = result["adds"][-10:]
    return result


def main() -> None:
    """One line of JSON a task."""
    for task in json.load(sys.stdin):
        try:
            result = measured(task)
        except ValueError as error:
            result = {"error": str(error)[:200]}
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
