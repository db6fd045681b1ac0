"""Expressions that read well and cannot work, because the answer is of another kind than what is done with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from veldwerk.xlsform.api import Finding
from veldwerk.xlsform.definition import Field, Form
from veldwerk.xlsform.errors import N_
from veldwerk.xlsform.linting import known as kinds
from veldwerk.xlsform.linting.functions import check as functions
from veldwerk.xlsform.linting.known import Known, number
from veldwerk.xlsform.linting.placing import Placing
from veldwerk.xlsform.linting.walk import outside_predicates
from veldwerk.xlsform.program import Rule
from veldwerk.xlsform.workbook.advice import did_you_mean
from veldwerk.xlsform.xpath.ast import Binary, Call, Expr, Literal, Negate, Number
from veldwerk.xlsform.xpath.parser import parse

NO_CHOICE = N_("“{expression}” asks for “{value}”, which is no choice of {question}. {advice}")
NO_NUMBER = N_(
    "“{expression}” reckons with the choice {question}, which is no number. Use if({question} = …) or "
    "count-selected()."
)
_ASPECTS = ("relevant", "calculate", "required", "readonly", "constraint")
_EQUALS = frozenset({"=", "!="})
_ORDERS = frozenset({"<", "<=", ">", ">="})
_SUMS = frozenset({"+", "-", "*", "div", "mod"})
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:T.*)?")
_HOUR = re.compile(r"\d{1,2}:\d{2}.*")
_BOOLEANS = frozenset(
    {
        "true",
        "false",
        "not",
        "selected",
        "regex",
        "contains",
        "starts-with",
        "ends-with",
        "boolean",
        "checklist",
    }
)
_DATES = frozenset({"today", "now", "date", "date-time"})


def check(form: Form, placing: Placing) -> Iterator[Finding]:
    """All rules and fixed defaults of a form."""
    checker = _Checker(form, placing)
    for by_aspect in form.program.rules.values():
        for rule in by_aspect.values():
            if rule.aspect in _ASPECTS:
                yield from checker.rule(rule)
    yield from checker.defaults()


class _Checker:
    def __init__(self, form: Form, placing: Placing) -> None:
        self.form = form
        self.placing = placing
        self.known = Known(form)

    def rule(self, rule: Rule) -> Iterator[Finding]:
        """What is wrong with one expression; the same mistake with the same question once."""
        told: set[tuple[str, object]] = set()
        for one in self._rule(rule):
            key = (one.message, one.values.get("question"))
            if key not in told or "advice" in one.values:
                yield one
            told.add(key)

    def _rule(self, rule: Rule) -> Iterator[Finding]:
        tree = parse(rule.source)
        for part in outside_predicates(tree):
            if isinstance(part, Binary) and part.operator in _EQUALS | _ORDERS:
                yield from self.comparison(rule, part)
            elif isinstance(part, Binary) and part.operator in _SUMS:
                yield from self.sum(rule, part)
            elif isinstance(part, Call):
                if part.name == "selected" and len(part.arguments) == 2:
                    yield from self.selected(rule, part)
                for message, values in functions(part, rule.field, self.known):
                    yield self.told(rule, message, **values)
        if rule.aspect == "calculate":
            yield from self.result(rule, tree)
        elif isinstance(tree, Literal) and tree.value:
            message = N_(
                "“{expression}” is a text between quotes, which is always true. Write a condition, or yes or no."
            )
            yield self.told(rule, message)

    def told(self, rule: Rule, message: str, **values: object) -> Finding:
        expression = self.placing.expression(rule.field.path, rule.aspect, rule.source)
        return self.placing.finding(
            rule.field, rule.aspect, message, "warning", expression=expression, **values
        )

    def comparison(self, rule: Rule, part: Binary) -> Iterator[Finding]:
        for side, other, operator in (
            (part.left, part.right, part.operator),
            (part.right, part.left, _TURNED.get(part.operator, part.operator)),
        ):
            field = self.known.field(side, rule.field)
            if field is not None and isinstance(other, (Literal, Number)):
                yield from self.against(rule, field, operator, other.value)
                return

    def against(self, rule: Rule, field: Field, operator: str, value: str | float) -> Iterator[Finding]:
        kind = self.known.kind(field)
        shown = _written(value)
        if value == "" or shown == "NaN":
            return
        values = {"question": field.name, "value": shown}
        if kind in (kinds.ONE, kinds.SEVERAL) and operator in _EQUALS:
            yield from self.choice(rule, field, value)
            yield from self.alone(rule, field, value)
        elif kind in (kinds.DATE, kinds.MOMENT) and not (isinstance(value, str) and _DAY.fullmatch(value)):
            message = N_(
                "“{expression}” compares the date {question} with “{value}”. Write a date as date('2026-12-31')."
            )
            yield self.told(rule, message, **values)
        elif kind == kinds.TIME and not (isinstance(value, str) and _HOUR.fullmatch(value)):
            message = N_(
                "“{expression}” compares the time {question} with “{value}”. Write a time as '14:30'."
            )
            yield self.told(rule, message, **values)
        elif kind == kinds.NUMBER and isinstance(value, str) and number(value) is None:
            message = N_(
                "“{expression}” compares the number {question} with the text “{value}”, which it can never be. Write a "
                "number."
            )
            yield self.told(rule, message, **values)
        elif (
            kind in (kinds.ONE, kinds.SEVERAL)
            and isinstance(value, float)
            and _words(self.known.choices(field))
        ):
            yield self.told(rule, NO_NUMBER, question="${" + field.name + "}")
        elif operator in _ORDERS and isinstance(value, str) and _orders_nothing(value):
            message = N_(
                "“{expression}” asks whether {question} is more or less than the text “{value}”. Write a number."
            )
            yield self.told(rule, message, **values)
        elif kind == kinds.TEXT and operator in _ORDERS and isinstance(value, float):
            message = N_(
                "“{expression}” compares the text {question} with the number {value}. Make it a question of type "
                "integer or decimal."
            )
            yield self.told(rule, message, **values)

    def alone(self, rule: Rule, field: Field, value: str | float) -> Iterator[Finding]:
        """A select of several choices compared with one; meant so in `. = 'none' or not(selected(., 'none'))`."""
        several = field.control is not None and field.control.kind == "select"
        if (
            several
            and rule.aspect != "constraint"
            and "selected(" not in rule.source
            and self.known.has(field, value)
        ):
            message = N_(
                "“{expression}” is only true when “{value}” is the only choice of {question}. Did you mean "
                "selected(${{{question}}}, '{value}')?"
            )
            yield self.told(rule, message, question=field.name, value=_written(value))

    def choice(self, rule: Rule, field: Field, value: str | float) -> Iterator[Finding]:
        if self.known.has(field, value):
            return
        choices = self.known.choices(field) or frozenset()
        shown = _written(value)
        advice = did_you_mean(shown, sorted(choices))
        yield self.told(rule, NO_CHOICE, question=field.name, value=shown, advice=advice)

    def selected(self, rule: Rule, part: Call) -> Iterator[Finding]:
        field, wanted = self.known.field(part.arguments[0], rule.field), part.arguments[1]
        if field is None or self.known.kind(field) not in (kinds.ONE, kinds.SEVERAL):
            return
        if isinstance(wanted, (Literal, Number)) and wanted.value != "":
            yield from self.choice(rule, field, wanted.value)

    def sum(self, rule: Rule, part: Binary) -> Iterator[Finding]:
        for side in (part.left, part.right):
            field = self.known.field(side, rule.field)
            if field is None:
                continue
            kind, choices = self.known.kind(field), self.known.choices(field)
            if kind == kinds.SEVERAL or (kind == kinds.ONE and _words(choices)):
                yield self.told(rule, NO_NUMBER, question="${" + field.name + "}")
            elif kind == kinds.TEXT:
                message = N_(
                    "“{expression}” reckons with the text {question}. Make it a question of type integer or decimal."
                )
                yield self.told(rule, message, question=field.name)

    def result(self, rule: Rule, tree: Expr) -> Iterator[Finding]:
        declared, given = self.known.kind(rule.field), _result(tree)
        wrong = {
            kinds.NUMBER: ("boolean", "date", "text"),
            kinds.DATE: ("boolean", "number", "text"),
            kinds.MOMENT: ("boolean", "number", "text"),
        }
        if given in wrong.get(declared, ()):
            message = N_(
                "“{expression}” does not give what {name} holds, which is of type {type}. Change its type or the "
                "calculation."
            )
            yield self.told(rule, message, type=rule.field.bind.type)

    def defaults(self) -> Iterator[Finding]:
        """Fixed values that the question itself would refuse."""
        for node in self.form.instance.walk():
            field = node.field
            if field is None or field.control is None or node.children or not node.text.strip():
                continue
            kind, text = self.known.kind(field), node.text.strip()
            fits = True
            if kind == kinds.NUMBER:
                fits = number(text) is not None
            elif kind == kinds.DATE:
                fits = _is_day(text)
            elif kind in (kinds.ONE, kinds.SEVERAL):
                fits = all(
                    self.known.has(field, one) for one in ([text] if kind == kinds.ONE else text.split())
                )
            if not fits:
                message = N_("{name} begins with “{value}”, which is no answer to it. Change the default.")
                yield self.placing.finding(field, "default", message, "warning", value=text)


def _words(choices: frozenset[str] | None) -> bool:
    return choices is not None and all(number(choice) is None for choice in choices)


def _orders_nothing(value: str) -> bool:
    """Whether a text is no number, day or hour, so that nothing comes before or after it."""
    return number(value) is None and not _DAY.fullmatch(value) and not _HOUR.fullmatch(value)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


def _written(value: str | float) -> str:
    if isinstance(value, str):
        return value
    return str(int(value)) if value == value and value == int(value) else str(value)


def _result(expr: Expr) -> str:
    """What an expression gives for certain: number, text, boolean, date; "" when that depends."""
    match expr:
        case Number() | Negate():
            return "number"
        case Literal(value):
            return "" if number(value) is not None or _DAY.fullmatch(value) or not value.strip() else "text"
        case Binary(operator):
            if operator in _EQUALS | _ORDERS | {"and", "or"}:
                return "boolean"
            return "number" if operator in ("*", "div", "mod") else ""
        case Call("if", (_, one, other)):
            results = {_result(one), _result(other)}
            return results.pop() if len(results) == 1 else ""
        case Call("once", (inner,)):
            return _result(inner)
        case Call(name):
            return "boolean" if name in _BOOLEANS else ("date" if name in _DATES else "")
    return ""
