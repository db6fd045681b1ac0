"""Questions that are never shown and answers that are never allowed, told from the conditions alone.

A condition is taken apart at `and` and `or`. It can never be true when a part is false whatever is answered, or when
two parts ask for different things of the same answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from veldwerk.xlsform.api import Finding
from veldwerk.xlsform.definition import Field, Form
from veldwerk.xlsform.errors import N_, XPathError
from veldwerk.xlsform.linting.known import ONE, SEVERAL, Known
from veldwerk.xlsform.linting.placing import Placing
from veldwerk.xlsform.linting.waiting import check as waiting
from veldwerk.xlsform.xpath.ast import Binary, Call, Expr, Literal, Number, conjuncts, spine
from veldwerk.xlsform.xpath.compile import constant
from veldwerk.xlsform.xpath.parser import parse
from veldwerk.xlsform.xpath.values import to_boolean

_COMPARES = frozenset({"=", "!=", "<", "<=", ">", ">="})
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(slots=True)
class _Wish:
    """What the parts of a condition ask of one answer together."""

    low: float = float("-inf")
    high: float = float("inf")
    open_low: bool = False
    open_high: bool = False
    texts: set[str] = field(default_factory=set)

    def impossible(self) -> bool:
        if self.low > self.high or (self.low == self.high and (self.open_low or self.open_high)):
            return True
        return len(self.texts) > 1

    def add(self, operator: str, value: str | float) -> None:
        if isinstance(value, str):
            if operator == "=":
                self.texts.add(value)
            return
        if operator in (">", ">=", "=") and (value, operator == ">") > (self.low, self.open_low):
            self.low, self.open_low = value, operator == ">"
        if operator in ("<", "<=", "=") and (value, operator != "<") < (self.high, not self.open_high):
            self.high, self.open_high = value, operator == "<"


def check(form: Form, placing: Placing) -> Iterator[Finding]:
    """All questions and groups of a form, in its order."""
    reach, never = _Reach(form), set[Field]()
    for control in form.controls():
        at = control.field
        if at is None:
            continue
        own = reach.conditions(at, "relevant")
        above = [one for parent in list(at.ancestors())[1:] for one in reach.conditions(parent, "relevant")]
        if own and not reach.never(above):
            for one in _shown(placing, reach, at, own, above):
                never.add(at)
                yield one
        if reach.never(reach.conditions(at, "constraint")):
            message = N_(
                "No answer to {name} is ever allowed: “{expression}” is never true. Change the constraint."
            )
            expression = placing.expression(at.path, "constraint", at.bind.constraint)
            yield placing.finding(at, "constraint", message, "warning", expression=expression)
    yield from waiting(form, placing, never)


def _shown(
    placing: Placing, reach: _Reach, at: Field, own: list[_Condition], above: list[_Condition]
) -> Iterator[Finding]:
    expression = placing.expression(at.path, "relevant", at.bind.relevant)
    if reach.never(own):
        message = N_("{name} is never shown: “{expression}” is never true. Change the condition.")
        yield placing.finding(at, "relevant", message, "warning", expression=expression)
    elif above and reach.never([*own, *above]):
        group = next(parent.name for parent in list(at.ancestors())[1:] if parent.bind.relevant)
        message = N_(
            "{name} is never shown: “{expression}” and the condition of {group} around it are never true together."
        )
        yield placing.finding(at, "relevant", message, "warning", expression=expression, group=group)


@dataclass(frozen=True, slots=True)
class _Condition:
    """An expression with the field it stands at."""

    expr: Expr
    at: Field


class _Reach:
    def __init__(self, form: Form) -> None:
        self.known = Known(form)

    def conditions(self, at: Field, aspect: str) -> list[_Condition]:
        """The condition of a field as a list of none or one."""
        source = at.bind.relevant if aspect == "relevant" else at.bind.constraint
        try:
            return [_Condition(parse(source), at)] if source else []
        except XPathError:
            return []  # told elsewhere

    def never(self, conditions: list[_Condition]) -> bool:
        """Whether these conditions can never be true together."""
        parts = [_Condition(part, one.at) for one in conditions for part in conjuncts(one.expr)]
        if any(self.false(part) for part in parts):
            return True
        wishes: dict[Field, _Wish] = {}
        for part in parts:
            found = self.wish(part)
            if found is not None:
                answered, operator, value = found
                wishes.setdefault(answered, _Wish()).add(operator, value)
        return any(wish.impossible() for wish in wishes.values())

    def false(self, part: _Condition) -> bool:
        """Whether one part is false whatever is answered."""
        expr = part.expr
        if isinstance(expr, Binary) and expr.operator == "or":
            return all(self.never([_Condition(one, part.at)]) for one in spine(expr))
        known = _constant(expr)
        if known is not None:
            return not known
        if isinstance(expr, Call) and expr.name == "selected" and len(expr.arguments) == 2:
            answered, wanted = self.known.field(expr.arguments[0], part.at), expr.arguments[1]
            if answered is not None and isinstance(wanted, Literal) and wanted.value:
                return self.known.kind(answered) in (ONE, SEVERAL) and not self.known.has(
                    answered, wanted.value
                )
        found = self.wish(part)
        if found is None or found[1] != "=" or found[2] == "":
            return False
        return self.known.kind(found[0]) == ONE and not self.known.has(found[0], found[2])

    def wish(self, part: _Condition) -> tuple[Field, str, str | float] | None:
        """(answer, operator, value) of a part that compares an answer with something fixed."""
        expr = part.expr
        if not isinstance(expr, Binary) or expr.operator not in _COMPARES:
            return None
        for side, other, operator in (
            (expr.left, expr.right, expr.operator),
            (expr.right, expr.left, _TURNED.get(expr.operator, expr.operator)),
        ):
            if isinstance(other, (Literal, Number)):
                answered = self.known.field(side, part.at)
                if answered is not None:
                    return answered, operator, other.value
        return None


def _constant(expr: Expr) -> bool | None:
    """The truth of an expression without answers in it, None when it has them."""
    value = constant(expr)
    return None if value is None else to_boolean(value)
