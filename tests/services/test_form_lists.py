"""Forms that look up and write back, through a real vault: the person, the previous visit, the services."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.places import Place, add_person, add_service
from veldwerk.domain.errors import UserError
from veldwerk.domain.people import Person
from veldwerk.domain.visits import Visit
from veldwerk.services.edits import load
from veldwerk.services.visits import Work
from veldwerk.xlsform import compile_workbook

FORM = """| survey |
|  | type | name | label | save_to | calculation | bind::veldwerk:space |
|  | text | naam | Roepnaam | aanspreeknaam | | |
|  | select_one wonen | wonen | Woont | woonsituatie | | |
|  | select_one uitkomst | uitkomst | Uitkomst | | | |
|  | begin repeat | contact | Contact | | | |
|  | text | wie | Wie | | | |
|  | end repeat | | | | | |
|  | text | vorige | Vorige keer | | ${last-saved#wonen} | |
|  | text | vorig_contact | Wie toen | | instance('previous_visit')/root/item/wonen | |
|  | text | leeftijd | Leeftijd | | pulldata('person', 'leeftijd', 'name', instance('person')/root/item/name) | |
|  | select_one_from_file services.csv | dienst | Dienst | | | |
|  | csv-external | person | | | | |
|  | csv-external | previous_visit | | | | |
| choices |
|  | list_name | name | label |
|  | wonen | alleen | Alleen |
|  | wonen | samen | Samen |
|  | wonen | boot | Op een boot |
|  | uitkomst | geen_vervolg_nodig | Klaar |
| entities |
|  | list_name | label | entity_id |
|  | person | ${naam} | instance('person')/root/item/name |
| settings |
|  | form_title | form_id | version | namespaces |
|  | Woonbezoek | woonbezoek | 1 | veldwerk="https://veldwerk.nl/xforms" |
"""


def publish(place: Place, folder: Path, text: str = FORM) -> None:
    path = folder / "woonbezoek.md"
    path.write_text(text, encoding="utf-8")
    place.work.services.forms.publish(place.work.actor, compile_workbook(path))


def begin(place: Place, person: Person) -> Work:
    work = place.work
    visit = work.services.visits.plan(work.actor, person.id, place.clock.today(), form="woonbezoek")
    return work.services.visits.begin(work.actor, visit)


def finish(place: Place, filling: Work, **answers: str) -> Visit:
    for name, value in {"uitkomst": "geen_vervolg_nodig", **answers}.items():
        filling.session.answer(f"/data/{name}", value)
    return place.work.services.visits.finish(place.work.actor, filling).visit


def person_now(place: Place, person: Person) -> Person:
    return place.work.services.kit.vault.read(lambda r: load(r, Person, person.id))


def test_a_form_writes_to_the_person_in_the_edit_of_its_visit(nurse: Place, tmp_path: Path) -> None:
    publish(nurse, tmp_path)
    person = add_person(nurse.work)
    filling = begin(nurse, person)
    for ref, value in (("naam", "Ans"), ("wonen", "samen"), ("uitkomst", "geen_vervolg_nodig")):
        filling.session.answer(f"/data/{ref}", value)
    done = nurse.work.services.visits.finish(nurse.work.actor, filling)
    now = person_now(nurse, person)
    assert (now.preferred_name, now.living) == ("Ans", "samen")
    nurse.work.services.kit.edits.undo(nurse.work.actor, done.edit)
    assert person_now(nurse, person) == person


def test_an_empty_or_unknown_answer_leaves_the_person_as_it_was(nurse: Place, tmp_path: Path) -> None:
    publish(nurse, tmp_path)
    person = add_person(nurse.work)
    finish(nurse, begin(nurse, person), wonen="boot")
    assert person_now(nurse, person) == person


def test_the_next_visit_knows_what_was_answered_last(nurse: Place, tmp_path: Path) -> None:
    publish(nurse, tmp_path)
    person, other = add_person(nurse.work), add_person(nurse.work)
    first = begin(nurse, person)
    assert first.session.node("/data/vorige").value == ""
    first.session.answer("/data/contact[1]/wie", "Bep")
    finish(nurse, first, wonen="alleen")
    nurse.clock.advance(timedelta(days=300))
    finish(nurse, begin(nurse, person), wonen="samen")
    nurse.clock.advance(timedelta(days=300))
    session = begin(nurse, person).session
    assert session.node("/data/vorige").value == "samen"
    assert session.node("/data/vorig_contact").value == "samen"
    assert begin(nurse, other).session.node("/data/vorige").value == ""


def test_the_person_and_the_services_are_lists_of_the_form(nurse: Place, tmp_path: Path) -> None:
    publish(nurse, tmp_path)
    service = add_service(nurse.work, "eettafel")
    session = begin(nurse, add_person(nurse.work)).session
    assert session.node("/data/leeftijd").value == "85"
    assert [choice.value for choice in session.node("/data/dienst").choices] == [service.id]
    assert session.node("/data/dienst").choices[0].label == service.name


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("| aanspreeknaam |", "| geboortedatum |"),
        ("|  | person | ${naam}", "|  | huis | ${naam}"),
        ("| Roepnaam | aanspreeknaam | | |", "| Roepnaam | aanspreeknaam | | zorg |"),
    ],
)
def test_a_form_that_would_write_anything_else_is_not_published(
    nurse: Place, tmp_path: Path, old: str, new: str
) -> None:
    with pytest.raises(UserError) as refused:
        publish(nurse, tmp_path, FORM.replace(old, new))
    assert refused.value.code == "bad-form"
