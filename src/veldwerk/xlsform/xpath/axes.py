"""Axes and node tests. An axis gives its nodes nearest first; reverse axes are named in REVERSE."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from veldwerk.xlsform.tree import (
    ATTRIBUTE,
    COMMENT,
    ELEMENT,
    INSTRUCTION,
    NAMESPACE,
    TEXT,
    XHTML,
    XNode,
    order_key,
)
from veldwerk.xlsform.xpath.ast import Test
from veldwerk.xlsform.xpath.context import Env

Axis = Callable[[XNode], Iterable[XNode]]
REVERSE = frozenset({"ancestor", "ancestor-or-self", "preceding", "preceding-sibling"})


def _child(node: XNode) -> Iterable[XNode]:
    if node.kind == ELEMENT and not node.children and node.text:
        text = XNode(TEXT, text=node.text, parent=node)
        text.relevant = node.relevant
        return [text]
    return node.children


def _parent(node: XNode) -> Iterable[XNode]:
    return () if node.parent is None else (node.parent,)


def _self(node: XNode) -> Iterable[XNode]:
    return (node,)


def _ancestor(node: XNode) -> Iterable[XNode]:
    while node.parent is not None:
        node = node.parent
        yield node


def _ancestor_or_self(node: XNode) -> Iterable[XNode]:
    yield node
    yield from _ancestor(node)


def _descendant(node: XNode) -> Iterable[XNode]:
    for child in _child(node):
        yield child
        yield from _descendant(child)


def _descendant_or_self(node: XNode) -> Iterable[XNode]:
    yield node
    yield from _descendant(node)


def _siblings(node: XNode) -> tuple[list[XNode], int]:
    if node.parent is None or node.kind in (ATTRIBUTE, NAMESPACE):
        return [], 0
    siblings = node.parent.children
    for at, sibling in enumerate(siblings):
        if sibling is node:
            return siblings, at
    return [], 0


def _following_sibling(node: XNode) -> Iterable[XNode]:
    siblings, at = _siblings(node)
    return siblings[at + 1 :]


def _preceding_sibling(node: XNode) -> Iterable[XNode]:
    siblings, at = _siblings(node)
    return reversed(siblings[:at])


def _following(node: XNode) -> Iterable[XNode]:
    if node.kind in (ATTRIBUTE, NAMESPACE) and node.parent is not None:
        yield from _descendant(node.parent)
        node = node.parent
    current: XNode | None = node
    while current is not None:
        for sibling in _following_sibling(current):
            yield from _descendant_or_self(sibling)
        current = current.parent


def _preceding(node: XNode) -> Iterable[XNode]:
    if node.kind in (ATTRIBUTE, NAMESPACE) and node.parent is not None:
        node = node.parent
    current: XNode | None = node
    while current is not None:
        for sibling in _preceding_sibling(current):
            yield from reversed(list(_descendant_or_self(sibling)))
        current = current.parent


def _attribute(node: XNode) -> Iterable[XNode]:
    return [a for a in node.attributes if a.kind == ATTRIBUTE] if node.kind == ELEMENT else ()


def _namespace(node: XNode) -> Iterable[XNode]:
    """Nothing: no XForms engine gives namespace nodes, and XPath 2.0 dropped them."""
    return ()


AXES: dict[str, Axis] = {
    "child": _child,
    "parent": _parent,
    "self": _self,
    "ancestor": _ancestor,
    "ancestor-or-self": _ancestor_or_self,
    "descendant": _descendant,
    "descendant-or-self": _descendant_or_self,
    "following": _following,
    "following-sibling": _following_sibling,
    "preceding": _preceding,
    "preceding-sibling": _preceding_sibling,
    "attribute": _attribute,
    "namespace": _namespace,
}


def matcher(test: Test, axis: str) -> Callable[[XNode, Env], bool]:
    """A function that says whether a node of this axis passes the node test."""
    if test.kind == "node":
        return lambda node, env: True
    if test.kind == "text":
        return lambda node, env: node.kind == TEXT
    if test.kind == "comment":
        return lambda node, env: node.kind == COMMENT
    if test.kind == "processing-instruction":
        wanted = test.name
        return lambda node, env: node.kind == INSTRUCTION and (not wanted or node.name == wanted)
    principal = {"attribute": ATTRIBUTE, "namespace": NAMESPACE}.get(axis, ELEMENT)
    name, prefix = test.name, test.prefix
    if name == "*" and not prefix:
        return lambda node, env: node.kind == principal
    if not prefix:
        return lambda node, env: node.kind == principal and node.name == name and node.uri != XHTML

    def prefixed(node: XNode, env: Env) -> bool:
        if node.kind != principal or (name != "*" and node.local != name):
            return False
        uri = env.namespaces.get(prefix)
        return node.prefix() == prefix if uri is None else node.uri == uri

    return prefixed


def in_document_order(nodes: Iterable[XNode]) -> list[XNode]:
    """Without doubles, sorted."""
    unique = {id(node): node for node in nodes}
    return sorted(unique.values(), key=order_key) if len(unique) > 1 else list(unique.values())
