"""Whatever a form says or a person answers: it works, or an error of ours says why not. What it costs has a bound."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.xlsform.made import ports, xform
from tests.xlsform.own_forms import NAMES, source_of
from tests.xlsform.walks import STEPS, state, step
from veldwerk.xlsform import Form, FormError, Session, parse
from veldwerk.xlsform.xpath.registry import names

# expressions

PATHS = st.sampled_from(
    """/data/a|/data/g/b|/data/r/c|../c|..|.|/data/r|/data/r[1]/c|/data/r[position() = 2]/c|//c|current()/../c
    instance('l')/root/item|instance('l')/root/item[name = /data/a]/label|instance('geen')/x
    /data/r[c = current()/../c]/d""".replace("\n    ", "|").split("|")
)
VALUES = st.sampled_from(
    [
        "1",
        "0",
        "-1",
        "1.5",
        "1e3",
        "''",
        "'a'",
        "'2026-02-29'",
        "'2026-11-24'",
        "'10:30'",
        "'x y z'",
        "'('",
        "'51.1 4.2 0 0'",
        "true()",
        "99999999999999999999",
    ]
)
FUNCTIONS = st.sampled_from(names())


def _bigger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from(["+", "-", "*", " div ", " mod ", "=", "!=", "<", ">=", " and ", " or ", "|"])
    return st.one_of(
        st.tuples(FUNCTIONS, st.lists(inner, max_size=4)).map(
            lambda made: f"{made[0]}({', '.join(made[1])})"
        ),
        st.tuples(inner, operators, inner).map("".join),
        inner.map(lambda one: f"({one})"),
        inner.map(lambda one: f"-{one}"),
        st.tuples(PATHS, inner).map(lambda made: f"{made[0]}[{made[1]}]"),
    )


GRAMMAR = st.recursive(PATHS | VALUES, _bigger, max_leaves=8)
_WORDS = "// .. :: data div mod or child:: self::node() text() if( count( .5 1e9 instance( current() once("
TOKENS = st.sampled_from([*"/.@*|[](),'\"$<=!-+ aé1\t\n\x7f", *_WORDS.split()])
SOUP = st.lists(TOKENS, max_size=14).map("".join)
INSTANCE = "<a>1</a><g><b/></g><r><c>2</c><d/></r><r><c>x</c><d/></r>"
LIST = '<instance id="l"><root><item><name>1</name><label>een</label></item></root></instance>'
BODY = '<input ref="/data/a"/><group ref="/data/g"><input ref="/data/g/b"/></group><repeat nodeset="/data/r"><input ref="/data/r/c"/></repeat>'


def _quoted(text: str) -> str:
    for plain, written in (("&", "&amp;"), ('"', "&quot;"), ("<", "&lt;"), ("\t", "&#9;"), ("\n", "&#10;")):
        text = text.replace(plain, written)
    return text


def _used(make: Callable[[], Form]) -> None:
    """Fill the form a little; only errors of ours may come of it, and what they say can be read."""
    try:
        session = Session(make(), ports())
        for ref in ("/data/a", "/data/r[2]/c", "/data/g/b"):
            session.answer(ref, "2")
        session.add_repeat("/data/r")
        session.remove_repeat("/data/r[1]")
        state(session)
        Session(session.form, ports(), session.finish(check=False))
    except FormError as error:
        assert str(error)
        assert error.message.format(**error.values)


@settings(max_examples=400)
@given(
    GRAMMAR | SOUP,
    st.sampled_from(["relevant", "calculate", "constraint", "required", "readonly"]),
    st.sampled_from(["g/b", "r/d", "r", "g"]),
)
def test_any_expression_in_a_bind_is_worked_out_or_refused_in_words(
    expression: str, rule: str, at: str
) -> None:
    _used(lambda: xform(INSTANCE, f'<bind nodeset="/data/{at}" {rule}="{_quoted(expression)}"/>', BODY, LIST))


@settings(max_examples=200)
@given(GRAMMAR | SOUP, st.sampled_from(["count", "itemset", "label", "setvalue", "ref"]))
def test_any_expression_in_the_body_is_worked_out_or_refused_in_words(expression: str, place: str) -> None:
    written = _quoted(expression)
    body = {
        "count": f'<repeat nodeset="/data/r" jr:count="{written}"><input ref="/data/r/c"/></repeat>',
        "itemset": f'<select1 ref="/data/g/b"><itemset nodeset="{written}"><value ref="name"/><label ref="label"/></itemset></select1>',
        "label": f'<input ref="/data/g/b"><label>x <output value="{written}"/></label></input>',
        "setvalue": f'<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/g/b" value="{written}"/></input>',
        "ref": f'<input ref="/data/a"/><group ref="{written}"><input ref="{written}"/></group>',
    }[place]
    _used(lambda: xform(INSTANCE, "", BODY + body, LIST))


# answers

TYPES = [
    "string",
    "int",
    "decimal",
    "date",
    "time",
    "dateTime",
    "boolean",
    "geopoint",
    "geotrace",
    "geoshape",
    "binary",
    "barcode",
]


class _Rude:
    """Something that is no answer at all and cannot even be written."""

    def __str__(self) -> str:
        return "\ud800"


ANSWERS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.binary(max_size=5), st.dates(), st.datetimes(), st.times(),
    st.timedeltas(), st.decimals(), st.complex_numbers(), st.lists(st.text("ab ", max_size=3), max_size=3), st.sets(st.integers(), max_size=3),
    st.dictionaries(st.sampled_from(["latitude", "longitude", "accuracy", "altitude", "x"]), st.floats() | st.text(max_size=3) | st.none(), max_size=4),
    st.builds(_Rude), st.sampled_from([datetime.UTC, decimal.Decimal("1E+400"), 10**400, "1e999", "-", "٣", "１２", "2026-02-30", " 5 ", "\x00", "1_000"]),
)  # fmt: skip


@cache
def _all_types() -> Form:
    fields = "".join(f"<{kind}/>" for kind in TYPES)
    binds = "".join(f'<bind nodeset="/data/{kind}" type="{kind}"/>' for kind in TYPES)
    inputs = "".join(f'<input ref="/data/{kind}"/>' for kind in TYPES)
    choices = "<item><label>A</label><value>a</value></item><item><label>B</label><value>b</value></item>"
    selects = "".join(
        f'<{kind} ref="/data/{kind}">{choices}</{kind}>' for kind in ("select1", "select", "rank")
    )
    more = '<trigger ref="/data/trigger"/><range ref="/data/range" start="1" end="5" step="1"/><upload ref="/data/upload"/>'
    extra = "<select1/><select/><rank/><trigger/><range/><upload/>"
    return xform(fields + extra, binds + '<bind nodeset="/data/range" type="int"/>', inputs + selects + more)


@settings(max_examples=400)
@given(ANSWERS, st.sampled_from([*TYPES, "select1", "select", "rank", "trigger", "range", "upload"]))
def test_any_answer_is_held_shown_as_wrong_or_taken_away(answer: object, name: str) -> None:
    session = Session(_all_types(), ports())
    ref = f"/data/{name}"
    session.answer(ref, answer)
    node = session.node(ref)
    assert node.value == "" or node.rejected == ""
    assert Session(session.form, ports(), session.save()).node(ref).value == node.value or _unwritable(
        node.value
    )
    session.answer(ref, None)
    assert (session.node(ref).value, session.node(ref).rejected, session.node(ref).valid) == ("", "", True)


def _unwritable(text: str) -> bool:
    """Whether XML cannot hold all of a text."""
    return any(c < " " or "\ud800" <= c <= "\udfff" or c in "\ufffe\uffff" for c in text)


# instances and forms

MARKS = st.sampled_from(
    [
        "<a>",
        "</a>",
        "<r>",
        "</r>",
        "<c>1</c>",
        "<g/>",
        "<data>",
        "</data>",
        "<x:y/>",
        "&amp;",
        "&x;",
        "tekst",
        "<!--c-->",
        "<?p i?>",
        "<r jr:template=''/>",
        "<!DOCTYPE data [<!ENTITY x 'y'>]>",
        "\x00",
    ]
)


@settings(max_examples=200)
@given(st.lists(MARKS, max_size=12).map("".join), st.booleans())
def test_any_saved_answers_are_taken_up_or_refused_in_words(inside: str, whole: bool) -> None:
    form = xform(INSTANCE, '<bind nodeset="/data/r/d" calculate="../c + position(..)"/>', BODY)
    text = (
        inside if whole else f'<data xmlns:x="urn:x" xmlns:jr="http://openrosa.org/javarosa">{inside}</data>'
    )
    try:
        session = Session(form, ports(), text.encode())
    except FormError as error:
        assert str(error)
        return
    state(session)
    assert Session(form, ports(), session.save()).save() == session.save()


@settings(max_examples=150)
@given(
    st.sampled_from(NAMES),
    st.lists(
        st.tuples(
            st.sampled_from(["drop", "double", "rename", "attribute", "swap", "move"]),
            st.integers(0, 10**6),
            st.integers(0, 10**6),
        ),
        min_size=1,
        max_size=4,
    ),
    STEPS,
)
def test_any_broken_form_is_filled_or_refused_in_words(
    name: str, breaks: list[tuple[str, int, int]], steps: list[tuple[str, int, int]]
) -> None:
    document = etree.fromstring(source_of(name))
    for kind, which, other in breaks:
        _break(document, kind, which, other)
    try:
        session = Session(parse(etree.tostring(document)), ports())
    except FormError as error:
        assert error.message.format(**error.values)
        return
    for one in steps[:6]:
        try:
            step(session, *one)
        except FormError as error:
            assert error.message.format(**error.values)
    state(session)
    session.finish(check=False)


def _break(document: etree._Element, kind: str, which: int, other: int) -> None:
    elements = [element for element in document.iter() if element.getparent() is not None]
    if not elements:
        return
    one, two = elements[which % len(elements)], elements[other % len(elements)]
    parent = one.getparent()
    if kind == "drop":
        parent.remove(one)
    elif kind == "double":
        parent.append(etree.fromstring(etree.tostring(one)))
    elif kind == "rename":
        one.tag = two.tag
    elif kind == "attribute" and one.attrib:
        name = sorted(one.attrib)[other % len(one.attrib)]
        one.set(name, ["", "/data/weg", "((", "999999999", "true()", "."][other % 6])
    elif kind == "swap" and one.attrib and two.attrib:
        one.set(sorted(one.attrib)[0], two.get(sorted(two.attrib)[0]))
    elif kind == "move" and one not in list(two.iterancestors()) and one is not two:
        two.append(one)


# what it costs


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param("(" * 75 + "/data/a" + ")" * 75, id="brackets"),
        pytest.param("if(/data/a = 2, " * 75 + "1" + ", 0)" * 75, id="if"),
        pytest.param("/data/a[" * 75 + "1" + "]" * 75, id="predicates"),
        pytest.param("-" * 75 + "/data/a", id="minus"),
        pytest.param(" or ".join(f"/data/a = {i}" for i in range(10_000)), id="or"),
        pytest.param(" and ".join(f"/data/a != {i + 5}" for i in range(10_000)), id="and"),
        pytest.param(" + ".join("/data/a" for _ in range(10_000)), id="plus"),
        pytest.param(" | ".join("/data/a" for _ in range(5_000)), id="union"),
        pytest.param("concat(" + ", ".join("'x'" for _ in range(5_000)) + ")", id="arguments"),
    ],
)  # fmt: skip
def test_what_is_deep_or_long_is_worked_out(expression: str) -> None:
    form = xform(
        "<a/><b/>", f'<bind nodeset="/data/b" calculate="{_quoted(expression)}"/>', '<input ref="/data/a"/>'
    )
    session = Session(form, ports())
    session.answer("/data/a", "2")
    assert session.values()["/data/b"] not in ("", "NaN")
    assert session.faults() == {}


@pytest.mark.parametrize(
    "expression",
    [
        "(" * 5000 + "1" + ")" * 5000,
        "not(" * 500 + "1" + ")" * 500,
        " = ".join(["1"] * 10_000),
        "/data/a[" * 500,
    ],
)
def test_what_is_too_deep_is_refused_in_words(expression: str) -> None:
    with pytest.raises(FormError):
        xform("<a/><b/>", f'<bind nodeset="/data/b" calculate="{_quoted(expression)}"/>')


def _counted(count: str, inner: str = "") -> Session:
    inside = (
        f'<repeat nodeset="/data/r/s" jr:count="{inner}"><input ref="/data/r/s/x"/></repeat>' if inner else ""
    )
    form = xform(
        "<n/><r><c/><s><x/></s></r>",
        '<bind nodeset="/data/n" type="int"/>',
        f'<input ref="/data/n"/><repeat nodeset="/data/r" jr:count="{count}"><input ref="/data/r/c"/>{inside}</repeat>',
    )
    return Session(form, ports())


@pytest.mark.parametrize("count", ["1000000000", "/data/n * 1000000", "1 div 0", "10001", "pow(10, 300)"])
def test_a_count_beyond_all_bounds_makes_nothing_and_the_author_is_told(count: str) -> None:
    session = _counted(count)
    session.answer("/data/n", 1000)
    assert session.node("/data/r").count == 0
    assert list(session.faults()) == ["/data/r count"]
    assert "/data/r" in session.faults()["/data/r count"]


def test_what_was_there_stays_when_the_count_goes_beyond_all_bounds() -> None:
    session = _counted("/data/n")
    session.answer("/data/n", 2)
    session.answer("/data/r[2]/c", "blijft")
    session.answer("/data/n", 20_000)
    assert session.values()["/data/r[2]/c"] == "blijft"
    assert session.node("/data/r").count == 2


def test_counts_in_counts_are_bounded_together() -> None:
    session = _counted("/data/n", "/data/n")
    session.answer("/data/n", 3000)
    made = sum(1 for _ in session.top.walk())
    assert made < 200_000
    assert "/data/r/s count" in session.faults()
    session.answer("/data/n", 2)
    assert [session.node(f"/data/r[{place}]/s").count for place in (1, 2)] == [2, 2]


def test_five_thousand_instances_are_made_answered_and_saved() -> None:
    session = _counted("/data/n")
    session.answer("/data/n", 5000)
    assert session.answer("/data/r[4999]/c", "x") == {"/data/r[4999]/c"}
    again = Session(session.form, ports(), session.save())
    assert again.node("/data/r").count == 5000
    assert again.values()["/data/r[4999]/c"] == "x"
