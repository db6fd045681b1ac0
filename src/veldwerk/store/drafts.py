"""Forms being filled in: local to this vault, in no register, log, audit or sync (DESIGN 2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from veldwerk.services.ports import Draft
from veldwerk.store.driver import Connection

_COLUMNS = "id, person, form, form_version, visit, place, answered, updated_at, instance"


def _read(row: Sequence[Any]) -> Draft:
    return Draft(
        id=str(row[0]),
        person=str(row[1]),
        form=str(row[2]),
        form_version=str(row[3]),
        visit=str(row[4]),
        place=str(row[5]),
        answered=int(str(row[6])),
        updated_at=datetime.fromisoformat(str(row[7])),
        instance=bytes(row[8]),
    )


def save(connection: Connection, draft: Draft) -> None:
    """Write the draft, over an earlier one with its id."""
    connection.execute(
        f"INSERT OR REPLACE INTO draft ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            draft.id,
            draft.person,
            draft.form,
            draft.form_version,
            draft.visit,
            draft.place,
            draft.answered,
            draft.updated_at.isoformat(),
            draft.instance,
        ),
    )


def drop(connection: Connection, draft: str) -> None:
    """Remove a draft; one that is not there is no error."""
    connection.execute("DELETE FROM draft WHERE id = ?", (draft,))


def one(connection: Connection, draft: str) -> Draft | None:
    """The draft, or None."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM draft WHERE id = ?", (draft,)).fetchone()
    return _read(row) if row else None


def all_of_them(connection: Connection) -> list[Draft]:
    """All drafts, latest first."""
    return [
        _read(row)
        for row in connection.execute(f"SELECT {_COLUMNS} FROM draft ORDER BY updated_at DESC").fetchall()
    ]
