"""What a form by someone else cannot do with an expression: fill the memory, run for ever, or break the arithmetic."""

from __future__ import annotations

import base64
import math
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from veldwerk.xlsform.errors import XPathError
from veldwerk.xlsform.reading import document, parse_xml
from veldwerk.xlsform.xpath import ast
from veldwerk.xlsform.xpath.compile import Compiler
from veldwerk.xlsform.xpath.context import Context, Env
from veldwerk.xlsform.xpath.functions import patterns
from veldwerk.xlsform.xpath.functions.patterns import LARGEST_PATTERN, written_out
from veldwerk.xlsform.xpath.functions.text import LONGEST_TEXT
from veldwerk.xlsform.xpath.parser import parse

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def value(expression: str, text: str = "", xml: str = ""):
    env = Env(lambda: NOW, lambda: "id")
    top = document(parse_xml((xml or "<data><t/></data>").encode()))
    env.root = top
    if text:
        top.children[0].children[0].text = text
    return Compiler().source(expression)(Context(top.children[0], env))


def refusal(expression: str, text: str = "", xml: str = "") -> str:
    with pytest.raises(XPathError) as caught:
        value(expression, text, xml)
    return str(caught.value)


@pytest.mark.parametrize(
    "pattern", ["(?=a)(a|aa)+$", "(a+)+$", "^(a|a?)+$", "(x+x+)+y", "^(([a-z])+.)+[A-Z]$"]
)
def test_a_pattern_that_explodes_comes_to_an_end(pattern: str) -> None:
    try:
        assert value(f"regex(t, '{pattern}')", "a" * 60 + "b") is False
    except XPathError as error:
        assert "too long" in str(error)


def test_a_pattern_too_slow_for_an_answer_is_not_tried_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def search(pattern: str, text: str, timeout: float) -> bool | None:
        tried.append(text)
        if len(text) > 3:
            raise TimeoutError
        return True

    monkeypatch.setattr(patterns.regex, "search", search)
    for _ in range(3):
        assert "too long" in refusal("regex(t, '(a|aa)+?$')", "aaaa")
    assert value("regex(t, '(a|aa)+?$')", "aaa") is True
    assert tried == ["aaaa", "aaa"]


@pytest.mark.parametrize(
    ("pattern", "size"),
    [
        ("abc", 3),
        ("a{3}", 3),
        ("(ab){3}", 6),
        ("((a{10}){10}){10}", 1000),
        (r"[a-z\]]{2,5}\.", 6),
        ("[]a]{4}", 4),
        ("a{2,}b", 3),
        ("x{", 2),
        ("(a", 1),
        ("a)", 2),
    ],
)
def test_the_size_of_a_pattern_counts_its_repetitions(pattern: str, size: int) -> None:
    assert written_out(pattern) == size


def test_a_pattern_that_is_large_or_none_is_refused() -> None:
    assert "too large" in refusal("regex('a', '(((a{100}){100}){100}){100}')")
    assert "too large" in refusal(f"regex('a', '{'a' * 6000}')")
    assert "is not a pattern" in refusal("regex('a', '(')")
    assert written_out("a" * 10) < LARGEST_PATTERN


def test_a_text_that_doubles_stops_at_a_million_characters() -> None:
    half = "x" * (LONGEST_TEXT // 2)
    assert len(value("concat(t, t)", half)) == LONGEST_TEXT
    assert "1000000" in refusal("concat(t, t, 'y')", half)
    assert "1000000" in refusal("join(t, 'a', 'b', 'c')", half)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("pow(10, 400)", math.inf),
        ("pow(-10, 401)", -math.inf),
        ("pow(-10, 400)", math.inf),
        ("pow(0, -1)", math.inf),
        ("pow(0, 0)", 1),
        ("exp(1000)", math.inf),
        ("exp10(400)", math.inf),
        ("exp10(-400)", 0),
        ("log(0)", -math.inf),
        ("1e308 * 10", math.inf),
        ("sum(//n)", math.inf),
    ],
)
def test_what_is_too_large_is_infinite(expression: str, expected: float) -> None:
    big = "9" * 308
    assert value(expression, xml=f"<data><t/><n>{big}</n><n>{big}</n></data>") == expected


@pytest.mark.parametrize(
    "expression", ["sqrt(-1)", "log(-1)", "acos(2)", "sin(1 div 0)", "pow(-8, 0.5)", "0 div 0"]
)
def test_what_has_no_value_is_no_number(expression: str) -> None:
    assert math.isnan(value(expression))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("selected-at('a b', 1 div 0)", ""),
        ("add-date('2026-11-24', 1 div 0)", ""),
        ("cht:difference-in-months('2026-01-31', '2026-03-01')", 1),
        ("substr('abc', 1 div 0)", ""),
        ("number('٣')", None),
        ("count(/data/t[1e999])", 0),
        ("count(/data/t[0])", 0),
        ("count(/data/t[1])", 1),
        ("date('9999-12-31T23:59:59-14:00')", "Invalid Date"),
        ("decimal-time('9999-12-31T23:59:59-14:00')", None),
        ("decimal-date-time('0001-01-01T00:00:00+14:00')", None),
        ("is-selected('a b', 'b')", True),
    ],
)
def test_odd_arguments_give_an_answer(expression: str, expected: object) -> None:
    got = value(expression)
    assert math.isnan(got) if expected is None else got == expected


def test_a_trace_with_more_corners_than_anyone_draws_is_refused() -> None:
    assert "1000" in refusal("intersects(t)", ";".join(f"1 {n / 100}" for n in range(1_001)))


def test_weights_go_with_the_values_at_their_place() -> None:
    xml = "<data><v><a>x</a><b/><c>x</c></v><w><a>1</a><b>3</b><c>5</c></w></data>"
    assert value("weighted-checklist(6, 6, v/*, w/*)", xml=xml) is True
    assert value("weighted-checklist(8, 8, v/*, w/*, 1 = 1, 2)", xml=xml) is True
    assert "a weight for each value" in refusal("weighted-checklist(1, 2, v/*, 3)", xml=xml)
    assert "a weight for each value" in refusal("weighted-checklist(1, 2, v/*)", xml=xml)


def test_only_contents_signed_with_the_key_are_extracted() -> None:
    key, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    text = b"kaart 12"
    signed = base64.b64encode(key.sign(text) + text).decode()
    public = {k: base64.b64encode(k.public_key().public_bytes_raw()).decode() for k in (key, other)}
    assert value(f"extract-signed('{signed}', '{public[key]}')") == "kaart 12"
    assert value(f"extract-signed('{signed}', '{public[other]}')") == ""
    assert value(f"extract-signed('blah', '{public[key]}')") == ""
    assert value(f"extract-signed('{signed}', 'blah')") == ""


def test_a_digest_is_of_a_kind_and_in_letters_that_are_known() -> None:
    assert value("digest('a', 'MD5', 'HEX')") == "0cc175b9c0f1b6a831c399e269772661"
    assert "rot13" in refusal("digest('a', 'rot13')")
    assert "base32" in refusal("digest('a', 'MD5', 'base32')")


def test_a_fence_and_a_line_that_are_not_there_yet() -> None:
    assert value("geofence('0 0 0 0', '')") is False
    assert value("geofence(t, t)") is False
    assert "a point and a shape" in refusal("geofence('', '')")
    assert math.isnan(value("distance(t)"))


def test_once_leaves_the_field_empty_until_there_is_a_number() -> None:
    assert value("once(t * 10)") == ""
    assert value("once(1 div 0)") == math.inf


@pytest.mark.parametrize("number", [1e-20, 0.1, 123456789.125, 1e21, math.inf])
def test_a_number_is_written_so_that_it_is_read_again(number: float) -> None:
    assert parse(ast.unparse(ast.Number(number))) == ast.Number(number)


def test_a_very_long_expression_is_read() -> None:
    assert isinstance(parse(" + ".join(["number(naam)"] * 20_000)), ast.Binary)
