"""Where the read model for analysts goes: a folder with CSV and SQLite, or a PostgreSQL database."""

from __future__ import annotations

from pathlib import Path

from veldwerk.exchange.warehouse.folder import FolderWarehouse
from veldwerk.exchange.warehouse.postgres import PostgresWarehouse

POSTGRESQL = ("postgresql://", "postgres://")


def warehouse(to: str) -> FolderWarehouse | PostgresWarehouse:
    """The place `to` names: a connection string of PostgreSQL, or a folder (made when it is not there)."""
    if to.startswith(POSTGRESQL):
        return PostgresWarehouse(to)
    return FolderWarehouse(Path(to))
