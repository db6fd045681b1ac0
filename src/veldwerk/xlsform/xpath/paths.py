"""Location paths as closures. Plain `../../a/b` walks the name indexes; everything else goes step by step."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from veldwerk.xlsform.tree import XNode
from veldwerk.xlsform.xpath.ast import Call, Expr, Number, Path, Root, Step
from veldwerk.xlsform.xpath.axes import AXES, REVERSE, in_document_order, matcher
from veldwerk.xlsform.xpath.context import Context, EvaluateNodes
from veldwerk.xlsform.xpath.indexes import indexed_filter
from veldwerk.xlsform.xpath.values import to_boolean

if TYPE_CHECKING:
    from veldwerk.xlsform.xpath.compile import Compiler

_KEEPS_ORDER = frozenset({"child", "attribute", "self"})
StepRun = Callable[[list[XNode], Context], list[XNode]]


def compile_path(compiler: Compiler, path: Path) -> EvaluateNodes:
    """A closure giving the nodes in document order."""
    start = path.start
    steps = _shortened(path.steps)
    if isinstance(start, Root):
        ups, rest = compiler.scope.contextualise(steps) if compiler.scope is not None else (-1, steps)
        if ups >= 0:
            return _joined(_from_current(ups), _compile_steps(compiler, rest), rest)
        return _joined(_from_root, _compile_steps(compiler, steps), steps)
    if start is None:
        plain = _plain(steps)
        if plain is not None:
            return _walk(*plain)
        return _joined(_from_context, _compile_steps(compiler, steps), steps)
    if isinstance(start, Call) and start.name == "current" and not start.arguments:
        plain = _plain(steps)
        if plain is not None:
            return _walk(*plain, current=True)
    return _joined(compiler.nodes(start), _compile_steps(compiler, steps, start), steps)


def _shortened(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """`//x` without predicates as one descendant step, so that no sorting is needed."""
    found: list[Step] = []
    for step in steps:
        last = found[-1] if found else None
        if (
            last is not None
            and last.axis == "descendant-or-self"
            and last.test.kind == "node"
            and not last.predicates
            and step.axis == "child"
            and not step.predicates
        ):
            found[-1] = Step("descendant", step.test)
        else:
            found.append(step)
    return tuple(found)


def _plain(steps: tuple[Step, ...]) -> tuple[int, tuple[str, ...]] | None:
    ups = 0
    names: list[str] = []
    for step in steps:
        if step.predicates:
            return None
        if step.axis == "self" and step.test.kind == "node" and not names:
            continue
        if step.axis == "parent" and step.test.kind == "node" and not names:
            ups += 1
        elif (
            step.axis == "child"
            and step.test.kind == "name"
            and step.test.name != "*"
            and not step.test.prefix
        ):
            names.append(step.test.name)
        else:
            return None
    return ups, tuple(names)


def _walk(ups: int, names: tuple[str, ...], current: bool = False) -> EvaluateNodes:
    def run(context: Context) -> list[XNode]:
        node: XNode | None = context.current if current else context.node
        for _ in range(ups):
            if node is None:
                return []
            node = node.parent
        if node is None:
            return []
        nodes = [node]
        for name in names:
            if len(nodes) == 1:
                nodes = nodes[0].named(name)
            else:
                nodes = [child for holder in nodes for child in holder.named(name)]
        return nodes

    return run


def _from_current(ups: int) -> EvaluateNodes:
    def run(context: Context) -> list[XNode]:
        node: XNode | None = context.current
        for _ in range(ups):
            if node is not None:
                node = node.parent
        return [] if node is None else [node]

    return run


def _from_root(context: Context) -> list[XNode]:
    root = context.env.root
    return [context.node.root() if root is None else root]


def _from_context(context: Context) -> list[XNode]:
    return [context.node]


def _joined(start: EvaluateNodes, runs: list[StepRun], steps: tuple[Step, ...]) -> EvaluateNodes:
    if not runs:
        return start

    def run(context: Context) -> list[XNode]:
        nodes = start(context)
        for step in runs:
            if not nodes:
                return nodes
            nodes = step(nodes, context)
        return nodes

    return run


def _compile_steps(compiler: Compiler, steps: tuple[Step, ...], start: Expr | None = None) -> list[StepRun]:
    runs: list[StepRun] = []
    nested = False
    source = start
    for at, step in enumerate(steps):
        static = isinstance(source, Call) and source.name == "instance"
        index = indexed_filter(compiler, source, steps[: at + 1]) if static and step.predicates else None
        run = index or _compile_step(compiler, step, nested)
        nested = nested or step.axis not in _KEEPS_ORDER
        runs.append(run)
    return runs


def _compile_step(compiler: Compiler, step: Step, nested: bool) -> StepRun:
    test = step.test
    simple = step.axis == "child" and test.kind == "name" and test.name != "*" and not test.prefix
    predicates = [compile_predicate(compiler, predicate) for predicate in step.predicates]
    if simple and not nested:
        return _named_step(test.name, predicates)
    axis, passes = AXES[step.axis], matcher(test, step.axis)
    reverse = step.axis in REVERSE
    sorts = nested or step.axis not in _KEEPS_ORDER

    def run(nodes: list[XNode], context: Context) -> list[XNode]:
        env = context.env
        found: list[XNode] = []
        for node in nodes:
            own = [candidate for candidate in axis(node) if passes(candidate, env)]
            for predicate in predicates:
                own = predicate(own, context)
            found.extend(reversed(own) if reverse else own)
        return in_document_order(found) if sorts and len(nodes) > 1 else found

    return run


def _named_step(name: str, predicates: list[StepRun]) -> StepRun:
    def plain(nodes: list[XNode], context: Context) -> list[XNode]:
        if len(nodes) == 1:
            return nodes[0].named(name)
        return [child for holder in nodes for child in holder.named(name)]

    def filtered(nodes: list[XNode], context: Context) -> list[XNode]:
        found: list[XNode] = []
        for holder in nodes:
            own = holder.named(name)
            for predicate in predicates:
                own = predicate(own, context)
            found.extend(own)
        return found

    return filtered if predicates else plain


def compile_predicate(compiler: Compiler, predicate: Expr) -> StepRun:
    """A filter over nodes in axis order; a number means a position."""
    if isinstance(predicate, Number):
        place = predicate.value

        def at_place(nodes: list[XNode], context: Context) -> list[XNode]:
            at = int(place) if 0 < place <= len(nodes) else 0
            return [nodes[at - 1]] if at and at == place else []

        return at_place
    evaluate = compiler.value(predicate)

    def run(nodes: list[XNode], context: Context) -> list[XNode]:
        inner = Context(context.node, context.env, context.current)
        inner.size = len(nodes)
        kept: list[XNode] = []
        for position, node in enumerate(nodes, start=1):
            inner.node = node
            inner.position = position
            value = evaluate(inner)
            if isinstance(value, float):
                if value == position:
                    kept.append(node)
            elif to_boolean(value):
                kept.append(node)
        return kept

    return run
