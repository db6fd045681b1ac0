"""Referral after FHIR R4: one ServiceRequest, one Task per recipient tried (SOCIAL_MAP 2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from veldwerk.domain.errors import UserError
from veldwerk.domain.records import Record

TRANSITIONS: Mapping[str, Mapping[str, bool]] = {
    "draft": {"requested": False, "cancelled": True},
    "requested": {"accepted": False, "rejected": True, "cancelled": True},
    "accepted": {
        "in-progress": False,
        "on-hold": True,
        "completed": False,
        "failed": True,
        "cancelled": True,
        "rejected": True,
    },
    "in-progress": {"completed": False, "failed": True, "cancelled": True, "on-hold": True},
    "on-hold": {"in-progress": False, "completed": False, "failed": True, "cancelled": True},
    "rejected": {},
    "completed": {},
    "failed": {},
    "cancelled": {},
}
"""From state to state, and whether a reason is obligatory. Source: Gravity SDOH Clinical Care 3.0.0 with BSeR 05."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskEvent:
    """One step of a Task: `at` ISO date-time, who, from which state to which, why."""

    id: str
    at: str = ""
    by: str = ""
    before: str = ""
    after: str = ""
    business_status: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral(Record):
    """What is asked for one person. `status` is draft, active, on-hold, completed or revoked.

    `kind` is an intervention code of DOMAIN 4.5; `rule_ids` are the rules that suggested it.
    """

    KIND: ClassVar[str] = "referral"
    person_id: str = ""
    appraisal_id: str = ""
    kind: str = ""
    status: str = "draft"
    question: str = ""
    facts: str = ""
    already_done: str = ""
    goal_kind: str = ""
    goal_words: str = ""
    requester: str = ""
    created_on: date | None = None
    rule_ids: tuple[str, ...] = ()
    suggested: bool = True
    override_reason: str = ""
    named_contact: str = ""
    ended_on: date | None = None
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralTask(Record):
    """The referral as put to one recipient."""

    KIND: ClassVar[str] = "referral_task"
    referral_id: str = ""
    person_id: str = ""
    service_id: str = ""
    recipient: str = ""
    consent_id: str = ""
    status: str = "draft"
    business_status: str = ""
    status_reason: str = ""
    sent_on: date | None = None
    due_on: date | None = None
    reply_code: str = ""
    replied_on: date | None = None
    started_on: date | None = None
    ended_on: date | None = None
    feedback: str = ""
    history: tuple[TaskEvent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralNote(Record):
    """Verwijsnotitie: dated free text on a referral. Never on a letter by itself."""

    KIND: ClassVar[str] = "referral_note"
    referral_id: str = ""
    person_id: str = ""
    written_at: datetime | None = None
    author: str = ""
    spoke_to: str = ""
    text: str = ""
    promised: str = ""
    next_step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Record):
    """A letter kept as content; the PDF is made when needed. `status` is concept, gedrukt or vervallen."""

    KIND: ClassVar[str] = "letter"
    person_id: str = ""
    referral_id: str = ""
    task_id: str = ""
    template: str = ""
    template_version: str = ""
    recipient: str = ""
    language: str = "nl"
    content: Mapping[str, object] = field(default_factory=dict)
    shared: tuple[str, ...] = ()
    made_on: date | None = None
    made_by: str = ""
    status: str = "concept"
    printed_at: datetime | None = None
    prints: int = 0


def check_transition(before: str, after: str, reason: str) -> None:
    """Raise UserError when the table does not allow this step, or when its reason is missing."""
    allowed = TRANSITIONS.get(before, {})
    if after not in allowed:
        raise UserError(
            "A referral that is {before} cannot become {after}.", code="bad-step", before=before, after=after
        )
    if allowed[after] and not reason.strip():
        raise UserError("Please write down the reason.", code="reason-needed")
