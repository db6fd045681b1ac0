"""The body of an XForm: groups, repeats and questions."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from veldwerk.xlsform.definition import Control, Field, Form, Item, Itemset
from veldwerk.xlsform.errors import N_, FormError
from veldwerk.xlsform.reading import qualified
from veldwerk.xlsform.resolve import absolute_path
from veldwerk.xlsform.texts import by_name, local, named, read_text

_QUESTIONS = frozenset({"input", "secret", "select", "select1", "rank", "range", "trigger", "upload"})
_JR = "{http://openrosa.org/javarosa}"
_RANGE_NUMBERS = ("start", "end", "step")


@dataclass(frozen=True, slots=True)
class ActionHolder:
    """An element that may hold actions, with the question it is and the repeat it stands in."""

    element: etree._Element
    source: Field | None
    repeat: Field | None


def read_body(form: Form, body: etree._Element) -> list[ActionHolder]:
    """Fill `form.body` and the controls of its fields; gives (element, question, repeat) of what may hold actions."""
    reader = _Reader(form)
    reader.children(body, None, None, None, form.body)
    return reader.holders


class _Reader:
    def __init__(self, form: Form) -> None:
        self.form = form
        self.holders: list[ActionHolder] = []

    def children(
        self,
        element: etree._Element,
        parent: Control | None,
        context: Field | None,
        repeat: Field | None,
        into: list[Control],
    ) -> None:
        for child in element:
            name = local(child)
            if name == "group":
                self.group(child, parent, context, repeat, into)
            elif name == "repeat":
                self.repeat(child, parent, context, into)
            elif name in _QUESTIONS:
                question = self.question(child, parent, context, repeat)
                if question is not None:
                    into.append(question)

    def field(self, element: etree._Element, context: Field | None, wanted: bool = True) -> Field | None:
        source = element.get("ref") or element.get("nodeset")
        bind = element.get("bind")
        if source is None and bind is not None:
            if bind in self.form.bind_ids:
                return self.form.bind_ids[bind]
            source = bind
        if not source:
            if wanted:
                self.form.refuse(FormError(N_("A question in the form points nowhere.")))
            return None
        path = absolute_path(source, self.form.root, context)
        found = self.form.fields.get(path)
        if found is None:
            self.form.warnings.append(f"body: {path}")
        return found

    def group(
        self,
        element: etree._Element,
        parent: Control | None,
        context: Field | None,
        repeat: Field | None,
        into: list[Control],
    ) -> None:
        field = self.field(element, context, wanted=False)
        control = _control(element, "group", field, parent)
        self.holders.append(ActionHolder(element, None, repeat))
        into.append(control)
        self.children(element, control, field or context, repeat, control.children)
        if field is not None and field.control is None and not _only_repeat(control, field):
            field.control = control

    def repeat(
        self, element: etree._Element, parent: Control | None, context: Field | None, into: list[Control]
    ) -> None:
        field = self.field(element, context)
        if field is None:
            return
        control = _control(element, "repeat", field, parent)
        count = element.get(f"{_JR}count") or ""
        control.count = count.strip()
        control.no_add_remove = (element.get(f"{_JR}noAddRemove") or "").strip() in ("true()", "true", "1")
        field.repeat = control
        field.control = control
        if parent is not None and parent.kind == "group" and parent.field is field:
            control.label = control.label or parent.label
            control.appearance = control.appearance or parent.appearance
        into.append(control)
        self.holders.append(ActionHolder(element, None, field))
        self.children(element, control, field, field, control.children)

    def question(
        self, element: etree._Element, parent: Control | None, context: Field | None, repeat: Field | None
    ) -> Control | None:
        field = self.field(element, context)
        if field is None:
            return None
        control = _control(element, local(element), field, parent)
        parts = by_name(element)
        for item in (*parts.get("item", ()), *parts.get("choices", ())):
            value, label = _first(item, "value"), _first(item, "label")
            text = "".join(str(part) for part in value.itertext()) if value is not None else ""
            control.items.append(Item(text.strip(), read_text(label)))
        for itemset in parts.get("itemset", ()):
            control.itemset = _itemset(itemset)
        if control.kind == "range":
            self.check_range(control)
        field.control = control
        self.holders.append(ActionHolder(element, field, repeat))
        return control

    def check_range(self, control: Control) -> None:
        for name in _RANGE_NUMBERS:
            given = control.parameters.get(name)
            try:
                float(given or 0)
            except ValueError:
                message = N_("The range needs a number as {name}, not “{value}”.")
                path = control.field.path if control.field is not None else ""
                self.form.refuse(FormError(message, name=name, value=given, path=path, part=name))


def _only_repeat(control: Control, field: Field) -> bool:
    return len(control.children) == 1 and control.children[0].kind == "repeat" and field.repeat is not None


def _control(element: etree._Element, kind: str, field: Field | None, parent: Control | None) -> Control:
    control = Control(kind, field, parent=parent)
    control.appearance = _appearances(element.get("appearance") or "")
    control.label = read_text(_first(element, "label"))
    for hint in named(element, "hint"):
        control.hint = read_text(hint)
    skipped = {"ref", "nodeset", "bind", "appearance", "jr:count", "jr:noAddRemove", "class"}
    for key, value in element.attrib.items():
        name = qualified(element, etree.QName(key))
        if name not in skipped:
            control.parameters[name] = str(value)
    return control


def _appearances(text: str) -> tuple[str, ...]:
    """The appearances, the deprecated `search` also by its present name."""
    found = text.split()
    if "search" in found and "autocomplete" not in found:
        found.append("autocomplete")
    return tuple(found)


def _first(element: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in element if local(child) == name), None)


def _itemset(element: etree._Element) -> Itemset:
    value, label = _first(element, "value"), _first(element, "label")
    return Itemset(
        nodeset=element.get("nodeset") or "",
        value=(value.get("ref") if value is not None else None) or "name",
        label=(label.get("ref") if label is not None else None) or "",
    )
