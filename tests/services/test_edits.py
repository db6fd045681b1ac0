"""The one way to write: what differs becomes one edit, undo brings back what was, and nobody's words are run over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.places import Place
from veldwerk.domain.changes import Action
from veldwerk.domain.errors import AccessDenied, NotFound, UserError
from veldwerk.domain.people import Person, PersonCare, Phone
from veldwerk.domain.records import from_row, to_row
from veldwerk.domain.visits import Answers
from veldwerk.services.edits import Edit, Edits, Save, differences, find, load

ANNA = Person(
    id="p1", family_name="Dörsson", city="Assen", alerts="hond", birth_date=date(1940, 5, 1),
    phones=(Phone(id="t1", number="06"), Phone(id="t2", number="050")),
)  # fmt: skip


@pytest.fixture
def edits(nurse: Place) -> Edits:
    return nurse.work.services.kit.edits


def save(place: Place, before: Person | None, after: Person, **more: object) -> Edit:
    return place.work.services.kit.edits.save(
        place.work.actor, "Person changed", [Save(before, after, **more)]
    )  # type: ignore[arg-type]


def anna(place: Place) -> Person:
    return place.work.vault.read(lambda r: load(r, Person, "p1"))


def test_only_what_differs_is_written(nurse: Place) -> None:
    save(nurse, None, ANNA)
    after = replace(
        ANNA, city="Emmen", phones=(replace(ANNA.phones[0], number="07"), Phone(id="t3", number="0592"))
    )
    edit = save(nurse, ANNA, after)
    (line,) = nurse.work.vault.read(lambda r: r.log(edit=edit.id))
    assert line.op.action is Action.SET
    assert dict(line.op.fields) == {
        "city": "Emmen",
        "phones/t1": {"number": "07", "label": ""},
        "phones/t2": None,
        "phones/t3": {"number": "0592", "label": ""},
    }
    assert anna(nurse) == after


def test_saving_without_a_difference_writes_nothing(nurse: Place) -> None:
    save(nurse, None, ANNA)
    edit = save(nurse, ANNA, ANNA)
    assert nurse.work.vault.read(lambda r: r.log(edit=edit.id)) == []
    assert edit.applied.changed == ()


def test_an_edit_leaves_an_audit_line_with_names_of_fields_and_no_values(nurse: Place) -> None:
    save(nurse, None, ANNA)
    save(nurse, ANNA, replace(ANNA, city="Emmen"))
    line = nurse.work.vault.read(lambda r: r.audit(person="p1"))[-1]
    assert (line.event.action, line.event.fields, line.event.worker) == (
        "set",
        ("city",),
        nurse.work.actor.worker,
    )
    assert "Emmen" not in str(line.event)


def test_several_records_are_one_edit(nurse: Place, edits: Edits) -> None:
    care = PersonCare(id="c1", person_id="p1", bsn="999999990")
    edit = edits.save(nurse.work.actor, "New", [Save(None, ANNA), Save(None, care)])
    lines = nurse.work.vault.read(lambda r: r.log(edit=edit.id))
    assert [(line.op.kind, line.op.space) for line in lines] == [("person", "casus"), ("person_care", "zorg")]


def test_one_kind_in_two_spaces_goes_where_the_form_says(nurse: Place, edits: Edits) -> None:
    answers = Answers(id="a1", person_id="p1", values={"/data/ogen": "slecht"})
    edits.save(nurse.work.actor, "New", [Save(None, answers, space="zorg")])
    edits.save(nurse.work.actor, "Changed", [Save(answers, replace(answers, values={"/data/ogen": "goed"}))])
    assert nurse.work.vault.read(lambda r: r.space_of("answers", "a1")) == "zorg"


def test_a_welfare_worker_cannot_write_care(welfare: Place) -> None:
    with pytest.raises(AccessDenied):
        welfare.work.services.kit.edits.save(
            welfare.work.actor, "New", [Save(None, PersonCare(id="c1", person_id="p1", bsn="1"))]
        )


def test_undo_of_a_change_brings_back_what_was_and_travels(nurse: Place, edits: Edits) -> None:
    save(nurse, None, ANNA)
    after = replace(ANNA, city="Emmen", alerts="kat", phones=ANNA.phones[:1])
    edit = save(nurse, ANNA, after)
    undone = edits.undo(nurse.work.actor, edit)
    assert anna(nurse) == ANNA
    assert undone.name == edit.name
    assert [line.local for line in nurse.work.vault.read(lambda r: r.log(edit=undone.id))] == [True]
    assert len(nurse.work.vault.read(lambda r: r.note_versions("person", "p1", "alerts"))) == 1


def test_undo_of_adding_and_of_deleting(nurse: Place, edits: Edits) -> None:
    made = save(nurse, None, ANNA)
    gone = edits.delete(nurse.work.actor, "Person removed", [ANNA])
    with pytest.raises(NotFound):
        anna(nurse)
    edits.undo(nurse.work.actor, gone)
    assert anna(nurse) == ANNA
    with pytest.raises(UserError):
        edits.undo(nurse.work.actor, made)


def test_undo_can_be_undone(nurse: Place, edits: Edits) -> None:
    made = save(nurse, None, ANNA)
    undone = edits.undo(nurse.work.actor, made)
    with pytest.raises(NotFound):
        anna(nurse)
    edits.undo(nurse.work.actor, undone)
    assert anna(nurse) == ANNA


def test_undo_is_refused_when_somebody_wrote_on_top(nurse: Place, edits: Edits) -> None:
    save(nurse, None, ANNA)
    edit = save(nurse, ANNA, replace(ANNA, city="Emmen"))
    save(nurse, anna(nurse), replace(ANNA, city="Zuidlaren"))
    with pytest.raises(UserError) as caught:
        edits.undo(nurse.work.actor, edit)
    assert caught.value.code == "undo-too-late"
    assert anna(nurse).city == "Zuidlaren"


def test_a_note_written_with_an_older_text_on_screen_keeps_both(nurse: Place) -> None:
    save(nurse, None, ANNA)
    seen = {
        "alerts": tuple(
            v.hlc for v in nurse.work.vault.read(lambda r: r.note_versions("person", "p1", "alerts"))
        )
    }
    save(nurse, ANNA, replace(ANNA, alerts="kat"), seen=seen)
    save(nurse, ANNA, replace(ANNA, alerts="vis"), seen=seen)
    texts = {v.text for v in nurse.work.vault.read(lambda r: r.note_versions("person", "p1", "alerts"))}
    assert texts == {"kat", "vis"}


def test_find_gives_records(nurse: Place) -> None:
    save(nurse, None, ANNA)
    assert nurse.work.vault.read(lambda r: find(r, Person, {"city": "Assen"})) == [ANNA]


PERSONS = st.builds(
    Person,
    id=st.just("p9"),
    city=st.sampled_from(["", "Assen", "Emmen"]),
    alerts=st.text(max_size=5),
    birth_date=st.none() | st.dates(),
    no_visits=st.booleans(),
    phones=st.dictionaries(st.sampled_from("abc"), st.text(max_size=3), max_size=3).map(
        lambda d: tuple(Phone(id=key, number=number) for key, number in sorted(d.items()))
    ),
)


@given(PERSONS, PERSONS)
def test_differences_name_every_path_and_only_those(before: Person, after: Person) -> None:
    found = differences("person", to_row(before), to_row(after))
    assert (found == {}) == (before == after)
    row = to_row(before)
    for path, (_, new) in found.items():
        name, _, key = path.partition("/")
        if key:
            inside = dict(row[name])  # type: ignore[call-overload]
            inside.pop(key, None) if new is None else inside.__setitem__(key, new)
            row[name] = inside
        else:
            row[name] = new
    assert from_row(Person, "p9", row) == after


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(PERSONS, min_size=1, max_size=4))
def test_undoing_a_chain_of_edits_one_by_one_goes_back_to_the_start(
    nurse: Place, edits: Edits, steps: list[Person]
) -> None:
    """Each undo is itself the latest edit of the record, so the chain unwinds by undoing in turn."""
    record = nurse.work.services.kit.ids.new_id()
    current = replace(steps[0], id=record)
    save(nurse, None, current)
    for step in steps:
        after = replace(step, id=record)
        if current != after:
            edits.undo(nurse.work.actor, save(nurse, current, after))
        assert nurse.work.vault.read(lambda r: load(r, Person, record)) == current
