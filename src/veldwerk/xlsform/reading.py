"""XML into our tree, with entities, network and oversized input shut off."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from veldwerk.xlsform.errors import N_, FormError
from veldwerk.xlsform.tree import ATTRIBUTE, COMMENT, ELEMENT, INSTRUCTION, NAMESPACE, ROOT, TEXT, XNode, leaf

MOST_BYTES = 64 * 1024 * 1024


def parse_xml(xml: bytes, *, comments: bool = False) -> etree._Element:
    """The document element. FormError for what is not well-formed, too large or declares entities."""
    if len(xml) > MOST_BYTES:
        raise FormError(N_("The form is larger than {most} MB."), most=MOST_BYTES // 1024 // 1024)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=not comments,
        remove_pis=not comments,
        strip_cdata=True,
    )
    try:
        element = etree.fromstring(xml.strip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _broken(error) from error
    if element is None:
        raise FormError(N_("The form is empty."))
    internal: Any = element.getroottree().docinfo.internalDTD  # the stubs know nothing of entities
    if internal is not None and any(True for _ in internal.iterentities()):
        raise FormError(N_("The form declares XML entities, which is not allowed."))
    return element


def _broken(error: Exception) -> FormError:
    """The sentence for what lxml refuses; its own English stays beside it as `detail`."""
    detail = str(error)
    prefix = re.match(r"Namespace prefix (\S+)", detail)
    if prefix is not None:
        message = N_(
            'The form uses the prefix {prefix} without saying what it means. Add xmlns:{prefix}="…" at its top.'
        )
        return FormError(message, prefix=prefix.group(1), detail=detail)
    if "Excessive depth" in detail:
        return FormError(N_("The form has parts within parts, too deep to be used."), detail=detail)
    if isinstance(error, etree.XMLSyntaxError) and error.lineno:
        line, column = error.position
        message = N_("The form is not well-formed XML: it goes wrong at line {line}, sign {column}.")
        return FormError(message, line=line, column=column, detail=detail)
    return FormError(N_("The form is not well-formed XML."), detail=detail)


def document(element: etree._Element, *, spaces: bool = False) -> XNode:
    """A document node above `element` and what stands beside it; `spaces` keeps white space between elements."""
    root = XNode(ROOT)
    before: list[etree._Element] = list(element.itersiblings(preceding=True))
    for sibling in [*reversed(before), element, *element.itersiblings()]:
        root.append(convert(sibling, spaces=spaces))
    return root


def convert(element: etree._Element, *, spaces: bool = False) -> XNode:
    """An element and all below it; white space beside elements is only kept with `spaces`."""
    if not isinstance(element.tag, str):
        return _other(element)
    node = bare(element)
    if len(element) == 0:
        node.text = element.text or ""
        return node
    if element.text and (spaces or element.text.strip()):
        node.append(XNode(TEXT, text=element.text))
    for child in element:
        if child.tag is etree.Entity:
            continue
        node.append(convert(child, spaces=spaces))
        if child.tail and (spaces or child.tail.strip()):
            node.append(XNode(TEXT, text=child.tail))
    return node


def list_tree(element: etree._Element) -> XNode:
    """As `convert`, without comments, namespaces and mixed text: for long lists."""
    tag: object = element.tag
    name = tag.rpartition("}")[2] if isinstance(tag, str) else ""
    prefix = element.prefix
    node = XNode(ELEMENT, f"{prefix}:{name}" if prefix else name)
    if element.attrib:
        for key, value in element.attrib.items():
            node.attributes.append(
                XNode(ATTRIBUTE, qualified(element, etree.QName(key)), "", str(value), node)
            )
    if len(element) == 0:
        node.text = element.text or ""
        return node
    children = node.children
    for child in element:
        inner: object = child.tag
        if not isinstance(inner, str):
            continue
        if len(child) == 0 and not child.attrib and not child.prefix:
            children.append(leaf(inner.rpartition("}")[2], child.text or "", node))
            continue
        below = list_tree(child)
        below.parent = node
        children.append(below)
    return node


def _other(element: etree._Element) -> XNode:
    tag: object = element.tag
    if tag is etree.ProcessingInstruction:
        return XNode(INSTRUCTION, str(getattr(element, "target", "")), text=element.text or "")
    return XNode(COMMENT, text=element.text or "")


def bare(element: etree._Element) -> XNode:
    """The element with its attributes, without its content."""
    name = etree.QName(element)
    prefix = element.prefix
    node = XNode(ELEMENT, f"{prefix}:{name.localname}" if prefix else name.localname, name.namespace or "")
    parent = element.getparent()
    inherited = {} if parent is None else parent.nsmap
    if element.nsmap != inherited:
        for bound, uri in element.nsmap.items():
            if inherited.get(bound) != uri:
                node.attributes.append(XNode(NAMESPACE, bound or "", text=uri, parent=node))
    for key, value in element.attrib.items():
        own = etree.QName(key)
        written = qualified(element, own)
        node.attributes.append(XNode(ATTRIBUTE, written, own.namespace or "", str(value), node))
    return node


def qualified(element: etree._Element, name: etree.QName) -> str:
    """`prefix:local` as the document wrote it."""
    if not name.namespace:
        return name.localname
    if name.namespace == "http://www.w3.org/XML/1998/namespace":
        return f"xml:{name.localname}"
    for prefix, uri in element.nsmap.items():
        if uri == name.namespace and prefix:
            return f"{prefix}:{name.localname}"
    return name.localname
