"""The read model in a real PostgreSQL: replaced at once, seen by nobody halfway, never over other people's tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

import psycopg
import pytest

from veldwerk.domain.errors import UserError
from veldwerk.exchange.warehouse.postgres import PostgresWarehouse
from veldwerk.services.collect_fields import Column, ColumnType, Value

COLUMNS = (
    Column("id", ColumnType.TEXT),
    Column("n", ColumnType.INTEGER),
    Column("share", ColumnType.REAL),
    Column("yes", ColumnType.BOOLEAN),
    Column("on_day", ColumnType.DATE),
    Column("at", ColumnType.MOMENT),
)
ROW = ("a\x001", 3, 1.5, True, date(2026, 11, 24), datetime(2026, 11, 24, 9, 30, tzinfo=UTC))


@pytest.fixture
def database(postgresql: str) -> str:
    """The server without our schema."""
    with psycopg.connect(postgresql) as connection:
        connection.execute("DROP SCHEMA IF EXISTS veldwerk CASCADE")
    return postgresql


def fill(
    address: str, *rows: Sequence[Value], name: str = "visit", columns: Sequence[Column] = COLUMNS
) -> None:
    load(address, {name: rows}, columns)


def load(
    address: str, tables: Mapping[str, Iterable[Sequence[Value]]], columns: Sequence[Column] = COLUMNS
) -> None:
    with PostgresWarehouse(address).load() as sink:
        for name, rows in tables.items():
            sink.table(name, columns, rows)


def broken_off() -> Iterator[Sequence[Value]]:
    """Rows of a vault that is closed halfway."""
    yield ROW
    raise RuntimeError("the vault closed")


def cut_off(address: str) -> Iterator[Sequence[Value]]:
    """A row, and then the server ends every other connection."""
    yield ROW
    ask(
        address,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
        "AND backend_type = 'client backend'",
    )


def ask(address: str, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(address) as connection:
        return connection.execute(question).fetchall()


def test_values_arrive_in_their_types(database: str) -> None:
    fill(database, ROW, ("b2", None, None, False, None, datetime(2026, 7, 1, 12, 0)))
    first, second = ask(database, "SELECT * FROM veldwerk.visit ORDER BY id")
    assert first == ("a1", 3, 1.5, True, date(2026, 11, 24), datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    assert second[-1] == datetime(2026, 7, 1, 10, 0, tzinfo=UTC)


def test_a_second_load_replaces_and_keeps_what_analysts_built(database: str) -> None:
    fill(database, ROW)
    fill(database, ROW, name="signal")
    with psycopg.connect(database) as connection:
        connection.execute("CREATE VIEW public.counted AS SELECT count(*) AS n FROM veldwerk.visit")
    more = (*COLUMNS, Column("extra", ColumnType.TEXT))
    fill(database, (*ROW, "x"), ("b2", *ROW[1:], "y"), columns=more)
    assert ask(database, "SELECT n FROM public.counted") == [(2,)]
    assert ask(database, "SELECT extra FROM veldwerk.visit ORDER BY id") == [("x",), ("y",)]
    assert ask(database, "SELECT count(*) FROM veldwerk.signal") == [(0,)]


def test_readers_see_the_earlier_collection_until_the_new_one_is_whole(database: str) -> None:
    fill(database, ROW)
    with PostgresWarehouse(database).load() as sink:
        sink.table("visit", COLUMNS, [ROW, ("b2", *ROW[1:])])
        assert ask(database, "SELECT count(*) FROM veldwerk.visit") == [(1,)]
    assert ask(database, "SELECT count(*) FROM veldwerk.visit") == [(2,)]


def test_an_error_halfway_changes_nothing(database: str) -> None:
    fill(database, ROW)
    with pytest.raises(RuntimeError):
        load(database, {"visit": [], "signal": broken_off()})
    assert ask(database, "SELECT count(*) FROM veldwerk.visit") == [(1,)]


def test_a_schema_of_somebody_else_is_refused(database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("CREATE SCHEMA veldwerk")
        connection.execute("CREATE TABLE veldwerk.visit (id text)")
    with pytest.raises(UserError) as error:
        fill(database, ROW)
    assert error.value.code == "foreign-schema"


def test_a_user_without_the_right_is_told_so(database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("DROP ROLE IF EXISTS lezer")
        connection.execute("CREATE ROLE lezer LOGIN")
    reader = database.replace(database.split("//")[1].split("@")[0], "lezer")
    with pytest.raises(UserError) as error:
        fill(reader, ROW)
    assert error.value.code == "database-denied"


def test_a_lost_connection_is_told_and_changes_nothing(database: str) -> None:
    fill(database, ROW)
    with pytest.raises(UserError) as error:
        load(database, {"visit": [], "signal": cut_off(database)})
    assert error.value.code == "database-lost"
    assert ask(database, "SELECT count(*) FROM veldwerk.visit") == [(1,)]


def test_a_second_collection_waits_its_turn_and_gives_up_in_time(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from veldwerk.exchange.warehouse import postgres

    with PostgresWarehouse(database).load() as sink:
        sink.table("visit", COLUMNS, [ROW])
        monkeypatch.setattr(postgres, "LOCK_SECONDS", 1)
        with pytest.raises(UserError) as error:
            fill(database, ROW)
    assert error.value.code == "database-slow"
    assert ask(database, "SELECT count(*) FROM veldwerk.visit") == [(1,)]
