"""What is known of a person, changed in place: each field saves itself and can be undone by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from veldwerk.domain.errors import UserError
from veldwerk.domain.people import Person
from veldwerk.services.edits import Edit
from veldwerk.services.people import PersonFile
from veldwerk.services.sync_conflicts import Conflict
from veldwerk.texts import _, language
from veldwerk.texts.errors import sentence
from veldwerk.ui import widgets as w
from veldwerk.ui.page import Context
from veldwerk.ui.parts.beside import beside
from veldwerk.ui.screens.people.phones import Phones
from veldwerk.ui.screens.people.tools import Tools
from veldwerk.ui.widgets import CheckField, ChoiceField, DateField, Field, MemoField, SelectField, TextField

PAUSE_MS = 800
"""A field is saved this long after the last key, or when it is left."""


class Facts(QWidget):
    """The tab with all fields of a person."""

    def __init__(self, context: Context, tools: Tools) -> None:
        super().__init__()
        self.setProperty("kind", "clear")
        self._context, self._tools = context, tools
        self._person: Person | None = None
        self._seen: tuple[str, ...] = ()
        self._fields: dict[str, Field] = {}
        self._dirty: set[str] = set()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self._phones = Phones(tools.new_id, self._phones_changed)
        box = w.column(self._names(), self._reach(), self._living(), self._note(), gap=12)
        self.setLayout(box)

    # --- the fields

    def _add(self, name: str, field: Field) -> Field:
        self._fields[name] = field
        field.changed.connect(partial(self._changed, name))
        field.left.connect(partial(self._left, name))
        return field

    def _text(self, name: str, question: str, width: int = 0, hint: str = "") -> Field:
        return self._add(name, TextField(f"person.{name}", question, width=width, hint=hint))

    def _select(self, name: str, question: str, group: str) -> Field:
        options = self._tools.terms.options(group, language())
        return self._add(name, SelectField(f"person.{name}", question, options))

    def _names(self) -> QWidget:
        terms, lang = self._tools.terms, language()
        return w.Card(
            _("Name"),
            beside(
                self._text("initials", _("Initials"), 110),
                self._text("preferred_name", _("First name"), 200),
                self._text("infix", _("Prefix"), 110),
                self._text("family_name", _("Surname"), 220),
            ),
            beside(
                self._text("partner_infix", _("Prefix of the partner"), 170),
                self._text("partner_name", _("Surname of the partner"), 220),
                self._select("name_use", _("Which name to use"), "name_use"),
            ),
            self._add(
                "gender", ChoiceField("person.gender", _("Form of address"), terms.options("gender", lang))
            ),
            self._add(
                "birth_date", DateField("person.birth_date", _("Date of birth"), today=self._context.today)
            ),
        )

    def _reach(self) -> QWidget:
        return w.Card(
            _("Address and phone"),
            beside(
                self._text("street", _("Street"), 260),
                self._text("house_number", _("Number"), 100),
                self._text("house_addition", _("Addition"), 100),
            ),
            beside(
                self._text("postal_code", _("Postcode"), 110),
                self._text("city", _("Town"), 220),
                self._text("area", _("Area"), 200),
            ),
            self._phones,
            self._text("email", _("E-mail"), 360),
        )

    def _living(self) -> QWidget:
        return w.Card(
            _("Situation"),
            beside(
                self._select("living", _("Living situation"), "living"),
                self._select("status", _("State of the file"), "person_status"),
            ),
            self._text("gp_name", _("General practitioner"), 300),
            self._add("no_visits", CheckField("person.no_visits", _("Does not want visits"))),
        )

    def _note(self) -> QWidget:
        hint = _("Seen at the top of the page: a dog, hard of hearing, ring twice.")
        return w.Card(
            _("Good to know"),
            self._two_texts(),
            self._add("alerts", MemoField("person.alerts", _("Mind this"), hint=hint)),
        )

    def _two_texts(self) -> QWidget:
        """Stands where the note would, while it has more than one text."""
        told = w.label(
            _("This was written in two places at once. Nothing is lost: choose what stays."), wrap=True
        )
        look = w.button(
            "facts.two_texts",
            _("Look at the texts"),
            self._open_texts,
            icon="note",
            spoken=_("Look at the texts: {field}").format(field=_("Mind this")),
        )
        self._two = w.clear_box(w.column(told, w.row(look, None)))
        return self._two

    def _open_texts(self) -> None:
        if self._person is not None:
            person = self._person.id
            chosen = Conflict(Person.KIND, person, "alerts", None, "", ()).id
            self._context.window.open_over(self._tools.two_texts(person, chosen))

    # --- showing

    def show_file(self, file: PersonFile) -> None:
        """Show what is known. A field that is being typed in keeps what was typed."""
        other = self._person is None or self._person.id != file.person.id
        if other:
            self._dirty.clear()
        self._person = file.person
        versions = file.notes.get("alerts", ())
        if other or "alerts" not in self._dirty:
            self._seen = tuple(one.hlc for one in versions)
        self._two.setVisible(len(versions) > 1)
        focus = QApplication.focusWidget()
        for name, field in self._fields.items():
            typing = name in self._dirty or (not other and focus is not None and field.isAncestorOf(focus))
            if not typing:
                _put(field, getattr(file.person, name))
                field.complain("")
        self._fields["alerts"].setVisible(len(versions) < 2)
        if other or not self._phones.typing:
            self._phones.show_phones(file.person.phones)

    # --- saving

    def _changed(self, name: str) -> None:
        self._dirty.add(name)
        if isinstance(self._fields[name], (ChoiceField, SelectField, CheckField)):
            self._save(name)
        else:
            self._pause.start()

    def _left(self, name: str) -> None:
        if name in self._dirty:
            self._save(name)

    def flush(self) -> None:
        """Save every field that was typed in."""
        self._pause.stop()
        for name in tuple(self._dirty):
            self._save(name)

    def _save(self, name: str) -> None:
        field, before = self._fields[name], self._person
        if before is None or (isinstance(field, DateField) and not field.readable()):
            return
        self._dirty.discard(name)
        value = _value(field)
        if value == getattr(before, name):
            return
        notes = {"alerts": self._seen} if name == "alerts" else None
        self._keep(before, replace(before, **{name: value}), field.question, name, notes)  # type: ignore[arg-type]  # the value has the type of its field

    def _keep(
        self,
        before: Person,
        after: Person,
        question: str,
        name: str,
        notes: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self._person = after
        tools = self._tools

        def refused(error: UserError) -> None:
            self._person = before
            if (field := self._fields.get(name)) is not None:
                self._dirty.add(name)
                field.complain(sentence(error))
            else:
                self._context.notices.fail(error)

        self._context.jobs.run(
            lambda: tools.people.save(tools.actor, before, after, notes),
            partial(self._kept, name, _("{field} changed").format(field=question)),
            refused,
            owner=self,
        )

    def _kept(self, name: str, what: str, edit: Edit) -> None:
        if (field := self._fields.get(name)) is not None and name not in self._dirty:
            field.complain("")
        self._tools.saving.saved(edit, what)

    def _phones_changed(self) -> None:
        before = self._person
        if before is not None and self._phones.phones() != before.phones:
            self._keep(before, replace(before, phones=self._phones.phones()), _("Phone"), "phones")


def _put(field: Field, value: object) -> None:
    if isinstance(field, DateField):
        field.set_day(value)  # type: ignore[arg-type]  # the record holds a date or None
    elif isinstance(field, CheckField):
        blocked = field.check.blockSignals(True)
        field.set_value(bool(value))
        field.check.blockSignals(blocked)
    elif isinstance(field, MemoField):
        blocked = field.edit.blockSignals(True)
        field.set_value(str(value))
        field.edit.blockSignals(blocked)
    elif isinstance(field, (TextField, SelectField, ChoiceField)):
        field.set_value(str(value))


def _value(field: Field) -> object:
    if isinstance(field, DateField):
        return field.day()
    if isinstance(field, (CheckField, MemoField, TextField, SelectField, ChoiceField)):
        return field.value()
    raise TypeError(type(field).__name__)
