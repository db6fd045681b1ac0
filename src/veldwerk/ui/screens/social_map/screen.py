"""The list of services with search and kind, and the one that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from veldwerk.domain.changes import Change
from veldwerk.domain.social_map import Service
from veldwerk.domain.terms import Terms
from veldwerk.rules.table import RuleTable
from veldwerk.services.access import Actor
from veldwerk.services.social_map import SocialMap
from veldwerk.texts import _, ngettext
from veldwerk.texts.numbers import integer
from veldwerk.ui import widgets as w
from veldwerk.ui.commands import Command
from veldwerk.ui.models import Row
from veldwerk.ui.page import Context, Screen
from veldwerk.ui.palette import Found
from veldwerk.ui.parts.body import Body
from veldwerk.ui.parts.saving import Saving
from veldwerk.ui.screens.social_map.adding import AddPanel
from veldwerk.ui.screens.social_map.detail import Detail
from veldwerk.ui.screens.social_map.words import kind_words, service_row
from veldwerk.ui.widgets.basics import empty_layout
from veldwerk.ui.widgets.turns import Turns

MOST = 1000
"""Rows shown at once; beyond that the search narrows."""


class SocialMapScreen(Screen):
    """Where can they go.

    Needs the services `social_map`, `table` (the rules: labels of intervention kinds), `terms`, `names` (worker id
    to name, blocks) and `saving` (undo). The record of a visit is a service id.
    """

    id, icon = "map", "map"
    kinds = frozenset({"service"})

    def __init__(
        self,
        context: Context,
        actor: Actor,
        social_map: SocialMap,
        table: RuleTable,
        terms: Terms,
        names: Callable[[], Mapping[str, str]],
        saving: Saving,
    ) -> None:
        super().__init__(context)
        self._actor, self._map, self._table, self._terms = actor, social_map, table, terms
        self._names, self._saving = names, saving
        self._count: int | None = None
        self._wanted = ""
        self._services: dict[str, Service] = {}
        group = _("Social map")
        add = Command("map.add", _("Add a service"), self._go_add, "Ctrl+Shift+D", "add", group=group)
        context.commands.add(add)
        context.finder.add(self._find)

    def title(self) -> str:
        return _("Social map")

    def subtitle(self) -> str:
        if self._count is None:
            return ""
        return ngettext("{count} service", "{count} services", self._count).format(count=integer(self._count))

    def build(self) -> QWidget:
        self.search = w.SearchField("map.search", _("Search by name, town or what they do"))
        self.search.searched.connect(self._load)
        self._kind = w.Combo()
        self._kind.setObjectName("map.kind")
        self._kind.setAccessibleName(_("Kind of help"))
        self._kind.addItem(_("All kinds of help"), "")
        for one in sorted(self._table.interventions, key=partial(kind_words, self._table)):
            self._kind.addItem(kind_words(self._table, one), one)
        self._kind.activated.connect(lambda _at: self._again())
        add = w.button("map.open_new", _("Add"), self.add, icon="add", spoken=_("Add a service"))
        self._list = w.RecordList("map.list", _("Services"))
        self._list.chosen.connect(self._choose)
        self._list.opened.connect(self._open)
        self._lists = Turns()
        for page in (self._list, *self._empty()):
            self._lists.add(page)
        filters = w.row(self._kind, add)
        filters.setStretch(0, 1)
        left = w.Card()
        left.layout().setContentsMargins(0, 0, 0, 0)  # type: ignore[union-attr]  # a card always has a layout
        left.body.setSpacing(0)
        left.add(w.column(self.search, filters, gap=8, margin=12), self._lists)
        left.body.setStretch(1, 1)
        left.setFocusProxy(self._list)
        self._detail = Detail(
            self.context, self._actor, self._map, self._table, self._terms, self._names, self._saving
        )
        self._split = w.SplitView("map.split", left, self._right(), 400)
        page_box = w.clear_box(w.column(self._split, margin=16))
        self._load("")
        return page_box

    def _empty(self) -> tuple[QWidget, QWidget]:
        nobody = w.Empty(
            "map.nobody",
            _("No services yet"),
            _("Add the first service, or exchange with your team."),
            icon="map",
            action=_("Add the first service"),
            clicked=self.add,
        )
        no_match = w.Empty(
            "map.nomatch",
            _("Nothing found"),
            _("No service matches this. Try fewer letters or another kind of help."),
            icon="search",
            action=_("Clear the filter"),
            clicked=self._clear,
        )
        return nobody, no_match

    def _right(self) -> QWidget:
        nothing = w.Empty(
            "map.nothing",
            _("Choose a service"),
            _("Here you see whom to ring, what it costs and whether it is still right."),
            icon="service",
        )
        self._adding = w.column(gap=0)
        self._sides = Turns()
        adding = w.scrolled(Body(w.column(w.clear_box(self._adding), None, gap=0)), "map.adding")
        for page in (nothing, self._detail, adding):
            self._sides.add(page)
        return self._sides

    # --- the list

    def _again(self) -> None:
        self._load(self.search.text() if self.search else "")

    def _load(self, typed: str) -> None:
        kind, today = str(self._kind.currentData() or ""), self.context.today()

        def work() -> tuple[list[Service], list[Row]]:
            found = self._map.search(self._actor, typed, kind=kind, limit=MOST)
            return found, [service_row(one, self._table, self._terms, today) for one in found]

        self.context.jobs.run(work, self._fill, owner=self._list, key="map.list")

    def _fill(self, found: tuple[list[Service], list[Row]]) -> None:
        services, rows = found
        self._services = {one.id: one for one in services}
        filtered = bool((self.search and self.search.text().strip()) or self._kind.currentData())
        self._list.show_rows(rows)
        self._lists.turn_to(0 if rows else 2 if filtered else 1)
        self._count = len(rows)
        self.context.window.retitle()
        if self._wanted and self._list.choose(self._wanted):
            self._wanted = ""
        elif self._detail.service is None and rows and not self._wanted:
            self._list.choose_first()

    def _clear(self) -> None:
        self._kind.setCurrentIndex(0)
        if self.search is not None:
            self.search.clear_now()
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- one service

    def enter(self, record: str) -> None:
        if record:
            self._wanted = "" if self._list.choose(record) else record
            self._show(record)
            self._split.show_detail()

    def refresh(self, changes: Sequence[Change]) -> None:
        self._again()
        shown = self._detail.service
        if shown is not None and any(change.record == shown.id for change in changes):
            self._show(shown.id)

    def leave(self) -> bool:
        self._detail.flush()
        return True

    def _choose(self, service: str) -> None:
        self._detail.flush()
        known = self._services.get(service)
        if known is not None:
            self._put(known)
        self.context.window.noted(service)

    def _open(self, _service: str) -> None:
        self._split.show_detail()
        self._detail.focus()

    def _show(self, service: str) -> None:
        self.context.jobs.run(
            lambda: self._map.get(self._actor, service), self._put, owner=self._list, key="map.one"
        )

    def _put(self, service: Service) -> None:
        if self._sides.shown != 2:
            self._sides.turn_to(1)
        self._detail.show_service(service)

    # --- adding

    def _go_add(self) -> None:
        self.context.go("map")
        self.add()

    def add(self) -> None:
        """Open the panel that adds a service."""
        empty_layout(self._adding)
        panel = AddPanel(
            self.context,
            self._actor,
            self._map,
            self._table,
            self._terms,
            str(self._kind.currentData() or ""),
            self._added,
            self._left_adding,
        )
        self._adding.addWidget(panel)
        self._sides.turn_to(2)
        self._split.show_detail()
        panel.begin()

    def _added(self, service: Service) -> None:
        self._saving.saved()
        self._sides.turn_to(1)
        empty_layout(self._adding)
        self._wanted = service.id
        self._detail.show_service(service)
        self._clear()
        self.context.window.noted(service.id)
        self._detail.focus()

    def _left_adding(self) -> None:
        self._sides.turn_to(1 if self._detail.service is not None else 0)
        empty_layout(self._adding)
        self._split.show_list()

    # --- the palette

    def _find(self, typed: str) -> list[Found]:
        """Services for Ctrl+K; runs in a thread."""
        return [
            Found(
                one.id,
                one.name,
                partial(self.context.go, "map", one.id),
                kind_words(self._table, one.kind),
                "service",
            )
            for one in self._map.search(self._actor, typed, limit=6)
        ]
