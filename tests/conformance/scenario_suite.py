"""scenarios: whole forms filled step by step, with what another engine's suite asserts on the way."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from tests.conformance.frame import Case, suite
from tests.conformance.lines import json_lines
from tests.conformance.scenario_driver import Driver
from tests.conformance.scenario_views import Answer, Choices, InstanceNode
from veldwerk.xlsform import read
from veldwerk.xlsform.errors import FormError

_RESULTS = {"OK": "", "CONSTRAINT_VIOLATED": "constraint", "REQUIRED_BUT_EMPTY": "required"}


class Unknown(Exception):
    """A step this driver has no word for."""


@suite("scenarios")
def run(data_dir: Path) -> Iterable[Case]:
    """One case a scenario; it passes when every step does."""
    forms = data_dir / "forms"
    corpus = forms / "corpus" / "getodk-web-forms"
    named = {path.name: path for path in corpus.glob("common/**/*.xml")} if corpus.exists() else {}
    refused = {
        verdict["file"].partition("getodk-web-forms/")[2]
        for verdict in json_lines(forms / "corpus_verdicts.jsonl")
        if verdict["status"] != "success"
    }
    refused |= {name.rpartition("/")[2] for name in refused}
    for row in json_lines(forms / "scenarios.jsonl"):
        files = [_file(step["init"]["file"], corpus, named) for step in row["steps"] if "init" in step]
        skip = next((flag for flag in ("fails", "skip") if flag in row["flags"]), "")
        if not skip and any(path is None for path in files):
            skip = "the form is not there"
        if not skip:
            skip = _lost(row)
        yield Case(
            row["id"],
            lambda row=row: _check(row, corpus, named, refused),
            input={"test": row["test"], "steps": len(row["steps"])},
            expected="every step",
            skip=skip,
        )


def _lost(row: dict[str, Any]) -> str:
    """What a scenario needs and the recording has only as `{}`: saved answers, attached files, uploaded files."""
    for step in row["steps"]:
        if step.get("do") == "restoreWebFormsInstanceState":
            return "the answers it restores are not in the recording"
        if "resourceService" in step.get("init", {}).get("options", {}):
            return "the list it reads is not in the recording"
        if any(
            isinstance(argument, dict) and argument.get("$call") == "binaryAnswer"
            for argument in step.get("args", [])
        ):
            return "the file it uploads is not in the recording"
    return ""


def _file(name: str, corpus: Path, named: dict[str, Path]) -> Path | None:
    path = corpus / name
    return path if path.exists() else named.get(name.rpartition("/")[2])


def _check(
    row: dict[str, Any], corpus: Path, named: dict[str, Path], refused: set[str]
) -> tuple[bool, object]:
    drivers: dict[int, Driver] = {}
    rejects = any(step.get("expectReject") for step in row["steps"])
    made: object = None
    for number, step in enumerate(row["steps"]):
        try:
            if "init" in step:
                path = _file(step["init"]["file"], corpus, named)
                assert path is not None
                drivers[step["scenario"]] = _begin(step["init"], path)
            elif "do" in step:
                driver = drivers[step["scenario"]]
                arguments = [_value(argument, driver, drivers) for argument in step["args"]]
                made = getattr(driver, step["do"])(*arguments)
            elif "becomes" in step:
                drivers[step["becomes"]] = made if isinstance(made, Driver) else drivers[step["scenario"]]
            elif step.get("expectReject"):
                continue
            else:
                problem = _expect(drivers, step)
                if problem:
                    return False, f"step {number}: {problem}"
        except (FormError, AssertionError) as error:
            if rejects or ("init" in step and step["init"]["file"] in refused):
                return True, "refused"
            return False, f"step {number}: {error}"
    return (False, "nothing was refused") if rejects else (True, "every step")


def _begin(init: dict[str, Any], path: Path) -> Driver:
    """A new session, or one on the answers that `editInstance` gives."""
    form = read(path)
    options = init.get("options", {})
    provider = options.get("geolocationProvider", {}).get("args", [""])
    driver = Driver(form, location=provider[0])
    if options.get("editInstance"):
        return driver.edited(options["editInstance"])
    return driver


def _expect(drivers: dict[int, Driver], step: dict[str, Any]) -> str:
    """What is wrong with an assertion, "" when it holds."""
    driver = drivers[step["scenario"]]
    got = _chain(driver, step["expect"], drivers)
    wanted = [_value(argument, driver, drivers) for argument in step["args"]]
    matcher = _MATCHERS.get(step["matcher"])
    if matcher is None:
        raise Unknown(step["matcher"])
    holds = matcher(got, wanted)
    if holds is not bool(step.get("not")):
        return ""
    shown = (
        got.stringValue if isinstance(got, Answer) else getattr(got, "choices", getattr(got, "state", got))
    )
    return (
        f"{step['expect']} {'not ' if step.get('not') else ''}{step['matcher']} {step['args']}, got {shown!r}"
    )


def _chain(driver: Driver, chain: list[dict[str, Any]], drivers: dict[int, Driver]) -> Any:
    value: Any = driver
    for link in chain:
        name = link.get("query") or link.get("action")
        if name:
            arguments = [_value(argument, driver, drivers) for argument in link.get("args", [])]
            value = getattr(value, name)(*arguments)
        elif "get" in link:
            by_key = isinstance(value, (dict, list))
            key = int(link["get"]) if isinstance(value, list) else link["get"]
            value = value[key] if by_key else getattr(value, link["get"])
        else:
            value = value(*[_value(argument, driver, drivers) for argument in link["call"]])
    return value


def _value(argument: Any, driver: Driver, drivers: dict[int, Driver]) -> Any:
    if isinstance(argument, list):
        return [_value(part, driver, drivers) for part in argument]
    if not isinstance(argument, dict):
        return argument
    if "$call" in argument:
        return _called(argument["$call"], [_value(part, driver, drivers) for part in argument["args"]])
    if "$observe" in argument:
        return _chain(driver, argument["$observe"], drivers)
    if "$temporal" in argument:
        return date.fromisoformat(argument["$temporal"][:10])
    for key in ("$int", "$num"):
        if key in argument:
            return float(argument[key]) if key == "$num" else int(argument[key])
    if "$const" in argument:
        return argument["$const"]
    if "$scenario" in argument:
        return drivers.get(argument["$scenario"])
    return {key: _value(part, driver, drivers) for key, part in argument.items()}


def _called(name: str, arguments: list[Any]) -> Any:
    if name == "getRef":
        return arguments[0]
    if name in ("intAnswer", "stringAnswer", "floatAnswer"):
        return str(arguments[0])
    if name == "choice":
        return tuple(arguments)
    if name.startswith("AnswerResult."):
        return name.partition(".")[2]
    if name == "answerText":
        return set(str(arguments[0]).replace(",", " ").split())
    if name in ("booleanAnswer", "expectedArea", "expectedDistance"):
        return arguments[0] if name == "booleanAnswer" else tuple(arguments)
    raise Unknown(name)


def _equal_answer(got: Any, wanted: list[Any]) -> bool:
    if isinstance(wanted[0], bool):
        return bool(got.value) is wanted[0]
    text = got.stringValue if isinstance(got, Answer) else str(got)
    if isinstance(wanted[0], set):
        return set(text.split()) == wanted[0]
    return text == wanted[0]


def _same(got: Any, wanted: list[Any]) -> bool:
    expected = wanted[0] if wanted else None
    if isinstance(got, Choices):
        return got is expected
    if isinstance(got, float) and isinstance(expected, (int, float)) and math.isnan(got):
        return math.isnan(expected)
    return bool(got == expected)


def _close(got: Answer, wanted: list[Any]) -> bool:
    expected, tolerance = wanted[0]
    return abs(float(got.stringValue) - float(expected)) <= float(tolerance)


def _contains(got: Choices, wanted: list[Any]) -> bool:
    return all(place is not None for place in _places(got, wanted[0]))


def _contains_in_order(got: Choices, wanted: list[Any]) -> bool:
    places = _places(got, wanted[0])
    return None not in places and places == sorted(place for place in places if place is not None)


def _places(got: Choices, wanted: list[tuple[str, ...]]) -> list[int | None]:
    found: list[int | None] = []
    for expected in wanted:
        at = (
            i
            for i, choice in enumerate(got.choices)
            if choice.value == expected[0] and (len(expected) < 2 or choice.label == expected[1])
        )
        found.append(next(at, None))
    return found


def _condition(answer: Answer) -> str:
    state = answer.state
    if state.valid:
        return ""
    return "constraint" if state.value.strip() else "required"


def _message(answer: Answer, condition: str) -> str | None:
    state = answer.state
    return state.message if _condition(answer) == condition and not state.message_is_default else None


def _xml(got: Driver, wanted: list[Any]) -> bool:
    return _canonical(got.xml()) == _canonical(wanted[0])


def _meta(driver: Driver, name: str) -> str | None:
    """The text of an element of the meta block."""
    for element in etree.fromstring(driver.xml().encode("utf-8")).iter():
        if etree.QName(element).localname == name:
            return element.text
    return None


def _canonical(text: str) -> list[object]:
    def walk(element: etree._Element) -> list[object]:
        name = etree.QName(element).localname
        words = "" if name in ("instanceID", "deprecatedID") else (element.text or "").strip()
        attributes = sorted((etree.QName(key).localname, value) for key, value in element.attrib.items())
        return [name, attributes, words, [walk(child) for child in element]]

    return walk(etree.fromstring(text.encode("utf-8")))


def _types(got: Any, wanted: list[Any]) -> bool:
    kinds = {"string": str, "bigint": int, "number": (int, float), "object": object, "boolean": bool}
    return isinstance(got, kinds[wanted[0]])


def _match(got: Any, wanted: list[Any]) -> bool:
    return _matches(got, wanted[0])


def _matches(got: Any, wanted: Any) -> bool:
    """A subset of keys, lists of the same length; `…` is where the recording was cut off."""
    if wanted in (["…"], "…"):
        return True
    if isinstance(wanted, dict):
        own = got if isinstance(got, dict) else {key: getattr(got, key) for key in wanted}
        return all(_matches(own.get(key), value) for key, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(got, list) and len(got) == len(wanted) and all(map(_matches, got, wanted))
    return bool(got == wanted)


def _node(check: str) -> Any:
    def run(got: InstanceNode, wanted: list[Any]) -> bool:
        state = got.state
        return {
            "relevant": state.relevant,
            "nonrelevant": not state.relevant,
            "readonly": state.readonly,
            "enabled": not state.readonly,
        }[check]

    return run


_MATCHERS: dict[str, Any] = {
    "toEqualAnswer": _equal_answer,
    "toBe": _same,
    "toEqual": _same,
    "equal": _same,
    "toBeNull": lambda got, wanted: got is None,
    "toMatchObject": _match,
    "toBeNonRelevant": _node("nonrelevant"),
    "toBeRelevant": _node("relevant"),
    "toBeEnabled": _node("enabled"),
    "toBeReadonly": _node("readonly"),
    "toHaveAppearance": lambda got, wanted: wanted[0] in got.appearances,
    "notToHaveAppearance": lambda got, wanted: wanted[0] not in got.appearances,
    "toYieldAppearances": lambda got, wanted: sorted(got.appearances) == sorted(wanted[0]),
    "toYieldClasses": lambda got, wanted: sorted(got.classes) == sorted(wanted[0]),
    "toContainChoicesInAnyOrder": _contains,
    "toContainChoices": _contains_in_order,
    "toBeTypeOf": _types,
    "toHaveAnswerCloseTo": _close,
    "toHaveValidityStatus": lambda got, wanted: _condition(got) == _RESULTS[wanted[0]],
    "toHaveRequiredMessage": lambda got, wanted: _message(got, "required") == wanted[0],
    "toHaveConstraintMessage": lambda got, wanted: _message(got, "constraint") == wanted[0],
    "toHaveValidityMessage": lambda got, wanted: (
        (_message(got, "required") or _message(got, "constraint")) == wanted[0]
    ),
    "toHaveDefaultRequiredMessage": lambda got, wanted: (
        _condition(got) == "required" and _message(got, "required") is None
    ),
    "toHaveDefaultConstraintMessage": lambda got, wanted: (
        _condition(got) == "constraint" and _message(got, "constraint") is None
    ),
    "toHavePreparedSubmissionXML": _xml,
    "toHaveDeprecatedIDFromSource": lambda got, wanted: (
        _meta(got, "deprecatedID") == _meta(wanted[0]["sourceScenario"], "instanceID")
    ),
    "toHaveEditedPreloadInstanceID": lambda got, wanted: (
        _meta(got, "instanceID") != _meta(wanted[0]["sourceScenario"], "instanceID")
    ),
    "toStartWith": lambda got, wanted: got.stringValue.startswith(wanted[0]),
    "toContain": lambda got, wanted: wanted[0] in got,
    "toBeReadyForSubmission": lambda got, wanted: not got.session.problems(),
}
