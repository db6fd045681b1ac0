"""The list with its search, and what stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from veldwerk.domain import names
from veldwerk.domain.changes import Change
from veldwerk.domain.people import Person
from veldwerk.services.people import PersonLine
from veldwerk.texts import _, ngettext
from veldwerk.texts.numbers import integer
from veldwerk.ui import widgets as w
from veldwerk.ui.commands import Command
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context, Screen
from veldwerk.ui.palette import Found
from veldwerk.ui.parts.new_person import NewPersonPanel
from veldwerk.ui.parts.persons import address, person_row
from veldwerk.ui.screens.people.detail import Detail
from veldwerk.ui.screens.people.tools import Tools
from veldwerk.ui.widgets.basics import empty_layout
from veldwerk.ui.widgets.turns import Turns

MOST = 2000
"""Rows shown at once; beyond that the search narrows."""


class PeopleScreen(Screen):
    """Who is this."""

    id, icon = "people", "people"
    kinds = frozenset(
        {
            "person",
            "consent",
            "visit",
            "signal",
            "measurement",
            "appraisal",
            "referral",
            "referral_task",
            "letter",
        }
    )

    def __init__(self, context: Context, tools: Tools) -> None:
        super().__init__(context)
        self._tools = tools
        self._count: int | None = None
        self._built = False
        self._wanted = ""
        self._new: NewPersonPanel | None = None
        group = _("Person")
        for command in (
            Command("people.add", _("Add a person"), self._go_add, "Ctrl+Shift+P", "add", group=group),
            Command("visit.begin", _("Begin a visit"), self._begin, "Ctrl+N", "visit", self._chosen, group),
            Command(
                "visit.plan", _("Plan a visit"), self._plan, "Ctrl+Shift+B", "calendar", self._chosen, group
            ),
        ):
            context.commands.add(command)
        context.finder.add(self._find)

    def title(self) -> str:
        return _("People")

    def subtitle(self) -> str:
        if self._count is None:
            return ""
        return ngettext("{count} person", "{count} people", self._count).format(count=integer(self._count))

    def build(self) -> QWidget:
        self.search = search = w.SearchField("people.search", _("Search by name, street, town or phone"))
        search.searched.connect(self._load)
        self._area = w.Combo()
        self._area.setObjectName("people.area")
        self._area.setAccessibleName(_("Area"))
        self._area.addItem(_("All areas"), "")
        self._area.activated.connect(lambda _at: self._load(search.text()))
        add = w.button("people.new", _("Add"), self.add_person, icon="add", spoken=_("Add a person"))
        self._list = w.RecordList("people.list", _("People"))
        self._list.chosen.connect(self._choose)
        self._list.opened.connect(self._open)
        self._nobody = w.Empty(
            "people.nobody",
            _("Nobody here yet"),
            _("Add the first person, or exchange with your team."),
            icon="people",
            action=_("Add a person"),
            clicked=self.add_person,
        )
        self._no_match = w.Empty(
            "people.nomatch",
            _("Nobody found"),
            _("No name, street or town begins like this."),
            icon="search",
            action=_("Clear the filter"),
            clicked=self._clear,
        )
        self._lists = Turns()
        for page in (self._list, self._nobody, self._no_match):
            self._lists.add(page)
        filters = w.row(self._area, add)
        filters.setStretch(0, 1)
        head = w.column(self.search, filters, gap=8, margin=12)
        left = w.Card()
        left.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]  # a card always has a layout
        left.body.setSpacing(0)
        left.add(head, self._lists)
        left.body.setStretch(1, 1)
        self._detail = Detail(self.context, self._tools, self._gone)
        self._split = w.SplitView("people.split", left, self._right(), master_width=340)
        page_box = w.clear_box(w.column(self._split, margin=16))
        self._built = True
        self._load("")
        self.context.jobs.run(
            lambda: self._tools.people.areas(self._tools.actor), self._fill_areas, owner=self._list
        )
        return page_box

    def _right(self) -> QWidget:
        self._nothing = w.Empty(
            "people.nothing",
            _("Choose a person"),
            _("Here you see what happened, what is known and what was agreed."),
            icon="person",
        )
        self._adding = w.clear_box(w.column(gap=0))
        self._sides = Turns()
        for page in (
            self._nothing,
            self._detail,
            w.scrolled(self._adding, "people.adding"),
        ):
            self._sides.add(page)
        return self._sides

    # --- the list

    def _load(self, typed: str) -> None:
        people, actor, area = self._tools.people, self._tools.actor, str(self._area.currentData() or "")
        terms, today = self._tools.terms, self.context.today()

        def work() -> tuple[list[PersonLine], list[Row]]:
            found = people.lines(actor, typed, area=area, limit=MOST)
            return found, [person_row(line, terms, today) for line in found]

        self.context.jobs.run(work, self._fill, owner=self._list, key="people.list")

    def _typed(self) -> str:
        return self.search.text() if self.search is not None else ""

    def _fill(self, found: tuple[list[PersonLine], list[Row]]) -> None:
        lines, rows = found
        filtered = bool(self._typed().strip() or self._area.currentData())
        self._list.show_rows(rows)
        self._lists.turn_to(0 if rows else 2 if filtered else 1)
        self._count = len(lines)
        self.context.window.retitle()
        if self._wanted and self._list.choose(self._wanted):
            self._wanted = ""
        elif not (self._detail.person or self._wanted or self._new or filtered) and rows:
            self._list.choose_first()

    def _fill_areas(self, areas: Sequence[str]) -> None:
        for area in areas:
            self._area.addItem(area, area)

    def _clear(self) -> None:
        self._area.setCurrentIndex(0)
        if self.search is not None:
            self.search.clear_now()

    # --- one person

    def enter(self, record: str) -> None:
        if record:
            self._wanted = "" if self._list.choose(record) else record
            self._show(record)
            self._split.show_detail()

    def _choose(self, person: str) -> None:
        self._show(person)
        self.context.window.noted(person)

    def _open(self, person: str) -> None:
        self._split.show_detail()
        self._detail.focus()

    def _show(self, person: str) -> None:
        self._sides.turn_to(1)
        self._detail.show_person(person)

    def _gone(self) -> None:
        self._wanted = ""
        self._sides.turn_to(0)

    def refresh(self, changes: Sequence[Change]) -> None:
        self._load(self._typed())
        if any(change.kind == "person" for change in changes):
            self.context.jobs.run(
                lambda: self._tools.people.areas(self._tools.actor), self._more_areas, owner=self._list
            )
        self._detail.reload()

    def _more_areas(self, areas: Sequence[str]) -> None:
        for area in areas:
            if self._area.findData(area) < 0:
                self._area.addItem(area, area)

    def leave(self) -> bool:
        self._detail.flush()
        if self._new is not None:
            self._new.keep()
        return True

    # --- what can be done

    def _chosen(self) -> bool:
        return self._built and bool(self._detail.person) and self._split.isVisible()

    def _begin(self) -> None:
        self._detail.begin_visit()

    def _plan(self) -> None:
        self._detail.plan()

    def _go_add(self) -> None:
        self.context.go("people")
        self.add_person()

    def add_person(self) -> None:
        """Open the panel that adds somebody, or return to it."""
        if self._new is not None:
            self._sides.turn_to(2)
            self._split.show_detail()
            self._new.begin()
            return
        panel = NewPersonPanel(
            self.context,
            self._tools.actor,
            self._tools.people,
            self._tools.terms,
            self._tools.new_id,
            self._added,
            self._not_added,
            self._tools.halfway,
        )
        box = self._adding.layout()
        assert box is not None
        empty_layout(box)
        box.addWidget(panel)
        box.addItem(w.column(None))
        self._new = panel
        self._sides.turn_to(2)
        self._split.show_detail()
        panel.begin()

    def _added(self, person: Person) -> None:
        self._new = None
        self._tools.saving.saved()
        self._clear()
        self.context.notices.tell(_("{name} was added.").format(name=names.formal_name(person)), "ok")
        self._wanted = person.id
        self._show(person.id)
        self.context.window.noted(person.id)
        self._detail.focus()

    def _not_added(self) -> None:
        self._new = None
        self._sides.turn_to(1 if self._detail.person else 0)
        self._split.show_list()
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the palette

    def _find(self, typed: str) -> list[Found]:
        """People for Ctrl+K; runs in a thread."""
        found = self._tools.people.lines(self._tools.actor, typed, limit=8)
        return [
            Found(
                line.id,
                names.friendly_name(line.person),
                partial(self.context.go, "people", line.id),
                address(line.person),
                "person",
                partial(self._begin_with, line.id),
            )
            for line in found
        ]

    def _begin_with(self, person: str) -> None:
        self.context.go("people", person)
        self._detail.begin_visit()
