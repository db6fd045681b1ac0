"""Working out only what depends on a change gives what working out everything gives."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.xlsform.made import ports, xform
from veldwerk.xlsform import Form, FormError, Session, parse
from veldwerk.xlsform.definition import names_of

CORPUS = (
    "whova_form.xml",
    "SOAR_facilitysurvey_full_2017May11_Kenya.xml",
    "bench9.xml",
    "socio-economic-survey-v20240515.xml",
    "ifrc-distribution-site-assessment-v1.xml",
    "all-question-types-v2024091201-3.xml",
    "eIMCI-by-D-Tree.xml",
    "liberiaCoverage.xml",
    "nested_repeats.xml",
    "itemset-repeat-relevant-current-new.xml",
    "three-level-cascading-select.xml",
    "repeat-count-nested-2.xml",
    "calcs_in_repeats_2.xml",
    "nested_repeats_triple.xml",
    "exclude-non-relevant-cascade-across-repeats.xml",
    "multiple_repeats_relevant.xml",
)
OPERATIONS = st.lists(
    st.tuples(st.sampled_from(["answer", "add", "remove"]), st.integers(0, 10**6), st.integers(0, 9)),
    max_size=25,
)


@cache
def _made() -> Form:
    return xform(
        """<n>1</n><soort/><plaats/><som/><eerste/><r><a>1</a><b/><p/><t/><s><x/><y/></s></r><g><in/><uit/></g>""",
        """<bind nodeset="/data/n" type="int"/>
        <bind nodeset="/data/som" type="int" calculate="sum(/data/r/b)"/>
        <bind nodeset="/data/eerste" calculate="indexed-repeat(/data/r/a, /data/r, /data/n)"/>
        <bind nodeset="/data/r" relevant="/data/n &lt; 8"/>
        <bind nodeset="/data/r/a" type="int"/>
        <bind nodeset="/data/r/b" type="int" calculate="../a * 2 + count(../s)"/>
        <bind nodeset="/data/r/p" calculate="concat(position(..), '/', count(/data/r))"/>
        <bind nodeset="/data/r/t" type="int"
            calculate="../b + coalesce(/data/r[position() = position(current()/..) - 1]/t, 0)"/>
        <bind nodeset="/data/r/s/x" type="int" relevant="../../a mod 2 = 1"/>
        <bind nodeset="/data/r/s/y" calculate="concat(../x, '-', position(../..))"/>
        <bind nodeset="/data/g" relevant="/data/som &gt; 6"/>
        <bind nodeset="/data/g/in" relevant="/data/n != 3"/>
        <bind nodeset="/data/g/uit" calculate="concat(/data/g/in, /data/plaats)"/>""",
        """<input ref="/data/n"/><select1 ref="/data/soort"><item><label>A</label><value>1</value></item>
        <item><label>B</label><value>2</value></item></select1>
        <select1 ref="/data/plaats"><itemset nodeset="instance('l')/root/item[k = /data/soort]"><value ref="name"/>
        <label ref="name"/></itemset></select1>
        <repeat nodeset="/data/r"><input ref="/data/r/a"/><repeat nodeset="/data/r/s" jr:count="../a">
        <input ref="/data/r/s/x"/></repeat></repeat><group ref="/data/g"><input ref="/data/g/in"/></group>""",
        """<instance id="l"><root><item><name>3</name><k>1</k></item><item><name>4</name><k>2</k></item>
        <item><name>5</name><k>2</k></item></root></instance>""",
    )


def _do(session: Session, kind: str, which: int, value: int) -> None:
    questions = session.questions()
    wanted = {"answer": None, "add": "repeat", "remove": "repeat_instance"}[kind]
    fitting = [
        q
        for q in questions
        if (q.type == wanted or (wanted is None and q.type not in ("group", "repeat", "repeat_instance")))
    ]
    if not fitting:
        return
    question = fitting[which % len(fitting)]
    if kind == "answer" and not _worked_out(session, question.ref):
        choices = session.node(question.ref).choices
        session.answer(question.ref, choices[value % len(choices)].value if choices else str(value))
    elif kind == "add" and session.node(question.ref).can_add and session.node(question.ref).count < 6:
        session.add_repeat(question.ref)
    elif kind == "remove" and session.node(question.ref).can_remove:
        session.remove_repeat(question.ref)


def _worked_out(session: Session, ref: str) -> bool:
    """An answer over a calculation stays until its sources change, so a reload rightly differs."""
    field = session.form.field_at("/" + "/".join(names_of(ref)))
    return field is None or bool(field.bind.calculate)


def _state(session: Session) -> dict[str, tuple[bool, str]]:
    found = {}
    for ref, value in session.values().items():
        node = session.node(ref)
        found[ref] = (node.relevant, value if node.relevant else "")
    return found


def _same_when_worked_out_anew(session: Session) -> None:
    again = Session(session.form, ports(), session.save())
    assert _state(session) == _state(again)


@given(OPERATIONS)
def test_a_change_at_a_time_equals_everything_at_once(operations: list[tuple[str, int, int]]) -> None:
    session = Session(_made(), ports())
    for operation in operations:
        _do(session, *operation)
    _same_when_worked_out_anew(session)


@given(st.integers(1, 9), st.integers(1, 7))
def test_relevance_off_and_on_restores_every_value(answer: int, back: int) -> None:
    session = Session(_made(), ports())
    session.answer("/data/n", back)
    session.answer("/data/r[1]/a", answer)
    before = _state(session)
    session.answer("/data/n", 9)
    assert not session.node("/data/r[1]/a").relevant
    session.answer("/data/n", back)
    assert _state(session) == before


@pytest.mark.parametrize("name", CORPUS)
def test_foreign_forms_too(name: str, shared_data: Path) -> None:
    path = next(iter(sorted((shared_data / "forms" / "corpus").rglob(name))), None)
    if path is None:
        pytest.skip(f"{name} is not in the shared data")
    form = parse(path.read_bytes(), media=path.parent)

    @settings(max_examples=3)
    @given(OPERATIONS)
    def run(operations: list[tuple[str, int, int]]) -> None:
        session = Session(form, ports())
        for operation in operations:
            try:
                _do(session, *operation)
            except FormError as error:
                assert "more than one node" in str(error)
        _same_when_worked_out_anew(session)

    run()
