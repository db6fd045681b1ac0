"""The steps of `form fill`, and the state of a form as JSON."""

from __future__ import annotations

from typing import Any

from veldwerk.domain.errors import UserError
from veldwerk.texts.errors import sentence
from veldwerk.xlsform import FormError, Question, Session

_KINDS = ("answer", "add", "remove", "language", "finish")


def listed(steps: object) -> list[dict[str, Any]]:
    """The steps when they are a list of objects. Raises UserError (`bad-steps`)."""
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise UserError("The steps must be a JSON list of objects.", code="bad-steps")
    return steps


class Filling:
    """A session that is filled by steps. `finished` is the instance of a `finish` that nothing came after."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.finished = ""

    def do(self, steps: list[dict[str, Any]]) -> UserError | None:
        """Do the steps until one cannot be done; gives the error that tells which one, and why."""
        for number, step in enumerate(steps, start=1):
            try:
                self.finished = self._step(step)
            except FormError as error:
                return UserError("Step {number}: {reason}", code="bad-step", number=number, reason=error)
        return None

    def _step(self, step: dict[str, Any]) -> str:
        """Do one step; the finished instance when it was `finish`, "" otherwise."""
        match step:
            case {"answer": [str(ref), value]} if len(step) == 1 and _can_be_answered(value):
                self.session.answer(ref, value)
            case {"add": str(ref)} if len(step) == 1:
                self.session.add_repeat(ref)
            case {"remove": str(ref)} if len(step) == 1:
                self.session.remove_repeat(ref)
            case {"language": str(code)} if len(step) == 1:
                self.session.set_language(code)
            case {"finish": True} if len(step) == 1:
                return self.session.finish().decode("utf-8")
            case _:
                raise _unknown(step)
        return ""

    def state(self) -> dict[str, Any]:
        """All questions with their state, what stands in the way of finishing, and the instance as XML."""
        problems = [
            {"ref": one.ref, "message": _translated(one.message, one.message_is_default)}
            for one in self.session.problems()
        ]
        return {
            "language": self.session.language,
            "nodes": [self._node(question) for question in self.session.questions()],
            "problems": problems,
            "finished": bool(self.finished),
            "instance": self.finished or self.session.save().decode("utf-8"),
        }

    def _node(self, question: Question) -> dict[str, Any]:
        node = self.session.node(question.ref)
        told: dict[str, Any] = {
            "ref": question.ref,
            "type": question.type,
            "value": node.value,
            "relevant": node.relevant,
            "required": node.required,
            "readonly": node.readonly,
            "valid": node.valid,
            "message": _translated(node.message, node.message_is_default),
            "label": node.label,
            "hint": node.hint,
            "choices": [{"value": choice.value, "label": choice.label} for choice in node.choices],
        }
        if node.rejected:
            told["rejected"] = node.rejected
        if question.type == "repeat":
            told |= {"count": node.count, "can_add": node.can_add}
        return told


def _unknown(step: dict[str, Any]) -> FormError:
    known = [kind for kind in _KINDS if kind in step]
    if len(known) == 1 and len(step) == 1:
        shapes = {
            "answer": '{"answer": [ref, value]}',
            "add": '{"add": ref}',
            "remove": '{"remove": ref}',
            "language": '{"language": code}',
            "finish": '{"finish": true}',
        }
        return FormError("Write it as {shape}.", shape=shapes[known[0]])
    return FormError("A step is one of: {kinds}.", kinds=", ".join(_KINDS))


def _can_be_answered(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(one, (str, int, float)) and not isinstance(one, bool) for one in value)
    return value is None or isinstance(value, (str, int, float, dict))  # an object is a place on the map


def _translated(message: str, is_id: bool) -> str:
    return sentence(UserError(message)) if is_id and message else message
