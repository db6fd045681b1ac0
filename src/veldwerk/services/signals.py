"""Signals: taking one in, weighing it, following it up, closing it (DOMAIN 3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from veldwerk.domain.ages import add_months
from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.people import Person
from veldwerk.domain.reply_code import ALPHABET
from veldwerk.domain.signals import Signal
from veldwerk.domain.workdays import first_attempt_due, receipt_due
from veldwerk.services.access import Actor, Right, Role, require
from veldwerk.services.edits import Edit, Save, find, load
from veldwerk.services.kit import Kit, seen
from veldwerk.services.ports import Reader

OPEN = ("nieuw", "beoordeeld", "opgepakt")
URGENCIES = ("U0", "U1", "U2", "U3", "U4")
OUTCOMES = ("geen_vervolg", "contact", "hulp", "verwijzing", "wil_niet", "onbereikbaar", "meldcode", "crisis")
_LATE = datetime(9999, 12, 31)
PROFESSIONALS = frozenset({Role.NURSE, Role.WELFARE})


@dataclass(frozen=True, slots=True)
class SignalLine:
    """A signal with the person it is about, when that is known."""

    signal: Signal
    person: Person | None


class Signals:
    """The reporting point."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def all(self, actor: Actor, *, open_only: bool = True) -> list[Signal]:
        """Signals, the most pressing first: by due moment, then by receipt."""
        require(actor, Right.READ, Signal.KIND)
        where = {"status": OPEN} if open_only else None
        found = self._kit.vault.read(lambda r: find(r, Signal, where))
        self._kit.log(seen(actor, "read", Signal.KIND, "", detail=str(len(found))))
        return sorted(found, key=lambda s: (_naive(s.first_attempt_due), _naive(s.received_at)))

    def lines(self, actor: Actor, *, open_only: bool = True) -> list[SignalLine]:
        """As `all`, each with its person; one read and one audit line for the whole list."""
        require(actor, Right.READ, Signal.KIND)
        where = {"status": OPEN} if open_only else None

        def job(reader: Reader) -> list[SignalLine]:
            return [SignalLine(s, _person(reader, s.person_id)) for s in find(reader, Signal, where)]

        found = self._kit.vault.read(job)
        self._kit.log(seen(actor, "read", Signal.KIND, "", detail=str(len(found))))
        return sorted(
            found,
            key=lambda line: (_naive(line.signal.first_attempt_due), _naive(line.signal.received_at)),
        )

    def get(self, actor: Actor, signal: str) -> Signal:
        """One signal."""
        require(actor, Right.READ, Signal.KIND)
        found = self._kit.vault.read(lambda r: load(r, Signal, signal))
        self._kit.log(seen(actor, "read", Signal.KIND, signal, person=found.person_id))
        return found

    def take_in(self, actor: Actor, signal: Signal) -> Signal:
        """Keep a new signal. The clock starts at receipt (REQ-SIG-06); the number is of this device (REQ-SIG-05).

        Raises UserError when facts are missing, or when a fully anonymous reporter has a name (REQ-SIG-02).
        """
        if not signal.facts.strip():
            raise UserError(N_("Write down what was seen or heard."), code="facts-needed", field="facts")
        if signal.anonymity == "volledig_anoniem" and (signal.reporter_name or signal.reporter_phone):
            raise UserError(
                N_("A fully anonymous reporter cannot have a name or number here."), code="anonymous-name"
            )
        record = self._kit.ids.new_id()
        received = signal.received_at or self._kit.clock.now()
        known = bool(signal.reporter_name or signal.reporter_phone)
        made = replace(
            signal,
            id=record,
            number=f"{self._kit.vault.device[:4].upper()}-{self._number()}",
            received_at=received,
            entered_at=self._kit.clock.now(),
            receiver=signal.receiver or actor.worker,
            first_attempt_due=first_attempt_due(signal.urgency, received),
            inform_before=add_months(received.date(), 1),
            feedback_due=receipt_due(received.date()) if known else None,
        )
        self._kit.edits.save(actor, N_("Signal taken in"), [Save(None, made)])
        return made

    def _number(self) -> str:
        """Six signs that people do not confuse; about a thousand million, so two never meet on one device."""
        return "".join(ALPHABET[byte % len(ALPHABET)] for byte in self._kit.ids.random_bytes(6))

    def triage(self, actor: Actor, signal: Signal, urgency: str, assigned_to: str = "") -> Signal:
        """A professional weighs it; anybody else may only raise the urgency (REQ-SIG-07)."""
        if urgency not in URGENCIES:
            raise UserError(N_("Urgency {urgency} is not known."), code="bad-urgency", urgency=urgency)
        if actor.role not in PROFESSIONALS and URGENCIES.index(urgency) > URGENCIES.index(signal.urgency):
            raise UserError(N_("Only a professional may lower the urgency."), code="urgency-lowered")
        received = signal.received_at or self._kit.clock.now()
        after = replace(
            signal,
            urgency=urgency,
            first_attempt_due=first_attempt_due(urgency, received),
            triaged_by=actor.worker,
            assigned_to=assigned_to or signal.assigned_to or actor.worker,
            status="beoordeeld" if signal.status == "nieuw" else signal.status,
        )
        self._kit.edits.save(actor, N_("Signal weighed"), [Save(signal, after)])
        return after

    def link(self, actor: Actor, signal: Signal, person: str) -> Signal:
        """Say whom it is about."""
        after = replace(signal, person_id=person)
        self._kit.edits.save(actor, N_("Signal linked to a person"), [Save(signal, after)])
        return after

    def attempt(self, actor: Actor, signal: Signal, *, reached: bool, at: datetime | None = None) -> Signal:
        """A try to reach the person; the first one stops the clock (S05, S07)."""
        moment = at or self._kit.clock.now()
        after = replace(
            signal,
            first_attempt_at=signal.first_attempt_at or moment,
            contact_at=(signal.contact_at or moment) if reached else signal.contact_at,
            status="opgepakt",
        )
        self._kit.edits.save(actor, N_("Attempt recorded"), [Save(signal, after)])
        return after

    def feedback(self, actor: Actor, signal: Signal) -> Edit:
        """The reporter was told that it was received or taken up; never what was talked about (REQ-SIG-09)."""
        after = replace(signal, feedback_at=self._kit.clock.today())
        return self._kit.edits.save(actor, N_("Reporter informed"), [Save(signal, after)])

    def close(self, actor: Actor, signal: Signal, outcome: str) -> Edit:
        """End it with an outcome of indicator S09."""
        if outcome not in OUTCOMES:
            raise UserError(N_("Choose how this signal ended."), code="outcome-needed")
        after = replace(signal, status="afgerond", outcome=outcome, closed_on=self._kit.clock.today())
        return self._kit.edits.save(actor, N_("Signal closed"), [Save(signal, after)])


def _person(reader: Reader, person: str) -> Person | None:
    return load(reader, Person, person) if person and reader.get(Person.KIND, person) is not None else None


def _naive(value: datetime | None) -> datetime:
    return value.replace(tzinfo=None) if value is not None else _LATE
