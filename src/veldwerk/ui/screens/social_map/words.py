"""A service in words. What is not known is said so: unknown is never «no»."""

from __future__ import annotations

from datetime import date

from veldwerk.domain.social_map import Service
from veldwerk.domain.terms import Terms
from veldwerk.rules.table import RuleTable
from veldwerk.services.social_map import freshness
from veldwerk.texts import _, language, ngettext
from veldwerk.texts.dates import long_date
from veldwerk.texts.numbers import decimal
from veldwerk.ui.models import Row

MARKS = {"fresh": ("done", "ok"), "stale": ("clock", "warn"), "ask": ("phone", "danger")}
"""Icon and tone of each freshness."""


def unknown() -> str:
    """How the unknown is said."""
    return _("not known")


def kind_words(table: RuleTable, kind: str) -> str:
    """The label of an intervention kind; the code itself when the table does not know it."""
    known = table.interventions.get(kind)
    return known.label.text(language()) if known is not None else kind


def service_row(service: Service, table: RuleTable, terms: Terms, today: date) -> Row:
    """A service in the list, with how fresh it is."""
    state = freshness(service, today)
    icon, tone = MARKS[state]
    about = " · ".join(part for part in (kind_words(table, service.kind), service.city) if part)
    return Row(
        service.id,
        service.name,
        about,
        badge="" if state == "fresh" else terms.label("freshness", state, language()),
        tone=tone,
        icon=icon,
        icon_tone=tone,
    )


def checked(service: Service, who: str, today: date) -> str:
    """When it was last looked at, and by whom; what to do when that is long ago."""
    state = freshness(service, today)
    if service.checked_on is None:
        return _("Never checked. Ring first before you refer.")
    day = long_date(service.checked_on)
    if state == "ask":
        return _("Not checked since {date}. Ring first before you refer.").format(date=day)
    if state == "stale":
        return _("Not checked since {date}.").format(date=day)
    if who:
        return _("Checked on {date} by {name}").format(date=day, name=who)
    return _("Checked on {date}").format(date=day)


def costs(service: Service) -> str:
    """«gratis», «€ 2,50», «niet bekend»."""
    if service.cost_cents is None:
        return unknown()
    if service.cost_cents == 0:
        return _("free of charge")
    return f"€ {decimal(service.cost_cents / 100, 2)}"


def waiting(service: Service) -> str:
    """How long people wait."""
    if service.waiting_weeks is None:
        return _("no waiting") if service.capacity == "vrij" else unknown()
    if service.waiting_weeks == 0:
        return _("no waiting")
    weeks = service.waiting_weeks
    return ngettext("{n} week", "{n} weeks", weeks).format(n=weeks)


def ages(service: Service) -> str:
    """For which ages it is."""
    low, high = service.minimum_age, service.maximum_age
    if low is not None and high is not None:
        return _("{low} to {high} years").format(low=low, high=high)
    if low is not None:
        return _("from {age} years").format(age=low)
    if high is not None:
        return _("up to {age} years").format(age=high)
    return _("all ages")


def areas(service: Service) -> str:
    """Where it works: four digits of postcodes."""
    return ", ".join(service.areas) if service.areas else _("everywhere")


def place(service: Service) -> str:
    """«Brugstraat 3, 3702 BB Zeist»."""
    town = " ".join(part for part in (service.postal_code, service.city) if part)
    return ", ".join(part for part in (service.address, town) if part) or unknown()


def contact_facts(service: Service) -> list[tuple[str, str]]:
    """Whom to ring, and where."""
    return [
        (_("Contact person"), service.contact_name or unknown()),
        (_("Phone"), service.phone or unknown()),
        (_("Email"), service.email or unknown()),
        (_("Address"), place(service)),
    ]


def offer_facts(service: Service, terms: Terms) -> list[tuple[str, str]]:
    """What it costs, whether there is room and for whom it is."""
    now = language()
    access = ", ".join(terms.label("access", code, now) for code in service.access)
    facts = [
        (_("Room"), terms.label("capacity", service.capacity, now)),
        (_("Waiting time"), waiting(service)),
        (_("Costs"), costs(service)),
        (_("For whom"), ages(service)),
        (_("Works in"), areas(service)),
        (_("Way in"), terms.label("referral_needed", service.referral_needed or "onbekend", now)),
        (_("Access"), access or unknown()),
    ]
    if service.ends_on is not None:
        facts.append((_("Ends on"), long_date(service.ends_on)))
    return facts
