"""Volunteers and their matches, with the limits that protect them (DOMAIN 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from veldwerk.domain.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """A talk with the volunteer: `on` ISO date, `weight` 1 to 5 (how heavy is it), note."""

    id: str
    on: str = ""
    weight: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundaryMoment:
    """Grensmoment: «ik werd gevraagd om ...» (REQ-VR-04)."""

    id: str
    on: str = ""
    asked: str = ""
    answered_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Volunteer(Record):
    """Somebody who befriends. Hours are per week."""

    KIND: ClassVar[str] = "volunteer"
    given_name: str = ""
    infix: str = ""
    family_name: str = ""
    phone: str = ""
    area: str = ""
    languages: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    certificate_on: date | None = None
    training_on: date | None = None
    secrecy_on: date | None = None
    max_matches: int = 2
    max_hours: int = 4
    limits: str = ""
    status: str = "actief"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(Record):
    """Koppeling: a volunteer with somebody, for a term, with a professional behind it.

    Holds only match-card fields of the client (REQ-VR-08): no score, diagnosis or note.
    """

    KIND: ClassVar[str] = "match"
    volunteer_id: str = ""
    client_name: str = ""
    client_address: str = ""
    client_alerts: str = ""
    agreed_days: str = ""
    tasks: tuple[str, ...] = ()
    hours: float = 1.0
    complex: bool = False
    starts_on: date | None = None
    planned_end: date | None = None
    ended_on: date | None = None
    end_reason: str = ""
    backup_name: str = ""
    backup_phone: str = ""
    backup_deputy: str = ""
    backup_accepted_on: date | None = None
    check_ins: tuple[CheckIn, ...] = ()
    boundaries: tuple[BoundaryMoment, ...] = ()
    status: str = "concept"
