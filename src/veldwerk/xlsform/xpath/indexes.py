"""Equality indexes: `instance('x')/root/item[state = … and lga = …]` looked up instead of scanned.

Secondary instances do not change while a form is filled, so an index is built once for a session, at its first use.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from veldwerk.xlsform.tree import XNode, string_value
from veldwerk.xlsform.xpath.ast import (
    Binary,
    Call,
    Expr,
    Filter,
    Literal,
    Negate,
    Number,
    Path,
    Root,
    Step,
    conjuncts,
)
from veldwerk.xlsform.xpath.context import Context, Evaluate

if TYPE_CHECKING:
    from veldwerk.xlsform.xpath.compile import Compiler

_CONDITIONS = frozenset({"=", "!=", "<", "<=", ">", ">=", "or"})
_TESTS = frozenset(
    {"not", "selected", "contains", "starts-with", "ends-with", "regex", "boolean", "true", "false"}
)
_NOT_CONSTANT = frozenset({"position", "last", "name", "local-name", "namespace-uri", "string", "number"})
StepRun = Callable[[list[XNode], Context], list[XNode]]


def indexed_filter(compiler: Compiler, source: Expr | None, steps: tuple[Step, ...]) -> StepRun | None:
    """A replacement for the last step when its predicates hold equalities of a child with a value from outside.

    The index finds what fulfils the equalities; other conditions are asked of those few.
    """
    last = steps[-1]
    plain_before = all(_plain_child(step) and not step.predicates for step in steps[:-1])
    if not plain_before or not _plain_child(last):
        return None
    names: list[str] = []
    wanted: list[Evaluate] = []
    rest: list[Callable[[Context], bool]] = []
    for part in [part for predicate in last.predicates for part in conjuncts(predicate)]:
        pair = _equality(part)
        if pair is not None:
            names.append(pair[0])
            wanted.append(compiler.value(pair[1]))
        elif _plain_condition(part):
            rest.append(compiler.boolean(part))
        else:
            return None
    if not names:
        return None
    scan_step = compiler.scanning_step(last)
    key = (source, steps[:-1], last.test, tuple(names))
    name, children = last.test.name, tuple(names)

    def run(nodes: list[XNode], context: Context) -> list[XNode]:
        parts: list[str] = []
        for evaluate in wanted:
            value = evaluate(context)
            if isinstance(value, list) and len(value) < 2:
                if not value:
                    return []
                value = string_value(value[0])
            if not isinstance(value, str):
                return scan_step(nodes, context)
            parts.append(value)
        index = context.env.indexes.get(key)
        if index is None:
            index = context.env.indexes[key] = _build(nodes, name, children)
        found = index.get(tuple(parts), [])
        return _fulfilling(found, rest, context) if rest else found

    return run


def _fulfilling(items: list[XNode], rest: list[Callable[[Context], bool]], context: Context) -> list[XNode]:
    inner = Context(context.node, context.env, context.current)
    kept: list[XNode] = []
    for item in items:
        inner.node = item
        if all(condition(inner) for condition in rest):
            kept.append(item)
    return kept


def _plain_condition(expr: Expr) -> bool:
    """A condition that is a boolean and asks nothing of an item's place."""
    if isinstance(expr, Binary):
        return expr.operator in _CONDITIONS and not _asks_place(expr)
    return isinstance(expr, Call) and expr.name in _TESTS and not _asks_place(expr)


def _asks_place(expr: Expr) -> bool:
    match expr:
        case Call(name, arguments):
            if name in ("last", "position") and not arguments:
                return True
            return any(_asks_place(argument) for argument in arguments)
        case Binary(_, left, right):
            return _asks_place(left) or _asks_place(right)
        case Negate(operand):
            return _asks_place(operand)
    return False


def _build(nodes: list[XNode], name: str, children: tuple[str, ...]) -> dict[tuple[str, ...], list[XNode]]:
    index: dict[tuple[str, ...], list[XNode]] = {}
    for holder in nodes:
        for item in holder.named(name):
            found = {child.name: child for child in reversed(item.children)}
            if all(column in found for column in children):
                index.setdefault(tuple(string_value(found[c]) for c in children), []).append(item)
    return index


def _plain_child(step: Step) -> bool:
    return (
        step.axis == "child" and step.test.kind == "name" and step.test.name != "*" and not step.test.prefix
    )


def _equality(expr: Expr) -> tuple[str, Expr] | None:
    if not isinstance(expr, Binary) or expr.operator != "=":
        return None
    for own, other in ((expr.left, expr.right), (expr.right, expr.left)):
        if (
            isinstance(own, Path)
            and own.start is None
            and len(own.steps) == 1
            and _plain_child(own.steps[0])
            and not own.steps[0].predicates
            and independent(other)
        ):
            return own.steps[0].test.name, other
    return None


def independent(expr: Expr) -> bool:
    """Whether an expression has the same value for each node it is a predicate of."""
    match expr:
        case Literal() | Number() | Root():
            return True
        case Negate(operand):
            return independent(operand)
        case Binary(_, left, right):
            return independent(left) and independent(right)
        case Call(name, arguments):
            if name == "current" or (name in _NOT_CONSTANT and not arguments):
                return name == "current"
            return all(independent(argument) for argument in arguments)
        case Path(start, _):
            return start is not None and independent(start)
        case Filter(primary, _):
            return independent(primary)
    return False
