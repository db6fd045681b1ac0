"""From the engine's list of questions to pages and their parts. No Qt here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from veldwerk.xlsform import Choice, Question

GROUP, SERIES, INSTANCE = "group", "repeat", "repeat_instance"
SILENT = ("note",)
"""What is shown but never answered; it does not count as a question."""

MOST = 60
"""Questions that still make one page."""

_ROW = frozenset({"likert", "list-nolabel"})
_SPACE = "veldwerk:space"
Choices = Callable[[str], Sequence[Choice]]


@dataclass(frozen=True, slots=True)
class Ask:
    """One question or note."""

    question: Question


@dataclass(frozen=True, slots=True)
class Grid:
    """Questions under each other with the same choices, drawn as one table."""

    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A group inside a page."""

    question: Question
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """A repeat; its cards are found when it is drawn."""

    question: Question


Part = Ask | Grid | Section | Series


@dataclass(frozen=True, slots=True)
class Page:
    """What is on the screen at once.

    `ref` is the group or, when not `titled`, the first of loose questions; `group` is the group that names them
    and decides whether they are relevant ("" = the form itself).
    """

    ref: str
    parts: tuple[Part, ...]
    group: str
    titled: bool = True

    def members(self) -> tuple[str, ...]:
        """The refs of its parts, and of the page itself when that is a group."""
        refs = [self.ref]
        for part in self.parts:
            refs += [q.ref for q in part.questions] if isinstance(part, Grid) else [part.question.ref]
        return tuple(refs)


class Plan:
    """The questions of a session by their place, without those of a space that is not open here."""

    def __init__(
        self, questions: Sequence[Question], choices: Choices, spaces: Collection[str] | None = None
    ) -> None:
        self._choices = choices
        self.by_ref: dict[str, Question] = {}
        self._children: dict[str, list[Question]] = {}
        for question in questions:
            space = question.attributes.get(_SPACE)
            if spaces is None or not space or space in spaces:
                self.by_ref[question.ref] = question
                self._children.setdefault(question.parent, []).append(question)

    def asked(self) -> list[Question]:
        """Everything a person can answer, in document order."""
        containers = (GROUP, SERIES, INSTANCE)
        return [q for q in self.by_ref.values() if q.type not in containers and q.type not in SILENT]

    def chain(self, ref: str) -> list[str]:
        """`ref` and all it lies in, from the inside out."""
        found = []
        while ref and (question := self.by_ref.get(ref)):
            found.append(ref)
            ref = question.parent
        return found

    def instances(self, series: str) -> list[Question]:
        """The cards of a repeat, in order."""
        return [q for q in self._children.get(series, []) if q.type == INSTANCE]

    def parts(self, parent: str) -> tuple[Part, ...]:
        """What stands inside a group or repeat instance; empty groups are left out."""
        return self._arranged(self._children.get(parent, []))

    def pages(self) -> tuple[Page, ...]:
        """A page for each group at the top; loose questions between them share one. A group with very many
        questions and groups in it is divided in the same way."""
        return tuple(self._pages([q for q in self.by_ref.values() if q.parent not in self.by_ref], ""))

    def _pages(self, questions: Sequence[Question], group: str) -> list[Page]:
        pages: list[Page] = []
        loose: list[Question] = []

        def close() -> None:
            if loose and (parts := self._arranged(loose)):
                pages.append(Page(loose[0].ref, parts, group, titled=False))
            loose.clear()

        for question in questions:
            if question.type != GROUP:
                loose.append(question)
                continue
            close()
            inside = self._children.get(question.ref, [])
            if self._is_large(question.ref) and any(inner.type == GROUP for inner in inside):
                pages += self._pages(inside, question.ref)
            elif parts := self.parts(question.ref):
                pages.append(Page(question.ref, parts, question.ref))
        close()
        return pages

    def _is_large(self, ref: str) -> bool:
        return sum(each.startswith(f"{ref}/") for each in self.by_ref) > MOST

    def _arranged(self, questions: Sequence[Question]) -> tuple[Part, ...]:
        parts: list[Part] = []
        at = 0
        while at < len(questions):
            rows = self._rows(questions, at)
            if len(rows) > 1:
                parts.append(Grid(rows))
                at += len(rows)
                continue
            if part := self._part(questions[at]):
                parts.append(part)
            at += 1
        return tuple(parts)

    def _part(self, question: Question) -> Part | None:
        if question.type == SERIES:
            return Series(question)
        if question.type == GROUP:
            inner = self.parts(question.ref)
            return Section(question, inner) if inner else None
        # The head row of a table-list: our grid draws its own.
        return None if question.type == "select_one" and question.appearance == ("label",) else Ask(question)

    def _rows(self, questions: Sequence[Question], at: int) -> tuple[Question, ...]:
        rows: list[Question] = []
        values: tuple[str, ...] = ()
        for question in questions[at:]:
            if question.type != "select_one" or not _ROW.intersection(question.appearance):
                break
            now = tuple(choice.value for choice in self._choices(question.ref))
            if rows and now != values:
                break
            rows.append(question)
            values = now
        return tuple(rows)
