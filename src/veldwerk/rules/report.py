"""Advice as plain values for `--json` and for storing beside a referral."""

from __future__ import annotations

from veldwerk.domain.bilingual import Sentence
from veldwerk.rules.advise import Advice
from veldwerk.rules.table import Rule


def to_json(advice: Advice) -> dict[str, object]:
    """The whole advice; reasons in Dutch and English, situation reasons as message id with values."""
    place = advice.situatie
    return {
        "situatie": place.value,
        "situatie_reasons": [_sentence(one) for one in place.reasons],
        "ask_first": list(place.ask_first),
        "stop": advice.stop,
        "suggestions": [
            {
                "kind": one.kind,
                "label": one.intervention.label.to_json(),
                "place": one.place,
                "number": one.number,
                "own_wish": one.own_wish.to_json() if one.own_wish else None,
                "why": [_rule(rule) for rule in one.rules],
                "order": [{"id": rule.id, "reason": rule.reason.to_json()} for rule in one.order_rules],
            }
            for one in advice.suggestions
        ],
        "excluded": [
            {
                "kind": one.kind,
                "label": one.intervention.label.to_json(),
                "why_not": [_rule(rule) for rule in one.rules],
            }
            for one in advice.excluded
        ],
        "together": [
            {"kind": one.kind, "one_of": sorted(one.partners), "rule": _rule(one.rule)}
            for one in advice.together
        ],
        "required": [
            {"code": one.code, "label": one.label.to_json(), "rules": [rule.id for rule in one.rules]}
            for one in advice.required
        ],
        "goals": list(advice.goals),
        "forbidden_goals": {
            goal: [rule.id for rule in rules] for goal, rules in advice.forbidden_goals.items()
        },
        "fired": [rule.id for rule in advice.fired],
        "inputs": {rule.id: _plain(advice.inputs(rule)) for rule in advice.fired},
    }


def _sentence(one: Sentence) -> dict[str, object]:
    return {"message": one.message, "values": dict(one.values), "text": str(one)}


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "reason": rule.reason.to_json(),
        "sources": list(rule.sources),
        "status": rule.status,
        "override": rule.override,
    }


def _plain(inputs: dict[str, object]) -> dict[str, object]:
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in inputs.items()}
