"""Letters: made from a template, a referral and its consent; kept as content; printed when needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from veldwerk.domain import letters as content_of
from veldwerk.domain import names
from veldwerk.domain.consent import Consent
from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.letter_making import ConsentNote, Envelope, compose
from veldwerk.domain.letter_texts import LetterText, Value, Words
from veldwerk.domain.letters import LetterContent, Letterhead, Recipient, Signature, Window
from veldwerk.domain.organisation import Setting, Worker
from veldwerk.domain.people import Person
from veldwerk.domain.referrals import Letter, Referral, ReferralTask
from veldwerk.domain.social_map import Service
from veldwerk.domain.terms import Terms
from veldwerk.domain.visits import Appraisal
from veldwerk.domain.workdays import REPLY_WORKDAYS, add_workdays
from veldwerk.services.access import Actor, Right, require
from veldwerk.services.edits import Save, find, load
from veldwerk.services.kit import Kit, seen
from veldwerk.services.ports import Reader, Renderer

CARE_KINDS = frozenset({"huisarts", "poh_ggz", "ggz", "dementie_casemanager"})
LETTERHEAD = "letterhead"
CARE, WELFARE = "verwijsbrief", "verwijsbrief_welzijn"
REQUIRED = ("naam", "vraag")
"""Without these there is no letter."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Templates by kind and the fixed words by language, parsed by `app`."""

    templates: Mapping[str, LetterText]
    words: Mapping[str, Words]
    terms: Terms


@dataclass(frozen=True, slots=True)
class _Case:
    referral: Referral
    person: Person
    service: Service
    consent: Consent
    appraisal: Appraisal | None
    worker: Worker | None
    letterhead: Letterhead


class Letters:
    """Nothing leaves without recipient, consent, sender, date and return address (REQ-BR-03)."""

    def __init__(self, kit: Kit, texts: Texts, renderer: Renderer, *, practice: bool = False) -> None:
        self._kit = kit
        self._texts = texts
        self._render = renderer
        self._practice = practice

    def for_task(
        self, actor: Actor, task: ReferralTask, *, practical: str = "", language: str = "nl"
    ) -> Letter:
        """Compose the referral letter of one Task and keep it as a concept.

        Care professionals get findings; welfare offers only name, phone and practical needs (DOMAIN 6.4).
        Raises UserError naming the empty field, or the category the consent does not cover.
        """
        require(actor, Right.PRINT, Letter.KIND)
        case = self._kit.vault.read(lambda r: _case(r, task, actor))
        self._require_consent(case.consent)
        text = self._texts.templates[_template(case.referral.kind, case.service)]
        care = text.kind == CARE
        words = self._texts.words[language]
        fields = (
            self._care_fields(case, language)
            if care
            else _welfare_fields(
                case, practical, self._texts.terms.label("letter_request", "verwijsbrief_welzijn", language)
            )
        )
        allowed = set(case.consent.categories)
        fields = {
            name: value
            for name, value in fields.items()
            if value
            and (text.fields[name].category in allowed or not text.fields[name].category or _needed(name))
        }
        consent = ConsentNote(
            given_on=case.consent.given_on or self._kit.clock.today(),
            how=case.consent.how,
            categories=frozenset(allowed),
        )
        content = compose(text, fields, self._envelope(case, task, actor, language), words, consent)
        letter = Letter(
            id=self._kit.ids.new_id(),
            person_id=case.person.id,
            referral_id=case.referral.id,
            task_id=task.id,
            template=text.kind,
            template_version=str(text.version),
            recipient=case.service.name,
            language=language,
            content=content_of.to_document(content),
            shared=content.shared,
            made_on=self._kit.clock.today(),
            made_by=actor.worker,
        )
        self._kit.edits.save(actor, N_("Letter made"), [Save(None, letter)])
        return letter

    def categories(self, kind: str, service: Service) -> tuple[str, ...]:
        """What a letter to this recipient may hold, in the order of the letter (DOMAIN 6.4): ask consent for these."""
        rules = self._texts.templates[_template(kind, service)].fields.values()
        return tuple(dict.fromkeys(rule.category for rule in rules if rule.category))

    def of_task(self, actor: Actor, task: str) -> list[Letter]:
        """Letters of one try, the newest first."""
        require(actor, Right.READ, Letter.KIND)
        found = self._kit.vault.read(lambda r: find(r, Letter, {"task_id": task}))
        return sorted(found, key=lambda letter: letter.id, reverse=True)

    def get(self, actor: Actor, letter: str) -> Letter:
        """One letter; NotFound when it is not in this vault."""
        require(actor, Right.READ, Letter.KIND)
        found = self._kit.vault.read(lambda r: load(r, Letter, letter))
        self._kit.log(seen(actor, "read", Letter.KIND, found.id, person=found.person_id))
        return found

    def _require_consent(self, consent: Consent) -> None:
        if not consent.active(self._kit.clock.today()):
            raise UserError(N_("There is no consent to share this with the recipient."), code="no-consent")

    def _envelope(self, case: _Case, task: ReferralTask, actor: Actor, language: str) -> Envelope:
        service = case.service
        street, _, _ = service.address.partition(",")
        phone = case.worker.phone if case.worker else ""
        return Envelope(
            letterhead=case.letterhead,
            recipient=Recipient(
                lines=tuple(
                    line for line in (service.organization_name or service.name, service.contact_name) if line
                ),
                street=street.strip(),
                postcode=service.postal_code,
                city=service.city,
                salutation=_greeting(service),
                email=service.email,
            ),
            signature=Signature(
                name=actor.name,
                role=self._texts.terms.label("role", actor.role.value, language),
                phone=phone or case.letterhead.phone,
            ),
            day=self._kit.clock.today(),
            reference=f"{case.person.client_number}/{task.reply_code[:4]}",
            reply_by=task.due_on or add_workdays(self._kit.clock.today(), REPLY_WORKDAYS),
            code=task.reply_code,
            practice=self._practice,
        )

    def _care_fields(self, case: _Case, language: str) -> dict[str, Value]:
        label = self._texts.terms.label
        types = case.appraisal.types if case.appraisal else {}
        kinds = [label("loneliness", kind, language) for kind, answer in types.items() if answer == "ja"]
        return {
            "client_name": names.formal_name(case.person),
            "birth_date": case.person.birth_date or "",
            "client_phone": case.person.phones[0].number if case.person.phones else "",
            "request": label("letter_request", "verwijsbrief", language),
            "own_words": case.referral.question,
            "findings": _lines(case.referral.facts),
            "done": _lines(case.referral.already_done),
            "loneliness_kind": kinds,
            "situation": label("situation", case.appraisal.situation, language) if case.appraisal else "",
            "goal": case.referral.goal_words or label("goal", case.referral.goal_kind, language),
            "waiting_contact": case.referral.named_contact,
        }

    def all(self, actor: Actor, *, person: str = "") -> list[Letter]:
        """Letters, the newest first."""
        require(actor, Right.READ, Letter.KIND)
        where = {"person_id": person} if person else None
        found = self._kit.vault.read(lambda r: find(r, Letter, where, order="-made_on", limit=500))
        self._kit.log(seen(actor, "read", Letter.KIND, "", person=person, detail=str(len(found))))
        return found

    def content(self, actor: Actor, letter: Letter) -> LetterContent:
        """What stands in it."""
        require(actor, Right.READ, Letter.KIND)
        self._kit.log(seen(actor, "read", Letter.KIND, letter.id, person=letter.person_id))
        return content_of.from_document(letter.content)

    def pdf(self, actor: Actor, letter: Letter) -> bytes:
        """The PDF, made now and kept nowhere. What was never printed is refused once the consent is withdrawn."""
        require(actor, Right.PRINT, Letter.KIND)
        if letter.task_id and letter.status == "concept":
            self._require_consent(self._kit.vault.read(lambda r: _consent(r, letter)))
        return self._render.letter(self.content(actor, letter))

    def printed(self, actor: Actor, letter: Letter, how: str) -> Letter:
        """It went to paper (`print`) or to a file (`file`): counted and logged per letter."""
        require(actor, Right.PRINT, Letter.KIND)
        after = replace(letter, status="gedrukt", printed_at=self._kit.clock.now(), prints=letter.prints + 1)
        self._kit.edits.save(actor, N_("Letter printed"), [Save(letter, after)])
        self._kit.log(seen(actor, "print", Letter.KIND, letter.id, person=letter.person_id, detail=how))
        return after

    def letterhead(self) -> Letterhead:
        """Name and return address of the organisation, from the settings."""
        return self._kit.vault.read(_letterhead)

    def set_letterhead(self, actor: Actor, head: Letterhead) -> None:
        """Change it, with author and moment."""
        require(actor, Right.SETTINGS)
        found = self._kit.vault.read(lambda r: find(r, Setting, {"key": LETTERHEAD}))
        value = {
            "organisation": head.organisation,
            "street": head.street,
            "postcode": head.postcode,
            "city": head.city,
            "phone": head.phone,
            "email": head.email,
            "website": head.website,
            "window_left": head.window.left,
            "window_top": head.window.top,
        }
        before = found[0] if found else None
        after = replace(
            before or Setting(id=self._kit.ids.new_id(), key=LETTERHEAD),
            value=value,
            author=actor.worker,
            set_at=self._kit.clock.now(),
        )
        self._kit.edits.save(actor, N_("Letterhead changed"), [Save(before, after)])


def _template(kind: str, service: Service) -> str:
    """Care professionals get findings; others only name, phone and practical needs (DOMAIN 6.4)."""
    return CARE if service.care_provider or kind in CARE_KINDS else WELFARE


def _letterhead(reader: Reader) -> Letterhead:
    found = find(reader, Setting, {"key": LETTERHEAD})
    if not found:
        raise UserError(
            N_("Fill in the name and address of your organisation first, under Settings."),
            code="no-letterhead",
        )
    value = dict(found[0].value.items())
    window = Window(
        left=float(str(value.get("window_left", 25.0))), top=float(str(value.get("window_top", 55.0)))
    )
    texts = ("organisation", "street", "postcode", "city", "phone", "email", "website")
    return Letterhead(window=window, **{name: str(value.get(name, "")) for name in texts})


def _case(reader: Reader, task: ReferralTask, actor: Actor) -> _Case:
    referral = load(reader, Referral, task.referral_id)
    appraisals = find(reader, Appraisal, {"person_id": task.person_id}, order="-made_on", limit=1)
    worker = reader.get(Worker.KIND, actor.worker)
    return _Case(
        referral,
        load(reader, Person, task.person_id),
        load(reader, Service, task.service_id),
        load(reader, Consent, task.consent_id),
        appraisals[0] if appraisals else None,
        load(reader, Worker, actor.worker) if worker is not None else None,
        _letterhead(reader),
    )


def _consent(reader: Reader, letter: Letter) -> Consent:
    return load(reader, Consent, load(reader, ReferralTask, letter.task_id).consent_id)


def _welfare_fields(case: _Case, practical: str, request: str) -> dict[str, Value]:
    person = case.person
    return {
        "client_name": names.friendly_name(person),
        "client_phone": person.phones[0].number if person.phones else "",
        "request": request,
        "own_words": case.referral.question,
        "practical": _lines(practical),
        "waiting_contact": case.referral.named_contact,
    }


def _needed(name: str) -> bool:
    """Fields without which there is no letter: dropping them silently would hide a missing consent."""
    return name in ("client_name", "own_words")


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _greeting(service: Service) -> str:
    return (
        f"Beste {service.contact_name}" if service.contact_name else f"Beste medewerkers van {service.name}"
    )
