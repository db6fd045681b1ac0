"""Whatever is done to a form, in whatever order: what it shows is what working out everything at once would show."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.xlsform.made import ports
from tests.xlsform.own_forms import NAMES, fresh_copy, own
from tests.xlsform.walks import STEPS, plan, state, walk, what_counts
from veldwerk.xlsform import Form, Session, parse
from veldwerk.xlsform.ordering import ranks

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


@cache
def foreign(folder: Path, name: str) -> Form | None:
    """A form of the shared corpus, parsed once; None when it is not there."""
    path = next(iter(sorted((folder / "forms" / "corpus").rglob(name))), None)
    return None if path is None else parse(path.read_bytes(), media=path.parent)


@pytest.fixture(params=CORPUS)
def foreign_form(request: pytest.FixtureRequest, shared_data: Path) -> Form:
    """Each form of CORPUS, or a skip that names the one that is not there."""
    form = foreign(shared_data, request.param)
    if form is None:
        pytest.skip(f"{request.param} is not in the shared data")
    return form


def _new(form: Form, instance: bytes | None = None, language: str | None = None) -> Session:
    """A session in which a rule that asks for a new id gets the same one each time it is worked out."""
    return Session(form, ports(new_id=lambda: "00000000-0000-4000-8000-000000000000"), instance, language)


def _agrees_with_everything_at_once(session: Session) -> None:
    """With the answers saved and taken up again, and with every rule worked out once more where it stands."""
    seen = state(session)
    again = _new(session.form, session.save(), session.language)
    assert state(again) == seen
    session._work.everything()
    assert state(session) == seen


@pytest.mark.parametrize("name", NAMES)
def test_a_change_at_a_time_equals_everything_at_once(name: str) -> None:
    @settings(max_examples=150)
    @given(STEPS)
    def run(steps: list[tuple[str, int, int]]) -> None:
        session = _new(own(name))
        walk(session, steps)
        _agrees_with_everything_at_once(session)

    run()


def test_a_change_at_a_time_equals_everything_at_once_on_foreign_forms(foreign_form: Form) -> None:
    @settings(max_examples=8)
    @given(STEPS)
    def run(steps: list[tuple[str, int, int]]) -> None:
        session = _new(foreign_form)
        walk(session, steps)
        _agrees_with_everything_at_once(session)

    run()


def _tells_what_changes(form: Form, steps: list[tuple[str, int, int]]) -> None:
    session = _new(form)
    before = state(session)
    for one in steps:
        told = walk(session, [one])
        after = state(session)
        changed = {ref for ref, now in after.items() if now != before.get(ref) and ref != "problems"}
        assert changed <= told
        before = after


@pytest.mark.parametrize("name", NAMES)
def test_a_change_names_every_place_that_looks_different_after_it(name: str) -> None:
    @settings(max_examples=120)
    @given(STEPS)
    def run(steps: list[tuple[str, int, int]]) -> None:
        _tells_what_changes(own(name), steps)

    run()


def test_a_change_names_every_place_that_looks_different_on_foreign_forms(foreign_form: Form) -> None:
    @settings(max_examples=2)
    @given(STEPS)
    def run(steps: list[tuple[str, int, int]]) -> None:
        _tells_what_changes(foreign_form, steps[:6])

    run()


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_the_rules_does_not_matter_beyond_what_they_need_of_each_other(name: str) -> None:
    @settings(max_examples=25)
    @given(st.randoms(use_true_random=False), STEPS)
    def run(chance: random.Random, steps: list[tuple[str, int, int]]) -> None:
        usual, other = own(name), fresh_copy(name)
        rules = list(other.program.ordered)
        chance.shuffle(rules)
        ranks(rules, other.program.rule)
        other.program.ordered = sorted(rules, key=lambda rule: rule.rank)
        one, two = _new(usual), _new(other)
        walk(one, steps)
        walk(two, steps)
        assert state(one) == state(two)

    run()


@pytest.mark.parametrize("name", ["relevance", "running totals", "indexed repeats", "languages"])
def test_questions_may_be_answered_in_any_order(name: str) -> None:
    @settings(max_examples=60)
    @given(STEPS, st.randoms(use_true_random=False), st.integers(1, 3))
    def run(steps: list[tuple[str, int, int]], chance: random.Random, instances: int) -> None:
        one, two = _with_instances(name, instances), _with_instances(name, instances)
        answers = plan(steps, one)
        chance.shuffle(answers)
        for ref, value in answers:
            two.answer(ref, value)
        assert what_counts(one) == what_counts(two)

    run()


def _with_instances(name: str, number: int) -> Session:
    session = _new(own(name))
    for question in session.questions():
        while question.type == "repeat" and session.node(question.ref).count < number:
            session.add_repeat(question.ref)
    return session


RELEVANCE_SWITCHES = {
    # form → the question that switches, an answer that takes things away, the places then gone
    "cascades": ("/data/a", "z", ("/data/r[1]", "/data/r[1]/c")),
    "relevance": ("/data/a", 1, ("/data/b", "/data/g", "/data/g/c", "/data/g/h/d")),
    "mixed": ("/data/n", 9, ("/data/r[1]", "/data/r[1]/a")),
    "indexed repeats": ("/data/p[1]/a", "weg", ("/data/p[1]/q", "/data/p[1]/q[1]/b")),
}


@pytest.mark.parametrize("name", RELEVANCE_SWITCHES)
def test_relevance_off_and_on_restores_every_value(name: str) -> None:
    switch, off, places = RELEVANCE_SWITCHES[name]

    @settings(max_examples=60)
    @given(STEPS)
    def run(steps: list[tuple[str, int, int]]) -> None:
        session = _new(own(name))
        for place in places:
            if place.endswith("/q[1]/b"):
                session.answer(place, "binnen")
        walk(session, [one for one in steps if one[0] != "remove"])
        session.answer(switch, "u" if name == "cascades" else 5)
        before, draft = state(session), session.values()
        session.answer(switch, off)
        finished = etree.fromstring(session.finish(check=False))
        for place in places:
            assert not session.node(place).relevant
            assert not finished.xpath(place)
        kept = {ref: value for ref, value in draft.items() if ref.startswith(places)}
        assert {ref: session.values()[ref] for ref in kept} == kept
        session.answer(switch, before[switch][1].value)
        assert state(session) == before

    run()


def test_a_group_that_is_read_only_is_so_for_all_in_it_and_says_so_when_that_changes() -> None:
    session = _new(own("relevance"))
    session.answer("/data/a", 6)
    assert {"/data/g", "/data/g/c", "/data/g/h", "/data/g/h/d"} <= session.answer("/data/a", 5)
    assert session.node("/data/g/h/d").readonly
