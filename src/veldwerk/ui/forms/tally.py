"""How far the form is: per page and in all. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """What the outline shows beside a page."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Standing:
    """One question: `asked` = it is relevant, `broken` = its complaint is on the screen."""

    page: str
    asked: bool
    filled: bool
    broken: bool = False


class Tally:
    """Keeps the standing of each question and counts them."""

    def __init__(self) -> None:
        self._standing: dict[str, Standing] = {}

    def put(self, ref: str, standing: Standing) -> None:
        """Note how a question stands now."""
        self._standing[ref] = standing

    def keep(self, refs: set[str]) -> None:
        """Forget the questions that are no longer there."""
        self._standing = {ref: s for ref, s in self._standing.items() if ref in refs}

    def count(self, page: str | None = None) -> tuple[int, int]:
        """(answered, asked) of a page, or of the whole form."""
        asked = [s for s in self._standing.values() if s.asked and page in (None, s.page)]
        return sum(s.filled for s in asked), len(asked)

    def asked(self, page: str) -> bool:
        """Whether a page has a question that is relevant now."""
        return any(s.asked for s in self._standing.values() if s.page == page)

    def mark(self, page: str) -> Mark:
        """The mark of a page; a page without questions to answer is done."""
        mine = [s for s in self._standing.values() if s.page == page and s.asked]
        if any(s.broken for s in mine):
            return Mark.PROBLEM
        filled = sum(s.filled for s in mine)
        if filled == len(mine):
            return Mark.DONE
        return Mark.DOING if filled else Mark.TODO
