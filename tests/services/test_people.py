"""People: finding, adding, changing, undoing; and that every reading leaves a line in the log."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.places import Place, add_person
from veldwerk.domain.consent import Consent
from veldwerk.domain.errors import AccessDenied, NotFound, UserError
from veldwerk.domain.names import index_name
from veldwerk.services.access import Actor, Role


def actions(place: Place, person: str) -> list[str]:
    return [line.event.action for line in place.work.vault.read(lambda r: r.audit(person=person, limit=1000))]


def test_a_person_is_found_by_any_word_of_name_street_or_phone_without_accents(nurse: Place) -> None:
    work = nurse.work
    jose = add_person(
        work, given_name="José", preferred_name="José", family_name="Müller", infix="", street="Kerkweg"
    )
    add_person(work)
    people = work.services.people
    for typed in ("muller", "jose", "kerkw", "mull jos", "0300000"):
        assert jose.id in [line.id for line in people.lines(work.actor, typed)], typed
    assert people.lines(work.actor, "bestaatniet") == []
    assert len(people.lines(work.actor)) == 2


def test_every_reading_of_a_person_leaves_a_line_without_values(nurse: Place) -> None:
    work = nurse.work
    person = add_person(work)
    before = actions(nurse, person.id).count("read")
    work.services.people.get(work.actor, person.id)
    work.services.people.file(work.actor, person.id)
    work.services.visits.of(work.actor, person.id)
    work.services.letters.all(work.actor, person=person.id)
    assert actions(nurse, person.id).count("read") == before + 4
    lines = work.vault.read(lambda r: r.audit(limit=1000))
    assert all("Meer" not in str(line.event) and "Lindenhof" not in str(line.event) for line in lines)


def test_names_for_a_list_are_read_for_its_ids_alone_and_leave_a_line(nurse: Place) -> None:
    work = nurse.work
    person, other = add_person(work), add_person(work)

    def reads() -> list[str]:
        lines = work.vault.read(lambda r: r.audit(limit=1000))
        return [line.event.detail for line in lines if line.event.action == "read"]

    before = len(reads())
    found = work.services.people.named(work.actor, {person.id, "nobody"})
    assert set(found) == {person.id} and other.id not in found
    assert found[person.id] == work.services.people.get(work.actor, person.id)
    assert len(reads()) == before + 2 and "1" in reads()
    assert work.services.people.named(work.actor, ()) == {}


def test_a_search_is_logged_without_the_words_that_were_typed(nurse: Place) -> None:
    work = nurse.work
    add_person(work)
    work.services.people.lines(work.actor, "van der Meer")
    found = [
        line.event for line in work.vault.read(lambda r: r.audit(limit=1000)) if line.event.action == "search"
    ]
    assert [event.detail for event in found] == ["1"]


def test_changing_a_phone_can_be_undone_and_undo_is_refused_once_somebody_changed_it_after(
    nurse: Place,
) -> None:
    work = nurse.work
    person = add_person(work)
    moved = replace(person, street="Molenlaan")
    edit = work.services.people.save(work.actor, person, moved)
    assert work.services.people.get(work.actor, person.id).street == "Molenlaan"
    work.services.kit.edits.undo(work.actor, edit)
    back = work.services.people.get(work.actor, person.id)
    assert back == person
    again = work.services.people.save(work.actor, back, replace(back, street="Havenkade"))
    now = work.services.people.get(work.actor, person.id)
    other = work.services.people.save(work.actor, now, replace(now, city="Utrecht"))
    work.services.kit.edits.undo(work.actor, again)  # another field does not stand in the way
    assert work.services.people.get(work.actor, person.id) == replace(back, city="Utrecht")
    now = work.services.people.get(work.actor, person.id)
    work.services.people.save(work.actor, now, replace(now, city="Amersfoort"))
    with pytest.raises(UserError, match="cannot be undone"):
        work.services.kit.edits.undo(work.actor, other)


def test_removing_a_person_takes_them_out_of_the_list_and_undo_brings_them_back_whole(nurse: Place) -> None:
    work = nurse.work
    person = add_person(work)
    edit = work.services.people.remove(work.actor, person)
    assert work.services.people.lines(work.actor) == []
    with pytest.raises(NotFound):
        work.services.people.get(work.actor, person.id)
    work.services.kit.edits.undo(work.actor, edit)
    assert work.services.people.get(work.actor, person.id) == person


def test_a_person_needs_a_family_name_and_a_birth_date_that_has_been(nurse: Place) -> None:
    for wrong in ({"family_name": " "}, {"birth_date": date(2027, 1, 1)}):
        with pytest.raises(UserError):
            add_person(nurse.work, **wrong)
    assert nurse.work.services.people.lines(nurse.work.actor) == []


def test_a_coordinator_of_volunteers_cannot_read_a_person(nurse: Place) -> None:
    person = add_person(nurse.work)
    coordinator = Actor("x", "Coördinator", Role.COORDINATOR)
    for call in (
        lambda: nurse.work.services.people.lines(coordinator),
        lambda: nurse.work.services.people.get(coordinator, person.id),
        lambda: nurse.work.services.visits.of(coordinator, person.id),
        lambda: nurse.work.services.referrals.of(coordinator, person.id),
        lambda: nurse.work.services.people.save(coordinator, person, replace(person, city="X")),
    ):
        with pytest.raises(AccessDenied):
            call()


def test_a_consent_holds_for_its_recipient_and_categories_until_it_is_withdrawn(nurse: Place) -> None:
    work = nurse.work
    person = add_person(work)
    consent = work.services.people.record_consent(
        work.actor,
        Consent(
            id="", person_id=person.id, purpose="verwijzing", recipient="De Brug", categories=("naam", "telefoon"),
            wording="Mag ik uw naam doorgeven?", given_on=date(2026, 11, 24), given_by="bewoner",
        ),
    )  # fmt: skip
    day = date(2026, 11, 24)
    assert consent.covers("De Brug", frozenset({"naam"}), day)
    assert not consent.covers("De Brug", frozenset({"naam", "bevindingen"}), day)
    assert not consent.covers("Een ander", frozenset({"naam"}), day)
    work.services.people.withdraw_consent(work.actor, consent)
    kept = work.services.people.file(work.actor, person.id).consents[0]
    assert not kept.active(day)
    with pytest.raises(UserError):
        work.services.people.record_consent(work.actor, replace(consent, id="", wording=""))


def test_the_list_is_in_order_of_the_name_that_is_shown_also_when_that_is_the_partners(nurse: Place) -> None:
    work = nurse.work
    add_person(work, infix="", family_name="Zwart", partner_name="Aalders", name_use="partner")
    add_person(work, infix="", family_name="eben")
    add_person(work, infix="", family_name="Ében", given_name="Zoë", initials="Z.")
    add_person(work, infix="", family_name="Dijk")
    shown = [index_name(line.person) for line in work.services.people.lines(work.actor)]
    assert [name.split(",")[0] for name in shown] == ["Aalders", "Dijk", "eben", "Ében"]


def test_a_postcode_is_dutch_or_empty_but_one_that_stood_there_stays(nurse: Place) -> None:
    work = nurse.work
    person = add_person(work, postal_code="")
    with pytest.raises(UserError) as told:
        work.services.people.save(work.actor, person, replace(person, postal_code="12 AB"))
    assert (told.value.code, told.value.values["field"]) == ("postcode", "postal_code")
    after = replace(person, postal_code="1234 ab")
    work.services.people.save(work.actor, person, after)
    assert work.services.people.get(work.actor, person.id).postal_code == "1234 ab"
    foreign = replace(after, postal_code="B-1000")
    work.services.people.save(work.actor, foreign, replace(foreign, street="Kade"))
