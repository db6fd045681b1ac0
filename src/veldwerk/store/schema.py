"""Tables from the register: one ordinary rowid table per kind, and the vault's own tables beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from veldwerk.domain.changes import Hlc
from veldwerk.domain.register import KINDS, KindSpec
from veldwerk.store.driver import Connection

BOOKKEEPING = ("_space", "_clock", "_by", "_clocks", "_life", "_deleted")
"""Columns of each table that are not fields: where it lives, row clock and its worker, exceptions, life, tombstone."""

INDEXES: Mapping[str, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        "person": (
            ("family_name", "given_name"),
            ("area",),
            ("client_number",),
        ),
        "visit": (
            ("person_id", "planned_on"),
            ("status", "planned_on"),
            ("finished_at", "outcome"),
        ),
        "answers": (("visit_id",), ("person_id",)),
        "signal": (("status", "first_attempt_due"), ("received_at",), ("person_id",)),
        "measurement": (("person_id", "instrument", "measured_on"), ("measured_on",), ("visit_id",)),
        "appraisal": (("person_id", "made_on"), ("made_on",), ("visit_id",)),
        "referral": (("person_id", "created_on"), ("status",), ("created_on",)),
        "referral_task": (
            ("referral_id",),
            ("status", "due_on"),
            ("person_id",),
            ("reply_code",),
            ("sent_on",),
        ),
        "referral_note": (("referral_id",), ("person_id", "written_at")),
        "letter": (("person_id", "made_on"), ("referral_id",)),
        "consent": (("person_id", "purpose"),),
        "person_care": (("person_id",),),
        "match": (("volunteer_id",), ("status",)),
        "volunteer": (("status",),),
        "service": (("kind", "status"), ("organization_id",)),
        "location": (("organization_id",),),
        "offer_gap": (("found_on",),),
        "setting": (("key",),),
        "form": (("form_id", "version"),),
        "published_month": (("period",),),
    }
)
"""What queries look things up by."""

OWN_TABLES = (
    """CREATE TABLE edit_state (
        id INTEGER PRIMARY KEY CHECK (id = 1), open INTEGER NOT NULL, clock TEXT NOT NULL)""",
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL)",
    """CREATE TABLE log (
        seq INTEGER PRIMARY KEY, edit TEXT NOT NULL, kind TEXT NOT NULL, record TEXT NOT NULL, space TEXT NOT NULL,
        action TEXT NOT NULL, hlc TEXT NOT NULL, worker TEXT NOT NULL, at INTEGER NOT NULL, local INTEGER NOT NULL,
        fields TEXT NOT NULL, parents TEXT, old TEXT)""",
    "CREATE UNIQUE INDEX log_record ON log (record, hlc, kind)",
    "CREATE INDEX log_edit ON log (edit)",
    "CREATE INDEX log_pending ON log (space, seq) WHERE local = 1",
    """CREATE TABLE version (
        kind TEXT NOT NULL, record TEXT NOT NULL, path TEXT NOT NULL, hlc TEXT NOT NULL, worker TEXT NOT NULL,
        value TEXT, state INTEGER NOT NULL)""",
    "CREATE UNIQUE INDEX version_key ON version (kind, record, path, hlc)",
    "CREATE TABLE erased (kind TEXT NOT NULL, record TEXT NOT NULL, space TEXT NOT NULL, hlc TEXT NOT NULL)",
    "CREATE UNIQUE INDEX erased_key ON erased (kind, record)",
    """CREATE TABLE parked (
        seq INTEGER PRIMARY KEY, space TEXT NOT NULL, edit TEXT NOT NULL, op TEXT NOT NULL, reason TEXT NOT NULL)""",
    "CREATE UNIQUE INDEX parked_op ON parked (space, op)",
    """CREATE TABLE draft (
        id TEXT PRIMARY KEY, person TEXT NOT NULL, form TEXT NOT NULL, form_version TEXT NOT NULL,
        visit TEXT NOT NULL, place TEXT NOT NULL, answered INTEGER NOT NULL, updated_at TEXT NOT NULL,
        instance BLOB NOT NULL)""",
    """CREATE TABLE sealed (
        space TEXT NOT NULL, name TEXT NOT NULL, bytes BLOB NOT NULL, upto INTEGER NOT NULL, sent INTEGER NOT NULL)""",
    "CREATE UNIQUE INDEX sealed_name ON sealed (space, name)",
    "CREATE TABLE cursor (space TEXT NOT NULL, stream TEXT NOT NULL, value TEXT NOT NULL)",
    "CREATE UNIQUE INDEX cursor_key ON cursor (space, stream)",
    """CREATE TABLE audit (
        seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, device TEXT NOT NULL, person TEXT NOT NULL,
        event TEXT NOT NULL, hash TEXT NOT NULL)""",
    "CREATE INDEX audit_person ON audit (person, seq)",
    "CREATE TABLE migration (name TEXT PRIMARY KEY, at INTEGER NOT NULL)",
)

FTS_TABLES = {
    "person": ("name", "address", "phone"),
    "service": ("name", "description", "organisation"),
}
"""Full-text tables by kind: `<kind>_fts`, filled by store.search."""


def quoted(names: Iterable[str]) -> str:
    """Column names as SQL."""
    return ", ".join(f'"{name}"' for name in names)


def create_table(spec: KindSpec) -> str:
    """The CREATE TABLE of one kind. The id column is unique beside an ordinary rowid (SYNC 2.4)."""
    fields = "".join(f', "{field.name}" {field.sql}' for field in spec.fields.values())
    return (
        f'CREATE TABLE "{spec.kind}" (id TEXT NOT NULL UNIQUE, _space TEXT NOT NULL, _clock TEXT NOT NULL, '
        f"_by TEXT NOT NULL, _clocks TEXT, _life TEXT, _deleted INTEGER NOT NULL{fields})"
    )


def create_all(connection: Connection) -> None:
    """Everything of a new vault except the guard triggers."""
    for statement in OWN_TABLES:
        connection.execute(statement)
    connection.execute("INSERT INTO edit_state VALUES (1, 0, ?)", (str(Hlc(0, 0, "")),))
    for kind, columns in FTS_TABLES.items():
        connection.execute(
            f"CREATE VIRTUAL TABLE {kind}_fts USING fts5({', '.join(columns)}, content='', contentless_delete=1, "
            "prefix='2 3', tokenize='unicode61 remove_diacritics 2')"
        )
    grow(connection)


def grow(connection: Connection) -> list[str]:
    """Add the tables, columns and indexes the register has and the vault has not; what was added.

    Only ever adds, so it is safe to run at each opening. Anything else takes a named migration.
    """
    added = []
    for kind, spec in KINDS.items():
        known = columns_of(connection, kind)
        if not known:
            connection.execute(create_table(spec))
            added.append(kind)
        else:
            for field in spec.fields.values():
                if field.name not in known:
                    connection.execute(f'ALTER TABLE "{kind}" ADD COLUMN "{field.name}" {field.sql}')
                    added.append(f"{kind}.{field.name}")
        for columns in INDEXES.get(kind, ()):
            name = f"{kind}__{'__'.join(columns)}"
            connection.execute(f'CREATE INDEX IF NOT EXISTS "{name}" ON "{kind}" ({quoted(columns)})')
    return added


def lacking(connection: Connection) -> bool:
    """Whether `grow` would add a table or column."""
    return any(
        not set(spec.fields) <= set(columns_of(connection, kind)) or not columns_of(connection, kind)
        for kind, spec in KINDS.items()
    )


def columns_of(connection: Connection, table: str) -> tuple[str, ...]:
    """Column names of a table, none when it does not exist."""
    rows = connection.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
    return tuple(row[0] for row in rows)
