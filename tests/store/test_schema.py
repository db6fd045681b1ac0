"""The tables hold exactly what the register says, and queries find their indexes."""

from __future__ import annotations

import pytest

from tests.store.making import Desk
from veldwerk.domain.register import KINDS
from veldwerk.store import check, schema


def test_every_column_is_registered_and_every_field_has_a_column(one: Desk) -> None:
    assert one.vault.raw_read(check.unregistered) == []


def test_a_column_nobody_registered_is_found(one: Desk) -> None:
    one.vault.raw(lambda c: c.execute("ALTER TABLE visit ADD COLUMN risk TEXT"))
    assert one.vault.raw_read(check.unregistered) == ["visit.risk"]
    assert [f.code for f in check.check(one.vault).findings] == ["schema"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_tables_are_ordinary_rowid_tables(one: Desk, kind: str) -> None:
    sql = one.vault.raw_read(
        lambda c: c.execute("SELECT sql FROM sqlite_master WHERE name = ?", (kind,)).fetchone()[0]
    )
    assert "WITHOUT ROWID" not in sql.upper()


def test_indexes_name_real_kinds_and_fields() -> None:
    for kind, indexes in schema.INDEXES.items():
        for columns in indexes:
            assert set(columns) <= set(KINDS[kind].fields)


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("visit", {"person_id": "p"}),
        ("visit", {"status": "gepland"}),
        ("signal", {"status": "nieuw"}),
        ("measurement", {"person_id": "p"}),
        ("referral_task", {"referral_id": "r"}),
        ("letter", {"person_id": "p"}),
        ("answers", {"visit_id": "v"}),
        ("person_care", {"person_id": "p"}),
    ],
)
def test_what_is_looked_up_often_is_found_by_index(one: Desk, kind: str, where: dict[str, str]) -> None:
    column, value = next(iter(where.items()))
    plan = one.vault.raw_read(
        lambda c: c.execute(
            f'EXPLAIN QUERY PLAN SELECT id FROM "{kind}" WHERE "{column}" = ?', (value,)
        ).fetchall()
    )
    assert "USING" in plan[0][3]
    assert "INDEX" in plan[0][3]
