"""One referral as a FHIR R4 bundle, for a recipient whose system can take it (SOCIAL_MAP 2.4).

A `collection` of Patient, both Organizations, the requester, HealthcareService, Consent, ServiceRequest and Task after
Gravity SDOH Clinical Care 3.0.0. It holds what the consent names and no more, and never a BSN: recipients in welfare
may not process it.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from veldwerk.domain import bsn, names
from veldwerk.domain.consent import Consent
from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.people import Person
from veldwerk.domain.referrals import Referral, ReferralTask
from veldwerk.domain.social_map import Service
from veldwerk.domain.visits import Measurement
from veldwerk.exchange.hsds.mend import uuid_of

NO_CONSENT = N_("There is no consent today for sending this referral to {recipient}.")
NO_NAME = N_("The consent does not cover the name. Without it a referral cannot be sent.")
HOLDS_BSN = N_("The text holds a citizen service number (BSN). Take it out: it may not go to this recipient.")

Resource = dict[str, object]

LONELINESS = "djg"
"""Ids of the De Jong Gierveld scales begin with this."""

_GRAVITY = "http://hl7.org/fhir/us/sdoh-clinicalcare"
_TEMPORARY = f"{_GRAVITY}/CodeSystem/SDOHCC-CodeSystemTemporaryCodes"
_CAPACITY = f"{_GRAVITY}/StructureDefinition/SDOHCC-ExtensionHealthcareServiceCapacityStatus"
_TERMS = "http://terminology.hl7.org/CodeSystem"
_GENDER = {"vrouw": "female", "man": "male", "anders": "other"}
_ROOM = {"vrij": "capacity", "wachtlijst": "waitlist", "vol": "no-capacity"}
_NINE = re.compile(r"(?<!\d)\d{9}(?!\d)")
_POLICY = "AVG art. 6 lid 1 onder a: toestemming voor het delen van gegevens bij een verwijzing"


@dataclass(frozen=True, slots=True)
class Case:
    """Everything one bundle is made from. `sender` is the worker's name, `role` and `organisation` as people know them;
    `intervention` is the label of the kind of help. A measurement goes along only when the consent covers it.
    """

    person: Person
    referral: Referral
    task: ReferralTask
    consent: Consent
    service: Service
    sender: str
    role: str
    organisation: str
    intervention: str
    measurement: Measurement | None = None


def bundle(case: Case, moment: datetime) -> Resource:
    """The bundle as a JSON object; `moment` is aware. UserError when the consent does not hold that day, is another
    one than the Task leans on, does not cover the name, or a text holds a BSN.
    """
    if case.consent.id != case.task.consent_id or not case.consent.active(moment.date()):
        raise UserError(NO_CONSENT, code="no-consent", recipient=case.service.name)
    if "naam" not in case.consent.categories:
        raise UserError(NO_NAME, code="consent-name")
    made = _Bundle(case, moment)
    resources = made.resources()
    if any(bsn.is_valid(number) for number in _NINE.findall(" ".join(_texts(resources)))):
        raise UserError(HOLDS_BSN, code="holds-bsn")
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": moment.isoformat(timespec="seconds"),
        "entry": [{"fullUrl": made.urn(name), "resource": one} for name, one in resources.items()],
    }


def _texts(value: object) -> list[str]:
    if isinstance(value, Mapping):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [value] if isinstance(value, str) else []


def _coded(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


def _filled(**fields: object) -> Resource:
    """The fields that have a value; a trailing underscore keeps Python's words apart."""
    return {name.rstrip("_"): value for name, value in fields.items() if value not in (None, "", [], {})}


class _Bundle:
    def __init__(self, case: Case, moment: datetime) -> None:
        self._case = case
        self._moment = moment.isoformat(timespec="seconds")
        self._may = frozenset(case.consent.categories)
        service = case.service
        self._ids = {
            "patient": uuid_of("person", case.person.id),
            "source": uuid_of("organization", f"source:{case.organisation}"),
            "practitioner": uuid_of("worker", case.referral.requester or case.sender),
            "role": uuid_of("role", f"{case.referral.requester or case.sender}:{case.organisation}"),
            "recipient": uuid_of("organization", service.organization_id or f"of:{service.id}"),
            "service": uuid_of("service", service.id),
            "consent": uuid_of("consent", case.consent.id),
            "request": uuid_of("referral", case.referral.id),
            "task": uuid_of("referral_task", case.task.id),
            "answers": uuid_of("measurement", case.measurement.id if case.measurement else ""),
        }

    def urn(self, name: str) -> str:
        return f"urn:uuid:{self._ids[name]}"

    def _to(self, name: str) -> Resource:
        return {"reference": self.urn(name)}

    def resources(self) -> dict[str, Resource]:
        made = {
            "patient": self._patient(),
            "source": _filled(resourceType="Organization", active=True, name=self._case.organisation),
            "practitioner": _filled(resourceType="Practitioner", name=[{"text": self._case.sender}]),
            "role": _filled(
                resourceType="PractitionerRole",
                practitioner=self._to("practitioner"),
                organization=self._to("source"),
                code=[{"text": self._case.role}],
            ),
            "recipient": self._recipient(),
            "service": self._service(),
            "consent": self._consent(),
            "request": self._request(),
            "task": self._task(),
        }
        answers = self._answers()
        return {**made, "answers": answers} if answers else made

    def _patient(self) -> Resource:
        person = self._case.person
        phones = [{"system": "phone", "value": one.number} for one in person.phones if one.number]
        return _filled(
            resourceType="Patient",
            identifier=[{"system": "urn:veldwerk:client", "value": person.client_number}]
            if person.client_number
            else None,
            name=[_filled(use="official", text=names.full_name(person), family=names.surname(person))],
            telecom=phones if "telefoon" in self._may else None,
            gender=_GENDER.get(person.gender, "unknown"),
            birthDate=person.birth_date.isoformat()
            if person.birth_date and "geboortedatum" in self._may
            else None,
        )

    def _recipient(self) -> Resource:
        service = self._case.service
        return _filled(
            resourceType="Organization",
            active=True,
            name=service.organization_name or service.name,
            telecom=[{"system": "email", "value": service.email}] if service.email else None,
        )

    def _service(self) -> Resource:
        service = self._case.service
        room = _ROOM.get(service.capacity)
        status = {"url": "capacityStatus", "valueCodeableConcept": _coded(_TEMPORARY, room)} if room else None
        return _filled(
            resourceType="HealthcareService",
            extension=[{"url": _CAPACITY, "extension": [status]}] if status else None,
            active=service.status == "active",
            providedBy=self._to("recipient"),
            category=[_coded(_TEMPORARY, "social-connection")],
            name=service.name,
            telecom=[{"system": "phone", "value": service.phone}] if service.phone else None,
        )

    def _consent(self) -> Resource:
        consent = self._case.consent
        assert consent.given_on is not None
        period = _filled(
            start=consent.given_on.isoformat(), end=consent.ends_on.isoformat() if consent.ends_on else None
        )
        receiver = {
            "role": _coded(f"{_TERMS}/v3-ParticipationType", "IRCP"),
            "reference": self._to("recipient"),
        }
        wording = base64.b64encode(consent.wording.encode()).decode()
        return _filled(
            resourceType="Consent",
            status="active",
            scope=_coded(f"{_TERMS}/consentscope", "patient-privacy"),
            category=[_coded(f"{_TERMS}/v3-ActCode", "IDSCL")],
            patient=self._to("patient"),
            dateTime=consent.given_on.isoformat(),
            performer=[self._to("patient")],
            organization=[self._to("source")],
            sourceAttachment=_filled(contentType="text/plain;charset=utf-8", title=consent.how, data=wording),
            policyRule={"text": _POLICY},
            provision=_filled(type="permit", period=period, actor=[receiver]),
        )

    def _request(self) -> Resource:
        referral = self._case.referral
        asked = "\n".join(
            text
            for text, category in ((referral.question, "vraag"), (referral.facts, "bevindingen"))
            if text.strip() and category in self._may
        )
        goal = referral.goal_words if "doel" in self._may else ""
        info = [self._to("consent"), *([self._to("answers")] if self._answers() else [])]
        return _filled(
            resourceType="ServiceRequest",
            identifier=[{"type": _coded(f"{_TERMS}/v2-0203", "PLAC"), "value": self._ids["request"]}],
            status="active",
            intent="order",
            category=[_coded(_TEMPORARY, "social-connection")],
            code={"text": self._case.intervention},
            subject=self._to("patient"),
            authoredOn=referral.created_on.isoformat() if referral.created_on else None,
            requester=self._to("role"),
            performer=[self._to("service"), self._to("recipient")],
            reasonCode=[{"text": asked}] if asked else None,
            supportingInfo=info,
            note=[{"text": goal}] if goal.strip() else None,
        )

    def _task(self) -> Resource:
        task = self._case.task
        due = {"period": {"end": task.due_on.isoformat()}} if task.due_on else None
        return _filled(
            resourceType="Task",
            identifier=[{"value": task.reply_code}] if task.reply_code else None,
            status=task.status,
            statusReason={"text": task.status_reason} if task.status_reason else None,
            businessStatus={"text": task.business_status} if task.business_status else None,
            intent="order",
            code=_coded("http://hl7.org/fhir/CodeSystem/task-code", "fulfill"),
            focus=self._to("request"),
            for_=self._to("patient"),
            authoredOn=task.sent_on.isoformat() if task.sent_on else self._moment,
            lastModified=self._moment,
            requester=self._to("role"),
            owner=self._to("recipient"),
            restriction=due,
        )

    def _answers(self) -> Resource | None:
        """The total of the loneliness scale, never the answers themselves, and never another instrument."""
        measured = self._case.measurement
        if measured is None or measured.total is None or "eenzaamheid" not in self._may:
            return None
        if not measured.instrument.startswith(LONELINESS):
            return None
        total = {
            "linkId": "totaal",
            "text": measured.instrument,
            "answer": [{"valueInteger": measured.total}],
        }
        return _filled(
            resourceType="QuestionnaireResponse",
            status="completed",
            subject=self._to("patient"),
            authored=measured.measured_on.isoformat() if measured.measured_on else None,
            author=self._to("role"),
            item=[total],
        )
