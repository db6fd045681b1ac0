"""`services.ports.Reader` on one connection, and what sync reads beside it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from veldwerk.domain.changes import Op
from veldwerk.domain.merge import canonical
from veldwerk.domain.records import Row
from veldwerk.domain.register import KINDS, Merge
from veldwerk.services.ports import AuditLine, Draft, LogLine, NoteVersion
from veldwerk.services.sync_shapes import ParkedOp
from veldwerk.store import audit, drafts, log, queries, rows, search, streams, versions
from veldwerk.store.driver import Connection
from veldwerk.store.schema import quoted
from veldwerk.store.streams import Sealed


class VaultReader:
    """Reading a vault inside one consistent view."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, kind: str, record: str) -> Row | None:
        """The row, or None when it does not exist or was deleted."""
        how = rows.codec(kind)
        found = self._connection.execute(
            f'SELECT {quoted(how.columns)} FROM "{kind}" WHERE id = ? AND _deleted = 0', (record,)
        ).fetchone()
        return how.row(found) if found else None

    def space_of(self, kind: str, record: str) -> str | None:
        """The space the record lives in (also when it was deleted), or None."""
        rows.codec(kind)
        found = self._connection.execute(f'SELECT _space FROM "{kind}" WHERE id = ?', (record,)).fetchone()
        return str(found[0]) if found else None

    def find(
        self,
        kind: str,
        where: Mapping[str, object] | None = None,
        *,
        order: str = "",
        limit: int = 0,
    ) -> list[tuple[str, Row]]:
        """Rows whose fields equal `where` (a tuple or list: any of these; None: empty); see the port."""
        how = rows.codec(kind)
        clauses = ["_deleted = 0"]
        values: list[object] = []
        for name, wanted in (where or {}).items():
            column = _column(kind, name)
            if wanted is None:
                clauses.append(f"({column} IS NULL OR {column} = '')")
            elif isinstance(wanted, tuple | list | set | frozenset):
                clauses.append(f"{column} IN (SELECT value FROM json_each(?))")
                values.append(rows.text(list(wanted)))
            else:
                clauses.append(f"{column} = ?")
                values.append(wanted)
        sql = f'SELECT id, {quoted(how.columns)} FROM "{kind}" WHERE {" AND ".join(clauses)} ORDER BY '
        if order:
            sql += _column(kind, order.lstrip("-")) + (" DESC, " if order.startswith("-") else ", ")
        sql += "id"
        if limit:
            sql += f" LIMIT {int(limit)}"
        return [(row[0], how.row(row[1:])) for row in self._connection.execute(sql, values).fetchall()]

    def scan(
        self, kind: str, spaces: Sequence[str], *, after: str = "", limit: int = 1000
    ) -> list[tuple[str, Row]]:
        """The next `limit` living records of a kind in these spaces, by id, behind id `after`."""
        how = rows.codec(kind)
        found = self._connection.execute(
            f'SELECT id, {quoted(how.columns)} FROM "{kind}" WHERE id > ? AND _deleted = 0 '
            "AND _space IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ?",
            (after, rows.text(list(spaces)), limit),
        ).fetchall()
        return [(row[0], how.row(row[1:])) for row in found]

    def query(self, name: str, **values: object) -> list[dict[str, object]]:
        """A named query of `store.queries`; KeyError when there is none of that name."""
        return queries.run(self._connection, name, values)

    def search(self, kind: str, text: str, *, limit: int = 50) -> list[str]:
        """Record ids by full text, best first. Kinds: person, service."""
        return search.find(self._connection, kind, text, limit)

    def note_versions(self, kind: str, record: str, path: str) -> tuple[NoteVersion, ...]:
        """Living versions of a note, oldest first, equal texts included."""
        return versions.living(self._connection, kind, record, path)

    def note_history(self, kind: str, record: str, path: str) -> tuple[NoteVersion, ...]:
        """Every text this vault ever saw of a note, oldest first."""
        return versions.history(self._connection, kind, record, path)

    def open_conflicts(self) -> list[tuple[str, str, str]]:
        """(kind, record, path) of every note with more than one living text."""
        return versions.conflicts(self._connection)

    def drafts(self) -> list[Draft]:
        """All drafts, latest first."""
        return drafts.all_of_them(self._connection)

    def draft(self, draft: str) -> Draft | None:
        """One draft, or None."""
        return drafts.one(self._connection, draft)

    def log(self, *, record: str = "", edit: str = "", after: int = 0, limit: int = 200) -> list[LogLine]:
        """Log lines, oldest first."""
        return log.lines(self._connection, record=record, edit=edit, after=after, limit=limit)

    def audit(self, *, person: str = "", after: int = 0, limit: int = 200) -> list[AuditLine]:
        """Audit lines, oldest first."""
        return audit.lines(self._connection, person=person, after=after, limit=limit)

    def counts(self) -> Mapping[str, int]:
        """Number of living records by kind."""
        return {
            kind: int(
                self._connection.execute(f'SELECT count(*) FROM "{kind}" WHERE _deleted = 0').fetchone()[0]
            )
            for kind in KINDS
        }

    def digest(self, space: str) -> str:
        """SHA-256 over the living records of a space and the living versions of their notes.

        Equal in two vaults that had the same ops, whatever the order; empty fields do not count.
        """
        total = hashlib.sha256()
        for kind in sorted(KINDS):
            notes = {name for name, f in KINDS[kind].fields.items() if f.merge is Merge.NOTE}
            found = self._connection.execute(
                f'SELECT id FROM "{kind}" WHERE _space = ? AND _deleted = 0 ORDER BY id', (space,)
            ).fetchall()
            ids = [row[0] for row in found]
            for start in range(0, len(ids), 500):
                held = rows.load(self._connection, kind, ids[start : start + 500])
                for record in sorted(held):
                    total.update(_record_line(kind, record, held[record], notes).encode())
        return total.hexdigest()

    # What sync needs.

    def ops(
        self, space: str, *, after: int = 0, limit: int = 1000, local: bool | None = None
    ) -> list[tuple[int, Op]]:
        """(seq, op) of a space from the log, oldest first; own ones, others', or all."""
        return log.ops_of_space(self._connection, space, after=after, limit=limit, local=local)

    def pending(self, space: str, limit: int = 1000) -> list[tuple[int, Op]]:
        """(seq, op) of our own changes that are in no sealed object yet."""
        return streams.pending(self._connection, space, limit)

    def pending_count(self, space: str) -> int:
        """How many of our own changes are in no sealed object yet."""
        return streams.pending_count(self._connection, space)

    def last_seq(self) -> int:
        """The newest log line, 0 for none."""
        return streams.last_seq(self._connection)

    def living(self, space: str) -> int:
        """How many records of a space are not deleted."""
        return streams.living(self._connection, space)

    def holds(self, space: str) -> bool:
        """Whether there is any record of a space."""
        return streams.holds(self._connection, space)

    def stood(self, kind: str, record: str, upto: int) -> bool:
        """Whether a record is not deleted and has log lines up to `upto`."""
        return streams.stood(self._connection, kind, record, upto)

    def summary_ops(self, space: str, after: int, upto: int, limit: int) -> list[tuple[int, Op]]:
        """(seq, op) of a space behind `after` up to `upto`; our own only as far as they are sealed."""
        return streams.summary_ops(self._connection, space, after, upto, limit)

    def erased_count(self, space: str) -> int:
        """How many records of a space were erased for good."""
        return streams.erased_count(self._connection, space)

    def asked_erasures(self) -> list[Op]:
        """Ops that ask to erase a record which is still here, oldest first."""
        return streams.asked_erasures(self._connection)

    def about_person(self, person: str) -> list[tuple[str, str, str]]:
        """(kind, record, space) of everything about a person, deleted records too."""
        return streams.about_person(self._connection, person)

    def deleted_since(self, at: int) -> list[tuple[int, bool, Op]]:
        """(moment in ms, whether it was done here, delete op) of records that are deleted now, newest first."""
        return streams.deleted_since(self._connection, at)

    def parked_ops(self, space: str) -> list[ParkedOp]:
        """What waits in a space, oldest first."""
        return streams.parked_ops(self._connection, space)

    def fresh(self, op: Op) -> bool:
        """Whether the log does not have it yet."""
        return not log.known(self._connection, [(op.kind, op.record, op.stamp.hlc)])

    def sealed(self, space: str) -> Sequence[Sealed]:
        """All our sealed objects of a space, oldest first."""
        return streams.listed(self._connection, space)

    def sealed_unsent(self, space: str) -> Sequence[Sealed]:
        """Those that are not known to be in the store."""
        return streams.listed(self._connection, space, unsent=True)

    def sealed_get(self, space: str, name: str) -> bytes | None:
        """The bytes of one of our sealed objects."""
        return streams.get(self._connection, space, name)

    def cursors(self, space: str) -> Mapping[str, str]:
        """Stream to how far it was applied."""
        return streams.cursors(self._connection, space)

    def cursor(self, space: str, stream: str) -> str | None:
        """How far one stream was applied, or None."""
        return streams.cursors(self._connection, space).get(stream)

    def parked(self) -> int:
        """How many ops wait for a newer version of the program."""
        return int(self._connection.execute("SELECT count(*) FROM parked").fetchone()[0])

    def meta(self, key: str) -> bytes | None:
        """A named blob, or None."""
        return streams.meta(self._connection, key)

    def metas(self, prefix: str) -> Mapping[str, bytes]:
        """All named blobs under a prefix."""
        return streams.metas(self._connection, prefix)


def _column(kind: str, name: str) -> str:
    if name != "id" and name not in KINDS[kind].fields:
        raise KeyError(name)
    return f'"{name}"'


def _record_line(kind: str, record: str, held: rows.Held, notes: set[str]) -> str:
    state = held.state
    values = {name: value for name, value in state.values.items() if value not in (None, {}, "")}
    living: dict[str, object] = {}
    for name in sorted(notes):
        register = state.registers.get(name)
        if register is not None:
            living[name] = {hlc: version.value for hlc, version in register.living.items()}
        elif state.values.get(name) is not None:
            living[name] = {state.base: state.values[name]}
    return canonical([kind, record, values, living]) + "\n"
