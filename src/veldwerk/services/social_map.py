"""The social map: searching it, and keeping it fresh (DOMAIN 4.9, DESIGN 7)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from veldwerk.domain import ages
from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.people import Person
from veldwerk.domain.social_map import OfferGap, Organization, Service
from veldwerk.services.access import Actor, Right, require
from veldwerk.services.edits import Edit, Save, Seen, find, load
from veldwerk.services.kit import Kit, seen
from veldwerk.services.ports import Reader

STALE_DAYS = 180
CONFIRM_DAYS = 365


@dataclass(frozen=True, slots=True)
class Candidate:
    """A service that may fit one person. `reasons` and `unknown` are words to show; never a bare score."""

    service: Service
    reasons: tuple[str, ...]
    unknown: tuple[str, ...]
    distance: int


class SocialMap:
    """Services and organisations, offline."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def search(self, actor: Actor, text: str = "", *, kind: str = "", limit: int = 200) -> list[Service]:
        """Services that match every word of `text`, of one intervention kind when given."""
        require(actor, Right.READ, Service.KIND)

        def job(reader: Reader) -> list[Service]:
            where: dict[str, object] = {"kind": kind} if kind else {}
            if not text.strip():
                return find(reader, Service, where, order="name", limit=limit)
            found = [
                load(reader, Service, record) for record in reader.search(Service.KIND, text, limit=limit)
            ]
            return [service for service in found if not kind or service.kind == kind]

        return self._kit.vault.read(job)

    def get(self, actor: Actor, service: str) -> Service:
        """One service."""
        require(actor, Right.READ, Service.KIND)
        return self._kit.vault.read(lambda r: load(r, Service, service))

    def organization(self, actor: Actor, organization: str) -> Organization:
        """One organisation."""
        require(actor, Right.READ, Organization.KIND)
        return self._kit.vault.read(lambda r: load(r, Organization, organization))

    def add(self, actor: Actor, service: Service) -> Service:
        """A new entry, checked today by `actor`."""
        made = replace(
            service, id=self._kit.ids.new_id(), checked_on=self._kit.clock.today(), checked_by=actor.worker
        )
        self._kit.edits.save(actor, N_("Service added"), [Save(None, made)])
        return made

    def save(self, actor: Actor, before: Service, after: Service, notes: Seen | None = None) -> Edit:
        """Correct an entry."""
        return self._kit.edits.save(actor, N_("Service changed"), [Save(before, after, notes)])

    def confirm(self, actor: Actor, service: Service) -> Edit:
        """Somebody rang them: what stands here is right today (REQ-SK-01)."""
        after = replace(service, checked_on=self._kit.clock.today(), checked_by=actor.worker)
        return self._kit.edits.save(actor, N_("Service checked"), [Save(service, after)])

    def candidates(self, actor: Actor, kind: str, person: Person) -> list[Candidate]:
        """Services for a suggested kind. Out only on an explicit mismatch; unknown is shown, not taken for «no».

        Order: explicit reasons first, then freshness, then near before far (same four digits of the postcode).
        """
        require(actor, Right.READ, Service.KIND)
        today = self._kit.clock.today()
        found = self._kit.vault.read(lambda r: find(r, Service, {"kind": kind, "status": "active"}))
        self._kit.log(seen(actor, "read", Person.KIND, person.id, person=person.id, detail="candidates"))
        fitting = [c for service in found if (c := _candidate(service, person, today)) is not None]
        return sorted(fitting, key=lambda c: (-len(c.reasons), c.distance, c.service.name))

    def record_gap(self, actor: Actor, kind: str, area: str, reason: str) -> OfferGap:
        """Write down that nothing fitted: kind, area and why, and nothing about a client (REQ-SK-04)."""
        if not reason.strip():
            raise UserError(N_("Write down what was missing."), code="reason-needed", field="reason")
        gap = OfferGap(
            id=self._kit.ids.new_id(),
            kind=kind,
            area=area,
            reason=reason.strip(),
            found_on=self._kit.clock.today(),
        )
        self._kit.edits.save(actor, N_("Missing offer recorded"), [Save(None, gap)])
        return gap


def freshness(service: Service, today: date) -> str:
    """`fresh`, `stale` after 180 days, `ask` after 365 days or when never checked (REQ-SK-01)."""
    if service.checked_on is None or (today - service.checked_on).days > CONFIRM_DAYS:
        return "ask"
    return "stale" if (today - service.checked_on).days > STALE_DAYS else "fresh"


def _candidate(service: Service, person: Person, today: date) -> Candidate | None:
    pc4 = person.postal_code[:4]
    if service.areas and pc4 and pc4 not in service.areas:
        return None
    if (service.ends_on is not None and service.ends_on < today) or service.capacity == "vol":
        return None
    age = ages.age(person.birth_date, today) if person.birth_date else None
    if age is not None and (
        (service.minimum_age is not None and age < service.minimum_age)
        or (service.maximum_age is not None and age > service.maximum_age)
    ):
        return None
    reasons = []
    unknown = []
    if pc4 and pc4 in service.areas:
        reasons.append(N_("works in this area"))
    if service.capacity == "vrij":
        reasons.append(N_("has room now"))
    elif service.capacity == "onbekend":
        unknown.append(N_("room"))
    if freshness(service, today) == "fresh":
        reasons.append(N_("checked in the last half year"))
    if service.cost_cents == 0:
        reasons.append(N_("free of charge"))
    elif service.cost_cents is None:
        unknown.append(N_("costs"))
    near = 0 if pc4 and service.postal_code[:4] == pc4 else 1
    return Candidate(service, tuple(reasons), tuple(unknown), near)
