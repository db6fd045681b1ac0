"""Between HSDS documents and our records: the document stays whole, what matching asks stands beside it (DESIGN 7).

What HSDS has no field for (intervention kind, room, access) travels as attributes whose `link_type` begins with
`veldwerk.`; four-digit postcodes as service areas of `extent_type` pc4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import cast
from uuid import uuid5

from veldwerk.domain.social_map import Location, Organization, Service
from veldwerk.exchange.hsds.documents import Document, Reading
from veldwerk.exchange.hsds.mend import NAMESPACE, uuid_of

PREFIX = "veldwerk."
PC4 = "pc4"


def entries(reading: Reading, *, source: str = "") -> list[Organization | Location | Service]:
    """The records a file holds, organisations first; nested ones count when they do not stand on their own.

    `source` says where the services come from. Ids are those of the documents, so that a second import finds them.
    """
    organizations = {str(one["id"]): one for one in reading.of("organization")}
    locations = {str(one["id"]): one for one in reading.of("location")}
    services = {str(one["id"]): one for one in reading.of("service")}
    for link in reading.of("service_at_location"):
        service = _child(link, "service")
        if service:
            services.setdefault(
                str(service["id"]), {**service, "service_at_locations": [_without(link, "service")]}
            )
    for organization in list(organizations.values()):
        for service in _children(organization, "services"):
            services.setdefault(str(service["id"]), {"organization_id": organization["id"], **service})
        for location in _children(organization, "locations"):
            locations.setdefault(str(location["id"]), {"organization_id": organization["id"], **location})
    for service in services.values():
        inner = _child(service, "organization")
        if inner:
            organizations.setdefault(str(inner["id"]), inner)
        for link in _children(service, "service_at_locations"):
            place = _child(link, "location")
            if place:
                locations.setdefault(str(place["id"]), place)
    made = [_service(one, organizations, locations, source) for one in services.values()]
    return [
        *(_organization(one) for one in organizations.values()),
        *(_location(one, made) for one in locations.values()),
        *made,
    ]


def organization_document(record: Organization) -> Document:
    """The stored document with what was corrected by hand; it validates."""
    kept = dict(record.document)
    return {
        **kept,
        "id": uuid_of("organization", record.id),
        "name": record.name,
        "description": kept.get("description") or record.name,
    }


def location_document(record: Location) -> Document:
    """The stored document with what was corrected by hand; it validates."""
    kept: Document = {"location_type": "physical", **record.document}
    kept |= {"id": uuid_of("location", record.id), "name": record.name}
    if record.organization_id:
        kept["organization_id"] = uuid_of("organization", record.organization_id)
    return kept


def service_document(record: Service) -> Document:
    """The stored document with the fields beside it laid over it: they are what people correct. It validates.

    An address for letters that no location in the document has becomes a location of its own.
    """
    kept = dict(record.document)
    out: Document = {
        **kept,
        "id": uuid_of("service", record.id),
        "name": record.name,
        "status": record.status,
        "description": record.description,
        "minimum_age": record.minimum_age,
        "maximum_age": record.maximum_age,
        "email": record.email if "@" in record.email else None,
        "assured_date": record.checked_on.isoformat() if record.checked_on else None,
        "contacts": _first(kept, "contacts", record, "name", record.contact_name),
        "phones": _first(kept, "phones", record, "number", record.phone),
        "cost_options": _costs(kept, record),
        "service_areas": _areas(kept, record),
        "attributes": _attributes(kept, record),
        "service_at_locations": _places(kept, record),
    }
    if record.organization_id:
        out["organization_id"] = uuid_of("organization", record.organization_id)
    # What was emptied by hand goes out of the document too.
    return {name: value for name, value in out.items() if value not in (None, "", [])}


def _organization(document: Document) -> Organization:
    return Organization(id=str(document["id"]), name=str(document["name"]), document=document)


def _location(document: Document, services: Sequence[Service]) -> Location:
    """The organisation of a location that names none is that of a service held there."""
    record = str(document["id"])
    organization = str(document.get("organization_id") or "")
    for service in services:
        if not organization and service.location_id == record:
            organization = service.organization_id
    address = _address(document)
    return Location(
        id=record,
        name=str(document.get("name") or address.get("address_1") or ""),
        organization_id=organization,
        postal_code=str(address.get("postal_code") or ""),
        document=document,
    )


def _service(
    document: Document,
    organizations: Mapping[str, Document],
    locations: Mapping[str, Document],
    source: str,
) -> Service:
    inner = _child(document, "organization")
    organization = str(document.get("organization_id") or inner.get("id") or "")
    links = _children(document, "service_at_locations")
    place = str(links[0].get("location_id") or _child(links[0], "location").get("id") or "") if links else ""
    address = _address(locations.get(place, {}))
    own = {str(one["link_type"])[len(PREFIX) :]: str(one.get("value") or "") for one in _own(document)}
    return Service(
        id=str(document["id"]),
        name=str(document["name"]),
        organization_id=organization,
        organization_name=str(organizations.get(organization, inner).get("name") or ""),
        location_id=place,
        kind=own.get("kind", ""),
        description=str(document.get("description") or ""),
        status=str(document["status"]),
        areas=tuple(sorted(str(one.get("extent")) for one in _pc4(document))),
        minimum_age=_age(document.get("minimum_age")),
        maximum_age=_age(document.get("maximum_age")),
        cost_cents=_cents(document),
        capacity=own.get("capacity", "onbekend"),
        waiting_weeks=int(own["waiting_weeks"]) if own.get("waiting_weeks", "").isdigit() else None,
        access=tuple(sorted(filter(None, own.get("access", "").split("|")))),
        contact_name=str(_head(document, "contacts").get("name") or ""),
        phone=str(_head(document, "phones").get("number") or ""),
        email=str(document.get("email") or ""),
        address=str(address.get("address_1") or ""),
        postal_code=str(address.get("postal_code") or ""),
        city=str(address.get("city") or ""),
        referral_needed=own.get("referral_needed", "onbekend"),
        care_provider=own.get("care_provider") == "ja",
        checked_on=_day(document.get("assured_date")),
        source=source,
        ends_on=_day(own.get("ends_on")),
        document=document,
    )


def _children(document: Mapping[str, object], name: str) -> list[Document]:
    value = document.get(name)
    return (
        [cast("Document", one) for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    )


def _child(document: Mapping[str, object], name: str) -> Document:
    value = document.get(name)
    return cast("Document", value) if isinstance(value, dict) else {}


def _head(document: Mapping[str, object], name: str) -> Document:
    return next(iter(_children(document, name)), {})


def _without(document: Document, name: str) -> Document:
    return {key: value for key, value in document.items() if key != name}


def _address(location: Mapping[str, object]) -> Document:
    """Where it is: the physical address before any other."""
    found = _children(location, "addresses")
    return next((one for one in found if one.get("address_type") == "physical"), next(iter(found), {}))


def _own(document: Mapping[str, object]) -> Iterator[Document]:
    for one in _children(document, "attributes"):
        if str(one.get("link_type") or "").startswith(PREFIX):
            yield one


def _pc4(document: Mapping[str, object]) -> list[Document]:
    return [
        one
        for one in _children(document, "service_areas")
        if one.get("extent_type") == PC4 and one.get("extent")
    ]


def _age(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) else None


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)[:10]) if value else None


def _cents(document: Mapping[str, object]) -> int | None:
    """The lowest price in euros; another currency is not a price we can compare."""
    amounts = []
    for one in _children(document, "cost_options"):
        amount = one.get("amount")
        if isinstance(amount, int | float) and str(one.get("currency") or "EUR").upper() == "EUR":
            amounts.append(round(amount * 100))
    return min(amounts) if amounts else None


def _part(record: Service, *what: object) -> str:
    """The id of a part we write ourselves: the same each time, so that nothing seems to have changed."""
    return str(uuid5(NAMESPACE, ":".join(str(one) for one in (record.id, *what))))


def _first(kept: Document, listed: str, record: Service, field: str, value: str) -> list[Document]:
    """The list with `value` laid over its first object; made when there is none, left alone when it is empty."""
    present = _children(kept, listed)
    if not value:
        return present
    if not present:
        return [{"id": _part(record, listed), field: value}]
    return [{**present[0], field: value}, *present[1:]]


def _costs(kept: Document, record: Service) -> list[Document]:
    present = _children(kept, "cost_options")
    if record.cost_cents == _cents(kept):
        return present
    if record.cost_cents is None:
        return []
    return [{"id": _part(record, "cost"), "currency": "EUR", "amount": record.cost_cents / 100}]


def _areas(kept: Document, record: Service) -> list[Document]:
    known = {str(one["extent"]): one for one in _pc4(kept)}
    others = [one for one in _children(kept, "service_areas") if one.get("extent_type") != PC4]
    ours = [
        known.get(code) or {"id": _part(record, PC4, code), "name": code, "extent": code, "extent_type": PC4}
        for code in record.areas
    ]
    return [*others, *ours]


def _attributes(kept: Document, record: Service) -> list[Document]:
    values = {
        "kind": record.kind,
        "capacity": record.capacity,
        "waiting_weeks": "" if record.waiting_weeks is None else str(record.waiting_weeks),
        "access": "|".join(sorted(record.access)),
        "referral_needed": record.referral_needed,
        "care_provider": "ja" if record.care_provider else "",
        "ends_on": record.ends_on.isoformat() if record.ends_on else "",
    }
    ours: list[Document] = [
        {"id": _part(record, name), "link_type": PREFIX + name, "value": value}
        for name, value in values.items()
        if value
    ]
    own = [str(one["id"]) for one in _own(kept)]
    others = [one for one in _children(kept, "attributes") if str(one.get("id")) not in own]
    return [*others, *ours]


def _places(kept: Document, record: Service) -> list[Document]:
    present = _children(kept, "service_at_locations")
    if present or not (record.address and record.city and record.postal_code):
        return present
    place = uuid_of("location", record.location_id) if record.location_id else _part(record, "location")
    address: Document = {
        "id": _part(record, "address"),
        "address_1": record.address,
        "city": record.city,
        "state_province": record.city,
        "postal_code": record.postal_code,
        "country": "NL",
        "address_type": "physical",
    }
    location: Document = {"id": place, "location_type": "physical", "addresses": [address]}
    return [{"id": _part(record, "place"), "location_id": place, "location": location}]
