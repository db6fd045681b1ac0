"""The read model in PostgreSQL: schema `veldwerk`, replaced in one transaction.

Tables stay and are refilled, so that what an analyst built on them (views, grants) stays too, and whoever reads
meanwhile sees the collection of before until the new one is whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING

from veldwerk.domain.errors import N_, UserError
from veldwerk.services.collect import Sink
from veldwerk.services.collect_fields import Column, ColumnType, Value

if TYPE_CHECKING:
    from psycopg import Connection, Cursor

SCHEMA = "veldwerk"
MARK = "Read model of Veldwerk, made by «veldwerk collect»"
CONNECT_SECONDS, LOCK_SECONDS, LOAD_SECONDS = 10, 30, 900
_TURN = 0x5645_4C44
"""Number of the advisory lock: two collections into one database take turns."""

MISSING = N_("This installation has no part for PostgreSQL. Install veldwerk[central].")
UNREACHABLE = N_("The database cannot be reached, or refuses this user. Check the address and the password.")
ADDRESS = N_("This address of a database cannot be read. It looks like postgresql://user@server/database.")
FOREIGN = N_("The database has a schema «{name}» with other tables. Choose another database.")
NO_RIGHT = N_(
    "This user may not write in the database. Ask its administrator for the right to make a schema."
)
TOO_SLOW = N_("The database did not answer in time. Nothing was changed; try again later.")
LOST = N_("The database broke off. Nothing was changed; try again later.")

_TYPES = {
    ColumnType.TEXT: "text",
    ColumnType.INTEGER: "bigint",
    ColumnType.REAL: "double precision",
    ColumnType.BOOLEAN: "boolean",
    ColumnType.DATE: "date",
    ColumnType.MOMENT: "timestamptz",
}


class PostgresWarehouse:
    """A database by its connection string; the password in it is never shown."""

    def __init__(self, address: str) -> None:
        self._address = address

    @contextmanager
    def load(self) -> Iterator[Sink]:
        """One transaction; see the port. UserErrors: no-postgresql, bad-address, database-unreachable,
        foreign-schema, database-denied, database-slow, database-lost.
        """
        try:
            import psycopg
            from psycopg import errors
        except ImportError:
            raise UserError(MISSING, code="no-postgresql") from None
        try:
            connection = psycopg.connect(self._address, connect_timeout=CONNECT_SECONDS)
        except psycopg.ProgrammingError:
            raise UserError(ADDRESS, code="bad-address") from None
        except psycopg.OperationalError:
            raise UserError(UNREACHABLE, code="database-unreachable") from None
        try:
            with connection, connection.cursor() as cursor:
                _prepare(cursor)
                sink = _Sink(cursor)
                yield sink
                sink.finish()
        except errors.InsufficientPrivilege:
            raise UserError(NO_RIGHT, code="database-denied") from None
        except (errors.QueryCanceled, errors.LockNotAvailable):
            raise UserError(TOO_SLOW, code="database-slow") from None
        except psycopg.OperationalError:
            raise UserError(LOST, code="database-lost") from None
        finally:
            _close(connection)


def _close(connection: Connection) -> None:
    if not connection.closed:
        connection.close()


def _prepare(cursor: Cursor) -> None:
    """Deadlines, our turn, and a schema that is ours."""
    cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
    cursor.execute(f"SET LOCAL statement_timeout = '{LOAD_SECONDS}s'")
    # Moments without a zone are wall-clock times of where the visits are.
    cursor.execute("SET LOCAL TIME ZONE 'Europe/Amsterdam'")
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_TURN,))
    cursor.execute(
        "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = %s", (SCHEMA,)
    )
    found = cursor.fetchone()
    if found is None:
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
    elif found[0] != MARK and _tables(cursor):
        raise UserError(FOREIGN, code="foreign-schema", name=SCHEMA)
    if found is None or found[0] != MARK:
        cursor.execute(f"COMMENT ON SCHEMA {SCHEMA} IS '{MARK}'")


def _tables(cursor: Cursor) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", (SCHEMA,))
    return [str(row[0]) for row in cursor.fetchall()]


class _Sink:
    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._filled: set[str] = set()

    def table(self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> int:
        """Refill one table; see the port."""
        self._filled.add(name)
        self._shape(name, columns)
        names = ", ".join(f'"{column.name}"' for column in columns)
        count = 0
        with self._cursor.copy(f'COPY {SCHEMA}."{name}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row([_value(value) for value in row])
                count += 1
        return count

    def _shape(self, name: str, columns: Sequence[Column]) -> None:
        """An empty table with these columns; what else an earlier version had stays, empty."""
        wanted = ", ".join(f'"{column.name}" {_TYPES[column.type]}' for column in columns)
        self._cursor.execute(f'CREATE TABLE IF NOT EXISTS {SCHEMA}."{name}" ({wanted})')
        self._cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND table_name = %s",
            (SCHEMA, name),
        )
        known = {row[0] for row in self._cursor.fetchall()}
        for column in columns:
            if column.name not in known:
                self._cursor.execute(
                    f'ALTER TABLE {SCHEMA}."{name}" ADD COLUMN "{column.name}" {_TYPES[column.type]}'
                )
        # Not TRUNCATE: readers keep what they see until we commit.
        self._cursor.execute(f'DELETE FROM {SCHEMA}."{name}"')  # names are the register's

    def finish(self) -> None:
        """Empty the tables of an earlier collection that are not in this one."""
        for name in _tables(self._cursor):
            if name not in self._filled:
                self._cursor.execute(f'DELETE FROM {SCHEMA}."{name}"')  # a name from the catalogue


def _value(value: Value) -> object:
    """PostgreSQL knows no NUL in a text."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | datetime) else value
