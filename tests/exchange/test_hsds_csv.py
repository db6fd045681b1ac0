"""Tables of a social map, of today and of long ago, as nested documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from veldwerk.domain.errors import UserError
from veldwerk.exchange import hsds
from veldwerk.exchange.hsds_csv import holds_tables, read_folder, read_tables, validate_folder

ID = "0198c000-0000-7000-8000-00000000000"


def package(folder: Path, **tables: str) -> Path:
    for name, text in tables.items():
        lines = [line.strip() for line in text.strip().splitlines()]
        (folder / f"{name}.csv").write_text("\r\n".join(lines) + "\r\n", "utf-8")
    return folder


def today(folder: Path) -> Path:
    return package(
        folder,
        organizations=f"id,name,description\n{ID}1,De Brink,Ontmoeten",
        services=f"""id,organization_id,name,status,minimum_age,description
            {ID}2,{ID}1,Samen eten,active,75,"Elke dinsdag, ook in de zomer" """,
        locations=f"id,location_type,name,latitude,longitude\n{ID}3,physical,De Brink,52.1,5.1",
        service_at_location=f"id,service_id,location_id\n{ID}4,{ID}2,{ID}3",
        addresses=f"""id,location_id,address_1,city,state_province,postal_code,country,address_type
            {ID}5,{ID}3,Brink 1,Utrecht,Utrecht,3521 AB,NL,physical""",
        phones=f"id,location_id,service_id,number\n{ID}6,,{ID}2,030-1234567\n{ID}7,{ID}3,,030-7654321",
        taxonomies=f"id,name,description\n{ID}8,Behoefte,Waaraan",
        taxonomy_terms=f"id,name,description,taxonomy_id\n{ID}9,Eten,Samen eten,{ID}8",
        attributes=f"id,link_id,link_entity,taxonomy_term_id\n{ID}a,{ID}2,service,{ID}9\n{ID}b,{ID}f,service,{ID}9",
    )


def test_a_package_of_today_is_nested(tmp_path: Path) -> None:
    reading = read_folder(today(tmp_path))
    (service,) = reading.of("service")
    assert hsds.validate(service, "service") == []
    assert (service["minimum_age"], service["description"]) == (75, "Elke dinsdag, ook in de zomer")
    assert [phone["number"] for phone in service["phones"]] == ["030-1234567"]  # type: ignore[attr-defined]  # a list
    link = service["service_at_locations"][0]  # type: ignore[index]  # a list
    assert link["location"]["addresses"][0]["postal_code"] == "3521 AB"
    assert link["location"]["phones"][0]["number"] == "030-7654321"
    assert len(service["attributes"]) == 1  # type: ignore[arg-type]  # a list
    attribute = service["attributes"][0]  # type: ignore[index]  # a list
    assert attribute["taxonomy_term"]["taxonomy_detail"]["name"] == "Behoefte"
    assert [notice.values["table"] for notice in reading.notices] == ["attribute"]
    assert {one.KIND for one in hsds.entries(reading)} == {"organization", "location", "service"}


def test_a_package_of_today_is_checked_row_by_row(tmp_path: Path) -> None:
    assert validate_folder(today(tmp_path)) == []
    package(tmp_path, services=f"id,name,status,minimum_age\n{ID}2,Eten,open,vijf", urls="id\nx")
    assert [fault.path for fault in validate_folder(tmp_path)] == [
        "services[1].status",
        "services[1].minimum_age",
        "services[1].organization_id",
        "urls.csv",
    ]


def test_a_package_of_version_1_becomes_version_3(tmp_path: Path) -> None:
    package(
        tmp_path,
        organizations="id,name,description,url\n1,De Brink,,debrink.nl",
        services="id,organization_id,name,status,taxonomy_ids\n5,1,Samen eten,active,\n6,9,Zonder organisatie,,",
        locations="id,organization_id,name\n3,1,De Brink",
        services_at_location="id,service_id,location_id\n4,5,3",
        physical_addresses="id,location_id,address_1,city,state_province,postal_code,country\n1,3,Brink 1,Utrecht,,3521 AB,NL",
        postal_addresses="id,location_id,address_1,city,state_province,postal_code,country\n1,3,Postbus 1,Utrecht,,3500 AA,NL",
        regular_schedules="id,service_id,weekday,opens_at,closes_at\n1,5,1,9:00,17:00\n1,5,Friday,10:00,12:00\n2,5,ooit,1,2",
        holiday_schedules="id,service_id,closed,start_date,end_date\n1,5,true,2026-12-25,2026-12-26",
        eligibility="id,service_id,eligibility\n1,5,75 jaar en ouder",
        payments_accepted="id,service_id,payment\n1,5,contant",
        accessibility_for_disabilities="id,location_id,accessibility\n1,3,rolstoel",
        languages="id,service_id,language\n1,5,Nederlands",
        taxonomy="id,name,parent_id,vocabulary\nE,Eten,,eigen",
        services_taxonomy="id,service_id,taxonomy_id\n1,5,E",
        klanten="id,naam\n1,Jansen",
    )
    reading = read_folder(tmp_path)
    assert all(hsds.validate(one.document, one.kind) == [] for one in reading.found)
    (organization,) = reading.of("organization")
    assert (organization["description"], organization["website"]) == ("De Brink", "https://debrink.nl")
    service, other = reading.of("service")
    assert (other["status"], service["organization_id"]) == ("active", organization["id"])
    hours = {(one.get("byday"), one.get("opens_at")) for one in service["schedules"]}  # type: ignore[attr-defined]  # a list
    assert hours == {("MO", "09:00"), ("FR", "10:00"), (None, None)}
    assert [one["description"] for one in service["schedules"] if "description" in one] == ["closed"]  # type: ignore[attr-defined]  # a list
    values = {one.get("value") or one["taxonomy_term"]["name"] for one in service["attributes"]}  # type: ignore[attr-defined]  # a list
    assert values == {"75 jaar en ouder", "Eten"}
    (location,) = reading.of("location")
    assert [one["address_type"] for one in location["addresses"]] == ["physical", "postal"]  # type: ignore[attr-defined]  # a list
    assert location["accessibility"][0]["description"] == "rolstoel"  # type: ignore[index]  # a list
    assert "klanten.csv" in {notice.values.get("table") for notice in reading.notices}
    assert read_folder(tmp_path) == reading


def test_lists_in_one_cell_are_taken_apart(tmp_path: Path) -> None:
    package(
        tmp_path,
        organizations="id,name\n1,De Brink",
        locations='id,organization_id,name,accessibility,languages,virtual\n3,1,De Brink,"rolstoel, lift",nl,true',
        services='id,location_id,name,languages,service_areas,taxonomy_ids,website\n5,3,Eten,"nl, tr","Zuilen",101,eten.nl',
        taxonomy="taxonomy_id,name,parent_id,parent_name\n101,Eten,,",
    )
    reading = read_folder(tmp_path)
    (service,) = reading.of("service")
    assert [one["name"] for one in service["languages"]] == ["nl", "tr"]  # type: ignore[attr-defined]  # a list
    assert service["service_at_locations"][0]["location"]["location_type"] == "virtual"  # type: ignore[index]  # a list
    assert service["attributes"][0]["taxonomy_term"]["name"] == "Eten"  # type: ignore[index]  # a list
    assert service["url"] == "https://eten.nl"
    assert hsds.validate(service) == []


def test_the_description_of_a_package_names_its_tables_and_never_leaves_the_folder(tmp_path: Path) -> None:
    inner = tmp_path / "pakket"
    inner.mkdir()
    (tmp_path / "geheim.csv").write_text("id,name\n1,Geheim\n", "utf-8")
    (inner / "orgs-2026.csv").write_text("id;name\n1;Brínk\n".replace("í", "\xed"), "cp1252")
    resources = [
        {"name": "organization", "path": "orgs-2026.csv"},
        {"name": "service", "path": "../geheim.csv"},
    ]
    (inner / "datapackage.json").write_text(json.dumps({"resources": resources}), "utf-8")
    reading = read_folder(inner)
    assert [(one.kind, one.document["name"]) for one in reading.found] == [("organization", "Brínk")]


def test_folders_without_a_social_map_are_refused(tmp_path: Path) -> None:
    assert not holds_tables(tmp_path)
    with pytest.raises(UserError) as error:
        read_folder(tmp_path)
    assert error.value.code == "no-hsds"
    assert holds_tables(today(tmp_path))


def test_tables_in_one_json_object() -> None:
    reading = read_tables(
        {"organizations.csv": [{"id": f"{ID}1", "name": "Brink", "description": "x"}], "other": 3}
    )
    assert [one.document["name"] for one in reading.found] == ["Brink"]
    with pytest.raises(UserError):
        read_tables({"other": []})
