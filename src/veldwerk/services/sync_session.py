"""One sync of one space with one store: what all its steps share."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from veldwerk.domain.errors import N_, UserError
from veldwerk.services.ports import Clock, Ids
from veldwerk.services.store_calls import fetched
from veldwerk.services.sync_course import Course
from veldwerk.services.sync_memory import Keeping, Memory
from veldwerk.services.sync_ports import Object, ObjectStore, SealedSpace, SyncVault, SyncWriter
from veldwerk.services.sync_shapes import Cursor
from veldwerk.services.sync_state import STATE, Problem, State
from veldwerk.services.sync_stream import OwnStream

NOT_STORED = N_("The storage did not keep what was sent. It stays on this laptop and is sent again.")


@dataclass(frozen=True, slots=True)
class Tools:
    """What every sync of a vault works with."""

    vault: SyncVault
    clock: Clock
    ids: Ids
    course: Course = field(default_factory=Course)


@dataclass(frozen=True, slots=True)
class Place:
    """A store inside the prefix of one space."""

    store: ObjectStore
    prefix: str

    def get(self, name: str) -> bytes | None:
        """The object, or None."""
        return self.store.get(self.prefix + name)

    def ahead(self, names: Sequence[str], width: int) -> Generator[tuple[str, bytes | None]]:
        """Each of `names` with its object, in order, read ahead; close it when not all is taken."""
        start = len(self.prefix)
        full = [self.prefix + name for name in names]
        with closing(fetched(self.store, full, min(width, max(len(full), 1)))) as found:
            for name, data in found:
                yield name[start:], data

    def list(self, folder: str) -> list[str]:
        """Names directly under `folder` (ends in a slash)."""
        start = len(self.prefix)
        return [name[start:] for name in self.store.list(self.prefix + folder)]

    def delete(self, name: str) -> None:
        """Remove; nothing happens when it is not there."""
        self.store.delete(self.prefix + name)

    def put(self, item: Object) -> None:
        """Store and read back. A damaged object under its own name is replaced: the name holds its hash."""
        name, data = self.prefix + item[0], item[1]
        try:
            self.store.put(name, data)
        except UserError as error:
            if error.code != "name-taken":
                raise
            self.store.delete(name)
            self.store.put(name, data)
        if self.store.get(name) != data:
            raise UserError(NOT_STORED, code="store-not-kept")


@dataclass(slots=True)
class Tally:
    """What one sync did: changes (ops) `sent` and `received`, changesets `waiting`, ops `parked`."""

    sent: int = 0
    received: int = 0
    waiting: int = 0
    parked: int = 0


@dataclass(slots=True)
class Session:
    """`step` is called between objects with (done, total or 0); it raises to end early. `wanted` are changesets that
    are missing or damaged, `damaged` the streams with a head that is."""

    tools: Tools
    space: SealedSpace
    place: Place
    step: Callable[[int, int], None]
    state: State
    problems: list[Problem] = field(default_factory=list)
    wanted: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    refreshed: bool = False

    @property
    def vault(self) -> SyncVault:
        return self.tools.vault

    @property
    def label(self) -> str:
        return self.space.label

    @property
    def stream(self) -> str:
        """The name of our own stream now."""
        return f"{self.space.dev}.{self.state.inc}"

    @property
    def own(self) -> OwnStream:
        return OwnStream(self.vault, self.space, self.stream)

    @property
    def at_once(self) -> int:
        """Calls to the store at a time."""
        return self.tools.course.limits.at_once

    def at(self, point: str) -> None:
        """A boundary between two steps is passed."""
        self.tools.course.at(point)

    def save(self) -> None:
        """Keep the state."""
        data = self.state.to_bytes()
        self.vault.write(lambda w: Keeping(w).put_blob(self.label, STATE, data))

    def keep(self, change: Callable[[State], None], job: Callable[[SyncWriter], None]) -> None:
        """`job` and what `change` makes of the state in one transaction; when it fails neither has happened."""
        later = State.from_bytes(self.state.to_bytes())
        change(later)

        def both(writer: SyncWriter) -> None:
            job(writer)
            Keeping(writer).put_blob(self.label, STATE, later.to_bytes())

        self.vault.write(both)
        self.state = later

    def cursors(self) -> dict[str, Cursor]:
        """How far each stream was applied."""
        return self.vault.read(lambda r: Memory(r).cursors(self.label))

    def guard(self, work: Callable[[], None]) -> None:
        """Do `work`; a UserError in it becomes a problem and does not stop the rest."""
        try:
            work()
        except UserError as error:
            self.problem(Problem.of(error))

    def problem(self, problem: Problem) -> None:
        """Note it, once."""
        if problem not in self.problems:
            self.problems.append(problem)

    def about(self, error: UserError, stream: str) -> None:
        """A problem with what the device of `stream` made."""
        self.problem(Problem.of(error, self.who(stream)))

    def who(self, stream: str) -> str:
        """The name of the person behind a stream, «» when unknown."""
        dev = stream.partition(".")[0]
        return next((m.person.name for m in self.space.members if m.dev == dev), "")

    def refresh_members(self) -> bool:
        """Fetch entries and key files we do not know; once in a sync. True when something was new."""
        if self.refreshed:
            return False
        self.refreshed = True
        known = self.space.objects
        names = [*self.place.list("members/"), *self.place.list("keys/")]
        found = self.place.ahead([name for name in names if name not in known], self.at_once)
        fresh = {name: data for name, data in found if data is not None}
        if not fresh:
            return False
        self.space = self.space.absorb(fresh)
        new = {name: data for name, data in self.space.objects.items() if name not in known}
        if new:
            self.vault.write(lambda w: Keeping(w).put_blobs(self.label, new))
        return bool(new)
