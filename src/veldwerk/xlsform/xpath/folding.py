"""Which parts of an expression have one value, whatever the form holds: they are worked out once, when it is compiled.

Safe is what reads no node, clock, language or zone. Text in arithmetic may be a date, whose day number depends on the
zone; it is left alone.
"""

from __future__ import annotations

from datetime import UTC, datetime

from veldwerk.xlsform.tree import ROOT, XNode
from veldwerk.xlsform.xpath.ast import Binary, Call, Expr, Literal, Negate, Number
from veldwerk.xlsform.xpath.context import Context, Env, Evaluate

_ARITHMETIC = frozenset({"+", "-", "*", "div", "mod"})
_PURE = frozenset(
    {"true", "false", "not", "boolean", "string", "concat", "string-length", "normalize-space", "translate"}
    | {"contains", "starts-with", "ends-with", "substring-before", "substring-after"}
)
_EMPTY = frozenset({"true", "false"})


def folded(expr: Expr, evaluate: Evaluate) -> Evaluate:
    """A closure with the value of a fixed expression, else the one given."""
    if isinstance(expr, (Literal, Number)) or not fixed(expr):
        return evaluate
    value = evaluate(nowhere())
    return lambda context: value


def nowhere() -> Context:
    """What a fixed expression is worked out in: it reads nothing of it."""
    return Context(XNode(ROOT), Env(lambda: datetime(1970, 1, 1, tzinfo=UTC), str))


def fixed(expr: Expr) -> bool:
    """Whether an expression has the same value in every form at every time."""
    match expr:
        case Literal():
            return True
        case Binary(operator, left, right) if operator in ("=", "!="):
            return (numeric(left) and numeric(right)) or (
                isinstance(left, Literal) and isinstance(right, Literal)
            )
        case Binary(operator, left, right) if operator in ("<", "<=", ">", ">="):
            return numeric(left) and numeric(right)
        case Call(name, arguments) if name in _PURE:
            return bool(arguments or name in _EMPTY) and all(fixed(argument) for argument in arguments)
    return numeric(expr)


def numeric(expr: Expr) -> bool:
    """Whether an expression is made of numbers alone."""
    while (
        isinstance(expr, Binary) and expr.operator in _ARITHMETIC
    ):  # chains may be longer than the stack is deep
        if not numeric(expr.right):
            return False
        expr = expr.left
    return isinstance(expr, Number) or (isinstance(expr, Negate) and numeric(expr.operand))
