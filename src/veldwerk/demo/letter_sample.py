"""A letter kept as content, composed as the product does it, dated on the day it went out."""

from __future__ import annotations

from collections.abc import Mapping

from veldwerk.demo import phrases_help as words
from veldwerk.demo.judging import Judgement
from veldwerk.demo.people import Life
from veldwerk.demo.team import ORGANISATION
from veldwerk.demo.world import World
from veldwerk.domain import letters as content_of
from veldwerk.domain import names
from veldwerk.domain.consent import Consent
from veldwerk.domain.letter_making import ConsentNote, Envelope, compose
from veldwerk.domain.letter_texts import Value
from veldwerk.domain.letters import Letterhead, Recipient, Signature
from veldwerk.domain.referrals import Letter, Referral, ReferralTask
from veldwerk.domain.social_map import Service
from veldwerk.services.letters import CARE_KINDS

_HEAD = Letterhead(
    organisation=ORGANISATION,
    street="Zilverwilgenhof 1",
    postcode="7205 QA",
    city="Zutphen",
    phone="0575-000100",
    email="team@wijkzorg-de-linde.example",
    website="wijkzorg-de-linde.example",
)


def make_letter(
    world: World,
    life: Life,
    referral: Referral,
    task: ReferralTask,
    service: Service,
    consent: Consent,
    judgement: Judgement,
) -> Letter:
    """The referral letter of a task that was sent."""
    assert task.sent_on is not None
    assert consent.given_on is not None
    care = service.care_provider or referral.kind in CARE_KINDS
    template = world.knowledge.texts.templates["verwijsbrief" if care else "verwijsbrief_welzijn"]
    fields = _care(world, life, referral, judgement) if care else _welfare(world, life, referral)
    content = compose(
        template,
        {name: value for name, value in fields.items() if value},
        _envelope(world, life, task, service),
        world.knowledge.texts.words["nl"],
        ConsentNote(given_on=consent.given_on, how=consent.how, categories=frozenset(consent.categories)),
    )
    return Letter(
        id=world.ids.new_id(),
        person_id=life.person.id,
        referral_id=referral.id,
        task_id=task.id,
        template=template.kind,
        template_version=str(template.version),
        recipient=service.name,
        content=content_of.to_document(content),
        shared=tuple(sorted(content.shared)),
        made_on=task.sent_on,
        made_by=life.worker.id,
        status="gedrukt",
        printed_at=min(world.moment(task.sent_on, 16, 30), world.now),
        prints=1,
    )


def _envelope(world: World, life: Life, task: ReferralTask, service: Service) -> Envelope:
    label = world.knowledge.terms.label
    contact = service.contact_name
    assert task.sent_on is not None
    return Envelope(
        letterhead=_HEAD,
        recipient=Recipient(
            lines=tuple(line for line in (service.organization_name, contact) if line),
            street=service.address,
            postcode=service.postal_code,
            city=service.city,
            salutation=f"Beste {contact}" if contact else f"Beste medewerkers van {service.name}",
            email=service.email,
        ),
        signature=Signature(
            name=life.worker.name, role=label("role", life.worker.role, "nl"), phone=life.worker.phone
        ),
        day=task.sent_on,
        reference=f"{life.person.client_number}/{task.reply_code[:4]}",
        reply_by=task.due_on,
        code=task.reply_code,
        practice=True,
    )


def _phone(life: Life) -> str:
    return life.person.phones[0].number if life.person.phones else ""


def _welfare(world: World, life: Life, referral: Referral) -> Mapping[str, Value]:
    return {
        "client_name": names.friendly_name(life.person),
        "client_phone": _phone(life),
        "request": referral.goal_words or referral.question,
        "own_words": referral.question,
        "practical": world.some(words.PRACTICAL, 0, 2),
        "waiting_contact": referral.named_contact or life.worker.name,
    }


def _care(world: World, life: Life, referral: Referral, judgement: Judgement) -> Mapping[str, Value]:
    label = world.knowledge.terms.label
    made = judgement.appraisal
    return {
        "client_name": names.formal_name(life.person),
        "birth_date": life.person.birth_date or "",
        "client_phone": _phone(life),
        "request": label("letter_request", "verwijsbrief", "nl"),
        "own_words": referral.question,
        "findings": referral.facts.splitlines(),
        "done": referral.already_done.splitlines(),
        "loneliness_kind": [
            label("loneliness", kind, "nl") for kind, said in made.types.items() if said == "ja"
        ],
        "situation": label("situation", made.situation, "nl"),
        "goal": referral.goal_words
        or (label("goal", referral.goal_kind, "nl") if referral.goal_kind else ""),
        "waiting_contact": referral.named_contact or life.worker.name,
    }
