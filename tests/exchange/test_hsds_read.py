"""Reading what others publish, writing what they can read, and our records in between."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veldwerk.domain.errors import UserError
from veldwerk.domain.social_map import Location, Organization, Service
from veldwerk.exchange import hsds
from veldwerk.exchange.hsds.entries import entries, location_document, organization_document, service_document

ID = "0198c000-0000-7000-8000-00000000000"
ORGANIZATION = {"id": f"{ID}1", "name": "Buurthuis De Brink", "description": "Ontmoeten"}
ADDRESS = {
    "id": f"{ID}4", "address_1": "Brink 1", "city": "Utrecht", "state_province": "Utrecht", "postal_code": "3521 AB",
    "country": "NL", "address_type": "physical",
}  # fmt: skip
PLACE = {"id": f"{ID}3", "location_type": "physical", "name": "De Brink", "addresses": [ADDRESS]}
SERVICE: dict[str, Any] = {
    "id": f"{ID}2",
    "name": "Samen eten",
    "status": "active",
    "description": "Elke dinsdag",
    "organization": ORGANIZATION,
    "phones": [{"id": f"{ID}5", "number": "030-1234567"}],
    "cost_options": [{"id": f"{ID}6", "amount": 7.5, "currency": "EUR"}, {"id": f"{ID}7", "amount": 3.5}],
    "assured_date": "2026-10-01",
    "service_at_locations": [{"id": f"{ID}8", "location": PLACE}],
    "service_areas": [{"id": f"{ID}9", "name": "Zuilen", "extent_type": "wijk"}],
}


def test_what_can_be_mended_is_and_is_said() -> None:
    given = {
        **SERVICE,
        "status": "Active",
        "url": "www.debrink.nl",
        "email": "bel ons",
        "assured_date": "24-11-2026",
        "minimum_age": "75",
        "maximum_age": None,
        "alert": "",
        "schedules": [{"id": "12", "opens_at": "9.30", "closes_at": "5:15 pm", "freq": "weekly"}, "dicht"],
        "phones": [{"id": f"{ID}5"}],
        "organization_id": 17,
    }
    reading = hsds.read(given)
    (document,) = reading.of("service")
    assert hsds.validate(document) == []
    assert (document["status"], document["url"]) == ("active", "https://www.debrink.nl")
    assert (document["assured_date"], document["minimum_age"]) == ("2026-11-24", 75)
    assert not {"email", "maximum_age", "alert"} & set(document)
    assert len(document["schedules"]) == 1  # type: ignore[arg-type]  # a list
    schedule = document["schedules"][0]  # type: ignore[index]  # a list
    assert (schedule["opens_at"], schedule["closes_at"], schedule["freq"]) == ("09:30", "17:15", "WEEKLY")
    assert document["phones"] == []
    said = {notice.path for notice in reading.notices}
    assert {"status", "url", "email", "assured_date", "schedules[1]", "phones[0].number"} <= said
    assert hsds.read(given) == reading


def test_a_right_document_stays_as_it_is() -> None:
    reading = hsds.read(SERVICE)
    assert reading.found[0].document == SERVICE
    assert reading.notices == ()


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({**SERVICE, "name": ""}, "name"),
        ({key: value for key, value in SERVICE.items() if key != "id"}, "id"),
        ({"contents": [SERVICE, {**SERVICE, "name": None}]}, "contents[1].name"),
    ],
)
def test_nothing_is_made_up_about_a_service(document: dict[str, Any], field: str) -> None:
    with pytest.raises(UserError) as error:
        hsds.read(document)
    assert (error.value.code, error.value.values["field"]) == ("hsds-field", field)


def test_files_that_are_something_else() -> None:
    with pytest.raises(UserError) as error:
        hsds.read({"naam": "x"})
    assert error.value.code == "no-hsds"
    with pytest.raises(UserError) as broken:
        hsds.load(b'{"id": 1,\n oops}')
    assert (broken.value.code, broken.value.values["line"]) == ("not-json", 2)


def test_lines_old_encodings_and_a_byte_order_mark_are_read() -> None:
    line = json.dumps(SERVICE).encode()
    assert hsds.load(line + b"\n" + line + b"\n") == [SERVICE, SERVICE]
    assert hsds.load(b"\xef\xbb\xbf" + line) == SERVICE
    assert hsds.load('{"name": "Café"}'.encode("cp1252")) == {"name": "Café"}


def test_what_is_written_is_read_back_and_never_wrong() -> None:
    assert hsds.load(hsds.write(SERVICE)) == SERVICE
    page = hsds.load(hsds.write([SERVICE, ORGANIZATION]))
    assert [one.kind for one in hsds.read(page).found] == ["service", "organization"]
    assert hsds.validate(hsds.page([])) == []
    with pytest.raises(ValueError, match="status"):
        hsds.write({**SERVICE, "status": "open"})


def test_a_document_becomes_records() -> None:
    organization, location, service = entries(hsds.read(SERVICE), source="gemeente")
    assert organization == Organization(id=f"{ID}1", name="Buurthuis De Brink", document=ORGANIZATION)
    assert location == Location(
        id=f"{ID}3", name="De Brink", organization_id=f"{ID}1", postal_code="3521 AB", document=PLACE
    )
    assert isinstance(service, Service)
    assert replace(service, document={}) == Service(
        id=f"{ID}2",
        name="Samen eten",
        organization_id=f"{ID}1",
        organization_name="Buurthuis De Brink",
        location_id=f"{ID}3",
        description="Elke dinsdag",
        cost_cents=350,
        phone="030-1234567",
        address="Brink 1",
        postal_code="3521 AB",
        city="Utrecht",
        checked_on=date(2026, 10, 1),
        source="gemeente",
    )


def test_services_of_a_full_organization_and_of_a_place_are_found() -> None:
    bare = {"id": f"{ID}2", "name": "Samen eten", "status": "active"}
    whole = {**ORGANIZATION, "services": [bare], "locations": [PLACE]}
    kinds = {one.KIND: one for one in entries(hsds.read(whole))}
    assert set(kinds) == {"organization", "location", "service"}
    assert kinds["service"].organization_id == f"{ID}1"  # type: ignore[union-attr]  # a service
    link = {"id": f"{ID}8", "service": bare, "location": PLACE}
    found = {one.KIND: one for one in entries(hsds.read(link))}
    assert found["service"].postal_code == "3521 AB"  # type: ignore[union-attr]  # a service


def test_what_people_corrected_goes_over_the_document() -> None:
    service = entries(hsds.read(SERVICE))[-1]
    assert isinstance(service, Service)
    corrected = replace(service, phone="030-7654321", cost_cents=None, description="", areas=("3521", "3522"))
    document = service_document(corrected)
    assert hsds.validate(document, "service") == []
    assert document["phones"] == [{"id": f"{ID}5", "number": "030-7654321"}]
    assert not {"cost_options", "description"} & set(document)
    assert [area["name"] for area in document["service_areas"]] == ["Zuilen", "3521", "3522"]  # type: ignore[attr-defined]  # a list
    assert document["organization"] == ORGANIZATION
    assert service_document(corrected) == document


words = (
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
    .map(str.strip)
    .filter(bool)
)
ids = st.integers(0, 2**40).map(lambda n: f"0198c000-0000-7000-8000-{n:012x}")
ages = st.none() | st.integers(0, 120)
services = st.builds(
    Service,
    id=ids,
    name=words.filter(lambda text: text.lower() not in ("null", "none")),
    organization_id=st.just("") | ids,
    kind=st.sampled_from(["", "ontmoeten_activiteit", "poh_ggz"]),
    description=st.just("") | words,
    status=st.sampled_from(["active", "inactive", "defunct", "temporarily closed"]),
    areas=st.lists(st.from_regex(r"[1-9][0-9]{3}", fullmatch=True), max_size=4, unique=True).map(
        lambda a: tuple(sorted(a))
    ),
    minimum_age=ages,
    maximum_age=ages,
    cost_cents=st.none() | st.integers(0, 100_000),
    capacity=st.sampled_from(["vrij", "wachtlijst", "vol", "onbekend"]),
    waiting_weeks=st.none() | st.integers(0, 60),
    access=st.sets(st.sampled_from(["rolstoel", "ringleiding", "lift"])).map(lambda a: tuple(sorted(a))),
    contact_name=st.just("") | words,
    phone=st.just("") | words,
    email=st.sampled_from(["", "info@brink.example"]),
    referral_needed=st.sampled_from(["ja", "nee", "onbekend"]),
    care_provider=st.booleans(),
    checked_on=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    ends_on=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)


@given(service=services)
def test_a_service_survives_the_trip_through_a_file(service: Service) -> None:
    back = entries(hsds.read(hsds.load(hsds.write(service_document(service)))))[-1]
    assert replace(back, document={}) == replace(service, document={})
    assert isinstance(back, Service)
    # A second trip changes nothing, so that nobody's map seems changed.
    assert service_document(back) == service_document(service)


def test_a_service_that_stands_alone_brings_its_address() -> None:
    service = Service(
        id=f"{ID}2",
        name="Eten",
        location_id=f"{ID}3",
        address="Brink 1",
        postal_code="3521 AB",
        city="Utrecht",
    )
    document = service_document(service)
    assert hsds.validate(document) == []
    made = {one.KIND: one for one in entries(hsds.read(document))}
    assert replace(made["service"], document={}) == service
    assert made["location"].id == f"{ID}3"


def test_ids_of_elsewhere_become_valid_ones() -> None:
    service = service_document(Service(id="dienst-7", name="Eten", organization_id="org-1"))
    organization = organization_document(Organization(id="org-1", name="Brink"))
    location = location_document(Location(id="loc-1", name="Brink", organization_id="org-1"))
    assert hsds.validate([service, organization, location]) == []
    assert service["organization_id"] == organization["id"] == location["organization_id"]
