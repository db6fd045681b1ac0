"""Functions on the answers of selects: space-separated values."""

from __future__ import annotations

import math

from veldwerk.xlsform.errors import N_, XPathError
from veldwerk.xlsform.tree import string_value
from veldwerk.xlsform.xpath.ast import Expr
from veldwerk.xlsform.xpath.compile import Compiler
from veldwerk.xlsform.xpath.context import Context, Evaluate
from veldwerk.xlsform.xpath.registry import function, special
from veldwerk.xlsform.xpath.values import Value, to_boolean, to_number, to_string


@function("is-selected", 2, 2)
@function("selected", 2, 2)
def _selected(context: Context, answer: Value, value: Value) -> Value:
    return to_string(value).strip() in to_string(answer).split()


@function("selected-at", 2, 2)
def _selected_at(context: Context, answer: Value, place: Value) -> Value:
    values = to_string(answer).split()
    number = to_number(place, context.env.zone)
    if not math.isfinite(number) or not 0 <= math.trunc(number) < len(values):
        return ""
    return values[math.trunc(number)]


@function("count-selected", 1, 1)
def _count_selected(context: Context, answer: Value) -> Value:
    return float(len(to_string(answer).split()))


@function("checklist", 2, None)
def _checklist(context: Context, least: Value, most: Value, *values: Value) -> Value:
    """Whether between `least` and `most` of the values hold, -1 for no limit."""
    flags = [flag for value in values for flag in _each(value)]
    return _within(context, float(sum(map(to_boolean, flags))), least, most)


@function("weighted-checklist", 2, None)
def _weighted_checklist(context: Context, least: Value, most: Value, *values: Value) -> Value:
    """Pairs of a value and its weight; with two nodesets the first node goes with the first weight, and so on.

    XPathError when a value has no weight.
    """
    if len(values) % 2:
        raise XPathError(N_("weighted-checklist() needs a weight for each value."))
    zone, total = context.env.zone, 0.0
    for value, weight in zip(values[::2], values[1::2], strict=True):
        flags, weights = _each(value), _each(weight)
        if len(flags) > len(weights):
            raise XPathError(N_("weighted-checklist() needs a weight for each value."))
        total += sum(to_number(w, zone) for flag, w in zip(flags, weights, strict=False) if to_boolean(flag))
    return _within(context, total, least, most)


def _each(value: Value) -> list[Value]:
    """The values of all nodes of a nodeset; of anything else itself."""
    return [string_value(node) for node in value] if isinstance(value, list) else [value]


def _within(context: Context, total: float, least: Value, most: Value) -> bool:
    low, high = to_number(least, context.env.zone), to_number(most, context.env.zone)
    return (low < 0 or total >= low) and (high < 0 or total <= high)


@special("jr:choice-name", 2, 2)
def _choice_name(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    value, path = compiler.string(arguments[0]), compiler.string(arguments[1])
    return lambda context: context.env.choice_name(value(context), path(context), context.current)
