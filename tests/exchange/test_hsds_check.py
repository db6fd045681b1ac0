"""The checker against the official JSON schemas, and cases of our own that hold without them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools import shared_data
from veldwerk.exchange.hsds import kind_of, validate
from veldwerk.exchange.hsds.check import NOT_DATE, NOT_TIME
from veldwerk.exchange.hsds.shapes import SHAPES, TABULAR_REQUIRED

ID = "0198c000-0000-7000-8000-000000000001"
SERVICE: dict[str, Any] = {"id": ID, "name": "Samen eten", "status": "active"}
FULL = {
    "organization": "organization_full",
    "service": "service_full",
    "service_at_location": "service_at_location_full",
    "location": "location",
    "taxonomy": "taxonomy",
    "taxonomy_term": "taxonomy_term",
}
OURS_ALONE = {
    ("organization", "services"),
    ("service_at_location", "service"),
    ("taxonomy", "taxonomy_terms"),
}
"""Nested in the full answers of the API; the single schemas do not name them."""


def changed(**fields: object) -> dict[str, Any]:
    return {**SERVICE, **fields}


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"status": "open"}, "status"),
        ({"status": None}, "status"),
        ({"id": "17"}, "id"),
        ({"name": 12}, "name"),
        ({"url": "www.samen-eten.nl"}, "url"),
        ({"email": "info(at)samen-eten.nl"}, "email"),
        ({"assured_date": "gisteren"}, "assured_date"),
        ({"assured_date": "2026-02-30"}, "assured_date"),
        ({"last_modified": "2026-02-03"}, "last_modified"),
        ({"minimum_age": "75"}, "minimum_age"),
        ({"minimum_age": True}, "minimum_age"),
        ({"phones": {}}, "phones"),
        ({"phones": ["030 123 45 67"]}, "phones[0]"),
        ({"phones": [{"id": ID}]}, "phones[0].number"),
        ({"organization": "Wijkcentrum"}, "organization"),
        ({"schedules": [{"id": ID, "opens_at": "25:00"}]}, "schedules[0].opens_at"),
        ({"schedules": [{"id": ID, "freq": "DAILY"}]}, "schedules[0].freq"),
        (
            {"service_at_locations": [{"id": ID, "location": {"id": ID, "location_type": "boat"}}]},
            "service_at_locations[0].location.location_type",
        ),
    ],
)
def test_a_fault_names_its_field(fields: dict[str, object], path: str) -> None:
    (fault,) = validate(changed(**fields), "service")
    assert fault.path == path
    assert fault.values["field"] == path
    assert fault.message.format(**fault.values)


@pytest.mark.parametrize("name", ["id", "name", "status"])
def test_what_is_required_must_be_there(name: str) -> None:
    document = {key: value for key, value in SERVICE.items() if key != name}
    assert [fault.path for fault in validate(document, "service")] == [name]


def test_a_service_without_faults_and_fields_of_a_profile_pass() -> None:
    times = {"id": ID, "opens_at": "09:00:00Z", "closes_at": "17:30", "valid_from": "2026-02-28"}
    good = changed(
        assured_date="2026-11-24T09:30:00Z",
        last_modified="2026-11-24T09:30:00.5+01:00",
        schedules=[times],
        minimum_age=75.5,
        url="https://samen-eten.example/lunch",
        nl_gemeente="GM0344",
    )
    assert validate(good) == []


def test_pages_lists_and_named_lists_are_looked_into() -> None:
    bad = changed(status="open")
    page = {"total_items": 2, "page_number": "1", "contents": [SERVICE, bad]}
    assert [fault.path for fault in validate(page)] == ["page_number", "contents[1].status"]
    assert [fault.path for fault in validate([bad, SERVICE])] == ["[0].status"]
    assert [fault.path for fault in validate({"services": [bad]})] == ["services[0].status"]
    assert [fault.path for fault in validate({"contents": "none"})] == ["contents"]


@pytest.mark.parametrize(
    "document", [None, 3, "tekst", {}, {"naam": "x"}, [1], {"name": "human_services_data", "version": "1"}]
)
def test_anything_else_is_no_hsds(document: object) -> None:
    assert validate(document)
    assert not isinstance(document, Mapping) or kind_of(document) is None


def test_the_answer_of_a_server_about_itself() -> None:
    base = {
        "version": "3.1",
        "profile": "https://example.nl/profile",
        "openapi_url": "https://example.nl/openapi.json",
    }
    assert validate(base) == []
    assert [fault.path for fault in validate({**base, "openapi_url": "docs/openapi.json"})] == ["openapi_url"]


@cache
def schemas() -> dict[str, dict[str, Any]]:
    data = shared_data.find()
    if data is None:
        pytest.skip(shared_data.ABSENT)
    folder = data / "hsds" / "hsds-3.1-dev" / "schema"
    if not folder.is_dir():
        pytest.skip("needs the official schemas, hsds/hsds-3.1-dev/schema in the shared data")
    paths = sorted(path for path in folder.glob("*.json") if path.name != "openapi.json")
    return {path.stem: json.loads(path.read_text("utf-8")) for path in paths}


@cache
def example(kind: str) -> dict[str, Any]:
    data = shared_data.find()
    assert data is not None
    path = data / "hsds" / "hsds-3.1-dev" / "examples" / f"{FULL[kind]}.json"
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


@cache
def judge(kind: str) -> Any:
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    validator = pytest.importorskip("jsonschema").Draft202012Validator
    resources = [(f"{name}.json", DRAFT202012.create_resource(schema)) for name, schema in schemas().items()]
    registry: Any = Registry().with_resources(resources)
    return validator(schemas()[kind], registry=registry, format_checker=validator.FORMAT_CHECKER)


def test_the_table_has_every_object_and_field_of_the_standard() -> None:
    official = schemas()
    assert set(official) == set(SHAPES) - {"base"}
    for kind, schema in official.items():
        ours = {name: shape for name, shape in SHAPES[kind].items() if (kind, name) not in OURS_ALONE}
        assert set(ours) == set(schema["properties"]), kind
        assert {name for name, shape in ours.items() if shape.required} == set(schema.get("required", ())), (
            kind
        )
        assert TABULAR_REQUIRED.get(kind, ()) == tuple(schema.get("tabular_required", ())), kind
        for name, shape in ours.items():
            assert shape_of(schema["properties"][name]) == (shape.type, shape.many, shape.codes), (kind, name)


def shape_of(official: Mapping[str, Any]) -> tuple[str, bool, tuple[str, ...]]:
    """An official property in the words of our table."""
    if official.get("type") == "array":
        return official["items"]["$ref"].removesuffix(".json"), True, ()
    if "$ref" in official:
        return official["$ref"].removesuffix(".json"), False, ()
    form = official.get("format") or official.get("datapackage_type") or official["type"]
    words = {"string": "text", "date-time": "moment", "datetime": "moment"}
    return words.get(form, form), False, tuple(official.get("enum", ()))


def spots(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place inside a document, except inside what only we look into."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        if (len(path) == 0 or key != "service") and key not in ("services", "taxonomy_terms"):
            yield (*path, key)
            yield from spots(inner, (*path, key))


@settings(max_examples=300)
@given(data=st.data(), kind=st.sampled_from(sorted(FULL)))
def test_changed_examples_are_judged_as_by_the_official_schemas(data: st.DataObject, kind: str) -> None:
    schemas()
    document = deepcopy(example(kind))
    place = data.draw(st.sampled_from(sorted(spots(document), key=str)))
    parent: Any = document
    for key in place[:-1]:
        parent = parent[key]
    new: Any = data.draw(
        st.sampled_from(["gone", None, 12, 1.5, True, "x", "", [], {}, ID, "a@b.nl", "https://b.nl", ["x"]])
    )
    if new == "gone" and isinstance(parent, dict):
        del parent[place[-1]]
    else:
        parent[place[-1]] = new
    official = {path_of(error) for error in judge(kind).iter_errors(document)}
    ours = {fault.path for fault in validate(document, kind) if fault.message not in (NOT_DATE, NOT_TIME)}
    alone = {path for path in ours if ".service." in f".{path}" or "services[" in path}
    assert ours - alone == official


def path_of(error: Any) -> str:
    """The path of an official error; of a missing field, that of the field."""
    made = ""
    for key in error.absolute_path:
        made += f"[{key}]" if isinstance(key, int) else f".{key}" if made else str(key)
    if error.validator == "required":
        name = error.message.split("'")[1]
        made += f".{name}" if made else name
    return made


def test_every_official_example_passes(shared_data: Path) -> None:
    examples = shared_data / "hsds" / "hsds-3.1-dev" / "examples"
    for path in sorted(examples.glob("*.json")):
        if path.name != "tabular.json":
            assert validate(json.loads(path.read_text("utf-8"))) == [], path.name
