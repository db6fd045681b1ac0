"""The social map of the region: organisations, locations and services as valid HSDS 3.1 documents (DESIGN 7)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from veldwerk.demo.map_bank import ORGANISATIONS, SERVICES, OrganisationKind
from veldwerk.demo.name_bank import ORIGINS, YOUNGER
from veldwerk.demo.places import Address, Area, landline, make_address
from veldwerk.demo.world import Made, World
from veldwerk.domain.social_map import Location, Organization, Service

_COSTS = {0: 5.0, 250: 1.0, 350: 1.5, 500: 1.5, 750: 1.0, 1250: 0.6, 4500: 0.4}
_ACCESS = ("rolstoel", "ringleiding", "invalidentoilet", "lift", "eigen_parkeerplaats", "bus_voor_de_deur")


@dataclass(frozen=True, slots=True)
class _Place:
    record: Location
    address: Address
    area: Area


def social_map(world: World) -> Iterator[Made]:
    """Organisations, each with a location and its services; also fills `world.offers`."""
    offers: dict[str, list[Service]] = {}
    for kind in ORGANISATIONS:
        for name in _names(kind):
            organization = _organization(world, kind, name)
            yield organization, "kaart"
            place = _location(world, organization)
            yield place.record, "kaart"
            for service in _services(world, kind, organization, place):
                offers.setdefault(service.kind, []).append(service)
                yield service, "kaart"
    world.offers = {kind: tuple(services) for kind, services in offers.items()}


def _names(kind: OrganisationKind) -> Iterator[str]:
    """As many different names as the kind has: forms and names in turn, then the same with a part of the region."""
    forms, names = kind.forms, kind.names
    whole = [
        f"{forms[(n + turn) % len(forms)]} {name}"
        for turn in range(len(forms))
        for n, name in enumerate(names)
    ]
    yield from (whole + [f"{name} {part}" for part in ("Oost", "West", "Noord") for name in whole])[
        : kind.count
    ]


def _mail(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return f"info@{re.sub(r'[^a-z0-9]+', '-', plain.lower()).strip('-')}.example"


def _organization(world: World, kind: OrganisationKind, name: str) -> Organization:
    record = world.ids.new_id()
    document = {
        "id": record,
        "name": name,
        "description": kind.description,
        "email": _mail(name),
        "website": f"https://{_mail(name).split('@')[1]}",
        "phones": [{"id": world.ids.new_id(), "number": landline(world.rng), "type": "voice"}],
    }
    return Organization(id=record, name=name, document=document)


def _location(world: World, organization: Organization) -> _Place:
    area = world.weighted({one: one.weight for one in world.areas})
    address = make_address(world.rng, area)
    record = world.ids.new_id()
    document = {
        "id": record,
        "location_type": "physical",
        "name": organization.name,
        "latitude": area.latitude,
        "longitude": area.longitude,
        "addresses": [_hsds_address(world, address, area)],
    }
    location = Location(
        id=record,
        name=organization.name,
        organization_id=organization.id,
        postal_code=address.postal_code,
        document=document,
    )
    return _Place(location, address, area)


def _hsds_address(world: World, address: Address, area: Area) -> dict[str, object]:
    return {
        "id": world.ids.new_id(),
        "address_1": _line(address),
        "city": area.city,
        "state_province": area.province,
        "postal_code": address.postal_code,
        "country": "NL",
        "address_type": "physical",
    }


def _line(address: Address) -> str:
    return f"{address.street} {address.number}{address.addition}"


def _services(
    world: World, kind: OrganisationKind, organization: Organization, place: _Place
) -> Iterator[Service]:
    wanted = list(dict.fromkeys(kind.kinds))
    few = world.some(wanted, max(1, min(2, len(wanted))), min(3, len(wanted)))
    for one in few if not kind.everywhere else wanted:
        bank = SERVICES[one]
        for title, about in world.some(bank, 1, min(len(bank), 2)):
            yield _service(world, kind, organization, place, one, title, about)


def _checked(world: World) -> date | None:
    """Mostly fresh; some older than half a year, some older than a year, a few never (REQ-SK-01)."""
    spread = world.weighted({"fresh": 62.0, "stale": 24.0, "old": 10.0, "never": 4.0})
    if spread == "never":
        return None
    low, high = {"fresh": (2, 175), "stale": (185, 360), "old": (370, 900)}[spread]
    return world.today - timedelta(days=world.rng.randint(low, high))


def _covered(world: World, kind: OrganisationKind, area: Area) -> tuple[str, ...]:
    """The PC4 it works in: the whole region, or its own area with a few neighbours. None means everywhere."""
    if kind.everywhere:
        return ()
    codes = sorted(one.pc4 for one in world.areas)
    if world.chance(0.42):
        return tuple(codes)
    near = sorted(
        world.areas, key=lambda a: abs(a.latitude - area.latitude) + abs(a.longitude - area.longitude)
    )
    return tuple(sorted(one.pc4 for one in near[: world.rng.randint(2, 6)]))


def _service(
    world: World,
    kind: OrganisationKind,
    organization: Organization,
    place: _Place,
    one: str,
    title: str,
    about: str,
) -> Service:
    capacity = world.weighted({"vrij": 5.0, "wachtlijst": 2.0, "vol": 0.8, "onbekend": 2.6})
    meeting = one in (
        "ontmoeten_activiteit",
        "sociale_vaardigheden",
        "vervoer",
        "lichamelijk_zintuig",
        "praktische_hulp",
    )
    cost: int | None = world.weighted(_COSTS) if meeting else 0
    service = Service(
        id=world.ids.new_id(),
        name=f"{title} {organization.name}",
        organization_id=organization.id,
        organization_name=organization.name,
        location_id=place.record.id,
        kind=one,
        description=about,
        status="active" if world.chance(0.965) else world.pick(("temporarily closed", "inactive")),
        areas=_covered(world, kind, place.area),
        minimum_age=world.weighted({0: 6.0, 55: 2.0, 65: 2.0}) or None,
        maximum_age=90 if one == "lichamelijk_zintuig" and world.chance(0.1) else None,
        cost_cents=None if world.chance(0.15) else cost,
        capacity=capacity,
        waiting_weeks=world.pick((2, 3, 4, 6, 8, 12)) if capacity == "wachtlijst" else None,
        access=tuple(sorted(world.some(_ACCESS, 0, 3))),
        contact_name=_contact(world),
        phone=landline(world.rng),
        email=_mail(organization.name),
        address=_line(place.address),
        postal_code=place.address.postal_code,
        city=place.area.city,
        referral_needed=_referral_needed(world, kind, one),
        care_provider=kind.care,
        checked_on=_checked(world),
        checked_by=world.pick(world.workers).id,
        source="eigen opgave",
        ends_on=world.today + timedelta(days=world.rng.randint(20, 200)) if world.chance(0.03) else None,
    )
    return _documented(world, service, organization, place)


def _contact(world: World) -> str:
    if world.chance(0.12):
        return ""
    infix, family = world.pick(ORIGINS["nederlands"].surnames)
    return " ".join(part for part in (world.pick(YOUNGER), infix, family) if part)


def _referral_needed(world: World, kind: OrganisationKind, one: str) -> str:
    if one in ("ggz", "poh_ggz", "dementie_casemanager"):
        return "ja"
    return "nee" if not kind.care and world.chance(0.8) else "onbekend"


def _documented(world: World, service: Service, organization: Organization, place: _Place) -> Service:
    """The service with its HSDS document, of which the fields beside it are the index."""
    document: dict[str, object] = {
        "id": service.id,
        "name": service.name,
        "status": service.status,
        "description": service.description,
        "email": service.email,
        "organization": {
            "id": organization.id,
            "name": organization.name,
            "description": str(organization.document["description"]),
        },
        "phones": [{"id": world.ids.new_id(), "number": service.phone, "type": "voice"}],
        "service_at_locations": [
            {
                "id": world.ids.new_id(),
                "location": {
                    "id": place.record.id,
                    "location_type": "physical",
                    "name": place.record.name,
                    "addresses": place.record.document["addresses"],
                },
            }
        ],
        "service_areas": [{"id": world.ids.new_id(), "name": f"PC4 {pc4}"} for pc4 in service.areas],
    }
    if service.contact_name:
        document["contacts"] = [
            {"id": world.ids.new_id(), "name": service.contact_name, "email": service.email}
        ]
    if service.cost_cents is not None:
        document["cost_options"] = [
            {"id": world.ids.new_id(), "currency": "EUR", "amount": service.cost_cents / 100}
        ]
    for name in ("minimum_age", "maximum_age"):
        if (age := getattr(service, name)) is not None:
            document[name] = age
    if service.checked_on is not None:
        document["assured_date"] = service.checked_on.isoformat()
    return replace(service, document=document)
