"""The questions of a session as they stand now: their order, place, type and parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from veldwerk.xlsform.api import Question
from veldwerk.xlsform.definition import Control, Field, Form
from veldwerk.xlsform.instance import instances, ref_of
from veldwerk.xlsform.tree import XNode

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
_MEDIA = {"image": "image", "audio": "audio", "video": "video"}
_BODY_PARAMETERS = {
    "tick-interval": "tick_interval",
    "placeholder": "placeholder",
    "accuracyThreshold": "capture-accuracy",
    "unacceptableAccuracyThreshold": "warning-accuracy",
}
_BIND_PARAMETERS = {
    "max-pixels": "max-pixels",
    "quality": "quality",
    "allow-mock-accuracy": "allow-mock-accuracy",
}


@dataclass(frozen=True, slots=True)
class _Shape:
    """What never changes of a question."""

    type: str
    parameters: Mapping[str, str]


class Questions:
    """Lists the questions of one instance."""

    def __init__(self, form: Form, top: XNode) -> None:
        self.form = form
        self.top = top
        self._shapes: dict[int, _Shape] = {}
        self._filled: set[Field] | None = None

    def all(self) -> list[Question]:
        """Every question, group and repeat in document order."""
        return self._walked(None)

    def children(self, ref: str) -> list[Question]:
        """Those directly inside `ref`; "" means the top."""
        return self._walked(ref)

    def _walked(self, only: str | None) -> list[Question]:
        root = next(child for child in self.top.children if child.field is not None)
        walk = _Walk(self, only)
        walk.controls(self.form.body, _Place(root, f"/{root.name}", 0, "", ""))
        return walk.found

    def shape(self, control: Control) -> _Shape:
        found = self._shapes.get(id(control))
        if found is None:
            found = self._shapes[id(control)] = _Shape(self._type(control), _parameters(control))
        return found

    def _type(self, control: Control) -> str:
        """The XLSForm type of a body element. A read-only text that may get a value is no note: it shows that value."""
        if control.kind in _TYPES:
            return _TYPES[control.kind]
        if control.field is None:
            return "text"
        bind = control.field.bind
        if control.kind == "upload":
            return _MEDIA.get(control.parameters.get("mediatype", "").partition("/")[0], "file")
        if bind.readonly == "true()" and bind.type == "string" and not bind.calculate and not bind.preload:
            return "text" if control.field in self._with_values() else "note"
        return _INPUTS.get(bind.type, bind.type)

    def _with_values(self) -> set[Field]:
        """Fields that begin with a value, or are given one by an action."""
        if self._filled is None:
            self._filled = {action.target for action in self.form.actions}
            templates = [f.template for f in self.form.fields.values() if f.template is not None]
            for start in (self.form.instance, *templates):
                self._filled.update(node.field for node in start.walk() if node.text.strip())
        return self._filled


@dataclass(frozen=True, slots=True)
class _Place:
    """Where controls are listed: below `node`, whose ref is `ref`."""

    node: XNode
    ref: str
    depth: int
    parent: str
    repeat: str


@dataclass(slots=True)
class _Walk:
    """One listing. With `only`, just the questions directly inside that ref, going down nowhere else."""

    questions: Questions
    only: str | None
    found: list[Question] = field(default_factory=list)

    def controls(self, controls: Iterable[Control], at: _Place) -> None:
        for control in controls:
            self._control(control, at)

    def _control(self, control: Control, at: _Place) -> None:
        own = control.field
        if own is None or (control.kind == "group" and own.repeat is not None and own.control is not control):
            self.controls(control.children, at)
            return
        if control.kind == "repeat":
            self._series(control, own, at)
            return
        near = own.parent is at.node.field and not own.name.startswith("@")
        nodes = at.node.named(own.name) if near else below(at.node, own)
        if not nodes:
            return
        ref = f"{at.ref}/{own.name}" if near else ref_of(nodes[0])
        self._add(control, own, ref, at)
        if control.kind == "group" and self._leads_on(ref):
            self.controls(control.children, _Place(nodes[0], ref, at.depth + 1, ref, at.repeat))

    def _series(self, control: Control, own: Field, at: _Place) -> None:
        holders = below(at.node, own.parent) if own.parent is not None else []
        if not holders:
            return
        holder = at.ref if holders[0] is at.node else ref_of(holders[0])
        ref = f"{holder}/{own.name}"
        self._add(control, own, ref, at)
        if not self._leads_on(ref):
            return
        for number, node in enumerate(holders[0].named(own.name), start=1):
            one = f"{ref}[{number}]"
            inside = _Place(node, ref, at.depth + 1, ref, at.repeat)
            self._add(control, own, one, inside, "repeat_instance")
            if self._leads_on(one):
                self.controls(control.children, _Place(node, one, at.depth + 2, one, one))

    def _leads_on(self, ref: str) -> bool:
        only = self.only
        return only is None or (only.startswith(ref) and only[len(ref) : len(ref) + 1] in ("", "/", "["))

    def _add(self, control: Control, own: Field, ref: str, at: _Place, kind: str = "") -> None:
        if self.only is not None and at.parent != self.only:
            return
        shape = self.questions.shape(control)
        self.found.append(
            Question(
                ref,
                own.name,
                kind or shape.type,
                control.appearance,
                shape.parameters,
                at.depth,
                at.parent,
                at.repeat,
                own.bind.attributes,
            )
        )


def _parameters(control: Control) -> dict[str, str]:
    """Parameters by the names that XLSForm gives them, wherever the XForm keeps them."""
    found = {
        _BODY_PARAMETERS.get(name.rpartition(":")[2], name): value
        for name, value in control.parameters.items()
    }
    for name, value in control.field.bind.attributes.items() if control.field is not None else ():
        known = _BIND_PARAMETERS.get(name.rpartition(":")[2])
        if known is not None and ":" in name:
            found[known] = value
    if control.itemset is not None and control.itemset.nodeset.startswith("randomize("):
        found["randomize"] = "true"
    return found


def below(base: XNode, field: Field) -> list[XNode]:
    """Instances of `field` under `base`, or under the nearest node above it that holds the field."""
    above = set(field.ancestors())
    while base.parent is not None and base.field is not None and base.field not in above:
        base = base.parent
    return instances(base, field.route(base.field.depth if base.field is not None else 0))
