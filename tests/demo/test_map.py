"""The generated social map is valid HSDS 3.1 and covers every kind that can be referred to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.demo.conftest import make_world
from veldwerk.demo.world import World
from veldwerk.domain.records import Record
from veldwerk.domain.social_map import Location, Organization, Service

STATUSES = {"active", "inactive", "defunct", "temporarily closed"}
ADDRESS = ("id", "address_1", "city", "state_province", "postal_code", "country", "address_type")


@pytest.fixture(scope="module")
def made() -> tuple[World, list[Record]]:
    world, records = make_world(1)
    return world, [record for record, _ in records]


def _ids(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [str(value["id"])] if "id" in value else []
        return own + [one for inner in value.values() for one in _ids(inner)]
    return [one for inner in value for one in _ids(inner)] if isinstance(value, list) else []


def test_documents_have_what_hsds_requires(made: tuple[World, list[Record]]) -> None:
    for record in made[1]:
        assert isinstance(record, Organization | Location | Service)
        document: dict[str, Any] = dict(record.document)
        assert document["id"] == record.id
        for one in _ids(document):
            UUID(one)
        if isinstance(record, Organization):
            assert document["name"] == record.name
            assert document["description"]
        elif isinstance(record, Location):
            assert document["location_type"] == "physical"
            assert all(address[name] for address in document["addresses"] for name in ADDRESS)
        else:
            assert document["name"] == record.name
            assert document["status"] in STATUSES
            assert document.get("assured_date") == (
                record.checked_on.isoformat() if record.checked_on else None
            )
            assert all(phone["number"] for phone in document["phones"])
            assert all(set(contact) >= {"id"} for contact in document.get("contacts", []))


def test_documents_pass_the_official_schemas(made: tuple[World, list[Record]], shared_data: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    referencing = pytest.importorskip("referencing")
    folder = shared_data / "hsds" / "hsds-3.1-dev" / "schema"
    if not folder.is_dir():
        pytest.skip("the official schemas are not among the borrowed data")
    schemas = {path.name: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}
    registry = referencing.Registry().with_resources(
        (name, referencing.Resource.from_contents(schema, referencing.jsonschema.DRAFT202012))
        for name, schema in schemas.items()
    )
    for kind, name in ((Organization, "organization"), (Location, "location"), (Service, "service")):
        schema = schemas[f"{name}.json"]
        check = jsonschema.Draft202012Validator(
            schema, registry=registry, format_checker=jsonschema.FormatChecker()
        )
        for record in [one for one in made[1] if isinstance(one, kind)][:60]:
            assert not [error.message for error in check.iter_errors(dict(record.document))]


def test_size_names_and_kinds(made: tuple[World, list[Record]]) -> None:
    world, records = made
    organizations = [one for one in records if isinstance(one, Organization)]
    services = [one for one in records if isinstance(one, Service)]
    assert 100 <= len(organizations) <= 140
    assert 250 <= len(services) <= 450
    assert len({one.name for one in organizations}) == len(organizations)
    table = world.knowledge.rules.interventions
    missing = {kind for kind, one in table.items() if one.referral} - set(world.offers)
    assert not missing
    areas = {area.pc4 for area in world.areas}
    assert all(set(service.areas) <= areas for service in services)
    assert all(service.email.endswith(".example") for service in services)
    assert {service.capacity for service in services} == {"vrij", "wachtlijst", "vol", "onbekend"}
    assert any(service.cost_cents is None for service in services)
