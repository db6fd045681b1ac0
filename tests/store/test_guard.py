"""A write outside an edit is stopped, the log and the audit chain cannot be altered, and the safeguards are watched."""

from __future__ import annotations

import pytest

from tests.store.making import Desk
from veldwerk.domain.people import Person
from veldwerk.domain.register import KINDS
from veldwerk.services.ports import AuditEvent
from veldwerk.store import check, driver, guard

ANNA = Person(id="p1", family_name="Dörsson")


def stopped(one: Desk, sql: str) -> None:
    with pytest.raises(driver.DatabaseError, match=guard.OUTSIDE):
        one.vault.raw(lambda c: c.execute(sql))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_record_cannot_be_written_outside_an_edit(one: Desk, kind: str) -> None:
    stopped(
        one, f"INSERT INTO \"{kind}\" (id, _space, _clock, _by, _deleted) VALUES ('x', 'casus', '', '', 0)"
    )


def test_nor_changed_nor_taken_away(one: Desk) -> None:
    one.add(ANNA)
    one.note("person", "p1", "alerts", "hond")
    for sql in (
        "UPDATE person SET city = 'x'",
        "DELETE FROM person",
        "INSERT OR REPLACE INTO person SELECT * FROM person",
        "DELETE FROM version",
        "UPDATE version SET value = '\"x\"'",
        "UPDATE log SET worker = 'x'",
        "DELETE FROM log",
    ):
        stopped(one, sql)
    assert one.vault.read(lambda r: r.counts()["person"]) == 1


def test_not_even_an_edit_alters_the_log_or_the_audit_chain(one: Desk) -> None:
    one.add(ANNA)
    one.vault.write(lambda w: w.audit_event(AuditEvent("read", "person", "p1")))
    for sql in (
        "UPDATE log SET worker = 'x'",
        "DELETE FROM log",
        "UPDATE audit SET at = 0",
        "DELETE FROM audit",
    ):
        with pytest.raises(driver.DatabaseError, match=guard.OUTSIDE):
            one.vault.write(lambda w, sql=sql: (w._begin_edit(), w._connection.execute(sql)))


def test_after_an_edit_the_door_is_shut_again(one: Desk) -> None:
    one.add(ANNA)
    assert one.vault.raw_read(lambda c: c.execute("SELECT open FROM edit_state").fetchone()[0]) == 0


def test_transform_drops_triggers_and_that_is_noticed_and_mended(one: Desk) -> None:
    """The worst trap of sqlite-utils: it rebuilds the table and says nothing about its triggers."""
    one.add(ANNA)

    def transform(connection: object) -> None:
        connection.execute("UPDATE edit_state SET open = 1")  # type: ignore[attr-defined]
        driver.utils(connection)["person"].transform(rename={"email": "post"})
        driver.utils(connection)["person"].transform(rename={"post": "email"})
        connection.execute("UPDATE edit_state SET open = 0")  # type: ignore[attr-defined]

    one.vault.raw(transform)
    gone = ["guard_person_delete", "guard_person_insert", "guard_person_update"]
    assert one.vault.raw_read(guard.wrong) == gone
    assert {f.code for f in check.check(one.vault).findings} >= {"guard"}
    one.reopen()
    assert one.vault.repaired == gone
    assert one.vault.raw_read(guard.wrong) == []
    stopped(one, "DELETE FROM person")


def test_a_weakened_or_foreign_trigger_is_noticed(one: Desk) -> None:
    one.vault.raw(lambda c: c.execute("DROP TRIGGER guard_log_delete"))
    one.vault.raw(
        lambda c: c.execute("CREATE TRIGGER guard_log_delete BEFORE DELETE ON log WHEN 0 BEGIN SELECT 1; END")
    )
    one.vault.raw(lambda c: c.execute("CREATE TRIGGER spy AFTER INSERT ON log BEGIN SELECT 1; END"))
    assert one.vault.raw_read(guard.wrong) == ["guard_log_delete", "spy"]
    one.reopen()
    assert one.vault.raw_read(guard.wrong) == []
