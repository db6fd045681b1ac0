"""The list of letters and the one that is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from veldwerk.domain import names
from veldwerk.domain.changes import Change
from veldwerk.domain.referrals import Letter
from veldwerk.domain.terms import Terms
from veldwerk.services.access import Actor
from veldwerk.services.letters import Letters
from veldwerk.services.people import People
from veldwerk.services.ports import Files, Renderer
from veldwerk.texts import _, language, ngettext
from veldwerk.texts.dates import relative_day
from veldwerk.ui import widgets as w
from veldwerk.ui.commands import Command
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context, Screen
from veldwerk.ui.palette import folded
from veldwerk.ui.parts.saving import Saving
from veldwerk.ui.screens.letters.detail import Detail
from veldwerk.ui.widgets.turns import Turns


class LettersScreen(Screen):
    """What did we send.

    Needs the services `letters` and `people`, a `renderer` (pages as pictures), `files` (writing whole files),
    `terms` and `saving`. The record of a visit is a letter id.
    """

    id, icon = "letters", "letters"
    kinds = frozenset({"letter"})

    def __init__(
        self,
        context: Context,
        actor: Actor,
        letters: Letters,
        people: People,
        renderer: Renderer,
        files: Files,
        terms: Terms,
        saving: Saving,
    ) -> None:
        super().__init__(context)
        self._actor, self._letters, self._people, self._terms = actor, letters, people, terms
        self._renderer, self._files, self._saving = renderer, files, saving
        self._all: list[tuple[Letter, str]] = []
        self._wanted = ""
        self._built = False
        self._waiting = 0
        group = _("Letter")
        for command in (
            Command(
                "letter.print_it", _("Print this letter"), self._print, "Ctrl+P", "print", self._chosen, group
            ),
            Command(
                "letter.save_it", _("Save this letter as…"), self._save, "Ctrl+S", "save", self._chosen, group
            ),
        ):
            context.commands.add(command)

    def title(self) -> str:
        return _("Letters")

    def subtitle(self) -> str:
        if not self._waiting:
            return ""
        return ngettext("{n} not printed yet", "{n} not printed yet", self._waiting).format(n=self._waiting)

    def build(self) -> QWidget:
        self.search = w.SearchField("letters.search", _("Search by person or recipient"))
        self.search.searched.connect(lambda _text: self._show_rows())
        self._list = w.RecordList("letters.list", _("Letters"))
        self._list.chosen.connect(self._choose)
        self._list.opened.connect(self._open)
        self._lists = Turns()
        for page in (self._list, *self._empty()):
            self._lists.add(page)
        left = w.Card()
        left.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]  # a card always has a layout
        left.body.setSpacing(0)
        left.add(w.column(self.search, margin=12), self._lists)
        left.body.setStretch(1, 1)
        left.setFocusProxy(self._list)
        self._detail = Detail(
            self.context, self._actor, self._letters, self._renderer, self._files, self._terms, self._saving
        )
        nothing = w.Empty(
            "letters.nothing",
            _("Choose a letter"),
            _("Here you see it as it will be on paper."),
            icon="letters",
        )
        self._sides = Turns()
        for page in (nothing, self._detail):
            self._sides.add(page)
        self._split = w.SplitView("letters.split", left, self._sides, 360)
        self._built = True
        self._load()
        return w.clear_box(w.column(self._split, margin=16))

    def _empty(self) -> tuple[QWidget, QWidget]:
        none = w.Empty(
            "letters.none",
            _("No letters yet"),
            _("Letters are made from a referral."),
            icon="letters",
            action=_("Go to referrals"),
            clicked=self._to_referrals,
        )
        no_match = w.Empty(
            "letters.nomatch",
            _("Nothing found"),
            _("No person or recipient matches this."),
            icon="search",
            action=_("Clear the filter"),
            clicked=self._clear,
        )
        return none, no_match

    def _to_referrals(self) -> None:
        self.context.go("referrals")

    # --- the list

    def _load(self) -> None:
        def work() -> list[tuple[Letter, str]]:
            letters = self._letters.all(self._actor)
            people = self._people.named(self._actor, {letter.person_id for letter in letters})
            return [
                (letter, names.index_name(people[letter.person_id]) if letter.person_id in people else "")
                for letter in letters
            ]

        self.context.jobs.run(work, self._fill, owner=self._list, key="letters.list")

    def _fill(self, found: Sequence[tuple[Letter, str]]) -> None:
        self._all = list(found)
        self._waiting = sum(1 for letter, _name in found if letter.status == "concept")
        self.context.window.retitle()
        self._show_rows()
        shown = self._detail.letter
        known = next((letter for letter, _name in found if shown is not None and letter.id == shown.id), None)
        if known is not None:
            self._detail.show_letter(known)

    def _show_rows(self) -> None:
        typed = folded(self.search.text().strip()) if self.search else ""
        found = [
            (letter, name)
            for letter, name in self._all
            if all(word in folded(f"{name} {letter.recipient}") for word in typed.split())
        ]
        shown = [self._row(letter, name) for letter, name in found]
        self._list.show_rows(shown)
        self._lists.turn_to(0 if shown else 2 if typed else 1)
        if self._wanted and self._list.choose(self._wanted):
            self._show(self._wanted)
            self._wanted = ""
            self._detail.focus()
        elif self._detail.letter is None and not self._wanted and shown:
            self._list.choose_first()

    def _row(self, letter: Letter, name: str) -> Row:
        made = relative_day(letter.made_on, self.context.today()) if letter.made_on else ""
        fresh = letter.status == "concept"
        return Row(
            letter.id,
            name or letter.recipient,
            " · ".join(part for part in (made, letter.recipient if name else "") if part),
            badge=self._terms.label("letter_status", letter.status, language()) if fresh else "",
            tone="info",
            icon="letters" if fresh else "done",
            icon_tone="info" if fresh else "ok",
        )

    def _clear(self) -> None:
        if self.search is not None:
            self.search.clear_now()
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- one letter

    def enter(self, record: str) -> None:
        if record:
            self._wanted = record
            if self._list.choose(record):
                self._show(record)
                self._wanted = ""
                self._detail.focus()
            self._split.show_detail()

    def refresh(self, changes: Sequence[Change]) -> None:
        self._load()

    def _choose(self, letter: str) -> None:
        self._show(letter)
        self.context.window.noted(letter)

    def _show(self, letter: str) -> None:
        found = next((one for one, _name in self._all if one.id == letter), None)
        if found is not None:
            self._sides.turn_to(1)
            self._detail.show_letter(found)

    def _open(self, _letter: str) -> None:
        self._split.show_detail()
        self._detail.focus()

    # --- what can be done

    def _chosen(self) -> bool:
        return self._built and self._detail.letter is not None and self._split.isVisible()

    def _print(self) -> None:
        self._detail.print_it()

    def _save(self) -> None:
        self._detail.save_it()
