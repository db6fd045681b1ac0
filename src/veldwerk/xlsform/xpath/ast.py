"""The parts of a parsed expression. Equal expressions give equal trees; `unparse` writes one back."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Number:
    value: float


@dataclass(frozen=True, slots=True)
class Literal:
    value: str


@dataclass(frozen=True, slots=True)
class Variable:
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Negate:
    operand: Expr


@dataclass(frozen=True, slots=True)
class Binary:
    """`operator` is one of `or and = != < <= > >= + - * div mod |`."""

    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Test:
    """`kind` is name, node, text, comment or processing-instruction; for a name `*` stands for any local part."""

    kind: str
    name: str = ""
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    axis: str
    test: Test
    predicates: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """`start` is None for a path from the context node, ROOT for `/…`, or the expression the steps begin at."""

    start: Expr | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Root:
    """The `/` at the beginning of a path."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A primary expression with predicates: `instance('x')[1]`, `(…)[…]`."""

    primary: Expr
    predicates: tuple[Expr, ...]


Expr = Number | Literal | Variable | Call | Negate | Binary | Path | Root | Filter

NODE = Test("node")
PARENT = Step("parent", NODE)
SELF = Step("self", NODE)
ANYWHERE_BELOW = Step("descendant-or-self", NODE)


def spine(expr: Binary, *, mixed: bool = False) -> list[Expr]:
    """The operands of a chain `a or b or c`, left to right; chains may be longer than the stack is deep.

    `mixed` takes a chain of any operators apart, for those who only look at the operands.
    """
    found: list[Expr] = []
    current: Expr = expr
    while isinstance(current, Binary) and (mixed or current.operator == expr.operator):
        found.append(current.right)
        current = current.left
    return [current, *reversed(found)]


def conjuncts(expr: Expr) -> list[Expr]:
    """The conditions that all have to hold, of nested chains of `and` too."""
    if isinstance(expr, Binary) and expr.operator == "and":
        return [inner for part in spine(expr) for inner in conjuncts(part)]
    return [expr]


def unparse(expr: Expr) -> str:
    """Write an expression so that parsing it again gives the same tree."""
    match expr:
        case Number(value):
            return "1e999" if math.isinf(value) else f"{Decimal(repr(value)):f}"
        case Literal(value):
            return f'"{value}"' if '"' not in value else f"'{value}'"
        case Variable(name):
            return f"${name}"
        case Call(name, arguments):
            return f"{name}({', '.join(unparse(argument) for argument in arguments)})"
        case Negate(operand):
            return f"-({unparse(operand)})"
        case Binary():
            return _unparse_chain(expr)
        case Root():
            return "/"
        case Filter(primary, predicates):
            return f"({unparse(primary)}){_predicates(predicates)}"
        case Path(start, steps):
            return _unparse_path(start, steps)


def _unparse_chain(expr: Binary) -> str:
    """`a or b or c` without a bracket for each, which might be more than are read back."""
    links: list[str] = []
    current: Expr = expr
    while isinstance(current, Binary) and current.operator == expr.operator:
        links.append(f"{current.operator} ({unparse(current.right)})")
        current = current.left
    return " ".join([f"({unparse(current)})", *reversed(links)])


def _unparse_path(start: Expr | None, steps: tuple[Step, ...]) -> str:
    written = "/".join(_unparse_step(step) for step in steps)
    if start is None:
        return written
    if isinstance(start, Root):
        return f"/{written}"
    return f"({unparse(start)})/{written}"


def _unparse_step(step: Step) -> str:
    return f"{step.axis}::{_unparse_test(step.test)}{_predicates(step.predicates)}"


def _unparse_test(test: Test) -> str:
    if test.kind == "name":
        return f"{test.prefix}:{test.name}" if test.prefix else test.name
    if test.kind == "processing-instruction" and test.name:
        return f'processing-instruction("{test.name}")'
    return f"{test.kind}()"


def _predicates(predicates: tuple[Expr, ...]) -> str:
    return "".join(f"[{unparse(predicate)}]" for predicate in predicates)
