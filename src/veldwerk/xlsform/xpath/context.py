"""What an expression is evaluated in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo

from veldwerk.xlsform.errors import XPathError
from veldwerk.xlsform.tree import XNode
from veldwerk.xlsform.xpath.dates import WallClock
from veldwerk.xlsform.xpath.values import Value


class Env:
    """What holds for a whole session. Forms set `root` (where `/` begins), `instances`, `itext` and `choice_name`."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
        seed: int = 0,
        namespaces: Mapping[str, str] | None = None,
    ) -> None:
        self.clock = clock
        self.new_id = new_id
        self.seed = seed
        self.namespaces = dict(namespaces or {})
        self.root: XNode | None = None
        self.language = ""
        self.instances: Callable[[str], XNode | None] = lambda name: None
        self.itext: Callable[[str], str] = lambda key: ""
        self.choice_name: Callable[[str, str, XNode], str] = lambda value, path, node: ""
        self.indexes: dict[object, dict[tuple[str, ...], list[XNode]]] = {}
        self.draws = 0
        self.shuffles: dict[tuple[object, XNode], int] = {}
        self.faults: dict[str, Exception] = {}
        now = clock()
        self.zone: tzinfo = WallClock(now.tzinfo or UTC, now.utcoffset() or timedelta())


class Context:
    """One evaluation: the context node with its position, and the node the expression belongs to (`current()`)."""

    __slots__ = ("current", "env", "node", "position", "size")

    def __init__(self, node: XNode, env: Env, current: XNode | None = None) -> None:
        self.node = node
        self.env = env
        self.current = node if current is None else current
        self.position = 1
        self.size = 1


MOST_FAULTS = 100
Evaluate = Callable[[Context], Value]
EvaluateNodes = Callable[[Context], list[XNode]]


def guarded(evaluate: Evaluate, where: str, otherwise: Value) -> Evaluate:
    """An expression that fails while a form is filled gives `otherwise`, and is written down in `faults`.

    A worker in the middle of a visit is not stopped by what the author of the form got wrong.
    """

    def run(context: Context) -> Value:
        try:
            return evaluate(context)
        except (XPathError, ArithmeticError, ValueError, RecursionError) as error:
            faults = context.env.faults
            if len(faults) < MOST_FAULTS:
                faults.setdefault(where, error)
            return otherwise

    return run
