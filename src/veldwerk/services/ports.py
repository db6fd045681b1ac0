"""What the services need from outside. Adapters match these by shape; `app` hands them in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from veldwerk.domain.changes import Op
from veldwerk.domain.records import Record, Row

T = TypeVar("T")
R = TypeVar("R", bound=Record)


class Clock(Protocol):
    """Time. `now` is aware, in local time; `millis` since 1970 UTC."""

    def now(self) -> datetime: ...
    def today(self) -> date: ...
    def millis(self) -> int: ...


class Ids(Protocol):
    """Fresh identifiers: `new_id` is a UUIDv7 as text, `random_bytes(n)` from the operating system."""

    def new_id(self) -> str: ...
    def random_bytes(self, n: int) -> bytes: ...


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One line of the audit log after NEN 7513: field names, never values (DOMAIN 6.3)."""

    action: str
    kind: str
    record: str
    person: str = ""
    worker: str = ""
    role: str = ""
    fields: tuple[str, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A stored audit event with its place in the chain of this device."""

    seq: int
    at: datetime
    device: str
    event: AuditEvent


@dataclass(frozen=True, slots=True)
class NoteVersion:
    """One living version of a note: its clock is its name."""

    hlc: str
    worker: str
    text: str


@dataclass(frozen=True, slots=True)
class LogLine:
    """One op as the log of this vault keeps it, with the old values that undo and history need."""

    seq: int
    edit: str
    op: Op
    old: Mapping[str, object]
    at: datetime
    local: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A form being filled in; local to this vault. `place` is the question that had the focus."""

    id: str
    person: str
    form: str
    form_version: str
    visit: str
    place: str
    answered: int
    updated_at: datetime
    instance: bytes


@dataclass(frozen=True, slots=True)
class Applied:
    """What an apply did: the changed (kind, id, paths), and the ids of ops that were parked as unknown."""

    changed: tuple[tuple[str, str, tuple[str, ...]], ...]
    parked: int = 0


class Reader(Protocol):
    """Reading a vault. Values are JSON-ready rows as `records.from_row` takes them; deleted records are not found."""

    def get(self, kind: str, record: str) -> Row | None:
        """The row, or None."""
        ...

    def space_of(self, kind: str, record: str) -> str | None:
        """The space the record lives in, or None when it does not exist."""
        ...

    def find(
        self,
        kind: str,
        where: Mapping[str, object] | None = None,
        *,
        order: str = "",
        limit: int = 0,
    ) -> list[tuple[str, Row]]:
        """Rows whose fields equal `where` (a tuple or list means any of these; None means empty).

        `order` is a field name, a leading minus means descending. Unknown field names raise KeyError.
        """
        ...

    def scan(
        self, kind: str, spaces: Sequence[str], *, after: str = "", limit: int = 1000
    ) -> list[tuple[str, Row]]:
        """The next `limit` living records of a kind in these spaces, by id, behind id `after`."""
        ...

    def query(self, name: str, **values: object) -> list[dict[str, object]]:
        """A named query of `store.queries`."""
        ...

    def search(self, kind: str, text: str, *, limit: int = 50) -> list[str]:
        """Record ids by full text (accents folded, prefix of each word), best first. Kinds: person, service."""
        ...

    def note_versions(self, kind: str, record: str, path: str) -> tuple[NoteVersion, ...]:
        """Living versions of a note, oldest first, equal texts included: an edit names each as seen.

        More than one text is an open conflict; `domain.merge.distinct` says which versions are one text.
        """
        ...

    def note_history(self, kind: str, record: str, path: str) -> tuple[NoteVersion, ...]:
        """Every text this vault ever saw of a note, oldest first, superseded ones included."""
        ...

    def open_conflicts(self) -> list[tuple[str, str, str]]:
        """(kind, record, path) of every note with more than one living text."""
        ...

    def drafts(self) -> list[Draft]: ...

    def draft(self, draft: str) -> Draft | None: ...

    def log(self, *, record: str = "", edit: str = "", after: int = 0, limit: int = 200) -> list[LogLine]:
        """Log lines, oldest first."""
        ...

    def audit(self, *, person: str = "", after: int = 0, limit: int = 200) -> list[AuditLine]: ...

    def counts(self) -> Mapping[str, int]:
        """Number of living records by kind."""
        ...

    def digest(self, space: str) -> str:
        """SHA-256 over all records of a space in canonical form: equal in two vaults with the same content."""
        ...


class Writer(Reader, Protocol):
    """Writing a vault, only inside a job of the lane: one transaction, all or nothing."""

    def next_hlc(self) -> str:
        """A fresh clock value of this device, later than everything seen."""
        ...

    def apply(self, ops: Sequence[Op], *, edit: str, local: bool = True) -> Applied:
        """Rows, row clocks and one log row per op. `edit` is the id that groups the ops of one user action."""
        ...

    def audit_event(self, event: AuditEvent) -> None:
        """Add to the audit chain in the same transaction."""
        ...

    def save_draft(self, draft: Draft) -> None: ...

    def drop_draft(self, draft: str) -> None: ...


class Vault(Protocol):
    """One open encrypted vault: one worker on one device."""

    @property
    def device(self) -> str: ...

    @property
    def spaces(self) -> frozenset[str]:
        """The spaces this vault is a member of."""
        ...

    def write(self, job: Callable[[Writer], T]) -> T:
        """Run `job` in the one writing thread inside one transaction, wait, and give its result.

        Raises what the job raised (then nothing was written), or UserError (disk full, read-only, damaged).
        """
        ...

    def read(self, job: Callable[[Reader], T]) -> T:
        """Run `job` on the query-only connection; may be called from any thread."""
        ...

    def listen(self, listener: Callable[[Applied], None]) -> Callable[[], None]:
        """Call `listener` after each committed apply, in the writing thread; gives what ends that."""
        ...


class PageImage(Protocol):
    """One page of a PDF as pixels: 3 bytes a pixel (RGB), row by row."""

    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def rgb(self) -> bytes: ...
    @property
    def text(self) -> str: ...


class Renderer(Protocol):
    """Documents are made from content when needed; nothing is written to disk here."""

    def letter(self, content: object) -> bytes: ...
    def month_pdf(self, report: object) -> bytes: ...
    def month_xlsx(self, report: object) -> bytes: ...
    def month_csv(self, report: object) -> bytes: ...
    def csv(self, header: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes: ...
    def pages(self, pdf: bytes, dpi: float = 110) -> Sequence[PageImage]: ...


class Files(Protocol):
    """Putting a finished file where the user asked: whole or not at all."""

    def write(self, path: Path, content: bytes) -> None: ...
