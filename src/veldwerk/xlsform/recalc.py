"""Working out the rules: all of them once, afterwards only what depends on what changed, in order of rank."""

from __future__ import annotations

import heapq
import math
from itertools import count as counter

from veldwerk.xlsform.casts import calculated
from veldwerk.xlsform.definition import Field
from veldwerk.xlsform.errors import N_, FormError
from veldwerk.xlsform.instance import insert_repeat, instances, pattern_of
from veldwerk.xlsform.offers import Offers
from veldwerk.xlsform.program import EAGER, Program, Rule
from veldwerk.xlsform.tree import ELEMENT, XNode
from veldwerk.xlsform.xpath.context import MOST_FAULTS, Context, Env
from veldwerk.xlsform.xpath.values import to_boolean, to_number

_MOST_ROUNDS = 200
_MOST_TEXT = 1_000_000
_MOST_REPEATS = 10_000
_MOST_GROWTH = 100_000  # nodes that counts may add in one change: counts inside counts multiply
_EAGER = frozenset(EAGER)


class Recalculation:
    """Keeps one instance consistent. `touched` collects nodes whose state may look different now."""

    def __init__(self, program: Program, env: Env, top: XNode) -> None:
        self.program = program
        self.env = env
        self.offers = Offers(program, env)
        self.top = top
        self.touched: set[XNode] = set()
        self.structure: set[XNode] = set()
        self.changed_values: list[XNode] = []
        self.new_repeats: list[XNode] = []
        self._chosen: dict[XNode, str] = {}
        self._heap: list[tuple[int, int, Rule, XNode]] = []
        self._queued: set[tuple[int, int]] = set()
        self._rounds: dict[tuple[int, int], int] = {}
        self._turn = counter()
        self._passing: int | None = None
        self._grown: set[XNode] = set()
        self._room = _MOST_GROWTH
        self._holders = {f.parent for f in program.form.fields.values() if f.repeat is not None}
        self._waiting: dict[int, dict[tuple[int, int], tuple[Rule, XNode]]] = {}

    def everything(self) -> None:
        """Work out every rule, in every instance."""
        for rule in self.program.ordered:
            self._passing = rule.rank
            for node in instances(self.top, rule.at.route()):
                self._run(rule, node)
        self._passing = None
        self.settle()

    def queue(self, rule: Rule, node: XNode) -> None:
        """Have a rule worked out at a node; not while everything is, and its turn is still to come."""
        if self._passing is not None and rule.rank > self._passing:
            return
        key = (id(rule), id(node))
        if key not in self._queued:
            self._queued.add(key)
            heapq.heappush(self._heap, (rule.rank, next(self._turn), rule, node))

    def settle(self) -> None:
        """Work out what is queued until nothing is left."""
        while self._heap:
            _, _, rule, node = heapq.heappop(self._heap)
            key = (id(rule), id(node))
            self._queued.discard(key)
            self._rounds[key] = self._rounds.get(key, 0) + 1
            if self._rounds[key] > _MOST_ROUNDS:
                continue
            if node.parent is not None:
                self._run(rule, node)
        self._rounds.clear()
        self._grown.clear()
        self._room = _MOST_GROWTH

    def set_value(self, node: XNode, text: str) -> bool:
        """Give a node a value and queue what reads it; False when it has that value already."""
        if node.text == text:
            return False
        node.text = text
        self.touched.add(node)
        self.changed_values.append(node)
        self.notify(node)
        return True

    def notify(self, node: XNode) -> None:
        """Queue the rules that read this node."""
        for dependent in self.program.dependents.get(node.field, ()):
            base: XNode | None = node
            for _ in range(dependent.ups):
                base = base.parent if base is not None else None
            if base is not None:
                self._wake(dependent.rule, base, dependent.route, node)

    def _wake(self, rule: Rule, base: XNode, route: tuple[str, ...], source: XNode | None = None) -> None:
        """Queue a rule below `base`; a calculation that looks at its own value is not woken by it."""
        found = instances(base, route)
        if rule.aspect not in _EAGER or rule.aspect == "itemset":
            self._look_again(rule, found)
        if rule.field.repeat is not None and rule.aspect != "count":
            # The series as a whole is drawn too, also while there is none of it.
            self.structure.update(instances(base, route[:-1]) if route else filter(None, [base.parent]))
        if rule.aspect in _EAGER:
            for target in found:
                if target is not source or rule.aspect != "calculate":
                    self.queue(rule, target)

    def _look_again(self, rule: Rule, nodes: list[XNode]) -> None:
        """What is worked out when asked for may be another; of a group, being read-only holds for all in it."""
        self.touched.update(nodes)
        if rule.aspect == "readonly" and rule.field.children:
            self._touch_below(nodes)

    def _touch_below(self, nodes: list[XNode]) -> None:
        for node in nodes:
            for below in node.walk():
                if below.field is not None:
                    self.touched.add(below)
                    if below.field in self._holders:
                        self.structure.add(below)

    def _run(self, rule: Rule, node: XNode) -> None:
        if rule.loop and rule.aspect != "count":
            for waiting, parent in self._waiting.pop(rule.loop, {}).values():
                if parent not in self._grown:
                    self.queue(waiting, parent)
                else:
                    self._waiting.setdefault(rule.loop, {})[id(waiting), id(parent)] = (waiting, parent)
        if rule.aspect == "relevant":
            self._set_relevant(node, to_boolean(rule.evaluate(Context(node, self.env))))
        elif rule.aspect == "calculate":
            if node.relevant:
                value = rule.evaluate(Context(node, self.env))
                text = calculated(value, rule.field.bind.type, self.env.zone)
                self._calculated(rule, node, text if len(text) <= _MOST_TEXT else "")
        elif rule.aspect == "count":
            self._set_count(rule, node)
        else:
            self.prune(node)

    def _calculated(self, rule: Rule, node: XNode, text: str) -> None:
        """A calculated choice is one of those on offer, like a chosen one."""
        if self.program.rule(rule.field, "itemset") is None:
            self.set_value(node, text)
        else:
            self.choose(node, text)

    def choose(self, node: XNode, text: str) -> None:
        """Set what someone answered; of a select only what the list offers, the rest may come back with the list."""
        self._chosen[node] = text
        self.set_value(
            node, self.offers.kept(node, text) if text and node.field.control is not None else text
        )

    def prune(self, node: XNode) -> None:
        """Drop chosen values that the list no longer offers, take back those it offers again."""
        chosen = self._chosen.setdefault(node, node.text)
        if chosen and node.relevant:
            self.set_value(node, self.offers.kept(node, chosen))

    def _set_relevant(self, node: XNode, own: bool) -> None:
        if node.own_relevant == own:
            return
        node.own_relevant = own
        parent_relevant = node.parent.relevant if node.parent is not None else True
        self.inherit(node, parent_relevant)

    def inherit(self, node: XNode, above: bool) -> None:
        """Bring the inherited relevance of a node and all below up to date."""
        relevant = above and node.own_relevant
        if node.relevant == relevant:
            return
        node.relevant = relevant
        self.touched.add(node)
        if node.field in self._holders:
            self.structure.add(node)
        self.notify(node)
        if relevant:
            for aspect in ("calculate", "itemset"):
                rule = self.program.rule(node.field, aspect) if node.field is not None else None
                if rule is not None:
                    self.queue(rule, node)
        for attribute in node.attributes:
            if attribute.field is not None:
                self.inherit(attribute, relevant)
        for child in node.children:
            self.inherit(child, relevant)

    def _set_count(self, rule: Rule, parent: XNode) -> None:
        """Make the series as long as asked; a count without value leaves it as it is (as web-forms does).

        One that asks for more because it is longer (“until you say stop”) grows once at a change, and not at all when
        answers with some of it are taken up; it goes on when something it depends on is worked out again.
        """
        number = to_number(rule.evaluate(Context(self._count_context(rule, parent), self.env)), self.env.zone)
        series = parent.named(rule.field.name)
        if math.isnan(number):
            return
        if number > _MOST_REPEATS:
            self._too_many(rule, number)
            return
        wanted = max(0, int(number))
        if wanted < len(series):
            self._shrink(parent, rule.field, wanted)
        elif wanted > len(series):
            if rule.loop and self._passing is not None and series:
                return
            if rule.loop and parent in self._grown:
                self._waiting.setdefault(rule.loop, {})[id(rule), id(parent)] = (rule, parent)
                return
            self._grown.add(parent)
            self._grow_to(rule, parent, wanted)

    def _grow_to(self, rule: Rule, parent: XNode, wanted: int) -> None:
        have = len(parent.named(rule.field.name))
        assert rule.field.template is not None
        size = sum(1 for _ in rule.field.template.walk())
        if (wanted - have) * size > self._room:
            self._too_many(rule, wanted)
            return
        self._room -= (wanted - have) * size
        self._grow(parent, rule.field, wanted - have)

    def _too_many(self, rule: Rule, count: float) -> None:
        """A series that cannot be made stays as it is; the form's author is told."""
        if len(self.env.faults) < MOST_FAULTS:
            message = N_("The form asks for {count} of {path}, which is more than it can hold.")
            error = FormError(
                message, count=f"{count:.0f}" if count < 1e15 else f"{count:g}", path=rule.field.path
            )
            self.env.faults.setdefault(f"{rule.field.path} count", error)

    @staticmethod
    def _count_context(rule: Rule, parent: XNode) -> XNode:
        """`jr:count="../n"` is read from the repeat, also without an instance of it; `jr:count="n"` from its parent."""
        if rule.at_parent:
            return parent
        stand_in = XNode(ELEMENT, rule.field.name, rule.field.uri, parent=parent)
        stand_in.field = rule.field
        return stand_in

    def add(self, parent: XNode, field: Field) -> XNode:
        """Add an instance of a repeat at the end of its series; queue its rules and those that read the series."""
        return self._grow(parent, field, 1)[0]

    def _grow(self, parent: XNode, field: Field, more: int) -> list[XNode]:
        """Add instances; those that read the series are looked up once, however many there are."""
        added: list[XNode] = []
        for _ in range(more):
            from_form = pattern_of(field, len(parent.named(field.name))) is not None
            node = insert_repeat(parent, field)
            added.append(node)
            if not parent.relevant:
                self.inherit(node, False)
            self._queue_below(node, field)
            self._touch_below([node])
            if self._passing is None or not from_form:
                self.new_repeats.append(node)
        self.structure_changed(parent, field, len(parent.named(field.name)))
        return added

    def _queue_below(self, node: XNode, field: Field) -> None:
        for rule in self.program.below.get(field, ()):
            at_parent = rule.aspect == "count" and rule.field is field
            if not at_parent:
                for target in instances(node, rule.at.route(field.depth)):
                    self.queue(rule, target)

    def remove(self, node: XNode) -> None:
        """Take an instance of a repeat away and queue what read it; those after it have another ref now."""
        parent = node.parent
        assert parent is not None
        place = node.place() - 1
        self._take(parent, node)
        self._touch_below(parent.named(node.name)[place:])
        self.structure_changed(parent, node.field, place)

    def _shrink(self, parent: XNode, field: Field, wanted: int) -> None:
        for node in reversed(parent.named(field.name)[wanted:]):
            self._take(parent, node)
        self.structure_changed(parent, field, wanted)

    def _take(self, parent: XNode, node: XNode) -> None:
        parent.remove(node)
        for below in node.walk():
            self._chosen.pop(below, None)

    def language_changed(self) -> None:
        """Everything looks different now; queue the rules whose value has words of the form's language in it."""
        self._touch_below([self.top])
        for rule in self.program.language_rules:
            if rule.aspect in _EAGER:
                for node in instances(self.top, rule.at.route()):
                    self.queue(rule, node)

    def structure_changed(self, parent: XNode, field: Field, first: int) -> None:
        """The series of `field` under `parent` became longer or shorter; from `first` on its instances moved.

        A rule that reads the series from outside one instance is queued wherever it stands. One that only asks for the
        place of the instance it is in, as `position(..)` does, is queued in the instances that moved.
        """
        self.structure.add(parent)
        self.touched.add(parent)
        moved = parent.named(field.name)[first:]
        seen: set[tuple[Rule, int]] = set()
        for below in field.walk():
            for dependent in self.program.dependents.get(below, ()):
                rule, depth = dependent.rule, min(dependent.depth, field.depth)
                if (rule, depth) in seen or (depth == field.depth and below is not field):
                    continue
                seen.add((rule, depth))
                if depth == field.depth:
                    for node in moved:
                        self._wake(rule, node, rule.at.route(depth))
                    continue
                base: XNode | None = parent
                for _ in range(field.depth - 1 - depth):
                    base = base.parent if base is not None else None
                if base is not None:
                    self._wake(rule, base, rule.at.route(depth))
