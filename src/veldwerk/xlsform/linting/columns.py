"""Columns of lists that an expression or a select names and the list lacks, for lists in the form or beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from veldwerk.xlsform.api import Finding
from veldwerk.xlsform.definition import Control, Form, Secondary
from veldwerk.xlsform.deps import step_name
from veldwerk.xlsform.errors import N_, FormError
from veldwerk.xlsform.linting.placing import Placing
from veldwerk.xlsform.linting.walk import outside_predicates, parts
from veldwerk.xlsform.secondary import external
from veldwerk.xlsform.texts import local
from veldwerk.xlsform.tree import XNode
from veldwerk.xlsform.workbook.advice import did_you_mean
from veldwerk.xlsform.xpath.ast import Call, Expr, Literal, Path
from veldwerk.xlsform.xpath.parser import parse

_FILES = (".csv", ".geojson", ".xml")


def check(form: Form, placing: Placing) -> Iterator[Finding]:
    """All expressions and selects of a form."""
    columns = _Columns(form, placing)
    for rule in (
        one for by_aspect in form.program.rules.values() for one in by_aspect.values() if one.source
    ):
        for name, column in dict.fromkeys(_asked(parse(rule.source))):
            if columns.lack(name, column):
                message = N_(
                    "{name}: “{expression}” asks for the column {column}, which the list {list} does not have. {advice}"
                )
                values = columns.values(name, column)
                expression = placing.expression(rule.field.path, rule.aspect, rule.source)
                yield placing.finding(
                    rule.field, rule.aspect, message, "warning", expression=expression, **values
                )
    for control in form.controls():
        yield from _select(control, columns, placing)


def _select(control: Control, columns: _Columns, placing: Placing) -> Iterator[Finding]:
    """The columns that a select takes its values and labels from."""
    if control.field is None or control.itemset is None:
        return
    start = next((one for one in parts(parse(control.itemset.nodeset)) if _list_of(one)), None)
    name = _list_of(start) if start is not None else ""
    for part, column in (("value", control.itemset.value), ("label", control.itemset.label)):
        if name and column.replace("_", "").replace("-", "").isalnum() and columns.lack(name, column):
            message = N_(
                "{name} takes the {part} of its choices from the column {column}, which the list {list} does not have. "
                "{advice}"
            )
            told = placing.finding(
                control.field, "start", message, "warning", part=part, **columns.values(name, column)
            )
            written = placing.sheets.cell("survey", told.row, "parameters")
            heading = placing.sheets.heading("survey", "type")
            yield (
                told
                if told.row is None or f"{part}=" in written.replace(" ", "")
                else replace(told, column=heading)
            )


def _asked(tree: Expr) -> Iterator[tuple[str, str]]:
    """(list, column) of everything an expression looks up."""
    for part in parts(tree):
        match part:
            case Call("pulldata", (Literal(name), Literal(column), Literal(key), _)):
                yield name, column
                yield name, key
            case Path(Call("instance", (Literal(name),)), (root, item, *below)) if (
                step_name(root) == "root" and step_name(item) == "item"
            ):
                for predicate in item.predicates:
                    yield from ((name, column) for column in _relative(predicate))
                if below and below[0].axis == "child":
                    yield name, step_name(below[0])


def _relative(predicate: Expr) -> Iterator[str]:
    """The names in a predicate that stand on the item itself."""
    for part in outside_predicates(predicate):
        if isinstance(part, Path) and part.start is None and part.steps[0].axis == "child":
            yield step_name(part.steps[0])


def _list_of(expr: Expr) -> str:
    match expr:
        case Path(Call("instance", (Literal(name),)), (root, item)) if (
            step_name(root) == "root" and step_name(item) == "item"
        ):
            return name
    return ""


class _Columns:
    """What columns the lists of a form have."""

    def __init__(self, form: Form, placing: Placing) -> None:
        self.form = form
        self.own = {name for name, _language in placing.sheets.headings.get("choices", {}).values()}
        self._known: dict[str, frozenset[str]] = {}

    def lack(self, name: str, column: str) -> bool:
        """Whether a list whose columns are known has no such column."""
        known = self._of(name)
        return bool(known) and column not in known and column[:1] not in ("", "@")

    def values(self, name: str, column: str) -> dict[str, object]:
        return {"list": name, "column": column, "advice": did_you_mean(column, sorted(self._of(name)))}

    def _of(self, name: str) -> frozenset[str]:
        if name not in self._known:
            secondary = self.form.secondary.get(name.removesuffix(".csv"))
            self._known[name] = self._read(secondary) if secondary is not None else frozenset()
        return self._known[name]

    def _read(self, secondary: Secondary) -> frozenset[str]:
        file = secondary.src.rpartition("/")[2]
        if secondary.src:
            content = self.form.read_media(file) if file.endswith(_FILES) else None
            try:
                return _of_items(external(file, content)) if content is not None else frozenset()
            except FormError:
                return frozenset()  # told elsewhere
        inline = secondary.inline
        if inline is None or not hasattr(inline, "iter"):
            return frozenset()
        found = frozenset(local(cell) for item in inline.iter("{*}item") for cell in item)
        return found | {"label", *self.own} if found else found


def _of_items(holder: XNode) -> frozenset[str]:
    items = (item for root in holder.children for item in root.children if item.name == "item")
    return frozenset(cell.name for item in items for cell in item.children)
