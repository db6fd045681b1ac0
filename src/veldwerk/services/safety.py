"""The reporting code (meldcode): one record in a space of its own, for its handler and the attention officer only.

The space is the handler's from the beginning. It comes on the shared storage when the attention officer is let in:
with the keys that another shared space knows of that laptop, so that no eight words are compared again. The
invitation goes from hand to hand, as for a new laptop; it opens on that laptop alone (docs/sync.md 2.9).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from veldwerk.domain.errors import N_, AccessDenied, UserError
from veldwerk.domain.names import friendly_name
from veldwerk.domain.organisation import Worker
from veldwerk.domain.people import Person
from veldwerk.domain.records import Record
from veldwerk.domain.register import spec
from veldwerk.domain.safety import STEPS, SafetyRecord, check, circle
from veldwerk.services.access import APART, Actor, Right, require
from veldwerk.services.edits import Edit, Save, Seen, find, load
from veldwerk.services.kit import Kit, seen
from veldwerk.services.ports import NoteVersion, Reader
from veldwerk.services.safety_space import OUTSIDE
from veldwerk.services.sync import SyncService
from veldwerk.services.sync_ports import RECOVERY, Member, ObjectStore, SyncVault, SyncWriter
from veldwerk.services.sync_state import Receipt

BEGUN = N_("Reporting code begun")
CHANGED = N_("Reporting code changed")
CLOSED = N_("Reporting code closed")
OFFICER = N_("Attention officer chosen")
GONE = N_("Attention officer taken away")
ONE_OFFICER = N_("There is an attention officer already. Take that access away first.")

_KIND = SafetyRecord.KIND
_FIELDS = tuple(spec(_KIND).fields)


@dataclass(frozen=True, slots=True)
class Officer:
    """A laptop of a colleague who may be let in as attention officer; `marks` are the first two of its eight words."""

    dev: str
    worker: str
    name: str
    marks: str


@dataclass(frozen=True, slots=True)
class Held:
    """A record as its members see it. `notes` are the living versions by field; `officer` is the name of the attention
    officer who was let in, «» for nobody; `received`: their laptop has it all."""

    record: SafetyRecord
    notes: Mapping[str, tuple[NoteVersion, ...]]
    officer: str
    received: bool


class Safety:
    """Every call takes the actor, and is refused to who is neither handler nor attention officer.

    `let_in` and `let_go` ask a store and belong in a worker thread.
    """

    def __init__(self, kit: Kit, vault: SyncVault, sync: SyncService) -> None:
        self._kit, self._vault, self._sync = kit, vault, sync

    def of(self, actor: Actor, person: str = "") -> tuple[Held, ...]:
        """The records about a person, or all, that are the actor's to read, the newest first; each leaves an audit
        line."""
        require(actor, Right.READ, _KIND)
        about = {"person_id": person} if person else {}
        records = self._vault.read(lambda r: find(r, SafetyRecord, about, order="-opened_on"))
        mine = [one for one in records if actor.worker in (one.handler, one.attention)]
        if mine:
            self._kit.log(
                *(seen(actor, "read", _KIND, one.id, person=one.person_id, fields=_FIELDS) for one in mine)
            )
        inside = self._members(actor) if mine else {}
        status = self._sync.status(actor) if mine else ()
        received = {one.space: one.received_by for one in status}
        return tuple(
            self._held(one, inside.get(_label(one), ()), received.get(_label(one), ())) for one in mine
        )

    def _held(self, record: SafetyRecord, members: Sequence[Member], received: Sequence[Receipt]) -> Held:
        names = [f"step{step}_note" for step in STEPS]

        def job(reader: Reader) -> dict[str, tuple[NoteVersion, ...]]:
            return {name: reader.note_versions(_KIND, record.id, name) for name in names}

        inside = [one for one in members if one.person.worker == record.attention]
        devs = {one.dev for one in inside}
        return Held(
            record,
            self._vault.read(job),
            inside[0].person.name if inside else "",
            any(one.ops >= one.total for one in received if one.dev in devs),
        )

    def _members(self, actor: Actor) -> dict[str, list[Member]]:
        """By shared space, the devices that are in it now; the space of a record that is only here is not among them."""
        return {
            space.space: [one for one in space.members if not one.revoked]
            for space in self._sync.members(actor)
        }

    def begin(self, actor: Actor, person: Person) -> SafetyRecord:
        """Begin the five steps about somebody whose file the actor may read; the open one when there is one.

        The vault becomes the only member of a new space.
        """
        require(actor, Right.WRITE, _KIND)
        require(actor, Right.READ, Person.KIND)
        made = SafetyRecord(
            id=self._kit.ids.new_id(),
            person_id=person.id,
            person_name=friendly_name(person),
            opened_on=self._kit.clock.today(),
            handler=actor.worker,
        )

        def job(writer: SyncWriter) -> SafetyRecord:
            known = find(writer, SafetyRecord, {"person_id": person.id, "handler": actor.worker})
            still = [one for one in known if one.closed_on is None]
            if still:
                return still[0]
            writer.join_space(_label(made))
            self._kit.edits.within(writer, actor, BEGUN, [Save(None, made)])
            return made

        return self._vault.write(job)

    def save(
        self, actor: Actor, before: SafetyRecord, after: SafetyRecord, notes: Seen | None = None
    ) -> Edit:
        """Write down steps and decisions. UserErrors of `domain.safety.check`; who reads it does not change here."""
        _require_circle(actor, before)
        kept = replace(after, person_id=before.person_id, handler=before.handler, attention=before.attention)
        check(kept)
        return self._kit.edits.save(actor, CHANGED, [Save(before, kept, notes)])

    def close(self, actor: Actor, record: SafetyRecord) -> Edit:
        """Close it today; UserError `undecided` without both decisions of step 5 (REQ-MC-04)."""
        _require_circle(actor, record)
        after = replace(record, closed_on=self._kit.clock.today())
        check(after)
        return self._kit.edits.save(actor, CLOSED, [Save(record, after)])

    def officers(self, actor: Actor) -> tuple[Officer, ...]:
        """Laptops of colleagues who share a space with this one and whose role allows it, by name."""
        require(actor, Right.WRITE, _KIND)
        roles = {one.id: one.role for one in self._vault.read(lambda r: find(r, Worker))}
        found = {
            one.dev: Officer(one.dev, one.person.worker, one.person.name, _marks(one))
            for members in self._members(actor).values()
            for one in members
            if one.role != RECOVERY and one.person.worker not in ("", actor.worker)
        }
        allowed = APART[spec(_KIND).apart]
        fit = (one for one in found.values() if roles.get(one.worker, "") in ("", *allowed))
        return tuple(sorted(fit, key=lambda one: (one.name.casefold(), one.dev)))

    def let_in(self, actor: Actor, store: ObjectStore, record: str, officer: Officer) -> bytes:
        """Let a laptop of the attention officer in; gives the invitation that it alone can open.

        The handler does this. Founds the space on `store` the first time. UserError `officer-there` when there is
        another officer, `not-member`, and those of the store.
        """
        found = self._mine(actor, record)
        if found.attention not in ("", officer.worker):
            raise UserError(ONE_OFFICER, code="officer-there")
        known = self._sync.known(actor, officer.dev)
        self._sync.found(actor, store, [_label(found)])
        self._kit.edits.save(actor, OFFICER, [Save(found, replace(found, attention=known.person.worker))])
        return self._sync.invite(actor, store, known, [_label(found)], "admin")

    def let_go(self, actor: Actor, store: ObjectStore, record: str) -> Edit:
        """Take the access of the attention officer away, of each of their laptops; then another may be chosen.

        At its next contact such a laptop removes the record (docs/sync.md 3.3).
        """
        found = self._mine(actor, record)
        for one in self._members(actor).get(_label(found), ()):
            if one.person.worker == found.attention:
                self._sync.revoke(actor, store, _label(found), one.dev)
        return self._kit.edits.save(actor, GONE, [Save(found, replace(found, attention=""))])

    def _mine(self, actor: Actor, record: str) -> SafetyRecord:
        """The record as it stands, for its handler."""
        require(actor, Right.WRITE, _KIND)
        found = self._vault.read(lambda r: load(r, SafetyRecord, record))
        if actor.worker != found.handler:
            raise AccessDenied(OUTSIDE, code="denied")
        return found


def _label(record: Record) -> str:
    return spec(record.KIND).home(record.id)


def _marks(one: Member) -> str:
    return "-".join(one.fingerprint.replace("-", " ").split()[:2])


def _require_circle(actor: Actor, record: SafetyRecord) -> None:
    if actor.worker not in circle({"handler": record.handler, "attention": record.attention}):
        raise AccessDenied(OUTSIDE, code="denied")
