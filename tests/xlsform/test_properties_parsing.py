"""What is written back from a parsed expression is the same expression."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.xlsform.own_forms import NAMES as OWN
from tests.xlsform.own_forms import own
from veldwerk.xlsform.errors import XPathError
from veldwerk.xlsform.xpath import ast
from veldwerk.xlsform.xpath.parser import AXES, parse

WORDS = st.sampled_from(["a", "naam", "div", "and", "or", "mod", "text", "node", "x.y", "x-1", "é"])
QUOTED = st.one_of(st.text("ab 'é<&", max_size=5), st.text('ab "\n', max_size=5))
TESTS = st.one_of(
    st.builds(ast.Test, st.just("name"), WORDS, st.sampled_from(["", "", "orx"])),
    st.sampled_from(
        [ast.NODE, ast.Test("name", "*"), ast.Test("name", "*", "jr"), ast.Test("text"), ast.Test("comment")]
    ),
    st.builds(ast.Test, st.just("processing-instruction"), st.sampled_from(["", "xml-x"])),
)
NUMBERS = st.one_of(
    st.integers(0, 10**25).map(float),
    st.floats(0, allow_nan=False, allow_infinity=False),
    st.sampled_from([0.1, 1e-30, 5e-324]),
)
LEAVES = st.one_of(
    st.builds(ast.Number, NUMBERS),
    st.builds(ast.Literal, QUOTED),
    st.builds(ast.Variable, st.sampled_from(["x", "jr:y"])),
    st.just(ast.Root()),
)
OPERATORS = ["or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod"]


def _deeper(inner: st.SearchStrategy) -> st.SearchStrategy:
    steps = st.lists(
        st.builds(ast.Step, st.sampled_from(sorted(AXES)), TESTS, st.lists(inner, max_size=2).map(tuple)),
        min_size=1,
        max_size=3,
    ).map(tuple)
    calls = st.builds(
        ast.Call,
        st.sampled_from(["f", "jr:itext", "current", "count-non-empty"]),
        st.lists(inner, max_size=3).map(tuple),
    )
    return st.one_of(
        st.builds(ast.Binary, st.sampled_from([*OPERATORS, "|"]), inner, inner),
        st.builds(ast.Negate, inner),
        calls,
        st.builds(ast.Path, st.one_of(st.none(), st.just(ast.Root()), calls), steps),
        st.builds(ast.Filter, calls, st.lists(inner, min_size=1, max_size=2).map(tuple)),
    )


@settings(max_examples=300)
@given(st.recursive(LEAVES, _deeper, max_leaves=15))
def test_reading_what_was_written_gives_the_same_tree(expr: ast.Expr) -> None:
    assert parse(ast.unparse(expr)) == expr


@pytest.mark.parametrize("operator", ["or", "and", "+", "-", "*", "|"])
def test_a_long_chain_is_written_as_the_chain_it_is(operator: str) -> None:
    short = parse(f" {operator} ".join(["a"] * 150))
    assert parse(ast.unparse(short)) == short
    written = ast.unparse(parse(f" {operator} ".join(["a"] * 5000)))
    assert written.count("(") == 5000
    assert ast.unparse(parse(written)) == written


def _written_again(source: str) -> None:
    try:
        expr = parse(source)
    except XPathError:
        return
    assert parse(ast.unparse(expr)) == expr, source


@pytest.mark.parametrize("name", OWN)
def test_every_expression_of_our_forms_can_be_written_again(name: str) -> None:
    sources = {
        rule.source for rules in own(name).program.rules.values() for rule in rules.values() if rule.source
    }
    assert sources
    for source in sources:
        _written_again(source)


ATTRIBUTES = ("relevant", "calculate", "constraint", "required", "readonly", "nodeset", "ref", "value")


def test_every_expression_of_the_corpus_can_be_written_again(shared_data: Path) -> None:
    found: set[str] = set()
    for path in sorted((shared_data / "forms" / "corpus").rglob("*.xml")):
        content = path.read_bytes()
        if b"<bind" not in content and b":bind" not in content:
            continue
        try:
            document = etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=True))
        except etree.XMLSyntaxError:
            continue
        for element in document.iter("{*}bind", "{*}setvalue", "{*}itemset", "{*}output", "{*}repeat"):
            found.update(element.get(name) or "" for name in ATTRIBUTES)
    assert len(found) > 1000
    for source in found:
        if re.search(r"\S", source):
            _written_again(source)
