"""Triggers that stop a write outside an edit, an alteration of the log, and any change of the audit chain.

`edit_state.open` is 1 only inside an edit's transaction (2 while erasing), so a crash cannot leave it open.
They raise FAIL, and writes say OR FAIL: with ABORT SQLite keeps a statement journal per row, which SQLCipher
encrypts page by page (measured: 20 times slower). The lane rolls back whole transactions anyway.
`transform()` of sqlite-utils drops triggers silently: they are code, and are compared at each opening.
"""

from __future__ import annotations

from veldwerk.domain.register import KINDS
from veldwerk.store.driver import Connection

OUTSIDE = "write outside an edit"

_CLOSED = "(SELECT open FROM edit_state) = 0"


def expected() -> dict[str, str]:
    """Trigger name to its SQL."""
    out = {}
    for kind in KINDS:
        for action in ("INSERT", "UPDATE", "DELETE"):
            out[f"guard_{kind}_{action.lower()}"] = _trigger(f"guard_{kind}", action, f'"{kind}"', _CLOSED)
    for table in ("log", "version", "erased"):
        out[f"guard_{table}_insert"] = _trigger(f"guard_{table}", "INSERT", table, _CLOSED)
    not_erasing = "(SELECT open FROM edit_state) <> 2"
    out["guard_log_update"] = _trigger("guard_log", "UPDATE", "log", not_erasing)
    out["guard_log_delete"] = _trigger("guard_log", "DELETE", "log", not_erasing)
    for action in ("UPDATE", "DELETE"):
        out[f"guard_audit_{action.lower()}"] = _trigger("guard_audit", action, "audit", "1")
        out[f"guard_version_{action.lower()}"] = _trigger("guard_version", action, "version", _CLOSED)
        out[f"guard_erased_{action.lower()}"] = _trigger("guard_erased", action, "erased", "1")
    return out


def _trigger(prefix: str, action: str, table: str, when: str) -> str:
    return (
        f'CREATE TRIGGER "{prefix}_{action.lower()}" BEFORE {action} ON {table} WHEN {when} '
        f"BEGIN SELECT RAISE(FAIL, '{OUTSIDE}'); END"
    )


def present(connection: Connection) -> dict[str, str]:
    """The triggers the vault has now."""
    return dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())


def wrong(connection: Connection) -> list[str]:
    """Names of triggers that are missing, changed or not ours."""
    want, have = expected(), present(connection)
    return sorted(name for name in want.keys() | have.keys() if want.get(name) != have.get(name))


def restore(connection: Connection) -> list[str]:
    """Make the triggers as they should be; the names that were not. Runs inside the caller's transaction."""
    names, want = wrong(connection), expected()
    for name in names:
        connection.execute(f'DROP TRIGGER IF EXISTS "{name}"')
        if name in want:
            connection.execute(want[name])
    return names
