"""HSDS 3.1 as a table: the objects, their fields, what is required, and what a value must look like.

Source: openreferral/specification, branch 3.1-dev (2024-10-10); tests hold it against the official JSON schemas.
Beyond those: dates are really dates, times really times, and the nested `services` and `service` of the API's full
answers are checked too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class FieldShape:
    """One field. `type` is text, uuid, uri, email, number, integer, boolean, date, time, moment, or the kind of a nested
    object; `many` makes it a list of those; `codes` are the allowed words of a text.
    """

    name: str
    type: str
    required: bool = False
    many: bool = False
    codes: tuple[str, ...] = ()


Shape = Mapping[str, FieldShape]


def _field(text: str) -> FieldShape:
    """`name`, `name!` (required), `name:type`, `name:[kind]` (list), `name=a|b` (codes, «_» for a space)."""
    text, _, codes = text.partition("=")
    text, _, kind = text.partition(":")
    many = kind.startswith("[")
    return FieldShape(
        text.removesuffix("!"),
        kind.strip("[]") or "text",
        text.endswith("!"),
        many,
        tuple(code.replace("_", " ") for code in codes.split("|") if code),
    )


def _shape(text: str) -> Shape:
    return MappingProxyType({field.name: field for field in map(_field, text.split())})


_NOTES = " attributes:[attribute] metadata:[metadata]"

SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "organization": _shape(
            "id!:uuid name! alternate_name description! email:email website:uri additional_websites:[url] tax_status "
            "tax_id year_incorporated:number legal_status logo uri:uri parent_organization_id:uuid funding:[funding] "
            "contacts:[contact] phones:[phone] locations:[location] programs:[program] services:[service] "
            "organization_identifiers:[organization_identifier]" + _NOTES
        ),
        "organization_identifier": _shape(
            "id!:uuid organization_id:uuid identifier_scheme identifier_type! identifier!" + _NOTES
        ),
        "program": _shape("id!:uuid organization_id:uuid name! alternate_name description!" + _NOTES),
        "service": _shape(
            "id!:uuid organization_id:uuid program_id:uuid name! alternate_name description url:uri "
            "additional_urls:[url] email:email status!=active|inactive|defunct|temporarily_closed "
            "interpretation_services application_process fees_description wait_time fees accreditations "
            "eligibility_description minimum_age:number maximum_age:number assured_date:date assurer_email:email "
            "licenses alert last_modified:moment phones:[phone] schedules:[schedule] service_areas:[service_area] "
            "service_at_locations:[service_at_location] languages:[language] organization:organization "
            "funding:[funding] cost_options:[cost_option] program:program required_documents:[required_document] "
            "contacts:[contact] capacities:[service_capacity]" + _NOTES
        ),
        "service_at_location": _shape(
            "id!:uuid service_id:uuid location_id:uuid description service_areas:[service_area] contacts:[contact] "
            "phones:[phone] schedules:[schedule] location:location service:service" + _NOTES
        ),
        "location": _shape(
            "id!:uuid location_type!=physical|postal|virtual url:uri organization_id:uuid name alternate_name "
            "description transportation latitude:number longitude:number external_identifier "
            "external_identifier_type languages:[language] addresses:[address] contacts:[contact] "
            "accessibility:[accessibility] phones:[phone] schedules:[schedule]" + _NOTES
        ),
        "address": _shape(
            "id!:uuid location_id:uuid attention address_1! address_2 city! region state_province! postal_code! "
            "country! address_type!=physical|postal|virtual" + _NOTES
        ),
        "contact": _shape(
            "id!:uuid organization_id:uuid service_id:uuid service_at_location_id:uuid location_id:uuid name title "
            "department email:email phones:[phone]" + _NOTES
        ),
        "phone": _shape(
            "id!:uuid location_id:uuid service_id:uuid organization_id:uuid contact_id:uuid "
            "service_at_location_id:uuid number! extension:number type description languages:[language]"
            + _NOTES
        ),
        "schedule": _shape(
            "id!:uuid service_id:uuid location_id:uuid service_at_location_id:uuid valid_from:date valid_to:date "
            "dtstart:date timezone:number until:date count:number wkst=MO|TU|WE|TH|FR|SA|SU freq=WEEKLY|MONTHLY "
            "interval:number byday byweekno bymonthday byyearday description opens_at:time closes_at:time "
            "schedule_link:uri attending_type notes" + _NOTES
        ),
        "service_area": _shape(
            "id!:uuid service_id:uuid service_at_location_id:uuid name description extent extent_type uri"
            + _NOTES
        ),
        "language": _shape("id!:uuid service_id:uuid location_id:uuid phone_id:uuid name code note" + _NOTES),
        "accessibility": _shape("id!:uuid location_id:uuid description details url:uri" + _NOTES),
        "cost_option": _shape(
            "id!:uuid service_id:uuid valid_from:date valid_to:date option currency amount:number "
            "amount_description" + _NOTES
        ),
        "required_document": _shape("id!:uuid service_id:uuid document uri:uri" + _NOTES),
        "funding": _shape("id!:uuid organization_id:uuid service_id:uuid source" + _NOTES),
        "url": _shape("id!:uuid label url!:uri organization_id:uuid service_id:uuid" + _NOTES),
        "service_capacity": _shape(
            "id!:uuid service_id:uuid unit!:unit unit_id:uuid available!:number maximum:number description "
            "updated!:moment" + _NOTES
        ),
        "unit": _shape("id!:uuid name! scheme identifier uri:uri" + _NOTES),
        "taxonomy": _shape(
            "id!:uuid name! description! uri:uri version taxonomy_terms:[taxonomy_term] metadata:[metadata]"
        ),
        "taxonomy_term": _shape(
            "id!:uuid code name! description! parent_id:uuid taxonomy taxonomy_detail:taxonomy language "
            "taxonomy_id:uuid term_uri:uri metadata:[metadata]"
        ),
        "attribute": _shape(
            "id!:uuid link_id:uuid taxonomy_term_id:uuid link_type link_entity value taxonomy_term:taxonomy_term "
            "label metadata:[metadata]"
        ),
        "metadata": _shape(
            "id!:uuid resource_id:uuid resource_type last_action_date!:date last_action_type! field_name! "
            "previous_value! replacement_value! updated_by!"
        ),
        "meta_table_description": _shape("id!:uuid name language character_set" + _NOTES),
        "base": _shape("version! profile:uri openapi_url!:uri"),
    }
)
"""Kind to its fields. `base` is the answer of `GET /`."""

PAGE: Shape = _shape(
    "total_items:integer total_pages:integer page_number:integer size:integer first_page:boolean last_page:boolean "
    "empty:boolean"
)
"""What stands around the `contents` of a list answer."""

PLURALS: Mapping[str, str] = MappingProxyType(
    {
        "organizations": "organization",
        "services": "service",
        "locations": "location",
        "service_at_locations": "service_at_location",
        "taxonomies": "taxonomy",
        "taxonomy_terms": "taxonomy_term",
    }
)
"""Names of lists in files that wrap them."""

TABULAR_REQUIRED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "organization_identifier": ("organization_id",),
        "program": ("organization_id",),
        "service": ("organization_id",),
        "service_at_location": ("service_id", "location_id"),
        "cost_option": ("service_id",),
        "service_capacity": ("unit_id", "service_id"),
        "attribute": ("link_id", "taxonomy_term_id", "link_entity"),
        "metadata": ("resource_id", "resource_type"),
    }
)
"""Links that only the tabular form needs."""
