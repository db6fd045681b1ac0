"""The functions by name. Most take values; a few take their arguments unevaluated (`if`, `once`, `position`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from veldwerk.xlsform.xpath.ast import Expr
from veldwerk.xlsform.xpath.context import Context, Evaluate
from veldwerk.xlsform.xpath.values import Value

if TYPE_CHECKING:
    from veldwerk.xlsform.xpath.compile import Compiler

Build = Callable[["Compiler", tuple[Expr, ...]], Evaluate]
_ROOMS = ("core", "text", "selects", "repeats", "moments", "geo", "chance", "maths", "encoded")


@dataclass(frozen=True, slots=True)
class Function:
    """`most` None means any number of arguments."""

    name: str
    fewest: int
    most: int | None
    build: Build


_functions: dict[str, Function] = {}


def special(name: str, fewest: int, most: int | None) -> Callable[[Build], Build]:
    """Register a function that compiles its own arguments."""

    def register(build: Build) -> Build:
        _functions[name] = Function(name, fewest, most, build)
        return build

    return register


def function(
    name: str, fewest: int, most: int | None
) -> Callable[[Callable[..., Value]], Callable[..., Value]]:
    """Register `run(context, *values)`; values are floats, strings, booleans or lists of nodes."""

    def register(run: Callable[..., Value]) -> Callable[..., Value]:
        def build(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
            return _eager(run, [compiler.value(argument) for argument in arguments])

        _functions[name] = Function(name, fewest, most, build)
        return run

    return register


def _eager(run: Callable[..., Any], arguments: list[Evaluate]) -> Evaluate:
    if not arguments:
        return lambda context: run(context)
    if len(arguments) == 1:
        first = arguments[0]
        return lambda context: run(context, first(context))
    if len(arguments) == 2:
        first, second = arguments
        return lambda context: run(context, first(context), second(context))

    def several(context: Context) -> Value:
        value: Value = run(context, *[argument(context) for argument in arguments])
        return value

    return several


def lookup(name: str) -> Function | None:
    """The function of this name; the prefixes `jr:`, `odk:` and `cht:` may be part of it."""
    _load()
    return _functions.get(name)


@cache
def _load() -> None:
    """All rooms, once; a room imported by itself before has registered its own functions only."""
    for room in _ROOMS:
        import_module(f"veldwerk.xlsform.xpath.functions.{room}")


def names() -> list[str]:
    """All function names, sorted."""
    lookup("")
    return sorted(_functions)
