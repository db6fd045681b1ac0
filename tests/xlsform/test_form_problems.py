"""Reading a form that is wrong in many places: all of them written down, or the first one refused."""

from __future__ import annotations

import pytest

from tests.xlsform.made import xform_source
from veldwerk.xlsform import FormError, Session, parse

WRONG = xform_source(
    "<a/><b/><c/><d/><e/><f>3</f>",
    '<bind nodeset="/data/a" calculate="missing(1)"/>'
    '<bind nodeset="/data/b" relevant="/data/a = "/>'
    '<bind nodeset="/data/c" calculate="/data/d + 1"/>'
    '<bind nodeset="/data/d" calculate="/data/c + 1"/>'
    '<bind nodeset="/data/e" type="int" calculate="/data/f * 2"/>'
    '<setvalue ref="/data/zz" event="odk-instance-first-load" value="1"/>'
    '<setvalue ref="/data/a" event="odk-never" value="1"/>',
    '<input ref="/data/a"><label>A <output value="nothere()"/></label></input>'
    "<input><label>Nergens</label></input>"
    '<range ref="/data/f" start="een" end="5" step="1"><label>F</label></range>',
)


def test_all_that_is_wrong_is_written_down() -> None:
    problems: list[FormError] = []
    form = parse(WRONG, problems=problems)
    sentences = [str(problem) for problem in problems]
    for piece in (
        "missing",
        "/data/a =",
        "/data/c, /data/d",
        "/data/zz",
        "odk-never",
        "nothere",
        "“een”",
        "nowhere",
    ):
        assert any(piece in sentence for sentence in sentences), (piece, sentences)
    assert len(sentences) == 8
    assert Session(form).node("/data/e").value == "6"  # what is right goes on working


def test_without_a_list_the_first_one_ends_it() -> None:
    with pytest.raises(FormError, match=r"zz|een|nowhere"):
        parse(WRONG)
