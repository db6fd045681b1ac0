"""What a recorded scenario needs and its recording lacks: such a one cannot be judged and counts as input absent.

The recorder wrote down calls and plain values. Functions, files and answers given as objects came out as `{}`, a figure
that was computed in the test as NaN, and steps done on a restored copy were left out. None of this looks at our engine.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

_SOURCE = re.compile(r"""\bsrc=["'](jr://file[\w-]*/[^"']+)["']""")
_OPPOSITES = {
    "toBeRelevant": "toBeNonRelevant",
    "toBeEnabled": "toBeReadonly",
    "toBeRequired": "toBeOptional",
}
_VALUES = frozenset({"toEqualAnswer", "toBe", "toEqual", "equal"})


def lost(row: dict[str, Any], files: Sequence[Path | None], media: dict[str, Path]) -> str:
    """Why this scenario cannot be judged, "" when it can.

    `files` are the forms of its `init` steps, `media` the folders of all files beside forms by file name.
    """
    for step in row["steps"]:
        reason = _of_step(step)
        if reason:
            return reason
    begun = [step["init"] for step in row["steps"] if "init" in step]
    for init, path in zip(begun, files, strict=True):
        behaviour = "missingResourceBehavior" in init.get("options", {})
        if path is not None and not behaviour and any(name not in media for name in lists_of(path)):
            return "a list that the form reads is not there"
    return (
        "it asserts two things at once: a step is not in the recording" if _contradicts(row["steps"]) else ""
    )


def lists_of(path: Path) -> list[str]:
    """The names of the files that the secondary instances of a form are read from."""
    return [found.rpartition("/")[2] for found in _SOURCE.findall(path.read_text(encoding="utf-8"))]


def _of_step(step: dict[str, Any]) -> str:
    if step.get("do") == "restoreWebFormsInstanceState" and _empty_data(step.get("args")):
        return "the answers it restores are not in the recording"
    if "resourceService" in step.get("init", {}).get("options", {}):
        return "the list it reads is not in the recording"
    for call in _calls([step.get("args"), step.get("expect")]):
        if call["$call"] == "binaryAnswer":
            return "the file it uploads is not in the recording"
        if call["$call"].startswith("expected") and _not_a_number(call.get("args", [])):
            return "the figure it expects is not in the recording"
    return ""


def _empty_data(arguments: Any) -> bool:
    """Whether the answers to restore came out as an object without anything in it."""
    first = arguments[0] if arguments else {}
    return not isinstance(first, dict) or "$observe" not in first


def _calls(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, list):
        for inner in part:
            yield from _calls(inner)
    elif isinstance(part, dict):
        if isinstance(part.get("$call"), str):
            yield part
        for inner in part.values():
            yield from _calls(inner)


def _not_a_number(arguments: list[Any]) -> bool:
    first = arguments[0] if arguments else None
    return isinstance(first, dict) and "$num" in first and math.isnan(float(first["$num"]))


def _contradicts(steps: list[dict[str, Any]]) -> bool:
    """Whether the same question, with nothing done in between, is to have two answers."""
    said: dict[str, str] = {}
    for step in steps:
        if "expect" not in step or any("action" in link for link in step["expect"]):
            said.clear()
            continue
        matcher = step["matcher"]
        if step.get("not") or (matcher not in _VALUES and matcher not in _FLAGS):
            continue
        subject = json.dumps([step["scenario"], step["expect"], _FLAGS.get(matcher, ("", ""))[0]])
        answer = _FLAGS[matcher][1] if matcher in _FLAGS else json.dumps(step["args"])
        if said.setdefault(subject, answer) != answer:
            return True
    return False


_FLAGS = {
    name: (yes, answer) for yes, no in _OPPOSITES.items() for name, answer in ((yes, "yes"), (no, "no"))
}
