"""The folder of a collection: whole or not at all, nothing of others overwritten, equal in CSV and SQLite."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veldwerk.domain.errors import UserError
from veldwerk.exchange.warehouse import warehouse
from veldwerk.exchange.warehouse.folder import FolderWarehouse
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
ROWS: Sequence[Sequence[Value]] = [
    ("a1", 3, 1.5, True, date(2026, 11, 24), datetime(2026, 11, 24, 9, 30, tzinfo=UTC)),
    ("b2", None, None, False, None, None),
]


def fill(folder: Path, rows: Iterable[Sequence[Value]] = ROWS, name: str = "visit") -> None:
    with FolderWarehouse(folder).load() as sink:
        sink.table(name, COLUMNS, rows)


def broken_off() -> Iterator[Sequence[Value]]:
    """Rows of a vault that is closed halfway."""
    yield ROWS[0]
    raise RuntimeError("the vault closed")


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_csv_opens_in_a_dutch_spreadsheet_and_sqlite_has_the_same(tmp_path: Path) -> None:
    fill(tmp_path / "out")
    assert (tmp_path / "out" / "visit.csv").read_bytes().startswith(b"\xef\xbb\xbfid;n;share;")
    assert read_csv(tmp_path / "out" / "visit.csv")[1:] == [
        ["a1", "3", "1,5", "1", "2026-11-24", "2026-11-24T09:30:00+00:00"],
        ["b2", "", "", "0", "", ""],
    ]
    with closing(sqlite3.connect(tmp_path / "out" / "veldwerk.sqlite")) as database:
        assert database.execute("SELECT * FROM visit ORDER BY id").fetchall() == [
            ("a1", 3, 1.5, 1, "2026-11-24", "2026-11-24T09:30:00+00:00"),
            ("b2", None, None, 0, None, None),
        ]
    note = json.loads((tmp_path / "out" / "veldwerk-collect.json").read_text("utf-8"))
    assert note["tables"] == {"visit": 2}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@given(text=st.text(st.characters(exclude_characters="\r\x00", codec="utf-8"), max_size=20))
def test_no_text_is_a_formula_in_a_spreadsheet(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("out") / "set"
    with FolderWarehouse(folder).load() as sink:
        sink.table("t", COLUMNS[:1], [(text,)])
    (back,) = read_csv(folder / "t.csv")[1:] or [[""]]
    assert (back or [""])[0].removeprefix("'") == text.removeprefix("'")
    assert not (back or [""])[0].lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t"))


def test_an_earlier_collection_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    fill(folder)
    fill(folder, ROWS[:1], name="signal")
    assert sorted(path.name for path in folder.iterdir()) == [
        "signal.csv",
        "veldwerk-collect.json",
        "veldwerk.sqlite",
    ]


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "out"
    folder.mkdir(parents=True)
    fill(folder)
    assert (folder / "visit.csv").exists()


@pytest.mark.parametrize("earlier", [False, True])
def test_a_folder_with_other_files_is_refused_and_left_alone(tmp_path: Path, earlier: bool) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    if earlier:
        fill(folder)
    (folder / "verslag.docx").write_text("van iemand", "utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(UserError) as error:
        fill(folder)
    assert error.value.code == "foreign-folder"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x", "utf-8")
    with pytest.raises(UserError) as error:
        fill(tmp_path / "out")
    assert error.value.code == "not-a-folder"


def test_a_place_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(UserError) as error:
        fill(tmp_path / "file" / "out")
    assert error.value.code == "folder-read-only"


def test_an_error_halfway_leaves_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    fill(folder)
    before = (folder / "visit.csv").read_bytes()
    with pytest.raises(RuntimeError):
        fill(folder, broken_off())
    assert (folder / "visit.csv").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_error_before_the_first_collection_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), FolderWarehouse(tmp_path / "out").load():
        raise RuntimeError("the vault closed")
    assert list(tmp_path.iterdir()) == []


def test_an_address_is_a_database_and_anything_else_a_folder(tmp_path: Path) -> None:
    assert isinstance(warehouse("postgresql://anna@localhost/x"), PostgresWarehouse)
    assert isinstance(warehouse(str(tmp_path)), FolderWarehouse)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("postgresql://anna:geheim@127.0.0.1:1/x", "database-unreachable"),
        ("postgresql://anna:geheim@127.0.0.1/x?nonsense=1", "bad-address"),
    ],
)
def test_a_database_that_cannot_be_reached_is_said_without_the_password(address: str, code: str) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(UserError) as error, warehouse(address).load():
        pass
    assert error.value.code == code
    assert "geheim" not in f"{error.value!s}{error.value.values}"
    assert error.value.__suppress_context__


@pytest.mark.parametrize(
    "to", ["http://analyse.example/x", "https://x", "mysql://u@h/d", "s3://emmer", "file:///tmp/x"]
)
def test_an_address_that_is_no_postgresql_does_not_become_a_folder(to: str) -> None:
    with pytest.raises(UserError) as refused:
        warehouse(to)
    assert refused.value.code == "bad-address" and "@" not in str(refused.value.values)
