"""Two people wrote in one note without having seen each other: all texts are kept until somebody brings them together.

Settling writes one text that names every text it was made of; who did it is in the log of the vault, in the audit
log and so in the history. Two people who settle differently make a new conflict, which is shown the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from veldwerk.domain.changes import Action, Hlc, Op, Stamp
from veldwerk.domain.errors import N_, NotFound, UserError
from veldwerk.domain.organisation import Worker
from veldwerk.domain.people import Person
from veldwerk.domain.register import Space, spec
from veldwerk.services.access import Actor, Right, may, require
from veldwerk.services.edits import Edit, find, load
from veldwerk.services.kit import Kit, seen
from veldwerk.services.ports import AuditEvent, NoteVersion, Reader, Writer

SETTLED = N_("Two texts brought together")
NEWER = N_("Somebody wrote in this note in the meantime. Look at all texts and choose again.")
TOO_LATE = N_("Somebody changed this after you. It cannot be undone.")


@dataclass(frozen=True, slots=True)
class Text:
    """One of the texts: who first wrote it and when, by the clock of that laptop. `hlcs` are all versions of it."""

    text: str
    worker: str
    name: str
    at: datetime
    hlcs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A note with more than one text. `about` names the record where it is not about a person."""

    kind: str
    record: str
    path: str
    person: Person | None
    about: str
    texts: tuple[Text, ...]

    @property
    def id(self) -> str:
        return f"{self.kind}/{self.record}/{self.path}"

    @property
    def together(self) -> str:
        """All texts under each other, the oldest first: what «keep both» keeps."""
        return "\n\n".join(one.text.strip() for one in self.texts if one.text.strip())


@dataclass(frozen=True, slots=True)
class Settled:
    """A conflict that somebody ended: who, when, out of which texts, and the text that was kept."""

    kind: str
    record: str
    path: str
    person: Person | None
    about: str
    worker: str
    name: str
    at: datetime
    hlc: str
    text: str
    texts: tuple[Text, ...]

    @property
    def id(self) -> str:
        return f"{self.kind}/{self.record}/{self.path}/{self.hlc}"


class Conflicts:
    """Every call takes an actor, and shows what that role may read."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def count(self, actor: Actor) -> int:
        """How many notes wait; reads no text of them aloud."""
        require(actor, Right.SYNC)
        return sum(
            1 for kind, _r, _p in self._kit.vault.read(lambda r: r.open_conflicts()) if _may_see(actor, kind)
        )

    def about(self, actor: Actor, person: str) -> int:
        """How many notes about `person` have more than one text."""
        require(actor, Right.SYNC)

        def job(reader: Reader) -> int:
            open_now = [one for one in reader.open_conflicts() if _may_see(actor, one[0])]
            people = (about(reader, kind, record)[0] for kind, record, _path in open_now)
            return sum(1 for one in people if one is not None and one.id == person)

        return self._kit.vault.read(job)

    def open(self, actor: Actor, person: str = "") -> list[Conflict]:
        """All notes with more than one text, or those about one person; the newest first."""
        require(actor, Right.SYNC)

        def job(reader: Reader) -> list[Conflict]:
            names = worker_names(reader)
            found = [
                _conflict(reader, kind, record, path, names)
                for kind, record, path in reader.open_conflicts()
                if _may_see(actor, kind)
            ]
            return [
                one for one in found if not person or (one.person is not None and one.person.id == person)
            ]

        found = self._kit.vault.read(job)
        if found:
            self._kit.log(*(_read(actor, one.kind, one.record, one.path, one.person) for one in found))
        return sorted(found, key=lambda one: max(text.at for text in one.texts), reverse=True)

    def settle(self, actor: Actor, conflict: Conflict, text: str) -> Edit:
        """Make one text of those in `conflict`; UserError `conflict-moved` when there is another one by now."""
        require(actor, Right.WRITE, conflict.kind)
        shown = {hlc for one in conflict.texts for hlc in one.hlcs}

        def job(writer: Writer) -> Edit:
            now = writer.note_versions(conflict.kind, conflict.record, conflict.path)
            if {version.hlc for version in now} - shown:
                raise UserError(NEWER, code="conflict-moved")
            parents = tuple(sorted(shown))
            op = _op(writer, actor, self._kit.vault.device, Action.SETTLE, conflict, (text.strip(), parents))
            return self._apply(writer, actor, [op], "settle", conflict)

        return self._kit.vault.write(job)

    def unsettle(self, actor: Actor, settled: Settled) -> Edit:
        """Bring back the texts that were brought together; UserError `undo-too-late` when someone wrote since."""
        require(actor, Right.WRITE, settled.kind)

        def job(writer: Writer) -> Edit:
            now = writer.note_versions(settled.kind, settled.record, settled.path)
            if [version.hlc for version in now] != [settled.hlc]:
                raise UserError(TOO_LATE, code="undo-too-late")
            ops = [
                _op(writer, actor, self._kit.vault.device, Action.SET, settled, (one.text, (settled.hlc,)))
                for one in settled.texts
            ]
            return self._apply(writer, actor, ops, "unsettle", settled)

        return self._kit.vault.write(job)

    def _apply(
        self, writer: Writer, actor: Actor, ops: Sequence[Op], action: str, on: Conflict | Settled
    ) -> Edit:
        edit = self._kit.ids.new_id()
        applied = writer.apply(ops, edit=edit)
        writer.audit_event(
            AuditEvent(
                action=action,
                kind=on.kind,
                record=on.record,
                person=on.person.id if on.person else "",
                worker=actor.worker,
                role=actor.role.value,
                fields=(on.path,),
            )
        )
        return Edit(edit, SETTLED, applied)

    def settled(self, actor: Actor, limit: int = 50) -> list[Settled]:
        """What was settled, by whom, the newest first; on this device or on another."""
        require(actor, Right.SYNC)

        def job(reader: Reader) -> list[Settled]:
            names = worker_names(reader)
            rows = reader.query("settled_notes", limit=limit)
            found = [_settled(reader, row, names) for row in rows if _may_see(actor, str(row["kind"]))]
            return [one for one in found if one is not None]

        found = self._kit.vault.read(job)
        if found:
            self._kit.log(*(_read(actor, one.kind, one.record, one.path, one.person) for one in found))
        return found


def _may_see(actor: Actor, kind: str) -> bool:
    return may(actor, Right.READ, kind)


def _read(actor: Actor, kind: str, record: str, path: str, person: Person | None) -> AuditEvent:
    return seen(actor, "read", kind, record, person=person.id if person else "", fields=(path,))


def worker_names(reader: Reader) -> Mapping[str, str]:
    """Worker id to name, of everybody this vault knows."""
    return {worker.id: worker.name for worker in find(reader, Worker)}


def about(reader: Reader, kind: str, record: str) -> tuple[Person | None, str]:
    """The person a record is about, and its own name where it has one."""
    row = reader.get(kind, record) or {}
    field = spec(kind).person_field
    person = record if field == "id" else str(row.get(field) or "") if field else ""
    name = str(row.get("name") or row.get("given_name") or "")
    try:
        return (load(reader, Person, person) if person else None), name
    except NotFound:
        return None, name


def _texts(
    history: Iterable[NoteVersion], wanted: Iterable[str], names: Mapping[str, str]
) -> tuple[Text, ...]:
    """The distinct texts of the versions `wanted`, each with who wrote it first, the oldest first."""
    versions = list(history)
    hlcs: dict[str, list[str]] = {}
    chosen = set(wanted)
    for version in versions:
        if version.hlc in chosen:
            hlcs.setdefault(version.text, []).append(version.hlc)
    out = []
    for text, those in hlcs.items():
        first = next(version for version in versions if version.text == text)
        out.append(Text(text, first.worker, names.get(first.worker, ""), written_at(first.hlc), tuple(those)))
    return tuple(sorted(out, key=lambda one: min(one.hlcs)))


def written_at(hlc: str) -> datetime:
    """When a clock value was made, by the clock of the laptop that made it, in local time."""
    return datetime.fromtimestamp(Hlc.parse(hlc).ms / 1000, tz=UTC).astimezone()


def _conflict(reader: Reader, kind: str, record: str, path: str, names: Mapping[str, str]) -> Conflict:
    person, name = about(reader, kind, record)
    living = (version.hlc for version in reader.note_versions(kind, record, path))
    texts = _texts(reader.note_history(kind, record, path), living, names)
    return Conflict(kind, record, path, person, name, texts)


def _settled(reader: Reader, row: Mapping[str, object], names: Mapping[str, str]) -> Settled | None:
    """The settling of one log line; None when what it brought together was one text after all."""
    kind, record, path, hlc = (str(row[name]) for name in ("kind", "record", "path", "hlc"))
    history = reader.note_history(kind, record, path)
    texts = _texts(history, str(row["parents"]).split(" "), names)
    kept = next((version.text for version in history if version.hlc == hlc), None)
    if len(texts) < 2 or kept is None:
        return None
    person, name = about(reader, kind, record)
    worker = str(row["worker"])
    return Settled(
        kind, record, path, person, name, worker, names.get(worker, ""), written_at(hlc), hlc, kept, texts
    )


def _op(
    writer: Writer,
    actor: Actor,
    device: str,
    action: Action,
    on: Conflict | Settled,
    what: tuple[str, tuple[str, ...]],
) -> Op:
    text, parents = what
    space = writer.space_of(on.kind, on.record) or Space.CASUS.value
    stamp = Stamp(writer.next_hlc(), device, actor.worker)
    return Op(on.kind, on.record, action, {on.path: text}, stamp, space, {on.path: parents})
