"""The social map after HSDS 3.1: the document is the truth, what matching needs is indexed beside it (DESIGN 7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from veldwerk.domain.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization(Record):
    """An HSDS organization."""

    KIND: ClassVar[str] = "organization"
    name: str = ""
    document: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Location(Record):
    """An HSDS location."""

    KIND: ClassVar[str] = "location"
    name: str = ""
    organization_id: str = ""
    postal_code: str = ""
    document: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Record):
    """An HSDS service, with what matching asks of it.

    `kind` is an intervention code of DOMAIN 4.5. Unknown is not «no»: `capacity` is vrij, wachtlijst, vol or
    onbekend; costs are euro cents, None when not known. `areas` are PC4 codes, none means everywhere.
    """

    KIND: ClassVar[str] = "service"
    name: str = ""
    organization_id: str = ""
    organization_name: str = ""
    location_id: str = ""
    kind: str = ""
    description: str = ""
    status: str = "active"
    areas: tuple[str, ...] = ()
    minimum_age: int | None = None
    maximum_age: int | None = None
    cost_cents: int | None = None
    capacity: str = "onbekend"
    waiting_weeks: int | None = None
    access: tuple[str, ...] = ()
    contact_name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    referral_needed: str = "onbekend"
    care_provider: bool = False
    checked_on: date | None = None
    checked_by: str = ""
    source: str = ""
    ends_on: date | None = None
    document: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferGap(Record):
    """Ontbrekend aanbod: kind, area, reason and nothing about a client (REQ-SK-04)."""

    KIND: ClassVar[str] = "offer_gap"
    kind: str = ""
    area: str = ""
    reason: str = ""
    found_on: date | None = None
