"""The instance of one session: copied from the form or read from saved XML, with repeats that come and go."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from veldwerk.xlsform.definition import Field, Form
from veldwerk.xlsform.errors import N_, FormError
from veldwerk.xlsform.reading import bare, parse_xml
from veldwerk.xlsform.tree import ATTRIBUTE, ELEMENT, NAMESPACE, ROOT, XNode

STEP = re.compile(r"([^\[\]]+)(?:\[(\d+)\])?")


def clone(node: XNode) -> XNode:
    """A deep copy without jr:template marks and without instances inside it of series that a count makes: those come
    when the count is worked out, and there are none while it has no value."""
    copy = XNode(node.kind, node.name, node.uri, node.text)
    copy.field = node.field
    for attribute in node.attributes:
        if attribute.local != "template" or attribute.name == "template":
            twin = XNode(attribute.kind, attribute.name, attribute.uri, attribute.text, copy)
            twin.field = attribute.field
            copy.attributes.append(twin)
    for child in node.children:
        if not _counted(child):
            copy.append(clone(child))
    return copy


def _counted(node: XNode) -> bool:
    return node.field is not None and node.field.repeat is not None and bool(node.field.repeat.count)


def fresh(form: Form) -> XNode:
    """A new instance: the document node above the root element.

    A repeat with only a template starts with none, unless the form allows no adding: then with one.
    """
    top = XNode(ROOT)
    top.append(clone(form.instance))
    for field in form.fields.values():
        if (
            field.repeat is not None
            and field.repeat.no_add_remove
            and not field.repeat.count
            and field.parent
        ):
            for parent in instances(top, field.parent.route()):
                if not parent.named(field.name):
                    insert_repeat(parent, field)
    return top


def restored(form: Form, xml: bytes) -> XNode:
    """The instance of saved XML. What it lacks (it was not relevant) comes from the form; what the form lacks goes."""
    element = parse_xml(xml)
    own_name = etree.QName(element).localname == form.root.name.rpartition(":")[2]
    if (
        not own_name or element.get("id", form.form_id) != form.form_id
    ):  # pyxform calls nearly every root `data`
        raise FormError(N_("The saved answers belong to another form."))
    top = XNode(ROOT)
    top.append(_restore(element, form.root, form.instance))
    return top


def _restore(element: etree._Element, field: Field, model: XNode | None) -> XNode:
    node = bare(element)
    node.name, node.local, node.uri, node.field = field.name, field.name.rpartition(":")[2], field.uri, field
    for attribute in node.attributes:
        attribute.field = field.by_name.get(f"@{attribute.name}")
    given: dict[str, list[etree._Element]] = {}
    for child in element:
        if isinstance(child.tag, str):
            given.setdefault(etree.QName(child).localname, []).append(child)
    children = field.inner
    if not children:
        node.text = element.text or ""
    _missing_attributes(node, field, model)
    for child_field in children:
        found = given.get(child_field.name.rpartition(":")[2], [])
        pattern = child_field.template or _first(model, child_field.name)
        for child in found if child_field.repeat is not None else found[:1]:
            if not _marked_template(child):
                node.append(_restore(child, child_field, pattern))
        if not found and child_field.repeat is None and pattern is not None:
            node.append(clone(pattern))
    return node


def _missing_attributes(node: XNode, field: Field, model: XNode | None) -> None:
    have = {attribute.name for attribute in node.attributes}
    for attribute in model.attributes if model is not None else ():
        if attribute.kind == ATTRIBUTE and attribute.name not in have and attribute.local != "template":
            twin = XNode(ATTRIBUTE, attribute.name, attribute.uri, attribute.text, node)
            twin.field = attribute.field
            node.attributes.append(twin)


def _first(model: XNode | None, name: str) -> XNode | None:
    found = model.named(name) if model is not None else []
    return found[0] if found else None


def _marked_template(element: etree._Element) -> bool:
    return any(etree.QName(key).localname == "template" and "}" in str(key) for key in element.attrib)


def instances(base: XNode, route: Iterable[str]) -> list[XNode]:
    """All nodes below `base` along these names; `@name` is an attribute."""
    nodes = [base]
    for name in route:
        if name.startswith("@"):
            return [
                a for node in nodes for a in node.attributes if a.name == name[1:] and a.kind != NAMESPACE
            ]
        nodes = nodes[0].named(name) if len(nodes) == 1 else [c for node in nodes for c in node.named(name)]
    return nodes


def pattern_of(field: Field, place: int) -> XNode | None:
    """The instance that the form itself has at this place of a series made by a count, None where it has none."""
    counted = field.repeat is not None and bool(field.repeat.count)
    return field.patterns[place] if counted and place < len(field.patterns) else None


def insert_repeat(parent: XNode, field: Field) -> XNode:
    """A new last instance of a repeat, placed where the form has it."""
    assert field.template is not None
    siblings = parent.named(field.name)
    node = clone(pattern_of(field, len(siblings)) or field.template)
    parent.insert(_end_of(parent, siblings, field), node)
    return node


def _end_of(parent: XNode, siblings: list[XNode], field: Field) -> int:
    """Where the next of a series goes; looked for from the end, so that a long series is not walked along."""
    last = siblings[-1] if siblings else None
    for at in range(len(parent.children), 0, -1):
        child = parent.children[at - 1]
        before = child.field is not None and child.field.order < field.order
        if child is last or (last is None and child.kind == ELEMENT and before):
            return at
    return 0


def ref_of(node: XNode) -> str:
    """The ref of a node: its path with positions at repeats."""
    return Refs()(node)


class Refs:
    """Refs of many nodes of a tree that stays as it is meanwhile: what they have in common is worked out once."""

    def __init__(self) -> None:
        self._known: dict[XNode, str] = {}

    def __call__(self, node: XNode) -> str:
        parent = node.parent
        if parent is None:
            return ""
        found = self._known.get(node)
        if found is None:
            above = self(parent)
            self._known[node] = found = f"{above}/{_step_to(node)}"
        return found


def _step_to(node: XNode) -> str:
    if node.kind == ATTRIBUTE:
        return f"@{node.name}"
    if node.field is None or node.field.repeat is None:
        return node.name
    return f"{node.name}[{node.place()}]"


def find(top: XNode, ref: str) -> XNode | None:
    """The node of a ref; a repeat without position means its first instance."""
    node = top
    for part in ref.strip("/").split("/"):
        match = STEP.fullmatch(part)
        if match is None:
            return None
        name, place = match.group(1), int(match.group(2) or 1)
        found = instances(node, [name])
        if not 0 < place <= len(found):
            return None
        node = found[place - 1]
    return node
