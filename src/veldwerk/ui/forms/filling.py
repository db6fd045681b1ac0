"""One form being filled in: between the engine's session and the widgets that show it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from veldwerk.ui.forms.plan import GROUP, INSTANCE, SERIES, Page, Plan
from veldwerk.ui.forms.tally import Standing, Tally
from veldwerk.ui.forms.words import said
from veldwerk.xlsform import Node, Problem, Session


class Place(Protocol):
    """A widget that shows one ref."""

    def draw(self, node: Node, complaint: str) -> None:
        """Show the state of the ref."""


class Filling(QObject):
    """Takes answers to the session and shows again only what they changed.

    `moved` = answers or relevance changed; `due` = there is something to save; `shaped` = cards came or went.
    `typed`, `chose` and `stepped` carry the block in which that happened.
    """

    moved = Signal()
    due = Signal()
    shaped = Signal()
    typed = Signal(object)
    chose = Signal(object)
    stepped = Signal(object)

    def __init__(
        self, session: Session, today: Callable[[], date], spaces: Collection[str] | None = None
    ) -> None:
        super().__init__()
        self.session, self.today = session, today
        self._spaces = spaces
        self._places: dict[str, Place] = {}
        self._unreadable: dict[str, str] = {}
        self._loud: set[str] = set()
        self._all_loud = False
        self._page = ""
        self._stale: set[str] = set()
        self.tally = Tally()
        self.reshape()

    def reshape(self) -> None:
        """Read the questions again: at the start, and after cards came or went."""
        self.plan = Plan(self.session.questions(), lambda ref: self.session.node(ref).choices, self._spaces)
        self.pages: tuple[Page, ...] = self.plan.pages()
        self._owner = {ref: page.ref for page in self.pages for ref in page.members()}
        self._page_of: dict[str, str] = {}
        asked = [question.ref for question in self.plan.asked()]
        self.tally.keep(set(asked))
        for ref in asked:
            self._stand(ref, self.session.node(ref))

    def page_of(self, ref: str) -> str:
        """The page that shows `ref`; "" when nothing here does."""
        if ref not in self._page_of:
            owners = (self._owner[each] for each in self.plan.chain(ref) if each in self._owner)
            self._page_of[ref] = next(owners, "")
        return self._page_of[ref]

    def _stand(self, ref: str, node: Node) -> None:
        # What the form works out itself is shown, but nobody can answer it.
        asked = node.relevant and not node.readonly
        broken = bool(self.complaint(ref, node))
        self.tally.put(ref, Standing(self.page_of(ref), asked, bool(node.value), broken))

    # Places ----------------------------------------------------------------------------------------------

    def show(self, ref: str, place: Place) -> None:
        """`place` shows `ref` from now on."""
        self._places[ref] = place
        self._paint(ref, self.session.node(ref))

    def enter(self, page: str) -> None:
        """`page` is the one on the screen from now on: draw what changed on it meanwhile. Pages that nobody sees
        are not drawn at each answer."""
        self._page = page
        stale = [ref for ref in self.plan.by_ref if ref in self._stale and self.page_of(ref) == page]
        self._stale.difference_update(stale)
        for ref in stale:
            self._paint(ref, self.session.node(ref))

    def forget(self, prefix: str) -> None:
        """Nothing shows `prefix` and what lies in it any more."""
        for ref in [r for r in self._places if r == prefix or r.startswith(f"{prefix}/")]:
            del self._places[ref]
            self._stale.discard(ref)
        self._loud = {r for r in self._loud if not r.startswith(f"{prefix}/")}
        self._unreadable = {r: w for r, w in self._unreadable.items() if not r.startswith(f"{prefix}/")}

    def _draw(self, ref: str) -> None:
        node = self.session.node(ref)
        question = self.plan.by_ref.get(ref)
        if question is None:
            return
        if question.type not in (GROUP, SERIES, INSTANCE, "note"):
            self._stand(ref, node)
        if ref not in self._places:
            return
        if self.page_of(ref) == self._page:
            self._paint(ref, node)
        else:
            self._stale.add(ref)

    def _paint(self, ref: str, node: Node) -> None:
        self._places[ref].draw(node, self.complaint(ref, node))

    def refresh(self, refs: Iterable[str]) -> None:
        """Draw `refs` again, and what lies in them when they are groups."""
        changed = set(refs)
        for ref in list(changed):
            question = self.plan.by_ref.get(ref)
            if question is not None and question.type in (GROUP, SERIES, INSTANCE):
                changed.update(inner for inner in self.plan.by_ref if inner.startswith(f"{ref}/"))
        for ref in self.plan.by_ref:
            if ref in changed:
                self._draw(ref)
        self.moved.emit()

    def refresh_one(self, ref: str) -> None:
        """Draw one ref again; nothing was answered."""
        self._paint(ref, self.session.node(ref))

    def redraw(self) -> None:
        """Draw everything again, after a change of language."""
        self.refresh(self.plan.by_ref)

    # Answers ---------------------------------------------------------------------------------------------

    def answer(self, ref: str, value: str, unreadable: str = "") -> None:
        """Give the session an answer; `unreadable` says why what was typed is none."""
        if unreadable:
            self._unreadable[ref] = unreadable
        else:
            self._unreadable.pop(ref, None)
        changed: set[str] = {ref}
        if self.session.node(ref).value != value:
            changed |= set(self.session.answer(ref, value))
        self.refresh(changed)
        self.due.emit()

    def left(self, ref: str, touched: bool) -> None:
        """A question was left: from now on it says what is wrong with it. An empty one that nobody touched stays
        quiet until the end."""
        node = self.session.node(ref)
        if ref in self._unreadable or (not node.valid and (node.value or touched)):
            self._loud.add(ref)
            self._draw(ref)
            self.moved.emit()

    def complaint(self, ref: str, node: Node) -> str:
        """What to show under a question now."""
        if not (self._all_loud or ref in self._loud) or not node.relevant:
            return ""
        if ref in self._unreadable:
            return self._unreadable[ref]
        return "" if node.valid else said(node)

    def problems(self) -> list[Problem]:
        """All that stands between the form and its end, in order of the form."""
        found = {problem.ref: problem for problem in self.session.problems()}
        for ref, words in self._unreadable.items():
            if ref in self.plan.by_ref and self.session.node(ref).relevant:
                found[ref] = Problem(ref, words)
        order = {ref: at for at, ref in enumerate(self.plan.by_ref)}
        return sorted(found.values(), key=lambda problem: order.get(problem.ref, len(order)))

    @property
    def is_loud(self) -> bool:
        """Whether every complaint is shown, after a try to finish."""
        return self._all_loud

    def speak_up(self) -> list[Problem]:
        """Show every complaint, now and from now on."""
        self._all_loud = True
        problems = self.problems()
        self.redraw()
        return problems

    # Cards -----------------------------------------------------------------------------------------------

    def add_card(self, series: str) -> None:
        """One more of a repeat, at its end."""
        self._changed_shape(self.session.add_repeat(series))

    def remove_card(self, instance: str) -> dict[str, str]:
        """Take one away; gives its answers by relative ref, for `restore_card`."""
        kept = self._answers(instance)
        self.forget(instance)
        self._changed_shape(self.session.remove_repeat(instance))
        return kept

    def restore_card(self, series: str, at: int, kept: dict[str, str]) -> None:
        """Bring a card back at its old place (counted from 0)."""
        self._changed_shape(self.session.add_repeat(series))
        cards = [card.ref for card in self.plan.instances(series)]
        rows = [self._answers(card) for card in cards[at:-1]]
        for card, answers in zip(cards[at:], [kept, *rows], strict=True):
            for inside, value in answers.items():
                ref = card + inside
                if ref in self.plan.by_ref and self.session.node(ref).value != value:
                    self.refresh(self.session.answer(ref, value))

    def _answers(self, instance: str) -> dict[str, str]:
        inside = [q.ref for q in self.plan.asked() if q.ref.startswith(f"{instance}/")]
        return {ref.removeprefix(instance): self.session.node(ref).value for ref in inside}

    def _changed_shape(self, changed: Iterable[str]) -> None:
        changed = set(changed)
        self.reshape()
        self.refresh(changed)
        self.shaped.emit()
        self.due.emit()
