"""The tree that expressions walk: one slotted class for all node kinds, names indexed per parent when first asked for.

An element without element children keeps its text in `text` and has no text nodes, which is what nearly every node of
a form is. `own_relevant` is what the node's own rule says, `relevant` that together with everything above it; the text
of a node that is not relevant counts as empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT, ELEMENT, ATTRIBUTE, TEXT, COMMENT, INSTRUCTION, NAMESPACE = range(7)
_NONE: list[XNode] = []
XHTML = "http://www.w3.org/1999/xhtml"
"""An unprefixed name never means an XHTML element: that is what a form is wrapped in, not what it is about."""


class XNode:
    """A node. `name` is the name as written, `prefix:local`; `uri` its namespace; `field` its definition in a form."""

    __slots__ = (
        "attributes",
        "children",
        "field",
        "hint",
        "index",
        "kind",
        "local",
        "name",
        "own_relevant",
        "parent",
        "relevant",
        "text",
        "uri",
    )

    def __init__(
        self, kind: int, name: str = "", uri: str = "", text: str = "", parent: XNode | None = None
    ) -> None:
        self.kind = kind
        self.name = name
        self.local = name.rpartition(":")[2] if ":" in name else name
        self.uri = uri
        self.text = text
        self.parent = parent
        self.children: list[XNode] = []
        self.attributes: list[XNode] = []
        self.index: dict[str, list[XNode]] | None = None
        self.relevant = True
        self.own_relevant = True
        self.field: Any = None
        self.hint = 0

    def append(self, child: XNode) -> None:
        self.children.append(child)
        child.parent = self
        if self.index is not None and _indexed(child):
            beside = self.index.get(child.name, _NONE)
            child.hint = len(beside)
            self.index[child.name] = [*beside, child]

    def insert(self, at: int, child: XNode) -> None:
        """Put a child before the one that is at `at` now."""
        self.children.insert(at, child)
        child.parent = self
        if self.index is not None and _indexed(child):
            beside = self.index.get(child.name, _NONE)
            after = (self.children[i] for i in range(at + 1, len(self.children)))
            follower = next((one for one in after if one.name == child.name and _indexed(one)), None)
            place = child.hint = len(beside) if follower is None else beside.index(follower)
            self.index[child.name] = [*beside[:place], child, *beside[place:]]

    def remove(self, child: XNode) -> None:
        self.children.remove(child)
        child.parent = None
        if self.index is not None and _indexed(child):
            left = self.index[child.name] = self.index[child.name].copy()
            left.remove(child)

    def named(self, name: str) -> list[XNode]:
        """Child elements with this name as written.

        The list is the index itself, not to be changed; a child that comes or goes makes a new list, so that one who
        walks along it is not disturbed.
        """
        index = self.index
        if index is None:
            index = self.index = {}
            for child in self.children:
                if _indexed(child):
                    index.setdefault(child.name, []).append(child)
        return index.get(name, _NONE)

    def place(self) -> int:
        """The place among the children of its parent with the same name, from 1; 1 for what is not among them.

        Where it was when it was last asked is looked at first, and one before: a long series is not walked along for
        each of its instances.
        """
        if self.parent is None:
            return 1
        beside = self.parent.named(self.name)
        if not beside:  # of XHTML, which has no index
            beside = [child for child in self.parent.children if child.name == self.name]
        for guess in (self.hint, self.hint - 1):
            if 0 <= guess < len(beside) and beside[guess] is self:
                self.hint = guess
                return guess + 1
        self.hint = beside.index(self) if self in beside else 0
        return self.hint + 1

    def attribute(self, name: str) -> str | None:
        for attribute in self.attributes:
            if attribute.name == name:
                return attribute.text
        return None

    def walk(self) -> Iterator[XNode]:
        """This node and all below it, in document order."""
        pending = [self]
        while pending:
            node = pending.pop()
            yield node
            pending.extend(reversed(node.children))

    def root(self) -> XNode:
        node = self
        while node.parent is not None:
            node = node.parent
        return node

    def prefix(self) -> str:
        return self.name.rpartition(":")[0]


def _indexed(node: XNode) -> bool:
    return node.kind == ELEMENT and node.uri != XHTML


def leaf(name: str, text: str, parent: XNode) -> XNode:
    """An element of a list, made quickly: it shares its empty lists with all others and never gets anything in them."""
    node = XNode.__new__(XNode)
    node.kind = ELEMENT
    node.name = node.local = name
    node.uri = ""
    node.text = text
    node.parent = parent
    node.children = _NONE
    node.attributes = _NONE
    node.index = None
    node.relevant = node.own_relevant = True
    node.field = None
    node.hint = 0
    return node


def cell(row: XNode, column: str) -> str | None:
    """The value of a column of a list's row, `@name` an attribute; None when the row has no such column."""
    if column.startswith("@"):
        return row.attribute(column[1:])
    found = row.named(column)
    return string_value(found[0]) if found else None


def string_value(node: XNode) -> str:
    """The XPath string value; empty for what is not relevant."""
    if not node.children:
        return node.text if node.relevant else ""
    if not node.relevant:
        return ""
    if node.kind == ELEMENT or node.kind == ROOT:
        return "".join(
            below.text
            for below in node.walk()
            if below.kind == TEXT or (below.kind == ELEMENT and not below.children and below.relevant)
        )
    return node.text


def order_key(node: XNode) -> tuple[int, ...]:
    """A key that sorts nodes of one tree in document order: attributes right after their element."""
    key: list[int] = []
    while node.parent is not None:
        parent = node.parent
        if node.kind in (ATTRIBUTE, NAMESPACE):
            key.append(-1 if node.kind == ATTRIBUTE else -2)
            key.append(-len(parent.attributes) + _place(parent.attributes, node))
            node = parent
            continue
        key.append(_place(parent.children, node))
        node = parent
    key.reverse()
    return tuple(key)


def _place(siblings: list[XNode], node: XNode) -> int:
    for at, sibling in enumerate(siblings):
        if sibling is node:
            return at
    return 0
