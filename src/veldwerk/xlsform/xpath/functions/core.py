"""XPath 1.0 core functions on nodes, numbers and booleans, and OpenRosa's conditional ones."""

from __future__ import annotations

import math

from veldwerk.xlsform.errors import N_, XPathError
from veldwerk.xlsform.tree import ATTRIBUTE, ELEMENT, INSTRUCTION, NAMESPACE, XNode, string_value
from veldwerk.xlsform.xpath.ast import Expr
from veldwerk.xlsform.xpath.axes import in_document_order
from veldwerk.xlsform.xpath.compile import Compiler
from veldwerk.xlsform.xpath.context import Context, Evaluate
from veldwerk.xlsform.xpath.registry import function, special
from veldwerk.xlsform.xpath.values import Value, string_to_number, to_boolean, to_number, to_string

_XML = "http://www.w3.org/XML/1998/namespace"


@special("true", 0, 0)
def _true(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    return lambda context: True


@special("false", 0, 0)
def _false(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    return lambda context: False


@special("if", 3, 3)
def _if(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    condition = compiler.boolean(arguments[0])
    first, second = compiler.value(arguments[1]), compiler.value(arguments[2])
    return lambda context: first(context) if condition(context) else second(context)


@special("coalesce", 1, None)
def _coalesce(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    inner = [compiler.value(argument) for argument in arguments]

    def run(context: Context) -> Value:
        text = ""
        for evaluate in inner:
            value = evaluate(context)
            text = to_string(value)
            if text and not (isinstance(value, float) and math.isnan(value)):
                break
        return text

    return run


@special("once", 1, 1)
def _once(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    """`once(value)`: what the node holds, else the value; what is no number leaves it empty, for a next time."""
    inner = compiler.value(arguments[0])

    def run(context: Context) -> Value:
        own = string_value(context.current)
        if own:
            return own
        value = inner(context)
        return "" if isinstance(value, float) and math.isnan(value) else value

    return run


@special("current", 0, 0)
def _current(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    return lambda context: [context.current]


@special("last", 0, 0)
def _last(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    return lambda context: float(context.size)


@special("position", 0, 1)
def _position(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    if not arguments:
        return lambda context: float(context.position)
    nodes = compiler.nodes(arguments[0])
    return lambda context: place_of(nodes(context))


def place_of(nodes: list[XNode]) -> float:
    """1-based place of the first node among its siblings of the same name; NaN without a node."""
    return float(nodes[0].place()) if nodes else math.nan


@special("count", 1, 1)
def _count(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    nodes = compiler.nodes(arguments[0])
    return lambda context: float(len(nodes(context)))


@special("count-non-empty", 1, 1)
def _count_non_empty(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    nodes = compiler.nodes(arguments[0])
    return lambda context: float(sum(1 for node in nodes(context) if string_value(node)))


@special("sum", 1, 1)
def _sum(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    nodes = compiler.nodes(arguments[0])

    def run(context: Context) -> Value:
        zone = context.env.zone
        numbers: list[float] = []
        for node in nodes(context):
            number = string_to_number(string_value(node), zone)
            if number != number:
                return math.nan  # what is no number makes the sum none: no need to look at the others
            numbers.append(number)
        return total(numbers)

    return run


def total(numbers: list[float]) -> float:
    """The sum without rounding in between; infinite when too large, NaN for both infinities at once."""
    try:
        return math.fsum(numbers)
    except OverflowError:
        return sum(numbers)
    except ValueError:
        return math.nan


@function("boolean", 1, 1)
def _boolean(context: Context, value: Value) -> Value:
    return to_boolean(value)


@function("not", 1, 1)
def _not(context: Context, value: Value) -> Value:
    return not to_boolean(value)


@function("boolean-from-string", 1, 1)
def _boolean_from_string(context: Context, value: Value) -> Value:
    return to_string(value) in ("1", "true")


@special("number", 0, 1)
def _number(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    if arguments:
        return compiler.number(arguments[0])
    return lambda context: to_number(string_value(context.node), context.env.zone)


@function("int", 1, 1)
def _int(context: Context, value: Value) -> Value:
    number = to_number(value, context.env.zone)
    return float(math.trunc(number)) if math.isfinite(number) else number


@function("floor", 1, 1)
def _floor(context: Context, value: Value) -> Value:
    number = to_number(value, context.env.zone)
    return float(math.floor(number)) if math.isfinite(number) else number


@function("ceiling", 1, 1)
def _ceiling(context: Context, value: Value) -> Value:
    number = to_number(value, context.env.zone)
    return float(math.ceil(number)) if math.isfinite(number) else number


@function("round", 1, 2)
def _round(context: Context, value: Value, places: Value = 0.0) -> Value:
    number, digits = to_number(value, context.env.zone), to_number(places, context.env.zone)
    if not math.isfinite(number) or not math.isfinite(digits):
        return math.nan if math.isnan(digits) or not math.isinf(number) else number
    return round_half_away(number, int(digits))


def round_half_away(number: float, digits: int) -> float:
    """Halves go away from nought; negative digits round to tens and hundreds."""
    if abs(digits) > 30:
        return number if digits > 0 else 0.0
    scale = 10.0**digits
    scaled = abs(number) * scale
    if not math.isfinite(scaled):
        return number
    whole = math.floor(scaled + 0.5)
    return math.copysign(whole / scale, number) if whole else 0.0


@function("min", 1, None)
def _min(context: Context, *values: Value) -> Value:
    return _extreme(context, values, min)


@function("max", 1, None)
def _max(context: Context, *values: Value) -> Value:
    return _extreme(context, values, max)


def _extreme(context: Context, values: tuple[Value, ...], choose: object) -> float:
    zone = context.env.zone
    numbers: list[float] = []
    for value in values:
        if isinstance(value, list):
            numbers.extend(to_number(string_value(node), zone) for node in value)
        else:
            numbers.append(to_number(value, zone))
    if not numbers or any(math.isnan(number) for number in numbers):
        return math.nan
    return min(numbers) if choose is min else max(numbers)


def _node_of(compiler: Compiler, arguments: tuple[Expr, ...], read: object) -> Evaluate:
    reader = read if callable(read) else str
    if not arguments:
        return lambda context: str(reader(context.node))
    nodes = compiler.nodes(arguments[0])

    def run(context: Context) -> Value:
        found = nodes(context)
        return str(reader(found[0])) if found else ""

    return run


@special("name", 0, 1)
def _name(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    return _node_of(compiler, arguments, lambda node: node.name)


@special("local-name", 0, 1)
def _local_name(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    named = (ELEMENT, ATTRIBUTE, INSTRUCTION, NAMESPACE)
    return _node_of(compiler, arguments, lambda node: node.local if node.kind in named else "")


@special("namespace-uri", 0, 1)
def _namespace_uri(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    return _node_of(compiler, arguments, lambda node: node.uri if node.kind in (ELEMENT, ATTRIBUTE) else "")


@function("lang", 1, 1)
def _lang(context: Context, value: Value) -> Value:
    wanted = to_string(value).lower()
    node: XNode | None = context.node
    while node is not None:
        for attribute in node.attributes:
            if attribute.local == "lang" and attribute.uri == _XML:
                own = attribute.text.lower()
                return own == wanted or own.startswith(f"{wanted}-")
        node = node.parent
    return False


@function("id", 1, 1)
def _id(context: Context, value: Value) -> Value:
    texts = [string_value(node) for node in value] if isinstance(value, list) else [to_string(value)]
    wanted = {part for text in texts for part in text.split()}
    found = [node for node in context.node.root().walk() if node.attribute("id") in wanted]
    return in_document_order(found)


@special("instance", 1, 1)
def _instance(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    name = compiler.string(arguments[0])

    def run(context: Context) -> Value:
        wanted = name(context)
        found = context.env.instances(wanted)
        if found is None:
            raise XPathError(N_("The form has no list named “{name}”."), name=wanted)
        return [found]

    return run


@special("jr:itext", 1, 1)
def _itext(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    key = compiler.string(arguments[0])
    return lambda context: context.env.itext(key(context))
