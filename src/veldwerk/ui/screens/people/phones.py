"""The phone numbers of a person: number, whose it is, more and fewer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from veldwerk.domain.people import Phone
from veldwerk.texts import _
from veldwerk.ui import theme
from veldwerk.ui import widgets as w
from veldwerk.ui.widgets.basics import empty_layout


class Phones(QWidget):
    """`changed()` when a number was left, added or taken away. An empty number is not kept."""

    def __init__(self, new_id: Callable[[], str], changed: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._new_id, self._changed = new_id, changed
        self._lines: dict[str, tuple[QLineEdit, QLineEdit]] = {}
        self._rows = w.column(gap=8)
        self._add = w.button("person.phones.add", _("Add a number"), self._one_more, kind="quiet", icon="add")
        self.setLayout(w.column(w.label(_("Phone"), "question"), self._rows, w.row(self._add, None), gap=4))

    @property
    def typing(self) -> bool:
        """Whether the keyboard is in one of the numbers."""
        focus = QApplication.focusWidget()
        return isinstance(focus, QLineEdit) and self.isAncestorOf(focus)

    def phones(self) -> tuple[Phone, ...]:
        """The numbers as they stand here."""
        return tuple(
            Phone(id=key, number=number.text().strip(), label=label.text().strip())
            for key, (number, label) in self._lines.items()
            if number.text().strip()
        )

    def show_phones(self, phones: tuple[Phone, ...]) -> None:
        """Show these, nothing is drawn anew when they are there already."""
        if phones == self.phones() and len(self._lines) == len(phones):
            return
        empty_layout(self._rows)
        self._lines = {}
        for phone in phones:
            self._line(phone)

    def _line(self, phone: Phone) -> QLineEdit:
        number, label = QLineEdit(phone.number), QLineEdit(phone.label)
        at = len(self._lines) + 1
        for edit, name, words, width in (
            (number, "number", _("Phone number {n}"), 200),
            (label, "label", _("Whose number is {n}"), 180),
        ):
            edit.setObjectName(f"person.phones.{phone.id}.{name}")
            edit.setAccessibleName(words.format(n=at))
            edit.setFixedWidth(theme.px(width))
            edit.editingFinished.connect(self._changed)
        label.setPlaceholderText(_("of the daughter, at home"))
        away = w.button(
            f"person.phones.{phone.id}.away",
            _("Take this number away"),
            partial(self._take, phone.id),
            kind="icon",
            icon="delete",
            spoken=_("Take away {number}").format(number=phone.number or at),
        )
        self._lines[phone.id] = (number, label)
        self._rows.addWidget(w.clear_box(w.row(number, label, away, None)))
        return number

    def _one_more(self) -> None:
        self._line(Phone(id=self._new_id(), number="")).setFocus()

    def _take(self, key: str) -> None:
        kept = tuple(phone for phone in self.phones() if phone.id != key)
        empty_layout(self._rows)
        self._lines = {}
        for phone in kept:
            self._line(phone)
        self._add.setFocus()
        self._changed()
