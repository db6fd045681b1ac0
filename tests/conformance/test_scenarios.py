"""The scenario driver on a form of our own: the words of a recording that the shared data happens not to use as well."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.frame import Result, run_suite, suites

FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>Visit</h:title><model>
<instance><data id="visit"><name/><age/><street/><contact><who/></contact>
<orx:meta><orx:instanceID/></orx:meta></data></instance>
<instance id="streets"><root><item><name>a</name><label>Avenue</label><town/></item></root></instance>
<bind nodeset="/data/name" required="true()"/><bind nodeset="/data/age" type="int" constraint=". &lt; 120"/>
<bind nodeset="/data/orx:meta/orx:instanceID" jr:preload="uid"/></model></h:head><h:body class="pages">
<input ref="/data/name" appearance="multiline big"><label>Name</label></input>
<input ref="/data/age"><label>Age</label></input>
<select1 ref="/data/street"><itemset nodeset="instance('streets')/root/item"><value ref="name"/><label ref="label"/>
</itemset></select1>
<group ref="/data/contact"><repeat nodeset="/data/contact"><input ref="/data/contact/who"/></repeat></group>
</h:body></h:html>"""


def do(name: str, *arguments: Any) -> dict[str, Any]:
    return {"scenario": 1, "do": name, "args": list(arguments)}


def expect(
    matcher: str, query: str, *arguments: Any, of: tuple[Any, ...] = (), **more: Any
) -> dict[str, Any]:
    chain = [{"query": query, "args": list(of)}, *more.pop("then", [])]
    return {"scenario": 1, "expect": chain, "matcher": matcher, "args": list(arguments), **more}


def ran(folder: Path, *steps: dict[str, Any], form: str = FORM) -> Result:
    corpus = folder / "forms" / "corpus" / "getodk-web-forms" / "scenario-forms"
    corpus.mkdir(parents=True)
    (corpus / "visit.xml").write_text(form, encoding="utf-8")
    begin = {"scenario": 1, "init": {"name": "visit", "file": "scenario-forms/visit.xml"}}
    row = {"id": "made", "test": "made", "flags": [], "steps": [begin, *steps]}
    (folder / "forms" / "scenarios.jsonl").write_text(json.dumps(row), encoding="utf-8")
    return run_suite("scenarios", suites()["scenarios"], folder)


HOLDS = [
    expect("toBeRequired", "getInstanceNode", of=("/data/name",)),
    expect("toBeOptional", "getInstanceNode", of=("/data/age",)),
    expect("toYieldAppearances", "getInstanceNode", ["multiline"], of=("/data/name",)),
    expect("toHaveClass", "getInstanceNode", "pages", of=("/data",)),
    expect("notToHaveClass", "getInstanceNode", "theme-grid", of=("/data",)),
    expect("toBe", "countRepeatInstancesOf", -1, of=("/data/name",)),
    expect("toBe", "countRepeatInstancesOf", 1, of=("/data/contact",)),
    expect("toBe", "atQuestion", False),
    expect("toBeNull", "choicesOf", of=("/data/street",), then=[{"get": "get"}, {"call": [7]}]),
    expect(
        "equal",
        "choicesOf",
        [["name", "a"], ["label", "Avenue"], ["town", ""]],
        of=("/data/street",),
        then=[{"get": "get"}, {"call": [0]}, {"get": "getProperties"}, {"call": []}],
    ),
    expect("toBe", "choicesOf", 1, of=("/data/street",), then=[{"get": "length"}]),
    expect("toBe", "answerOf", "int", of=("/data/age",), then=[{"get": "valueType"}]),
    expect("toMatch", "answerOf", {"$regex": "^$"}, of=("/data/age",)),
    expect("toBeValid", "getFormDef", **{"not": True}),
    expect("toBePendingSubmissionWithViolations", "prepareWebFormsInstancePayload"),
    expect("toMatchObject", "prepareWebFormsInstancePayload", {"status": "pending"}),
    expect(
        "toHaveComputedPreloadInstanceID", "newInstance", {"metaNamespaceURI": "http://openrosa.org/xforms"}
    ),
    expect("toEqualTreeReference", "refAtIndex", {"$call": "getRef", "args": ["/data"]}),
    expect(
        "toMatchObject",
        "answerOf",
        {"required": {"valid": False}, "violation": {"condition": "required"}},
        of=("/data/name",),
        then=[{"get": "node"}, {"get": "validationState"}],
    ),
]


@pytest.mark.parametrize("step", HOLDS, ids=lambda step: f"{step['matcher']}-{step['expect'][0]['query']}")
def test_an_assertion_holds_and_its_opposite_does_not(tmp_path: Path, step: dict[str, Any]) -> None:
    held = ran(tmp_path / "as-it-is", step)
    turned = ran(tmp_path / "turned", {**step, "not": not step.get("not")})
    assert (held.passed, [failure.got for failure in held.failures]) == (1, [])
    assert turned.failed == 1


def test_steps_forward_and_back_and_repeats_made_on_demand(tmp_path: Path) -> None:
    result = ran(
        tmp_path,
        do("next", "/data/name"),
        do("answer", "Anna"),
        do("next", "/data/age"),
        do("prev", "/data/name"),
        do("prev", "BEGINNING_OF_FORM"),
        do("proposed_addExplicitCreateNewRepeatCallHere", "/data/contact", {"explicitRepeatCreation": True}),
        do("answer", "/data/contact[2]/who", "Bram"),
        do("serializeAndDeserializeInstance", {}),
        {"scenario": 1, "becomes": 2},
        {**expect("toBe", "countRepeatInstancesOf", 2, of=("/data/contact",)), "scenario": 2},
        {**expect("toBeReadyForSubmission", "prepareWebFormsInstancePayload"), "scenario": 2},
    )
    assert [failure.got for failure in result.failures] == []


def test_a_recording_that_lost_a_step_or_a_list_is_not_judged(tmp_path: Path) -> None:
    twice = [expect("toEqualAnswer", "answerOf", text, of=("/data/name",)) for text in ("", "Anna")]
    figure = {"$call": "expectedDistance", "args": [{"$num": "NaN"}, 1]}
    without = FORM.replace(
        '<instance id="streets">', '<instance id="streets" src="jr://file-csv/streets.csv">'
    )
    assert ran(tmp_path / "twice", *twice).skipped == 1
    assert (
        ran(tmp_path / "nan", expect("toHaveAnswerCloseTo", "answerOf", figure, of=("/data/age",))).skipped
        == 1
    )
    assert ran(tmp_path / "list", form=without).skipped == 1
    assert ran(tmp_path / "between", twice[0], do("answer", "/data/name", "Anna"), twice[1]).passed == 1
