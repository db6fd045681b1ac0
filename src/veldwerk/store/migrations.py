"""Forward only: named steps, each run once, in one transaction, after a copy of the vault.

Fields that the register gained need no step: `schema.grow` adds them. No step moves a clock or makes an op.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from veldwerk.domain.errors import N_, UserError
from veldwerk.store import guard, schema
from veldwerk.store.driver import Connection

Step = Callable[[Connection], None]

Steps = Sequence[tuple[str, Step]]

STEPS: Steps = (("0001-first", schema.create_all),)
"""Only ever appended to; the place in the list is the schema version (`user_version`)."""


def version(connection: Connection) -> int:
    """The schema version of an open vault; 0 is a new, empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def check_not_newer(connection: Connection, steps: Steps | None = None) -> None:
    """Raise UserError when a later version of the program made this vault."""
    if version(connection) > len(STEPS if steps is None else steps):
        raise UserError(
            N_("This vault was made by a newer version of Veldwerk. Update the program first."),
            code="newer-vault",
        )


def needed(connection: Connection, steps: Steps | None = None) -> bool:
    """Whether `migrate` would change anything but the guard."""
    return version(connection) < len(STEPS if steps is None else steps) or schema.lacking(connection)


def migrate(connection: Connection, at: int, steps: Steps | None = None) -> list[str]:
    """Run the steps this vault has not had, add what the register gained, make all triggers anew.

    `at` is milliseconds since 1970. Gives the names of what was done; a second run does nothing.
    """
    steps = STEPS if steps is None else steps
    check_not_newer(connection, steps)
    connection.execute("BEGIN IMMEDIATE")
    try:
        done = []
        start = version(connection)
        if start:
            connection.execute("UPDATE edit_state SET open = 1")
        for name, step in steps[start:]:
            step(connection)
            connection.execute("INSERT INTO migration VALUES (?, ?)", (name, at))
            done.append(name)
        done += [f"grow:{what}" for what in schema.grow(connection)]
        guard.restore(connection)
        connection.execute("UPDATE edit_state SET open = 0")
        connection.execute(f"PRAGMA user_version = {len(steps)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return done
