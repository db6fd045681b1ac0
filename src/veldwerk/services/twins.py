"""Two visits to one person on one day, filled in apart by two colleagues: the question whether they are one (PEERS R20).

Both stay, whatever the answer. A double keeps its answers and stands in the history; the month counts the other one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.people import Person
from veldwerk.domain.visits import Visit
from veldwerk.services.access import Actor, Right, may, require
from veldwerk.services.edits import Edit, Save, load
from veldwerk.services.kit import Kit, seen
from veldwerk.services.ports import Reader
from veldwerk.services.sync_conflicts import worker_names

DAYS = 92
"""How long it is asked: after a quarter its months are published, and are not changed by it any more."""
MOST = 100
CHANGED = N_("One of these visits was changed in the meantime. Look again.")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two visits, and the names of who filled each in («» unknown)."""

    first: Visit
    second: Visit
    person: Person
    names: tuple[str, str]

    @property
    def id(self) -> str:
        return f"{self.first.id}/{self.second.id}"


class Twins:
    """Asks, and keeps the answer in the visits themselves, so that colleagues are not asked again."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def count(self, actor: Actor) -> int:
        """How many pairs wait for an answer; 0 for a role without visits."""
        if not may(actor, Right.WRITE, Visit.KIND):
            return 0
        return len(self._kit.vault.read(self._rows))

    def open(self, actor: Actor) -> list[Pair]:
        """The pairs nobody said anything about, the newest first; leaves an audit line for each person."""
        if not may(actor, Right.WRITE, Visit.KIND):
            return []

        def job(reader: Reader) -> list[Pair]:
            known = worker_names(reader)
            pairs = []
            for row in self._rows(reader):
                first = load(reader, Visit, str(row["first"]))
                second = load(reader, Visit, str(row["second"]))
                who = known.get(first.entered_by, ""), known.get(second.entered_by, "")
                pairs.append(Pair(first, second, load(reader, Person, first.person_id), who))
            return pairs

        pairs = self._kit.vault.read(job)
        if pairs:
            people = dict.fromkeys(one.person.id for one in pairs)
            self._kit.log(*(seen(actor, "read", Visit.KIND, "", person=one) for one in people))
        return pairs

    def _rows(self, reader: Reader) -> list[dict[str, object]]:
        since = self._kit.clock.today() - timedelta(days=DAYS)
        return reader.query("twin_visits", since=since.isoformat(), limit=MOST)

    def apart(self, actor: Actor, pair: Pair) -> Edit:
        """They are two visits: both count, and nobody is asked again. UserError `visit-changed`."""
        first, second = self._still(actor, pair)
        after = replace(second, apart_from=(*second.apart_from, first.id))
        return self._kit.edits.save(actor, N_("Two visits told apart"), [Save(second, after)])

    def double(self, actor: Actor, pair: Pair, kept: str) -> Edit:
        """They are one visit: `kept` counts, the other stays as its double. UserError `visit-changed`."""
        other = next(one for one in self._still(actor, pair) if one.id != kept)
        after = replace(other, status="dubbel", double_of=kept)
        return self._kit.edits.save(actor, N_("Visit marked as double"), [Save(other, after)])

    def _still(self, actor: Actor, pair: Pair) -> tuple[Visit, Visit]:
        """Both visits as they are now, still done and still there."""
        require(actor, Right.WRITE, Visit.KIND)

        def job(reader: Reader) -> tuple[Visit, Visit]:
            return load(reader, Visit, pair.first.id), load(reader, Visit, pair.second.id)

        found = self._kit.vault.read(job)
        if any(one.status != "uitgevoerd" for one in found):
            raise UserError(CHANGED, code="visit-changed")
        return found
