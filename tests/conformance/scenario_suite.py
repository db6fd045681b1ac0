"""scenarios: whole forms filled step by step, with what another engine's suite asserts on the way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from tests.conformance.frame import Case, suite
from tests.conformance.lines import json_lines
from tests.conformance.scenario_driver import Driver
from tests.conformance.scenario_lost import lists_of, lost
from tests.conformance.scenario_matchers import MATCHERS
from tests.conformance.scenario_views import Answer, Choices
from veldwerk.xlsform import read
from veldwerk.xlsform.errors import FormError


class Unknown(Exception):
    """A step this driver has no word for."""


@suite("scenarios")
def run(data_dir: Path) -> Iterable[Case]:
    """One case a scenario; it passes when every step does."""
    forms = data_dir / "forms"
    corpus = forms / "corpus" / "getodk-web-forms"
    media = {path.name: path.parent for path in sorted(corpus.rglob("*.*"), reverse=True)}
    named = {name: folder / name for name, folder in media.items() if name.endswith(".xml")}
    refused = {
        verdict["file"].partition("getodk-web-forms/")[2]
        for verdict in json_lines(forms / "corpus_verdicts.jsonl")
        if verdict["status"] != "success"
    }
    refused |= {name.rpartition("/")[2] for name in refused}
    for row in json_lines(forms / "scenarios.jsonl"):
        files = [
            _file(step["init"].get("file", ""), corpus, named) for step in row["steps"] if "init" in step
        ]
        skip = next((flag for flag in ("fails", "skip") if flag in row["flags"]), "")
        if not skip and any(path is None for path in files):
            skip = "the form is not there"
        if not skip:
            skip = lost(row, files, media)
        yield Case(
            row["id"],
            lambda row=row: _check(row, corpus, named, refused, media),
            input={"test": row["test"], "steps": len(row["steps"])},
            expected="every step",
            skip=skip,
        )


def _file(name: str, corpus: Path, named: dict[str, Path]) -> Path | None:
    path = corpus / name
    return path if path.is_file() else named.get(name.rpartition("/")[2])


def _check(
    row: dict[str, Any], corpus: Path, named: dict[str, Path], refused: set[str], media: dict[str, Path]
) -> tuple[bool, object]:
    drivers: dict[int, Driver] = {}
    rejects = any(step.get("expectReject") for step in row["steps"])
    made: object = None
    for number, step in enumerate(row["steps"]):
        try:
            if "init" in step:
                path = _file(step["init"]["file"], corpus, named)
                assert path is not None
                drivers[step["scenario"]] = _begin(step["init"], path, media)
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


def _begin(init: dict[str, Any], path: Path, media: dict[str, Path]) -> Driver:
    """A new session, or one on the answers that `editInstance` gives; lists may lie elsewhere in the corpus."""
    folders = [media[name] for name in lists_of(path) if name in media and not (path.parent / name).exists()]
    form = read(path, media=folders[0] if folders else None)
    options = init.get("options", {})
    provider = options.get("geolocationProvider", {}).get("args", [""])
    driver = Driver(
        form, location=provider[0], properties=_properties(options.get("preloadProperties") or {})
    )
    if options.get("editInstance"):
        return driver.edited(options["editInstance"])
    return driver


def _properties(given: dict[str, Any]) -> dict[str, str]:
    """The device's properties by the names of jr:preloadParams: `deviceID` is asked for as `deviceid`."""
    return {name.lower(): str(value) for name, value in given.items() if value is not None}


def _expect(drivers: dict[int, Driver], step: dict[str, Any]) -> str:
    """What is wrong with an assertion, "" when it holds."""
    driver = drivers[step["scenario"]]
    got = _chain(driver, step["expect"], drivers)
    wanted = [_value(argument, driver, drivers) for argument in step["args"]]
    matcher = MATCHERS.get(step["matcher"])
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
            value = _got(value, link["get"])
        else:
            value = value(*[_value(argument, driver, drivers) for argument in link["call"]])
    return value


def _got(value: Any, name: str) -> Any:
    """A property as JavaScript reads it: of an object by key, of a list by place, and everything's `length`."""
    if name == "length":
        return value.size() if isinstance(value, Choices) else len(value)
    if isinstance(value, dict):
        return value.get(name)
    if isinstance(value, list):
        return value[int(name)]
    if name == "toString" and not hasattr(value, name):
        return lambda: str(value)
    return getattr(value, name)


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
    if name == "booleanAnswer":
        return arguments[0]
    if name.startswith("expected"):
        return tuple(arguments)
    raise Unknown(name)
