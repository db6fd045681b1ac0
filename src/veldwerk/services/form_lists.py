"""What forms look up and write back: the lists `person`, `previous_visit` and `services` (ODK entities, DESIGN 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from veldwerk.domain import ages
from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.people import Person
from veldwerk.domain.social_map import Service
from veldwerk.domain.visits import Answers
from veldwerk.xlsform import Entity, Form, FormError, declarations

PERSON = "person"
PERSON_SPACE = "casus"
SPACE = "veldwerk:space"
_WRITABLE = {"aanspreeknaam": "preferred_name", "woonsituatie": "living", "taal": "language"}
_LIVING = frozenset({"alleen", "samen", "instelling", "onbekend"})


def person_row(person: Person, today: date) -> Mapping[str, str]:
    """What a form may know of the person beforehand, the one row of the list `person`."""
    age = ages.age(person.birth_date, today) if person.birth_date else None
    return {
        "name": person.id,
        "label": person.preferred_name or person.given_name or person.family_name,
        "aanspreeknaam": person.preferred_name or person.given_name,
        "leeftijd": "" if age is None else str(age),
        "woonsituatie": person.living,
        "taal": person.language,
    }


def service_row(service: Service) -> Mapping[str, str]:
    """One row of the list `services`: what is offered, without contact details."""
    return {
        "name": service.id,
        "label": service.name,
        "soort": service.kind,
        "organisatie": service.organization_name,
        "plaats": service.city,
        "capaciteit": service.capacity,
    }


def last_answers(records: Sequence[Answers]) -> dict[str, str]:
    """The answers of the latest visit among `records` (latest first), its spaces together, by ref."""
    if not records:
        return {}
    visit = records[0].visit_id
    return {
        ref: str(value)
        for record in records
        if record.visit_id == visit
        for ref, value in record.values.items()
    }


def previous_row(records: Sequence[Answers]) -> Mapping[str, str]:
    """The one row of the list `previous_visit`: answers outside repeats by the name of their question."""
    finished = records[0].finished_at
    answers = {
        ref.rpartition("/")[2]: value for ref, value in last_answers(records).items() if "[" not in ref
    }
    return {
        **answers,
        "name": records[0].visit_id,
        "label": finished.date().isoformat() if finished else "",
    }


def check_writes(form: Form) -> None:
    """Refuse a form that would write what a form may not write, or out of another space (DESIGN 4). UserError."""
    try:
        declared = declarations(form)
    except FormError as error:
        raise UserError(error.message, code="bad-form", **error.values) from error
    for declaration in declared:
        if declaration.dataset != PERSON:
            raise UserError(
                N_("The form writes to the list “{list}”, which does not exist here."),
                code="bad-form",
                list=declaration.dataset,
            )
        for name, field in declaration.properties.items():
            own = (above.bind.attributes.get(SPACE, "") for above in field.ancestors())
            space = next((found for found in own if found), PERSON_SPACE)
            if name not in _WRITABLE or space != PERSON_SPACE:
                raise UserError(
                    N_("The form may not write “{property}” to the person (question {name})."),
                    code="bad-form",
                    property=name,
                    name=field.name,
                )


def written(person: Person, asked: Iterable[Entity]) -> Person:
    """The person as the form asks to change it. An empty answer and a value the record does not know change nothing."""
    changes: dict[str, Any] = {
        _WRITABLE[name]: value
        for entity in asked
        if not entity.message and (entity.dataset, entity.action, entity.id) == (PERSON, "update", person.id)
        for name, value in entity.values.items()
        if value and name in _WRITABLE and (name != "woonsituatie" or value in _LIVING)
    }
    return replace(person, **changes) if changes else person
