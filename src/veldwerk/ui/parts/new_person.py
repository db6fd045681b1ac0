"""Adding a person: the Dutch name parts, and what is needed to find the door."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from veldwerk.domain.people import Person, Phone
from veldwerk.domain.terms import Terms
from veldwerk.services.access import Actor
from veldwerk.services.halfway import Halfway
from veldwerk.services.people import People
from veldwerk.texts import _, language
from veldwerk.ui.page import Context
from veldwerk.ui.parts.beside import beside
from veldwerk.ui.parts.panel import Panel
from veldwerk.ui.parts.typed import Kept, Typed
from veldwerk.ui.widgets import ChoiceField, DateField, Field, TextField

TEXTS = (
    "initials",
    "preferred_name",
    "infix",
    "family_name",
    "street",
    "house_number",
    "postal_code",
    "city",
)


class NewPersonPanel(Panel):
    """`done(person)` once the person is kept. `address` is what a reporter said («Lindenhof 12»);
    what is half typed is kept under `key`."""

    def __init__(
        self,
        context: Context,
        actor: Actor,
        people: People,
        terms: Terms,
        new_id: Callable[[], str],
        done: Callable[[Person], object],
        leave: Callable[[], object],
        halfway: Halfway,
        *,
        key: str = Person.KIND,
        address: str = "",
        area: str = "",
    ) -> None:
        super().__init__("new", _("Add a person"), self._save, _("Add this person"), leave)
        self._context, self._actor, self._people = context, actor, people
        self._new_id, self._done, self._area = new_id, done, area
        street, _comma, city = address.partition(",")
        name, _space, number = street.strip().rpartition(" ")
        known = name and number[:1].isdigit()
        self._fields_of: dict[str, TextField] = {}
        self._line(("initials", _("Initials"), 110), ("preferred_name", _("First name"), 200))
        self._line(("infix", _("Prefix"), 110), ("family_name", _("Surname"), 260))
        self.family = self._fields_of["family_name"]
        self.family.set_required(True)
        self.family.left.connect(self._check_name)
        self._gender = ChoiceField(
            "new.gender", _("Form of address"), terms.options("gender", language()), value="onbekend"
        )
        self._birth = DateField("new.birth_date", _("Date of birth"), today=context.today)
        self.put("gender", self._gender)
        self.put("birth_date", self._birth)
        self._line(("street", _("Street"), 260), ("house_number", _("Number"), 110))
        self._line(("postal_code", _("Postcode"), 110), ("city", _("Town"), 200), ("phone", _("Phone"), 180))
        self._fields_of["street"].set_value(name if known else street.strip())
        self._fields_of["house_number"].set_value(number if known else "")
        self._fields_of["city"].set_value(city.strip())
        typing: dict[str, Kept] = {**self._fields_of, "gender": self._gender, "birth_date": self._birth}
        self.typed = Typed(context, actor, halfway, key, typing, self)

    def _line(self, *fields: tuple[str, str, int]) -> None:
        made: list[QWidget] = []
        for name, question, width in fields:
            field = TextField(f"new.{name}", question, width=width)
            self._fields_of[name] = field
            self.know(name, field)
            made.append(field)
        self.fields.addWidget(beside(*made))

    def know(self, name: str, field: Field) -> None:
        """Let errors find a field that stands beside another."""
        self._fields[name] = field

    def _check_name(self) -> None:
        empty = not self.family.value()
        self.family.complain(_("A family name is needed.") if empty else "")

    def _save(self) -> None:
        self._check_name()
        if not self.ready():
            return
        self.do.setEnabled(False)
        fields: dict[str, object] = {name: self._fields_of[name].value() for name in TEXTS}
        fields |= {"gender": self._gender.value(), "birth_date": self._birth.day(), "area": self._area}
        if number := self._fields_of["phone"].value():
            fields["phones"] = (Phone(id=self._new_id(), number=number),)
        make = partial(self._people.create, self._actor, **fields)
        self._context.jobs.run(make, self._made, self.refuse, owner=self)

    def _made(self, person: Person) -> None:
        self.forget()
        self._done(person)
