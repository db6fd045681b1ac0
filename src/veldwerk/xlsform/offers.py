"""What a question offers to choose from, and what of the chosen values is among it."""

from __future__ import annotations

from veldwerk.xlsform.definition import Control
from veldwerk.xlsform.program import Program, Rule
from veldwerk.xlsform.tree import XNode, cell
from veldwerk.xlsform.xpath.context import Context, Env

_Values = dict[str, None]


class Offers:
    """Of one session. The values of a list outside the answers are kept for as long as the same list is offered, so
    that answering a question with 10,000 choices costs no more than with ten."""

    def __init__(self, program: Program, env: Env) -> None:
        self.program = program
        self.env = env
        self._kept: dict[Rule, tuple[list[XNode], _Values]] = {}

    def values(self, node: XNode) -> _Values | None:
        """The values on offer now, in their order; None when the question has no list, or none that can be told."""
        control: Control | None = node.field.control
        if control is None or (control.itemset is None and not control.items):
            return None
        written = dict.fromkeys(item.value for item in control.items)
        rule = self.program.rule(node.field, "itemset")
        if rule is None or control.itemset is None:
            return written
        items = rule.evaluate(Context(node, self.env))
        if not isinstance(items, list):
            return None
        found = self._of(rule, control.itemset.value, items)
        return {**written, **found} if written else found

    def _of(self, rule: Rule, column: str, items: list[XNode]) -> _Values:
        known = self._kept.get(rule)
        if known is not None and known[0] is items:
            return known[1]
        found = dict.fromkeys(cell(item, column) or "" for item in items)
        if items and items[0].field is None:  # not among the answers, which change
            self._kept[rule] = (items, found)
        return found

    def holds(self, node: XNode, text: str) -> bool:
        """Whether an answer is among what is on offer: one value, several, or for a rank each at most once."""
        offered = self.values(node)
        if offered is None:
            return True
        kind = node.field.control.kind
        if kind == "select1":
            return text in offered
        picked = text.split()
        return offered.keys() >= set(picked) and (kind != "rank" or len(set(picked)) == len(picked))

    def kept(self, node: XNode, chosen: str) -> str:
        """Of chosen values those that a list offers: in its order, for a rank in the order chosen, new ones last.

        Choices written in the question itself do not come and go: of a select they give the order alone.
        """
        control: Control = node.field.control
        offered = self.values(node)
        if offered is None:
            return chosen
        if control.itemset is None:
            return self._ordered(chosen, offered) if control.kind == "select" else chosen
        if control.kind == "select1":
            return chosen if chosen in offered else ""
        picked = dict.fromkeys(chosen.split())
        if control.kind == "rank":
            first = [value for value in picked if value in offered]
            return " ".join(first + [value for value in offered if value not in picked])
        return " ".join(value for value in offered if value in picked)

    @staticmethod
    def _ordered(chosen: str, offered: _Values) -> str:
        place = {value: at for at, value in enumerate(offered)}
        return " ".join(sorted(chosen.split(), key=lambda value: place.get(value, len(place))))
