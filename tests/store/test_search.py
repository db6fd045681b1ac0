"""Searching people and services as somebody types."""

from __future__ import annotations

import pytest

from tests.store.making import Desk
from veldwerk.domain.changes import Action
from veldwerk.domain.people import Person, Phone
from veldwerk.domain.social_map import Service
from veldwerk.store import check, search

PEOPLE = (
    Person(
        id="p1", given_name="Zoë", infix="van der", family_name="Dörsson", street="Kerkstraat", house_number="12",
        city="Assen", phones=(Phone(id="t", number="06-1234 5678"),),
    ),
    Person(id="p2", given_name="Jan", family_name="Kerkhof", partner_name="Smit", city="Emmen"),
)  # fmt: skip


@pytest.fixture
def people(one: Desk) -> Desk:
    """Two people and a service."""
    for person in PEOPLE:
        one.add(person)
    one.add(
        Service(
            id="s1", name="Koffie-inloop De Brug", organization_name="Welzijn Assen", description="Elke week."
        ),
        space="kaart",
    )
    return one


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("dors", ["p1"]),
        ("DÖRS", ["p1"]),
        ("zoe", ["p1"]),
        ("van der dors", ["p1"]),
        ("dors assen", ["p1"]),
        ("dors emmen", []),
        ("kerks 12", ["p1"]),
        ("smit", ["p2"]),
        ("0612", ["p1"]),
        ("06 12 34 56 78", ["p1"]),
        ("06-1234", ["p1"]),
        ("", []),
        ('"', []),
        ("dors* OR jan", []),
        ("NOT NEAR(", []),
    ],
)
def test_each_word_is_a_prefix_without_accents(people: Desk, text: str, found: list[str]) -> None:
    assert people.vault.read(lambda r: r.search("person", text)) == found


def test_both_kerk_people_are_found_and_the_limit_holds(people: Desk) -> None:
    assert sorted(people.vault.read(lambda r: r.search("person", "kerk"))) == ["p1", "p2"]
    assert len(people.vault.read(lambda r: r.search("person", "kerk", limit=1))) == 1


def test_services_are_found_by_name_description_and_organisation(people: Desk) -> None:
    for text in ("koffie", "inloop brug", "elke", "welzijn"):
        assert people.vault.read(lambda r, t=text: r.search("service", t)) == ["s1"]
    with pytest.raises(KeyError):
        people.vault.read(lambda r: r.search("visit", "x"))


def test_a_change_is_found_at_once_and_the_old_name_no_longer(people: Desk) -> None:
    people.write("person", "p1", {"family_name": "Hofstee"})
    assert people.vault.read(lambda r: (r.search("person", "hofs"), r.search("person", "dors"))) == (
        ["p1"],
        [],
    )
    people.write("person", "p1", {"phones/t": None})
    assert people.vault.read(lambda r: r.search("person", "0612")) == []


def test_a_spoiled_index_is_noticed_and_made_anew(people: Desk) -> None:
    people.write("person", "p2", {}, Action.DELETE)
    people.vault.raw(lambda c: c.execute("DELETE FROM person_fts WHERE rowid = 1"))
    assert people.vault.raw_read(search.wrong) == ["person"]
    assert "search" in {f.code for f in check.check(people.vault).findings}
    people.vault.raw(search.rebuild)
    assert people.vault.raw_read(search.wrong) == []
    assert people.vault.read(lambda r: r.search("person", "dors")) == ["p1"]
    assert people.vault.read(lambda r: r.search("person", "kerkhof")) == []
