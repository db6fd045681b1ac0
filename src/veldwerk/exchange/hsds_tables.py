"""The tables of HSDS packages, old and new, in the words of HSDS 3.1, and what each of them hangs on.

Older formats: HSDS 1.1 (`physical_addresses`, `regular_schedules`, `eligibility`, `services_taxonomy`, …) and the CSV of
Ohana API, in which ids are numbers and lists stand in one cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

Row = dict[str, object]
Cells = Mapping[str, str]

TOPS = ("organization", "service", "location", "taxonomy", "taxonomy_term")
"""What a package is read for; the rest hangs on these."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where rows of a kind go: the first of (link field, kind of the parent, list in it) that is there; «*» is any."""

    kind: str
    parents: tuple[tuple[str, str, str], ...]


def _link(kind: str, listed: str, *parents: str) -> Link:
    """`parents` are kinds, by the field `<kind>_id`, or `field>kind`."""
    made = []
    for one in parents:
        name, _, target = one.rpartition(">")
        made.append((name or f"{target}_id", target, listed))
    return Link(kind, tuple(made))


_PLACES = ("service_at_location", "location", "service", "organization")
WHERE: tuple[Link, ...] = (
    _link("metadata", "metadata", "resource_id>*"),
    _link("attribute", "attributes", "link_id>*"),
    _link("language", "languages", "phone", "location", "service"),
    _link("phone", "phones", "contact", *_PLACES),
    _link("contact", "contacts", *_PLACES),
    _link("address", "addresses", "location"),
    _link("accessibility", "accessibility", "location"),
    _link("schedule", "schedules", "service_at_location", "service", "location"),
    _link("service_area", "service_areas", "service_at_location", "service"),
    _link("cost_option", "cost_options", "service"),
    _link("required_document", "required_documents", "service"),
    _link("funding", "funding", "service", "organization"),
    _link("url", "additional_urls", "service"),
    _link("service_capacity", "capacities", "service"),
    _link("organization_identifier", "organization_identifiers", "organization"),
    _link("program", "programs", "organization"),
    _link("service_at_location", "service_at_locations", "service"),
)

HELD: tuple[tuple[str, str, str, str], ...] = (
    ("attribute", "taxonomy_term_id", "taxonomy_term", "taxonomy_term"),
    ("taxonomy_term", "taxonomy_id", "taxonomy", "taxonomy_detail"),
    ("service_capacity", "unit_id", "unit", "unit"),
    ("service_at_location", "location_id", "location", "location"),
)
"""(kind, link field, kind it points to, field): rows that take the object they point to inside."""

_KINDS = (
    "organization", "organization_identifier", "program", "service", "service_at_location", "location", "address",
    "contact", "phone", "schedule", "service_area", "language", "accessibility", "cost_option", "required_document",
    "funding", "url", "service_capacity", "unit", "taxonomy", "taxonomy_term", "attribute", "metadata",
    "meta_table_description",
)  # fmt: skip
PLURAL_TABLES = {
    "taxonomy": "taxonomies", "address": "addresses", "service_at_location": "service_at_location", "url": "url",
    "service_capacity": "service_capacity", "accessibility": "accessibility", "funding": "funding",
}  # fmt: skip

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Translate = Callable[[Cells], Iterator[tuple[str, Row]]]


def _renamed(kind: str, **names: str) -> Translate:
    """Rows of `kind`, with columns of an older name under their name of today (`new="old"`)."""

    def translate(cells: Cells) -> Iterator[tuple[str, Row]]:
        row: Row = dict(cells)
        for new, old in names.items():
            if old in row and new not in row:
                row[new] = row.pop(old)
        yield kind, row

    return translate


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]


def _service(cells: Cells) -> Iterator[tuple[str, Row]]:
    row: Row = dict(cells)
    for new, old in (
        ("url", "website"),
        ("eligibility_description", "eligibility"),
        ("fees_description", "fees"),
        ("interpretation_services", "interpretation_services"),
    ):
        if old in row and new not in row:
            row[new] = row.pop(old)
    key = cells.get("id", "")
    for name in _listed(str(row.pop("languages", ""))):
        yield "language", {"id": f"{key}:{name}", "service_id": key, "name": name}
    for name in _listed(str(row.pop("service_areas", ""))):
        yield "service_area", {"id": f"{key}:{name}", "service_id": key, "name": name}
    for name in _listed(str(row.pop("required_documents", ""))):
        yield "required_document", {"id": f"{key}:{name}", "service_id": key, "document": name}
    for code in _listed(str(row.pop("taxonomy_ids", ""))):
        yield "attribute", _term_link(f"{key}:{code}", key, code)
    place = row.pop("location_id", "")
    if place:
        yield "service_at_location", {"id": f"{key}:{place}", "service_id": key, "location_id": place}
    yield "service", row


def _term_link(record: str, service: str, term: str) -> Row:
    return {"id": record, "link_id": service, "link_entity": "service", "taxonomy_term_id": term}


def _location(cells: Cells) -> Iterator[tuple[str, Row]]:
    row: Row = dict(cells)
    key = cells.get("id", "")
    if "website" in row:
        row.setdefault("url", row.pop("website"))
    if str(row.pop("virtual", "")).lower() == "true":
        row["location_type"] = "virtual"
    for name in _listed(str(row.pop("languages", ""))):
        yield "language", {"id": f"{key}:{name}", "location_id": key, "name": name}
    for name in _listed(str(row.pop("accessibility", ""))):
        yield "accessibility", {"id": f"{key}:{name}", "location_id": key, "description": name}
    yield "location", row


def _address(kind: str) -> Translate:
    def translate(cells: Cells) -> Iterator[tuple[str, Row]]:
        yield "address", {**cells, "id": f"{kind}:{cells.get('id', '')}", "address_type": kind}

    return translate


def _regular_schedule(cells: Cells) -> Iterator[tuple[str, Row]]:
    """One weekday with its hours; days are names, 1 to 7 or codes."""
    said = cells.get("weekday", "").strip()
    lower = said.lower()
    day = said.upper()[:2]
    if lower in _DAY_NAMES:
        day = _DAYS[_DAY_NAMES.index(lower)]
    elif said in ("1", "2", "3", "4", "5", "6", "7"):
        day = _DAYS[int(said) - 1]
    row: Row = {name: value for name, value in cells.items() if name != "weekday"}
    row["id"] = f"{cells.get('id', '')}:{said}"
    yield "schedule", {**row, "freq": "WEEKLY", "byday": day} if day in _DAYS else row


def _holiday_schedule(cells: Cells) -> Iterator[tuple[str, Row]]:
    """Hours on special days. A closed day cannot be said in HSDS 3.1 but in words (specification #440)."""
    row: Row = {
        name: cells[name] for name in ("service_id", "location_id", "service_at_location_id") if name in cells
    }
    row |= {"id": f"holiday:{cells.get('id', '')}", "valid_from": cells.get("start_date")}
    row |= {"valid_to": cells.get("end_date")}
    if cells.get("closed", "").lower() in ("true", "1", "yes"):
        row["description"] = "closed"
    else:
        row |= {"opens_at": cells.get("opens_at"), "closes_at": cells.get("closes_at")}
    yield "schedule", row


def _eligibility(cells: Cells) -> Iterator[tuple[str, Row]]:
    yield (
        "attribute",
        {
            "id": f"eligibility:{cells.get('id', '')}",
            "link_id": cells.get("service_id"),
            "link_entity": "service",
            "link_type": "eligibility",
            "value": cells.get("eligibility"),
        },
    )


def _payment(cells: Cells) -> Iterator[tuple[str, Row]]:
    yield (
        "cost_option",
        {
            "id": f"payment:{cells.get('id', '')}",
            "service_id": cells.get("service_id"),
            "amount_description": cells.get("payment"),
        },
    )


def _phone(cells: Cells) -> Iterator[tuple[str, Row]]:
    row: Row = dict(cells)
    key = cells.get("id", "")
    if "number_type" in row:
        row.setdefault("type", row.pop("number_type"))
    if "department" in row:
        row.setdefault("description", row.pop("department"))
    for name in _listed(str(row.pop("language", ""))):
        yield "language", {"id": f"{key}:{name}", "phone_id": key, "name": name}
    yield "phone", row


def _term(cells: Cells) -> Iterator[tuple[str, Row]]:
    """A term of an old `taxonomy` table; in HSDS 3 a taxonomy is the list, and its lines are terms."""
    row: Row = {
        name: value
        for name, value in cells.items()
        if name not in ("taxonomy_id", "parent_name", "vocabulary")
    }
    row.setdefault("id", cells.get("taxonomy_id"))
    if "vocabulary" in cells:
        row["taxonomy"] = cells["vocabulary"]
    yield "taxonomy_term", row


def _service_taxonomy(cells: Cells) -> Iterator[tuple[str, Row]]:
    row = _term_link(cells.get("id", ""), cells.get("service_id", ""), cells.get("taxonomy_id", ""))
    yield "attribute", {**row, "value": cells.get("taxonomy_detail")}


_OLD: Mapping[str, Translate] = {
    "physical_addresses": _address("physical"),
    "physical_address": _address("physical"),
    "postal_addresses": _address("postal"),
    "postal_address": _address("postal"),
    "mail_addresses": _address("postal"),
    "regular_schedules": _regular_schedule,
    "regular_schedule": _regular_schedule,
    "holiday_schedules": _holiday_schedule,
    "holiday_schedule": _holiday_schedule,
    "eligibility": _eligibility,
    "payments_accepted": _payment,
    "payment_accepted": _payment,
    "services_taxonomy": _service_taxonomy,
    "service_taxonomy": _service_taxonomy,
    "accessibility_for_disabilities": _renamed("accessibility", description="accessibility"),
    "organizations": _renamed("organization", website="url"),
    "organization": _renamed("organization", website="url"),
    "services": _service,
    "service": _service,
    "locations": _location,
    "location": _location,
    "phones": _phone,
    "phone": _phone,
    "languages": _renamed("language", name="language"),
    "language": _renamed("language", name="language"),
    "service_areas": _renamed("service_area", name="service_area"),
    "service_area": _renamed("service_area", name="service_area"),
    "services_at_location": _renamed("service_at_location"),
    "service_at_locations": _renamed("service_at_location"),
    "urls": _renamed("url"),
}
ALIASES: Mapping[str, Translate] = MappingProxyType(
    {
        **{kind: _renamed(kind) for kind in _KINDS},
        **{PLURAL_TABLES.get(kind, f"{kind}s"): _renamed(kind) for kind in _KINDS},
        **_OLD,
    }
)
"""Table name to how its rows are translated."""


def translated(table: str, rows: Sequence[Cells]) -> Iterator[tuple[str, Row]]:
    """(kind, row) for each row of a table; one row may become several."""
    translate = ALIASES[table]
    if table == "taxonomy" and rows and "description" not in rows[0]:
        translate = _term
    for cells in rows:
        yield from translate(cells)
