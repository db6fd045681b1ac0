"""The fields of a service: for correcting one in place, and for adding one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from veldwerk.domain.social_map import Service
from veldwerk.domain.terms import Terms
from veldwerk.rules.table import RuleTable
from veldwerk.texts import _, language
from veldwerk.ui import widgets as w
from veldwerk.ui.parts.ticks import TicksField


def kinds_of(table: RuleTable, also: str = "") -> list[tuple[str, str]]:
    """The kinds one can be referred to, and `also`, by label."""
    found = [
        (one.id, one.label.text(language()))
        for one in table.interventions.values()
        if one.referral or one.id == also
    ]
    return sorted(found, key=lambda pair: pair[1].casefold())


class ServiceFields:
    """Fields by name; `read` makes a service of what is filled in, `show` fills them."""

    def __init__(self, prefix: str, table: RuleTable, terms: Terms, today: Callable[[], date]) -> None:
        now = language()
        texts = {
            "name": (_("Name"), 0),
            "organization_name": (_("Organisation"), 0),
            "contact_name": (_("Contact person"), 220),
            "phone": (_("Phone"), 160),
            "email": (_("Email"), 300),
            "address": (_("Street and number"), 300),
            "postal_code": (_("Postcode"), 110),
            "city": (_("Town"), 200),
        }
        self.texts = {
            name: w.TextField(f"{prefix}.{name}", words, width=width, wide=not width)
            for name, (words, width) in texts.items()
        }
        self._table = table
        self.kind = w.SelectField(f"{prefix}.kind", _("Kind of help"), kinds_of(table))
        self.description = w.MemoField(f"{prefix}.description", _("What they do"), lines=2)
        self.capacity = w.ChoiceField(f"{prefix}.capacity", _("Room now"), terms.options("capacity", now))
        self.waiting = w.NumberField(f"{prefix}.waiting", _("Waiting time"), unit=_("weeks"))
        self.costs = w.NumberField(
            f"{prefix}.costs",
            _("Costs"),
            unit=_("euro a time"),
            hint=_("Empty: not known. 0: free of charge."),
        )
        self.youngest = w.NumberField(f"{prefix}.youngest", _("From age"), unit=_("years"))
        self.oldest = w.NumberField(f"{prefix}.oldest", _("Up to age"), unit=_("years"))
        self.areas = w.TextField(
            f"{prefix}.areas",
            _("Works in"),
            hint=_("Four digits of each postcode, with commas. Empty: everywhere."),
            wide=True,
        )
        self.way_in = w.ChoiceField(f"{prefix}.way_in", _("Way in"), terms.options("referral_needed", now))
        self.access = TicksField(f"{prefix}.access", _("Access"), terms.options("access", now))
        self.care = w.CheckField(
            f"{prefix}.care", _("This is a care provider (the letter may hold findings)")
        )
        self.ends = w.DateField(f"{prefix}.ends", _("Ends on"), today=today, hint=_("May stay empty"))

    @property
    def all(self) -> Mapping[str, w.Field]:
        """Every field, in the order of the page."""
        rest: dict[str, w.Field] = {
            "kind": self.kind,
            "description": self.description,
            "capacity": self.capacity,
            "waiting_weeks": self.waiting,
            "cost_cents": self.costs,
            "minimum_age": self.youngest,
            "maximum_age": self.oldest,
            "areas": self.areas,
            "referral_needed": self.way_in,
            "access": self.access,
            "care_provider": self.care,
            "ends_on": self.ends,
        }
        return {**self.texts, **rest}

    def show(self, service: Service) -> None:
        """Fill the fields, silently."""
        for name, field in self.texts.items():
            field.set_value(getattr(service, name))
        self.kind.set_options(kinds_of(self._table, service.kind))
        self.kind.set_value(service.kind)
        self.description.edit.blockSignals(True)
        self.description.set_value(service.description)
        self.description.edit.blockSignals(False)
        self.capacity.set_value(service.capacity)
        self.waiting.set_number(service.waiting_weeks)
        self.costs.set_number(None if service.cost_cents is None else service.cost_cents / 100)
        self.youngest.set_number(service.minimum_age)
        self.oldest.set_number(service.maximum_age)
        self.areas.set_value(", ".join(service.areas))
        self.way_in.set_value(service.referral_needed or "onbekend")
        self.access.set_value(service.access)
        self.care.check.blockSignals(True)
        self.care.set_value(service.care_provider)
        self.care.check.blockSignals(False)
        self.ends.set_day(service.ends_on)
        for one in self.all.values():
            one.complain("")

    def read(self, service: Service) -> Service:
        """`service` with what is filled in; fields that complain keep their old value."""
        values: dict[str, object] = {name: field.value() for name, field in self.texts.items()}
        values |= {
            "kind": self.kind.value() or service.kind,
            "description": self.description.value(),
            "capacity": self.capacity.value() or "onbekend",
            "waiting_weeks": _whole(self.waiting, 1),
            "cost_cents": _whole(self.costs, 100),
            "minimum_age": _whole(self.youngest, 1),
            "maximum_age": _whole(self.oldest, 1),
            "areas": tuple(part for part in self.areas.value().replace(",", " ").split() if part),
            "referral_needed": self.way_in.value() or "onbekend",
            "access": _kept(service.access, self.access),
            "care_provider": self.care.value(),
            "ends_on": self.ends.day(),
        }
        sound = {name: value for name, value in values.items() if not self.all[name].complaint}
        return replace(service, **sound)  # type: ignore[arg-type]  # each value was read for its field

    def check(self, name: str) -> bool:
        """Whether this field holds what it should; it complains otherwise."""
        field = self.all[name]
        words = ""
        if name == "name" and not self.texts["name"].value():
            words = _("A name is needed.")
        elif name == "kind" and not self.kind.value():
            words = _("Choose a kind of help.")
        elif isinstance(field, w.NumberField) and not field.readable():
            words = _("This is not a number.")
        elif name == "areas":
            codes = self.areas.value().replace(",", " ").split()
            wrong = next((one for one in codes if not (one.isdigit() and len(one) == 4)), "")
            words = _("{code} is not four digits.").format(code=wrong) if wrong else ""
        elif name == "ends_on":
            return self.ends.readable()
        field.complain(words)
        return not words


def _whole(field: w.NumberField, times: int) -> int | None:
    number = field.number()
    return None if number is None else round(number * times)


def _kept(before: tuple[str, ...], field: TicksField) -> tuple[str, ...]:
    """What is ticked, and what this version has no box for."""
    shown = {code for code, _words in field.options}
    other = tuple(code for code in before if code not in shown)
    return tuple(sorted((*other, *field.value())))
