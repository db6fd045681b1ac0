"""Where the read model for analysts goes: a folder with CSV and SQLite, or a PostgreSQL database."""

from __future__ import annotations

import re
from pathlib import Path

from veldwerk.domain.errors import N_, UserError
from veldwerk.exchange.warehouse.folder import FolderWarehouse
from veldwerk.exchange.warehouse.postgres import PostgresWarehouse

POSTGRESQL = ("postgresql://", "postgres://")

NO_PLACE = N_("This is no place for the read model: give a folder, or postgresql://user@server/database.")


def warehouse(to: str) -> FolderWarehouse | PostgresWarehouse:
    """The place `to` names: a connection string of PostgreSQL, or a folder (made when it is not there).

    UserError `bad-address` for any other address, which would else become a folder of that name.
    """
    if to.startswith(POSTGRESQL):
        return PostgresWarehouse(to)
    if re.match(r"[A-Za-z0-9+._-]+://", to):
        raise UserError(NO_PLACE, code="bad-address")
    return FolderWarehouse(Path(to))
