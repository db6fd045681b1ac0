"""Checking finds damage that opening does not, and two vaults with the same content have equal digests."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from tests.store.making import Desk
from veldwerk.domain.errors import UserError
from veldwerk.domain.people import Person
from veldwerk.store import check, driver


def test_a_good_vault_is_whole(one: Desk) -> None:
    one.add(Person(id="p1", family_name="Dörsson"))
    report = check.check(one.vault)
    assert report.whole
    assert report.counts["person"] == 1
    assert set(report.digests) == one.vault.spaces
    assert report.to_json()["whole"] is True


def test_a_flipped_byte_deep_in_the_file_is_found_and_other_rows_stay_readable(one: Desk) -> None:
    for n in range(300):
        one.write("person", f"p{n:03d}", {"alerts": os.urandom(200).hex()})
    one.vault.raw(lambda c: c.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())
    size = one.path.stat().st_size
    with one.path.open("r+b") as file:
        file.seek(size * 3 // 4)
        byte = file.read(1)
        file.seek(size * 3 // 4)
        file.write(bytes([byte[0] ^ 0xFF]))
    report = check.check(one.vault)
    assert not report.whole
    assert {f.code for f in report.findings} & {"pages", "seals"}
    assert all(f.code in check.MESSAGES for f in report.findings)


def test_digests_speak_of_content_not_of_the_way_there(make: Callable[..., Desk]) -> None:
    here, there = make("a"), make("b")
    here.add(Person(id="p1", family_name="Dörsson"))
    here.add(Person(id="p2", family_name="Smit"))
    there.receive(reversed(here.sent()))
    one, two = check.check(here.vault), check.check(there.vault)
    assert one.digests == two.digests
    there.write("person", "p2", {"city": "Emmen"})
    assert check.check(there.vault).digests["casus"] != one.digests["casus"]
    assert check.check(there.vault).digests["zorg"] == one.digests["zorg"]


def test_a_vault_that_can_only_be_read_is_called_so(one: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    one.add(Person(id="p1", family_name="Dörsson"))
    connect = driver.connect
    monkeypatch.setattr(driver, "connect", lambda *a, **more: connect(*a, **more, query_only=True))
    with pytest.raises(UserError) as refused:
        check.check(one.vault)
    assert refused.value.code == "vault-read-only"
