"""Going through the parts of a parsed expression."""

from __future__ import annotations

from collections.abc import Iterator

from veldwerk.xlsform.xpath.ast import Binary, Call, Expr, Filter, Negate, Path, Root


def parts(expr: Expr) -> Iterator[Expr]:
    """The expression and everything in it, without recursion: chains may be longer than the stack is deep."""
    pending: list[Expr] = [expr]
    while pending:
        one = pending.pop()
        yield one
        pending.extend(reversed(list(_inside(one))))


def _inside(expr: Expr) -> Iterator[Expr]:
    match expr:
        case Binary(_, left, right):
            yield left
            yield right
        case Negate(operand):
            yield operand
        case Call(_, arguments):
            yield from arguments
        case Filter(primary, predicates):
            yield primary
            yield from predicates
        case Path(start, steps):
            if start is not None and not isinstance(start, Root):
                yield start
            for step in steps:
                yield from step.predicates


def calls(expr: Expr) -> Iterator[Call]:
    """All calls of functions in an expression."""
    for part in parts(expr):
        if isinstance(part, Call):
            yield part


def outside_predicates(expr: Expr) -> Iterator[Expr]:
    """As `parts`, without what stands in a predicate: there names mean something else."""
    pending: list[Expr] = [expr]
    while pending:
        one = pending.pop()
        yield one
        if isinstance(one, Filter):
            pending.append(one.primary)
        elif isinstance(one, Path):
            if one.start is not None and not isinstance(one.start, Root):
                pending.append(one.start)
        else:
            pending.extend(reversed(list(_inside(one))))
