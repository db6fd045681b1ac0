"""People of 75 and over, and what only a care provider may hold of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from veldwerk.domain.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """One number: `number` as typed, `label` whose it is (eigen, dochter)."""

    id: str
    number: str
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """Somebody with an open file. Name parts follow Dutch usage (DOMAIN 2.5), the birth date may be unknown.

    `name_use` is eigen, partner, eigen-partner or partner-eigen; `status` is actief, overleden, verhuisd,
    opgenomen or afgesloten; `living` is alleen, samen, instelling or onbekend.
    """

    KIND: ClassVar[str] = "person"
    client_number: str = ""
    initials: str = ""
    given_name: str = ""
    preferred_name: str = ""
    infix: str = ""
    family_name: str = ""
    partner_infix: str = ""
    partner_name: str = ""
    name_use: str = "eigen"
    gender: str = "onbekend"
    salutation: str = ""
    birth_date: date | None = None
    street: str = ""
    house_number: str = ""
    house_addition: str = ""
    postal_code: str = ""
    city: str = ""
    area: str = ""
    phones: tuple[Phone, ...] = ()
    email: str = ""
    living: str = "onbekend"
    language: str = "nl"
    gp_name: str = ""
    alerts: str = ""
    status: str = "actief"
    no_visits: bool = False
    source: str = ""
    opened_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCare(Record):
    """Care-provider data of one person (space `zorg`): BSN and how it was verified (REQ-LAW-12)."""

    KIND: ClassVar[str] = "person_care"
    person_id: str = ""
    bsn: str = ""
    bsn_verified_on: date | None = None
    bsn_verified_how: str = ""
    health_note: str = ""
