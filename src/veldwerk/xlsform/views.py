"""What a screen asks of a session: questions in order, the state of one, its words and choices."""

from __future__ import annotations

from veldwerk.xlsform.api import Choice, Node, Question
from veldwerk.xlsform.casts import wrong_type
from veldwerk.xlsform.definition import Control, Field
from veldwerk.xlsform.errors import N_
from veldwerk.xlsform.instance import clone, instances, ref_of
from veldwerk.xlsform.markdown import Markup, markup, place
from veldwerk.xlsform.program import Program
from veldwerk.xlsform.texts import Text, in_language
from veldwerk.xlsform.tree import XNode, string_value
from veldwerk.xlsform.xpath.compile import Compiler
from veldwerk.xlsform.xpath.context import Context, Env
from veldwerk.xlsform.xpath.parser import parse
from veldwerk.xlsform.xpath.values import to_boolean, to_string

REQUIRED = N_("This question needs an answer.")
NOT_ALLOWED = N_("This answer is not allowed here.")
_TYPES = {
    "select1": "select_one",
    "select": "select_multiple",
    "rank": "rank",
    "range": "range",
    "trigger": "acknowledge",
    "group": "group",
    "repeat": "repeat",
}
_INPUTS = {
    "string": "text",
    "int": "integer",
    "long": "integer",
    "boolean": "text",
    "binary": "file",
    "": "text",
}
_SPACES = " \t\r\n"
_MEDIA = {"image": "image", "audio": "audio", "video": "video"}


def question_type(control: Control) -> str:
    """The XLSForm type of a body element."""
    if control.kind in _TYPES:
        return _TYPES[control.kind]
    bind = control.field.bind if control.field is not None else None
    if control.kind == "upload":
        return _MEDIA.get(control.parameters.get("mediatype", "").partition("/")[0], "file")
    if bind is not None and bind.readonly == "true()" and bind.type == "string" and not bind.calculate:
        return "note"
    kind = bind.type if bind is not None else "string"
    return _INPUTS.get(kind, kind)


class Views:
    """Reads one session's state."""

    def __init__(self, program: Program, env: Env, top: XNode) -> None:
        self.program = program
        self.form = program.form
        self.env = env
        self.top = top
        self.languages: tuple[str, ...] = ()
        self.rejected: dict[XNode, str] = {}
        self._item_labels: dict[str, object] = {}

    def questions(
        self, controls: list[Control], base: XNode, depth: int, parent: str, repeat: str
    ) -> list[Question]:
        """The questions of these controls below `base`, with everything inside them."""
        found: list[Question] = []
        for control in controls:
            self._add(control, base, depth, parent, repeat, found)
        return found

    def _add(
        self, control: Control, base: XNode, depth: int, parent: str, repeat: str, found: list[Question]
    ) -> None:
        field = control.field
        if field is None or (
            control.kind == "group" and field.repeat is not None and field.control is not control
        ):
            found.extend(self.questions(control.children, base, depth, parent, repeat))
            return
        if control.kind == "repeat":
            self._add_repeat(control, field, base, depth, parent, repeat, found)
            return
        nodes = below(base, field)
        if not nodes:
            return
        ref = ref_of(nodes[0])
        found.append(_question(control, field, ref, depth, parent, repeat))
        if control.kind == "group":
            found.extend(self.questions(control.children, nodes[0], depth + 1, ref, repeat))

    def _add_repeat(
        self,
        control: Control,
        field: Field,
        base: XNode,
        depth: int,
        parent: str,
        repeat: str,
        found: list[Question],
    ) -> None:
        holders = below(base, field.parent) if field.parent is not None else []
        if not holders:
            return
        ref = f"{ref_of(holders[0])}/{field.name}"
        found.append(_question(control, field, ref, depth, parent, repeat))
        for node in holders[0].named(field.name):
            own = ref_of(node)
            entry = _question(control, field, own, depth + 1, ref, repeat, "repeat_instance")
            found.append(entry)
            found.extend(self.questions(control.children, node, depth + 2, own, own))

    def node(self, node: XNode, ref: str) -> Node:
        """The state of a value, group or repeat instance."""
        field: Field = node.field
        control = field.control
        required = node.relevant and self.flag(node, "required")
        message, default = self.problem(node) if node.relevant else ("", False)
        label = control.label if control is not None else None
        hint = control.hint if control is not None else None
        value = "" if node.children else node.text
        return Node(
            ref=ref,
            value=value,
            relevant=node.relevant,
            required=required,
            readonly=self.readonly(node),
            valid=not message,
            message=message,
            message_is_default=default,
            label=self.words(label, node),
            hint=self.words(hint, node),
            guidance=self.words(hint, node, "guidance"),
            image=self.words(label, node, "image"),
            rejected=self.rejected.get(node, ""),
            can_remove=field.repeat is not None and _free(field.repeat),
            choice_source=lambda: self.choices(node),
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
            label=self.words(control.label, parent),
            count=len(parent.named(field.name)),
            can_add=relevant and _free(control),
        )

    def _series_relevant(self, parent: XNode, field: Field) -> bool:
        """Whether an instance would be relevant: asked of one that is not there, beside those that are."""
        if field.template is None or self.program.rule(field, "relevant") is None:
            return True
        candidate = clone(field.template)
        candidate.parent = parent
        return any(node.relevant for node in parent.named(field.name)) or self.flag(candidate, "relevant")

    def flag(self, node: XNode, aspect: str) -> bool:
        rule = self.program.rule(node.field, aspect)
        return rule is not None and to_boolean(rule.evaluate(Context(node, self.env)))

    def readonly(self, node: XNode) -> bool:
        """The node's own rule or that of anything above it."""
        current: XNode | None = node
        while current is not None and current.field is not None:
            if self.flag(current, "readonly"):
                return True
            current = current.parent
        return False

    def problem(self, node: XNode) -> tuple[str, bool]:
        """(message, whether it is a message id of ours); ("", False) when the value may stay."""
        field: Field = node.field
        if field.children and any(not child.name.startswith("@") for child in field.children):
            return "", False
        if node in self.rejected:
            return wrong_type(field.bind.type), True
        if not node.text.strip():
            if self.flag(node, "required"):
                return self._message(field.bind.required_message, node, REQUIRED)
            return "", False
        rule = self.program.rule(field, "constraint")
        if rule is not None and not to_boolean(rule.evaluate(Context(node, self.env))):
            return self._message(field.bind.constraint_message, node, NOT_ALLOWED)
        return "", False

    def _message(self, text: Text | None, node: XNode, default: str) -> tuple[str, bool]:
        words = self.words(text, node)
        return (words, False) if words else (default, True)

    def words(self, text: Text | None, node: XNode, form: str = "") -> str:
        """A text in the session's language, with its values filled in."""
        if text is None:
            return ""
        if text.key:
            return self.itext(text.key, node, form)
        return "" if form else self._joined(text, node)

    def itext(self, key: str, node: XNode | None, form: str = "") -> str:
        """An itext entry; `form` "" is the plain text, else `guidance`, `image`, …"""
        forms = in_language(self.form.texts, self.languages, key)
        if forms is None:
            return ""
        text = forms.get(form)
        if text is None and not form:
            text = forms.get("long") or forms.get("short")
        return "" if text is None else self._joined(text, node)

    def _joined(self, text: Text, node: XNode | None) -> str:
        at = node.field if node is not None else None
        here = node if node is not None else self.top.children[0]
        parts = self.program.parts(text, at)
        if len(parts) == 1 and isinstance(parts[0], str):
            return parts[0].strip(_SPACES)
        context = Context(here, self.env)
        return "".join(part if isinstance(part, str) else to_string(part(context)) for part in parts).strip(
            _SPACES
        )

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
        if text is not None and text.key:
            forms = in_language(self.form.texts, self.languages, text.key) or {}
            text = forms.get("guidance" if part == "guidance" else "")
        if text is None:
            return ()
        context = Context(node, self.env)
        values: list[str] = []
        pieces: list[str] = []
        for piece in self.program.parts(text, node.field):
            if isinstance(piece, str):
                pieces.append(piece)
            else:
                pieces.append(place(len(values)))
                values.append(to_string(piece(context)))
        return markup("".join(pieces), values)

    def choices(self, node: XNode) -> tuple[Choice, ...]:
        """The options on offer at this node."""
        control = node.field.control
        if control is None:
            return ()
        found = [Choice(item.value, self.words(item.label, node)) for item in control.items]
        rule = self.program.rule(node.field, "itemset")
        if control.itemset is not None and rule is not None:
            items = rule.evaluate(Context(node, self.env))
            if isinstance(items, list):
                found.extend(self._choice(control, item, node) for item in items)
        return tuple(found)

    def _choice(self, control: Control, item: XNode, node: XNode) -> Choice:
        assert control.itemset is not None
        value = self._at_item(control.itemset.value, item, node)
        source = control.itemset.label
        label = self._at_item(source, item, node) if source else value
        return Choice(value, label, self._image(source, item, node))

    def _at_item(self, source: str, item: XNode, node: XNode) -> str:
        found = item.named(source)
        if found:
            return string_value(found[0])
        evaluate = self._item_labels.get(source)
        if evaluate is None:
            evaluate = self._item_labels[source] = Compiler().value(parse(source))
        return to_string(evaluate(Context(item, self.env, node))) if callable(evaluate) else ""

    def _image(self, source: str, item: XNode, node: XNode) -> str:
        if not source.startswith("jr:itext("):
            return ""
        key = self._at_item(source[len("jr:itext(") : -1], item, node)
        return self.itext(key, node, "image")

    def choice_name(self, value: str, path: str, node: XNode) -> str:
        """The label of a value at the question that `path` names, seen from `node`; the value itself when unknown."""
        if not value:
            return ""
        evaluate = self._item_labels.get(f"path:{node.field.path if node.field else ''}:{path}")
        if evaluate is None:
            key = f"path:{node.field.path if node.field else ''}:{path}"
            evaluate = self._item_labels[key] = self.program.compile_nodes(path.strip(), node.field)
        found = evaluate(Context(node, self.env)) if callable(evaluate) else []
        if not found:
            return ""
        labels = {choice.value: choice.label for choice in self.choices(found[0])}
        return " ".join(labels.get(part, part) for part in ([value] if value in labels else value.split()))


def _free(control: Control) -> bool:
    return not control.count and not control.no_add_remove


def below(base: XNode, field: Field) -> list[XNode]:
    """Instances of `field` under `base`, or under the nearest node above it that holds the field."""
    above = set(field.ancestors())
    while base.parent is not None and base.field is not None and base.field not in above:
        base = base.parent
    names: list[str] = []
    at: Field | None = field
    stop = base.field.depth if base.field is not None else 0
    while at is not None and at.depth > stop:
        names.append(at.name)
        at = at.parent
    return instances(base, reversed(names))


def _question(
    control: Control, field: Field, ref: str, depth: int, parent: str, repeat: str, kind: str = ""
) -> Question:
    return Question(
        ref=ref,
        name=field.name,
        type=kind or question_type(control),
        appearance=control.appearance,
        parameters=control.parameters,
        depth=depth,
        parent=parent,
        repeat=repeat,
        attributes=field.bind.attributes,
    )
