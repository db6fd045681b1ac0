"""Drives a Session by the vocabulary of recorded scenarios: answerOf, next, createNewRepeat, getInstanceNode, …

Names of methods and attributes are those of the recordings, so that a step is looked up and called as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from tests.conformance.scenario_views import (
    Answer,
    Choices,
    Event,
    FormDefView,
    InstanceNode,
    Label,
    Outcome,
    QuestionView,
    Reference,
    field_of,
)
from veldwerk.xlsform import Form, Ports, Session, markup
from veldwerk.xlsform.errors import FormError
from veldwerk.xlsform.instance import find
from veldwerk.xlsform.output import instance_xml
from veldwerk.xlsform.tree import XNode
from veldwerk.xlsform.xpath.context import Context

_NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
_NOT_ANSWERED = ("group", "repeat", "repeat_instance")


class Ids:
    """Ids that count up, so that a new one differs from the last."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> str:
        self.count += 1
        return f"00000000-0000-4000-8000-{self.count:012d}"


class Driver:
    """One scenario: a session and the place of its reader."""

    def __init__(
        self,
        form: Form,
        ports: Ports | None = None,
        session: Session | None = None,
        location: str = "",
        properties: Mapping[str, str] | None = None,
    ) -> None:
        self.form = form
        self.ports = ports or Ports(
            clock=lambda: _NOW, new_id=Ids(), location=lambda: location, properties=properties or {}
        )
        self.session = session or Session(form, self.ports)
        self.at = 0

    # moving

    def events(self) -> list[Event]:
        """The walk: the offer to add to a series stands after all that is in the series, wherever the body has it."""
        found = [Event("BEGINNING_OF_FORM")]
        pending: list[Event] = []
        for question in self.session.questions():
            while pending and not question.ref.startswith(f"{pending[-1].ref}["):
                found.append(pending.pop())
            if question.type == "repeat":
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

    def prev(self, expected: str) -> Event:
        self.at = max(self.at - 1, 0)
        event = self.current
        reached = event.eventType if event.ref == "" else event.ref
        assert reached == expected, f"the one before is {reached}, not {expected}"
        return event

    def jumpToBeginningOfForm(self) -> None:
        self.at = 0

    def _go(self, ref: str) -> Event:
        self._make_missing_repeats(ref)
        events = self.events()
        at = next((i for i, event in enumerate(events) if event.ref == ref), -1)
        if at < 0:
            return self._beside(ref)
        self.at = at
        return events[at]

    def _beside(self, ref: str) -> Event:
        """A question in a later instance whose control the body has outside the repeat: answered, not walked to."""
        first = re.sub(r"\[\d+\]", "[1]", ref)
        question = next((q for q in self.session.questions() if q.ref == first), None)
        assert question is not None and self.session.node(ref).relevant, f"{ref} is not in the walk"
        return Event("QUESTION", ref, question)

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
            event, value = self.current, arguments[0]
        else:
            event = self._go(arguments[0])
            value = arguments[1] if len(arguments) == 2 else list(arguments[1:])
        ref, question = event.ref, event.question
        assert question is not None, ref
        assert question.type not in _NOT_ANSWERED, f"{ref} cannot be answered"
        if isinstance(value, bool):
            value = ("OK" if value else "") if question.type == "acknowledge" else ("1" if value else "0")
        self.session.answer(ref, value)
        return Answer(self, ref)

    def proposed_addExplicitCreateNewRepeatCallHere(self, ref: str, options: dict[str, bool]) -> None:
        if options["explicitRepeatCreation"]:
            self.createNewRepeat(ref)

    def createNewRepeat(self, target: Any) -> None:
        if isinstance(target, dict):
            ref = target["assertCurrentReference"]
            assert self.current.ref == ref, f"at {self.current.ref}, not {ref}"
        else:
            ref = self._go(target).ref
        self.session.add_repeat(ref)
        self._go(f"{ref}[{self.session.node(ref).count}]")

    def removeRepeat(self, ref: str) -> Driver:
        self._go(ref)
        self.session.remove_repeat(ref)
        return self

    def setLanguage(self, name: str) -> None:
        assert name in self.session.languages, f"the form does not speak {name}"
        self.session.set_language(name)

    def trace(self, *words: object) -> None:
        """A remark of the test to its reader."""

    def editCurrentInstance(self) -> Driver:
        return self._again(edit=True)

    def proposed_serializeAndRestoreInstanceState(self) -> Driver:
        return self._again()

    def serializeAndDeserializeInstance(self, form: object = None) -> Driver:
        return self._again()

    def restoreWebFormsInstanceState(self, payload: object = None) -> Driver:
        """From what `prepareWebFormsInstancePayload` gave, which is the driver it was asked of."""
        return payload._again() if isinstance(payload, Driver) else self._again()

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
        self.session.node(ref)
        return Answer(self, f"{ref}/@{name}")

    def getInstanceNode(self, ref: str) -> InstanceNode:
        return InstanceNode(self, ref)

    def choicesOf(self, ref: str) -> Choices:
        return Choices(tuple(self.session.node(ref).choices), self, ref)

    def rows_of(self, ref: str) -> list[XNode]:
        """The rows of the list that the choices at `ref` come from, in the same order; none for written choices."""
        rule = self.form.program.rule(field_of(self, ref), "itemset")
        node = find(self.session.top, ref)
        rows = (
            rule.evaluate(Context(node, self.session._env)) if rule is not None and node is not None else []
        )
        return rows if isinstance(rows, list) else []

    def countRepeatInstancesOf(self, ref: str) -> int:
        """How many there are; -1 where there is no repeat."""
        series = any(
            question.ref == ref and question.type == "repeat" for question in self.session.questions()
        )
        return self.session.node(ref).count if series else -1

    def refAtIndex(self) -> Any:
        event = self.current
        return Reference(event.ref or f"/{self.form.root.name}")

    def getCurrentIndex(self) -> Event:
        return self.current

    def indexOf(self, ref: str) -> Event | None:
        return next((event for event in self.events() if event.ref == ref), None)

    @property
    def instanceRoot(self) -> InstanceNode:
        return InstanceNode(self, f"/{self.form.root.name}")

    def atQuestion(self) -> bool:
        return self.current.eventType == "QUESTION"

    def atTheEndOfForm(self) -> bool:
        return self.current.eventType == "END_OF_FORM"

    def getFormDef(self) -> FormDefView:
        return FormDefView(self)

    def getQuestionLabel(self, where: dict[str, str]) -> Label:
        return Label(self.session.marked(self._here(where)))

    def getQuestionHint(self, where: dict[str, str]) -> Label:
        return Label(self.session.marked(self._here(where), "hint"))

    def getSelectedOptionLabels(self, where: dict[str, str]) -> list[Label]:
        return [Label(markup(text)) for text in self.proposed_getSelectedOptionLabelsAsText(where)]

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
    def status(self) -> str:
        return Outcome(self).status

    @property
    def violations(self) -> list[dict[str, str]] | None:
        """What keeps the payload from being sent, None when nothing does."""
        problems = self.session.problems()
        return [{"reference": problem.ref, "message": problem.message} for problem in problems] or None

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
        field = field_of(self, ref)
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
