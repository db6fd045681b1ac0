"""Picking a person by typing a part of the name or street."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from veldwerk.domain.terms import Terms
from veldwerk.services.access import Actor
from veldwerk.services.people import People, PersonLine
from veldwerk.texts import _
from veldwerk.ui import theme
from veldwerk.ui.page import Context
from veldwerk.ui.parts.persons import person_row
from veldwerk.ui.widgets import RecordList, SearchField, column, label

MOST = 20


class PersonPicker(QWidget):
    """A search line over a short list; `picked(person id)` at Enter or double click."""

    def __init__(
        self,
        name: str,
        context: Context,
        actor: Actor,
        people: People,
        terms: Terms,
        picked: Callable[[str], object],
        typed: str = "",
    ) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._context, self._actor, self._people, self._terms = context, actor, people, terms
        self._name = name
        self.search = SearchField(f"{name}.search", _("Search by name, street or town"))
        self.list = RecordList(f"{name}.list", _("People found"))
        self.list.opened.connect(picked)
        self._none = label(_("Nobody found. Look at the spelling, or add this person."), "muted", wrap=True)
        self._none.hide()
        self.search.searched.connect(self._load)
        self.search.installEventFilter(self)
        self.setLayout(column(self.search, self._none, self.list, gap=8))
        self.setFocusProxy(self.search)
        self.search.setText(typed)
        self._load(typed)

    def _load(self, typed: str) -> None:
        self._context.jobs.run(
            lambda: self._people.lines(self._actor, typed, limit=MOST),
            self._fill,
            owner=self,
            key=f"{self._name}.pick",
        )

    def _fill(self, found: Sequence[PersonLine]) -> None:
        today = self._context.today()
        self.list.show_rows([person_row(line, self._terms, today) for line in found])
        if found and not self.list.current_id():
            self.list.choose(found[0].id)
        self.list.setFixedHeight(theme.px(62 * min(max(len(found), 1), 4) + 2))
        self._none.setVisible(not found)
        self.list.setVisible(bool(found))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.current_id():
                self.list.opened.emit(self.list.current_id())
                return True
        return False
