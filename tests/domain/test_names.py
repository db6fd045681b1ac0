"""Dutch name forms (DOMAIN 2.5)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from veldwerk.domain.errors import UserError
from veldwerk.domain.names import (
    address_line,
    formal_name,
    friendly_name,
    full_name,
    index_name,
    initials,
    salutation,
    sort_key,
    surname_alone,
)
from veldwerk.domain.people import Person


@dataclass(frozen=True)
class Parts:
    initials: str = "A."
    given_name: str = "Anna"
    preferred_name: str = "Annie"
    infix: str = "de"
    family_name: str = "Vries"
    partner_infix: str = "van den"
    partner_name: str = "Berg"
    name_use: str = "eigen"
    gender: str = "vrouw"
    salutation: str = ""


ANNA = Parts()


def test_infix_is_small_after_initials_and_capital_without() -> None:
    assert formal_name(ANNA) == "mevrouw A. de Vries"
    assert salutation(ANNA) == "Geachte mevrouw De Vries,"
    assert address_line(ANNA) == "Mevrouw A. de Vries"


def test_a_man_is_written_to_as_heer() -> None:
    man = replace(ANNA, gender="man")
    assert salutation(man) == "Geachte heer De Vries,"
    assert address_line(man) == "De heer A. de Vries"
    assert formal_name(man) == "meneer A. de Vries"


@pytest.mark.parametrize("parts", [replace(ANNA, salutation="neutraal"), replace(ANNA, gender="onbekend")])
def test_neutral_form(parts: Parts) -> None:
    assert salutation(parts) == "Beste A. de Vries,"
    assert formal_name(parts) == address_line(parts) == "A. de Vries"


def test_own_wording_is_used_as_it_is() -> None:
    assert salutation(replace(ANNA, salutation="Lieve tante Annie")) == "Lieve tante Annie,"


@pytest.mark.parametrize(
    ("use", "full", "alone", "index"),
    [
        ("eigen", "A. de Vries", "De Vries", "Vries, A. de"),
        ("partner", "A. van den Berg", "Van den Berg", "Berg, A. van den"),
        ("partner-eigen", "A. van den Berg-de Vries", "Van den Berg-de Vries", "Berg-de Vries, A. van den"),
        ("eigen-partner", "A. de Vries-van den Berg", "De Vries-van den Berg", "Vries-van den Berg, A. de"),
    ],
)
def test_name_use(use: str, full: str, alone: str, index: str) -> None:
    named = replace(ANNA, name_use=use)
    assert (full_name(named), surname_alone(named), index_name(named)) == (full, alone, index)


@pytest.mark.parametrize(
    ("infix", "family", "alone", "full"),
    [
        ("'t", "Hart", "'t Hart", "A. 't Hart"),
        ("van 't", "Hof", "Van 't Hof", "A. van 't Hof"),
        ("d'", "Ancona", "D'Ancona", "A. d'Ancona"),
        ("", "IJsselstein", "IJsselstein", "A. IJsselstein"),
    ],
)
def test_apostrophes(infix: str, family: str, alone: str, full: str) -> None:
    named = replace(ANNA, infix=infix, family_name=family)
    assert (surname_alone(named), full_name(named)) == (alone, full)


@pytest.mark.parametrize(
    ("typed", "written"), [("AB", "A.B."), ("A.B.", "A.B."), ("A. B.", "A.B."), ("Th.", "Th."), ("A", "A.")]
)
def test_initials(typed: str, written: str) -> None:
    assert initials(replace(ANNA, initials=typed)) == written


def test_first_name_stands_in_for_initials() -> None:
    named = replace(ANNA, initials="")
    assert full_name(named) == "Anna de Vries"
    assert friendly_name(named) == "Annie de Vries"
    assert friendly_name(replace(ANNA, preferred_name="", given_name="")) == "A. de Vries"


def test_missing_partner_name_falls_back_on_the_own_name() -> None:
    assert full_name(replace(ANNA, name_use="partner", partner_name="")) == "A. de Vries"
    assert full_name(replace(ANNA, family_name="")) == "A. van den Berg"


def test_no_letter_without_a_name() -> None:
    with pytest.raises(UserError) as caught:
        salutation(replace(ANNA, family_name="", partner_name=""))
    assert caught.value.code == "name-incomplete"


def test_lists_sort_by_name_without_infix_and_accents() -> None:
    names = [("van", "Zanten"), ("de", "Vries"), ("", "Vriés"), ("den", "Boer"), ("", "ábel")]
    people = [replace(ANNA, infix=infix, family_name=name) for infix, name in names]
    assert [one.family_name for one in sorted(people, key=sort_key)] == [
        "ábel",
        "Boer",
        "Vriés",
        "Vries",
        "Zanten",
    ]


def test_a_person_has_a_name() -> None:
    person = Person(id="p", initials="J.", infix="van", family_name="Dijk", gender="man")
    assert salutation(person) == "Geachte heer Van Dijk,"
