"""A signal at the reporting point (DOMAIN 3). Facts and judgement are kept apart (REQ-SIG-01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from veldwerk.domain.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal(Record):
    """One report about one person or address.

    `urgency` is U0 to U4; `status` nieuw, beoordeeld, opgepakt or afgerond; `anonymity` open,
    anoniem_voor_client or volledig_anoniem; `received_at` starts the clock, not the moment of typing (REQ-SIG-06).
    """

    KIND: ClassVar[str] = "signal"
    number: str = ""
    person_id: str = ""
    received_at: datetime | None = None
    entered_at: datetime | None = None
    channel: str = "telefoon"
    receiver: str = ""
    reporter_kind: str = "anders"
    reporter_name: str = ""
    reporter_phone: str = ""
    anonymity: str = "open"
    client_informed: str = "onbekend"
    address: str = ""
    area: str = ""
    facts: str = ""
    judgement: str = ""
    since: str = ""
    already_done: str = ""
    worries: tuple[str, ...] = ()
    urgency: str = "U3"
    triaged_by: str = ""
    assigned_to: str = ""
    first_attempt_due: datetime | None = None
    first_attempt_at: datetime | None = None
    contact_at: datetime | None = None
    inform_before: date | None = None
    feedback_due: date | None = None
    feedback_at: date | None = None
    status: str = "nieuw"
    outcome: str = ""
    closed_on: date | None = None
