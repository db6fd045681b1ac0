"""A form as parsed from its XForm: the fields of the instance, what binds say of them, the questions of the body."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from typing import TYPE_CHECKING, Any

from veldwerk.xlsform.errors import Refuse, stop
from veldwerk.xlsform.tree import XNode

if TYPE_CHECKING:
    from veldwerk.xlsform.texts import Text


@dataclass(slots=True)
class Bind:
    """The bind of one field; expressions as source text, "" when absent. `attributes` by prefixed name."""

    nodeset: str = ""
    type: str = "string"
    relevant: str = ""
    required: str = ""
    readonly: str = ""
    constraint: str = ""
    calculate: str = ""
    constraint_message: Text | None = None
    required_message: Text | None = None
    preload: str = ""
    preload_parameters: str = ""
    attributes: dict[str, str] = made(default_factory=dict)


class Field:
    """One path of the instance, whatever the number of its instances. `@name` is an attribute.

    `template` is what a new instance of a repeat starts as, `patterns` the instances the form itself has; `order` its
    place among its parent's fields.
    """

    __slots__ = (
        "bind",
        "by_name",
        "children",
        "control",
        "depth",
        "name",
        "order",
        "parent",
        "path",
        "patterns",
        "repeat",
        "template",
        "uri",
    )

    def __init__(self, name: str, parent: Field | None = None, uri: str = "") -> None:
        self.name = name
        self.uri = uri
        self.parent = parent
        self.path: str = f"{parent.path}/{name}" if parent is not None else f"/{name}"
        self.depth: int = parent.depth + 1 if parent is not None else 1
        self.order = len(parent.children) if parent is not None else 0
        self.children: list[Field] = []
        self.by_name: dict[str, Field] = {}
        self.bind = Bind()
        self.control: Control | None = None
        self.repeat: Control | None = None
        self.template: XNode | None = None
        self.patterns: list[XNode] = []

    def child(self, name: str, uri: str = "") -> Field:
        """The child of this name, made when it is not there yet."""
        found = self.by_name.get(name)
        if found is None:
            found = self.by_name[name] = Field(name, self, uri)
            self.children.append(found)
        return found

    def walk(self) -> Iterator[Field]:
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self) -> Iterator[Field]:
        """This field and all above it, nearest first."""
        current: Field | None = self
        while current is not None:
            yield current
            current = current.parent

    @property
    def inner(self) -> list[Field]:
        """The elements in it, without its attributes; none when it is a question."""
        return [child for child in self.children if not child.name.startswith("@")]

    def route(self, depth: int = 0) -> tuple[str, ...]:
        """The names from below the ancestor at `depth` down to this field."""
        names = [field.name for field in self.ancestors() if field.depth > depth]
        return tuple(reversed(names))

    def at_depth(self, depth: int) -> Field:
        """The ancestor (or self) at this depth."""
        current = self
        while current.depth > depth and current.parent is not None:
            current = current.parent
        return current

    def __repr__(self) -> str:
        return f"Field({self.path})"


FieldOrNone = Field | None


@dataclass(slots=True)
class Item:
    """A choice written in the body."""

    value: str
    label: Text | None


@dataclass(slots=True)
class Itemset:
    """Choices from a nodeset; `value` and `label` are paths from an item."""

    nodeset: str
    value: str
    label: str


@dataclass(slots=True)
class Control:
    """A question, group or repeat of the body. `kind` is the XForms element name; `field` None for a bare group."""

    kind: str
    field: FieldOrNone
    appearance: tuple[str, ...] = ()
    label: Text | None = None
    hint: Text | None = None
    guidance: Text | None = None
    parameters: dict[str, str] = made(default_factory=dict)
    items: list[Item] = made(default_factory=list)
    itemset: Itemset | None = None
    children: list[Control] = made(default_factory=list)
    parent: Control | None = None
    count: str = ""
    no_add_remove: bool = False

    @property
    def free(self) -> bool:
        """Whether whoever fills in the form decides how long a series is."""
        return not self.count and not self.no_add_remove


@dataclass(slots=True)
class Action:
    """A setvalue: on these events `target` gets the value of the expression, or the literal."""

    events: tuple[str, ...]
    target: Field
    expression: str
    literal: str
    source: Field | None = None
    kind: str = "setvalue"
    inside_repeat: Field | None = None
    reference: str = ""


@dataclass(slots=True)
class Secondary:
    """A list of the form: written inside it, or to be read from `src` (`jr://file-csv/x.csv`)."""

    name: str
    src: str = ""
    inline: Any = None


@dataclass(slots=True)
class Form:
    """A parsed form. Not changed by sessions, so one Form serves many of them.

    `refuse` is told what is wrong while the form is read.
    """

    title: str
    form_id: str
    version: str
    root: Field
    instance: XNode
    fields: dict[str, Field]
    body: list[Control]
    actions: list[Action]
    secondary: dict[str, Secondary]
    languages: tuple[str, ...]
    default_language: str
    texts: Mapping[str, Mapping[str, Mapping[str, Text]]]
    namespaces: dict[str, str]
    style: str = ""
    primary_id: str = ""
    submission: Mapping[str, str] = made(default_factory=dict)
    bind_ids: dict[str, Field] = made(default_factory=dict)
    warnings: list[str] = made(default_factory=list)
    read_media: Callable[[str], bytes | None] = lambda name: None
    program: Any = None
    refuse: Refuse = stop
    entities_version: str = ""

    @property
    def client_editable(self) -> bool:
        """Whether the form's author lets a worker change what was finished (setting `client_editable`)."""
        return any(
            key.rpartition("}")[2] == "client-editable" and value == "true"
            for key, value in self.submission.items()
        )

    def controls(self) -> Iterator[Control]:
        """All questions, groups and repeats in the order of the body."""
        pending: list[Control] = list(reversed(self.body))
        while pending:
            control = pending.pop()
            yield control
            pending.extend(reversed(control.children))

    def field_at(self, path: str) -> Field | None:
        """The field of a path without positions."""
        return self.fields.get(path)


def nearest_repeat(field_: Field | None) -> Field | None:
    """The innermost repeat a field lies in (itself when it is one)."""
    while field_ is not None and field_.repeat is None:
        field_ = field_.parent
    return field_


def names_of(path: str) -> Sequence[str]:
    """The steps of an absolute path without its positions."""
    return [part.partition("[")[0] for part in path.split("/") if part]
