"""Fitting referral from consent to feedback: one ServiceRequest, a Task for each recipient tried."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from veldwerk.domain import reply_code
from veldwerk.domain.consent import Consent
from veldwerk.domain.errors import N_, NotFound, UserError
from veldwerk.domain.people import Person
from veldwerk.domain.referrals import Referral, ReferralNote, ReferralTask, TaskEvent, check_transition
from veldwerk.domain.social_map import Service
from veldwerk.domain.visits import Appraisal
from veldwerk.domain.workdays import REPLY_WORKDAYS, add_workdays
from veldwerk.services.access import Actor, Right, require
from veldwerk.services.edits import Edit, Save, find, load
from veldwerk.services.kit import Kit, seen
from veldwerk.services.ports import NoteVersion, Reader

ANSWERS = {
    1: ("accepted", "accepted"),
    2: ("on-hold", "waitlist"),
    3: ("rejected", "declined-not-eligible"),
    4: ("cancelled", "client-declined"),
}
"""The four boxes of the reply slip, and the status and businessStatus they mean (SOCIAL_MAP 2.3)."""

NO_SUCH_CODE = N_("No referral has this reply code. Look at the code again.")


@dataclass(frozen=True, slots=True)
class ReferralFile:
    """A referral with its tasks, notes and the person it is for.

    `conflicts` are texts that two colleagues changed apart: (record, field) to the living versions.
    """

    referral: Referral
    person: Person
    tasks: tuple[ReferralTask, ...]
    notes: tuple[ReferralNote, ...]
    conflicts: Mapping[tuple[str, str], tuple[NoteVersion, ...]] = field(default_factory=dict)

    @property
    def task(self) -> ReferralTask | None:
        """The newest try."""
        return self.tasks[-1] if self.tasks else None


OPEN = frozenset({"requested", "accepted", "in-progress", "on-hold"})
"""States of a Task in which somebody still owes an answer."""

RESULTS = (
    "doel_bereikt",
    "deels",
    "niet",
    "gestopt_client",
    "gestopt_aanbieder",
    "overleden",
    "verhuisd",
    "onbekend",
)
PURPOSE = "verwijzing"
FEEDBACK = N_("Write down what came of it, or that no answer was received.")


class Referrals:
    """A referral is never ended by one recipient's refusal."""

    def __init__(self, kit: Kit, kinds: Collection[str]) -> None:
        """`kinds` are the intervention codes that may be referred to."""
        self._kit = kit
        self._kinds = frozenset(kinds)

    def files(self, actor: Actor, *, open_only: bool = True) -> list[ReferralFile]:
        """Referrals with their tasks, the newest first."""
        require(actor, Right.READ, Referral.KIND)
        where = {"status": ("draft", "active", "on-hold")} if open_only else None

        def job(reader: Reader) -> list[ReferralFile]:
            found = find(reader, Referral, where, order="-created_on", limit=500)
            return _files(reader, found)

        files = self._kit.vault.read(job)
        self._kit.log(seen(actor, "read", Referral.KIND, "", detail=str(len(files))))
        return files

    def of(self, actor: Actor, person: str) -> list[Referral]:
        """Referrals of one person, the newest first."""
        require(actor, Right.READ, Referral.KIND)
        found = self._kit.vault.read(lambda r: find(r, Referral, {"person_id": person}, order="-created_on"))
        self._kit.log(seen(actor, "read", Referral.KIND, "", person=person))
        return found

    def get(self, actor: Actor, referral: str) -> ReferralFile:
        """One referral with all that hangs on it; `referral` may also be the id of one of its Tasks."""
        require(actor, Right.READ, Referral.KIND)

        def job(reader: Reader) -> ReferralFile:
            known = reader.get(Referral.KIND, referral) is not None
            wanted = referral if known else load(reader, ReferralTask, referral).referral_id
            return _with_conflicts(reader, _file(reader, load(reader, Referral, wanted)))

        found = self._kit.vault.read(job)
        self._kit.log(seen(actor, "read", Referral.KIND, found.referral.id, person=found.person.id))
        return found

    def by_code(self, actor: Actor, code: str) -> ReferralFile:
        """The referral whose reply slip has this code; UserError for a typing error, NotFound for no such slip."""
        require(actor, Right.READ, Referral.KIND)
        clean = reply_code.read(code)

        def job(reader: Reader) -> ReferralFile:
            found = find(reader, ReferralTask, {"reply_code": clean}, limit=1)
            if not found:
                raise NotFound(NO_SUCH_CODE, code="no-such-code", field="code")
            return _file(reader, load(reader, Referral, found[0].referral_id))

        file = self._kit.vault.read(job)
        self._kit.log(seen(actor, "read", Referral.KIND, file.referral.id, person=file.person.id))
        return file

    def create(
        self,
        actor: Actor,
        appraisal: Appraisal,
        kind: str,
        *,
        question: str,
        rule_ids: Sequence[str] = (),
        **more: str,
    ) -> Referral:
        """Begin a referral in the client's own words; the wish of the client comes first (W01).

        `more` may hold facts, already_done, goal_kind, goal_words, named_contact, override_reason.
        """
        if kind not in self._kinds:
            raise ValueError(f"not an intervention: {kind}")
        if not question.strip():
            raise UserError(
                N_("Write down the question in the client's own words."),
                code="question-needed",
                field="question",
            )
        made = replace(
            Referral(
                id=self._kit.ids.new_id(),
                person_id=appraisal.person_id,
                appraisal_id=appraisal.id,
                kind=kind,
                question=question,
                requester=actor.worker,
                created_on=self._kit.clock.today(),
                rule_ids=tuple(rule_ids),
                suggested=bool(rule_ids),
            ),
            **more,  # type: ignore[arg-type]  # text fields, checked by replace
        )
        self._kit.edits.save(actor, N_("Referral begun"), [Save(None, made)])
        return made

    def address(self, actor: Actor, referral: Referral, service: Service, consent: Consent) -> ReferralTask:
        """Put the referral to one recipient. The consent must name that recipient."""
        self._check_consent(referral, service, consent)
        task = ReferralTask(
            id=self._kit.ids.new_id(),
            referral_id=referral.id,
            person_id=referral.person_id,
            service_id=service.id,
            recipient=service.name,
            consent_id=consent.id,
            reply_code=reply_code.make(self._kit.ids.random_bytes(16)),
        )
        self._kit.edits.save(actor, N_("Recipient chosen"), [Save(None, task)])
        return task

    def _check_consent(self, referral: Referral, service: Service, consent: Consent) -> None:
        today = self._kit.clock.today()
        if consent.person_id != referral.person_id or consent.purpose != PURPOSE or not consent.active(today):
            raise UserError(N_("There is no consent to share this with the recipient."), code="no-consent")
        if consent.recipient not in (service.name, service.organization_name):
            raise UserError(
                N_("The consent names {named}, not {recipient}. Ask for it again."),
                code="consent-recipient",
                named=consent.recipient,
                recipient=service.name,
            )

    def send(self, actor: Actor, task: ReferralTask) -> ReferralTask:
        """The letter went out: from now on a reply is due within ten working days (REQ-REF-05)."""
        today = self._kit.clock.today()
        consent = self._kit.vault.read(lambda r: load(r, Consent, task.consent_id))
        if not consent.active(today):
            raise UserError(N_("There is no consent to share this with the recipient."), code="no-consent")
        referral = self._kit.vault.read(lambda r: load(r, Referral, task.referral_id))
        after = self._moved(actor, task, "requested", "letter-posted", "")
        after = replace(after, sent_on=today, due_on=add_workdays(today, REPLY_WORKDAYS))
        self._kit.edits.save(
            actor,
            N_("Referral sent"),
            [Save(task, after), Save(referral, replace(referral, status="active"))],
        )
        return after

    def step(
        self, actor: Actor, task: ReferralTask, status: str, *, business: str = "", reason: str = ""
    ) -> ReferralTask:
        """Move the Task along the table; UserError when the step or its reason is missing."""
        after = self._moved(actor, task, status, business, reason)
        if status == "completed" and not (task.feedback.strip() or reason.strip()):
            raise UserError(FEEDBACK, code="feedback-needed")
        self._kit.edits.save(actor, N_("Referral updated"), [Save(task, after)])
        return after

    def _moved(
        self, actor: Actor, task: ReferralTask, status: str, business: str, reason: str
    ) -> ReferralTask:
        check_transition(task.status, status, reason)
        today = self._kit.clock.today()
        event = TaskEvent(
            id=self._kit.ids.new_id(),
            at=self._kit.clock.now().isoformat(),
            by=actor.worker,
            before=task.status,
            after=status,
            business_status=business,
            reason=reason,
        )
        return replace(
            task,
            status=status,
            business_status=business or task.business_status,
            status_reason=reason or task.status_reason,
            started_on=task.started_on or (today if status == "in-progress" else None),
            ended_on=today if status in ("completed", "failed", "cancelled", "rejected") else None,
            history=(*task.history, event),
        )

    def reply(self, actor: Actor, code: str, digit: int, words: str = "") -> ReferralTask:
        """Enter what came back on the slip: the code and the box that was ticked (1 to 4)."""
        clean = reply_code.read(code)
        if digit not in ANSWERS:
            raise UserError(N_("The reply is a digit from 1 to 4."), code="bad-digit")
        found = self._kit.vault.read(lambda r: find(r, ReferralTask, {"reply_code": clean}))
        if not found:
            raise NotFound(NO_SUCH_CODE, code="no-such-code", field="code")
        status, business = ANSWERS[digit]
        before = found[0]
        reason = words.strip() or N_("Said on the reply slip")
        task = before
        if task.status == "requested" and status == "on-hold":
            task = self._moved(actor, task, "accepted", "accepted", "")
        after = self._moved(actor, task, status, business, "" if status == "accepted" else reason)
        after = replace(after, replied_on=self._kit.clock.today(), feedback=words.strip() or after.feedback)
        self._kit.edits.save(actor, N_("Reply entered"), [Save(before, after)])
        return after

    def close(self, actor: Actor, referral: Referral, result: str) -> Edit:
        """The nurse decides that it is done (never automatic); results of REQ-REF-08.

        Refused while a request is still open: first its reply, or that none came (SOCIAL_MAP 2.3).
        """
        if result not in RESULTS:
            raise UserError(N_("Choose what came of it."), code="result-needed")
        tasks = self._kit.vault.read(lambda r: find(r, ReferralTask, {"referral_id": referral.id}))
        if any(task.status in OPEN for task in tasks):
            raise UserError(FEEDBACK, code="feedback-needed")
        after = replace(referral, status="completed", result=result, ended_on=self._kit.clock.today())
        return self._kit.edits.save(actor, N_("Referral closed"), [Save(referral, after)])

    def add_note(self, actor: Actor, referral: Referral, text: str, **more: str) -> ReferralNote:
        """A dated note (verwijsnotitie); `more` may hold spoke_to, promised, next_step. Never on a letter by itself."""
        if not text.strip():
            raise UserError(N_("The note is empty."), code="note-empty", field="text")
        note = replace(
            ReferralNote(
                id=self._kit.ids.new_id(),
                referral_id=referral.id,
                person_id=referral.person_id,
                written_at=self._kit.clock.now(),
                author=actor.worker,
                text=text,
            ),
            **more,  # type: ignore[arg-type]  # text fields, checked by replace
        )
        self._kit.edits.save(actor, N_("Note added"), [Save(None, note)])
        return note

    def settle(
        self,
        actor: Actor,
        record: Referral | ReferralNote,
        path: str,
        text: str,
        versions: Sequence[NoteVersion],
    ) -> Edit:
        """Make one text out of the `versions` that were on the screen; UserError when there is a newer one."""
        after = replace(record, **{path: text})  # type: ignore[arg-type]  # a note is a text field
        seen_now = {path: tuple(version.hlc for version in versions)}
        return self._kit.edits.save(actor, N_("Two texts brought together"), [Save(record, after, seen_now)])


def overdue(task: ReferralTask, today: date) -> bool:
    """Sent, and no reply after the day it was due."""
    return task.status == "requested" and task.due_on is not None and task.due_on < today


def _file(reader: Reader, referral: Referral) -> ReferralFile:
    files = _files(reader, [referral])
    if not files:
        raise NotFound(N_("This record is not in your vault (any more)."), code="not-found")
    return files[0]


def _files(reader: Reader, referrals: Sequence[Referral]) -> list[ReferralFile]:
    """Files of many referrals in three reads; one whose person is not here (any more) is left out."""
    ids = [referral.id for referral in referrals]
    tasks: dict[str, list[ReferralTask]] = {}
    for task in find(reader, ReferralTask, {"referral_id": ids}, order="id"):
        tasks.setdefault(task.referral_id, []).append(task)
    notes: dict[str, list[ReferralNote]] = {}
    for note in find(reader, ReferralNote, {"referral_id": ids}, order="-written_at"):
        notes.setdefault(note.referral_id, []).append(note)
    wanted = list({referral.person_id for referral in referrals})
    people = {person.id: person for person in find(reader, Person, {"id": wanted})}
    return [
        ReferralFile(
            referral,
            people[referral.person_id],
            tuple(tasks.get(referral.id, ())),
            tuple(notes.get(referral.id, ())),
        )
        for referral in referrals
        if referral.person_id in people
    ]


_TEXTS: Mapping[str, tuple[str, ...]] = {
    Referral.KIND: ("question", "facts", "already_done", "goal_words"),
    ReferralNote.KIND: ("text", "promised", "next_step"),
}


def _with_conflicts(reader: Reader, file: ReferralFile) -> ReferralFile:
    open_now: dict[tuple[str, str], tuple[NoteVersion, ...]] = {}
    for record in (file.referral, *file.notes):
        for path in _TEXTS[record.KIND]:
            versions = reader.note_versions(record.KIND, record.id, path)
            if len({version.text for version in versions}) > 1:
                open_now[record.id, path] = versions
    return replace(file, conflicts=open_now)
