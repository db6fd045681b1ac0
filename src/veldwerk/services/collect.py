"""The read model for analysts: what a vault holds, without anything that says who (DESIGN 8, «The central export»).

Out stay: fields that identify, free text, BSN and health (by `register`), the whole space `zorg`, documents, and in
person-bound spaces every text that is not a code, so that a sentence typed in the wrong place stays inside. Ids become
HMACs with a key per coalition: the same person in each table and in each member's export, and nobody outside.
What is left still describes people: it is pseudonymous, not anonymous, and is for analysts of the coalition only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from veldwerk.domain.errors import N_, AccessDenied
from veldwerk.domain.organisation import Setting
from veldwerk.domain.people import Person
from veldwerk.domain.records import Row
from veldwerk.domain.register import KINDS
from veldwerk.domain.visits import Measurement
from veldwerk.services.access import DENIED, Actor, Right, may, require
from veldwerk.services.collect_fields import (
    PLACE_AT_LEAST,
    SPACES,
    Column,
    ColumnType,
    Context,
    Field,
    Value,
    exported,
    fields_of_kind,
    places_of,
    typed,
)
from veldwerk.services.edits import Save, find
from veldwerk.services.kit import Kit, seen

KEY_SETTING = "collect-key"
KEY_BYTES = 32
PAGE = 1000
SCORES, ABOUT = "score", "about"
"""Tables beside the kinds: one line a scale of a measurement; what this collection is."""

Progress = Callable[[str, int, int], None]
"""Kind, records done, records of that kind."""


class Sink(Protocol):
    """A place that takes tables. It is filled inside `Warehouse.load` and seen by others only when that ends well."""

    def table(self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> int:
        """Write one table, reading `rows` once; the number of rows written."""
        ...


class Warehouse(Protocol):
    """Where a read model goes: a folder or a database."""

    def load(self) -> AbstractContextManager[Sink]:
        """All or nothing: an error inside leaves what was there before. Raises UserError when it cannot be reached."""
        ...


@dataclass(frozen=True, slots=True)
class Collected:
    """What was handed over: rows by table, open conflicts by kind, and the kinds this vault or role has no part in."""

    reference: date
    tables: Mapping[str, int]
    conflicts: Mapping[str, int]
    left_out: tuple[str, ...]


class Collect:
    """Makes the read model of one vault."""

    def __init__(self, kit: Kit, warehouse: Warehouse) -> None:
        self._kit = kit
        self._warehouse = warehouse

    def run(
        self,
        actor: Actor,
        key: bytes,
        *,
        reference: date | None = None,
        at_least: int = PLACE_AT_LEAST,
        progress: Progress = lambda kind, done, of: None,
    ) -> Collected:
        """Hand over every kind `actor` may export. Ages are taken on `reference` (default today); places with fewer
        than `at_least` people are not named. Raises AccessDenied when no person-bound or shared kind may be exported.
        """
        if len(key) < KEY_BYTES:
            raise ValueError(f"the key of a coalition has {KEY_BYTES} bytes")
        wanted = [kind for kind, spec in KINDS.items() if exported(spec) and self._here(actor, kind)]
        if not wanted:
            raise AccessDenied(DENIED, code="denied")
        places = places_of(self._rows(Person.KIND), at_least) if Person.KIND in wanted else {}
        context = Context(key, reference or self._kit.clock.today(), places)
        conflicts = Counter(kind for kind, _, _ in self._kit.vault.read(lambda r: r.open_conflicts()))
        made = Collected(
            context.reference,
            {},
            {kind: conflicts[kind] for kind in wanted if conflicts[kind]},
            tuple(kind for kind in KINDS if kind not in wanted),
        )
        totals = self._kit.vault.read(lambda r: r.counts())
        tables: dict[str, int] = {}
        with self._warehouse.load() as sink:
            for kind in wanted:
                fields = fields_of_kind(KINDS[kind])
                rows = _counted(kind, self._rows(kind), totals.get(kind, 0), progress)
                tables[kind] = sink.table(kind, [f.column for f in fields], _taken(rows, fields, context))
            if Measurement.KIND in wanted:
                tables[SCORES] = sink.table(
                    SCORES, _SCORE_COLUMNS, _scores(self._rows(Measurement.KIND), context)
                )
            made = Collected(context.reference, tables, made.conflicts, made.left_out)
            sink.table(ABOUT, _ABOUT_COLUMNS, _about(made))
            # Inside, so that nothing leaves without its audit line.
            self._kit.log(*(seen(actor, "export", kind, "", detail=str(tables[kind])) for kind in wanted))
        return made

    def _here(self, actor: Actor, kind: str) -> bool:
        """Whether the role may export it and this vault is a member of a space that holds it."""
        own = {space.value for space in KINDS[kind].spaces if space in SPACES and space in actor.spaces}
        return may(actor, Right.EXPORT, kind) and bool(own & self._kit.vault.spaces)

    def _rows(self, kind: str) -> Iterator[Row]:
        """All living records of a kind, a page at a time, `id` included."""
        spaces = tuple(space.value for space in SPACES)
        after = ""
        while True:
            page = self._kit.vault.read(
                lambda r, after=after: r.scan(kind, spaces, after=after, limit=PAGE)  # type: ignore[misc]  # mypy cannot infer a lambda with a default
            )
            for record, row in page:
                yield {**row, "id": record}
            if len(page) < PAGE:
                return
            after = page[-1][0]


def coalition_key(kit: Kit, actor: Actor) -> bytes:
    """The key of this coalition's pseudonyms: a setting in the space `kaart`, so that each member gets it by sync and
    two exports agree; made when there is none. Of two made at once the oldest holds. Raises AccessDenied.
    """
    require(actor, Right.EXPORT, Setting.KIND)
    known = kit.vault.read(lambda r: find(r, Setting, {"key": KEY_SETTING}))
    for setting in sorted(known, key=lambda one: one.id):
        key = bytes.fromhex(str(setting.value.get("hex", "")))
        if len(key) == KEY_BYTES:
            return key
    key = kit.ids.random_bytes(KEY_BYTES)
    made = Setting(
        id=kit.ids.new_id(),
        key=KEY_SETTING,
        value={"hex": key.hex()},
        author=actor.worker,
        set_at=kit.clock.now(),
    )
    kit.edits.save(actor, N_("Key for the central export made"), [Save(None, made)])
    return key


def _taken(rows: Iterable[Row], fields: Sequence[Field], context: Context) -> Iterator[tuple[Value, ...]]:
    for row in rows:
        yield tuple(field.take(row, context) for field in fields)


def _counted(kind: str, rows: Iterable[Row], of: int, progress: Progress) -> Iterator[Row]:
    done = 0
    for row in rows:
        yield row
        done += 1
        if done % PAGE == 0:
            progress(kind, done, of)
    progress(kind, done, max(of, done))


_SCORE_COLUMNS = (
    Column("measurement_id", ColumnType.TEXT),
    Column("person_id", ColumnType.TEXT),
    Column("instrument", ColumnType.TEXT),
    Column("measured_on", ColumnType.DATE),
    Column("scale", ColumnType.TEXT),
    Column("points", ColumnType.REAL),
)


def _scores(rows: Iterable[Row], context: Context) -> Iterator[tuple[Value, ...]]:
    """One line a scale with a valid score: all that is taken from what people answered."""
    for row in rows:
        scales = row.get("subscales")
        for scale, points in sorted(scales.items()) if isinstance(scales, Mapping) else ():
            if isinstance(points, int | float):
                yield (
                    context.pseudonym(str(row["id"])),
                    context.pseudonym(str(row.get("person_id") or "")),
                    str(row.get("instrument") or ""),
                    typed(row.get("measured_on"), ColumnType.DATE),
                    str(scale),
                    float(points),
                )


_ABOUT_COLUMNS = (
    Column("table_name", ColumnType.TEXT),
    Column("records", ColumnType.INTEGER),
    Column("open_conflicts", ColumnType.INTEGER),
    Column("reference_date", ColumnType.DATE),
)


def _about(made: Collected) -> Iterator[tuple[Value, ...]]:
    for name, n in made.tables.items():
        yield (name, n, made.conflicts.get(name, 0), made.reference)
