"""The instance of one session: copied from the form or read from saved XML, with repeats that come and go."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from veldwerk.xlsform.definition import Field, Form
from veldwerk.xlsform.errors import N_, FormError
from veldwerk.xlsform.reading import bare, parse_xml
from veldwerk.xlsform.tree import ATTRIBUTE, ELEMENT, NAMESPACE, ROOT, XNode

_STEP = re.compile(r"([^\[\]]+)(?:\[(\d+)\])?")


def clone(node: XNode) -> XNode:
    """A deep copy without jr:template marks."""
    copy = XNode(node.kind, node.name, node.uri, node.text)
    copy.field = node.field
    for attribute in node.attributes:
        if attribute.local != "template" or attribute.name == "template":
            twin = XNode(attribute.kind, attribute.name, attribute.uri, attribute.text, copy)
            twin.field = attribute.field
            copy.attributes.append(twin)
    for child in node.children:
        copy.append(clone(child))
    return copy


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
            for parent in instances(top, field.parent.path.strip("/").split("/")):
                if not parent.named(field.name):
                    insert_repeat(parent, field)
    return top


def restored(form: Form, xml: bytes) -> XNode:
    """The instance of saved XML. What it lacks (it was not relevant) comes from the form; what the form lacks goes."""
    element = parse_xml(xml)
    if etree.QName(element).localname != form.root.name.rpartition(":")[2]:
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
    children = [child for child in field.children if not child.name.startswith("@")]
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


def insert_repeat(parent: XNode, field: Field, before: XNode | None = None) -> XNode:
    """A new last instance of a repeat, placed where the form has it."""
    assert field.template is not None
    siblings = parent.named(field.name)
    own = field.patterns[len(siblings) :] if field.repeat is not None and field.repeat.count else []
    node = clone(own[0] if own else field.template)
    if before is not None:
        parent.insert(parent.children.index(before), node)
    elif siblings:
        parent.insert(parent.children.index(siblings[-1]) + 1, node)
    else:
        later = (
            at
            for at, child in enumerate(parent.children)
            if child.kind == ELEMENT and child.field is not None and child.field.order > field.order
        )
        parent.insert(next(later, len(parent.children)), node)
    return node


def ref_of(node: XNode) -> str:
    """The ref of a node: its path with positions at repeats."""
    parts: list[str] = []
    current: XNode | None = node
    while current is not None and current.parent is not None:
        field: Field | None = current.field
        if current.kind == ATTRIBUTE:
            parts.append(f"@{current.name}")
        elif field is not None and field.repeat is not None:
            place = next(i for i, s in enumerate(current.parent.named(current.name), start=1) if s is current)
            parts.append(f"{current.name}[{place}]")
        else:
            parts.append(current.name)
        current = current.parent
    return "/" + "/".join(reversed(parts))


def find(top: XNode, ref: str) -> XNode | None:
    """The node of a ref; a repeat without position means its first instance."""
    node = top
    for part in ref.strip("/").split("/"):
        match = _STEP.fullmatch(part)
        if match is None:
            return None
        name, place = match.group(1), int(match.group(2) or 1)
        found = instances(node, [name])
        if not 0 < place <= len(found):
            return None
        node = found[place - 1]
    return node
