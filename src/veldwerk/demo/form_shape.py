"""What a published form asks, by question name: refs, spaces and choices, read from a session of it once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from veldwerk.services.forms import DEFAULT_SPACE, STRUCTURE
from veldwerk.xlsform import Session

_POSITION = re.compile(r"\[1\]")


@dataclass(frozen=True, slots=True)
class FormShape:
    """`refs` hold `[{n}]` where a repeat counts; `choices` the codes of each select; `spaces` where answers go."""

    form: str
    version: str
    refs: Mapping[str, str]
    spaces: Mapping[str, str]
    choices: Mapping[str, tuple[str, ...]]

    def ref(self, name: str, n: int = 1) -> str:
        """The ref of question `name`, in the `n`-th repeat. KeyError when the form has no such question."""
        return self.refs[name].format(n=n)


def read_shape(form: str, version: str, session: Session) -> FormShape:
    """The shape of the form that `session` fills."""
    refs: dict[str, str] = {}
    spaces: dict[str, str] = {}
    choices: dict[str, tuple[str, ...]] = {}
    inherited: dict[str, str] = {}
    for question in session.questions():
        if question.type == "repeat" and session.node(question.ref).count == 0:
            session.add_repeat(question.ref)
    for question in session.questions():
        space = question.attributes.get("veldwerk:space") or inherited.get(question.parent, DEFAULT_SPACE)
        inherited[question.ref] = space
        if question.type in STRUCTURE:
            continue
        refs[question.name] = _POSITION.sub("[{n}]", question.ref)
        spaces[question.name] = space
        if question.type.startswith("select"):
            choices[question.name] = tuple(choice.value for choice in session.node(question.ref).choices)
    return FormShape(form, version, refs, spaces, choices)
