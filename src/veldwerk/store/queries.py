"""Named SQL queries that screens, lists and months stand on. Each value is bound by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from veldwerk.store.driver import Connection


@dataclass(frozen=True, slots=True)
class Query:
    """One query: what it answers (`doc` names its values and columns) and its SQL."""

    doc: str
    sql: str


QUERIES: dict[str, Query] = {}


def run(connection: Connection, name: str, values: Mapping[str, object]) -> list[dict[str, object]]:
    """The rows of query `name` as dictionaries. KeyError when there is no such query."""
    cursor = connection.execute(QUERIES[name].sql, dict(values))
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
