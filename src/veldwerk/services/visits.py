"""Visits: planning, filling in the form, finishing it into answers, measurements and an outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from veldwerk.domain import ages, instruments
from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.instruments import Library
from veldwerk.domain.people import Person
from veldwerk.domain.visits import OUTCOMES, Answers, Measurement, Visit
from veldwerk.services.access import Actor, Right, require
from veldwerk.services.edits import Edit, Save, find, load
from veldwerk.services.form_lists import written
from veldwerk.services.forms import Forms, question_spaces, spaces_of
from veldwerk.services.halfway import begun
from veldwerk.services.kit import Kit, seen
from veldwerk.services.ports import Draft, Writer
from veldwerk.xlsform import Session

RECALL_MONTHS = 12

_FORMS_OF_CONTACT = {
    "thuis": "huisbezoek",
    "telefoon": "telefoon",
    "wandeling": "wandeling",
    "locatie": "locatie",
    "digitaal": "digitaal",
}
"""What the form asks as «vorm», in the words of indicator B10."""


@dataclass(frozen=True, slots=True)
class Work:
    """A form being filled in: the visit, the session, and where the draft was left."""

    visit: Visit
    session: Session
    draft: str
    place: str
    recovered: bool
    form_version: str


@dataclass(frozen=True, slots=True)
class Finished:
    """What finishing wrote."""

    visit: Visit
    measurements: tuple[Measurement, ...]
    edit: Edit


class Visits:
    """The yearly round, one visit at a time."""

    def __init__(self, kit: Kit, forms: Forms, library: Library) -> None:
        self._kit = kit
        self._forms = forms
        self._library = library

    def plan(
        self,
        actor: Actor,
        person: str,
        on: date,
        *,
        time: str = "",
        form: str = "huisbezoek75",
        contact_form: str = "huisbezoek",
        signal: str = "",
        place: str = "",
    ) -> Visit:
        """Put a visit in the diary of `actor`."""
        visit = Visit(
            id=self._kit.ids.new_id(),
            person_id=person,
            form=form,
            contact_form=contact_form,
            planned_on=on,
            planned_time=time,
            place=place,
            visitor=actor.worker,
            signal_id=signal,
        )
        self._kit.edits.save(actor, N_("Visit planned"), [Save(None, visit)])
        return visit

    def move(self, actor: Actor, visit: Visit, on: date, time: str = "") -> Edit:
        """Another day or hour."""
        after = replace(visit, planned_on=on, planned_time=time, status="gepland")
        return self._kit.edits.save(actor, N_("Visit moved"), [Save(visit, after)])

    def cancel(self, actor: Actor, visit: Visit, status: str = "afgezegd") -> Edit:
        """Called off, or nobody at home (`niet_thuis`)."""
        if status not in ("afgezegd", "niet_thuis", "vervallen"):
            raise UserError(N_("A visit cannot end as {status}."), code="bad-status", status=status)
        return self._kit.edits.save(
            actor, N_("Visit called off"), [Save(visit, replace(visit, status=status))]
        )

    def get(self, actor: Actor, visit: str) -> Visit:
        """One visit."""
        require(actor, Right.READ, Visit.KIND)
        found = self._kit.vault.read(lambda r: load(r, Visit, visit))
        self._kit.log(seen(actor, "read", Visit.KIND, visit, person=found.person_id))
        return found

    def of(self, actor: Actor, person: str) -> list[Visit]:
        """All visits of a person, the newest first."""
        require(actor, Right.READ, Visit.KIND)
        found = self._kit.vault.read(lambda r: find(r, Visit, {"person_id": person}, order="-planned_on"))
        self._kit.log(seen(actor, "read", Visit.KIND, "", person=person))
        return found

    def measurements(self, actor: Actor, person: str) -> list[Measurement]:
        """All measurements of a person, the oldest first."""
        require(actor, Right.READ, Measurement.KIND)
        found = self._kit.vault.read(
            lambda r: find(r, Measurement, {"person_id": person}, order="measured_on")
        )
        self._kit.log(seen(actor, "read", Measurement.KIND, "", person=person))
        return found

    def begin(self, actor: Actor, visit: Visit, *, language: str = "") -> Work:
        """Open the form of a visit, from its draft when there is one (R-drafts: one per person, form and visit)."""
        require(actor, Right.WRITE, Answers.KIND)
        draft = next((d for d in self.drafts(actor) if d.visit == visit.id), None)
        person = self._kit.vault.read(lambda r: load(r, Person, visit.person_id))
        version = draft.form_version if draft else ""
        form = self._forms.published(visit.form, version)
        session = self._forms.session(
            form,
            actor,
            instance=draft.instance if draft else None,
            language=language,
            person=person,
            previous=lambda: self._earlier(visit),
        )
        if draft is None and visit.started_at is None:
            started = replace(visit, started_at=self._kit.clock.now(), visitor=visit.visitor or actor.worker)
            self._kit.edits.save(actor, N_("Visit begun"), [Save(visit, started)])
            visit = started
        self._kit.log(seen(actor, "read", Answers.KIND, visit.id, person=visit.person_id))
        return Work(
            visit,
            session,
            draft.id if draft else self._kit.ids.new_id(),
            draft.place if draft else "",
            draft is not None,
            form.version,
        )

    def drafts(self, actor: Actor) -> list[Draft]:
        """Forms that were begun and not finished, the newest first."""
        require(actor, Right.WRITE, Answers.KIND)
        return begun(self._kit.vault.read(lambda r: r.drafts()))

    def save_draft(
        self, actor: Actor, work: Work, instance: bytes, place: str, *, answered: int | None = None
    ) -> None:
        """Keep what was typed so far, in the vault only: not in log, sync or undo (DESIGN 2).

        `answered` is the number of answers; the window counts itself, as its session may change meanwhile.
        """
        require(actor, Right.WRITE, Answers.KIND)
        draft = Draft(
            id=work.draft,
            person=work.visit.person_id,
            form=work.visit.form,
            form_version=work.form_version,
            visit=work.visit.id,
            place=place,
            answered=_answered(work.session) if answered is None else answered,
            updated_at=self._kit.clock.now(),
            instance=instance,
        )
        self._kit.vault.write(lambda w: w.save_draft(draft))

    def finish(self, actor: Actor, work: Work) -> Finished:
        """Close the form: one edit with the answers by space, the scores, the outcome and what the form writes to the
        person (entities sheet, `save_to`); the draft goes.

        Raises the form's own FormError while questions are open, UserError without an outcome.
        """
        session = work.session
        session.finish()
        split = spaces_of(session)
        plain = {ref: value for values in split.values() for ref, value in values.items()}
        outcome = _named(plain, "uitkomst")
        if outcome not in OUTCOMES:
            raise UserError(N_("Choose how this visit ends."), code="outcome-needed", field="uitkomst")
        on = self._when(_named(plain, "bezoekdatum"))
        visit = replace(
            work.visit,
            status="uitgevoerd",
            contact_form=_FORMS_OF_CONTACT.get(_named(plain, "vorm"), work.visit.contact_form),
            finished_at=on,
            outcome=outcome,
            agreements=_named(plain, "afspraken"),
            recall_on=ages.add_months(on.date(), RECALL_MONTHS),
            entered_by=actor.worker,
        )
        answers = self._answers(work, visit, split)
        measured = self._measured(session, visit)
        saves = [
            Save(work.visit, visit),
            *self._written(work),
            *answers,
            *(Save(None, one, space=space) for space, one in measured if space in self._kit.vault.spaces),
        ]

        def job(writer: Writer) -> Edit:
            edit = self._kit.edits.within(writer, actor, N_("Visit finished"), saves)
            writer.drop_draft(work.draft)
            return edit

        for one in saves:
            require(actor, Right.WRITE, one.after.KIND)
        return Finished(visit, tuple(one for _, one in measured), self._kit.vault.write(job))

    def _earlier(self, visit: Visit) -> list[Answers]:
        """Answers to the same form at earlier visits to this person, the latest first."""
        where = {"person_id": visit.person_id, "form": visit.form}
        found = self._kit.vault.read(lambda r: find(r, Answers, where, order="-finished_at"))
        return [answers for answers in found if answers.visit_id != visit.id]

    def _written(self, work: Work) -> list[Save]:
        """What the form writes back to the person, where that changes anything."""
        asked = work.session.entities()
        if not asked:
            return []
        person = self._kit.vault.read(lambda r: load(r, Person, work.visit.person_id))
        after = written(person, asked)
        return [Save(person, after)] if after != person else []

    def _when(self, day: str) -> datetime:
        """Now, or the same hour of the day of the visit when it is typed in later."""
        now = self._kit.clock.now()
        return datetime.combine(date.fromisoformat(day[:10]), now.timetz()) if day else now

    def _answers(self, work: Work, visit: Visit, split: Mapping[str, Mapping[str, object]]) -> list[Save]:
        """One record of answers for each space of this vault (DESIGN 4)."""
        return [
            Save(
                None,
                Answers(
                    id=self._kit.ids.new_id(),
                    visit_id=visit.id,
                    person_id=visit.person_id,
                    form=visit.form,
                    form_version=work.form_version,
                    finished_at=visit.finished_at,
                    values=values,
                ),
                space=space,
            )
            for space, values in split.items()
            if values and space in self._kit.vault.spaces
        ]

    def _measured(self, session: Session, visit: Visit) -> list[tuple[str, Measurement]]:
        """Scores by space: what was asked in the care block is a measurement of its own, in `zorg`."""
        spaces = question_spaces(session)
        raw: dict[tuple[str, str], dict[str, object]] = {}
        for question in session.questions():
            binding = question.attributes.get("veldwerk:instrument", "")
            node = session.node(question.ref)
            if "/" in binding and node.relevant:
                instrument, item = self._library.bound(binding)
                if instrument.on:
                    raw.setdefault((spaces[question.ref], instrument.id), {})[item.id] = node.value or None
        return [
            (space, measure(self._library, instrument, answers, visit, self._kit.ids.new_id()))
            for (space, instrument), answers in raw.items()
            if any(value is not None for value in answers.values())
        ]


def measure(
    library: Library, instrument_id: str, answers: Mapping[str, object], visit: Visit, record: str
) -> Measurement:
    """Score `answers` of a visit into a Measurement (REQ-INS-01)."""
    instrument = library.get(instrument_id)
    scored = instruments.score(instrument, answers)
    on = visit.finished_at.date() if visit.finished_at else visit.planned_on
    return Measurement(
        id=record,
        person_id=visit.person_id,
        visit_id=visit.id,
        instrument=instrument.id,
        version=str(instrument.version),
        norm=scored.norm or "",
        mode="telefoon" if visit.contact_form == "telefoon" else "gesprek",
        measured_on=on,
        answers=dict(answers),
        algorithm=str(scored.algorithm_version),
        total=scored.total,
        subscales=dict(scored.subscales),
        category=scored.category or "",
        missing=len(scored.missing),
        category_uncertain=bool(scored.category_uncertain),
    )


def _answered(session: Session) -> int:
    return sum(1 for value in session.values().values() if value)


def _named(values: Mapping[str, object], name: str) -> str:
    return next((str(value) for ref, value in values.items() if ref.rsplit("/", 1)[-1] == name and value), "")
