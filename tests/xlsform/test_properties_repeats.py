"""Series grow and shrink: what is in them stays with its instance, and it costs what is added, not what is there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.xlsform.made import ports, xform
from tests.xlsform.own_forms import fresh_copy, own
from tests.xlsform.walks import state
from veldwerk.xlsform import Form, Session
from veldwerk.xlsform.tree import ELEMENT, XHTML, XNode

NAMES = st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=6)

SERIES = """<bind nodeset="/data/r/n" type="int"/><bind nodeset="/data/r/d" type="int" calculate="../n * /data/keer"/>
<bind nodeset="/data/r/p" calculate="concat(position(..), ' ', ../t)"/><bind nodeset="/data/r/g" relevant="../n &gt; 2"/>
<bind nodeset="/data/r/g/x" calculate="concat(../../t, position(../..))"/>"""
BODY = """<input ref="/data/keer"/><repeat nodeset="/data/r"><input ref="/data/r/n"/><input ref="/data/r/t"/>
<select1 ref="/data/r/k"><itemset nodeset="instance('l')/root/item[boven = current()/../t]"><value ref="name"/>
<label ref="name"/></itemset></select1></repeat>"""
LIST = '<instance id="l"><root><item><name>1</name><boven>x</boven></item></root></instance>'
ROW = "<r><n>1</n><t/><k/><d/><p/><g><x/></g></r>"


def _series(binds: str = "", extra: str = "") -> Form:
    return xform(f"<keer>2</keer>{extra}{ROW}", SERIES + binds, BODY, LIST)


def _filled(form: Form, number: int) -> Session:
    session = Session(form, ports())
    while session.node("/data/r").count < number:
        session.add_repeat("/data/r")
    return session


class Counter:
    """Counts how often each rule of a form is worked out."""

    def __init__(self, form: Form) -> None:
        self.runs: dict[str, int] = {}
        for rules in form.program.rules.values():
            for rule in rules.values():
                rule.evaluate = self._counting(rule.evaluate, f"{rule.field.path} {rule.aspect}")

    def _counting(self, evaluate: Callable, name: str) -> Callable:
        def run(context: object) -> object:
            self.runs[name] = self.runs.get(name, 0) + 1
            return evaluate(context)

        return run

    def during(self, change: Callable[[], object]) -> dict[str, int]:
        """Rule → how often it was worked out while this was done."""
        self.runs = {}
        change()
        return dict(self.runs)


def test_adding_the_two_hundredth_works_out_as_many_rules_as_adding_the_second() -> None:
    form = _series()
    counter = Counter(form)
    session = _filled(form, 1)
    second = counter.during(lambda: session.add_repeat("/data/r"))
    for _ in range(197):
        session.add_repeat("/data/r")
    last = counter.during(lambda: session.add_repeat("/data/r"))
    assert session.node("/data/r").count == 200
    assert last == second
    assert last["/data/r/p calculate"] == 1


def test_only_sums_over_the_series_are_worked_out_beyond_what_is_added() -> None:
    form = _series('<bind nodeset="/data/som" calculate="sum(/data/r/n)"/>', "<som/>")
    counter = Counter(form)
    session = _filled(form, 1)
    second = counter.during(lambda: session.add_repeat("/data/r"))
    session = _filled(form, 100)
    assert counter.during(lambda: session.add_repeat("/data/r")) == second
    assert session.values()["/data/som"] == "101"


def test_a_rule_that_reads_the_series_from_within_it_is_worked_out_in_each_the_exception() -> None:
    form = xform(
        "<r><n>1</n><m/></r>",
        '<bind nodeset="/data/r/m" calculate="count(/data/r)"/>',
        '<repeat nodeset="/data/r"><input ref="/data/r/n"/></repeat>',
    )
    counter = Counter(form)
    session = _filled(form, 50)
    assert counter.during(lambda: session.add_repeat("/data/r")) == {"/data/r/m calculate": 51}


def test_an_answer_costs_what_depends_on_it_however_long_the_series() -> None:
    form = _series()
    counter = Counter(form)
    short, long = _filled(form, 2), _filled(form, 150)
    few = counter.during(lambda: short.answer("/data/r[2]/n", 5))
    assert counter.during(lambda: long.answer("/data/r[75]/n", 5)) == few
    assert set(few) == {"/data/r/d calculate", "/data/r/g relevant", "/data/r/g/x calculate"}


def test_an_answer_names_no_more_places_however_long_the_series() -> None:
    session = _filled(_series(), 150)
    told = session.answer("/data/r[75]/t", "x")
    assert told == {"/data/r[75]/t", "/data/r[75]/k", "/data/r[75]/p"}


def test_adding_names_what_was_added_and_not_the_rest() -> None:
    session = _filled(_series(), 150)
    told = session.add_repeat("/data/r")
    assert all(ref.startswith("/data/r[151]") or ref in ("/data", "/data/r") for ref in told)
    assert {"/data/r", "/data/r[151]", "/data/r[151]/n"} <= told


def test_a_count_that_makes_many_works_out_each_rule_once_in_each() -> None:
    form = xform(
        "<n/><som/><r><a>1</a><b/></r>",
        """<bind nodeset="/data/n" type="int"/><bind nodeset="/data/r/b" calculate="concat(../a, count(/data/r))"/>
        <bind nodeset="/data/som" calculate="sum(/data/r/a)"/>""",
        '<input ref="/data/n"/><repeat nodeset="/data/r" jr:count="/data/n"><input ref="/data/r/a"/></repeat>',
    )
    counter = Counter(form)
    session = Session(form, ports())
    runs = counter.during(lambda: session.answer("/data/n", 60))
    assert runs == {"/data/r count": 1, "/data/r/b calculate": 60, "/data/som calculate": 1}
    assert session.values()["/data/r[60]/b"] == "160"
    shorter = counter.during(lambda: session.answer("/data/n", 20))
    assert shorter == {"/data/r count": 1, "/data/r/b calculate": 20, "/data/som calculate": 1}


@given(NAMES, st.data())
def test_taking_one_away_moves_the_refs_of_those_after_it(names: list[str], data: st.DataObject) -> None:
    session = _filled(_series(), len(names))
    for place, name in enumerate(names, start=1):
        session.answer(f"/data/r[{place}]/t", name)
    gone = data.draw(st.integers(1, len(names)))
    told = session.remove_repeat(f"/data/r[{gone}]")
    left = [name for place, name in enumerate(names, start=1) if place != gone]
    values = session.values()
    assert session.node("/data/r").count == len(left)
    assert [values[f"/data/r[{place}]/t"] for place in range(1, len(left) + 1)] == left
    assert [values[f"/data/r[{place}]/p"] for place in range(1, len(left) + 1)] == [
        f"{place} {name}" for place, name in enumerate(left, start=1)
    ]
    assert {f"/data/r[{place}]/t" for place in range(gone, len(left) + 1)} <= told
    assert not any(ref.startswith(f"/data/r[{len(names)}]") for ref in told)


@given(NAMES)
def test_adding_again_what_was_taken_away_and_answering_it_again_gives_what_there_was(
    names: list[str],
) -> None:
    session = _filled(_series(), len(names))
    for place, name in enumerate(names, start=1):
        session.answer(f"/data/r[{place}]/t", name)
        session.answer(f"/data/r[{place}]/n", place)
    before = state(session)
    session.remove_repeat(f"/data/r[{len(names)}]")
    session.add_repeat("/data/r")
    session.answer(f"/data/r[{len(names)}]/t", names[-1])
    session.answer(f"/data/r[{len(names)}]/n", len(names))
    assert state(session) == before


def test_all_of_a_series_may_go_and_come_back_where_the_form_has_it() -> None:
    session = Session(
        xform(
            "<r><a>een</a></r><na>x</na>", body='<repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat>'
        )
    )
    session.remove_repeat("/data/r[1]")
    assert session.node("/data/r").count == 0
    session.add_repeat("/data/r")
    assert session.values() == {"/data/r[1]/a": "een", "/data/na": "x"}
    assert session.save().endswith(b"<r><a>een</a></r><na>x</na></data>")


def test_a_count_without_value_leaves_the_series_as_it_is() -> None:
    """As @getodk/xforms-engine does (RepeatRangeControlled): who empties the number to type another loses nothing."""
    session = Session(own("nested counts"), ports())
    session.answer("/data/n", 3)
    session.answer("/data/p[3]/k", 2)
    session.answer("/data/p[3]/q[2]/v", 7)
    session.answer("/data/n", None)
    assert session.node("/data/p").count == 3
    assert session.values()["/data/p[3]/q[2]/v"] == "7"
    again = Session(session.form, ports(), session.save())
    assert again.node("/data/p").count == 3


def test_a_count_that_goes_down_and_up_keeps_what_stayed_and_begins_the_rest_anew() -> None:
    session = Session(own("nested counts"), ports())
    session.answer("/data/n", 3)
    for place in (1, 2, 3):
        session.answer(f"/data/p[{place}]/k", place)
    session.answer("/data/n", 2)
    session.answer("/data/n", 3)
    assert [session.values()[f"/data/p[{place}]/k"] for place in (1, 2, 3)] == ["1", "2", "1"]


def test_a_series_of_which_the_form_has_instances_begins_with_none_until_the_count_has_a_value() -> None:
    form = xform(
        "<n/><r><a>een</a></r><r><a>twee</a></r>",
        body='<input ref="/data/n"/><repeat nodeset="/data/r" jr:count="/data/n"><input ref="/data/r/a"/></repeat>',
    )
    session = Session(form, ports())
    assert session.node("/data/r").count == 0
    session.answer("/data/n", 3)
    assert [session.values()[f"/data/r[{place}]/a"] for place in (1, 2, 3)] == ["een", "twee", "een"]


NESTED_TEMPLATE = """<buiten jr:template=""><naam>nieuw</naam><binnen jr:template=""><x>leeg</x></binnen>
<binnen><x>eerste</x></binnen></buiten><buiten><naam>vast</naam><binnen><x>vast</x></binnen></buiten>"""


def test_templates_in_templates_give_new_ones_their_values_and_stay_out_of_the_answers() -> None:
    form = xform(
        NESTED_TEMPLATE,
        body="""<repeat nodeset="/data/buiten"><input ref="/data/buiten/naam"/><repeat nodeset="/data/buiten/binnen">
        <input ref="/data/buiten/binnen/x"/></repeat></repeat>""",
    )
    session = Session(form, ports())
    assert session.values() == {"/data/buiten[1]/naam": "vast", "/data/buiten[1]/binnen[1]/x": "vast"}
    session.add_repeat("/data/buiten")
    session.add_repeat("/data/buiten[1]/binnen")
    assert session.values() == {
        "/data/buiten[1]/naam": "vast",
        "/data/buiten[1]/binnen[1]/x": "vast",
        "/data/buiten[1]/binnen[2]/x": "leeg",
        "/data/buiten[2]/naam": "nieuw",
        "/data/buiten[2]/binnen[1]/x": "eerste",
    }
    assert b"template" not in session.save()


def test_a_fixed_series_cannot_be_changed_by_who_fills_it() -> None:
    body = '<repeat nodeset="/data/r" jr:noAddRemove="true()"><input ref="/data/r/a"/></repeat>'
    session = Session(xform("<r><a/></r><r><a/></r>", body=body), ports())
    assert (session.node("/data/r").count, session.node("/data/r").can_add) == (2, False)
    assert not session.node("/data/r[1]").can_remove


def _names_by_looking(parent: XNode, name: str) -> list[XNode]:
    return [c for c in parent.children if c.kind == ELEMENT and c.uri != XHTML and c.name == name]


@given(
    st.lists(
        st.tuples(st.sampled_from(["append", "insert", "remove"]), st.sampled_from("ab"), st.integers(0, 99)),
        max_size=30,
    )
)
def test_names_are_found_as_if_looked_for_one_by_one(changes: list[tuple[str, str, int]]) -> None:
    parent = XNode(ELEMENT, "p")
    for kind, name, place in changes:
        held = parent.named("a")
        copy = list(held)
        if kind == "append":
            parent.append(XNode(ELEMENT, name))
        elif kind == "insert":
            parent.insert(place % (len(parent.children) + 1), XNode(ELEMENT, name))
        elif parent.children:
            parent.remove(parent.children[place % len(parent.children)])
        assert held == copy  # who walks along it is not disturbed
        for asked in "ab":
            assert parent.named(asked) == _names_by_looking(parent, asked)


@pytest.mark.parametrize("number", [2, 40])
def test_a_preceding_total_goes_on_however_long(number: int) -> None:
    session = _filled(fresh_copy("running totals"), number)
    assert (
        session.values()[f"/data/r[{number}]/tot"]
        == session.values()[f"/data/r[{number}]/tot2"]
        == str(number)
    )
    session.answer("/data/r[1]/n", 5)
    assert (
        session.values()[f"/data/r[{number}]/tot"]
        == session.values()[f"/data/r[{number}]/tot2"]
        == str(number + 4)
    )
