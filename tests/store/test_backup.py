"""A backup is whole, is opened by the passphrase of its day, can be proved, and comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.store.making import PASSPHRASE, Desk
from veldwerk.domain.errors import UserError
from veldwerk.domain.people import Person
from veldwerk.store import backup, check, slots

ANNA = Person(id="p1", family_name="Dörsson", alerts="hond")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def test_it_holds_the_last_change_and_comes_back_elsewhere(one: Desk, folder: Path, tmp_path: Path) -> None:
    """Also what stands in the write-ahead log only, which copying the file would lose."""
    one.add(ANNA)
    one.write("person", "p1", {"city": "Assen"})
    made = backup.make(one.vault, folder)
    digests = check.check(one.vault).digests
    one.write("person", "p1", {"city": "Emmen"})
    with backup.restore(made, tmp_path / "terug" / "a.vault", one.around, passphrase=PASSPHRASE) as back:
        assert check.check(back).digests == digests
        assert back.read(lambda r: r.get("person", "p1")["city"]) == "Assen"  # type: ignore[index]
        assert back.read(lambda r: r.search("person", "dors")) == ["p1"]
        assert back.read(lambda r: r.meta(backup.RESTORED)) is not None


def test_the_passphrase_of_that_day_opens_it(one: Desk, folder: Path, tmp_path: Path) -> None:
    made = backup.make(one.vault, folder)
    one.vault.change_passphrase(PASSPHRASE, "nieuwe zin")
    with pytest.raises(UserError) as caught:
        backup.restore(made, tmp_path / "b.vault", one.around, passphrase="nieuwe zin")
    assert caught.value.code == "wrong-passphrase"
    assert not (tmp_path / "b.vault").exists()
    backup.restore(made, tmp_path / "b.vault", one.around, passphrase=PASSPHRASE).close()


def test_it_is_proved_and_a_spoiled_one_is_not(one: Desk, folder: Path) -> None:
    one.add(ANNA)
    made = backup.make(one.vault, folder)
    backup.prove(made, one.vault)
    content = bytearray(made.read_bytes())
    content[len(content) // 2] ^= 1
    made.write_bytes(content)
    with pytest.raises(UserError) as caught:
        backup.prove(made, one.vault)
    assert caught.value.code in ("backup-unproved", "damaged-vault")
    assert [p.name for p in folder.iterdir() if p.name.startswith(".proof")] == []


def test_the_newest_are_kept_with_their_key_files(one: Desk, folder: Path) -> None:
    made = []
    for _ in range(4):
        made.append(backup.make(one.vault, folder, keep=2))
        one.clock.advance(timedelta(days=1))
    assert backup.listed(folder, "a", ".vault") == [made[3], made[2]]
    assert sorted(folder.iterdir()) == sorted([*made[2:], *(slots.slots_path(p) for p in made[2:])])


def test_a_backup_without_its_key_file_is_none(one: Desk, folder: Path, tmp_path: Path) -> None:
    made = backup.make(one.vault, folder)
    slots.slots_path(made).unlink()
    assert backup.listed(folder, "a", ".vault") == []
    with pytest.raises(UserError) as caught:
        backup.restore(made, tmp_path / "b.vault", one.around, passphrase=PASSPHRASE)
    assert caught.value.code == "missing-key-file"


def test_restoring_never_overwrites_a_vault(one: Desk, folder: Path, make: Callable[..., Desk]) -> None:
    made, other = backup.make(one.vault, folder), make("b")
    before = other.path.read_bytes()
    with pytest.raises(UserError) as caught:
        backup.restore(made, other.path, one.around, passphrase=PASSPHRASE)
    assert caught.value.code == "vault-exists"
    assert other.path.read_bytes() == before


def test_a_backup_that_cannot_be_written_leaves_no_half_one(one: Desk, folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    with pytest.raises(UserError):
        backup.make(one.vault, folder)
    assert folder.read_text().startswith("a file")


def test_what_was_wiped_from_a_backup_stays_out(one: Desk, folder: Path) -> None:
    """No plain text in a backup either."""
    one.add(replace(ANNA, alerts="bijzonderwoord"))
    made = backup.make(one.vault, folder)
    assert b"bijzonderwoord" not in made.read_bytes()
    assert b"SQLite format" not in made.read_bytes()
