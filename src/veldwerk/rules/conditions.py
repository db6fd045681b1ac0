"""The left side of a rule: tests on the fields of a case, joined by all, any and none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from veldwerk.domain.errors import N_
from veldwerk.domain.parsing import Node
from veldwerk.domain.vocabulary import FIELDS, SITUATION, Field

Facts = Mapping[str, object]
"""Values by field id: codes, frozensets of codes, whole numbers, booleans or None; and «situatie»."""

_FIELDS: Mapping[str, Field] = {**FIELDS, SITUATION.id: SITUATION}
_OPERATORS = {
    "one": ("eq", "in"),
    "many": ("has", "has_any"),
    "months": ("lte", "gte"),
    "count": ("lte", "gte"),
    "truth": ("eq",),
}
_JOINS = ("all", "any", "none")


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled condition. `fields` are the inputs it looks at, in order; `words` its plain text for a
    printed table.
    """

    holds: Callable[[Facts], bool]
    fields: tuple[str, ...]
    words: str


def read_condition(node: Node) -> Condition:
    """Compile a condition from data; raises `UserError` at the exact place of an unknown field, operator or
    value.
    """
    keys = set(node.mapping())
    if keys & set(_JOINS):
        if len(keys) != 1:
            raise node.fail(N_("{place}: give one of all, any and none, and nothing beside it"))
        return _joined(keys.pop(), node)
    node.only(("field", "op", "value"))
    known = _FIELDS[node.choice("field", _FIELDS)]
    operator = node.choice("op", _OPERATORS[known.shape])
    return _leaf(known, operator, node.at("value"))


def _joined(join: str, node: Node) -> Condition:
    parts = [read_condition(child) for child in node.at(join).elements()]
    if not parts:
        raise node.fail(N_("{place}: the list of conditions is empty"))
    tests = tuple(part.holds for part in parts)
    fields = tuple(dict.fromkeys(name for part in parts for name in part.fields))
    texts = [part.words for part in parts]
    if join == "all":
        return Condition(lambda facts: all(test(facts) for test in tests), fields, " AND ".join(texts))
    if join == "any":
        return Condition(lambda facts: any(test(facts) for test in tests), fields, f"({' OR '.join(texts)})")
    return Condition(
        lambda facts: not any(test(facts) for test in tests), fields, f"NOT({' OR '.join(texts)})"
    )


def _leaf(known: Field, operator: str, value: Node) -> Condition:
    name = known.id
    words = f"{name} {operator} {value.value}"
    if operator in ("lte", "gte"):
        limit = value.as_integer()
        return Condition(_compare(name, operator, limit), (name,), words)
    if known.shape == "truth":
        if not isinstance(value.value, bool):
            raise value.fail(N_("{place}: true or false is expected here"))
        wanted = value.value
        return Condition(lambda facts: facts[name] is wanted, (name,), words)
    if operator == "eq":
        code = value.one_of(known.codes)
        return Condition(lambda facts: facts[name] == code, (name,), words)
    if operator == "has":
        code = value.one_of(known.codes)
        return Condition(lambda facts: code in facts[name], (name,), words)  # type: ignore[operator]  # a set by shape
    codes = frozenset(child.one_of(known.codes) for child in value.elements())
    if operator == "in":
        return Condition(lambda facts: facts[name] in codes, (name,), words)
    return Condition(lambda facts: not codes.isdisjoint(facts[name]), (name,), words)  # type: ignore[arg-type]  # a set


def _compare(name: str, operator: str, limit: int) -> Callable[[Facts], bool]:
    """A number against a limit; an unknown number satisfies neither."""

    def holds(facts: Facts) -> bool:
        value = facts[name]
        if not isinstance(value, int):
            return False
        return value <= limit if operator == "lte" else value >= limit

    return holds
