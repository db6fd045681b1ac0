"""The order of the rules: a topological sort, with circles found and judged.

A circle of calculations in which every step stays with the same instance cannot be worked out and is refused by name.
A circle that runs through other instances of a repeat (a running total), through relevance or through the number of
repeats can be; its rules are worked out until nothing changes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from veldwerk.xlsform.definition import Field, nearest_repeat
from veldwerk.xlsform.errors import N_, FormError

if TYPE_CHECKING:
    from veldwerk.xlsform.program import Rule


def ranks(rules: list[Rule], find: Callable[[Field, str], Rule | None]) -> None:
    """Set `rank` and `loop` of every rule. FormError names the fields of a circle."""
    before = {rule: _before(rule, find) for rule in rules}
    rank = loop = 0
    for component in _components(rules, {rule: list(links) for rule, links in before.items()}):
        circular = len(component) > 1 or component[0] in before[component[0]]
        if circular:
            _refuse_strict(component, before)
            loop += 1
        for rule in component:
            rank += 1
            rule.rank = rank
            rule.loop = loop if circular else 0


def _before(rule: Rule, find: Callable[[Field, str], Rule | None]) -> dict[Rule, bool]:
    """Rules to be worked out before this one → whether they may be of another repeat instance."""
    found: dict[Rule, bool] = {}
    for read in rule.reads:
        crosses = _crosses(rule.field, read.field, read.scope)
        for at in read.field.ancestors():
            aspects = (
                ("calculate", "relevant", "itemset", "count") if at is read.field else ("relevant", "count")
            )
            for aspect in aspects:
                other = find(at, aspect)
                if other is None or (other is rule and rule.aspect != "relevant" and not crosses):
                    continue
                if at is not read.field and rule.field in (at, *at.ancestors()) and aspect == "relevant":
                    continue
                found[other] = found.get(other, True) and (crosses or aspect != "calculate")
    for at in rule.field.ancestors():
        if at is rule.field and rule.aspect == "count":
            continue
        for aspect in ("relevant", "count"):
            other = find(at, aspect)
            if (
                other is not None
                and other is not rule
                and not (at is rule.field and rule.aspect == "relevant")
            ):
                found.setdefault(other, True)
    return found


def _crosses(own: Field, other: Field, scope: Field) -> bool:
    """Whether a read goes to instances of a repeat beside the one the rule stands in."""
    inner = nearest_repeat(other)
    while inner is not None and inner not in set(own.ancestors()):
        inner = nearest_repeat(inner.parent)
    return inner is not None and inner.depth > scope.depth


def _components(rules: list[Rule], links: dict[Rule, list[Rule]]) -> list[list[Rule]]:
    """Tarjan's strongly connected components without recursion, dependencies first."""
    number: dict[Rule, int] = {}
    low: dict[Rule, int] = {}
    stack: list[Rule] = []
    on_stack: set[Rule] = set()
    found: list[list[Rule]] = []
    for start in rules:
        if start in number:
            continue
        work: list[tuple[Rule, int]] = [(start, 0)]
        while work:
            rule, at = work.pop()
            if at == 0:
                number[rule] = low[rule] = len(number)
                stack.append(rule)
                on_stack.add(rule)
            targets = links.get(rule, [])
            if at > 0:
                low[rule] = min(low[rule], low[targets[at - 1]])
            while at < len(targets):
                target = targets[at]
                at += 1
                if target not in number:
                    work.append((rule, at))
                    work.append((target, 0))
                    break
                if target in on_stack:
                    low[rule] = min(low[rule], number[target])
            else:
                if low[rule] == number[rule]:
                    found.append(_unwind(stack, on_stack, rule))
    return found


def _unwind(stack: list[Rule], on_stack: set[Rule], until: Rule) -> list[Rule]:
    component: list[Rule] = []
    while True:
        rule = stack.pop()
        on_stack.discard(rule)
        component.append(rule)
        if rule is until:
            component.reverse()
            return component


def _refuse_strict(component: list[Rule], before: dict[Rule, dict[Rule, bool]]) -> None:
    """A circle of reads that all stay with the same instance is an error of the form."""
    members = set(component)
    strict = {
        rule: [r for r, crosses in before[rule].items() if r in members and not crosses] for rule in component
    }
    for circle in _components(component, strict):
        if len(circle) > 1 or circle[0] in strict[circle[0]]:
            paths = list(dict.fromkeys(rule.field.path for rule in circle))
            raise FormError(
                N_("These fields depend on each other in a circle: {fields}"), fields=", ".join(paths[:6])
            )
