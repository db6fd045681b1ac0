"""What waits for a look, and the bin, with the names that people know things by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from veldwerk.domain.errors import NotFound
from veldwerk.domain.people import Person
from veldwerk.domain.records import from_row
from veldwerk.domain.register import KINDS
from veldwerk.services.access import Actor
from veldwerk.services.edits import load
from veldwerk.services.ports import Reader
from veldwerk.services.sync_arrivals import Arrivals, Binned, Item
from veldwerk.services.sync_conflicts import worker_names
from veldwerk.services.sync_ports import SyncVault

LINES = 1000
"""Log lines of one record that are read for its name."""


@dataclass(frozen=True, slots=True)
class Told:
    """One of them: who did it («» unknown), whom it is about, and what the record calls itself."""

    what: Item | Binned
    who: str
    person: Person | None
    about: str

    @property
    def id(self) -> str:
        return f"{self.what.space}/{self.what.kind}/{self.what.record}"


class Review:
    """Reads this vault alone; what is done about it goes through `Arrivals`."""

    def __init__(self, vault: SyncVault, arrivals: Arrivals) -> None:
        self._vault, self._arrivals = vault, arrivals

    def waiting(self, actor: Actor) -> list[Told]:
        """Everything that waits, by `Arrivals.waiting`."""
        return self._told(self._arrivals.waiting(actor))

    def bin(self, actor: Actor) -> list[Told]:
        """What was deleted in the last 30 days, the newest first."""
        return self._told(self._arrivals.bin(actor))

    def count(self, actor: Actor) -> int:
        """How many things wait."""
        return len(self._arrivals.waiting(actor))

    def _told(self, found: tuple[Item, ...] | tuple[Binned, ...]) -> list[Told]:
        def job(reader: Reader) -> list[Told]:
            names = worker_names(reader)
            out = []
            for one in found:
                person, about = _known(reader, one.kind, one.record)
                out.append(Told(one, names.get(one.worker, ""), person, about))
            return out

        return self._vault.read(job)


def _known(reader: Reader, kind: str, record: str) -> tuple[Person | None, str]:
    """The person and the name of a record, also of one that is deleted."""
    if kind not in KINDS:
        return None, ""
    row = reader.get(kind, record) or _logged(reader, record)
    field = KINDS[kind].person_field
    name = str(row.get("name") or "")
    if field == "id":
        return _person(record, row), name
    person = str(row.get(field) or "") if field else ""
    try:
        return (load(reader, Person, person) if person else None), name
    except NotFound:
        return _person(person, _logged(reader, person)), name


def _logged(reader: Reader, record: str) -> Mapping[str, object]:
    """The fields of a record as the log last knew them."""
    row: dict[str, object] = {}
    for line in reader.log(record=record, limit=LINES):
        row.update({path: value for path, value in line.op.fields.items() if "/" not in path})
    return row


def _person(record: str, row: Mapping[str, object]) -> Person | None:
    wanted = ("given_name", "preferred_name", "infix", "family_name", "initials", "gender", "name_use")
    known = {name: row[name] for name in wanted if row.get(name)}
    return from_row(Person, record, known) if known else None
