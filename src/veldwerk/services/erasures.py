"""What people need to see of erasing for good: what would go, and who asks for what. Doing it is `sync_erasing`'s."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from veldwerk.domain.errors import NotFound
from veldwerk.domain.people import Person
from veldwerk.domain.register import KINDS, Space
from veldwerk.services.access import Actor, Right, may, require
from veldwerk.services.edits import load
from veldwerk.services.sync_conflicts import worker_names
from veldwerk.services.sync_erasing import Asked, Erasing
from veldwerk.services.sync_memory import Memory
from veldwerk.services.sync_ports import SyncReader, SyncVault

Kinds = tuple[tuple[str, int], ...]
"""Kind and how many records of it, the person first."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What an erasure asked for in this vault would take: records by kind. `care` when this vault has no care data, so
    that a nurse has to ask for it too."""

    kinds: Kinds
    care: bool


@dataclass(frozen=True, slots=True)
class Request:
    """An erasure that waits for a second person. `who` asked («» unknown); `person` is None when it is not here."""

    id: str
    who: str
    mine: bool
    person: Person | None
    kinds: Kinds


class Erasures:
    """Reads this vault; `erasing` asks, agrees and tells what may still stand on a store."""

    def __init__(self, vault: SyncVault, erasing: Erasing) -> None:
        self._vault, self.erasing = vault, erasing

    def reach(self, actor: Actor, person: str) -> Reach:
        """What asking for `person` would take, in the shared spaces of this vault."""
        require(actor, Right.DELETE, Person.KIND)

        def job(reader: SyncReader) -> Reach:
            shared = {one for one in self._vault.spaces if Memory(reader).blob(one, "FORMAT") is not None}
            kinds = [kind for kind, _record, space in reader.about_person(person) if space in shared]
            return Reach(_counted(kinds), Space.ZORG.value not in shared)

        return self._vault.read(job)

    def waiting(self, actor: Actor) -> list[Request]:
        """Requests that wait for a second person, also our own; none for a role that deletes nobody."""
        if not may(actor, Right.DELETE, Person.KIND):
            return []
        asked = self.erasing.asked(actor)
        if not asked:
            return []

        def job(reader: SyncReader) -> list[Request]:
            names = worker_names(reader)
            return [_request(reader, one, names) for one in asked]

        return self._vault.read(job)

    def about(self, actor: Actor, person: str) -> Request | None:
        """The request that waits about `person`, or None."""
        return next((one for one in self.waiting(actor) if one.person and one.person.id == person), None)

    def for_me(self, actor: Actor) -> list[Request]:
        """Those that wait for this worker: asked by somebody else."""
        return [one for one in self.waiting(actor) if not one.mine]


def _counted(kinds: Iterable[str]) -> Kinds:
    return tuple(sorted(Counter(kinds).items(), key=lambda one: (one[0] != Person.KIND, one[0])))


def _request(reader: SyncReader, asked: Asked, names: Mapping[str, str]) -> Request:
    kinds = _counted(kind for kind, _record, _space in asked.records)
    person = next((found for one in asked.records if (found := _person(reader, one[0], one[1]))), None)
    return Request(asked.request, names.get(asked.worker, ""), asked.mine, person, kinds)


def _person(reader: SyncReader, kind: str, record: str) -> Person | None:
    """Whom a record is about, where that person is here."""
    field = KINDS[kind].person_field if kind in KINDS else ""
    row = reader.get(kind, record) or {}
    about = record if field == "id" else str(row.get(field) or "")
    try:
        return load(reader, Person, about) if about else None
    except NotFound:
        return None
