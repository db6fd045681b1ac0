"""Expressions: XPath 1.0 as ODK reads it."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veldwerk.xlsform.errors import XPathError
from veldwerk.xlsform.reading import document, parse_xml
from veldwerk.xlsform.tree import ROOT, XNode
from veldwerk.xlsform.xpath import ast
from veldwerk.xlsform.xpath.compile import Compiler
from veldwerk.xlsform.xpath.context import Context, Env
from veldwerk.xlsform.xpath.parser import parse
from veldwerk.xlsform.xpath.registry import names
from veldwerk.xlsform.xpath.values import to_string

CET = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=CET)
DATA = """<data><naam>Bep</naam><leeg/><leeftijd>81</leeftijd><hulp>fiets lopen  bus</hulp>
<c><n>a</n><u>2</u></c><c><n>b</n><u>3</u></c><c><n>c</n><u/></c></data>"""


def value(expression: str, zone=CET):
    env = Env(lambda: NOW.astimezone(zone), lambda: "ab12", seed=7)
    top = document(parse_xml(DATA.encode()))
    env.root = top
    return Compiler().source(expression)(Context(top.children[0], env))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("-(2) - -3", 1),
        ("7 mod -3", 1),
        ("-7 mod 3", -1),
        ("8 div 0", math.inf),
        ("naam = 'Bep' and leeftijd > 80", True),
        ("leeg != 'x'", True),
        ("niets != 'x'", False),
        ("c/u > 2", True),
        ("true() and not(false())", True),
        ("sum(c/u[. != ''])", 5),
        ("count(c[u])", 3),
        ("count-non-empty(c/u)", 2),
        ("c[2]/n", "b"),
        ("c[last()]/n", "c"),
        ("c[n = 'b']/u", "3"),
        ("/data/c[position() = 1]/n", "a"),
        ("//n[. = 'c']", "c"),
        ("c[1]/following-sibling::c[1]/n", "b"),
        ("string-length(naam)", 3),
        ("substring('12345', 2, 3)", "234"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substr('12345', 1, 3)", "23"),
        ("substr('12345', -2)", "45"),
        ("concat('a', c/n)", "aabc"),
        ("join('-', c/n)", "a-b-c"),
        ("normalize-space('  a   b ')", "a b"),
        ("translate('bar', 'abc', 'AB')", "BAr"),
        ("selected(hulp, 'bus')", True),
        ("selected(hulp, 'bu')", False),
        ("selected-at(hulp, 1)", "lopen"),
        ("count-selected(hulp)", 3),
        ("if(leeftijd >= 75, 'ja', 'nee')", "ja"),
        ("coalesce(leeg, naam)", "Bep"),
        ("regex(naam, '^[A-Z]')", True),
        ("round(2.5)", 3),
        ("round(-2.55, 1)", -2.6),
        ("round(1234, -2)", 1200),
        ("int(-2.9)", -2),
        ("number('abc')", math.nan),
        ("boolean-from-string('1')", True),
        ("min(3, 1, 2)", 1),
        ("max(c/u[. != ''])", 3),
        ("pow(2, 10)", 1024),
        ("checklist(1, 2, true(), false(), true())", True),
        ("weighted-checklist(5, -1, true(), 3, true(), 2)", True),
        ("digest('a', 'MD5', 'hex')", "0cc175b9c0f1b6a831c399e269772661"),
        ("base64-decode('w6k=')", "é"),
        ("starts-with(naam, 'B') or ends-with(naam, 'x')", True),
        ("uuid()", "ab12"),
        ("position(c[2])", 2),
        ("local-name(c)", "c"),
        ("string(1000000)", "1000000"),
        ("string(0.1)", "0.1"),
        ("1mod1", 0),
    ],
)
def test_value(expression: str, expected: object) -> None:
    got = value(expression)
    if isinstance(expected, str):
        assert to_string(got) == expected
    elif isinstance(expected, bool):
        assert got is expected
    else:
        assert isinstance(got, float)
        assert got == expected or (math.isnan(expected) and math.isnan(got))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("today()", "2026-11-24"),
        ("now()", "2026-11-24T09:30:00.000+01:00"),
        ("date(today() + 7)", "2026-12-01"),
        ("date(today() - 200)", "2026-05-08"),
        ("date('2026-12-01') - date('2026-07-01')", "153"),
        ("date('2026-13-01')", "Invalid Date"),
        ("format-date('2026-03-09', '%e-%n-%Y')", "9-3-2026"),
        ("format-date-time('2026-03-09T14:05:00+02:00', '%H:%M')", "14:05"),
        ("format-date('', '%Y')", ""),
        ("'2026-01-02' > '2026-01-01'", "true"),
        ("difference-in-months('2024-02-29', '2026-11-24')", "32"),
        ("add-date('2024-01-31', 0, 1)", "2024-02-29T00:00:00.000+01:00"),
    ],
)
def test_dates(expression: str, expected: str) -> None:
    assert to_string(value(expression)) == expected


def test_a_date_string_counts_days_from_its_own_midnight() -> None:
    assert value("decimal-date-time('1970-01-02')", UTC) == 1
    assert value("number('1970-01-02')", UTC) == 1
    assert value("decimal-time('06:00:00')") == 0.25


@pytest.mark.parametrize(
    "source", ["", "1 +", "a[", "a b", "'open", "f(1,", "a/", "$", "1 OR 1", "a::b", "((("]
)
def test_unreadable_expressions_are_refused(source: str) -> None:
    with pytest.raises(XPathError):
        parse(source)


def test_nesting_is_bounded() -> None:
    with pytest.raises(XPathError):
        parse("(" * 5000 + "1" + ")" * 5000)
    with pytest.raises(XPathError):
        parse("a[" * 5000 + "1" + "]" * 5000)
    assert parse("(" * 70 + "1" + ")" * 70) == ast.Number(1.0)


@pytest.mark.parametrize(
    ("operator", "expected"), [(" or ", True), (" and ", True), (" + ", 3000), (" - ", -2998)]
)
def test_long_chains_are_no_nesting(operator: str, expected: object) -> None:
    assert value(operator.join(["1"] * 3000)) == expected


def test_what_cannot_be_called_fails_only_when_it_is_reached() -> None:
    assert value("if(true(), 1, geen-functie())") == 1
    assert value("false() and substring()") is False
    with pytest.raises(XPathError):
        value("geen-functie()")


def test_randomize_gives_every_client_the_same_order() -> None:
    assert [to_string([node]) for node in value("randomize(c/n, 42)")] == [
        to_string([node]) for node in value("randomize(c/n, 42)")
    ]
    assert sorted(to_string([node]) for node in value("randomize(c/n)")) == ["a", "b", "c"]


def test_the_functions_of_the_checklist_exist() -> None:
    wanted = "true concat instance uuid selected if today not false coalesce jr:choice-name string-length " \
        "decimal-date-time floor format-date position now count-selected date regex count current int join once round " \
        "contains string indexed-repeat pulldata boolean starts-with ends-with selected-at substr sum min max last " \
        "count-non-empty number jr:itext boolean-from-string abs ceiling random randomize decimal-time pow checklist " \
        "weighted-checklist digest base64-decode name local-name difference-in-months add-date"  # fmt: skip
    assert set(wanted.split()) <= set(names())


NAMES = st.sampled_from(["a", "b-c", "div", "and", "x.y"])
TESTS = st.one_of(
    st.builds(ast.Test, st.just("name"), NAMES),
    st.sampled_from([ast.NODE, ast.Test("name", "*"), ast.Test("text")]),
)
LEAVES = st.one_of(
    st.builds(ast.Number, st.integers(0, 10**6).map(float)),
    st.builds(ast.Number, st.sampled_from([0.5, 12.25])),
    st.builds(ast.Literal, st.text("ab '", max_size=4)),
    st.just(ast.Root()),
)


def _deeper(children: st.SearchStrategy) -> st.SearchStrategy:
    steps = st.builds(
        ast.Step,
        st.sampled_from(["child", "parent", "attribute", "descendant", "self", "ancestor-or-self"]),
        TESTS,
        st.lists(children, max_size=2).map(tuple),
    )
    several = st.lists(steps, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(
            ast.Binary, st.sampled_from(["or", "and", "=", "<", "+", "*", "div", "mod"]), children, children
        ),
        st.builds(ast.Negate, children),
        st.builds(ast.Call, st.sampled_from(["f", "jr:itext"]), st.lists(children, max_size=2).map(tuple)),
        st.builds(ast.Path, st.one_of(st.none(), st.just(ast.Root())), several),
    )


@given(st.recursive(LEAVES, _deeper, max_leaves=12))
def test_parsing_what_was_written_gives_the_same_tree(expr: ast.Expr) -> None:
    assert parse(ast.unparse(expr)) == expr


@given(st.text("ab1/.()[]'\"<>=+-*|@: ,$", max_size=30))
def test_any_text_is_read_or_refused_by_name(source: str) -> None:
    try:
        compiled = Compiler().source(source)
        env = Env(lambda: NOW, lambda: "id")
        top = document(parse_xml(DATA.encode()))
        compiled(Context(top, env))
    except XPathError as error:
        assert str(error)


@pytest.mark.parametrize("opened", [datetime(2026, 3, 1, 9, 30), datetime(2026, 7, 1, 9, 30)])
def test_a_moment_has_its_date_and_time_whatever_the_season_it_is_looked_at_in(opened: datetime) -> None:
    """Days are counted by the clock on the wall, so that whole days stay whole and midnight stays midnight."""
    moment = opened.replace(tzinfo=ZoneInfo("Europe/Amsterdam"))
    context = Context(XNode(ROOT), Env(lambda: moment, str))

    def value(source: str) -> object:
        return Compiler().source(source)(context)

    summer, winter = "2026-07-01T00:30:00.000+02:00", "2026-01-01T00:30:00.000+01:00"
    assert value(f"decimal-date-time('{summer}') >= decimal-date-time('2026-07-01')") is True
    assert value(f"'{summer}' >= '2026-07-01'") is True
    assert value(f"date-time(decimal-date-time('{summer}'))") == summer
    assert value(f"date-time(decimal-date-time('{winter}'))") == winter
    assert value("date('2026-01-10' + 200)") == "2026-07-29"
    assert value("date('2026-07-29' - 200)") == "2026-01-10"
    assert value(f"format-date('{summer}', '%Y-%m-%d')") == "2026-07-01"
    assert value(f"decimal-time('{summer}') * 24") == pytest.approx(0.5)
