"""People: the list, one person with the timeline, and changing what is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from veldwerk.domain.consent import Consent
from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.names import sort_key
from veldwerk.domain.people import Person
from veldwerk.domain.postcode import is_postcode
from veldwerk.domain.records import fields_of
from veldwerk.services.access import Actor, Right, require
from veldwerk.services.edits import Edit, Save, Seen, find, load
from veldwerk.services.kit import Kit, seen
from veldwerk.services.ports import NoteVersion, Reader


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One line of the list: what a worker needs to pick the right person."""

    id: str
    person: Person
    last_visit_on: date | None
    next_visit_on: date | None
    open_signals: int
    open_referrals: int
    category: str


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One thing that happened. `kind` is a record kind, `state` its status, `detail` a code to translate."""

    on: datetime
    kind: str
    id: str
    state: str
    detail: str


@dataclass(frozen=True, slots=True)
class PersonFile:
    """All that the detail page shows, read at once; `notes` are the living versions of each note field."""

    person: Person
    timeline: tuple[TimelineItem, ...]
    consents: tuple[Consent, ...]
    notes: Mapping[str, tuple[NoteVersion, ...]]


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)[:10]) if value else None


def moment(value: object) -> datetime:
    """A stored date or date-time as a naive local moment, so that both sort together."""
    text = str(value)
    parsed = datetime.fromisoformat(text) if "T" in text else datetime.fromisoformat(f"{text}T00:00:00")
    return parsed.replace(tzinfo=None)


class People:
    """Every call takes the actor; every reading of a person leaves an audit line."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def lines(self, actor: Actor, text: str = "", *, area: str = "", limit: int = 200) -> list[PersonLine]:
        """People whose name, street, town or phone matches each word of `text`; all when it is empty."""
        require(actor, Right.READ, Person.KIND)

        def job(reader: Reader) -> list[PersonLine]:
            ids = reader.search(Person.KIND, text, limit=limit) if text.strip() else []
            if text.strip() and not ids:
                return []
            rows = reader.query("people_list", area=area, limit=limit, ids=ids)
            lines = [_line(row) for row in rows]
            if ids:
                order = {record: n for n, record in enumerate(ids)}
                lines.sort(key=lambda line: order.get(line.id, limit))
            else:
                # By the name that is shown, which may be the partner's.
                lines.sort(key=lambda line: (sort_key(line.person), line.id))
            return lines

        found = self._kit.vault.read(job)
        action = "search" if text.strip() else "read"
        self._kit.log(seen(actor, action, Person.KIND, "", detail=str(len(found))))
        return found

    def named(self, actor: Actor, people: Collection[str]) -> dict[str, Person]:
        """The persons of these ids, for a list that shows their names; unknown ids are left out."""
        require(actor, Right.READ, Person.KIND)
        wanted = tuple(set(people))
        if not wanted:
            return {}
        found = self._kit.vault.read(lambda r: find(r, Person, {"id": wanted}))
        self._kit.log(seen(actor, "read", Person.KIND, "", detail=str(len(found))))
        return {person.id: person for person in found}

    def areas(self, actor: Actor) -> list[str]:
        """The areas that occur, in order."""
        require(actor, Right.READ, Person.KIND)
        rows = self._kit.vault.read(lambda r: r.query("areas"))
        return [str(row["area"]) for row in rows if row["area"]]

    def get(self, actor: Actor, person: str) -> Person:
        """One person; NotFound when not in this vault."""
        require(actor, Right.READ, Person.KIND)
        found = self._kit.vault.read(lambda r: load(r, Person, person))
        self._kit.log(seen(actor, "read", Person.KIND, person, person=person, fields=_FIELDS))
        return found

    def file(self, actor: Actor, person: str) -> PersonFile:
        """The person with timeline and consents."""
        require(actor, Right.READ, Person.KIND)

        def job(reader: Reader) -> PersonFile:
            rows = reader.query("timeline", person=person)
            items = [
                TimelineItem(
                    moment(r["at"]),
                    str(r["kind"]),
                    str(r["id"]),
                    str(r["state"] or ""),
                    str(r["detail"] or ""),
                )
                for r in rows
            ]
            return PersonFile(
                load(reader, Person, person),
                tuple(sorted(items, key=lambda item: item.on, reverse=True)),
                tuple(find(reader, Consent, {"person_id": person}, order="-given_on")),
                {"alerts": reader.note_versions(Person.KIND, person, "alerts")},
            )

        found = self._kit.vault.read(job)
        self._kit.log(seen(actor, "read", Person.KIND, person, person=person, fields=(*_FIELDS, "timeline")))
        return found

    def create(self, actor: Actor, **fields: object) -> Person:
        """A new person with an id and client number of this device; UserError when the family name is missing."""
        person_id = self._kit.ids.new_id()
        number = str(fields.pop("client_number", "")) or f"C{person_id[-8:].upper()}"
        person = replace(
            Person(id=person_id, client_number=number, opened_on=self._kit.clock.today()),
            **fields,  # type: ignore[arg-type]  # names are checked by replace, values by the register's types
        )
        self._check(person)
        self._kit.edits.save(actor, N_("Person added"), [Save(None, person)])
        return person

    def save(self, actor: Actor, before: Person, after: Person, notes: Seen | None = None) -> Edit:
        """Change what is known of a person."""
        self._check(after, before.postal_code)
        return self._kit.edits.save(actor, N_("Person changed"), [Save(before, after, notes)])

    def remove(self, actor: Actor, person: Person) -> Edit:
        """Take a person out of the list; undo brings them back."""
        return self._kit.edits.delete(actor, N_("Person removed"), [person])

    def record_consent(self, actor: Actor, consent: Consent) -> Consent:
        """Keep a consent that was given. The wording, the day and who gave it are needed (DOMAIN 3.4)."""
        if not consent.wording.strip() or consent.given_on is None or not consent.given_by.strip():
            raise UserError(
                N_("Write down what was asked, who agreed and on which day."), code="consent-incomplete"
            )
        made = replace(consent, id=consent.id or self._kit.ids.new_id(), recorded_by=actor.worker)
        self._kit.edits.save(actor, N_("Consent recorded"), [Save(None, made)])
        return made

    def withdraw_consent(self, actor: Actor, consent: Consent) -> Edit:
        """From today on it no longer holds."""
        after = replace(consent, withdrawn_on=self._kit.clock.today())
        return self._kit.edits.save(actor, N_("Consent withdrawn"), [Save(consent, after)])

    def _check(self, person: Person, known_postcode: str = "") -> None:
        """UserError with its field; a postcode that stood there already is left alone."""
        if not person.family_name.strip():
            raise UserError(N_("A family name is needed."), code="name-needed", field="family_name")
        if person.birth_date is not None and person.birth_date > self._kit.clock.today():
            raise UserError(N_("The birth date lies in the future."), code="birth-date", field="birth_date")
        postcode = person.postal_code.strip()
        if postcode and postcode != known_postcode.strip() and not is_postcode(postcode):
            raise UserError(
                N_("A postcode has four digits and two letters, as 1234 AB."),
                code="postcode",
                field="postal_code",
            )


_FIELDS = tuple(name for name in fields_of(Person) if name not in ("id", "KIND"))


def _line(row: Mapping[str, object]) -> PersonLine:
    known = {name: str(row[name] or "") for name in _SHOWN}
    person = Person(id=str(row["id"]), birth_date=_day(row["birth_date"]), **known)  # type: ignore[arg-type]  # text fields only
    return PersonLine(
        person.id,
        person,
        _day(row["last_visit_on"]),
        _day(row["next_visit_on"]),
        int(str(row["open_signals"] or 0)),
        int(str(row["open_referrals"] or 0)),
        str(row["category"] or ""),
    )


_SHOWN = (
    "initials",
    "given_name",
    "preferred_name",
    "infix",
    "family_name",
    "partner_infix",
    "partner_name",
    "name_use",
    "gender",
    "street",
    "house_number",
    "house_addition",
    "postal_code",
    "city",
    "area",
    "status",
)
