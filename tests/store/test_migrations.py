"""Forward only, after a copy, twice is once, and no clock moves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.store.making import PASSPHRASE, Desk
from veldwerk.domain.people import Person
from veldwerk.store import guard, migrations, schema, slots
from veldwerk.store.driver import Connection
from veldwerk.store.vault import open_vault

ANNA = Person(id="p1", family_name="Dörsson", alerts="hond")


def shape(one: Desk) -> list[tuple[str, str]]:
    """All SQL of the vault's schema."""
    return one.vault.raw_read(
        lambda c: c.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
        ).fetchall()
    )


def test_migrating_twice_is_migrating_once(one: Desk) -> None:
    one.add(ANNA)
    before, digest = shape(one), one.vault.read(lambda r: r.digest("casus"))
    assert one.vault.raw(lambda c: migrations.migrate(c, 1)) == []
    assert shape(one) == before
    one.reopen()
    assert one.vault.read(lambda r: r.digest("casus")) == digest


def second(connection: Connection) -> None:
    """A step as a later version may have one: move a value, emit no op."""
    connection.execute("UPDATE person SET city = 'Assen' WHERE city = 'Assn'")


def test_a_step_runs_once_after_a_copy_and_moves_no_clock(one: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    one.add(replace(ANNA, city="Assn"))
    digest = one.vault.read(lambda r: r.digest("casus"))
    clocks = one.vault.raw_read(lambda c: c.execute("SELECT _clock, _clocks, _life FROM person").fetchall())
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, ("0002-second", second)))
    one.reopen()
    assert one.vault.raw_read(lambda c: c.execute("SELECT city FROM person").fetchone()[0]) == "Assen"
    assert (
        one.vault.raw_read(lambda c: c.execute("SELECT _clock, _clocks, _life FROM person").fetchall())
        == clocks
    )
    assert one.vault.read(lambda r: r.pending_count("casus")) == 1
    assert one.vault.raw_read(guard.wrong) == []
    monkeypatch.undo()
    copy = one.path.with_name("a-before-upgrade.vault")
    assert slots.slots_path(copy).is_file()
    with open_vault(copy, replace(one.around, lock=None), passphrase=PASSPHRASE) as old:
        assert old.read(lambda r: r.digest("casus")) == digest


def test_a_step_that_fails_leaves_the_vault_as_it_was(one: Desk) -> None:
    one.add(ANNA)
    before = shape(one)

    def broken(connection: Connection) -> None:
        connection.execute("ALTER TABLE person ADD COLUMN half TEXT")
        raise ValueError("halfway")

    with pytest.raises(ValueError, match="halfway"):
        one.vault.raw(lambda c: migrations.migrate(c, 1, (*migrations.STEPS, ("0002-broken", broken))))
    assert shape(one) == before
    assert one.vault.raw_read(migrations.version) == len(migrations.STEPS)
    one.write("person", "p1", {"city": "Emmen"})


def test_a_field_the_register_gained_appears_with_its_index(one: Desk) -> None:
    def shrink(connection: Connection) -> None:
        connection.execute('DROP INDEX "person__area"')
        connection.execute("DROP TABLE offer_gap")
        connection.execute("ALTER TABLE person DROP COLUMN area")

    one.add(ANNA)
    one.vault.raw(shrink)
    assert one.vault.raw_read(schema.lacking)
    one.reopen()
    assert not one.vault.raw_read(schema.lacking)
    one.write("person", "p1", {"area": "Noord"})
    assert one.vault.read(lambda r: r.find("person", {"area": "Noord"}))[0][0] == "p1"
