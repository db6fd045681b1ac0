"""From a parsed expression to a closure `(Context) -> value`."""

from __future__ import annotations

import math
import operator as operators
from collections.abc import Callable
from typing import Protocol

from veldwerk.xlsform.errors import N_, XPathError
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
    Variable,
    spine,
)
from veldwerk.xlsform.xpath.axes import in_document_order
from veldwerk.xlsform.xpath.context import Context, Evaluate, EvaluateNodes
from veldwerk.xlsform.xpath.folding import fixed, folded, nowhere
from veldwerk.xlsform.xpath.parser import parse
from veldwerk.xlsform.xpath.paths import StepRun, _compile_step, _from_root, compile_path, compile_predicate
from veldwerk.xlsform.xpath.registry import lookup
from veldwerk.xlsform.xpath.values import Value, compare, to_boolean, to_number, to_string

_ADDS = frozenset({"+", "-"})
_MULTIPLIES = frozenset({"*", "div", "mod"})


class Scope(Protocol):
    """Where an expression stands in a form; lets absolute paths mean the same repeat instance."""

    def contextualise(self, steps: tuple[Step, ...]) -> tuple[int, tuple[Step, ...]]:
        """(how many parents to go up from the current node, the steps left), or (-1, steps) to begin at the root."""


class Compiler:
    """Compiles expressions for one scope.

    Calls that cannot work (no such function, too many values) are collected in `problems` and raise when they are run.
    """

    def __init__(self, scope: Scope | None = None) -> None:
        self.scope = scope
        self.problems: list[XPathError] = []

    def source(self, text: str) -> Evaluate:
        """Parse and compile. XPathError also for a chain, of comparisons for one, that is longer than the stack."""
        try:
            return self.value(parse(text))
        except RecursionError as error:
            raise XPathError(N_("The expression is nested too deeply.")) from error

    def value(self, expr: Expr) -> Evaluate:
        match expr:
            case Literal(text):
                return lambda context: text
            case Number(number):
                return lambda context: number
            case Path() | Root() | Filter():
                return self.nodes(expr)
            case Negate(operand):
                inner = self.number(operand)
                return folded(expr, lambda context: -inner(context))
            case Binary():
                return folded(expr, self._binary(expr))
            case Call():
                return self._call(expr)
            case Variable(name):
                raise XPathError(N_("Variables do not exist in forms: ${name}"), name=name)

    def nodes(self, expr: Expr) -> EvaluateNodes:
        """A closure giving nodes; evaluating raises XPathError when the expression gives something else."""
        if isinstance(expr, Path):
            return compile_path(self, expr)
        if isinstance(expr, Root):
            return _from_root
        if isinstance(expr, Filter):
            return self._filter(expr)
        inner = self.value(expr)

        def checked(context: Context) -> list[XNode]:
            value = inner(context)
            if not isinstance(value, list):
                raise XPathError(N_("A place in the form is expected here, not a value."))
            return value

        return checked

    def string(self, expr: Expr) -> Callable[[Context], str]:
        if isinstance(expr, Literal):
            text = expr.value
            return lambda context: text
        inner = self.value(expr)
        return lambda context: to_string(inner(context))

    def number(self, expr: Expr) -> Callable[[Context], float]:
        if isinstance(expr, Number):
            number = expr.value
            return lambda context: number
        inner = self.value(expr)
        return lambda context: to_number(inner(context), context.env.zone)

    def boolean(self, expr: Expr) -> Callable[[Context], bool]:
        inner = self.value(expr)
        return lambda context: to_boolean(inner(context))

    def scanning_step(self, step: Step) -> StepRun:
        """The step without index."""
        return _compile_step(self, step, False)

    def _filter(self, expr: Filter) -> EvaluateNodes:
        start = self.nodes(expr.primary)
        predicates = [compile_predicate(self, predicate) for predicate in expr.predicates]

        def run(context: Context) -> list[XNode]:
            nodes = start(context)
            for predicate in predicates:
                nodes = predicate(nodes, context)
            return nodes

        return run

    def _binary(self, expr: Binary) -> Evaluate:
        operator = expr.operator
        if operator in ("or", "and"):
            return _logical(operator, [self.boolean(part) for part in spine(expr)])
        if operator == "|":
            parts = [self.nodes(part) for part in spine(expr)]
            return lambda context: in_document_order(node for part in parts for node in part(context))
        if operator in _ADDS or operator in _MULTIPLIES:
            return _arithmetic(expr, self.number)
        return self._comparison(expr)

    def _comparison(self, expr: Binary) -> Evaluate:
        operator = expr.operator
        if operator == "=" and isinstance(expr.right, Literal) and isinstance(expr.left, Path):
            nodes, text = self.nodes(expr.left), expr.right.value

            def equals(context: Context) -> Value:
                return any(string_value(node) == text for node in nodes(context))

            return equals
        left, right = self.value(expr.left), self.value(expr.right)
        return lambda context: compare(operator, left(context), right(context), context.env.zone)

    def _call(self, expr: Call) -> Evaluate:
        function = lookup(expr.name)
        if function is None:
            return self._refused(XPathError(N_("The function {name}() does not exist."), name=expr.name))
        count = len(expr.arguments)
        if count < function.fewest or (function.most is not None and count > function.most):
            message = N_("{name}() is given a wrong number of values: {count}.")
            return self._refused(XPathError(message, name=expr.name, count=count))
        return folded(expr, function.build(self, expr.arguments))

    def _refused(self, problem: XPathError) -> Evaluate:
        self.problems.append(problem)

        def refuse(context: Context) -> Value:
            raise problem

        return refuse


def constant(expr: Expr) -> Value | None:
    """The value that an expression has in every form, None when it depends on anything or cannot be worked out."""
    if not fixed(expr):
        return None
    compiler = Compiler()
    evaluate = compiler.value(expr)
    return None if compiler.problems else evaluate(nowhere())


def _logical(operator: str, parts: list[Callable[[Context], bool]]) -> Callable[[Context], bool]:
    if len(parts) == 2:
        first, second = parts
        if operator == "or":
            return lambda context: first(context) or second(context)
        return lambda context: first(context) and second(context)
    if operator == "or":
        return lambda context: any(part(context) for part in parts)
    return lambda context: all(part(context) for part in parts)


def _arithmetic(
    expr: Binary, number: Callable[[Expr], Callable[[Context], float]]
) -> Callable[[Context], float]:
    """A chain of operators of one precedence, worked out from the left."""
    level = _ADDS if expr.operator in _ADDS else _MULTIPLIES
    links: list[tuple[str, Callable[[Context], float]]] = []
    current: Expr = expr
    while isinstance(current, Binary) and current.operator in level:
        links.append((current.operator, number(current.right)))
        current = current.left
    links.reverse()
    first = number(current)
    if len(links) == 1:
        return _pair(links[0][0], first, links[0][1])
    steps = [(_WORK[operator], operand) for operator, operand in links]

    def run(context: Context) -> float:
        total = first(context)
        for work, operand in steps:
            total = work(total, operand(context))
        return total

    return run


def _pair(
    operator: str, left: Callable[[Context], float], right: Callable[[Context], float]
) -> Callable[[Context], float]:
    if operator == "+":
        return lambda context: left(context) + right(context)
    if operator == "-":
        return lambda context: left(context) - right(context)
    work = _WORK[operator]
    return lambda context: work(left(context), right(context))


def _divide(left: float, right: float) -> float:
    if right:
        return left / right
    if left != left or left == 0:
        return float("nan")
    return float("inf") if (left > 0) == (str(right)[0] != "-") else float("-inf")


def _modulo(left: float, right: float) -> float:
    """The sign of the dividend, as in XPath (and Java and JavaScript)."""
    if left != left or right != right or not right or left in (float("inf"), float("-inf")):
        return float("nan")
    if right in (float("inf"), float("-inf")):
        return left
    return math.fmod(left, right)


_WORK: dict[str, Callable[[float, float], float]] = {
    "+": operators.add,
    "-": operators.sub,
    "*": operators.mul,
    "div": _divide,
    "mod": _modulo,
}
