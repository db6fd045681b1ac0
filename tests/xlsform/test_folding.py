"""Fixed parts of expressions: worked out once, with the value they would have had."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veldwerk.xlsform.tree import ROOT, XNode
from veldwerk.xlsform.xpath.ast import Binary, Expr, Negate, Number
from veldwerk.xlsform.xpath.compile import Compiler, constant
from veldwerk.xlsform.xpath.context import Context, Env
from veldwerk.xlsform.xpath.folding import fixed
from veldwerk.xlsform.xpath.parser import parse


def context() -> Context:
    return Context(XNode(ROOT), Env(lambda: datetime(2026, 11, 25, tzinfo=UTC), str))


@pytest.mark.parametrize(
    "source",
    ["1 + 2 * 3", "concat('a', 'b', 1)", "not(false())", "-(2) < 1", "'a' = 'b'", "contains('abc', 'b')"],
)
def test_what_reads_nothing_is_fixed(source: str) -> None:
    assert fixed(parse(source))
    closure = Compiler().source(source)
    assert closure(context()) == closure(context())


@pytest.mark.parametrize(
    "source",
    [
        "/data/a",
        "today()",
        "now() + 1",
        "'2026-01-01' + 1",
        "'2026-01-01' < '2026-02-01'",
        "number('2026-01-01')",
        "string()",
        "normalize-space()",
        "random()",
        "position() = 1",
        "concat('a', .)",
        "once('a')",
        "1 + /data/a",
    ],
)
def test_what_depends_on_anything_is_not(source: str) -> None:
    assert not fixed(parse(source))


NUMBERS = st.floats(-1e6, 1e6).map(Number)
ARITHMETIC = st.recursive(
    NUMBERS,
    lambda inner: st.one_of(
        st.builds(Negate, inner),
        st.builds(Binary, st.sampled_from(["+", "-", "*", "div", "mod"]), inner, inner),
    ),
    max_leaves=12,
)


@given(ARITHMETIC)
def test_a_folded_value_is_the_value_that_is_worked_out(expr: Expr) -> None:
    by_hand = _worked_out(expr)
    got = Compiler().number(expr)(context())
    assert got == by_hand or (got != got and by_hand != by_hand)


def _worked_out(expr: Expr) -> float:
    """The same, one operator at a time, each operand hidden from folding."""
    match expr:
        case Number(value):
            return value
        case Negate(operand):
            return -_worked_out(operand)
        case Binary(operator, left, right):
            pair = Binary(operator, Number(_worked_out(left)), Number(_worked_out(right)))
            return Compiler()._binary(pair)(context())  # type: ignore[return-value]
    raise AssertionError(expr)


def test_an_unknown_function_is_still_found_beside_a_fixed_condition() -> None:
    compiler = Compiler()
    compiler.source("if(true(), 1, missing())")
    assert "missing" in str(compiler.problems[0])


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("1 = 2", False),
        ("concat('a', 'b')", "ab"),
        ("today()", None),
        ("contains('a')", None),
        ("/data/a", None),
    ],
)
def test_the_value_of_a_fixed_expression_can_be_asked(source: str, value: object) -> None:
    assert constant(parse(source)) == value
