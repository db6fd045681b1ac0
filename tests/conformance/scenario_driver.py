"""Drives a Session by the vocabulary of recorded scenarios: answerOf, next, createNewRepeat, getInstanceNode, …

Names of methods and attributes are those of the recordings, so that a step is looked up and called as it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from veldwerk.xlsform import Choice, Form, Node, Ports, Question, Session
from veldwerk.xlsform.definition import names_of
from veldwerk.xlsform.errors import FormError
from veldwerk.xlsform.output import instance_xml

_NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
_NOT_ANSWERED = ("group", "repeat", "repeat_instance")


class Ids:
    """Ids that count up, so that a new one differs from the last."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> str:
        self.count += 1
        return f"00000000-0000-4000-8000-{self.count:012d}"


@dataclass(frozen=True)
class Event:
    """A place in the walk through a form. `eventType` is JavaRosa's name for it."""

    eventType: str
    ref: str = ""
    question: Question | None = None


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
    def value(self) -> object:
        return self.driver.typed_value(self.ref, self.stringValue)

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

    def get(self, at: int) -> ChoiceView:
        return ChoiceView(self.choices[at])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Choices) and self.choices == other.choices

    def __hash__(self) -> int:
        return hash(self.choices)


@dataclass(frozen=True)
class ChoiceView:
    choice: Choice

    def getValue(self) -> str:
        return self.choice.value


@dataclass(frozen=True)
class Label:
    text: str

    @property
    def asString(self) -> str:
        return self.text


class FormDefView:
    """JavaRosa's FormDef, as far as recordings ask for it."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver

    def isRepeatRelevant(self, ref: str) -> bool:
        try:
            return self.driver.session.node(ref).relevant
        except FormError:
            return self.driver.session.node(ref.rpartition("[")[0]).relevant

    def canCreateRepeat(self, ref: str, index: object = None) -> bool:
        return self.driver.session.node(ref.rpartition("[")[0] if ref.endswith("]") else ref).can_add


class Driver:
    """One scenario: a session and the place of its reader."""

    def __init__(
        self, form: Form, ports: Ports | None = None, session: Session | None = None, location: str = ""
    ) -> None:
        self.form = form
        self.ports = ports or Ports(clock=lambda: _NOW, new_id=Ids(), location=lambda: location)
        self.session = session or Session(form, self.ports)
        self.at = 0

    # moving

    def events(self) -> list[Event]:
        found = [Event("BEGINNING_OF_FORM")]
        pending: list[Event] = []
        depths: list[int] = []
        for question in self.session.questions():
            while depths and question.depth <= depths[-1]:
                depths.pop()
                found.append(pending.pop())
            if question.type == "repeat":
                depths.append(question.depth)
                pending.append(Event("PROMPT_NEW_REPEAT", question.ref, question))
            else:
                kind = {"group": "GROUP", "repeat_instance": "REPEAT"}.get(question.type, "QUESTION")
                found.append(Event(kind, question.ref, question))
        found.extend(reversed(pending))
        return [event for event in found if self._shown(event)] + [Event("END_OF_FORM")]

    def _shown(self, event: Event) -> bool:
        if not event.ref:
            return True
        node = self.session.node(event.ref)
        return node.relevant and (event.eventType != "PROMPT_NEW_REPEAT" or node.can_add)

    @property
    def current(self) -> Event:
        return self.events()[self.at]

    def next(self, expected: str) -> Event:
        self.at = min(self.at + 1, len(self.events()) - 1)
        event = self.current
        reached = event.eventType if event.ref == "" else event.ref
        assert reached == expected, f"next is {reached}, not {expected}"
        return event

    def jumpToBeginningOfForm(self) -> None:
        self.at = 0

    def _go(self, ref: str) -> Event:
        self._make_missing_repeats(ref)
        events = self.events()
        self.at = next((i for i, event in enumerate(events) if event.ref == ref), -1)
        assert self.at >= 0, f"{ref} is not in the walk"
        return events[self.at]

    def _make_missing_repeats(self, ref: str) -> None:
        """As JavaRosa's Scenario does: answering in the next instance of a repeat makes it."""
        for end in [at for at, letter in enumerate(ref) if letter == "]"]:
            series, _, place = ref[:end].rpartition("[")
            try:
                node = self.session.node(series)
            except FormError:
                return
            if node.can_add and int(place) == node.count + 1:
                self.session.add_repeat(series)

    # doing

    def answer(self, *arguments: Any) -> Answer:
        if len(arguments) == 1:
            ref, value = self.current.ref, arguments[0]
        else:
            ref = self._go(arguments[0]).ref
            value = arguments[1] if len(arguments) == 2 else list(arguments[1:])
        question = self.current.question
        assert question is not None and question.type not in _NOT_ANSWERED, f"{ref} cannot be answered"
        if isinstance(value, bool):
            value = ("OK" if value else "") if question.type == "acknowledge" else ("1" if value else "0")
        self.session.answer(ref, value)
        return Answer(self, ref)

    def createNewRepeat(self, target: Any) -> None:
        if isinstance(target, dict):
            ref = target["assertCurrentReference"]
            assert self.current.ref == ref, f"at {self.current.ref}, not {ref}"
        else:
            ref = self._go(target).ref
        self.session.add_repeat(ref)
        self._go(f"{ref}[{self.session.node(ref).count}]")

    def removeRepeat(self, ref: str) -> None:
        self._go(ref)
        self.session.remove_repeat(ref)

    def setLanguage(self, name: str) -> None:
        self.session.set_language(name)

    def editCurrentInstance(self) -> Driver:
        return self._again(edit=True)

    def proposed_serializeAndRestoreInstanceState(self) -> Driver:
        return self._again()

    def restoreWebFormsInstanceState(self, payload: object = None) -> Driver:
        return self._again()

    def serializeAndDeserializeForm(self) -> Driver:
        return self._again()

    def newInstance(self) -> Driver:
        return Driver(self.form)

    def edited(self, xml: str) -> Driver:
        session = Session(self.form, self.ports, xml.encode("utf-8"), edit=True)
        return Driver(self.form, self.ports, session)

    def _again(self, edit: bool = False) -> Driver:
        session = Session(self.form, self.ports, self.xml().encode("utf-8"), edit=edit)
        return Driver(self.form, self.ports, session)

    # asking

    def xml(self) -> str:
        return instance_xml(self.session.top, relevant_only=True).decode("utf-8")

    def answerOf(self, ref: str) -> Answer:
        self.session.node(ref)
        return Answer(self, ref)

    def attributeOf(self, ref: str, name: str) -> Answer:
        return Answer(self, f"{ref}/@{name}")

    def getInstanceNode(self, ref: str) -> InstanceNode:
        return InstanceNode(self, ref)

    def choicesOf(self, ref: str) -> Choices:
        return Choices(tuple(self.session.node(ref).choices), self, ref)

    def countRepeatInstancesOf(self, ref: str) -> int:
        return self.session.node(ref).count

    def refAtIndex(self) -> Any:
        event = self.current
        return Reference(event.ref or f"/{self.form.root.name}")

    def getCurrentIndex(self) -> Event:
        return self.current

    def indexOf(self, ref: str) -> Event | None:
        return next((event for event in self.events() if event.ref == ref), None)

    def atTheEndOfForm(self) -> bool:
        return self.current.eventType == "END_OF_FORM"

    def getFormDef(self) -> FormDefView:
        return FormDefView(self)

    def getQuestionLabel(self, where: dict[str, str]) -> Label:
        return Label(self.session.node(self._here(where)).label)

    def getQuestionLabelText(self, where: dict[str, str]) -> str:
        return self.session.node(self._here(where)).label

    def getQuestionAtIndex(self, kind: object = None) -> QuestionView:
        return QuestionView(self, self.current.ref)

    def _here(self, where: dict[str, str]) -> str:
        ref = where["assertCurrentReference"]
        assert self.current.ref == ref, f"at {self.current.ref}, not {ref}"
        return ref

    def proposed_canCreateOrRemoveRepeat(self, ref: str) -> bool:
        try:
            return self.session.node(ref).can_add
        except FormError:
            return False

    def proposed_getSelectedOptionLabelsAsText(self, where: dict[str, str]) -> list[str]:
        node = self.session.node(self._here(where))
        labels = {choice.value: choice.label for choice in node.choices}
        chosen = [node.value] if node.value in labels else node.value.split()
        return [labels[value] for value in chosen]

    def proposed_getAvailableOptionLabels(self, where: dict[str, str]) -> list[str]:
        return [choice.label for choice in self.session.node(self._here(where)).choices]

    def proposed_getTitle(self) -> str:
        return self.form.title

    def proposed_serializeInstance(self) -> str:
        return self.xml()

    def prepareWebFormsInstancePayload(self) -> Driver:
        return self

    @property
    def submissionMeta(self) -> dict[str, object]:
        given = self.form.submission
        action = given.get("action")
        return {
            "submissionAction": {} if action else None,
            "submissionMethod": "post",
            "encryptionKey": given.get("base64RsaPublicKey"),
        }

    def getValidationOutcome(self) -> Outcome:
        return Outcome(self)

    def typed_value(self, ref: str, text: str) -> object:
        """The value as the type of its bind."""
        field = self.form.field_at("/" + "/".join(names_of(ref)))
        assert field is not None, ref
        control = field.control
        if control is not None and control.kind in ("select", "select1", "rank"):
            return [text] if control.kind == "select1" and text else text.split()
        if control is not None and control.kind == "trigger":
            return text == "OK"
        kind = field.bind.type
        if kind in ("string", "barcode", "intent"):
            return text
        if not text:
            return None
        if kind == "int":
            return int(text)
        if kind == "decimal":
            return float(text)
        if kind == "date":
            return date.fromisoformat(text[:10])
        if kind == "geopoint":
            return _geopoint(text)
        return text


def _geopoint(text: str) -> dict[str, object]:
    parts = [float(part) for part in text.split()]
    names = ("latitude", "longitude", "altitude", "accuracy")
    return {name: (parts[i] if i < len(parts) else None) for i, name in enumerate(names)}


@dataclass(frozen=True)
class Reference:
    xpathReference: str


class InstanceNode:
    """A node of the instance, as assertions read it."""

    def __init__(self, driver: Driver, ref: str) -> None:
        self.driver = driver
        self.ref = ref
        self.state = driver.session.node(ref)

    @property
    def currentState(self) -> dict[str, object]:
        text = self.state.value if self.state.relevant else ""
        return {"value": self.driver.typed_value(self.ref, text)}

    @property
    def appearances(self) -> tuple[str, ...]:
        field = self.driver.form.field_at("/" + "/".join(names_of(self.ref)))
        assert field is not None
        return field.control.appearance if field.control is not None else ()

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
        return ChoiceView(self.driver.session.node(self.ref).choices[at])


class Outcome:
    """Whether the form can be sent."""

    def __init__(self, driver: Driver) -> None:
        self.problems = driver.session.problems()
        self.driver = driver

    @property
    def outcome(self) -> str:
        if not self.problems:
            return "ANSWER_OK"
        empty = not self.driver.session.node(self.problems[0].ref).value
        return "ANSWER_REQUIRED_BUT_EMPTY" if empty else "ANSWER_CONSTRAINT_VIOLATED"

    @property
    def failedPrompt(self) -> Event | None:
        return self.driver.indexOf(self.problems[0].ref) if self.problems else None
