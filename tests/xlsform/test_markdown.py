"""The markup that labels may hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.xlsform.made import filling, xform
from veldwerk.xlsform.markdown import Span, Words, markup, plain


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("gewoon", (Words("gewoon"),)),
        (
            "**vet** en _schuin_",
            (Span("strong", (Words("vet"),)), Words(" en "), Span("em", (Words("schuin"),))),
        ),
        ("niet_schuin_hier", (Words("niet_schuin_hier"),)),
        ("2 * 3 * 4", (Words("2 * 3 * 4"),)),
        (r"\*sterren\*", (Words("*sterren*"),)),
        ("# Kop", (Span("h1", (Words("Kop"),)),)),
        ("een\ntwee", (Words("een"), Span("br"), Words("twee"))),
        ("een\n\ntwee", (Span("p", (Words("een"),)), Span("p", (Words("twee"),)))),
        ("[site](https://example.org)", (Span("a", (Words("site"),), "https://example.org"),)),
        ("[fout](javascript:x)", (Span("span", (Words("fout"),)),)),
        ("<script>x</script>", (Words("<script>x</script>"),)),
        (
            '<span style="color: red; position: fixed">let op</span>',
            (Span("span", (Words("let op"),), style={"color": "red"}),),
        ),
        ("<strong >vet</strong\t> en meer", (Span("strong", (Words("vet"),)), Words(" en meer"))),
        ("3. Hoe gaat het?", (Words("3. Hoe gaat het?"),)),
        ("1) a\n2) b", (Span("ol", tuple(Span("li", (Span("p", (Words(w),)),)) for w in "ab")),)),
        (
            "# Kop\n3. Hoe?",
            (Span("h1", (Words("Kop"),)), Span("ol", (Span("li", (Span("p", (Words("Hoe?"),)),)),))),
        ),
        ("- a\n- b", (Span("ul", tuple(Span("li", (Span("p", (Words(w),)),)) for w in "ab")),)),
    ],
)
def test_markup(text: str, parts: object) -> None:
    assert markup(text) == parts


def test_a_value_in_a_label_is_never_markup() -> None:
    session = filling(
        xform("<a/>", body='<input ref="/data/a"><label>**Dag <output value="/data/a"/>**</label></input>')
    )
    session.answer("/data/a", "**[x](https://example.org)**")
    (strong,) = session.marked("/data/a")
    assert strong == Span("strong", (Words("Dag "), Span("span", (Words("**[x](https://example.org)**"),))))
    assert plain(session.marked("/data/a")) == "Dag **[x](https://example.org)**"


@given(st.text("ab*_[]()<>#-1. \n\\/", max_size=60))
def test_any_text_can_be_shown(text: str) -> None:
    plain(markup(text))


def test_deep_markup_ends() -> None:
    assert markup("*_" * 4000 + "x" + "_*" * 4000)
    assert markup("<u>" * 4000)
