"""Whether a vector can be judged at all: some were recorded with another document than the one they are about.

The recording kept one document a test file and context, so that for some rows it is the page the file began with and
not what the test itself had set up. Such a row says nothing of any engine. Whether it is one is settled without our
engine: libxml2 works the expression out over the stored document, and a row is left out only when

1. a node it expects is not in that document (a node of no tree cannot be selected); or
2. the expression reads an absolute path whose first element is not the document's, and libxml2 gives another value; or
3. nothing the expression reads there holds any text, and the row expects what only text can give: true where libxml2
   says false, a number where it says NaN, a text where it gives none.

Whatever libxml2 cannot work out (OpenRosa's own functions, a text node as context, a relative path from the document
node) is kept. The parser is ours; a row that it cannot read is kept as well.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lxml import etree

from veldwerk.xlsform.errors import FormError
from veldwerk.xlsform.xpath.ast import SELF, Binary, Call, Expr, Filter, Negate, Path, Root, unparse
from veldwerk.xlsform.xpath.parser import parse

_READ_THE_CONTEXT = frozenset({"string", "number", "string-length", "normalize-space"})
_DOCTYPE = re.compile(r"\s*<!DOCTYPE[^>]*>")


class Judge:
    """The stored document of some vectors, as libxml2 reads it."""

    def __init__(self, text: str, namespaces: Mapping[str, str]) -> None:
        self.namespaces = dict(namespaces)
        self.element = _parsed(text)

    def lacks(self, row: Mapping[str, Any]) -> bool:
        """Whether the document of this row is not the one that it is about, by the three rules above."""
        if row["kind"].startswith("nodeset"):
            return row["kind"] in ("nodeset", "nodeset_unordered") and not all(
                self._has(path) for path in row["expected"]
            )
        context = self._context(row["context"])
        try:
            expr = parse(row["expr"])
            paths = list(_paths(expr))
            if context is None or not paths or (row["context"] == "/" and any(map(_relative, paths))):
                return False
            elsewhere = any(self._elsewhere(path) for path in paths)
            silent = not any(_text(node) for path in paths for node in self._nodes(context, path))
            return (elsewhere or silent) and self._contradicted(row, context, certain=not elsewhere)
        except (FormError, etree.XPathError, TypeError, ValueError):
            return False

    def _has(self, path: str) -> bool:
        """Whether there is such a node; what libxml2 does not hold (declarations as attributes) counts as there."""
        if path == "/" or "@xmlns" in path:
            return True
        try:
            return bool(self.element.getroottree().xpath(path, namespaces=self.namespaces))
        except etree.XPathError:
            return True

    def _context(self, path: str) -> etree._Element | None:
        if path == "/":
            return self.element
        found: Any = self.element.getroottree().xpath(path, namespaces=self.namespaces)
        return found[0] if found and isinstance(found[0], etree._Element) else None

    def _value(self, context: etree._Element, expression: str) -> Any:
        return context.xpath(expression, namespaces=self.namespaces, extensions=_EXTENSIONS)

    def _nodes(self, context: etree._Element, path: Path) -> list[Any]:
        found: list[Any] = self._value(context, unparse(path))
        return found

    def _elsewhere(self, path: Path) -> bool:
        """An absolute path that begins at another document element."""
        if not isinstance(path.start, Root) or path.steps[0].axis != "child":
            return False
        test = path.steps[0].test
        return test.kind == "name" and test.name not in ("*", etree.QName(self.element).localname)

    def _contradicted(self, row: Mapping[str, Any], context: etree._Element, *, certain: bool) -> bool:
        """Whether libxml2 gives another value; `certain` when only a difference that asks for text counts."""
        kind, expected = row["kind"], row["expected"]
        value = self._value(context, unparse(_node_by_node(parse(row["expr"]))))
        if kind == "boolean":
            found = _boolean(value)
            return found is not expected and (expected or not certain)
        if kind in ("number", "number_rounded"):
            wanted = float(str(expected))
            got = _number(value)
            return not math.isnan(wanted) and math.isnan(got)
        if kind == "string":
            text = _string(value)
            return text != expected and (bool(expected) and not text if certain else True)
        return False


def _parsed(text: str) -> etree._Element:
    """The document with its `id` attributes declared, for libxml2's id() looks at declared ones only."""
    try:
        plain = etree.fromstring(_DOCTYPE.sub("", text, count=1).encode())
    except etree.XMLSyntaxError:
        return etree.HTML(text)
    found = {(element.prefix, etree.QName(element).localname) for element in plain.iter(etree.Element)}
    names = sorted(f"{prefix}:{local}" if prefix else local for prefix, local in found)
    declared = "".join(f"<!ATTLIST {name} id ID #IMPLIED>" for name in names)
    twice = etree.XMLParser(recover=True)  # an id may stand twice in a test's document
    return etree.fromstring(
        f"<!DOCTYPE {names[0]} [{declared}]>{_DOCTYPE.sub('', text, count=1)}".encode(), twice
    )


def _paths(expr: Expr) -> Iterator[Path]:
    """The paths an expression reads, those inside predicates left out; `string()` reads `.`."""
    if isinstance(expr, Path):
        if expr.start is not None and not isinstance(expr.start, Root | Call):
            yield from _paths(expr.start)
        yield expr
    elif isinstance(expr, Call):
        if not expr.arguments and expr.name in _READ_THE_CONTEXT:
            yield Path(None, (SELF,))
        for argument in expr.arguments:
            yield from _paths(argument)
    elif isinstance(expr, Binary):
        yield from _paths(expr.left)
        yield from _paths(expr.right)
    elif isinstance(expr, Negate):
        yield from _paths(expr.operand)
    elif isinstance(expr, Filter):
        yield from _paths(expr.primary)


def _node_by_node(expr: Expr) -> Expr:
    """`true() < path` as `number(true()) < path`: every OpenRosa engine orders the nodes of a path one by one."""
    if not isinstance(expr, Binary):
        return expr
    left, right = _node_by_node(expr.left), _node_by_node(expr.right)
    if expr.operator in ("<", "<=", ">", ">="):
        left, right = (
            Call("number", (side,)) if side in (Call("true", ()), Call("false", ())) else side
            for side in (left, right)
        )
    return Binary(expr.operator, left, right)


def _relative(path: Path) -> bool:
    return path.start is None


def _text(node: Any) -> str:
    """The string value of what libxml2 selected; it gives attributes and text as strings, namespaces as pairs."""
    if isinstance(node, tuple):
        return str(node[1])
    if isinstance(node, str):
        return str(node)
    return "".join(node.itertext(etree.Element)) if isinstance(node.tag, str) else node.text or ""


def _string(value: Any) -> str:
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else f"{value:g}"


def _number(value: Any) -> float:
    if isinstance(value, bool | float):
        return float(value)
    try:
        return float(_string(value))
    except ValueError:
        return math.nan


def _boolean(value: Any) -> bool:
    return value == value and value != 0 if isinstance(value, float) else bool(value)


def _weighed(context: object, least: Any, most: Any, *values: Any) -> bool:
    """weighted-checklist(): pairs of a value and its weight, each of which may be a node-set."""
    flat = [node for value in values for node in (value if isinstance(value, list) else [value])]
    pairs = zip(flat[::2], flat[1::2], strict=False)
    return bool(_number(least) <= sum(_number(w) for v, w in pairs if _number(v)) <= _number(most))


def _of_number(work: Callable[[float], float]) -> Callable[[object, Any], float]:
    def run(context: object, value: Any) -> float:
        try:
            return work(_number(value))
        except ValueError:
            return math.nan

    return run


_MATHS: dict[str, Callable[[float], float]] = {
    name: getattr(math, name) for name in ("sin", "cos", "tan", "asin", "acos", "atan", "exp", "sqrt")
} | {"exp10": lambda number: math.pow(10.0, number)}
_EXTENSIONS: dict[tuple[None, str], Any] = {
    **{(None, name): _of_number(work) for name, work in _MATHS.items()},
    (None, "if"): lambda context, test, first, second: first if _boolean(test) else second,
    (None, "weighted-checklist"): _weighed,
}
