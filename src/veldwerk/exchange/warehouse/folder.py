"""The read model as a folder: one CSV a table, the same tables in one SQLite file, and a note of what it is.

The folder is made beside its place and put there whole; an earlier collection is replaced, anything else is refused.
"""

from __future__ import annotations

import errno
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path

from veldwerk.domain.errors import N_, UserError
from veldwerk.domain.tables import write_csv
from veldwerk.services.collect import Sink
from veldwerk.services.collect_fields import Column, ColumnType, Value

NOTE = "veldwerk-collect.json"
DATABASE = "veldwerk.sqlite"
BATCH = 500

FOREIGN = N_("The folder {name} holds other files. Choose an empty folder, or an earlier collection.")
NOT_A_FOLDER = N_("{name} is a file. Choose a folder.")
NO_PLACE = N_("The folder {name} cannot be written. Choose another place.")
FULL = N_("The disk is full. Nothing was changed; make room and try again.")

_SQLITE = {
    ColumnType.TEXT: "TEXT",
    ColumnType.INTEGER: "INTEGER",
    ColumnType.REAL: "REAL",
    ColumnType.BOOLEAN: "INTEGER",
    ColumnType.DATE: "TEXT",
    ColumnType.MOMENT: "TEXT",
}


class FolderWarehouse:
    """A folder on this machine, or one that is synchronised to others: it holds no names (`services.collect`)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def load(self) -> Iterator[Sink]:
        """All or nothing; see the port. UserErrors: foreign-folder, not-a-folder, folder-read-only, disk-full."""
        try:
            self._check()
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            # In the same folder, so that putting it in its place is one rename.
            work = Path(tempfile.mkdtemp(prefix=f".{self._folder.name}-", dir=self._folder.parent))
        except OSError as error:
            raise self._sentence(error) from None
        try:
            sink = _Sink(work)
            try:
                yield sink
            finally:
                sink.close()
            sink.note()
            self._put(work)
        except OSError as error:
            raise self._sentence(error) from None
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
                raise UserError(FULL, code="disk-full") from None
            raise
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def _check(self) -> None:
        """Refuse a file, and a folder with anything in it that an earlier collection did not put there."""
        if not self._folder.exists():
            return
        if not self._folder.is_dir():
            raise UserError(NOT_A_FOLDER, code="not-a-folder", name=self._folder.name)
        present = {path.name for path in self._folder.iterdir()}
        if present and not present <= _ours(self._folder):
            raise UserError(FOREIGN, code="foreign-folder", name=self._folder.name)

    def _put(self, work: Path) -> None:
        """Rename `work` into place; an earlier collection comes back when that fails."""
        self._check()
        if not self._folder.exists():
            work.rename(self._folder)
            return
        aside = work.with_name(work.name + "-earlier")
        self._folder.rename(aside)
        try:
            work.rename(self._folder)
        except OSError:
            with suppress(OSError):
                aside.rename(self._folder)
            raise
        shutil.rmtree(aside, ignore_errors=True)

    def _sentence(self, error: OSError) -> UserError:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return UserError(FULL, code="disk-full")
        return UserError(NO_PLACE, code="folder-read-only", name=self._folder.name)


def _ours(folder: Path) -> set[str]:
    """The names an earlier collection wrote in `folder`, none when there was none."""
    try:
        note = json.loads((folder / NOTE).read_text("utf-8"))
        return {NOTE, *(str(name) for name in note["files"])}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


class _Sink:
    """Writes each table twice: `<name>.csv` and a table of the SQLite file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._database = sqlite3.connect(folder / DATABASE, isolation_level=None)
        # A file that is thrown away when anything fails needs no journal.
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute("BEGIN")
        self._tables: dict[str, int] = {}

    def table(self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> int:
        """Write one table; see the port."""
        shape = ", ".join(f'"{column.name}" {_SQLITE[column.type]}' for column in columns)
        self._database.execute(f'CREATE TABLE "{name}" ({shape})')
        with (self._folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            self._tables[name] = write_csv(
                file, [column.name for column in columns], self._both(name, len(columns), rows)
            )
        if columns[0].name == "id":
            self._database.execute(f'CREATE UNIQUE INDEX "{name}__id" ON "{name}" (id)')
        return self._tables[name]

    def _both(self, name: str, width: int, rows: Iterable[Sequence[Value]]) -> Iterator[Sequence[Value]]:
        """The rows as they come, kept in the database as they pass."""
        insert = f'INSERT INTO "{name}" VALUES ({", ".join("?" * width)})'  # names are the register's
        batch: list[list[object]] = []
        for row in rows:
            batch.append([_sqlite(value) for value in row])
            if len(batch) == BATCH:
                self._database.executemany(insert, batch)
                batch.clear()
            yield row
        self._database.executemany(insert, batch)

    def note(self) -> None:
        """Say what the folder is; written last."""
        content = {
            "made_by": "veldwerk collect",
            "tables": self._tables,
            "files": sorted([DATABASE, *(f"{name}.csv" for name in self._tables)]),
        }
        (self._folder / NOTE).write_text(json.dumps(content, indent=1) + "\n", "utf-8")

    def close(self) -> None:
        """Finish the database file."""
        with suppress(sqlite3.OperationalError):
            self._database.execute("COMMIT")
        self._database.close()


def _sqlite(value: Value) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value
