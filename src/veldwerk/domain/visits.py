"""Visits, what was answered, what was measured, and what the worker makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from veldwerk.domain.records import Record

OUTCOMES = (
    "geen_vervolg_nodig",
    "afwachten_hercontact",
    "informatie_gegeven",
    "verwijzing",
    "gesprek_professional",
    "spoed",
    "client_wil_niet",
)
"""Every visit ends in exactly one of these (DOMAIN 2.6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt to reach somebody: `on` an ISO date, part of day, channel, who, result (REQ-HB-06)."""

    id: str
    on: str = ""
    part_of_day: str = ""
    channel: str = ""
    worker: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Record):
    """A planned or done contact. `status` is gepland, uitgevoerd, niet_thuis, afgezegd, vervallen or dubbel.

    `contact_form` is huisbezoek, telefoon, wandeling, locatie or digitaal: all equal results (REQ-HB-08).
    `planned_time` is `HH:MM` or empty; `visitor` and `entered_by` are worker ids. A double names in `double_of` the
    visit that counts; `apart_from` are visits that somebody looked at and found to be another one (PEERS R20).
    """

    KIND: ClassVar[str] = "visit"
    person_id: str = ""
    form: str = "huisbezoek75"
    contact_form: str = "huisbezoek"
    planned_on: date | None = None
    planned_time: str = ""
    place: str = ""
    visitor: str = ""
    signal_id: str = ""
    status: str = "gepland"
    started_at: datetime | None = None
    finished_at: datetime | None = None
    outcome: str = ""
    agreements: str = ""
    recall_on: date | None = None
    entered_by: str = ""
    attempts: tuple[Attempt, ...] = ()
    double_of: str = ""
    apart_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers(Record):
    """The answers of one visit in one space: form reference to value (DESIGN 4)."""

    KIND: ClassVar[str] = "answers"
    visit_id: str = ""
    person_id: str = ""
    form: str = ""
    form_version: str = ""
    finished_at: datetime | None = None
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement(Record):
    """One instrument, filled in once: raw answers and the score computed from them (REQ-INS-01).

    `mode` is gesprek, telefoon or papier; `respondent` client or naaste; scores are points, None when invalid.
    """

    KIND: ClassVar[str] = "measurement"
    person_id: str = ""
    visit_id: str = ""
    instrument: str = ""
    version: str = ""
    norm: str = ""
    mode: str = "gesprek"
    respondent: str = "client"
    measured_on: date | None = None
    answers: Mapping[str, object] = field(default_factory=dict)
    algorithm: str = ""
    total: int | None = None
    subscales: Mapping[str, object] = field(default_factory=dict)
    category: str = ""
    missing: int = 0
    category_uncertain: bool = False


HEALTH_CAUSES = frozenset(
    {
        "lichamelijke_beperking",
        "gehoor",
        "zicht",
        "mobiliteit",
        "psychische_klachten",
        "depressie_screen_positief",
        "cognitie",
    }
)
HEALTH_COMPLEXITY = frozenset({"psychiatrie", "verslaving", "cognitie_ernstig", "suicidaliteit_historie"})
HEALTH_FLAGS = frozenset({"suicidaliteit", "delier"})
"""Codes that say something about health: kept in the care part of an appraisal (DESIGN 4)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalCare(Record):
    """The health part of an appraisal, in the space `zorg`: codes of the same inputs, for care providers only."""

    KIND: ClassVar[str] = "appraisal_care"
    appraisal_id: str = ""
    person_id: str = ""
    causes: tuple[str, ...] = ()
    complexity: tuple[str, ...] = ()
    red_flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal(Record):
    """Duiding: the professional's judgement, field by field the inputs of DOMAIN 4.1.

    `types` maps sociaal, emotioneel, existentieel to nee, onzeker or ja (only ja counts). `situation` is
    derived and kept with its reasons so that the month can count it. `chosen` are intervention kinds.
    """

    KIND: ClassVar[str] = "appraisal"
    person_id: str = ""
    visit_id: str = ""
    measurement_id: str = ""
    made_on: date | None = None
    made_by: str = ""
    score_class: str = "onbekend"
    types: Mapping[str, object] = field(default_factory=dict)
    duration_months: int | None = None
    duration_asked: bool = False
    spill_over: int = 0
    causes: tuple[str, ...] = ()
    loss_months: int | None = None
    competences: str = "onbekend"
    coping: str = "onbekend"
    social_need: str = "onbekend"
    wish: str = "onbekend"
    control: str = "onbekend"
    complexity: tuple[str, ...] = ()
    red_flags: tuple[str, ...] = ()
    permanent: bool = False
    permanent_reason: str = ""
    professional_involved: bool = False
    volunteer_available: bool = False
    no_fitting_offer: bool = False
    situation: str = "onbekend"
    goal_kind: str = ""
    goal_words: str = ""
    review_on: date | None = None
    chosen: tuple[str, ...] = ()
    override_reason: str = ""
    confirmed_on: date | None = None
