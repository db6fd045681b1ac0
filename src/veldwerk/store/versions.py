"""Versions of notes: the living ones, conflicts, and what was there before."""

from __future__ import annotations

from veldwerk.domain.merge import distinct, register_of
from veldwerk.domain.register import KINDS, Merge
from veldwerk.services.ports import NoteVersion
from veldwerk.store import rows
from veldwerk.store.driver import Connection
from veldwerk.store.packing import unpack


def living(connection: Connection, kind: str, record: str, path: str) -> tuple[NoteVersion, ...]:
    """Living versions, oldest first. Equal texts are all there: an edit must name each as seen."""
    held = rows.load(connection, kind, [record]).get(record)
    if held is None or held.state.erased:
        return ()
    register = register_of(held.state, path, KINDS[kind].fields[path])
    return tuple(
        NoteVersion(hlc, version.worker, str(version.value or ""))
        for hlc, version in sorted(register.living.items())
    )


def conflicts(connection: Connection) -> list[tuple[str, str, str]]:
    """(kind, record, path) of notes of living records with more than one living text."""
    found = connection.execute(
        "SELECT kind, record, path FROM version WHERE state = ? GROUP BY kind, record, path "
        "HAVING count(*) > 1 ORDER BY kind, record, path",
        (rows.LIVING,),
    ).fetchall()
    out = []
    for kind, record, path in found:
        field = KINDS[kind].fields.get(path) if kind in KINDS else None
        if field is None or field.merge is not Merge.NOTE:
            continue
        held = rows.load(connection, kind, [record]).get(record)
        if held and held.state.life.alive and len(distinct(register_of(held.state, path, field).living)) > 1:
            out.append((kind, record, path))
    return out


def history(connection: Connection, kind: str, record: str, path: str) -> tuple[NoteVersion, ...]:
    """Every text this vault ever saw of a note, oldest first, superseded ones included."""
    seen = {version.hlc: version for version in living(connection, kind, record, path)}
    logged = connection.execute(
        "SELECT hlc, worker, fields FROM log WHERE record = ? AND kind = ? ORDER BY seq", (record, kind)
    ).fetchall()
    for hlc, worker, fields in logged:
        values = unpack(fields)
        if path in values and hlc not in seen:
            seen[hlc] = NoteVersion(hlc, worker, str(values[path] or ""))
    return tuple(seen[hlc] for hlc in sorted(seen))
