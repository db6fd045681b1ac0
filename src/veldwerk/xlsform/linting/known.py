"""What a path in an expression leads to: the field, the kind of answer it holds, and the choices there are."""

from __future__ import annotations

import re

from veldwerk.xlsform.definition import Control, Field, Form, nearest_repeat
from veldwerk.xlsform.deps import step_name
from veldwerk.xlsform.texts import local
from veldwerk.xlsform.xpath.ast import Call, Expr, Path, Root

NUMBER, TEXT, DATE, TIME, MOMENT = "number", "text", "date", "time", "dateTime"
ONE, SEVERAL, OTHER = "one", "several", "other"
_BY_TYPE = {"int": NUMBER, "decimal": NUMBER, "date": DATE, "time": TIME, "dateTime": MOMENT}
_BY_CONTROL = {"select1": ONE, "select": SEVERAL, "rank": SEVERAL}
_LIST = re.compile(r"instance\(\s*['\"]([^'\"]+)['\"]\s*\)\s*/\s*root\s*/\s*item")


class Known:
    """The types and choices of one form."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._choices: dict[Field, frozenset[str] | None] = {}

    def field(self, expr: Expr, at: Field) -> Field | None:
        """The field of a plain path that stands at a field; None for anything else, and for several instances."""
        found = self.reached(expr, at)
        if found is None or found.children:
            return None
        repeat = nearest_repeat(found)
        return found if repeat is None or repeat in set(at.ancestors()) else None

    def reached(self, expr: Expr, at: Field) -> Field | None:
        """The field of a plain path, whatever the number of its instances; None for anything else."""
        if not isinstance(expr, Path) or any(step.predicates for step in expr.steps):
            return None
        return self._reached(expr, at)

    def _reached(self, path: Path, at: Field) -> Field | None:
        """The field at the end of a path that goes up and down by name only."""
        current = isinstance(path.start, Call) and path.start.name == "current"
        if path.start is not None and not isinstance(path.start, Root) and not current:
            return None
        steps = list(path.steps)
        found: Field | None = at
        if isinstance(path.start, Root):
            found = self.form.root if steps and step_name(steps.pop(0)) == self.form.root.name else None
        for step in steps:
            if found is None or step.axis == "self":
                continue
            if step.axis == "parent":
                found = found.parent
            else:
                found = found.by_name.get(step_name(step)) if step.axis == "child" else None
        return found

    def kind(self, field: Field) -> str:
        """number, text, date, time, dateTime, one, several or other; other is what nothing can be said of."""
        control, declared = field.control, field.bind.type
        if control is not None and control.kind in _BY_CONTROL:
            return _BY_CONTROL[control.kind]
        if declared in _BY_TYPE:
            return _BY_TYPE[declared]
        plain = control is not None and control.kind == "input" and declared == "string"
        asks_text = plain and control is not None and not field.bind.readonly and not field.bind.calculate
        return TEXT if asks_text and control is not None and not _digits(control) else OTHER

    def choices(self, field: Field) -> frozenset[str] | None:
        """The values that can be picked, without regard to a filter; None where they are not in the form itself."""
        if field not in self._choices:
            self._choices[field] = self._find_choices(field.control)
        return self._choices[field]

    def _find_choices(self, control: Control | None) -> frozenset[str] | None:
        if (
            control is None
            or control.kind not in _BY_CONTROL
            or any(a.startswith("search(") for a in control.appearance)
        ):
            return None
        if control.itemset is None:
            return frozenset(item.value for item in control.items) or None
        match = _LIST.search(control.itemset.nodeset)
        secondary = self.form.secondary.get(match.group(1)) if match else None
        inline = secondary.inline if secondary is not None and not secondary.src else None
        if inline is None or not hasattr(inline, "iter"):
            return None
        wanted = control.itemset.value
        return frozenset((one.text or "").strip() for one in inline.iter() if local(one) == wanted) or None

    def has(self, field: Field, value: str | float) -> bool:
        """Whether a choice of this value exists; true where that cannot be told."""
        choices = self.choices(field)
        if choices is None:
            return True
        if isinstance(value, str):
            return value in choices
        return any(number(choice) == value for choice in choices)


def _digits(control: Control) -> bool:
    return bool({"numbers", "masked", "thousands-sep"} & set(control.appearance))


def number(text: str) -> float | None:
    """The number a text stands for, None when it is none."""
    try:
        return float(text)
    except ValueError:
        return None
