"""Functions that look across repeats and into lists: indexed-repeat, pulldata."""

from __future__ import annotations

import math

from veldwerk.xlsform.errors import N_, XPathError
from veldwerk.xlsform.tree import XNode, cell
from veldwerk.xlsform.xpath.ast import Expr
from veldwerk.xlsform.xpath.compile import Compiler
from veldwerk.xlsform.xpath.context import Context, Evaluate
from veldwerk.xlsform.xpath.registry import function, special
from veldwerk.xlsform.xpath.values import Value, to_string


@special("indexed-repeat", 3, None)
def _indexed_repeat(compiler: Compiler, arguments: tuple[Expr, ...]) -> Evaluate:
    """`indexed-repeat(target, repeat, index[, repeat, index …])`: the target in that instance of each repeat."""
    if len(arguments) % 2 == 0:
        raise XPathError(N_("indexed-repeat() needs a place for each repeat."))
    target = compiler.nodes(arguments[0])
    repeats = [compiler.nodes(argument) for argument in arguments[1::2]]
    places = [compiler.number(argument) for argument in arguments[2::2]]

    def run(context: Context) -> Value:
        found = target(context)
        if not found:
            return []
        route = _route(found[0])
        picked: XNode | None = None
        wanted = [(repeat(context), place(context)) for repeat, place in zip(repeats, places, strict=True)]
        if not all(samples for samples, _ in wanted):
            return []
        for samples, place in sorted(wanted, key=lambda pair: len(_route(pair[0][0]))):
            picked = _pick(picked, samples[0], route, place)
            if picked is None:
                return []
        nodes = [] if picked is None else [picked]
        depth = 0 if picked is None else len(_route(picked))
        for name in route[depth:]:
            nodes = [child for node in nodes for child in node.named(name)]
        return nodes

    return run


def _route(node: XNode) -> list[str]:
    names: list[str] = []
    current: XNode | None = node
    while current is not None:
        names.append(current.name)
        current = current.parent
    names.reverse()
    return names


def _pick(outer: XNode | None, sample: XNode, route: list[str], place: float) -> XNode | None:
    holder = sample.parent
    if outer is not None:
        nodes = [outer]
        for name in route[len(_route(outer)) : len(_route(sample)) - 1]:
            nodes = [child for node in nodes for child in node.named(name)]
        holder = nodes[0] if nodes else None
    if holder is None or not math.isfinite(place):
        return None
    series = holder.named(sample.name)
    at = int(place)
    return series[at - 1] if 0 < at <= len(series) else None


@function("pulldata", 4, 4)
def _pulldata(context: Context, name: Value, column: Value, key_column: Value, key: Value) -> Value:
    """One cell of a list: the first row whose key column holds the key; "" when there is none."""
    wanted, key_name = to_string(name), to_string(key_column)
    instance = context.env.instances(wanted)
    if instance is None:
        raise XPathError(N_("The form has no list named “{name}”."), name=wanted)
    index_key = ("pulldata", wanted, key_name)
    index = context.env.indexes.get(index_key)
    if index is None:
        index = context.env.indexes[index_key] = {}
        for root in instance.children:
            for row in root.children:
                key_text = cell(row, key_name)
                if key_text is not None:
                    index.setdefault((key_text,), []).append(row)
    rows = index.get((to_string(key),), [])
    return (cell(rows[0], to_string(column)) if rows else None) or ""
