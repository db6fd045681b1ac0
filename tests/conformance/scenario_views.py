"""What assertions of recorded scenarios look at: answers, choices, nodes, outcomes, under the recordings' own names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from veldwerk.xlsform import Choice, Markup, Node, Question, Span, Words
from veldwerk.xlsform.definition import Field, names_of
from veldwerk.xlsform.errors import FormError
from veldwerk.xlsform.markdown import plain
from veldwerk.xlsform.tree import ELEMENT, string_value

if TYPE_CHECKING:
    from tests.conformance.scenario_driver import Driver


@dataclass(frozen=True)
class Event:
    """A place in the walk through a form. `eventType` is JavaRosa's name for it."""

    eventType: str
    ref: str = ""
    question: Question | None = None

    def isEndOfFormIndex(self) -> bool:
        return self.eventType == "END_OF_FORM"


def field_of(driver: Driver, ref: str) -> Field:
    """The definition of what stands at a ref."""
    field = driver.form.field_at("/" + "/".join(names_of(ref)))
    assert field is not None, ref
    return field


def condition(state: Node) -> str:
    """Which of the two conditions a node breaks, "" when none."""
    if state.valid:
        return ""
    return "constraint" if state.value.strip() else "required"


class Answer:
    """The answer at a ref, as assertions read it."""

    def __init__(self, driver: Driver, ref: str) -> None:
        self.driver = driver
        self.ref = ref

    @property
    def state(self) -> Node:
        return self.driver.session.node(self.ref)

    @property
    def stringValue(self) -> str:
        return self.state.value if self.state.relevant else ""

    def getValue(self) -> str:
        return self.stringValue

    @property
    def node(self) -> dict[str, object]:
        """Its validation state, with the messages' markup."""
        broken = condition(self.state)
        marked = {
            part: {"valid": part != broken, "message": Label(self.driver.session.marked(self.ref, part))}
            for part in ("required", "constraint")
        }
        violation = {"condition": broken, **marked[broken]} if broken else None
        return {"validationState": {**marked, "violation": violation}}

    @property
    def value(self) -> object:
        return self.driver.typed_value(self.ref, self.stringValue)

    @property
    def booleanValue(self) -> bool:
        return bool(self.value)

    @property
    def valueType(self) -> str:
        return field_of(self.driver, self.ref).bind.type

    def toString(self) -> str:
        return self.stringValue


class Choices:
    """The choices of a select."""

    def __init__(self, choices: tuple[Choice, ...], driver: Driver, ref: str) -> None:
        self.choices = choices
        self.driver = driver
        self.ref = ref

    def isEmpty(self) -> bool:
        return not self.choices

    def size(self) -> int:
        return len(self.choices)

    def get(self, at: int) -> ChoiceView | None:
        return ChoiceView(self.choices[at], self, at) if 0 <= at < len(self.choices) else None

    def properties(self, at: int) -> list[list[str]]:
        """Name and text of what stands in the list's row; a choice written in the body has no row."""
        rows = self.driver.rows_of(self.ref)
        return (
            [[child.name, string_value(child)] for child in rows[at].children if child.kind == ELEMENT]
            if rows
            else []
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Choices) and self.choices == other.choices

    def __hash__(self) -> int:
        return hash(self.choices)


@dataclass(frozen=True)
class ChoiceView:
    """One choice; `holder` is the list it is of, `at` its place there."""

    choice: Choice
    holder: Choices
    at: int

    @property
    def value(self) -> str:
        return self.choice.value

    @property
    def label(self) -> str:
        return self.choice.label

    def getValue(self) -> str:
        return self.choice.value

    def getProperties(self) -> list[list[str]]:
        return self.holder.properties(self.at)


@dataclass(frozen=True)
class Label:
    """A text with its markup."""

    parts: Markup

    @property
    def asString(self) -> str:
        return plain(self.parts).strip("\n")

    @property
    def formatted(self) -> list[dict[str, object]]:
        return [_formatted(part) for part in self.parts]


def _formatted(part: Words | Span) -> dict[str, object]:
    if isinstance(part, Words):
        return {"value": part.text}
    shown: dict[str, object] = {"elementName": part.name}
    if part.name != "br":
        shown["children"] = [_formatted(child) for child in part.children]
    if part.url:
        shown["url"] = part.url
    if part.style:
        shown["properties"] = {"style": dict(part.style)}
    return shown


class FormDefView:
    """JavaRosa's FormDef, as far as recordings ask for it."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver

    def getMainInstance(self) -> InstanceNode:
        return self.driver.instanceRoot

    def hasAction(self, kind: str) -> bool:
        return any(action.kind == kind for action in self.driver.form.actions)

    def deleteRepeat(self, event: Event) -> Event:
        self.driver.session.remove_repeat(event.ref)
        return self.driver.current

    def isRepeatRelevant(self, ref: str) -> bool:
        try:
            return self.driver.session.node(ref).relevant
        except FormError:
            return self.driver.session.node(ref.rpartition("[")[0]).relevant

    def canCreateRepeat(self, ref: str, index: object = None) -> bool:
        return self.driver.session.node(ref.rpartition("[")[0] if ref.endswith("]") else ref).can_add


@dataclass(frozen=True)
class Reference:
    xpathReference: str

    def genericize(self) -> Reference:
        """The same place without the positions of repeats."""
        return Reference("/" + "/".join(names_of(self.xpathReference)))


class InstanceNode:
    """A node of the instance, as assertions read it."""

    def __init__(self, driver: Driver, ref: str) -> None:
        self.driver = driver
        self.ref = ref
        self.state = driver.session.node(ref)

    @property
    def currentState(self) -> dict[str, object]:
        state, text = self.state, self.state.value if self.state.relevant else ""
        return {
            "reference": self.ref,
            "value": self.driver.typed_value(self.ref, text),
            "instanceValue": text,
            "relevant": state.relevant,
            "required": state.required,
            "readonly": state.readonly,
            "label": {"asString": state.label} if state.label else None,
            "hint": {"asString": state.hint} if state.hint else None,
            "valueOptions": [{"value": c.value, "label": {"asString": c.label}} for c in state.choices],
        }

    @property
    def validationState(self) -> object:
        return Answer(self.driver, self.ref).node["validationState"]

    @property
    def valueType(self) -> str:
        return field_of(self.driver, self.ref).bind.type

    @property
    def appearances(self) -> tuple[str, ...]:
        control = field_of(self.driver, self.ref).control
        return control.appearance if control is not None else ()

    @property
    def classes(self) -> tuple[str, ...]:
        return tuple(self.driver.form.style.split())

    @property
    def nodeType(self) -> str:
        question = next(q for q in self.driver.session.questions() if q.ref == self.ref)
        return {"repeat_instance": "repeat-instance"}.get(question.type, question.type)

    @property
    def nodeOptions(self) -> dict[str, object]:
        question = next(q for q in self.driver.session.questions() if q.ref == self.ref)
        accept = question.parameters.get("mediatype") or "*"
        kind, _, subtype = accept.partition("/")
        return {"media": {"accept": accept, "type": kind if subtype else None, "subtype": subtype or None}}


class QuestionView:
    """The question the reader is at."""

    def __init__(self, driver: Driver, ref: str) -> None:
        self.driver = driver
        self.ref = ref

    def getChoice(self, at: int) -> ChoiceView:
        choices = self.driver.choicesOf(self.ref)
        return ChoiceView(choices.choices[at], choices, at)


class Outcome:
    """Whether the form can be sent."""

    def __init__(self, driver: Driver) -> None:
        self.problems = driver.session.problems()
        self.driver = driver

    @property
    def status(self) -> str:
        """What can be done with the answers: `ready` to be sent, or `pending`."""
        return "pending" if self.problems else "ready"

    @property
    def outcome(self) -> str:
        if not self.problems:
            return "ANSWER_OK"
        empty = not self.driver.session.node(self.problems[0].ref).value
        return "ANSWER_REQUIRED_BUT_EMPTY" if empty else "ANSWER_CONSTRAINT_VIOLATED"

    @property
    def failedPrompt(self) -> Event | None:
        return self.driver.indexOf(self.problems[0].ref) if self.problems else None
