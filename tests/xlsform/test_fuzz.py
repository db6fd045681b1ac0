"""Forms nobody would write: whatever comes out is a form, or an error of ours."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.xlsform.made import ports, sheet
from veldwerk.xlsform import FormError, Session, compile_workbook, lint, parse

NAMES = st.sampled_from(["a", "b", "c", "_x", "1a", "", "a b", "é"])
TYPES = st.sampled_from(
    [
        "text",
        "integer",
        "decimal",
        "date",
        "select_one l",
        "select_multiple l",
        "calculate",
        "note",
        "range",
        "rank l",
        "begin group",
        "end group",
        "begin repeat",
        "end repeat",
        "acknowledge",
        "time",
        "geopoint",
        "texst",
        "",
    ]
)
EXPRESSIONS = st.sampled_from(
    [
        "",
        "",
        "",
        "${a} > 1",
        "${b} = ${a}",
        ". != ''",
        "sum(${c})",
        "count(${c})",
        "nope()",
        "1 +",
        "${weg}",
        "today()",
        "position(..)",
        "indexed-repeat(${a}, ${c}, 1)",
        "if(${a}, 'x', ${b})",
        "1 div 0",
        "regex(., '(')",
        "uuid()",
        "once(random())",
        "jr:choice-name(${a}, '${a}')",
        "format-date(${a}, '%d')",
        "../..",
        "/data/a",
        "'${a}'",
    ]
)
ROWS = st.lists(
    st.tuples(
        TYPES, NAMES, st.sampled_from(["A", "", "*${a}*"]), EXPRESSIONS, EXPRESSIONS, EXPRESSIONS, EXPRESSIONS
    ),
    min_size=1,
    max_size=9,
)
CHOICES = "| choices |\n|  | list_name | name | label |\n|  | l | x | X |\n|  | l | y | Y |\n"


@settings(max_examples=150)
@given(ROWS)
def test_any_sheet_is_a_form_or_is_refused_in_words(tmp_path_factory, rows: list[tuple[str, ...]]) -> None:
    path: Path = tmp_path_factory.getbasetemp() / "fuzz.md"
    heading = "type | name | label | relevant | calculation | constraint | repeat_count"
    path.write_text(sheet(heading, *[" | ".join(row) for row in rows]) + CHOICES, encoding="utf-8")
    for finding in lint(path):
        assert finding.message.format(**finding.values)
    try:
        form = parse(compile_workbook(path).xml)
    except FormError as error:
        assert str(error)
        return
    session = Session(form, ports())
    for question in session.questions():
        node = session.node(question.ref)
        if question.type not in ("group", "repeat", "repeat_instance"):
            session.answer(question.ref, node.choices[0].value if node.choices else "1")
        elif question.type == "repeat" and node.can_add:
            session.add_repeat(question.ref)
    session.problems()
    again = Session(form, ports(), session.save())
    assert again.save()


@settings(max_examples=150)
@given(st.text("<>/=\"' abdata&;![]-?", max_size=60))
def test_any_xml_is_a_form_or_is_refused_in_words(text: str) -> None:
    for content in (
        text,
        f"<h><model><instance><data>{text}</data></instance></model><body>{text}</body></h>",
    ):
        try:
            Session(parse(content.encode()), ports()).questions()
        except FormError as error:
            assert str(error)
