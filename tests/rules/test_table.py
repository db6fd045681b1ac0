"""The table as data: loading, checks that name the row, settings, and its language."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.domain_suites import RESOURCES, library, rules
from veldwerk.domain.errors import UserError
from veldwerk.rules.table import Setting, load

DATA: dict[str, Any] = json.loads((RESOURCES / "rules" / "rules.json").read_text(encoding="utf-8"))
TABLE = rules()


def test_all_rules_of_the_specification_stand_unchanged(shared_data: Path) -> None:
    theirs = json.loads((shared_data / "domain" / "rules.json").read_text(encoding="utf-8"))
    keys = ("id", "kind", "when", "then", "bron_code", "status", "override")
    assert [[rule[k] for k in keys] for rule in DATA["rules"]] == [
        [r[k] for k in keys] for r in theirs["rules"]
    ]
    assert DATA["verwijzingen"] == theirs["verwijzingen"]
    assert DATA["interventions"].keys() == theirs["interventions"].keys()


def test_there_are_53_rules_and_four_rules_of_order() -> None:
    assert len(TABLE.rules) == 53
    assert [rule.id for rule in TABLE.order] == ["O01", "O02", "O03", "O04"]


@pytest.mark.parametrize(
    ("break_it", "place"),
    [
        (
            lambda d: d["rules"][3]["when"].update(field="humeur"),
            "rules.json › rules › 4 (W01) › when › field",
        ),
        (lambda d: d["rules"][3]["when"].update(op="has"), "rules.json › rules › 4 (W01) › when › op"),
        (lambda d: d["rules"][3]["when"].update(value="nee"), "rules.json › rules › 4 (W01) › when › value"),
        (
            lambda d: d["rules"][12]["when"]["all"][1]["value"].append("x"),
            "rules.json › rules › 13 (S01) › when › all › 2 › value › 2",
        ),
        (lambda d: d["rules"][12]["when"].update(any=[]), "rules.json › rules › 13 (S01) › when"),
        (lambda d: d["rules"][12]["when"].update(all=[]), "rules.json › rules › 13 (S01) › when"),
        (
            lambda d: d["rules"][3]["then"]["suggest"].update(taart=1),
            "rules.json › rules › 4 (W01) › then › suggest",
        ),
        (
            lambda d: d["rules"][3]["then"]["require"].append("x"),
            "rules.json › rules › 4 (W01) › then › require › 2",
        ),
        (lambda d: d["rules"][3].update(bron_code=["KRANT"]), "rules.json › rules › 4 (W01) › bron_code › 1"),
        (lambda d: d["rules"][3].update(bron_code=[]), "rules.json › rules › 4 (W01)"),
        (lambda d: d["rules"][3].update(override="soms"), "rules.json › rules › 4 (W01) › override"),
        (lambda d: d["rules"][3].pop("uitleg_en"), "rules.json › rules › 4 (W01) › uitleg_en"),
        (lambda d: d["rules"][3].update(id="V01"), "rules.json"),
        (lambda d: d["rules"][0]["then"].pop("stop"), "rules.json › rules › 1 (V01)"),
        (lambda d: d["tie_order"].pop(), "rules.json › tie_order"),
        (lambda d: d["precedence"].reverse(), "rules.json › precedence"),
        (lambda d: d["order"][0].update(frist=["maatje"]), "rules.json › order › 1 (O01)"),
        (lambda d: d.update(colour="red"), "rules.json"),
        (lambda d: d.pop("date"), "rules.json › date"),
    ],
)
def test_a_fault_names_its_row(break_it: Any, place: str) -> None:
    data = copy.deepcopy(DATA)
    break_it(data)
    with pytest.raises(UserError) as caught:
        load(data)
    assert caught.value.values["place"] == place


def test_house_rules_can_be_switched_off_with_name_and_date() -> None:
    adjusted = TABLE.adjusted([Setting("N12", "J. Bakker", "2026-11-24")])
    assert [rule.id for rule in adjusted.rules if not rule.on] == ["N12"]
    with pytest.raises(UserError):
        TABLE.adjusted([Setting("N12", " ", "2026-11-24")])


@pytest.mark.parametrize("rule", ["W04", "V01", "N01", "S01", "X99"])
def test_other_rules_cannot(rule: str) -> None:
    with pytest.raises(UserError):
        TABLE.adjusted([Setting(rule, "J. Bakker", "2026-11-24")])


def _texts() -> list[tuple[str, str]]:
    shown = [(rule.id, rule.reason.nl) for rule in TABLE.rules]
    shown += [(rule.id, rule.reason.nl) for rule in TABLE.order]
    shown += [(kind, one.label.nl) for kind, one in TABLE.interventions.items()]
    shown += [(code, one.nl) for code, one in (*TABLE.requirements.items(), *TABLE.sources.items())]
    for instrument in library().instruments.values():
        own = [
            instrument.title,
            instrument.use,
            instrument.source,
            *instrument.codes.values(),
            *instrument.categories.values(),
        ]
        own += [item.text for item in instrument.items if item.text] + [
            flag.label for flag in instrument.flags
        ]
        shown += [(instrument.id, text.nl) for text in own]
    return shown


BARE = (
    "client",
    "clienten",
    "existentiele",
    "geisoleerd",
    "financiele",
    "sociale-emotionele",
    "coordinator",
    "coordinatie",
    "beeindigd",
    "creeren",
    "geinformeerd",
    "reele",
    "materiele",
    "ideeen",
    "knieen",
    "cafe",
    "energiek.",
    "seance",
    "een keer per",
    "orientatie",
)
FORBIDDEN = ("diagnose", "behandeladvies", "risicoscore", "diagnosis", "diagnostic", "risk score")


@pytest.mark.parametrize(("where", "text"), _texts())
def test_dutch_has_its_accents_and_no_forbidden_word(where: str, text: str) -> None:
    words = text.lower().replace(",", " ").replace(".", " ").replace(":", " ").split()
    assert not set(words) & set(BARE)
    assert not any(word in text.lower() for word in FORBIDDEN)


@pytest.mark.parametrize("rule", [*TABLE.rules, *TABLE.order], ids=lambda rule: rule.id)
def test_reason_is_a_sentence_in_both_languages(rule: Any) -> None:
    for text in (rule.reason.nl, rule.reason.en):
        assert text[0].isupper()
        assert text.endswith(".")
        assert "  " not in text
    assert rule.reason.nl != rule.reason.en


def test_the_one_allowed_notice() -> None:
    assert library().notice.nl == "Dit is geen diagnose; de uitkomst is een begin van een gesprek."
