"""The order of the rules: a topological sort, with circles found and judged.

A circle of calculations and of the relevance of what they read, in which every step stays with the same instance,
cannot be worked out and is refused by name, as is relevance that depends on its own field or what is in it (JavaRosa
refuses the same). A circle that runs through other instances of a repeat (a running total), through relevance alone or
through the number of repeats can be; its rules are worked out until nothing changes. A calculation may look at the
value it has itself: that is how one keeps what it once was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from veldwerk.xlsform.definition import Field, nearest_repeat
from veldwerk.xlsform.errors import N_, FormError

if TYPE_CHECKING:
    from veldwerk.xlsform.program import Rule


def ranks(rules: list[Rule], find: Callable[[Field, str], Rule | None]) -> None:
    """Set `rank` and `loop` of every rule. FormError names the fields of a circle.

    What a rule reads may be left out of `rules`, when it is part of a circle that was told before.
    """
    here = set(rules)
    before = {rule: {r: own for r, own in _before(rule, find).items() if r in here} for rule in rules}
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
    """Rules to be worked out before this one → whether a circle through this link can be worked out."""
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
                found[other] = found.get(other, True) and (crosses or _is_loose(rule, aspect))
        if rule.aspect == "relevant" and not crosses and rule.field in read.field.ancestors():
            found[rule] = False
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


def _is_loose(rule: Rule, aspect: str) -> bool:
    """Whether a rule may read, within one instance, what this aspect of a field depends on in turn.

    Two questions that are each relevant by the other's value may (JavaRosa's “codependent” conditions); a calculation
    that decides on the relevance of what it reads may not.
    """
    return aspect != "calculate" and not (aspect == "relevant" and rule.aspect == "calculate")


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
            message = (
                N_("These fields depend on each other in a circle: {fields}")
                if len(paths) > 1
                else N_("This field depends on itself: {fields}")
            )
            raise FormError(message, fields=", ".join(paths), path=paths[0], part=circle[0].aspect)
