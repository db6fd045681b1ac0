"""A note with two texts in words: whose note, which note, who wrote what and when."""

from __future__ import annotations

from datetime import date, datetime

from veldwerk.domain import names
from veldwerk.domain.terms import Terms
from veldwerk.services.sync_conflicts import Conflict, Settled, Text
from veldwerk.texts import _, language
from veldwerk.texts.dates import clock_time, relative_day


def moment(at: datetime, today: date) -> str:
    """«vandaag om 10:42», «3 november om 9:15»."""
    return _("{day} at {time}").format(day=relative_day(at.date(), today), time=clock_time(at))


def whose(terms: Terms, one: Conflict | Settled) -> str:
    """The person it is about, or what the record is called, or what kind of record it is."""
    if one.person is not None:
        return names.friendly_name(one.person)
    return one.about or terms.label("kind", one.kind, language())


def field(terms: Terms, one: Conflict | Settled) -> str:
    """Which note it is: «Let hierop»."""
    return terms.label("note_field", f"{one.kind}/{one.path}", language())


def place(terms: Terms, one: Conflict | Settled) -> str:
    """Which note of what: «Bezoek: Afspraken van het bezoek»."""
    kind = terms.label("kind", one.kind, language())
    return _("{kind}: {field}").format(kind=kind, field=field(terms, one))


def writer(one: Text, me: str) -> str:
    """«U schreef», «Karim schreef»; «Uw collega schreef» of somebody whose name is not known here."""
    if one.worker == me:
        return _("You wrote")
    return _("{name} wrote").format(name=one.name) if one.name else _("Your colleague wrote")


def settler(one: Settled, me: str) -> str:
    """Who brought it together."""
    if one.worker == me:
        return _("You brought these texts together")
    if one.name:
        return _("{name} brought these texts together").format(name=one.name)
    return _("A colleague brought these texts together")
