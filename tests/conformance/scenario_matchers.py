"""The assertions of recorded scenarios, under the names their suite gives them: `(got, arguments) -> holds`.

The first group is the recording project's own (its `assertion/extensions`), the second that of its test library.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from tests.conformance.scenario_driver import Driver
from tests.conformance.scenario_views import Answer, Choices, ChoiceView, InstanceNode, Reference, condition

Matcher = Callable[[Any, list[Any]], bool]
_RESULTS = {"OK": "", "CONSTRAINT_VIOLATED": "constraint", "REQUIRED_BUT_EMPTY": "required"}
_UID = re.compile(r"uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


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


def _message(answer: Answer, wanted: str) -> str | None:
    state = answer.state
    return state.message if condition(state) == wanted and not state.message_is_default else None


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


def _node(check: str) -> Matcher:
    def run(got: InstanceNode, wanted: list[Any]) -> bool:
        state = got.state
        return {
            "relevant": state.relevant,
            "nonrelevant": not state.relevant,
            "readonly": state.readonly,
            "enabled": not state.readonly,
            "required": state.required,
            "optional": not state.required,
        }[check]

    return run


def _ordered(compare: Callable[[float, float], bool]) -> Matcher:
    return lambda got, wanted: compare(float(_plain(got)), float(_plain(wanted[0])))


def _plain(value: Any) -> Any:
    """The value behind an answer, a choice or a reference."""
    if isinstance(value, Answer):
        return value.stringValue
    if isinstance(value, ChoiceView):
        return value.value
    return value.xpathReference if isinstance(value, Reference) else value


def _close_to(got: Any, wanted: list[Any]) -> bool:
    """Half a unit of the last decimal asked for, two decimals by default."""
    digits = wanted[1] if len(wanted) > 1 else 2
    return abs(float(_plain(got)) - float(wanted[0])) < 0.5 * 10.0 ** -float(digits)


def _found(got: Any, wanted: list[Any]) -> bool:
    """A pattern, or a text that stands in it as it is."""
    pattern = wanted[0]
    source = (
        pattern["$regex"] if isinstance(pattern, dict) and "$regex" in pattern else re.escape(str(pattern))
    )
    return re.search(source, str(_plain(got))) is not None


def _contains_equal(got: Any, wanted: list[Any]) -> bool:
    return any(_matches(_plain(one), _plain(wanted[0])) for one in got)


def _length(got: Any, wanted: list[Any]) -> bool:
    return (got.size() if isinstance(got, Choices) else len(got)) == wanted[0]


def _yields(name: str) -> Matcher:
    return lambda got, wanted: set(wanted[0]) <= set(getattr(got, name))


def _default_message(wanted: str) -> Matcher:
    return lambda got, arguments: condition(got.state) == wanted and _message(got, wanted) is None


def _uid(got: Driver, name: str) -> str | None:
    text = _meta(got, name)
    return text if text is not None and _UID.fullmatch(text) else None


def _edited_id(got: Driver, wanted: list[Any]) -> bool:
    return _uid(got, "instanceID") not in (None, _uid(wanted[0]["sourceScenario"], "instanceID"))


def _deprecated_id(got: Driver, wanted: list[Any]) -> bool:
    return _uid(got, "deprecatedID") == _uid(wanted[0]["sourceScenario"], "instanceID") is not None


def _no_problems(got: Any, wanted: list[Any]) -> bool:
    driver = got if isinstance(got, Driver) else got.driver
    return not driver.session.problems()


MATCHERS: dict[str, Matcher] = {
    "toEqualAnswer": _equal_answer,
    "toHaveAnswerCloseTo": _close,
    "toStartWith": lambda got, wanted: got.stringValue.startswith(wanted[0]),
    "toHaveValidityStatus": lambda got, wanted: condition(got.state) == _RESULTS[wanted[0]],
    "toHaveRequiredMessage": lambda got, wanted: _message(got, "required") == wanted[0],
    "toHaveConstraintMessage": lambda got, wanted: _message(got, "constraint") == wanted[0],
    "toHaveValidityMessage": lambda got, wanted: (
        (_message(got, "required") or _message(got, "constraint")) == wanted[0]
    ),
    "toHaveDefaultRequiredMessage": _default_message("required"),
    "toHaveDefaultConstraintMessage": _default_message("constraint"),
    "toBeNonRelevant": _node("nonrelevant"),
    "toBeRelevant": _node("relevant"),
    "toBeEnabled": _node("enabled"),
    "toBeReadonly": _node("readonly"),
    "toBeRequired": _node("required"),
    "toBeOptional": _node("optional"),
    "toHaveAppearance": lambda got, wanted: wanted[0] in got.appearances,
    "notToHaveAppearance": lambda got, wanted: wanted[0] not in got.appearances,
    "toYieldAppearances": _yields("appearances"),
    "toHaveClass": lambda got, wanted: wanted[0] in got.classes,
    "notToHaveClass": lambda got, wanted: wanted[0] not in got.classes,
    "toYieldClasses": _yields("classes"),
    "toContainChoicesInAnyOrder": _contains,
    "toContainChoices": _contains_in_order,
    "toEqualTreeReference": lambda got, wanted: _plain(got) == _plain(wanted[0]),
    "toBeValid": _no_problems,
    "toBeReadyForSubmission": _no_problems,
    "toBePendingSubmissionWithViolations": lambda got, wanted: not _no_problems(got, wanted),
    "toHavePreparedSubmissionXML": _xml,
    "toHaveSerializedSubmissionXML": _xml,
    "toHaveComputedPreloadInstanceID": lambda got, wanted: _uid(got, "instanceID") is not None,
    "toHaveDeprecatedIDFromSource": _deprecated_id,
    "toHaveEditedPreloadInstanceID": _edited_id,
    "toBe": _same,
    "toEqual": _same,
    "toStrictEqual": _same,
    "equal": _same,
    "eql": _same,
    "toBeNull": lambda got, wanted: got is None,
    "toBeUndefined": lambda got, wanted: got is None,
    "toBeDefined": lambda got, wanted: got is not None,
    "toBeTruthy": lambda got, wanted: bool(_plain(got)),
    "toBeFalsy": lambda got, wanted: not _plain(got),
    "toBeNaN": lambda got, wanted: isinstance(got, float) and math.isnan(got),
    "toBeTypeOf": _types,
    "toMatch": _found,
    "toMatchObject": _match,
    "toContain": lambda got, wanted: wanted[0] in _plain(got),
    "toContainEqual": _contains_equal,
    "toHaveLength": _length,
    "toBeCloseTo": _close_to,
    "toBeGreaterThan": _ordered(operator.gt),
    "toBeGreaterThanOrEqual": _ordered(operator.ge),
    "toBeLessThan": _ordered(operator.lt),
    "toBeLessThanOrEqual": _ordered(operator.le),
}
