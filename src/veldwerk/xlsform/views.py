"""What a screen asks of a session: the state of a question, whether its answer may stay, its choices."""

from __future__ import annotations

from collections.abc import Iterator

from veldwerk.xlsform.api import Choice, Node
from veldwerk.xlsform.casts import wrong_type
from veldwerk.xlsform.definition import Control, Field
from veldwerk.xlsform.errors import N_
from veldwerk.xlsform.instance import clone
from veldwerk.xlsform.markdown import Markup
from veldwerk.xlsform.program import Program
from veldwerk.xlsform.texts import Text
from veldwerk.xlsform.tree import XNode, string_value
from veldwerk.xlsform.wording import NO_MEDIA, Wording
from veldwerk.xlsform.xpath.compile import Compiler
from veldwerk.xlsform.xpath.context import Context, Env, Evaluate, EvaluateNodes
from veldwerk.xlsform.xpath.parser import parse
from veldwerk.xlsform.xpath.values import to_boolean, to_string

REQUIRED = N_("This question needs an answer.")
NOT_ALLOWED = N_("This answer is not allowed here.")
_ITEXT = "jr:itext("


class Views:
    """Reads one session's state."""

    def __init__(self, program: Program, env: Env, top: XNode) -> None:
        self.program = program
        self.env = env
        self.wording = Wording(program, env, top)
        self.rejected: dict[XNode, str] = {}
        self._at_items: dict[str, Evaluate] = {}
        self._named: dict[tuple[Field | None, str], EvaluateNodes] = {}
        self._guards: dict[Field, tuple[int, ...]] = {}

    def node(self, node: XNode, ref: str) -> Node:
        """The state of a value, group or repeat instance."""
        field: Field = node.field
        control = field.control
        required = node.relevant and self.flag(node, "required")
        message, default = self.problem(node, required) if node.relevant else ("", False)
        label = control.label if control is not None else None
        hint = control.hint if control is not None else None
        words = self.wording
        return Node(
            ref=ref,
            value="" if node.children else node.text,
            relevant=node.relevant,
            required=required,
            readonly=self.readonly(node),
            valid=not message,
            message=message,
            message_is_default=default,
            label=words.words(label, node)
            if field.repeat is None
            else self._instance_label(node, field.repeat),
            hint=words.words(hint, node) if hint is not None else "",
            guidance=words.words(hint, node, "guidance") if hint is not None else "",
            media=words.media(label, node),
            rejected=self.rejected.get(node, ""),
            can_remove=field.repeat is not None and field.repeat.free,
            choice_source=lambda: tuple(self.choices(node)),
        )

    def series(self, parent: XNode, field: Field, ref: str) -> Node:
        """The state of a repeat as a whole."""
        control = field.repeat
        assert control is not None
        relevant = parent.relevant and self._series_relevant(parent, field)
        return Node(
            ref=ref,
            relevant=relevant,
            readonly=self.readonly(parent),
            label=self.wording.words(control.label, parent),
            media=self.wording.media(control.label, parent),
            count=len(parent.named(field.name)),
            can_add=relevant and control.free,
        )

    def _instance_label(self, node: XNode, repeat: Control) -> str:
        """One of a series is named by the group that it consists of (ODK XForms, repeats), else as the series is."""
        inner = naming_group(repeat)
        if inner is not None and inner.field is not None:
            held = node.named(inner.field.name)
            words = self.wording.words(inner.label, held[0]) if held else ""
            if words:
                return words
        return self.wording.words(repeat.label, node)

    def _series_relevant(self, parent: XNode, field: Field) -> bool:
        """Whether an instance would be relevant: asked of one that is not there, beside those that are."""
        if field.template is None or self.program.rule(field, "relevant") is None:
            return True
        candidate = clone(field.template)
        candidate.parent = parent
        return any(node.relevant for node in parent.named(field.name)) or self.flag(candidate, "relevant")

    def flag(self, node: XNode, aspect: str) -> bool:
        """Whether the node's own rule of this kind holds; without a rule it does not."""
        rule = self.program.rule(node.field, aspect)
        return rule is not None and to_boolean(rule.evaluate(Context(node, self.env)))

    def readonly(self, node: XNode) -> bool:
        """The node's own rule or that of anything above it."""
        field: Field = node.field
        guards = self._guards.get(field)
        if guards is None:
            above = enumerate(field.ancestors())
            guards = tuple(ups for ups, one in above if self.program.rule(one, "readonly") is not None)
            self._guards[field] = guards
        return any(self.flag(_up(node, ups), "readonly") for ups in guards)

    def problem(self, node: XNode, required: bool | None = None) -> tuple[str, bool]:
        """(message, whether it is a message id of ours); ("", False) when the value may stay.

        `required` is given by who worked it out already.
        """
        field: Field = node.field
        if node.children or field.inner:
            return "", False
        if node in self.rejected:
            return wrong_type(field.bind.type, field.control.kind if field.control else ""), True
        if not node.text.strip():
            if self.flag(node, "required") if required is None else required:
                return self._message(field.bind.required_message, node, REQUIRED)
            return "", False
        rule = self.program.rule(field, "constraint")
        if rule is not None and not to_boolean(rule.evaluate(Context(node, self.env))):
            return self._message(field.bind.constraint_message, node, NOT_ALLOWED)
        return "", False

    def _message(self, text: Text | None, node: XNode, default: str) -> tuple[str, bool]:
        words = self.wording.words(text, node)
        return (words, False) if words else (default, True)

    def marked(self, node: XNode, part: str) -> Markup:
        """The label, hint, guidance or message of a node with its markup read."""
        control, bind = node.field.control, node.field.bind
        text = {
            "label": control.label if control is not None else None,
            "hint": control.hint if control is not None else None,
            "guidance": control.hint if control is not None else None,
            "required": bind.required_message,
            "constraint": bind.constraint_message,
        }[part]
        return self.wording.marked(text, node, "guidance" if part == "guidance" else "")

    def choices(self, node: XNode, only: frozenset[str] | None = None) -> Iterator[Choice]:
        """The options on offer at this node; of these only the values asked for, when some are."""
        control = node.field.control
        if control is None:
            return
        for item in control.items:
            if only is None or item.value in only:
                label = self.wording.words(item.label, node) or item.value
                yield Choice(item.value, label, self.wording.media(item.label, node))
        itemset, rule = control.itemset, self.program.rule(node.field, "itemset")
        items = rule.evaluate(Context(node, self.env)) if itemset is not None and rule is not None else []
        if itemset is None or not isinstance(items, list):
            return
        for item in items:
            value = self._at_item(itemset.value, item, node)
            if only is not None and value not in only:
                continue
            yield self._labelled(value, itemset.label, item, node)

    def _labelled(self, value: str, source: str, item: XNode, node: XNode) -> Choice:
        if source.startswith(_ITEXT):
            text = Text(key=self._at_item(source[len(_ITEXT) : -1].strip(), item, node))
            label, media = self.wording.words(text, node), self.wording.media(text, node)
        else:
            label, media = self._at_item(source, item, node) if source else "", NO_MEDIA
        return Choice(value, label or value, media)

    def _at_item(self, source: str, item: XNode, node: XNode) -> str:
        """A child of an item by name, as nearly every list asks for; else what the expression gives there."""
        for child in item.children:
            if child.name == source:
                return string_value(child)
        evaluate = self._at_items.get(source)
        if evaluate is None:
            evaluate = self._at_items[source] = Compiler().value(parse(source))
        return to_string(evaluate(Context(item, self.env, node)))

    def choice_name(self, value: str, path: str, node: XNode) -> str:
        """The label of a value at the question that `path` names, seen from `node`; the value itself when unknown."""
        if not value:
            return ""
        key = (node.field, path)
        evaluate = self._named.get(key)
        if evaluate is None:
            evaluate = self._named[key] = self.program.compile_nodes(path.strip(), node.field)
        found = evaluate(Context(node, self.env))
        if not found:
            return ""
        wanted = frozenset([value, *value.split()])
        labels = {choice.value: choice.label for choice in self.choices(found[0], wanted)}
        return " ".join(labels.get(part, part) for part in ([value] if value in labels else value.split()))


def naming_group(repeat: Control) -> Control | None:
    """The group that is all there is in a repeat; its label tells one of the series from another."""
    inner = repeat.children[0] if len(repeat.children) == 1 else None
    return inner if inner is not None and inner.kind == "group" and inner.label is not None else None


def _up(node: XNode, ups: int) -> XNode:
    for _ in range(ups):
        if node.parent is not None:
            node = node.parent
    return node
