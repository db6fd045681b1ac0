"""The instance as XML: with everything for a draft, without what is not relevant when it is finished."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from veldwerk.xlsform.tree import ATTRIBUTE, ELEMENT, NAMESPACE, XNode

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RETURN = {"\r": "&#13;"}  # a bare one would be read as a line feed
XFORMS = "http://www.w3.org/2002/xforms"


def instance_xml(top: XNode, *, relevant_only: bool) -> bytes:
    """UTF-8 XML of an instance; namespaces are declared where the form declared them."""
    root = next(child for child in top.children if child.kind == ELEMENT)
    parts: list[str] = []
    _write(root, relevant_only, parts, {})
    return "".join(parts).encode("utf-8")


def _write(node: XNode, relevant_only: bool, parts: list[str], bound: dict[str, str]) -> None:
    parts.append(f"<{node.name}")
    bound = _declare(node, parts, bound)
    for attribute in node.attributes:
        if attribute.kind == ATTRIBUTE and (attribute.relevant or not relevant_only):
            parts.append(f" {attribute.name}={quoteattr(clean(attribute.text))}")
    children = [
        child for child in node.children if child.kind == ELEMENT and (child.relevant or not relevant_only)
    ]
    if children:
        parts.append(">")
        for child in children:
            _write(child, relevant_only, parts, bound)
        parts.append(f"</{node.name}>")
    elif node.text and not node.children:
        parts.append(f">{escape(clean(node.text), _RETURN)}</{node.name}>")
    else:
        parts.append("/>")


def _declare(node: XNode, parts: list[str], bound: dict[str, str]) -> dict[str, str]:
    declared: dict[str, str] = {}
    for attribute in node.attributes:
        if attribute.kind == NAMESPACE and bound.get(attribute.name) != attribute.text:
            declared[attribute.name] = attribute.text
    for named in (node, *node.attributes):
        prefix = named.name.rpartition(":")[0] if named.kind in (ELEMENT, ATTRIBUTE) else ""
        if named.uri == XFORMS and not prefix and "" not in bound:
            continue  # the wrapper's namespace is not the answers' own: ODK writes them without one
        known = declared.get(prefix, bound.get(prefix))
        if named.uri and prefix != "xml" and known != named.uri and (prefix or named.kind == ELEMENT):
            declared[prefix] = named.uri
    for prefix, uri in declared.items():
        parts.append(f" xmlns:{prefix}={quoteattr(uri)}" if prefix else f" xmlns={quoteattr(uri)}")
    return {**bound, **declared} if declared else bound


def clean(text: str) -> str:
    """Without characters that XML cannot hold: control characters, halves of pairs, U+FFFE and U+FFFF (XML 1.0, 2.2)."""
    return _UNWRITABLE.sub("", text)
