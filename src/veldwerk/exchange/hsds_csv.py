"""Reading a folder of HSDS tables into nested documents: version 3 packages, 1.1 packages and the Ohana CSV.

Each row is brought to the fields of HSDS 3.1, hung on the object it points to, and then mended and checked like any
document (`hsds.mend`). A row that points to nothing is left out and said.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from veldwerk.domain.errors import N_, UserError
from veldwerk.exchange.hsds.check import MISSING, NO_DOCUMENT, Fault, validate
from veldwerk.exchange.hsds.documents import Document, Found, Reading
from veldwerk.exchange.hsds.mend import Mender, number_of
from veldwerk.exchange.hsds.shapes import SHAPES, TABULAR_REQUIRED
from veldwerk.exchange.hsds_tables import ALIASES, HELD, PLURAL_TABLES, TOPS, WHERE, Row, translated

NO_TABLES = N_("The folder {name} holds no tables of a social map (HSDS).")
BROKEN = N_("The table {name} cannot be read: line {line}.")
LOOSE = N_("Row {row} of {table} belongs to nothing in these tables and was left out.")
UNKNOWN = N_("The table {table} is not part of the standard and was left out.")

FIELD_LIMIT = 1_000_000


def read_folder(folder: Path) -> Reading:
    """Every organisation, service, location, taxonomy and term of a package, nested, with what was mended or left out.

    UserError when there is no table of the standard, or a table cannot be read at all.
    """
    tables, notices = _tables(folder)
    if not tables.keys() & set(TOPS):
        raise UserError(NO_TABLES, code="no-hsds", name=folder.name)
    return _nested(tables, notices)


def holds_tables(folder: Path) -> bool:
    """Whether there is a table of organisations, services, locations or terms in `folder` itself."""
    return any(ALIASES.get(path.stem) in _TOP_TABLES for path in folder.glob("*.csv"))


def read_tables(document: Mapping[str, object]) -> Reading:
    """The same from one JSON object of `<table>.csv` to its rows, as the specification's tabular example has it."""
    tables: dict[str, list[Row]] = {}
    for name, rows in document.items():
        table = name.removesuffix(".csv")
        if table in ALIASES and isinstance(rows, list):
            for kind, row in translated(table, [row for row in rows if isinstance(row, dict)]):
                tables.setdefault(kind, []).append(row)
    if not tables.keys() & set(TOPS):
        raise UserError(NO_DOCUMENT, code="no-hsds")
    return _nested(tables, [])


_TOP_TABLES = {ALIASES[kind] for kind in TOPS} | {
    ALIASES[PLURAL_TABLES.get(kind, f"{kind}s")] for kind in TOPS
}


def _nested(tables: Mapping[str, list[Row]], notices: list[Fault]) -> Reading:
    nest = _Nest(tables, notices)
    nest.hang()
    mender = Mender(notices)
    found = []
    for kind in TOPS:
        for row in nest.rows.get(kind, {}).values():
            document = mender.mend(kind, row, f"{kind}[{row['id']}]")
            if document is not None:
                found.append(Found(kind, document))
    return Reading(tuple(found), tuple(notices))


def validate_folder(folder: Path) -> list[Fault]:
    """Every fault of a package of version 3.1 as it stands, without mending; the path is `table[row].field`."""
    faults: list[Fault] = []
    for name, path in _paths(folder):
        kind = next((one for one in SHAPES if name in (one, PLURAL_TABLES.get(one, f"{one}s"))), None)
        if kind is None:
            faults.append(Fault(path.name, UNKNOWN, {"table": path.name}))
            continue
        for n, cells in enumerate(_rows(path), start=1):
            for fault in (*validate(_typed(kind, cells), kind), *_unlinked(kind, cells)):
                place = f"{name}[{n}].{fault.path}"
                faults.append(Fault(place, fault.message, {**fault.values, "field": place}))
    return faults


def _typed(kind: str, cells: Mapping[str, str]) -> Document:
    """A row with its numbers as numbers; the lists and objects of the nested form do not count."""
    row: Document = dict(cells)
    for name, shape in SHAPES[kind].items():
        if shape.type == "number" and name in row:
            number = number_of(row[name])
            row[name] = row[name] if number is None else number
        elif shape.type == "unit" and "unit_id" in row:
            row[name] = {"id": row["unit_id"], "name": ""}
    return row


def _unlinked(kind: str, cells: Mapping[str, str]) -> Iterator[Fault]:
    for name in TABULAR_REQUIRED.get(kind, ()):
        if name not in cells:
            yield Fault(name, MISSING, {"field": name})


def _paths(folder: Path) -> Iterator[tuple[str, Path]]:
    """(table, path): as `datapackage.json` says, and every other CSV by its name."""
    named: dict[Path, str] = {}
    package = folder / "datapackage.json"
    try:
        described = json.loads(package.read_text("utf-8-sig")) if package.is_file() else {}
    except ValueError:
        described = {}
    for resource in described.get("resources", ()) if isinstance(described, Mapping) else ():
        if isinstance(resource, Mapping) and isinstance(resource.get("path"), str):
            # Only names inside the folder: a package comes from others.
            named[folder / Path(str(resource["path"])).name] = str(resource.get("name") or "")
    for path in sorted(folder.glob("*.csv")):
        yield named.get(path) or path.stem, path


def _tables(folder: Path) -> tuple[dict[str, list[Row]], list[Fault]]:
    tables: dict[str, list[Row]] = {}
    notices: list[Fault] = []
    for name, path in _paths(folder):
        known = name if name in ALIASES else path.stem
        if known not in ALIASES:
            notices.append(Fault(path.name, UNKNOWN, {"table": path.name}))
            continue
        rows = _rows(path)
        for kind, row in translated(known, rows):
            tables.setdefault(kind, []).append(row)
    return tables, notices


def _rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV, empty cells left out; comma or semicolon, UTF-8 or Windows-1252."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    csv.field_size_limit(FIELD_LIMIT)
    reader = csv.DictReader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [
            {
                name.strip(): value
                for name, value in row.items()
                if isinstance(name, str)
                and isinstance(value, str)
                and value.strip() not in ("", "null", "NULL")
            }
            for row in reader
        ]
    except csv.Error:
        raise UserError(BROKEN, code="bad-table", name=path.name, line=reader.line_num) from None


@dataclass
class _Nest:
    """Rows by kind and id, each to be hung where its links point."""

    tables: Mapping[str, list[Row]]
    notices: list[Fault]
    rows: dict[str, dict[str, Document]] = field(default_factory=dict)

    def hang(self) -> None:
        """Put the tables inside each other, the deepest first."""
        for kind, rows in self.tables.items():
            made = self.rows.setdefault(kind, {})
            for n, row in enumerate(rows, start=1):
                made[str(row.get("id") or f"{kind}-{n}")] = {"id": f"{kind}-{n}", **row}
        for kind, name, target, held in HELD:
            for row in self.rows.get(kind, {}).values():
                there = self.rows.get(target, {}).get(str(row.get(name) or ""))
                if there is not None:
                    row[held] = there
        for link in WHERE:
            for n, row in enumerate(self.rows.get(link.kind, {}).values(), start=1):
                if not self._hung(link.kind, row, link.parents) and link.kind not in TOPS:
                    self.notices.append(Fault(link.kind, LOOSE, {"row": n, "table": link.kind}))

    def _hung(self, kind: str, row: Document, parents: tuple[tuple[str, str, str], ...]) -> bool:
        """Hang `row` on the first parent it names that is here."""
        for name, parent, listed in parents:
            target = self._target(row, name, parent)
            if target is None:
                continue
            present = target.setdefault(listed, [])
            if isinstance(present, list):
                present.append(row)
                return True
        return False

    def _target(self, row: Document, name: str, parent: str) -> Document | None:
        wanted = str(row.get(name) or "")
        if not wanted:
            return None
        if parent == "*":
            kinds = [str(row.get("link_entity") or row.get("resource_type") or ""), *self.rows]
            return next(
                (self.rows[kind][wanted] for kind in kinds if wanted in self.rows.get(kind, {})), None
            )
        return self.rows.get(parent, {}).get(wanted)
