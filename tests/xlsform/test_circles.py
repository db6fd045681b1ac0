"""What depends on itself is refused by name where it cannot be worked out, and worked out where it can."""

from __future__ import annotations

import pytest

from tests.xlsform.made import filling, xform
from veldwerk.xlsform import FormError


def _bind(path: str, **rules: str) -> str:
    return (
        f'<bind nodeset="/data/{path}" ' + " ".join(f'{name}="{rule}"' for name, rule in rules.items()) + "/>"
    )


REPEAT = '<repeat nodeset="/data/r"><input ref="/data/r/a"/></repeat>'
REFUSED = {
    "relevant by its own value": ("<a/>", _bind("a", relevant=". != ''"), "", ["/data/a"]),
    "relevant by its own path": ("<a/>", _bind("a", relevant="/data/a &gt; 2"), "", ["/data/a"]),
    "a group by what is in it": ("<g><a/></g>", _bind("g", relevant="/data/g/a = ''"), "", ["/data/g"]),
    "three calculations": (
        "<a/><b/><c/>",
        _bind("a", calculate="/data/b + 1")
        + _bind("b", calculate="/data/c")
        + _bind("c", calculate="/data/a"),
        "",
        ["/data/a", "/data/b", "/data/c"],
    ),
    "relevance by a count of what is relevant": (
        "<a/><b/>",
        _bind("a", relevant="/data/b = 1") + _bind("b", calculate="count(/data/a[. != ''])"),
        "",
        ["/data/a", "/data/b"],
    ),
    "two in the same instance": (
        "<r><a/><b/></r>",
        _bind("r/a", calculate="../b") + _bind("r/b", calculate="../a"),
        REPEAT,
        ["/data/r/a", "/data/r/b"],
    ),
    "a sum and what is summed": (
        "<r><a/></r><som/>",
        _bind("r/a", calculate="/data/som") + _bind("som", calculate="sum(/data/r/a)"),
        REPEAT,
        ["/data/r/a", "/data/som"],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_circle_within_one_instance_is_refused_and_names_its_fields(name: str) -> None:
    instance, binds, body, fields = REFUSED[name]
    with pytest.raises(FormError) as caught:
        xform(instance, binds, body)
    assert sorted(str(caught.value.values["fields"]).split(", ")) == fields


def test_two_questions_may_each_depend_on_the_other_for_being_asked() -> None:
    session = filling(
        xform(
            "<a/><b/>",
            _bind("a", relevant="/data/b = ''") + _bind("b", relevant="/data/a = ''"),
            '<input ref="/data/a"/>',
        )
    )
    session.answer("/data/a", "x")
    assert (session.node("/data/a").relevant, session.node("/data/b").relevant) == (True, False)
    session.answer("/data/a", None)
    assert session.node("/data/b").relevant


def test_a_calculation_may_keep_what_it_once_was() -> None:
    session = filling(
        xform("<a/><b/>", _bind("b", calculate="if(. = '', /data/a, .)"), '<input ref="/data/a"/>')
    )
    session.answer("/data/a", "eerst")
    session.answer("/data/a", "later")
    assert session.values()["/data/b"] == "eerst"


def test_a_constraint_and_being_required_may_look_at_the_own_answer() -> None:
    session = filling(
        xform(
            "<a/>", _bind("a", constraint=". &gt; 2", required=". = ''", type="int"), '<input ref="/data/a"/>'
        )
    )
    assert session.node("/data/a").required
    session.answer("/data/a", 1)
    assert (session.node("/data/a").required, session.node("/data/a").valid) == (False, False)


def test_a_series_as_long_as_itself_and_one_more_grows_once_at_a_change() -> None:
    body = '<repeat nodeset="/data/r" jr:count="count(/data/r) + 1"><input ref="/data/r/a"/></repeat>'
    session = filling(xform("<n/><r><a/></r>", body=body + '<input ref="/data/n"/>'))
    assert session.node("/data/r").count == 1
    session.answer("/data/n", "x")
    assert session.node("/data/r").count == 1


def test_two_series_that_make_each_other_longer_come_to_rest() -> None:
    series = '<repeat nodeset="/data/{0}" jr:count="count(/data/{1}) + /data/n"><input ref="/data/{0}/a"/></repeat>'
    form = xform(
        "<n>1</n><r><a/></r><s><a/></s>",
        _bind("n", type="int"),
        '<input ref="/data/n"/>' + series.format("r", "s") + series.format("s", "r"),
    )
    session = filling(form)
    session.answer("/data/n", 2)
    assert 0 < session.node("/data/r").count + session.node("/data/s").count < 20
