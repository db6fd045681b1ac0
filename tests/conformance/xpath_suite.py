"""xpath_vectors: expressions of four other engines' test suites with the value they expect.

Volatile (today, random), conflicting and flagged rows are skipped, and those whose input is absent: the node they start
at, or the document they are about (`usable` says how that is told without our own engine).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from tests.conformance.frame import Case, suite
from tests.conformance.lines import json_lines
from tests.conformance.usable import Judge
from veldwerk.xlsform.errors import FormError
from veldwerk.xlsform.reading import convert, document, parse_xml
from veldwerk.xlsform.tree import (
    ATTRIBUTE,
    COMMENT,
    ELEMENT,
    INSTRUCTION,
    NAMESPACE,
    ROOT,
    TEXT,
    XNode,
    string_value,
)
from veldwerk.xlsform.xpath.compile import Compiler
from veldwerk.xlsform.xpath.context import Context, Env
from veldwerk.xlsform.xpath.values import Value, to_boolean, to_number, to_string

_XHTML = "http://www.w3.org/1999/xhtml"
_NAMESPACES = {
    "xhtml": _XHTML,
    "h": _XHTML,
    "xf": "http://www.w3.org/2002/xforms",
    "jr": "http://openrosa.org/javarosa",
    "orx": "http://openrosa.org/xforms",
    "ev": "http://some-namespace.com/nss",
}
_NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@suite("xpath_vectors")
def run(data_dir: Path) -> Iterable[Case]:
    """One case a vector."""
    forms = data_dir / "forms"
    path = forms / "xpath_vectors.jsonl"
    if not path.exists():
        return
    stored = forms / "xpath_vector_docs.json"
    texts: dict[str, str] = json.loads(stored.read_text(encoding="utf-8")) if stored.exists() else {}
    documents: dict[str, XNode] = {}
    judges: dict[str, Judge] = {}
    for row in json_lines(path):
        if row["doc"] not in texts:
            yield Case(row["id"], _absent, skip="its document is not in the data")
            continue
        if row["doc"] not in documents:
            documents[row["doc"]] = _read(texts[row["doc"]])
            judges[row["doc"]] = Judge(texts[row["doc"]], _NAMESPACES)
        if "root" not in row and (not _there(documents, row) or judges[row["doc"]].lacks(row)):
            yield Case(row["id"], _absent, skip="its document is not in the data")
            continue
        skip = next((reason for reason in ("volatile", "conflict") if row.get(reason)), "")
        if not skip and {"skip", "fails"} & set(row.get("flags", [])):
            skip = "flagged"
        yield Case(
            row["id"],
            lambda row=row: _check(row, documents[row["doc"]]),
            input={key: row[key] for key in ("expr", "doc", "context")},
            expected=row["expected"] if row["kind"] != "error" else "an error",
            skip=skip,
        )


def _read(text: str) -> XNode:
    try:
        return document(parse_xml(text.encode("utf-8"), comments=True), spaces=True)
    except FormError:
        root = XNode(ROOT)
        root.append(convert(etree.HTML(text), spaces=True))
        return root


def _absent() -> tuple[bool, object]:
    return False, "its document is not in the data"


def _there(documents: dict[str, XNode], row: dict[str, Any]) -> bool:
    """Whether the document of a row has the node it is to be evaluated at."""
    try:
        at(documents[row["doc"]], row["context"])
    except (IndexError, StopIteration):
        return False
    return True


def _check(row: dict[str, Any], document_node: XNode) -> tuple[bool, object]:
    zone = ZoneInfo(row["tz"]) if "tz" in row else UTC
    env = Env(lambda: _NOW.astimezone(zone), lambda: "00000000-0000-4000-8000-000000000000")
    env.namespaces = dict(_NAMESPACES)
    env.language = row.get("lang", "")
    if "root" in row:
        _give_form(env, document_node, row["root"])
    node = at(document_node, row["context"])
    if "root" in row and node is document_node:
        node = next(child for child in at(document_node, row["root"]).children if child.kind == ELEMENT)
    context = Context(node, env)
    if row["kind"] == "error":
        try:
            got = _value(row["expr"], context)
        except FormError as error:
            return True, str(error)
        return False, _shown(got)
    value = _value(row["expr"], context)
    return _agrees(row, value, env), _shown(value)


def _value(expression: str, context: Context) -> Value:
    return Compiler().source(expression)(context)


def _give_form(env: Env, document_node: XNode, root: str) -> None:
    """Vectors with a `root` speak of a form: `/` is its primary instance, lists and texts are in the model."""
    holder = at(document_node, root)
    env.root = XNode(ROOT)
    model = holder
    while model.local != "model" and model.parent is not None:
        model = model.parent
    env.instances = lambda name: next((n for n in model.named("instance") if n.attribute("id") == name), None)
    env.itext = lambda key: _translation(document_node, env.language, key)
    env.root = holder


def _translation(document_node: XNode, language: str, key: str) -> str:
    """The text in the language, else in the default one: the translation marked so, or the first."""
    translations = [node for node in document_node.walk() if node.local == "translation"]
    ordered = [t for t in translations if t.attribute("lang") == language]
    ordered += sorted(translations, key=lambda t: t.attribute("default") is None)
    for translation in ordered:
        for text in translation.named("text"):
            if text.attribute("id") == key:
                return string_value(text.named("value")[0])
    return ""


def at(root: XNode, path: str) -> XNode:
    """The node of a canonical path such as `/*[1]/*[2]/@id`."""
    node = root
    for part in [part for part in path.split("/") if part]:
        node = _part(node, part)
    return node


def _part(node: XNode, part: str) -> XNode:
    if part.startswith("@"):
        return next(a for a in node.attributes if a.name == part[1:] and a.kind == ATTRIBUTE)
    match = re.fullmatch(r"(.+)\[(\d+)\]", part)
    assert match is not None, part
    kind = {"*": ELEMENT, "text()": TEXT, "comment()": COMMENT, "processing-instruction()": INSTRUCTION}[
        match.group(1)
    ]
    if kind == TEXT and not node.children:
        return XNode(TEXT, text=node.text, parent=node)
    return [child for child in node.children if child.kind == kind][int(match.group(2)) - 1]


def canonical(node: XNode) -> str:
    """The canonical path of a node."""
    if node.parent is None:
        return "/"
    above = canonical(node.parent)
    above = "" if above == "/" else above
    if node.kind == ATTRIBUTE:
        return f"{above}/@{node.name}"
    if node.kind == NAMESPACE:
        return f"{above}/namespace::{node.name}"
    test = {ELEMENT: "*", TEXT: "text()", COMMENT: "comment()", INSTRUCTION: "processing-instruction()"}[
        node.kind
    ]
    same = [child for child in node.parent.children if child.kind == node.kind]
    place = next((i for i, child in enumerate(same, start=1) if child is node), 1)
    return f"{above}/{test}[{place}]"


def _agrees(row: dict[str, Any], value: Value, env: Env) -> bool:
    kind, expected = row["kind"], row["expected"]
    if kind == "boolean":
        return to_boolean(value) is expected
    if kind in ("number", "number_rounded"):
        return _same_number(to_number(value, env.zone), _number(expected), row.get("factor"))
    if kind == "date":
        return to_string(value)[:10] == expected
    if kind == "string":
        return to_string(value) == _text(expected)
    if kind == "string_lower":
        return to_string(value).lower() == expected
    if kind == "string_matches":
        return re.search(expected, to_string(value)) is not None
    if kind == "string_length":
        return len(to_string(value)) == expected
    if not isinstance(value, list):
        return False
    if kind == "nodeset_length":
        return len(value) == expected
    if kind == "nodeset_values":
        return [string_value(node) for node in value] == expected
    paths = [canonical(node) for node in value]
    return sorted(paths) == sorted(expected) if kind == "nodeset_unordered" else paths == expected


def _text(expected: object) -> str:
    """A string assertion may hold a number or boolean: JavaScript compares its text."""
    return to_string(
        float(expected) if isinstance(expected, int) and not isinstance(expected, bool) else expected
    )


def _number(expected: object) -> float:
    return float(str(expected).replace("Infinity", "inf"))


def _same_number(got: float, expected: float, factor: object) -> bool:
    if math.isnan(expected) or math.isnan(got):
        return math.isnan(expected) and math.isnan(got)
    if factor is not None and math.isfinite(got):
        scale = float(str(factor))
        return abs(round(got * scale) / scale - expected) <= 1.0 / scale / 1000
    return got == expected or math.isclose(got, expected, rel_tol=1e-14, abs_tol=0)


def _shown(value: Value) -> object:
    return [canonical(node) for node in value] if isinstance(value, list) else value
