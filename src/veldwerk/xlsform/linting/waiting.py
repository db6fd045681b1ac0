"""Questions that wait for an answer nobody can give: to a question that is never shown, or for each other in a ring."""

from __future__ import annotations

import re
from collections.abc import Iterator

from veldwerk.xlsform.api import Finding
from veldwerk.xlsform.definition import Field, Form
from veldwerk.xlsform.errors import N_, FormError
from veldwerk.xlsform.linting.known import Known
from veldwerk.xlsform.linting.placing import Placing
from veldwerk.xlsform.program import Rule
from veldwerk.xlsform.session import Session
from veldwerk.xlsform.xpath.ast import Binary, Call, Expr, Literal, Number, spine
from veldwerk.xlsform.xpath.parser import parse

_COMPARES = frozenset({"=", "<", "<=", ">", ">="})
_POSITION = re.compile(r"\[\d+\]")


def check(form: Form, placing: Placing, never: set[Field]) -> Iterator[Finding]:
    """`never` are the fields that are never shown by their own condition; what is found is added to it."""
    needs = _Needs(Known(form))
    yield from _rings(form, placing, needs, never)
    conditions = [(field, parse(field.bind.relevant)) for field in _conditional(form)]
    before = -1
    while before != len(never):
        before = len(never)
        for field, tree in conditions:
            if not _within(field, never):
                wanted = needs.first(tree, field, never)
                if wanted is not None:
                    never.add(field)
                    yield _told(placing, field, wanted)


def _told(placing: Placing, field: Field, wanted: Field) -> Finding:
    message = N_(
        "{name} is never shown: “{expression}” asks for the answer to {question}, which is never shown itself."
    )
    expression = placing.expression(field.path, "relevant", field.bind.relevant)
    values = {"expression": expression, "question": wanted.name}
    return placing.finding(field, "relevant", message, "warning", **values)


def _conditional(form: Form) -> Iterator[Field]:
    """The questions and groups with a condition that can be used."""
    usable = {field for field, by_aspect in form.program.rules.items() if "relevant" in by_aspect}
    for control in form.controls():
        if control.field is not None and control.field in usable and control.field.bind.relevant:
            yield control.field


def _within(field: Field, fields: set[Field]) -> bool:
    return any(one in fields for one in field.ancestors())


class _Needs:
    """Which answer a condition cannot do without."""

    def __init__(self, known: Known) -> None:
        self.known = known

    def first(self, expr: Expr, at: Field, fields: set[Field]) -> Field | None:
        """An answer in `fields` without which the expression is false."""
        if isinstance(expr, Binary) and expr.operator == "and":
            return next((one for one in (self.first(part, at, fields) for part in spine(expr)) if one), None)
        if isinstance(expr, Binary) and expr.operator == "or":
            found = [self.first(part, at, fields) for part in spine(expr)]
            return found[0] if all(found) else None
        needed = self._asked(expr, at)
        return needed if needed is not None and _within(needed, fields) else None

    def _asked(self, expr: Expr, at: Field) -> Field | None:
        """The answer that a part compares with something that is not blank."""
        match expr:
            case Call("selected", (asked, Literal(value))) if value:
                return self.known.field(asked, at)
            case Binary("!=", asked, Literal("")) | Binary("!=", Literal(""), asked):
                return self.known.field(asked, at)
            case Binary(operator, asked, Literal() | Number() as fixed) if operator in _COMPARES:
                return self.known.field(asked, at) if fixed.value != "" else None
            case Binary(operator, Literal() | Number() as fixed, asked) if operator in _COMPARES:
                return self.known.field(asked, at) if fixed.value != "" else None
        return None


def _rings(form: Form, placing: Placing, needs: _Needs, never: set[Field]) -> Iterator[Finding]:
    rings: dict[int, list[Rule]] = {}
    for rule in form.program.ordered:
        if rule.loop:
            rings.setdefault(rule.loop, []).append(rule)
    stuck = [ring for ring in rings.values() if _needs_itself(ring, needs) and not _set_by_action(form, ring)]
    hidden = _hidden_at_first(form) if stuck else set[str]()
    for ring in stuck:
        fields = sorted((rule.field for rule in ring), key=lambda field: placing.row(field.path) or 0)
        if all(field.path in hidden for field in fields) and not any(
            _within(field, never) for field in fields
        ):
            never.update(fields)
            message = N_(
                "These questions wait for each other, so that none of them is ever shown: {fields}. Show one of them "
                "without the others."
            )
            names = ", ".join(field.name for field in fields)
            yield placing.finding(fields[0], "relevant", message, "warning", fields=names)


def _needs_itself(ring: list[Rule], needs: _Needs) -> bool:
    """Whether no condition of the ring can be true without an answer in it."""
    fields = {rule.field for rule in ring}
    return all(
        rule.aspect == "relevant"
        and not any(above.bind.relevant and above not in fields for above in rule.field.ancestors())
        and needs.first(parse(rule.source), rule.field, fields) is not None
        for rule in ring
    )


def _set_by_action(form: Form, ring: list[Rule]) -> bool:
    fields = {rule.field for rule in ring}
    return any(_within(action.target, fields) for action in form.actions)


def _hidden_at_first(form: Form) -> set[str]:
    """The paths that are nowhere shown when the form is opened."""
    try:
        session = Session(form)
        places = [(question.ref, session.node(question.ref).relevant) for question in session.questions()]
    except FormError:
        return set()
    shown = {_POSITION.sub("", ref) for ref, relevant in places if relevant}
    return {_POSITION.sub("", ref) for ref, _relevant in places} - shown
