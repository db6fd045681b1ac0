"""How a person is shown: in a list, in a head, in a sentence."""

from __future__ import annotations

from datetime import date

from veldwerk.domain import names
from veldwerk.domain.people import Person
from veldwerk.domain.terms import Terms
from veldwerk.services.people import PersonLine
from veldwerk.texts import _, language
from veldwerk.texts.dates import age_in_years
from veldwerk.ui.models import Row


def courtesy(person: Person) -> str:
    """«Mevr. De Vries»: short, as colleagues write it."""
    title = {"vrouw": _("Mrs"), "man": _("Mr")}.get(person.gender, "")
    return f"{title} {names.surname_alone(person)}" if title else names.friendly_name(person)


def address(person: Person) -> str:
    """«Lindenhof 12, Zeist», as far as it is known."""
    number = f"{person.house_number}{person.house_addition}"
    street = f"{person.street} {number}".strip()
    return ", ".join(part for part in (street, person.city) if part)


def age(person: Person, today: date) -> str:
    """«83 jaar», empty without a birth date."""
    return age_in_years(person.birth_date, today) if person.birth_date else ""


def in_short(person: Person, today: date) -> str:
    """«Mevr. De Vries · 83 jaar · Lindenhof 12, Zeist», as far as it is known: under the title of a page."""
    return " · ".join(part for part in (courtesy(person), age(person, today), address(person)) if part)


def disc(person: Person) -> str:
    """Two letters for the disc: of the name somebody goes by and the surname without its infix."""
    first = person.preferred_name or person.given_name or person.initials
    return f"{first[:1]}{names.index_name(person)[:1]}".upper()


def person_row(line: PersonLine, terms: Terms, today: date) -> Row:
    """A person in a list, with the one badge that matters most."""
    person, tone = line.person, ""
    badge = ""
    if person.status not in ("", "actief"):
        badge = terms.label("person_status", person.status, language())
    elif line.open_signals:
        badge, tone = _("Signal"), "danger"
    elif line.open_referrals:
        badge, tone = _("Referred"), "info"
    about = " · ".join(part for part in (age(person, today), address(person)) if part)
    return Row(line.id, names.index_name(person), about, badge=badge, tone=tone, initials=disc(person))
