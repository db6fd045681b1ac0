"""From a case to advice that explains itself: what is suggested, what not, and why (DOMAIN 4.6)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from veldwerk.domain.appraisal import Case, Situatie, Thresholds, situatie
from veldwerk.domain.bilingual import Bilingual
from veldwerk.domain.vocabulary import GOALS
from veldwerk.rules.conditions import Facts
from veldwerk.rules.table import Intervention, OrderRule, Rule, RuleTable

_CASE_FIELDS = tuple(field.name for field in fields(Case))
_STANDARD = Thresholds()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggested kind. `place` counts from 1; `number` is that of the table; `own_wish` is set when it is
    offered only if the client wants it.
    """

    intervention: Intervention
    place: int
    number: int
    rules: tuple[Rule, ...]
    order_rules: tuple[OrderRule, ...]
    own_wish: Bilingual | None

    @property
    def kind(self) -> str:
        return self.intervention.id


@dataclass(frozen=True, slots=True)
class Excluded:
    """A kind that is not to be chosen, with the rules that say so."""

    intervention: Intervention
    rules: tuple[Rule, ...]

    @property
    def kind(self) -> str:
        return self.intervention.id


@dataclass(frozen=True, slots=True)
class Companion:
    """`kind` only together with at least one of `partners`."""

    kind: str
    partners: frozenset[str]
    rule: Rule


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something to be done or recorded with this advice."""

    code: str
    label: Bilingual
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a choice is not in order: `rule` speaks against `kind` (missing `partners` when it needs
    company).
    """

    kind: str
    rule: Rule
    partners: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Advice:
    """Suggestions in order, exclusions, what must go together, requirements and goals, with their rules."""

    situatie: Situatie
    stop: bool
    suggestions: tuple[Suggestion, ...]
    excluded: tuple[Excluded, ...]
    together: tuple[Companion, ...]
    required: tuple[Requirement, ...]
    goals: tuple[str, ...]
    forbidden_goals: Mapping[str, tuple[Rule, ...]]
    fired: tuple[Rule, ...]
    order: tuple[OrderRule, ...]
    facts: Facts

    @property
    def kinds(self) -> tuple[str, ...]:
        """Suggested kinds, first one first."""
        return tuple(one.kind for one in self.suggestions)

    def why(self, kind: str) -> tuple[Rule, ...]:
        """«Waarom»: the rules that suggest this kind."""
        return next((one.rules for one in self.suggestions if one.kind == kind), ())

    def why_not(self, kind: str) -> tuple[Rule, ...]:
        """«Waarom niet»: the rules that exclude this kind, or all that stops when safety comes first."""
        if self.stop:
            return () if kind in self.kinds else self.fired
        return next((one.rules for one in self.excluded if one.kind == kind), ())

    def inputs(self, rule: Rule) -> dict[str, object]:
        """The answers that made a rule speak (REQ-REF-02)."""
        return {name: self.facts[name] for name in rule.when.fields}

    def objections(self, choice: Collection[str]) -> tuple[Objection, ...]:
        """What speaks against choosing these kinds together; empty when the choice is in order."""
        found: list[Objection] = []
        chosen = set(choice)
        for kind in choice:
            found += [Objection(kind, rule) for rule in self.why_not(kind)]
        for one in self.together:
            if one.kind in chosen and not one.partners & chosen:
                found.append(Objection(one.kind, one.rule, one.partners))
        return tuple(found)

    def permits(self, choice: Collection[str]) -> bool:
        """Whether nothing speaks against the choice."""
        return not self.objections(choice)


def advise(case: Case, table: RuleTable, thresholds: Thresholds = _STANDARD) -> Advice:
    """Evaluate a case: stop rules first and alone, then limits, exclusions, company, requirements,
    suggestions.

    Exclusion beats suggestion. What needs company that is not suggested is not suggested either, so that
    the whole list is always a permitted choice. The rules of order then place the list; equal numbers
    follow `tie_order`.
    """
    place = situatie(case, thresholds)
    facts = _facts(case, place)
    fired = [rule for rule in table.rules if rule.on and rule.when.holds(facts)]
    stops = [rule for rule in fired if rule.kind == "stop"]
    if stops:
        return _advice(table, place, facts, stops, _numbers(stops), {}, ())
    excluded: dict[str, list[Rule]] = {}
    for rule in fired:
        for kind in rule.then.exclude:
            excluded.setdefault(kind, []).append(rule)
    order = tuple(rule for rule in table.order if rule.when.holds(facts))
    numbers = _numbers(fired)
    for added in order:
        for kind, number in added.add.items():
            numbers[kind] = min(number, numbers.get(kind, number))
    numbers = {kind: number for kind, number in numbers.items() if kind not in excluded}
    _drop_lonely(numbers, fired, excluded)
    return _advice(table, place, facts, fired, numbers, excluded, order)


def _facts(case: Case, place: Situatie) -> dict[str, object]:
    facts: dict[str, object] = {name: getattr(case, name) for name in _CASE_FIELDS}
    facts["situatie"] = place.value
    # Not known whether a professional is involved is not «a professional is involved»: a befriender is
    # never sent into complex problems on an unanswered question (N03).
    if facts["professional_betrokken"] is None:
        facts["professional_betrokken"] = False
    return facts


def _numbers(rules: Iterable[Rule]) -> dict[str, int]:
    """The lowest number each kind gets."""
    numbers: dict[str, int] = {}
    for rule in rules:
        for kind, number in rule.then.suggest.items():
            if number < numbers.get(kind, number + 1):
                numbers[kind] = number
    return numbers


def _drop_lonely(numbers: dict[str, int], fired: Sequence[Rule], excluded: dict[str, list[Rule]]) -> None:
    """Take out what needs company that is not in the list; repeated, as company may itself go."""
    needs = [(kind, group, rule) for rule in fired for kind, group in rule.then.not_alone.items()]
    while lonely := [
        (kind, rule) for kind, group, rule in needs if kind in numbers and group.isdisjoint(numbers)
    ]:
        for kind, rule in lonely:
            numbers.pop(kind, None)
            excluded.setdefault(kind, []).append(rule)


def _placed(
    table: RuleTable, numbers: Mapping[str, int], fired: Iterable[Rule], order: Iterable[OrderRule]
) -> list[str]:
    """Kinds in order: by number; then what follows from the client's wish; then `tie_order`; then the order
    rules.
    """
    wished = {kind for rule in fired if rule.kind == "limit" for kind in rule.then.suggest}
    position = {kind: index for index, kind in enumerate(table.tie_order)}
    kinds = sorted(numbers, key=lambda kind: (numbers[kind], kind not in wished, position[kind]))
    for rule in order:
        front = [kind for kind in rule.first if kind in numbers]
        kinds = front + [kind for kind in kinds if kind not in front]
        if kinds and kinds[0] in rule.never_first:
            other = next((kind for kind in kinds if kind not in rule.never_first), None)
            if other is not None:
                kinds.remove(other)
                kinds.insert(0, other)
    return kinds


def _advice(
    table: RuleTable,
    place: Situatie,
    facts: Facts,
    fired: Sequence[Rule],
    numbers: Mapping[str, int],
    excluded: Mapping[str, Sequence[Rule]],
    order: tuple[OrderRule, ...],
) -> Advice:
    own_wish = {kind for rule in order for kind in rule.own_wish}
    suggestions = tuple(
        Suggestion(
            intervention=table.interventions[kind],
            place=index,
            number=numbers[kind],
            rules=tuple(rule for rule in fired if kind in rule.then.suggest),
            order_rules=tuple(rule for rule in order if kind in rule.add or kind in rule.first),
            own_wish=table.own_wish if kind in own_wish else None,
        )
        for index, kind in enumerate(_placed(table, numbers, fired, order), start=1)
    )
    goal_rules = {goal: tuple(r for r in fired if goal in r.then.forbid_goal) for goal in GOALS}
    codes = dict.fromkeys(code for rule in fired for code in rule.then.require)
    return Advice(
        situatie=place,
        stop=any(rule.then.stop for rule in fired),
        suggestions=suggestions,
        excluded=tuple(
            Excluded(table.interventions[kind], tuple(excluded[kind]))
            for kind in table.tie_order
            if kind in excluded
        ),
        together=tuple(
            Companion(kind, group, rule) for rule in fired for kind, group in rule.then.not_alone.items()
        ),
        required=tuple(
            Requirement(code, table.requirements[code], tuple(r for r in fired if code in r.then.require))
            for code in codes
        ),
        goals=tuple(goal for goal, rules in goal_rules.items() if not rules),
        forbidden_goals={goal: rules for goal, rules in goal_rules.items() if rules},
        fired=tuple(fired),
        order=order,
        facts=facts,
    )
