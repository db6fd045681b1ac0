"""Full-text search: prefix of each word, accents folded, telephone numbers by their digits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from veldwerk.domain.changes import Json
from veldwerk.domain.register import KINDS as REGISTERED
from veldwerk.store import rows
from veldwerk.store.driver import Connection
from veldwerk.store.schema import FTS_TABLES, quoted

KINDS = frozenset(FTS_TABLES)

Values = Mapping[str, Json]

_NAMES = (
    "initials", "given_name", "preferred_name", "infix", "family_name", "partner_infix", "partner_name",
    "client_number",
)  # fmt: skip
_ADDRESS = ("street", "house_number", "house_addition", "postal_code", "city", "area")


def _joined(values: Values, names: Iterable[str]) -> str:
    return " ".join(str(values[name]) for name in names if values.get(name))


def _phones(values: Values) -> str:
    phones = values.get("phones")
    if not isinstance(phones, Mapping):
        return ""
    numbers = [str(each.get("number", "")) for each in phones.values() if isinstance(each, Mapping)]
    return " ".join(re.sub(r"\D", "", number) for number in numbers)


def _person(values: Values) -> tuple[str, ...]:
    return (_joined(values, _NAMES), _joined(values, _ADDRESS), _phones(values))


def _service(values: Values) -> tuple[str, ...]:
    return (
        str(values.get("name") or ""),
        str(values.get("description") or ""),
        _joined(values, ("organization_name", "city")),
    )


_TEXTS: Mapping[str, Callable[[Values], tuple[str, ...]]] = {"person": _person, "service": _service}
_FIELDS: Mapping[str, frozenset[str]] = {
    "person": frozenset({*_NAMES, *_ADDRESS, "phones"}),
    "service": frozenset({"name", "description", "organization_name", "city"}),
}


def affected(kind: str, changed: Iterable[str]) -> bool:
    """Whether the changed paths matter to the index; the empty path is the record as a whole."""
    return any(not path or path.split("/", 1)[0] in _FIELDS[kind] for path in changed)


def index(connection: Connection, kind: str, changed: Iterable[tuple[str, rows.Held]]) -> None:
    """Put the records in the index as they are now; deleted ones leave it."""
    states = {record: held.state for record, held in changed}
    found = connection.execute(
        f'SELECT id, rowid FROM "{kind}" WHERE id IN (SELECT value FROM json_each(?))',
        (rows.text(list(states)),),
    ).fetchall()
    connection.executemany(f"DELETE FROM {kind}_fts WHERE rowid = ?", [(rowid,) for _, rowid in found])
    make = _TEXTS[kind]
    _insert(
        connection,
        kind,
        ((rowid, *make(states[record].values)) for record, rowid in found if states[record].life.alive),
    )


def _insert(connection: Connection, kind: str, entries: Iterable[tuple[object, ...]]) -> None:
    columns = FTS_TABLES[kind]
    marks = ", ".join("?" * (len(columns) + 1))
    connection.executemany(f"INSERT INTO {kind}_fts (rowid, {quoted(columns)}) VALUES ({marks})", entries)


def remove(connection: Connection, kind: str, record: str) -> None:
    """Take one record out of the index."""
    if kind in KINDS:
        connection.execute(
            f'DELETE FROM {kind}_fts WHERE rowid = (SELECT rowid FROM "{kind}" WHERE id = ?)', (record,)
        )


def rebuild(connection: Connection) -> None:
    """Make the index anew from the records."""
    for kind in sorted(KINDS):
        connection.execute(f"INSERT INTO {kind}_fts ({kind}_fts) VALUES ('delete-all')")
        how = rows.codec(kind)
        found = connection.execute(
            f'SELECT rowid, {quoted(how.columns)} FROM "{kind}" WHERE _deleted = 0'
        ).fetchall()
        _insert(connection, kind, ((row[0], *_TEXTS[kind](how.row(row[1:]))) for row in found))


def wrong(connection: Connection) -> list[str]:
    """Kinds whose index does not hold exactly the living records, or is damaged inside."""
    out = []
    for kind in sorted(KINDS):
        records = connection.execute(f'SELECT rowid FROM "{kind}" WHERE _deleted = 0 ORDER BY 1').fetchall()
        entries = connection.execute(f"SELECT id FROM {kind}_fts_docsize ORDER BY 1").fetchall()
        if [row[0] for row in records] != [row[0] for row in entries]:
            out.append(kind)
    return out


def match(text: str) -> str:
    """FTS5 query: each word as a prefix; a telephone number typed with spaces or dashes as one word."""
    words = re.findall(r"\w+", text)
    digits = re.sub(r"[\s\-()+]", "", text)
    if digits.isdigit() and len(digits) >= 4:
        words = [digits]
    return " ".join(f'"{word}"*' for word in words)


def find(connection: Connection, kind: str, text: str, limit: int) -> list[str]:
    """Ids of living records that have every word of `text` as a prefix, best first. KeyError: no such index."""
    if kind not in KINDS or kind not in REGISTERED:
        raise KeyError(kind)
    query = match(text)
    if not query:
        return []
    found = connection.execute(
        f'SELECT r.id FROM {kind}_fts AS f JOIN "{kind}" AS r ON r.rowid = f.rowid '
        f"WHERE {kind}_fts MATCH ? AND r._deleted = 0 ORDER BY f.rank LIMIT ?",
        (query, limit),
    )
    return [row[0] for row in found.fetchall()]
