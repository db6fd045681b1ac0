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


@dataclass(slots=True)
class _Sum:
    asked: int = 0
    filled: int = 0
    broken: int = 0


class Tally:
    """Keeps the standing of each question and counts them, all in one go when something changed."""

    def __init__(self) -> None:
        self._standing: dict[str, Standing] = {}
        self._sums: dict[str, _Sum] | None = None

    def put(self, ref: str, standing: Standing) -> None:
        """Note how a question stands now."""
        if self._standing.get(ref) != standing:
            self._standing[ref] = standing
            self._sums = None

    def keep(self, refs: set[str]) -> None:
        """Forget the questions that are no longer there."""
        self._standing = {ref: s for ref, s in self._standing.items() if ref in refs}
        self._sums = None

    def count(self, page: str | None = None) -> tuple[int, int]:
        """(answered, asked) of a page, or of the whole form."""
        sums = self._summed()
        chosen = list(sums.values()) if page is None else [sums.get(page, _Sum())]
        return sum(each.filled for each in chosen), sum(each.asked for each in chosen)

    def mark(self, page: str) -> Mark:
        """The mark of a page; a page without questions to answer is done."""
        mine = self._summed().get(page, _Sum())
        if mine.broken:
            return Mark.PROBLEM
        if mine.filled == mine.asked:
            return Mark.DONE
        return Mark.DOING if mine.filled else Mark.TODO

    def _summed(self) -> dict[str, _Sum]:
        if self._sums is None:
            self._sums = {}
            for standing in self._standing.values():
                if standing.asked:
                    mine = self._sums.setdefault(standing.page, _Sum())
                    mine.asked += 1
                    mine.filled += standing.filled
                    mine.broken += standing.broken
        return self._sums
